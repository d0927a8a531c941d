"""Which lines of a page stand beside its title: where a byline may be, and where it may not.

Below the title, up to the first running text; a bare date directly above it; labelled lines at the end of the article.
What stands further off (page clocks in the head, lists of other news) is never read.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from crawler.extract.blocks import Block
from crawler.extract.byline import Byline, Line, read_byline, read_line
from crawler.extract.counters import is_visitor_line
from crawler.extract.dates import VIETNAM
from crawler.extract.prune import RELATED
from crawler.extract.sheet import Sheet
from crawler.extract.text import fold
from crawler.extract.title import Title
from crawler.extract.tree import is_within, select

REACH = 8
"""Blocks below the title in which a byline may stand."""
ABOVE = 2
PROSE = 60
"""Characters from which a block that is no byline is running text."""
LEADS = 1
"""Blocks of running text that may stand between title and byline."""


@dataclass(frozen=True, slots=True)
class Zone:
    """The lines beside a title."""

    byline: Byline
    blocks: tuple[Block, ...]
    """Blocks that are byline and nothing else; they are no part of the text."""
    last: Block
    """The last block of title and byline."""


def _below(sheet: Sheet, title: Block) -> list[tuple[Block, Line]]:
    """Return the bylines under the title: before running text or, if labelled, after one block of it (a lead)."""
    found: list[tuple[Block, Line]] = []
    passed = 0
    for block in sheet.blocks[title.order + 1 : title.order + 1 + REACH]:
        line = read_line(block.text)
        if _is_far(sheet, block) or RELATED.match(fold(block.text[:80])):
            break
        if line.is_byline and block.link_share < 0.5:
            found.append((block, line if not passed else replace(line, bare=None)))
        elif len(block.text) >= PROSE:
            passed += 1
            if found or passed > LEADS:
                break
    return found


def _is_far(sheet: Sheet, block: Block) -> bool:
    return block.kind == "table" or sheet.in_aside(block.element)


def _above(sheet: Sheet, title: Block) -> list[tuple[Block, Line]]:
    """Return the lines right above the title, nearest first, up to the first that is no byline."""
    found = []
    for block in reversed(sheet.blocks[max(0, title.order - ABOVE) : title.order]):
        line = read_line(block.text)
        if not line.is_byline or _is_far(sheet, block):
            break
        found.append((block, line))
    return found


def _is_clock(line: Line, sheet: Sheet) -> bool:
    """Return True if a bare date above the title may be the page's clock: with a weekday, or the day of the fetch."""
    today = sheet.fetched_at.astimezone(VIETNAM).date()
    return line.has_weekday or any(moment.day == today for _, moment in line.dates)


def _selected(sheet: Sheet) -> list[tuple[Block, Line]]:
    """Return the lines that the portal file's selector finds."""
    elements = select(sheet.root, sheet.portal.select.byline)
    blocks = [block for block in sheet.blocks if any(is_within(block.element, element) for element in elements)]
    return [(block, read_line(block.text)) for block in blocks]


def read_zone(sheet: Sheet, title: Title, block: Block) -> Zone:
    """Return what stands beside the title in `block`."""
    chosen = _selected(sheet)
    below = chosen or _below(sheet, block)
    lines = [line for _, line in below] + ([read_line(title.clock)] if title.clock else [])
    byline = read_byline(lines)
    above = [] if chosen or byline.published else _above(sheet, block)
    if above:
        bare = not any(_is_clock(line, sheet) for _, line in above)
        upper = read_byline((line for _, line in above), bare_dates=bare)
        byline.published, byline.updated = upper.published, byline.updated or upper.updated
        byline.views = byline.views or upper.views
    blocks = tuple(entry[0] for entry in below)
    last = max((block, *blocks), key=lambda one: one.order)
    return Zone(byline, blocks, last)


def read_tail(byline: Byline, blocks: list[Block]) -> list[Block]:
    """Add to `byline` what labelled lines at the end of an article say, and return the blocks that are no such line."""
    kept = list(blocks)
    while kept and len(blocks) - len(kept) < REACH:
        line = read_line(kept[-1].text)
        if kept[-1].kind == "table" or not line.is_byline or line.bare is not None or is_visitor_line(line.text):
            break
        _merge(byline, read_byline([line], bare_dates=False))
        kept.pop()
    return kept


def _merge(byline: Byline, tail: Byline) -> None:
    """Take from `tail` what the lines beside the title did not say."""
    byline.published = byline.published or tail.published
    byline.updated = byline.updated or tail.updated
    byline.views = byline.views or tail.views
    byline.author = byline.author or tail.author
    byline.source = byline.source or tail.source
