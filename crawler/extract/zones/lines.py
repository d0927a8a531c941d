"""The lines of a byline as they are meant: label and value that stand in elements of their own are put together again.

`<span>Lượt xem:</span><span>370</span>`, a label in one table cell and its date in the next, a day and a time of day
in two list items, the picture of an eye before a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

from crawler.extract.markup.blocks import BLOCK_TAGS, SEPARATOR, Block
from crawler.extract.markup.tree import Named, hints
from crawler.extract.printed.counters import EYE, LABEL
from crawler.extract.printed.dates import AFTER, WEEKDAY, find_dates
from crawler.extract.printed.meaning import fold_labels, label_meaning
from crawler.extract.printed.parts import END, NAME, SIDE, unmarked
from crawler.extract.text import clean, fold

EYE_HINT = Named(
    r"(?<![a-z])(?:fa-)?eye(?:-open|-fill)?(?![a-z])|(?<![\w-])(?:post|article|news|entry|icon)?-?views?(?:-?(?:counts?|number|icon))?"
    r"(?:er)?(?![\w-])|(?<![\w-])(?!most|top|total|site|today)(?:[a-z]{1,9}-){1,2}views(?:-(?:counts?|number|icon|\d+))?(?![\w-])"
    r"|luot-?(?:xem|doc)|(?<![\w-])hits?(?![\w-])|remove_red_eye"
)
"""Names of the picture of an eye, and of elements that hold the views."""
SIDE_HINT = Named(
    r"(?<![a-z])(?:cat|tags?|categor(?:y|ies)|comments?|taxonomy)-(?:links?|list|count|number|container)(?![\w-])"
    r"|(?:^|[\s-])(?:categor(?:y|ies)|comments?|taxonomy)(?=\s|$)"
)
"""Names of elements that hold the sections, the key words or the comments of an article.

