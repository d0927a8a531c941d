"""The lines that the portal file's selector `byline` finds, whatever stands around them."""

from __future__ import annotations

from crawler.extract.byline import Line, is_name
from crawler.extract.markup.blocks import Block
from crawler.extract.markup.tree import select, text_of
from crawler.extract.selected import blocks_of
from crawler.extract.sheet import Sheet
from crawler.extract.zones.lines import Strip, join_lines
from crawler.extract.zones.own_place import trusted
from crawler.extract.zones.rows import LINKED_WORDS, read_strip, targets

PROSE = 60
"""Characters from which a block that is no byline is running text."""
LEADS = 1
"""Blocks of running text that may stand between title and byline."""
Found = list[tuple[Strip, Line]]


def is_linked(sheet: Sheet, strip: Strip, line: Line) -> bool:
    """Return True for a line that is mostly links, as those to other articles.

    Beside a date, authors are linked, and the lists that the article stands in: `05/04/2021 | Cải cách hành chính`.
    """
    if strip.blocks[0].link_share <= 0.5 or len(line.residue) < LINKED_WORDS:
        return False
    dated = line.is_byline and bool(line.labels & {"published", "updated"})
    signed = line.bare is not None and is_name(line.residue) and not line.residue.isupper()
    return not (dated or signed or (line.bare is not None and targets(sheet, strip.blocks[0].element) == {"listing"}))


def selected_lines(sheet: Sheet, title: Block) -> Found:
    """Return the lines that the selector finds; of an element that holds the text too, its bylines.

    Where a byline has no element of its own, nothing smaller can be named than the element around the text. An element
    that is a part of a longer line gives its words alone, and the line stays where it is.
    """
    elements = select(sheet.root, sheet.portal.select.byline)
    if not elements:
        return []
    blocks = [one for one in blocks_of(sheet, elements) if one is not title]
    strips = join_lines(blocks) if blocks else [Strip(text, ()) for text in map(text_of, elements) if text]
    found = [(strip, trusted(read_strip(sheet, strip, strip.text))) for strip in strips]
    texts = [index for index, (strip, line) in enumerate(found) if len(strip.text) >= PROSE and not line.is_byline]
    if len(texts) <= LEADS:
        return found
    return [
        (strip, line) for strip, line in found[: texts[LEADS]] if line.is_byline and not is_linked(sheet, strip, line)
    ]
