"""The blocks of an article's body: what trafilatura takes for text, held against all that the element says.

Trafilatura judges the pruned element (`judge`). Between the first and the last block it keeps, all blocks stay (no
paragraph is lost in the middle); before and after them only what reads like prose. Where it keeps too little, the
element's own blocks are the body.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from crawler.extract.judge import verdicts
from crawler.extract.linked_text import is_linked, is_sentence, is_teaser, own_links
from crawler.extract.markup.blocks import Block
from crawler.extract.zones.cards import without_cards
from crawler.items import BodyMethod

ENOUGH = 0.9
"""Share of the element's words that trafilatura must keep to be believed."""
STUB = 25
"""Characters under which a line without an end of sentence is no prose."""
FEWEST_ROWS, LONGEST_DAY, LONGEST_HEAD = 3, 24, 60
"""Rows that make a list of other articles; characters beside the link of one, and of the list's heading."""
END = re.compile(r"[.!?…:;/”\"')\]]$")


class Choice(NamedTuple):
    """The body, and whose judgement it is."""

    blocks: list[Block]
    method: BodyMethod
    share: float
    """Share of the words of sentences in the element that are in the body, 0 to 1."""


def _reads_like_prose(block: Block) -> bool:
    if block.link_share > 0.5:
        return False
    return block.kind != "paragraph" or len(block.text) >= STUB or bool(END.search(block.text))


def _is_link_list(block: Block) -> bool:
    return block.link_share > 0.9 and block.kind == "item"


def _is_text(block: Block) -> bool:
    """Return True for a block that stays in the body wherever it stands."""
    return _reads_like_prose(block) and not _is_link_list(block)


def _without_link_edges(blocks: list[Block], own: set[Block]) -> list[Block]:
    """Return the blocks without those at either end that are links and nothing else, and without dated rows below.

    Those of `own` are text.
    """
    blocks = without_cards(blocks)
    texts = [index for index, block in enumerate(blocks) if block in own or not is_linked(block)]
    kept = blocks[texts[0] : texts[-1] + 1] if texts else blocks
    rest = (count for count, block in enumerate(reversed(kept)) if block in own or not _is_dated_row(block))
    rows = next(rest, len(kept))
    if rows < FEWEST_ROWS or rows == len(kept):
        return kept
    kept = kept[:-rows]
    return kept[:-1] if _heads_rows(kept[-1]) else kept


def _is_dated_row(block: Block) -> bool:
    """Return True for a link with a day or a number beside it, as lists of other articles have them."""
    if not (block.link_share > 0.5 and len(block.text) - block.link_chars <= LONGEST_DAY):
        return False
    return any(char.isdigit() for char in block.text)


def _heads_rows(block: Block) -> bool:
    """Return True for the heading of such a list."""
    return not block.link_chars and len(block.text) <= LONGEST_HEAD and not END.search(block.text.rstrip(":"))


def _words(block: Block) -> int:
    return block.text.count(" ") + 1


def _share(body: list[Block], blocks: list[Block]) -> float:
    """Return the share of the words of sentences among the blocks that the body has; other articles' do not count."""
    if len(body) == len(blocks):
        return 1.0
    above = [None, *blocks[:-1]]
    told = [one for one, before in zip(blocks, above, strict=True) if is_sentence(one) and not is_teaser(one, before)]
    had = set(body)
    return sum(_words(one) for one in told if one in had) / sum(map(_words, told)) if told else 1.0


def choose_body(blocks: list[Block]) -> Choice:
    """Return the blocks of the body in page order."""
    own = own_links(blocks) if any(block.link_chars for block in blocks) else set()
    within = _without_link_edges(blocks, own)
    verdict = verdicts(within, [block in own or _is_text(block) for block in within])
    kept = [good or block in own for block, good in zip(within, verdict, strict=True)]
    believed = sum(_words(block) for block, good in zip(within, kept, strict=True) if good)
    if not any(verdict) or believed < ENOUGH * sum(map(_words, within)):
        return Choice(within, "element", _share(within, blocks))
    first, last = kept.index(True), len(kept) - 1 - kept[::-1].index(True)
    body = [
        block
        for index, (block, good) in enumerate(zip(within, kept, strict=True))
        if good or (not _is_link_list(block) if first < index < last else _reads_like_prose(block))
    ]
    return Choice(body, "trafilatura", _share(body, blocks))
