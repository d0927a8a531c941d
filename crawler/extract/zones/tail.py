"""Lines at the end of an article that say what a byline says: when it was published, how often it was read, by whom."""

from __future__ import annotations

from dataclasses import replace

from crawler.extract.byline import Byline, Line, read_byline
from crawler.extract.markup.blocks import Block
from crawler.extract.printed.counters import is_visitor_line
from crawler.extract.printed.meaning import SENT
from crawler.extract.sheet import Sheet
from crawler.extract.text import fold
from crawler.extract.zones.boxes import is_in_anothers_box
from crawler.extract.zones.counted import own_views
from crawler.extract.zones.fact_list import read_facts
from crawler.extract.zones.headlines import is_below_headline
from crawler.extract.zones.lines import join_lines, lines_from_end
from crawler.extract.zones.own_place import in_own_footer, is_today
from crawler.extract.zones.rows import read_strip

REACH = 14
"""Blocks at the end of an article that are looked at."""
LONGEST_VISITORS = 80
MOST_FIELDS = 8
"""Rows of a table of labels."""


def read_tail(
    sheet: Sheet, title: Block, byline: Byline, blocks: list[Block], *, before_links: bool = False
) -> list[Block]:
    """Add to `byline` what lines at the end of the article below `title` say; return the blocks that are no such line.

    With `before_links`, other articles are linked right behind it: a day without a label may be that of the first.
    """
    blocks = _without_facts(sheet, byline, blocks)
    tails: list[Byline] = []
    of_site = False
    for strip in lines_from_end(blocks[max(0, len(blocks) - REACH) :]):
        line = read_strip(sheet, strip, strip.text)
        if _is_of_site(strip.text):
            of_site = True
        elif not line.is_empty:
            block, above = strip.blocks[0], blocks[: -len(strip.blocks)]
            if not (line.is_byline and line.tells and _may_be_told(sheet, block)):
                break
            in_footer = in_own_footer(sheet, title, block)
            beside = in_footer or (_are_told(tails) and not is_today(line, sheet))
            alone = line.bare is None or not (line.residue or _may_be_clock(line, is_own=beside))
            if not alone or _is_of_other(sheet, block, above, dated=bool(line.dates)):
                break
            if not (is_anothers(line, byline) or (before_links and line.bare is not None)):
                views = own_views(strip, line, reversed(above), alone=not tails, in_footer=in_footer)
                tails.append(_told(replace(line, views=views)))
        elif not _may_be_told(sheet, strip.blocks[0]):
            break
        if blocks[-1] is strip.blocks[-1]:
            # Of a table, whose lines are its rows, this is the last one.
            blocks = blocks[: -len(strip.blocks)]
    for tail in tails:
        # Beside counters of the site's visitors, a counter of views is the site's too.
        tail.views = [] if of_site else tail.views
        tail.tail, tail.bare = tail.bare, []
        byline.take_missing(tail)
    return blocks


def _without_facts(sheet: Sheet, byline: Byline, blocks: list[Block]) -> list[Block]:
    """Add what a list of facts at the end says; return the blocks without it."""
    facts = read_facts(sheet, blocks[max(0, len(blocks) - REACH) :])
    taken = [block for strip in facts for block in strip.blocks]
    if not taken:
        return blocks
    first = min(taken, key=lambda block: block.order)
    if _is_of_other(sheet, first, [block for block in blocks if block.order < first.order], dated=True):
        return blocks
    byline.take_missing(read_byline(facts.values()))
    return [block for block in blocks if block not in taken]


def _are_told(tails: list[Byline]) -> bool:
    """Return True for lines that say how often an article was read, and by whom or from where it is."""
    return any(tail.views for tail in tails) and any(tail.author or tail.source for tail in tails)


def _is_of_other(sheet: Sheet, block: Block, above: list[Block], *, dated: bool) -> bool:
    """Return True for a line apart from the text in a box of something else, a day below another linked title."""
    text = next((one for one in reversed(above) if one.is_prose), None)
    if text is None:
        return False
    return (dated and is_below_headline(block, above, text)) or is_in_anothers_box(sheet, text.element, block)


def _may_be_clock(line: Line, *, is_own: bool) -> bool:
    """Return True for a weekday with its date, as the clocks of pages print it.

    Beside a counter it is an article's, and (`is_own`) above one, and in the footer of the title's own `<article>`.
    """
    return line.has_weekday and line.views.status != "observed" and not is_own


def _told(line: Line) -> Byline:
    """Return what a line below the text says; what was sent then may be a reader's comment."""
    told = read_byline([line])
    if told.published and not line.is_own and SENT.search(fold(line.text)):
        told.published, told.author, told.unclear = [], None, line.text
    return told


def is_anothers(line: Line, byline: Byline) -> bool:
    """Return True for a line that gives another day of publication than those above the text do."""
    known = {moment.day for moment, _ in (*byline.published, *byline.bare)}
    return bool(known) and any(meaning != "updated" and moment.day not in known for meaning, moment in line.dates)


def _may_be_told(sheet: Sheet, block: Block) -> bool:
    """Return True unless the line is a row of a table that holds more than labels with what they tell.

    `Số lượt đọc: | 705`, below it when the article was changed: SharePoint has fields of an item in a table of labels.
    """
    if block.kind != "table":
        return True
    rows = [sheet.read_line(strip.text) for strip in join_lines([block])]
    fields = [row for row in rows if row.labels or row.views.status == "observed"]
    counted = any(row.views.status == "observed" for row in rows)
    plain = all(row.is_empty or (row.is_byline and not row.residue and (counted or row.bare is None)) for row in rows)
    return bool(fields) and plain and len(rows) <= MOST_FIELDS


def _is_of_site(text: str) -> bool:
    """Return True for a counter of the site's visitors that strayed into the article: `Đang online: 501`; no sentence.

    `Câu lạc bộ có 674 thành viên, sinh hoạt mỗi tháng một lần.` may end a text.
    """
    short = len(text) <= LONGEST_VISITORS and not text.endswith((".", "!", "?"))
    return short and is_visitor_line(text) and any(map(str.isdigit, text))
