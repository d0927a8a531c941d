"""What the selectors of a portal file find among the blocks of a page; a person's word wins over the rules."""

from __future__ import annotations

from collections.abc import Iterable

from lxml.html import HtmlElement

from crawler.extract.markup.blocks import Block
from crawler.extract.markup.tree import climb, is_within, text_of
from crawler.extract.sheet import Sheet


def blocks_of(sheet: Sheet, elements: Iterable[HtmlElement]) -> list[Block]:
    """Return the blocks in some elements, in page order, and those of which one of them is all the text.

    An element within a line, such as `<span>`, is a part of its block, or says the same.
    """
    wanted = [(element, text_of(element), set(climb(element))) for element in elements]
    return [
        block
        for block in (sheet.blocks if wanted else ())
        if any(
            is_within(block.element, element) or (block.text == text and block.element in above)
            for element, text, above in wanted
        )
    ]
