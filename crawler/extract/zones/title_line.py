"""A title as it stands on a page: its words, and the time or day that some portals print in the same line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import cast

from lxml.html import HtmlElement

from crawler.extract.byline import Line, read_line
from crawler.extract.markup.blocks import Block
from crawler.extract.markup.tree import Named, text_of
from crawler.extract.printed.dates import find_dates

TITLE_HINT = Named(
    r"title|headline|tieu-?de|ten-?(?:bai|tin)\b|(?:bai|tin)-?tua|tua-?(?:bai|de|tin)|header-?detail|subject|(?:article|news|detail|post|entry)-?(?:header|heading|subject)\b"
)
NOT_TITLE_HINT = Named(
    r"portlet-title|site-title|box-title|web-?part[\w-]{0,12}title|widget-title|block-title|site-name|logo|related|sub-?title|title-?(?:box|block|cat)"
    r"|cat-?title|section-?title|page-?title-?bar|(?:tieu-?de|ten)-?(?:nhom|muc|chuyen-?muc|trang|box|khoi)"
)
CLOCK = re.compile(
    r"^(?:\d{1,2}:\d{2}(?::\d{2})?[\s,|-]*\d{1,2}[/-]\d{1,2}[/-]\d{4}|\d{1,2}[/-]\d{1,2}[/-]\d{4}[\s,|-]*\d{1,2}:\d{2}(?::\d{2})?)$"
)
TAIL_CLOCK = re.compile(r"\s*[(\[]([^()\[\]]{14,24})[)\]]\s*$")
"""`(10:34 04/12/2018)` at the end of a title line; a day alone, or `8h00 ngày …`, is one of the title's subject.

Source: hanoi.gov.vn.
"""
TAIL_BYLINE = re.compile(r"\s*[(\[]([^()\[\]]{12,120})[)\]]\s*$")
TAIL_DAY = re.compile(r"\s*[(\[](\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d\d)[)\]]\s*$")
SHORTEST, LONGEST = 4, 600
TELLING = 15
"""Characters from which a block that repeats the page's name is taken for its title, whatever its element."""
NEAR = 5
"""Blocks after a title in which its byline may stand."""


@dataclass(frozen=True, slots=True)
class Title:
    """The title of a page, and where it stands."""

    text: str
    block: Block | None
    """None if only structured data or `<title>` has it."""
    clock: str | None = None
    """Date and time that stood in brackets at its end, or a byline that stood in the same element."""


def is_byline(line: Line) -> bool:
    """Return True if a line is one that stands beside titles: a time of publication, a counter."""
    dated = "published" in line.labels or "updated" in line.labels or line.bare is not None
    return line.is_byline and (dated or line.views.status != "absent")


def split_clock(text: str, block: Block | None) -> Title:
    """Return the title without a time or a byline in brackets at its end, or a day there in an element of its own."""
    tail = TAIL_CLOCK.search(text)
    if tail and CLOCK.match(tail[1].strip()) and find_dates(tail[1]):
        return Title(text[: tail.start()], block, tail[1])
    day = TAIL_DAY.search(text) if block is not None and len(block.element) else None
    if day and block is not None and text_of(cast("HtmlElement", block.element[-1])) == day[0].strip():
        return Title(text[: day.start()], block, day[1])
    said = TAIL_BYLINE.search(text)
    if said and said.start() >= SHORTEST and _is_whole_byline(read_line(said[1])):
        return Title(text[: said.start()], block, said[1])
    return Title(text, block)


def _is_whole_byline(line: Line) -> bool:
    """Return True for words that say when a page was published, or how often it was seen, and nothing else.

    `(cập nhật ngày 12/3/2024)` may be part of a title: a list that is brought up to date.
    """
    says = "published" in line.labels or line.views.status == "observed"
    return says and bool(line.dates) and not line.residue
