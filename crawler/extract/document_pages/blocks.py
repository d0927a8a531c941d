"""Lists of documents that are no tables: repeated blocks with `Số: …`, `Ngày ban hành: …` and a link.

Each block may be a table or a `<dl>` of its own, with the labels in one column and the values in the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import zip_longest
from typing import NamedTuple, cast

from lxml.html import HtmlElement

from crawler.extract.document_pages.facts import NO_NUMBER, own_number
from crawler.extract.document_pages.label_words import BEHIND, field_of, head_of, may_hold_label
from crawler.extract.document_pages.labels import CORE, Cell, read_values, split_inline, split_labels, table_cells
from crawler.extract.document_pages.rows import Row
from crawler.extract.markup.blocks import Block
from crawler.extract.markup.tree import climb, is_within
from crawler.extract.numbers.symbols import read_symbol
from crawler.extract.sheet import Sheet
from crawler.extract.text import fold

MAX_BLOCKS = 3_000
MAX_ROWS = 500
LONGEST = 400
"""Characters of a line with labels."""
MIN_ROWS = 2
MIN_ABSTRACT = 15
MOST_FACTS = 20
"""Rows of a table that describes one document."""
LONGEST_NUMBER = 40
AFTER_ABSTRACT = frozenset(("number", "type", "issuer", "issued_on", "signed_on", "effective_on", "signer", "status"))
"""Fields whose labels end an abstract that stands in the same line."""


class Line(NamedTuple):
    """A line of a row: what stands before its labels, then label, value, …"""

    lead: str
    pieces: list[str]


def _line(text: str) -> Line:
    """Return a line of a row, where `Số:` alone is a label too; behind an abstract, only whole labels are."""
    if len(text) > LONGEST or not (":" in text or "：" in text):
        return Line(text, [])
    pieces = split_labels(text, rows=True)
    if pieces:
        return Line("", pieces)
    folded = fold(text)
    if not may_hold_label(folded):
        return Line(text, [])
    starts = (match.start() for match in BEHIND.finditer(folded) if text[match.start()].isupper())
    start = next((start for start in starts if field_of(text[start:].partition(":")[0]) in AFTER_ABSTRACT), None)
    return Line(text[:start].strip(" -|;,–•("), split_labels(text[start:].rstrip(" )"))) if start else Line(text, [])


def _block_line(block: Block) -> Line:
    """Return the line of a block, whose label may stand in an element of its own without a colon."""
    line = _line(block.text)
    inline = [] if line.pieces or block.kind == "table" else split_inline(block)
    return Line("", inline) if inline else line


def _has_number(block: Block) -> bool:
    """Return True for a line that gives an official number, or says `Không số`, after its label."""
    short = len(block.text) <= 2 * LONGEST_NUMBER and "/" in block.text
    pieces = _line(block.text).pieces or (split_inline(block) if short else [])
    return any(_is_number(label, value) for label, value in zip(pieces[::2], pieces[1::2], strict=False))


def _is_number(label: str, value: str) -> bool:
    named = head_of(label) == "number"
    return named and (read_symbol(value) is not None or bool(NO_NUMBER.match(fold(value))))


def _is_card(table: Block) -> bool:
    """Return True for a table that describes one document: a label and its value in each row."""
    rows = table.rows or []
    if len(rows) > MOST_FACTS or any(len(row) % 2 for row in rows):
        return False
    pairs = (pair for row in rows for pair in zip(row[::2], row[1::2], strict=True))
    return sum(_is_number(*pair) for pair in pairs) == 1


def _labels_next(block: Block, following: Block | None) -> bool:
    """Return True for a label of numbers whose number is the next block: `<dt>Số ký hiệu</dt><dd>12/KH-UBND</dd>`."""
    if following is None or len(following.text) > LONGEST_NUMBER or "/" not in following.text:
        return False
    return field_of(block.text) == "number" and read_symbol(following.text) is not None


def _is_headed(block: Block, following: Block | None) -> bool:
    """Return True for a number that is the heading or the link above labelled facts: `<h4>12/KH-UBND</h4>`."""
    if following is None or "/" not in block.text or len(block.text) > 2 * LONGEST_NUMBER:
        return False
    if not (block.kind == "heading" or block.is_bold or block.link_share > 0.5) or own_number(block.text) is None:
        return False
    return any(head_of(label) in CORE for label in _line(following.text).pieces[::2])


def _numbered(blocks: list[Block]) -> Iterator[Block]:
    """Yield the blocks that give an official number, or the label of one, outside tables of several documents."""
    for block, following in zip_longest(blocks, blocks[1:]):
        if block.kind == "table":
            if _is_card(block):
                yield block
        elif _has_number(block) or _labels_next(block, following) or _is_headed(block, following):
            yield block


def _row_elements(anchors: list[HtmlElement]) -> list[HtmlElement]:
    """Return for each line with a number the largest element around it that holds no other such line."""
    held = Counter(step for anchor in anchors for step in climb(anchor))
    rows = []
    for anchor in anchors:
        alone = [step for step in climb(anchor) if held[step] == 1]
        if alone:
            rows.append(alone[-1])
    return rows


def _abstract(blocks: list[Block], lines: dict[int, Line]) -> str | None:
    """Return the row's longest text before labels: where it is a link or a heading, it names the document."""
    free = [block for block in blocks if len(lines[block.order].lead) >= MIN_ABSTRACT]
    telling = [block for block in free if block.link_share > 0.5 or block.kind == "heading" or block.is_bold] or free
    return max((lines[block.order].lead for block in telling), key=len, default=None)


