"""The labels of an official document's page and the values beside them: tables, lists, `label: value`, divs, spans."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, cast

from lxml.html import HtmlElement

from crawler.extract.document_pages.label_words import (
    COUNTERS,
    INSIDE,
    INSIDE_ROW,
    MAX_LABEL,
    field_of,
    head_of,
    is_nothing,
    may_hold_label,
    normal_label,
)
from crawler.extract.document_pages.others import heads_others, own_blocks
from crawler.extract.markup.blocks import SEPARATOR, Block
from crawler.extract.markup.tree import climb, is_within, text_of
from crawler.extract.sheet import Sheet
from crawler.extract.text import fold

CORE = frozenset(
    ("number", "issued_on", "issuer", "abstract", "effective_on", "status", "signer", "issuer office signer")
)
TELLING = frozenset(("number", "issued_on", "issuer", "effective_on", "issuer office signer"))
"""Fields of which a document's page labels one at least."""
ENOUGH = 3
"""Core fields that a page must label to be a document's."""
DOCUMENT_PATH = re.compile(r"van-?ban|vbpq|vbqppl|legal|document|cong-van", re.I)
THREE_IN_ONE = "issuer office signer"
THREE = ("issuer", "office", "signer")
GAP = 5
"""Cells from one label to the next within one table."""
MAX_CELLS = 3_000
LONGEST = 2_000
CELL_TAGS = frozenset(("td", "th", "dt", "dd"))
INLINE = frozenset(("span", "b", "strong", "label", "em", "i", "font", "u"))


@dataclass(frozen=True, slots=True)
class Found:
    """The labelled values of a page."""

    values: dict[str, str]
    labels: frozenset[str]
    """Fields that the page labels, with or without a value."""
    conflicts: dict[str, str]
    """Fields with two different values -> these, for the problem that says so."""


class Cell(NamedTuple):
    """A label or a value, as it stands on the page."""

    text: str
    in_table: bool
    """True for a cell of a table or of a definition list; menus and headings are elsewhere."""
    place: tuple[int, int]
    """Block and, in a table, row that it was read in."""
    element: HtmlElement | None = None
    """The block element that holds nothing but this cell; None for cells of one block."""
    is_link: bool = False
    """True for a cell that is all link: often an entry of a filter."""


def cells_of(blocks: list[Block], sheet: Sheet) -> Iterator[Cell]:
    """Yield the cells and lines of blocks outside menus, in order; `label: value` lines as two, lists of rows not."""
    for block in blocks[:MAX_CELLS]:
        if len(block.text) > LONGEST and block.kind != "table":
            continue
        if (block.link_share > 0.9 and field_of(block.text)) or sheet.in_chrome(block.element):
            continue
        if heads_others(block):
            yield from [Cell("", False, (block.order, 0))] * (GAP + 1)
        elif block.kind == "table":
            yield from table_cells(block)
        elif field_of(block.text) is None or not _is_heading_cell(block.element):
            yield from _block_cells(block)


def _block_cells(block: Block) -> Iterator[Cell]:
    in_table, place = block.element.tag in CELL_TAGS, (block.order, 0)
    pieces = split_labels(block.text) or split_inline(block)
    if len(pieces) > 1:
        yield from (Cell(piece, in_table, place) for piece in pieces)
    else:
        yield Cell(pieces[0] if pieces else block.text, in_table, place, block.element, block.link_share > 0.9)


def table_cells(block: Block) -> Iterator[Cell]:
    """Yield the cells of a table, an empty one after each row: no value stands in the next row."""
    rows = [line.split(SEPARATOR) for line in block.text.split("\n")]
    if any(is_heading_row(row) for row in rows[:2]):
        return
    for number, row in enumerate(rows):
        for cell in row:
            yield from (Cell(piece, True, (block.order, number)) for piece in split_labels(cell) or [cell])
        yield Cell("", True, (block.order, number))


def is_heading_row(cells: list[str]) -> bool:
    """Return True for the headings of a list of documents: at least two labels, and little else."""
    telling = [cell for cell in cells if normal_label(cell) not in COUNTERS]
    labels = sum(field_of(cell) is not None for cell in telling)
    return labels >= 2 and len(cells) > 2 and 3 * labels >= 2 * len(telling)


def _is_heading_cell(element: HtmlElement) -> bool:
    """Return True for a cell of such a row where the table only arranges the page."""
    if element.tag not in ("td", "th") or (row := element.getparent()) is None or row.tag != "tr":
        return False
    cells = [text_of(cast("HtmlElement", cell)) for cell in row[:12]]
    return is_heading_row(cells)


def split_labels(text: str, *, rows: bool = False) -> list[str]:
    """Return label, value, label, value … of a line that has labels with colons; nothing for any other line.

    `rows`: the line is of a row in a list of documents, where `Số:` is enough of a label.
    """
    pattern, known = (INSIDE_ROW, head_of) if rows else (INSIDE, field_of)
    if ":" not in text[:MAX_LABEL] and "：" not in text[:MAX_LABEL]:
        return []
    folded = fold(text[:LONGEST])
    found = pattern.finditer(folded) if may_hold_label(folded) else ()
    matches = [match for match in found if match.start() == 0 or text[match.start()].isupper()]
    if not matches or folded[: matches[0].start()].strip(" -*•+.|–"):
        label, colon, value = text.partition(":")
        return [part for part in (label, value.strip()) if part] if colon and known(label) else []
    pieces = []
    for match, following in zip(matches, [*matches[1:], None], strict=True):
        end = following.start() if following else len(text)
        value = text[match.end() : end].strip()
        pieces += [match[1], value.strip(" -|;,–•") if following else value]
    return pieces if pieces[-1] else pieces[:-1]


