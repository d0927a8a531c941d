"""The labels of an official document's page and the values beside them: tables, lists, `label: value`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from crawler.extract.blocks import SEPARATOR
from crawler.extract.sheet import Sheet
from crawler.extract.text import fold

LABELS: dict[str, str] = {
    "number": "so ky hieu|so/ky hieu|so, ky hieu|so/ ky hieu|so / ky hieu|ky hieu|so hieu|so van ban|so hieu van ban",
    "type": "loai van ban|the loai|loai|hinh thuc van ban|ten loai van ban",
    "issuer": "co quan ban hanh|don vi ban hanh|noi ban hanh|co quan",
    "issued_on": "ngay ban hanh|ban hanh|ngay ky|ngay van ban",
    "effective_on": "ngay co hieu luc|ngay hieu luc|hieu luc tu|hieu luc tu ngay|co hieu luc tu",
    "signer": "nguoi ky|nguoi ky van ban",
    "abstract": "trich yeu|trich yeu noi dung|noi dung trich yeu|ve viec|noi dung|tieu de",
    "status": "tinh trang hieu luc|tinh trang|trang thai|hieu luc|hieu luc van ban",
    "issuer office signer": "co quan ban hanh/ chuc danh / nguoi ky|co quan ban hanh/ chuc danh/ nguoi ky",
    "other": "linh vuc|nganh|nguon thu thap|ngay dang cong bao|pham vi|chuc danh|chuc vu|ngay het hieu luc|tep dinh kem"
    "|file dinh kem|tai lieu dinh kem|van ban dinh kem|thong tin ap dung|ngay dang|luot xem|luot tai|tai ve|do mat"
    "|do khan|so trang",
}
"""Field -> labels, folded, without a colon at the end."""
FIELD_OF = {label: field for field, labels in LABELS.items() for label in labels.split("|")}
CORE = frozenset(
    ("number", "issued_on", "issuer", "abstract", "effective_on", "status", "signer", "issuer office signer")
)
ENOUGH = 3
"""Core fields that a page must label to be a document's."""
NO_VALUE = re.compile(r"^\W*(?:da biet|dang cap nhat|dang cap nhap|chua xac dinh|khong xac dinh|n/a)?\W*$")
DOCUMENT_PATH = re.compile(r"van-?ban|vbpq|vbqppl|legal|document|cong-van", re.I)
THREE_IN_ONE = "issuer office signer"
THREE = ("issuer", "office", "signer")
GAP = 4
"""Cells from one label to the next within one table."""
MAX_CELLS = 3_000
LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Found:
    """The labelled values of a page."""

    values: dict[str, str]
    labels: frozenset[str]
    """Fields that the page labels, with or without a value."""


class Cell(NamedTuple):
    """A label or a value, as it stands on the page."""

    text: str
    in_table: bool
    """True for a cell of a table or of a definition list; menus and headings are elsewhere."""


def _cells(sheet: Sheet) -> Iterator[Cell]:
    """Yield the page's cells and lines outside its menus, in order; `label: value` lines as two."""
    for block in sheet.blocks[:MAX_CELLS]:
        text = block.text
        if len(text) > LONGEST or (block.link_share > 0.9 and field_of(text)) or sheet.in_chrome(block.element):
            continue
        in_table = block.kind == "table" or block.element.tag in ("td", "th", "dt", "dd")
        cells = (
            [cell for line in text.split("\n") for cell in line.split(SEPARATOR)] if block.kind == "table" else [text]
        )
        for cell in cells:
            label, colon, value = cell.partition(":")
            if colon and fold(label).strip() in FIELD_OF:
                yield Cell(label, in_table)
                if value.strip():
                    yield Cell(value.strip(), in_table)
            else:
                yield Cell(cell, in_table)


def field_of(cell: str) -> str | None:
    """Return the field that a cell is the label of, None for a value."""
    return FIELD_OF.get(fold(cell).strip(" :*"))


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
    cells = list(_cells(sheet))
    fields = [field_of(cell.text) for cell in cells]
    best = max(_clusters(fields), key=lambda places: len({fields[place] for place in places}), default=[])
    values: dict[str, set[Cell]] = {}
    for place in best:
        for name, cell in _values_at(place, cells, fields):
            values.setdefault(name, set()).add(cell)
    certain = {field: value for field, found in values.items() if (value := _only(found)) is not None}
    return Found(certain, frozenset(fields[place] or "" for place in best))


def _values_at(place: int, cells: list[Cell], fields: list[str | None]) -> list[tuple[str, Cell]]:
    """Return the field or fields that the label at `place` names, with their values."""
    field, following = fields[place] or "", cells[place + 1 : place + 1 + len(THREE)]
    labels = [name for name in fields[place + 1 : place + 1 + len(THREE)] if name is not None]
    if field == THREE_IN_ONE and len(following) == len(THREE) and not labels:
        return [(name, Cell(cell.text, cells[place].in_table)) for name, cell in zip(THREE, following, strict=True)]
    if not following or fields[place + 1] is not None or NO_VALUE.match(fold(following[0].text)):
        return []
    return [(field, Cell(following[0].text, cells[place].in_table))]


def _only(found: set[Cell]) -> str | None:
    """Return the one text of a field's values, those in a table before others; None for two."""
    tabular = {cell.text for cell in found if cell.in_table}
    texts = tabular or {cell.text for cell in found}
    return texts.pop() if len(texts) == 1 else None


def is_document(found: Found, path: str) -> bool:
    """Return True if the labels make the page a document's: three of them, or two under a telling address."""
    core = len((found.labels & CORE) & found.values.keys())
    return core >= ENOUGH or (core >= 2 and bool(DOCUMENT_PATH.search(path)))
