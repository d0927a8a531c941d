"""The blocks of an article's body: what trafilatura takes for text, held against all that the element says.

Trafilatura judges the pruned element. Between the first and the last block it keeps, all blocks stay (no paragraph is
lost in the middle); before and after them only what reads like prose. Where it keeps too little, the element's own
blocks are the body.
"""

from __future__ import annotations

import copy
import re
from typing import cast

import trafilatura
from lxml import html
from lxml.html import HtmlElement
from trafilatura.settings import Extractor

from crawler.extract.blocks import BLOCK_TAGS, Block
from crawler.extract.text import clean, tokens
from crawler.extract.tree import climb
from crawler.items import BodyMethod

ENOUGH = 0.9
"""Share of the element's words that trafilatura must keep to be believed."""
STUB = 25
"""Characters under which a line without an end of sentence is no prose."""
END = re.compile(r"[.!?…:;/”\"')\]]$")
LARGEST = 500_000
"""Characters up to which trafilatura is asked; its time grows with the page."""
KEY = re.compile(r"\W+")
KEY_LENGTH = 80


def _options() -> Extractor:
    """Return trafilatura's options: fast, leaning to recall, tables on, no metadata, no lower bound of size."""
    options = Extractor(output_format="python", fast=True, recall=True, comments=False, tables=True)
    options.min_output_size = options.min_extracted_size = 1
    return options


OPTIONS = _options()


def _key(text: str) -> str:
    """Return the start of a text's letters and digits, by which a block is found again."""
    return KEY.sub("", text[: 2 * KEY_LENGTH])[:KEY_LENGTH]


def pruned_copy(region: HtmlElement, kept: list[Block]) -> HtmlElement:
    """Return a page that holds the region alone, without the elements that hold no kept block."""
    alive = {step for block in kept for step in climb(block.element)}
    alive |= {below for block in kept if block.kind == "table" for below in block.element.iter()}
    page = html.document_fromstring("<html><body></body></html>")
    twin = cast("HtmlElement", copy.deepcopy(region))
    twin.tail = None
    dead = [
        copied
        for original, copied in zip(region.iter(), list(twin.iter()), strict=False)
        if original.tag in BLOCK_TAGS and original not in alive
    ]
    for element in dead:
        if element.getparent() is not None:
            cast("HtmlElement", element).drop_tree()
    cast("HtmlElement", page[0]).append(twin)
    return page


def judged_by_trafilatura(page: HtmlElement) -> set[str]:
    """Return the keys of the lines that trafilatura keeps of a page; none where it fails."""
    try:
        document = trafilatura.bare_extraction(page, options=OPTIONS)
    except Exception:
        # Third-party code on hostile input: without its verdict the element's own text is the body.
        return set()
    text = document.text if document is not None and not isinstance(document, dict) else None
    return {_key(clean(line)) for line in (text or "").splitlines()} - {""}


def _is_kept(block: Block, keys: set[str]) -> bool:
    if block.kind == "table":
        cells = [cell for line in block.text.split("\n") for cell in (line, *line.split(" | "))]
        return any(_key(cell) in keys for cell in cells if cell)
    return _key(block.text) in keys


def _reads_like_prose(block: Block) -> bool:
    if block.link_share > 0.5:
        return False
    return block.kind != "paragraph" or len(block.text) >= STUB or bool(END.search(block.text))


def _is_link_list(block: Block) -> bool:
    return block.link_share > 0.9 and block.kind == "item"


def _without_link_edges(blocks: list[Block]) -> list[Block]:
    """Return the blocks without those at either end that are links and nothing else."""
    texts = [index for index, block in enumerate(blocks) if block.link_share <= 0.9]
    return blocks[texts[0] : texts[-1] + 1] if texts else blocks


def choose_body(region: HtmlElement, blocks: list[Block]) -> tuple[list[Block], BodyMethod]:
    """Return the blocks of the body in page order, and whose judgement that is."""
    blocks = _without_link_edges(blocks)
    size = sum(len(block.text) for block in blocks)
    keys = judged_by_trafilatura(pruned_copy(region, blocks)) if 0 < size <= LARGEST else set()
    verdicts = [_is_kept(block, keys) for block in blocks]
    sizes = [len(tokens(block.text)) for block in blocks]
    believed = sum(size for size, kept in zip(sizes, verdicts, strict=True) if kept)
    if not any(verdicts) or believed < ENOUGH * sum(sizes):
        return blocks, "element"
    first, last = verdicts.index(True), len(verdicts) - 1 - verdicts[::-1].index(True)
    body = [
        block
        for index, (block, kept) in enumerate(zip(blocks, verdicts, strict=True))
        if kept or (not _is_link_list(block) if first < index < last else _reads_like_prose(block))
    ]
    return body, "trafilatura"