def split_inline(block: Block) -> list[str]:
    """Return label and value of `<span>Số ký hiệu</span> <span>12/KH-UBND</span>`: one block without a colon."""
    first = next((child for child in block.element if child.tag in INLINE), None)
    if first is None or (block.element.text or "").strip():
        return []
    label = text_of(cast("HtmlElement", first))
    fits = field_of(label) is not None and block.text.startswith(label) and block.text != label
    return [label, block.text[len(label) :].strip(" :")] if fits else []


def _clusters(fields: list[str | None]) -> list[list[int]]:
    """Return the places of labels, those that stand close to each other together."""
    clusters: list[list[int]] = []
    for index, field in enumerate(fields):
        if field is None:
            continue
        if clusters and index - clusters[-1][-1] <= GAP:
            clusters[-1].append(index)
        else:
            clusters.append([index])
    return clusters


def find_values(sheet: Sheet) -> Found:
    """Return the values of the labels in the page's densest group of labels; menus have labels too.

    A label that is followed by another label has no value, and neither has one with two different values, unless just
    one of them stands in a table.
    """
    cells = list(cells_of(own_blocks(sheet, sheet.blocks[:MAX_CELLS]), sheet))
    fields = [field_of(cell.text) for cell in cells]
    best = max(_clusters(fields), key=lambda places: len({fields[place] for place in places}), default=[])
    return read_values(cells, fields, best)


def read_values(cells: list[Cell], fields: list[str | None], places: list[int]) -> Found:
    """Return the values of the labels at `places`."""
    inline = {place for place in places if cells[place + 1 : place + 2] and _is_inline(cells, place)}
    values: dict[str, set[Cell]] = {}
    for place in places:
        # Where most labels have their values in the same line or row, one that has none there has none.
        if 2 * len(inline) < len(places) or place in inline:
            for name, cell in _values_at(place, cells, fields):
                values.setdefault(name, set()).add(cell)
    values = _of_one_document(values)
    certain = {field: value for field, found in values.items() if (value := _only(found)) is not None}
    conflicts = {
        field: " / ".join(sorted({cell.text for cell in found}))
        for field, found in values.items()
        if field not in certain and field != "other"
    }
    return Found(certain, frozenset(fields[place] or "" for place in places), conflicts)


def _of_one_document(values: dict[str, set[Cell]]) -> dict[str, set[Cell]]:
    """Return the values, where two numbers are two documents and one stands in a table: those in tables alone."""
    numbers = values.get("number", set())
    tabular = [cell.in_table for cell in numbers]
    if len({"".join(cell.text.split()) for cell in numbers}) < 2 or all(tabular) or not any(tabular):
        return values
    own = {field: {cell for cell in found if cell.in_table} for field, found in values.items()}
    return {field: found for field, found in own.items() if found}


def _is_inline(cells: list[Cell], place: int) -> bool:
    return cells[place].place == cells[place + 1].place


def _values_at(place: int, cells: list[Cell], fields: list[str | None]) -> list[tuple[str, Cell]]:
    """Return the field or fields that the label at `place` names, with their values."""
    field, following = fields[place] or "", cells[place + 1 : place + 1 + len(THREE)]
    labels = [name for name in fields[place + 1 : place + 1 + len(THREE)] if name is not None]
    in_table = cells[place].in_table
    if field == THREE_IN_ONE and len(following) == len(THREE) and not labels:
        return [(name, cell._replace(in_table=in_table)) for name, cell in zip(THREE, following, strict=True)]
    if not following or fields[place + 1] is not None or is_nothing(following[0].text):
        return []
    return [(field, following[0]._replace(in_table=in_table))] if _is_beside(cells[place], following[0]) else []


def _is_beside(label: Cell, value: Cell) -> bool:
    """Return False if the element after the label's is another one than the value's: then the label has no value."""
    if label.element is None or value.element is None or label.element is value.element:
        return True
    for step in climb(label.element):
        after = step.getnext()
        while after is not None and after.tag in ("br", "hr"):
            after = after.getnext()
        if after is not None:
            return is_within(value.element, cast("HtmlElement", after)) or bool((step.tail or "").strip())
        if step.tag in ("tr", "dl", "table"):
            return True
    return True


def _only(found: set[Cell]) -> str | None:
    """Return the one text of a field's values, those in a table before others, links last; None for two."""
    tabular = {cell.text for cell in found if cell.in_table}
    texts = tabular or {cell.text for cell in found if not cell.is_link} or {cell.text for cell in found}
    return texts.pop() if len(texts) == 1 else None


def is_document(found: Found, path: str) -> bool:
    """Return True if the labels make the page a document's: three of them, or two under a telling address.

    `Nội dung` and `Trạng thái` stand in articles as well.
    """
    core = (found.labels & CORE) & found.values.keys()
    if not core & TELLING:
        return False
    return len(core) >= ENOUGH or (len(core) >= 2 and bool(DOCUMENT_PATH.search(path)))