Source: `cat-links`, `tags-links`, `comments-link` of the theme Underscores, from which most themes of WordPress come.
"""
NAME_HINT = Named(r"(?:^|\s)(?:[a-z]+-)*author(?:-name|-link)?(?=\s|$)")
ABOUT = ("#respond", "#comments", "#comment")
"""Where WordPress links the number of comments to."""
DIGIT = re.compile(r"\d")
VALUE = re.compile(r"^\W*\d[\d.,]*\s*(?:k|nghin|ngan|tr|trieu)?\W*$")
VIEW_WORDS = re.compile(rf"^\W*(?:{LABEL.pattern})\W*$")
CLOCK = re.compile(rf"^(?:{AFTER.pattern})\W*$")
TOOL_TIPS = ("title", "alt", "aria-label")
"""What an element says to those who point at it or cannot see it: `<img alt="Lượt xem"> 15,708`."""
COLON = re.compile(r"[:：]\s*$")
CLAUSE = re.compile(r"[|;•]")
AROUND_COLON = re.compile(r"(?<=[:：])\s*\|\s*|\s*\|\s*(?=[:：])")
MAX_LINE = 300
"""Characters; a longer block is no part of a line that was torn apart."""
MAX_VALUE = 80
ONLY_BY = re.compile(r"(?:(?:duoc )?(?:dang|viet|gui) |(?:posted |written ))?(?:boi|by)")
DAY = re.compile(r"\d{1,2}")
MONTH = re.compile(r"(?:th|thg|thang) ?(?:\d{1,2}|[a-z]{2,4}(?: [a-z]{3,4})?)")
"""`Th9` under a `28`, as badges show a day."""
OWN_LABEL = re.compile(r"[^\d:：]{2,40}[:：]")
"""A text that says itself what it is, and is no count that a label above it waits for."""
PERSON_LABEL = re.compile(r"(?:tac gia|nguoi (?:dang|viet)|nguon(?: tin)?|author|source)\s*[:：]?")
"""What stands in a table before the cell of a name."""
MAX_NAME = 40
YEAR_LAST = re.compile(r"[/.-](?:19|20)\d\d$")
MAX_STEPS = 80
"""Elements of one block that are looked at."""


@dataclass(frozen=True, slots=True)
class Strip:
    """A line beside the title, and the blocks that it is made of."""

    text: str
    blocks: tuple[Block, ...]


def _is_eye(element: HtmlElement) -> bool:
    """Return True for the picture of an eye, and for an element whose name or tool tip says that it holds the views."""
    if any(VIEW_WORDS.match(fold(element.get(name) or "")) for name in TOOL_TIPS):
        return True
    if element.tag != "img":
        return EYE_HINT(element)
    drawn = f"{hints(element)} {fold(element.get('src') or '')} {fold(element.get('alt') or '')}"
    return EYE_HINT.says(drawn)


def part_mark(element: HtmlElement) -> str:
    """Return the mark of a part of a byline that its element names; nothing for other elements.

    Source: HTML Living Standard, 4.6.7: `rel=author`, `rel=tag`; WordPress adds `category` to the latter.
    """
    rel = (element.get("rel") or "").lower().split()
    if "tag" in rel or "category" in rel or (element.get("href") or "").endswith(ABOUT) or SIDE_HINT(element):
        return SIDE
    return NAME if "author" in rel or NAME_HINT(element) else ""


def _goes_on_counting(parts: list[str], element: HtmlElement) -> bool:
    """Return True for the next digit of a counter that shows each in an element of its own."""
    digit = element.text or ""
    return len(digit) == 1 and digit.isdigit() and DIGIT.fullmatch(next(filter(None, reversed(parts)), "")) is not None


def _follows_year(parts: list[str], element: HtmlElement) -> bool:
    """Return True for a number of its own right behind a date: `05/04/2021<span>345</span>`."""
    return (element.text or "")[:1].isdigit() and YEAR_LAST.search(parts[-1]) is not None


def _is_seen(parts: list[str]) -> bool:
    """Return True right behind an eye: the picture has one, and the number beside it is called so as well."""
    return next(filter(str.strip, reversed(parts)), "").strip() == EYE


def _walked(element: HtmlElement) -> str:
    """Return an element's text with a blank where two inline elements meet, `EYE` for an eye, a line for each block."""
    parts: list[str] = [(element.text or "").replace("\n", " ")]
    closed = False
    part: HtmlElement | None = None
    for step, (event, node) in enumerate(etree.iterwalk(element, events=("start", "end"))):
        child = cast("HtmlElement", node)
        if child is element:
            continue
        tag = child.tag
        if event == "start":
            if (closed and not _goes_on_counting(parts, child)) or _follows_year(parts, child):
                parts.append(" ")
            closed = False
            said = child.text
            eye = f" {EYE} " if _is_eye(child) and not _is_seen(parts) else ""
            if part is None and tag not in BLOCK_TAGS and (mark := part_mark(child)):
                part, eye = child, f" {mark} {eye}"
        else:
            said, eye = child.tail, ""
            closed = not said or said.isspace()
            if child is part:
                part, eye = None, f" {END} "
        if tag == "br" or tag in BLOCK_TAGS:
            parts.append("\n")
        if eye or said:
            parts.append(f"{eye}{said or ''}".replace("\n", " "))
        if step > MAX_STEPS:
            break
    return "".join(parts)


def spelled_out(block: Block) -> str:
    """Return a block's text with its inline elements held apart, and `EYE` for pictures of eyes; made once."""
    if block.spelled is None:
        block.spelled = _spell_out(block)
    return block.spelled


def _spell_out(block: Block) -> str:
    if block.kind == "table" or len(block.text) > MAX_LINE:
        return block.text
    numbered = bool(DIGIT.search(block.text))
    if not len(block.element):
        return _with_eye(block.text, block.element) if numbered else block.text
    if block.is_plain and not numbered:
        return block.text
    bare = "".join(block.text.split())
    for line in _walked(block.element).split("\n"):
        text = clean(line)
        if "".join(unmarked(text).split()) == bare:
            return text if EYE in text else _with_eye(text, block.element)
    return block.text


