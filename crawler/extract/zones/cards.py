"""Cards of other articles at the end of one: a linked title and below it, in the same box, its day and its section.

The heading above them may be in any language, or none. What tells them from the text: each box holds one linked title
and short lines, one of them a day, or a linked heading and a few words, and nothing follows the last of them. Documents
that the text announces look the same.
"""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from crawler.extract.attachments import FILE
from crawler.extract.linked_text import NUMBERED, announces
from crawler.extract.markup.blocks import Block
from crawler.extract.markup.tree import common_ancestor, is_within
from crawler.extract.printed.dates import find_dates

SHORTEST_TITLE = 20
LONGEST_FACT, MOST_FACTS, LONGEST_TEASER = 40, 5, 400
"""Characters of a day or a section, lines of them that a card has, and characters of the words in their place."""
FEWEST = 2
"""Cards that make a row; a single one, below the first article or the last, must have a heading for its title."""
FIGURES = re.compile(r"(?<!\d)\d{1,4}([-/.])\d{1,2}\1\d{1,4}(?!\d)")
END = re.compile(r"[.!?…;][\"”’)]?$")


def without_cards(blocks: list[Block]) -> list[Block]:
    """Return an article's blocks without the cards of others at their end, and without the heading of these."""
    end, cards, headed = len(blocks), 0, False
    while (start := _start_of_card(blocks, end) or _start_of_teaser(blocks, end)) is not None:
        dated = any(_is_day(block.text) for block in blocks[start + 1 : end])
        end, cards, headed = start, cards + 1, dated and blocks[start].kind == "heading"
    if end == 0 or not (cards >= FEWEST or headed) or announces(blocks[end - 1].text):
        return blocks
    above = blocks[end - 1]
    return blocks[: end - 1] if above.kind == "heading" and not END.search(above.text) else blocks[:end]


def _start_of_card(blocks: list[Block], end: int) -> int | None:
    """Return where the card begins whose last line is the one before `end`; None if no card ends there."""
    start = end - 1
    while start > 0 and end - start <= MOST_FACTS and _is_fact(blocks[start]):
        start -= 1
    facts = blocks[start + 1 : end]
    if not (any(_is_day(one.text) for one in facts) and _is_title(blocks[start])):
        return None
    return start if _is_apart(blocks, start, facts[-1]) else None


def _start_of_teaser(blocks: list[Block], end: int) -> int | None:
    """Return where a card begins that holds a linked heading and the first words of its article, in place of a day."""
    start = end - 2
    if start < 1 or blocks[start].kind != "heading" or not _is_title(blocks[start]):
        return None
    teaser = blocks[end - 1]
    short = len(teaser.text) <= LONGEST_TEASER and teaser.link_share < 1
    return start if short and _is_apart(blocks, start, teaser) else None


def _is_apart(blocks: list[Block], start: int, last: Block) -> bool:
    """Return True if a card has a box of its own, which the block before it is not in."""
    box = common_ancestor(blocks[start].element, last.element)
    return not (start and is_within(blocks[start - 1].element, box))


def _is_fact(block: Block) -> bool:
    return not block.is_prose and len(block.text) <= LONGEST_FACT and not _is_title(block)


def _is_title(block: Block) -> bool:
    """Return True for a link as long as a title that leads to no file and names no document."""
    if block.link_share < 1 or len(block.text) < SHORTEST_TITLE or NUMBERED.search(block.text):
        return False
    return not any(FILE.search(one.get("href") or "") for one in _anchors(block))


def _anchors(block: Block) -> list[HtmlElement]:
    inside = list(block.element.iter("a"))
    return inside or list(block.element.iterancestors("a"))[:1]


def _is_day(text: str) -> bool:
    return FIGURES.search(text) is not None or bool(find_dates(text))
