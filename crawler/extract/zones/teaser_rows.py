"""Rows of other articles below their heading that have summaries: title, summary, title, summary.

A summary reads like a paragraph of the article, which may go on behind a box of links. What tells them apart is that
the rows go on to the end.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from crawler.extract.markup.blocks import Block

FEWEST, MOST = 2, 400
"""Titles with a text below them that make rows of a list; blocks that are looked at."""
SHORTEST_TITLE = 20
LONGEST_REST = 40
"""Characters of a day or a size beside a title."""


def is_row(block: Block) -> bool:
    """Return True for a line of a list of links: mostly link, the rest a date or a size."""
    return block.link_share > 0.3 and len(block.text) - block.link_chars < LONGEST_REST


def teaser_rows(following: Iterable[Block]) -> list[Block]:
    """Return the blocks behind a heading of other articles if they are titles with their summaries, up to the end.

    None of them where they begin with no title, or where two paragraphs stand below one.
    """
    rows = list(islice(following, MOST))
    pairs = texts = 0
    for at, block in enumerate(rows):
        if _is_title(block):
            texts = 0
        elif at == 0 or (texts and block.is_prose):
            return []
        else:
            pairs += _is_title(rows[at - 1])
            texts += block.is_prose
        pairs += _tells_more(block)
    return rows if pairs >= FEWEST else []


def _is_title(block: Block) -> bool:
    return block.link_share > 0.5 or is_row(block) or _tells_more(block)


def _tells_more(block: Block) -> bool:
    """Return True for a linked title and its summary in one line."""
    if not SHORTEST_TITLE <= block.link_chars < len(block.text) - LONGEST_REST:
        return False
    return next((piece[0].tag == "a" for piece in block.pieces if not isinstance(piece, str)), False)
