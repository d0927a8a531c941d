"""Which lines of a page stand beside its title: where a byline may be, and where it may not.

Below the title, up to the first running text; a bare date directly above it. Labelled lines at the end of the article:
`tail`. What stands further off (page clocks in the head, lists of other news) is never read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import takewhile

from lxml.html import HtmlElement

from crawler.extract.byline import Byline, Line, is_name, read_byline
from crawler.extract.markup.blocks import Block
from crawler.extract.markup.marks import ASIDE, CRUMB_WORDS, own_marks
from crawler.extract.markup.tree import Named, climb, is_hidden
from crawler.extract.printed.counters import ABSENT, is_visitor_line
from crawler.extract.printed.dates import find_dates
from crawler.extract.printed.machine_dates import read_figures
from crawler.extract.sheet import Sheet
from crawler.extract.text import fold
from crawler.extract.zones.between import COMMENTS, is_between, is_of_facts
from crawler.extract.zones.boxes import is_in_anothers_box
from crawler.extract.zones.counted import OF_SITE
from crawler.extract.zones.fact_list import read_facts
from crawler.extract.zones.headlines import (
    ALL_LINK,
    LINKED_TITLE,
    is_anothers_line,
    is_below_headline,
    is_list_row,
    names_section,
)
from crawler.extract.zones.lines import Strip, join_lines, lines_from_end
from crawler.extract.zones.own_place import (
    QUESTION,
    behind_section,
    in_own_element,
    in_own_footer,
    is_today,
    told_by_place,
    without_question,
)
from crawler.extract.zones.prune import JUNK_LINE, RELATED, leads_within
from crawler.extract.zones.rows import leads_to_lists, read_strip
from crawler.extract.zones.selected import LEADS, PROSE, Found, is_linked, selected_lines
from crawler.extract.zones.title_line import Title
from crawler.items import DateOrder

BREADCRUMB = Named(CRUMB_WORDS.pattern)
UP = 4
REACH = 14
"""Blocks below the title in which a byline may stand."""
AUTHOR = Named(r"author|tac-?gia|nguoi-?(?:viet|dang)|byline|writer")
CATEGORY = re.compile(r"^\W*(?:chuyen muc|danh muc|the loai|muc|category|chi tiet)\s*(?:[:：]|$)")
"""A line that names the section between title and byline."""
DATE_ALONE = re.compile(
    r"\d{1,4}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{2,4}(?:[\s,|-]+\d{1,2}:\d\d(?::\d\d)?\s?(?:[ap]m|sa|ch)?)?"
)
STRANGERS = 2
"""Short lines that are neither byline nor button after which a bare date is no byline any more."""
DOCUMENT = re.compile(r"^\W*(?:cong hoa xa hoi|doc lap\W+tu do|so\s*[:：]\s*\d|so:? ?\.{2}|kinh gui|dang cong san)")
"""What the head of an official document begins with; the dates in it are those of issue."""
LONGEST_TABLE = 300
POINTS = ("- ", "+ ", "• ", "* ")
"""What entries of a list begin with that is typed as lines."""


@dataclass(frozen=True, slots=True)
class Zone:
    """The lines beside a title."""

    byline: Byline
    blocks: tuple[Block, ...]
    """Blocks that are byline and nothing else; they are no part of the text."""
    last: Block
    """The last block of title and byline."""


def _reachable(sheet: Sheet, title: Block) -> list[Block]:
    """Return the blocks below the title up to where a byline can be no more."""
    found: list[Block] = []
    prose = 0
    around = set(climb(title.element))
    for block in sheet.blocks[title.order + 1 : title.order + 1 + REACH]:
        if (sheet.in_crumbs(block.element) and _in_breadcrumb(block)) or leads_within(block):
            continue
        counted = len(block.text) <= PROSE and COMMENTS.match(block.folded) and sheet.in_aside(block.element)
        if counted or _is_unseen(block, around):
            continue
        if _is_far(sheet, block, title) or RELATED.match(fold(block.text[:80])):
            break
        prose += len(block.text) > 2 * PROSE
        if prose > LEADS + 1:
            break
        found.append(block)
    return found


def _is_unseen(block: Block, around: set[HtmlElement]) -> bool:
    """Return True for a block in what is hidden beside the title: data for machines, which parts it from its byline."""
    return any(is_hidden(step) for step in takewhile(lambda step: step not in around, climb(block.element)))


def _in_breadcrumb(block: Block) -> bool:
    """Return True if a block lies in a breadcrumb, which some portals print between title and byline."""
    return any(BREADCRUMB(step) for step, _ in zip(climb(block.element), range(UP), strict=False))


def _below(sheet: Sheet, title: Block) -> Found:
    """Return the bylines under the title: before running text or, if labelled, after one block of it (a lead)."""
    blocks = _reachable(sheet, title)
    facts = read_facts(sheet, blocks)
    found: Found = []
    pending: list[Strip] = []
    lead: Strip | None = None
    strangers = 0
    for strip in join_lines(blocks):
        line = facts.get(strip) or _read(sheet, strip)
        if _is_entry(strip, line):
            break
        if line.dates and strangers <= STRANGERS:
            line = without_question(sheet, title, told_by_place(sheet, title, strip, line, lead))
        if _names_category(line) and strip not in facts and not is_of_facts(strip, found):
            continue
        linked = is_linked(sheet, strip, line)
        if (linked and strip not in facts and _leads_away(strip)) or DOCUMENT.match(fold(strip.text[:40])):
            break
        if strip in facts or (line.is_byline and not linked):
            found += _signed(pending)
            pending = []
            found.append((_not_text(strip), replace(line, bare=None) if strangers > STRANGERS else line))
        elif signed := _signed([strip] if found else []):
            found += signed
        elif found and is_between(strip, line, found):
            found.append((strip, replace(line, residue="")))
        elif line.bare is not None and lead is None:
            # Date and time are glued to the head of the running text.
            found.append((Strip(strip.text, ()), line))
            lead = strip
        elif len(strip.text) >= PROSE:
            if found or lead is not None:
                break
            lead = strip
        else:
            strangers += not JUNK_LINE.match(fold(strip.text))
            pending.append(strip)
    return found


def _read(sheet: Sheet, strip: Strip) -> Line:
    return _unreadable(strip.text, sheet.portal.date_order) or read_strip(sheet, strip, _without_category(strip.text))


def _names_category(line: Line) -> bool:
    """Return True for a line that names a section, and is no byline besides."""
    return CATEGORY.match(fold(line.text[:40])) is not None and not (line.dates and line.is_byline)


def _not_text(strip: Strip) -> Strip:
    """Return a line of a byline, without its blocks if it is text as well: who asked the question, and when."""
    return Strip(strip.text, ()) if QUESTION.match(fold(strip.text)) else strip


def _leads_away(strip: Strip) -> bool:
    """Return True for a link as long as a title, and no row of buttons."""
    return len(strip.text) >= LINKED_TITLE and not JUNK_LINE.match(fold(strip.text))


def _is_entry(strip: Strip, line: Line) -> bool:
    """Return True for an entry of a list in the text that names a day: `Hoàn thành trước ngày 18/10/2018;`."""
    entry = strip.blocks[0].kind == "item" or strip.text.startswith(POINTS)
    return entry and line.labels == {"other"} and len(line.residue.split()) > 1


def _without_category(text: str) -> str:
    """Return what follows `Chuyên mục: Tin tức |`, where anything does."""
    _, _, following = text.partition("|") if CATEGORY.match(fold(text[:40])) else ("", "", "")
    return following.strip() or text


def _unreadable(text: str, order: DateOrder | None) -> Line | None:
    """Return a line that is a date and nothing else, but of no day that can be: `9/14/2021 3:42 PM`; else None."""
    alone = len(text) <= PROSE and DATE_ALONE.fullmatch(fold(text)) and not find_dates(text, order)
    return Line(text, labels=frozenset(("published",))) if alone else None


def _signed(strips: list[Strip]) -> Found:
    """Return those of the short lines beside a byline that are its author: a name in an element called so."""
    named = (one for one in strips if is_name(one.text) and AUTHOR(one.blocks[0].element))
    return [(one, Line(one.text, author=one.text)) for one in named]


def _is_far(sheet: Sheet, block: Block, title: Block) -> bool:
    if block.kind == "table" and len(block.text) > LONGEST_TABLE:
        return True
    return sheet.in_aside(block.element) and not (
        in_own_footer(sheet, title, block) or _in_own_aside(sheet, block, title)
    )


def _in_own_aside(sheet: Sheet, block: Block, title: Block) -> bool:
    """Return True for a block in an `<aside>` right under the title, or under the header that it stands in."""
    aside = next((step for step in climb(block.element) if step.tag == "aside"), None)
    if aside is None or aside.getprevious() is None or own_marks(aside, "div") & ASIDE:
        return False
    upper = {step for step in climb(title.element) if step.tag not in ("body", "html")}
    return aside.getprevious() in upper and not sheet.in_aside(aside.getprevious())


def _above(sheet: Sheet, title: Block) -> Found:
    """Return the lines right above the title, nearest first, up to the first that is no byline or stands elsewhere."""
    found: Found = []
    near: list[Block] = []
    around = set(climb(title.element))
    for block in reversed(sheet.blocks[max(0, title.order - REACH) : title.order]):
        if len(block.text) > LONGEST_TABLE or _is_far(sheet, block, title) or not _is_near(block, around):
            break
        near.insert(0, block)
    facts = read_facts(sheet, near)
    for strip in lines_from_end(near):
        line = facts.get(strip) or behind_section(sheet, strip, read_strip(sheet, strip, strip.text))
        if is_visitor_line(strip.text) or line.labels == {"other"} or OF_SITE.search(fold(strip.text[:PROSE])):
            # Beside counters of the site's visitors, a counter of views is the site's too; that of a document stands
            # below its day of issue.
            found, line = [(one, replace(said, views=ABSENT)) for one, said in found], replace(line, views=ABSENT)
        if line.is_empty or _is_own_section(sheet, title, strip.blocks[0]):
            continue
        if not line.is_byline or is_linked(sheet, strip, line):
            break
        if is_anothers_line(sheet, line):
            return []
        found.append((strip, line))
    first = found[-1][0].blocks[0] if found else None
    others = first and (_is_anothers(sheet, title, first) or is_in_anothers_box(sheet, title.element, first))
    return [] if others else found


def _is_own_section(sheet: Sheet, title: Block, block: Block) -> bool:
    """Return True for the linked section of an article, in one small element with its title."""
    listed = block.link_share > ALL_LINK and (names_section(sheet, block) or leads_to_lists(sheet, block.element))
    return listed and in_own_element(sheet, title, block)


def _is_anothers(sheet: Sheet, title: Block, first: Block) -> bool:
    """Return True if the `first` of the lines above the title stands below the linked title of another article."""
    before = sheet.blocks[max(0, first.order - REACH) : first.order]
    if is_list_row(first, before):
        return True
    return is_below_headline(first, before, title) and not names_section(sheet, before[-1])


def _is_near(block: Block, around: set[HtmlElement]) -> bool:
    """Return True if a block above the title stands in one part of the page with it, not in the page's head."""
    return next(step for step in climb(block.element) if step in around).tag not in ("body", "html")


