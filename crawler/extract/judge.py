"""What trafilatura takes for text: it is shown the pruned element of an article, laid out as a small page of its own.

The page holds the kept blocks and nothing else, as the paragraphs, headings, lists and tables that they are, with their
links as links. trafilatura costs by the element, so this is a small part of what the whole page would cost. For the
same reason blocks that stand one after the other and read like text are one paragraph to it, and share one verdict, and
its extractor is called by itself: there are no scripts, comments or metadata on this page to be looked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

from lxml import etree
from lxml.html import HtmlElement
from trafilatura.htmlprocessing import convert_tags
from trafilatura.main_extractor import extract_content
from trafilatura.settings import Extractor

from crawler.extract.markup.blocks import Block, is_link
from crawler.extract.markup.tree import small_page
from crawler.extract.text import clean

LARGEST = 500_000
"""Characters up to which trafilatura is asked; its time grows with the page."""
MOST_PIECES = 20_000
"""Paragraphs and cells up to which it is asked; its time grows with the square of their number."""
NOT_WORD = re.compile(r"\W+")
KEY_LENGTH = 80
KEPT = ("p", "head", "item", "cell", "quote", "code")
"""trafilatura's own names of what holds text."""


def _options() -> Extractor:
    """Return trafilatura's options: fast, leaning to recall, tables on, no metadata, no lower bound of size."""
    options = Extractor(output_format="python", fast=True, recall=True, comments=False, tables=True)
    options.min_output_size = options.min_extracted_size = 1
    return options


OPTIONS = _options()


def _key(text: str) -> str:
    """Return the start of a text's letters and digits, by which a block is found again."""
    return NOT_WORD.sub("", text[: 2 * KEY_LENGTH])[:KEY_LENGTH]


def _fill(element: HtmlElement, block: Block) -> None:
    """Put a block's text into an element, its links as `<a>`."""
    if not block.link_chars:
        element.text = block.text
        return
    link: HtmlElement | None = None
    inside = element
    for piece in block.pieces:
        if isinstance(piece, tuple):
            edge, opens = piece
            if edge.tag == "a" and is_link(edge):
                link = _add(element, "a") if opens else link
                inside = cast("HtmlElement", link) if opens else element
        elif inside is element and link is not None:
            link.tail = (link.tail or "") + piece
        else:
            inside.text = (inside.text or "") + piece


def _add(parent: HtmlElement, tag: str) -> HtmlElement:
    return cast("HtmlElement", etree.SubElement(parent, tag))


def _add_table(parent: HtmlElement, rows: list[list[str]]) -> None:
    table = _add(parent, "table")
    for cells in rows:
        row = _add(table, "tr")
        for cell in cells:
            _add(row, "td").text = cell


def lay_out(runs: list[list[Block]]) -> HtmlElement:
    """Return a page whose article holds the blocks, those of one run as one element."""
    page, article = small_page()
    items: HtmlElement | None = None
    for run in runs:
        block = run[0]
        if len(run) == 1 and block.kind == "item":
            items = _add(article, "ul") if items is None else items
            _fill(_add(items, "li"), block)
            continue
        items = None
        if len(run) > 1:
            _add(article, "p").text = _said(run)
        elif block.rows:
            _add_table(article, block.rows)
        else:
            _fill(_add(article, "h3" if block.kind == "heading" else "p"), block)
    return page


def _said(run: list[Block]) -> str:
    return " ".join(block.text for block in run)


def _runs(blocks: list[Block], are_text: list[bool]) -> list[list[Block]]:
    """Return the blocks in page order, those together that read like text and stand one after the other."""
    runs: list[list[Block]] = []
    goes_on = False
    for block, is_text in zip(blocks, are_text, strict=True):
        joins = is_text and not block.rows
        if joins and goes_on:
            runs[-1].append(block)
        else:
            runs.append([block])
        goes_on = joins
    return runs


def _ask(page: HtmlElement) -> list[str]:
    """Return the texts that trafilatura keeps of a page: of paragraphs, headings, items and cells."""
    body, _ = extract_content(convert_tags(page, OPTIONS), OPTIONS)
    return ["".join(cast("Iterator[str]", kept.itertext())).strip() for kept in body.iter(*KEPT)]


def verdicts(blocks: list[Block], are_text: list[bool]) -> list[bool]:
    """Return for each block whether trafilatura keeps it; all False where it was not asked or fails.

    `are_text` says which blocks read like text.
    """
    pieces = sum(sum(map(len, block.rows)) if block.rows else 1 for block in blocks)
    if pieces > MOST_PIECES or not 0 < sum(len(block.text) for block in blocks) <= LARGEST:
        return [False] * len(blocks)
    runs = _runs(blocks, are_text)
    try:
        lines = set(_ask(lay_out(runs)))
    except Exception:
        # Third-party code on hostile input: without its verdict the element's own text is the body.
        lines = set()
    said = [_said(run) for run in runs]
    keys: set[str] = set() if lines.issuperset(said) else {_key(clean(line)) for line in lines}
    kept = [text in lines or _is_kept(run[0], text, keys) for run, text in zip(runs, said, strict=True)]
    return [good for run, good in zip(runs, kept, strict=True) for _ in run]


def _is_kept(block: Block, text: str, keys: set[str]) -> bool:
    if block.rows:
        cells = [text for row in block.rows for text in (" | ".join(row), *row)]
        return any(_key(cell) in keys for cell in cells if cell)
    return bool(key := _key(text)) and key in keys
