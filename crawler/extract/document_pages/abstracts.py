"""The abstract of a document under a heading of its own: `<h3>Trích yếu</h3><p>Về việc …</p>`, apart from the facts."""

from __future__ import annotations

from crawler.extract.document_pages.label_words import MAX_LABEL, field_of, is_nothing
from crawler.extract.document_pages.labels import CELL_TAGS
from crawler.extract.markup.blocks import Block
from crawler.extract.markup.tree import climb, is_within
from crawler.extract.sheet import Sheet

SHORTEST, LONGEST = 15, 1_000
TEXT = 60
"""Characters from which a second block under the heading makes it that of the whole text."""


def abstract_under_heading(sheet: Sheet) -> str | None:
    """Return the one block under the page's one heading of an abstract; None where more text follows it."""
    headings = [one for one in sheet.blocks if len(one.text) <= MAX_LABEL and _is_heading(one, sheet)]
    if len(headings) != 1:
        return None
    heading = headings[0]
    box = _box_below(heading)
    under = sheet.blocks[heading.order + 1 : heading.order + 3]
    if not under or box is None or not is_within(under[0].element, box) or not _is_abstract(under[0]):
        return None
    goes_on = len(under) > 1 and len(under[1].text) >= TEXT and under[1].link_share < 0.5
    return None if goes_on and not sheet.in_chrome(under[1].element) else under[0].text


def _is_heading(block: Block, sheet: Sheet) -> bool:
    named = block.kind in ("heading", "paragraph") and field_of(block.text) == "abstract"
    return named and block.element.tag not in CELL_TAGS and not sheet.in_aside(block.element)


def _box_below(heading: Block) -> object:
    """Return the element that follows the heading's own."""
    return next((after for step in climb(heading.element) if (after := step.getnext()) is not None), None)


def _is_abstract(block: Block) -> bool:
    fits = SHORTEST <= len(block.text) <= LONGEST and block.kind != "table" and block.link_share < 0.5
    return fits and field_of(block.text.partition(":")[0]) is None and not is_nothing(block.text)
