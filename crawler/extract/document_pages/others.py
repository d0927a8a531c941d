"""Boxes of other documents on the page of one: `Văn bản mới`, `Văn bản liên quan`, with labels like its own."""

from __future__ import annotations

from lxml.html import HtmlElement

from crawler.extract.markup.blocks import Block
from crawler.extract.markup.marks import PAGE
from crawler.extract.markup.tree import is_within
from crawler.extract.sheet import Sheet
from crawler.extract.zones.junk_lines import what_it_says

LONGEST = 60
MOST = 8
"""Boxes that are looked for."""


def heads_others(block: Block) -> bool:
    """Return True for the heading of a list of other documents."""
    return len(block.text) <= LONGEST and block.kind != "table" and what_it_says(block.text) == "related"


def own_blocks(sheet: Sheet, blocks: list[Block]) -> list[Block]:
    """Return the blocks without those of boxes that begin with such a heading, and of lists named as such."""
    boxes = [box for block in blocks if heads_others(block) and (box := _box(sheet, block)) is not None][:MOST]
    held = {element for box in boxes for element in box.iter()}
    return [block for block in blocks if block.element not in held and not sheet.in_aside(block.element)]


def _box(sheet: Sheet, heading: Block) -> HtmlElement | None:
    """Return the element around a heading whose first text it is; None for the page, and where it stands in others'."""
    box = heading.element.getparent()
    before = sheet.blocks[heading.order - 1 : heading.order]
    if box is None or box.tag in PAGE or any(is_within(one.element, box) for one in before):
        return None
    return box