def _cells(block: Block, line: Line) -> Iterator[Cell]:
    if block.kind == "table":
        return table_cells(block)
    return (Cell(piece, False, (block.order, 0)) for piece in line.pieces or [line.lead])


def _read(element: HtmlElement, blocks: list[Block]) -> Row:
    lines = {block.order: _block_line(block) for block in blocks}
    cells = [cell for block in blocks for cell in _cells(block, lines[block.order])]
    fields = [head_of(cell.text) if head_of(cell.text) != "abstract" else field_of(cell.text) for cell in cells]
    found = read_values(cells, fields, [place for place, field in enumerate(fields) if field])
    values = {name: value for name, value in found.values.items() if name != "other"}
    abstract = _abstract(blocks, lines)
    if "number" not in found.labels:
        numbers = {line.lead for line in lines.values() if own_number(line.lead) is not None}
        values |= {"number": numbers.pop()} if len(numbers) == 1 else {}
    if "abstract" not in found.labels and abstract is not None and own_number(abstract) is None:
        values["abstract"] = abstract
    return Row(values, element)


def find_block_rows(sheet: Sheet) -> list[Row]:
    """Return the rows of the page's list of blocks, siblings of each other; none for fewer than two."""
    anchors = [one.element for one in _numbered(sheet.blocks[:MAX_BLOCKS]) if not sheet.in_aside(one.element)]
    if len(anchors) < MIN_ROWS or len(set(anchors)) != len(anchors):
        return []
    elements = _row_elements(anchors)
    parents = Counter(cast("HtmlElement | None", element.getparent()) for element in elements)
    parent, count = parents.most_common(1)[0] if parents else (None, 0)
    if count < MIN_ROWS or parent is None:
        return []
    rows = [element for element in elements if element.getparent() is parent][:MAX_ROWS]
    members = {child: row for row in rows for child in row.iter()}
    grouped: dict[HtmlElement, list[Block]] = {row: [] for row in rows}
    for block in sheet.blocks:
        if block.element in members:
            grouped[cast("HtmlElement", members[block.element])].append(block)
    read = [_read(row, blocks) for row, blocks in grouped.items() if is_within(row, parent)]
    return [row for row in read if row.values]