def _with_eye(text: str, element: HtmlElement) -> str:
    """Return a number with `EYE` before it where its element is called so, any other text as it is."""
    return f"{EYE} {text}" if VALUE.match(fold(text)) and _is_eye(element) else text


def _hangs(text: str) -> bool:
    """Return True if a text ends with a label that waits for its value."""
    clause = CLAUSE.split(text)[-1].strip()
    if COLON.search(clause):
        return True
    folded = fold_labels(clause)
    return label_meaning(folded) != "none" or bool(VIEW_WORDS.match(folded))


def _continues(before: str, after: str) -> bool:
    """Return True if two neighbouring texts are one line that was torn apart."""
    return 0 < len(after) <= MAX_VALUE and len(before) <= MAX_LINE and _goes_on(before, after)


@lru_cache(maxsize=4_096)
def _goes_on(before: str, after: str) -> bool:
    folded = fold(after)
    named = before.rstrip().endswith(":") and len(after) <= MAX_NAME and not after.endswith(".")
    valued = named or bool(DIGIT.search(after))
    if _hangs(before):
        counts = VIEW_WORDS.match(fold_labels(CLAUSE.split(before)[-1].strip()))
        return valued and not _hangs(after) and not (counts and OWN_LABEL.match(folded))
    if DAY.fullmatch(before) and MONTH.fullmatch(folded):
        return True
    if VALUE.match(fold(before)):
        return bool(VIEW_WORDS.match(folded))
    if ONLY_BY.fullmatch(fold(before)):
        return len(after) <= MAX_NAME and not DIGIT.search(after)
    dates = find_dates(before)
    if dates and dates[-1].moment.time is None and dates[-1].end >= len(before.rstrip(" |,-–")):
        return bool(CLOCK.match(folded))
    alone = CLOCK.match(fold(before)) or (WEEKDAY.search(fold(before)) and len(before) < 12)
    return bool(alone) and any(mention.start == 0 for mention in find_dates(after))


def join_lines(blocks: Iterable[Block]) -> Iterator[Strip]:
    """Yield the lines that some neighbouring blocks print, in order; the rows of a small table are lines.

    Most readers stop early, so no block is looked at before its line is asked for.
    """
    last: Strip | None = None
    for block in blocks:
        text = spelled_out(block)
        if last is not None and block.kind != "table" and _continues(last.text, text):
            last = Strip(f"{last.text} {text}", (*last.blocks, block))
            continue
        if last is not None:
            yield last
        if block.kind == "table":
            yield from _rows(text, block)
        last = Strip(text, (block,)) if block.kind != "table" else None
    if last is not None:
        yield last


def _rows(text: str, table: Block) -> list[Strip]:
    if len(text) > MAX_LINE:
        return [Strip(text, (table,))]
    return [Strip(_row(row), (table,)) for row in text.split("\n")]


def _row(row: str) -> str:
    """Return a row as a line; a label of views and the number in the next cell belong together: `Lượt xem | 705`."""
    label, _, value = row.partition(SEPARATOR)
    if value[:1].isdigit() and VALUE.match(fold(value)) and VIEW_WORDS.match(fold_labels(label)):
        return f"{label.rstrip(' :：')}: {value}"
    if value and SEPARATOR not in value and PERSON_LABEL.fullmatch(fold(label)):
        return f"{label.rstrip(' :：')}: {value}"
    return AROUND_COLON.sub(" ", row).replace(SEPARATOR, " | ")


def lines_from_end(blocks: list[Block]) -> Iterator[Strip]:
    """Yield what `join_lines` does, the last line first; no block is looked at before its line is asked for."""
    end = len(blocks)
    while end:
        start = end - 1
        while start and _may_continue(blocks[start - 1], blocks[start]):
            start -= 1
        yield from reversed(list(join_lines(blocks[start:end])))
        end = start


def _may_continue(before: Block, after: Block) -> bool:
    """Return False where a block begins a line of its own, after a look at its size alone."""
    if len(after.text) > MAX_VALUE or "table" in (before.kind, after.kind):
        return False
    return bool(DIGIT.search(after.text) or DIGIT.search(before.text)) or before.text.endswith((":", "："))