def _is_clock(line: Line, sheet: Sheet, *, told: bool) -> bool:
    """Return True if a bare date above the title may be the page's clock: with a weekday, or the day of the fetch.

    In one line with a counter, or `told` of an article that was counted, a weekday with its date is the article's.
    """
    is_own = told or line.views.status == "observed"
    return (line.has_weekday and not is_own) or is_today(line, sheet)


def read_zone(sheet: Sheet, title: Title, block: Block) -> Zone:
    """Return what stands beside the title in `block`."""
    chosen = selected_lines(sheet, block)
    below = chosen or _below(sheet, block)
    lines = [line for _, line in below] + ([sheet.read_line(title.clock)] if title.clock else [])
    byline = read_byline(lines)
    above = [] if chosen else _above(sheet, block)
    if above:
        _add_upper(byline, [line for _, line in above], sheet)
    if any(map(read_figures, sheet.evidence.raws)) or not (byline.published or byline.bare):
        byline.nearby = [strip.text for strip in join_lines(_reachable(sheet, block))]
    blocks = tuple(part for strip, _ in below for part in strip.blocks)
    last = max((block, *blocks), key=lambda one: one.order)
    return Zone(byline, blocks, last)


def _add_upper(byline: Byline, lines: list[Line], sheet: Sheet) -> None:
    """Take from the lines above the title what those below it do not say; a bare date that may be a clock never."""
    told = any(line.views.status == "observed" for line in lines) and any(line.author or line.source for line in lines)
    clocks = (line.bare and _is_clock(line, sheet, told=told) for line in lines)
    upper = read_byline(lines, bare_dates=not any(clocks))
    if byline.published or byline.bare:
        upper.published, upper.bare = [], []
    byline.take_missing(upper)
    byline.bare = byline.bare or upper.bare
