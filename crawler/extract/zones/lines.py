"""The lines of a byline as they are meant: label and value that stand in elements of their own are put together again.

`<span>Lượt xem:</span><span>370</span>`, a label in one table cell and its date in the next, a day and a time of day
in two list items, the picture of an eye before a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from crawler.extract.markup.blocks import SEPARATOR, Block
from crawler.extract.printed.dates import AFTER, WEEKDAY, find_dates
from crawler.extract.printed.meaning import fold_labels, label_meaning
from crawler.extract.text import fold
from crawler.extract.zones.spelling import COUNT, DIGIT, MAX_LINE, VALUE, VIEW_WORDS, spelled_out

CLOCK = re.compile(rf"^(?:{AFTER.pattern})\W*$")
COLON = re.compile(r"[:：]\s*$")
CLAUSE = re.compile(r"[|;•]")
AROUND_COLON = re.compile(r"(?<=[:：])\s*\|\s*|\s*\|\s*(?=[:：])")
MAX_VALUE, MAX_LABEL = 80, 40
CLOCK_LABEL = re.compile(
    r"\W*(?:giờ|thời gian|lúc)(?: (?:đăng|đưa|gửi|xuất bản))?(?: (?:bài|tin))?\s*[:：|]*\s*(?=\d)", re.I
)
"""What stands before a time of day that has a line of its own: `Giờ đăng: 14h05` under `Ngày đăng: 05/03/2024`."""
ONLY_BY = re.compile(r"(?:(?:duoc )?(?:dang|viet|gui) |(?:posted |written ))?(?:boi|by)")
DAY = re.compile(r"\d{1,2}")
MONTH = re.compile(r"(?:th|thg|thang) ?(?:\d{1,2}|[a-z]{2,4}(?: [a-z]{3,4})?)")
"""`Th9` under a `28`, as badges show a day."""
OWN_LABEL = re.compile(r"[^\d:：]{2,40}[:：]")
"""A text that says itself what it is, and is no count that a label above it waits for."""
PERSON_LABEL = re.compile(r"(?:tac gia|nguoi (?:dang|viet)|nguon(?: tin)?|author|source)\s*[:：]?")
"""What stands in a table before the cell of a name."""
MAX_NAME = 40


@dataclass(frozen=True, slots=True)
class Strip:
    """A line beside the title, and the blocks that it is made of."""

    text: str
    blocks: tuple[Block, ...]


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
    if _ends_with_day(before):
        return bool(CLOCK.match(folded))
    alone = CLOCK.match(fold(before)) or (WEEKDAY.search(fold(before)) and len(before) < 12)
    return bool(alone) and any(mention.start == 0 for mention in find_dates(after))


def _ends_with_day(text: str) -> bool:
    """Return True for a text whose last words are a date without a time of day."""
    dates = find_dates(text)
    return bool(dates) and dates[-1].moment.time is None and dates[-1].end >= len(text.rstrip(" |,-–"))


def _with_clock(before: str, after: str) -> str | None:
    """Return a day and a time of day that has a label and a line of its own as one line; None for all others."""
    for day, clock in ((before, after), (after, before)):
        label = CLOCK_LABEL.match(clock) if len(clock) <= MAX_VALUE else None
        if label and CLOCK.match(fold(clock[label.end() :])) and len(day) <= MAX_LINE and _ends_with_day(day):
            return f"{day} {clock[label.end() :]}"
    return None


def _joined(last: Strip, block: Block, text: str) -> str | None:
    """Return the line that a text makes with the one before it; None where it begins a line of its own.

    Source: HTML Living Standard, 4.4.9: a `<dd>` is the value of the `<dt>` before it.
    """
    if block.element.tag == "dd" and last.blocks[-1].element.tag == "dt" and len(last.text) <= MAX_LABEL:
        return f"{last.text.rstrip(' :：')}: {text}" if 0 < len(text) <= MAX_VALUE else None
    return f"{last.text} {text}" if _continues(last.text, text) else None


def join_lines(blocks: Iterable[Block]) -> Iterator[Strip]:
    """Yield the lines that some neighbouring blocks print, in order; the rows of a small table are lines.

    Most readers stop early, so hardly a block is looked at before its line is asked for.
    """
    last: Strip | None = None
    for strip in _lines(blocks):
        joined = _with_clock(last.text, strip.text) if last is not None else None
        if last is not None and joined is not None:
            last = Strip(joined, tuple(dict.fromkeys((*last.blocks, *strip.blocks))))
            continue
        if last is not None:
            yield last
        last = strip
    if last is not None:
        yield last


def _lines(blocks: Iterable[Block]) -> Iterator[Strip]:
    """Yield the lines, a time of day with a label of its own apart from its day."""
    last: Strip | None = None
    for block in blocks:
        text = spelled_out(block)
        if last is not None:
            joined = _joined(last, block, text) if block.kind != "table" else None
            if joined is not None:
                last = Strip(joined, (*last.blocks, block))
                continue
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
    """Return a row as a line; a label of views or a person belongs to the cell behind it: `Lượt xem | 705`."""
    label, _, value = row.partition(SEPARATOR)
    name = label.rstrip(" :：")
    counted = value[:1].isdigit() and COUNT.match(fold(value)) and VIEW_WORDS.match(fold_labels(f"{name}:"))
    if counted or (value and SEPARATOR not in value and PERSON_LABEL.fullmatch(fold(label))):
        return f"{name}: {value}"
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
    numbered = DIGIT.search(after.text) or DIGIT.search(before.text)
    return bool(numbered) or after.element.tag == "dd" or before.text.endswith((":", "："))
