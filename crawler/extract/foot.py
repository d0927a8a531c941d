"""The lines behind an article's text, in its element or right below it: how often it was read, when it was posted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, groupby, islice, takewhile

from lxml.html import HtmlElement

from crawler.extract.attachments import is_file
from crawler.extract.byline import Byline, Line, read_byline
from crawler.extract.markup.blocks import SEPARATOR, Block
from crawler.extract.markup.tree import Named, climb, common_ancestor, text_of
from crawler.extract.printed.counters import is_visitor_line
from crawler.extract.settle import LAST_UPDATE
from crawler.extract.sheet import Sheet, absolute
from crawler.extract.text import fold
from crawler.extract.zones.boxes import is_in_anothers_box
from crawler.extract.zones.counted import own_views
from crawler.extract.zones.junk_lines import what_it_says
from crawler.extract.zones.lines import Strip, join_lines
from crawler.extract.zones.tail import is_anothers

FOOT = 8
"""Lines behind the text that are looked at."""
APART = ("body", "html", "form", "tr")
"""What holds the parts of a page: columns, head, foot. A line that shares no less with the text is another part's."""
COLUMN = Named(
    r"(?<![a-z])(?:col(?:umn)?(?:-(?:xs|sm|md|lg|xl|xxl))?-\d{1,2}|side-?bar|(?:right|left|side)(?:-?(?:pane|panel|col(?:umn)?))?)"
    r"(?![a-z])|(?:right|left|side)(?:pane|panel|col(?:umn)?)(?![a-z])"
)
"""Names of what stands beside the text: `col-md-3` of Bootstrap, panes of DotNetNuke."""
MOST_LINKS = 12


def read_foot(byline: Byline, behind: Iterable[Block], sheet: Sheet) -> None:
    """Add the views that the first lines behind the text give, though their element is named for what is no text.

    Files, buttons and lines of a byline may come first; whatever else does ends the article. A day of publication
    counts only in a sentence that speaks of the page's own article, or with a label in one line with the views.

    Source: `<div class="post-views entry-meta">`, as plug-ins for WordPress print it. Pages of ASP.NET hold title and
    text in a table, and have the counter below it.
    """
    for strip, following in _with_next(islice(_with_rows(join_lines(behind)), FOOT)):
        line = sheet.read_line(strip.text)
        if line.is_own and line.is_byline:
            byline.take_missing(read_byline([line]))
            continue
        linked = any(block.link_chars for block in strip.blocks)
        if line.is_byline and line.views.status == "observed" and not linked:
            views = own_views(strip, line, _above(sheet, strip))
            if not (_is_others(sheet, strip, line, following) or is_anothers(line, byline) or views.status == "absent"):
                byline.views = byline.views or [views]
                byline.published = byline.published or read_byline([line]).published
            return
        if not all(_belongs(block, sheet) for block in strip.blocks) and (linked or not _says_little(line)):
            return


def _with_rows(strips: Iterable[Strip]) -> Iterator[Strip]:
    """Yield the lines, those that are cells of one row of a table put together."""
    for row, cells in groupby(strips, key=_row):
        found = list(cells)
        if row is None or len(found) == 1:
            yield from found
        else:
            yield Strip(SEPARATOR.join(cell.text for cell in found), tuple(chain(*(cell.blocks for cell in found))))


def _row(strip: Strip) -> HtmlElement | None:
    """Return the row of a table whose cell a line is; None for any other line."""
    cell = strip.blocks[0].element
    return cell.getparent() if cell.tag == "td" else None


def _is_others(sheet: Sheet, strip: Strip, line: Line, following: Strip | None) -> bool:
    """Return True for a line in a box of something else, before another's title, or before visitors' counters."""
    text = next((one for one in _above(sheet, strip) if one.is_prose), None)
    if text is not None and is_in_anothers_box(sheet, text.element, strip.blocks[0]):
        return True
    if following is None:
        return False
    return (bool(line.dates) and following.blocks[0].link_share > 0.5) or is_visitor_line(following.text)


def _above(sheet: Sheet, strip: Strip) -> Iterator[Block]:
    """Yield some of the blocks above a line, the last first."""
    first = strip.blocks[0].order
    return reversed(sheet.blocks[max(0, first - 2 * FOOT) : first])


def _with_next(strips: Iterator[Strip]) -> Iterator[tuple[Strip, Strip | None]]:
    """Yield each line with the one behind it: a day and a counter may stand above the linked title of a teaser."""
    last = next(strips, None)
    while last is not None:
        following = next(strips, None)
        yield last, following
        last = following


def _says_little(line: Line) -> bool:
    """Return True for a line that holds nothing but what a byline holds, and no day: that may be another article's.

    Lists do not say of their articles when each was changed for the last time; below one article that may stand.
    """
    changed = {meaning for meaning, _ in line.dates} <= {"updated"} and LAST_UPDATE.search(fold(line.text))
    return line.is_empty or (line.is_byline and bool(not line.dates or changed))


def below(sheet: Sheet, region: HtmlElement) -> Iterator[Block]:
    """Yield the blocks right behind an article's element, up to where another part of the page begins."""
    members = set(region.iter())
    last = max((block.order for block in sheet.blocks if block.element in members), default=len(sheet.blocks))
    for block in sheet.blocks[last + 1 : last + 1 + 2 * FOOT]:
        shared = common_ancestor(region, block.element)
        if sheet.in_aside(block.element) or shared.tag in APART or _is_in_column(block, shared):
            return
        yield block


def _is_in_column(block: Block, shared: HtmlElement) -> bool:
    """Return True for a block in a column beside the article, as its name says."""
    return any(COLUMN(step) for step in takewhile(lambda step: step is not shared, climb(block.element)))


def _belongs(block: Block, sheet: Sheet) -> bool:
    """Return True for files of the article, with what heads them, and for buttons."""
    if what_it_says(block.text) in ("junk", "attachments"):
        return True
    links = list(islice(block.element.iter("a"), MOST_LINKS)) if block.link_chars else []
    return bool(links) and all(
        what_it_says(text_of(one)) == "junk" or is_file(absolute(sheet.base, one.get("href") or "") or "", sheet)
        for one in links
    )
