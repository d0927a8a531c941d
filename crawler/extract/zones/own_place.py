"""Days that only their place makes a byline's: a page's clock, a milestone and a question's day look just like them.

`Thứ Hai, 05/04/2021` under the title, in an element of the article that is named for dates; `05/04/2021` behind the
lead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, takewhile
from typing import cast

from lxml.html import HtmlElement

from crawler.extract.byline import Line, is_name
from crawler.extract.lead import is_marked
from crawler.extract.markup.blocks import Block
from crawler.extract.markup.marks import ASIDE, own_marks
from crawler.extract.markup.tree import Named, climb, common_ancestor, is_within
from crawler.extract.printed.dates import VIETNAM
from crawler.extract.printed.meaning import SENT
from crawler.extract.sections import known_names
from crawler.extract.sheet import Sheet
from crawler.extract.taxonomy import topic_of
from crawler.extract.text import fold
from crawler.extract.zones.lines import Strip

DATE = Named(r"date|time|ngay|thoi-?gian|publish|meta|calendar|(?:fa|icon|bi)-clock")
"""Names of elements that hold a date, and of the pictures before one."""
CLOCK = Named(r"today|hom-?nay|now|current|dong-?ho|server|(?<!fa-)(?<!icon-)(?<!bi-)clock")
"""Names of what shows the time of the visit."""
MOST = 8
"""Elements of a line that are asked for their names."""
FEW = 4
"""Blocks that the article's own element may hold above the title: crumbs, a section, a line of the byline."""
NEAR = 40
QUESTION = re.compile(
    r"^\W*(?:(?:ho ten )?nguoi (?:hoi|gui)|(?:noi dung )?cau hoi"
    r"|(?:noi dung |nguoi |don vi |ngay )?(?:tra loi|hoi))\b\s*(?:[:：]|$)"
)
"""Lines of a question that a citizen sent in, and of its answer."""


def is_today(line: Line, sheet: Sheet) -> bool:
    """Return True if a line gives the day of the fetch, as a page's clock does."""
    today = sheet.fetched_at.astimezone(VIETNAM).date()
    return any(moment.day == today for _, moment in line.dates)


def trusted(line: Line) -> Line:
    """Return a line whose day has no time, as clocks print it, as that of a byline: its place says so."""
    alone = len(line.dates) == 1 and line.dates[0][0] == "none" and not line.residue
    return replace(line, bare=line.dates[0][1]) if alone and line.bare is None else line


def told_by_place(sheet: Sheet, title: Block, strip: Strip, line: Line, lead: Strip | None) -> Line:
    """Return a line under the title, or behind the `lead`, with the day that its place makes one of publication."""
    if line.has_weekday and line.bare is None and not line.odd_weekday and not is_today(line, sheet):
        line = trusted(line) if _is_named(sheet, title, strip.blocks[0]) else line
    elif line.bare is None and lead is None:
        return behind_section(sheet, strip, line)
    if lead is None or line.bare is None or _closes_lead(sheet, title, lead, strip, line):
        return line
    return replace(line, bare=None)


def in_own_footer(sheet: Sheet, title: Block, block: Block) -> bool:
    """Return True for a block in the `<footer>` of the title's own `<article>`: HTML puts author and dates there.

    Source: HTML Living Standard, 4.3.8: a footer is that of its nearest sectioning element, at whatever place in it.
    """
    own = {step for step in climb(title.element) if step.tag == "article"}
    footers = 0
    for step in climb(block.element):
        if step in own:
            return footers > 0 and not sheet.in_aside(step)
        is_footer = step.tag == "footer"
        footers += is_footer
        if own_marks(step, "div" if is_footer else str(step.tag)) & ASIDE:
            return False
    return False


def in_own_element(sheet: Sheet, title: Block, block: Block) -> bool:
    """Return True if title and block share an element that holds no menu and hardly anything above the title."""
    own = common_ancestor(title.element, block.element)
    if own.tag in ("body", "html"):
        return False
    above = sheet.blocks[max(0, title.order - FEW - 1) : title.order]
    inside = [one for one in above if is_within(one.element, own)]
    menu = any(sheet.in_menu(one.element) and not sheet.in_crumbs(one.element) for one in inside)
    return len(inside) <= FEW and not menu


def _is_named(sheet: Sheet, title: Block, block: Block) -> bool:
    """Return True for a block that the article's own element holds under a name for dates; a clock has another."""
    if not in_own_element(sheet, title, block):
        return False
    own = common_ancestor(title.element, block.element)
    around = list(takewhile(lambda step: step is not own, climb(block.element)))
    inside = islice(cast("Iterator[HtmlElement]", block.element.iter()), MOST)
    return not any(CLOCK(step) for step in around) and any(DATE(step) for step in (*around, *inside))


def _closes_lead(sheet: Sheet, title: Block, lead: Strip, strip: Strip, line: Line) -> bool:
    """Return True for a date, alone or with its author or below them, behind what the page marks as the lead."""
    first, block = lead.blocks[0], strip.blocks[0]
    marked = is_marked(first) or first.is_bold or DATE(block.element)
    alone = (not line.residue or is_name(line.residue)) and block.kind != "caption" and not line.text.endswith(":")
    joined = block.order <= lead.blocks[-1].order + 2 and in_own_element(sheet, title, block)
    return marked and alone and joined and not _is_milestone(sheet, block)


def _is_milestone(sheet: Sheet, block: Block) -> bool:
    """Return True for one of several days that stand among the paragraphs of a text, as headings do."""
    parent = block.element.getparent()
    around = sheet.blocks[block.order - 2 : block.order] + sheet.blocks[block.order + 1 : block.order + 1 + NEAR]
    near = (one for one in around if len(one.text) <= NEAR and one.element.getparent() is parent)
    return any(line.dates and not line.residue for line in (sheet.read_line(one.text) for one in near))


def behind_section(sheet: Sheet, strip: Strip, line: Line) -> Line:
    """Return a line whose date follows the linked name of a section: `<a>Tin tức</a> <span>05/04/2021</span>`."""
    words = line.residue
    if len(line.dates) != 1 or line.dates[0][0] != "none" or strip.blocks[0].link_chars != len(words):
        return line
    is_section = bool(words) and (topic_of(words) is not None or fold(words) in known_names(sheet))
    return replace(line, bare=line.dates[0][1]) if is_section and not line.has_weekday else line


def without_question(sheet: Sheet, title: Block, line: Line) -> Line:
    """Return a line whose `Ngày gửi` is that of a citizen's question as one without a day of publication."""
    if "published" not in line.labels or not SENT.search(fold(line.text)):
        return line
    lines = (block.folded for block in sheet.blocks[title.order + 1 : title.order + 1 + NEAR] if len(block.text) <= 400)
    if not any(QUESTION.match(text) for text in lines):
        return line
    return replace(
        line, dates=tuple(("other", moment) for _, moment in line.dates), labels=frozenset(("other",)), author=None
    )
