"""A list of facts about the article under its title: who posted it, when, how often it was read, one label to a line.

`Thời gian: 21:46 26/03/2025` alone may be when an event takes place. In one list with who posted the page or with its
counters, and with nothing that is not known, it is when the page was posted.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Literal

from lxml.html import HtmlElement

from crawler.extract.byline import Line, is_name
from crawler.extract.markup.blocks import SEPARATOR, Block
from crawler.extract.markup.tree import climb
from crawler.extract.sheet import Sheet
from crawler.extract.text import fold
from crawler.extract.zones.lines import Strip, join_lines

TIME = re.compile(
    r"\W*(?:(?:ngay|gio|thoi gian|thoi diem|luc|date|time)\s*(?:va\s+|[,/&]\s*)?){1,2}"
    r"(?:(?:dang|dua|gui|xuat ban|posted|published)(?: (?:bai|tin|tai|len))*\s*)?(?:[:：|]|$)"
)
"""A label that says when, and of nothing else than the page."""
POSTER = re.compile(r"\W*(?:bai viet )?(?:(?:duoc )?(?:dang|gui) (?:boi|tin)|nguoi dang|posted by)\b")
SECTION = re.compile(r"\W*(?:chuyen muc|danh muc|the loai|muc|category|section|tags?|tu khoa)\s*[:：]")
LABELLED = re.compile(r"[^:：]{2,40}[:：]")
LONGEST, LONGEST_HEAD, LONGEST_TABLE = 120, 40, 300
"""Characters of a fact, of what stands over the list, and of a list in a table."""
Kind = Literal["time", "counter", "poster", "side"]
Facts = dict[Strip, Line]


def read_facts(sheet: Sheet, blocks: list[Block]) -> Facts:
    """Return the lines of the list of facts among the blocks below a title; none where there is no such list."""
    if not any(TIME.search(block.folded) for block in blocks if len(block.text) <= LONGEST_TABLE):
        return {}
    strips = list(join_lines(blocks))
    at = next((index for index, strip in enumerate(strips) if TIME.match(fold(said(strip)[:LONGEST]))), None)
    if at is None:
        return {}
    home = home_of(strips[at])
    upper, above = _run(sheet, strips[:at][::-1], home)
    lower, below = _run(sheet, strips[at:], home)
    found = upper | lower
    kinds = [kind for _, kind in found.values()]
    if any(map(_is_fact, (above, below))) or kinds.count("time") != 1 or not {"counter", "poster"} & {*kinds}:
        return {}
    told = {strip: as_fact(line, kind) for strip, (line, kind) in found.items()}
    head = strips[at - len(upper) - 1] if at > len(upper) else None
    return {head: Line(head.text), **told} if head is not None and _is_head(head, home) else told


def _run(
    sheet: Sheet, strips: list[Strip], home: HtmlElement | None
) -> tuple[dict[Strip, tuple[Line, Kind]], Strip | None]:
    """Return the first lines that are facts in one element, and the line there that follows them, if any does."""
    found: dict[Strip, tuple[Line, Kind]] = {}
    for strip in strips:
        if home_of(strip) is not home:
            break
        line = sheet.read_line(said(strip))
        kind = kind_of(line)
        if kind is None:
            return found, strip
        found[strip] = line, kind
    return found, None


def home_of(strip: Strip) -> HtmlElement | None:
    """Return the element that would be the list, if a line were part of one."""
    block = strip.blocks[0]
    return block.element if block.kind == "table" else block.element.getparent()


def said(strip: Strip) -> str:
    """Return a line as label and value, the two cells of a row too: `Lượt đọc | 87`."""
    label, bar, value = strip.text.partition(SEPARATOR)
    pair = bar and SEPARATOR not in value and not any(map(str.isdigit, label)) and ":" not in label
    return f"{label}: {value}" if pair and len(label) <= LONGEST_HEAD else strip.text


def _is_fact(strip: Strip | None) -> bool:
    """Return True for a label with something behind it."""
    return strip is not None and len(strip.text) <= LONGEST and LABELLED.match(said(strip)) is not None


def kind_of(line: Line) -> Kind | None:
    """Return what a line of the list tells; None for anything that no article's facts are."""
    folded = fold(line.text)
    if len(line.text) > LONGEST:
        return None
    if line.views.status == "observed" and not line.residue and not line.dates:
        return "counter"
    if not LABELLED.match(line.text):
        return None
    if TIME.match(folded):
        return "time" if len(line.dates) == 1 else None
    if line.views.status == "observed" or (line.is_empty and any(map(str.isdigit, line.text))):
        return "counter"
    if POSTER.match(folded):
        return "poster"
    known = line.author or line.source or line.labels == {"updated"} or SECTION.match(folded)
    return "side" if known else None


def as_fact(line: Line, kind: Kind) -> Line:
    """Return the line of the time as one of publication, any other without the words that are none of a byline.

    Who posted is the author if that is a person; an account (`kimlung_admin`) wrote nothing.
    """
    if kind == "poster":
        return replace(line, residue="", author=line.author if is_name(line.author or "") else None)
    if kind != "time":
        return replace(line, residue="")
    (_, moment), *_ = line.dates
    return replace(line, dates=(("published", moment),), labels=frozenset(("published",)), bare=None, residue="")


def _is_head(strip: Strip, home: HtmlElement | None) -> bool:
    """Return True for a few words right over the list, in one box with it: `Thông tin bài viết`."""
    block = strip.blocks[0]
    if home is None or len(strip.text) > LONGEST_HEAD or any(map(str.isdigit, strip.text)):
        return False
    if block.element is home:
        return True
    return home.getprevious() is not None and home.getprevious() in {*climb(block.element)}
