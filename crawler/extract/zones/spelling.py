"""A block's text as a byline's reader needs it: inline elements held apart, pictures and parts marked.

The picture of an eye before a number, an element that is named for views, authors or key words, a counter that shows
each digit in an element of its own.
"""

from __future__ import annotations

import re
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

from crawler.extract.markup.blocks import BLOCK_TAGS, Block
from crawler.extract.markup.tree import Named, hints
from crawler.extract.printed.counters import EYE, LABEL
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
_NUMBER = r"^\W*\d[\d.,]*\s*(?:k|nghin|ngan|tr|trieu)?"
VALUE = re.compile(rf"{_NUMBER}\W*$")
COUNT = re.compile(rf"{_NUMBER}\s*(?:lan|luot|nguoi|times?|views?)?\W*$")
"""A number of views in the cell or line behind its label: `1.084`, `1.084 lần`."""
VIEW_WORDS = re.compile(rf"^\W*(?:{LABEL.pattern})\W*$")
TOOL_TIPS = ("title", "alt", "aria-label")
"""What an element says to those who point at it or cannot see it: `<img alt="Lượt xem"> 15,708`."""
YEAR_LAST = re.compile(r"[/.-](?:19|20)\d\d$")
MAX_LINE = 300
"""Characters; a longer block is no part of a line that was torn apart."""
MAX_STEPS = 80
"""Elements of one block that are looked at."""


def _is_eye(element: HtmlElement) -> bool:
    """Return True for the picture of an eye, and for an element whose name or tool tip says that it holds the views."""
    if any((tip := element.get(name)) and VIEW_WORDS.match(fold(tip)) for name in TOOL_TIPS):
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
