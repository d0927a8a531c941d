"""Lines at the end of an article that say what a byline says: when it was published, how often it was read, by whom."""

from __future__ import annotations

from dataclasses import replace

from crawler.extract.byline import Byline, Line, read_byline
from crawler.extract.markup.blocks import Block
from crawler.extract.printed.counters import is_visitor_line
from crawler.extract.printed.meaning import SENT
from crawler.extract.sheet import Sheet
from crawler.extract.text import fold
from crawler.extract.zones.counted import own_views
from crawler.extract.zones.headlines import is_below_headline
from crawler.extract.zones.lines import join_lines, lines_from_end
from crawler.extract.zones.own_place import in_own_footer
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
            alone = line.bare is None or not (line.residue or _may_be_clock(line, in_footer=in_footer))
            if not alone or (line.dates and _is_of_headline(block, above)):
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


def _is_of_headline(block: Block, above: list[Block]) -> bool:
    """Return True for a line below the linked title of another article, apart from the text."""
    text = next((one for one in reversed(above) if one.is_prose), None)
    return text is not None and is_below_headline(block, above, text)


def _may_be_clock(line: Line, *, in_footer: bool) -> bool:
    """Return True for a weekday with its date, as the clocks of pages print it.

    Beside a counter it is an article's, and in the footer of the title's own `<article>`.
    """
    return line.has_weekday and line.views.status != "observed" and not in_footer


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
    plain = all(row.is_empty or (row.is_byline and not row.residue and row.bare is None) for row in rows)
    return bool(fields) and plain and len(rows) <= MOST_FIELDS


def _is_of_site(text: str) -> bool:
    """Return True for a counter of the site's visitors that strayed into the article: `Đang online: 501`; no sentence.

    `Câu lạc bộ có 674 thành viên, sinh hoạt mỗi tháng một lần.` may end a text.
    """
    short = len(text) <= LONGEST_VISITORS and not text.endswith((".", "!", "?"))
    return short and is_visitor_line(text) and any(map(str.isdigit, text))
