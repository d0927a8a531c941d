"""Lines at the end of an article that say what a byline says: when it was published, how often it was read, by whom."""

from __future__ import annotations

from crawler.extract.byline import Byline, read_byline, read_line
from crawler.extract.markup.blocks import Block
from crawler.extract.printed.counters import is_visitor_line
from crawler.extract.zones.lines import lines_from_end
from crawler.items import DateOrder

REACH = 14
"""Blocks at the end of an article that are looked at."""
LONGEST_VISITORS = 80


def read_tail(byline: Byline, blocks: list[Block], order: DateOrder | None) -> list[Block]:
    """Add to `byline` what lines at the end of an article say, and return the blocks that are no such line."""
    tails: list[Byline] = []
    of_site = False
    for strip in lines_from_end(blocks[max(0, len(blocks) - REACH) :]):
        line = read_line(strip.text, order)
        if _is_of_site(strip.text):
            of_site = True
        elif not line.is_empty:
            alone = line.bare is None or not (line.residue or line.has_weekday)
            if strip.blocks[0].kind == "table" or not line.is_byline or not alone or not line.tells:
                break
            tails.append(read_byline([line]))
        blocks = blocks[: -len(strip.blocks)]
    for tail in tails:
        # Beside counters of the site's visitors, a counter of views is the site's too.
        tail.views = [] if of_site else tail.views
        tail.tail, tail.bare = tail.bare, []
        byline.take_missing(tail)
    return blocks


def _is_of_site(text: str) -> bool:
    """Return True for a counter of the site's visitors that strayed into the article: `Đang online: 501`."""
    return len(text) <= LONGEST_VISITORS and is_visitor_line(text) and any(map(str.isdigit, text))
