"""Two databases, row by row: by what names a row outside of its file, never by a number that one file gave it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlite_utils import Database

from crawler.store.portal_rows import OF_PORTAL

KEYS: dict[str, tuple[str, ...]] = {
    "portals": ("id",),
    "crawls": ("id",),
    "sections": ("portal_id", "key"),
    "section_runs": ("crawl_id", "section_id"),
    "urls": ("portal_id", "url"),
    "captures": ("record_id",),
    "rendered": ("capture_id",),
    "articles": ("id",),
    "article_revisions": ("article_id", "revision"),
    "view_counts": ("article_id", "observed_at"),
    "documents": ("id",),
    "attachments": ("article_id", "document_id", "url"),
    "payloads": ("url_id",),
    "citations": ("article_id", "revision", "field", "position"),
    "problems": ("crawl_id", "capture_id", "url", "code", "field", "message", "raw"),
    "listings": ("capture_id",),
    "listing_items": ("crawl_id", "section_id", "url_id"),
    "sightings": ("item_id", "kind", "seen_at", "capture_id"),
}
"""Table -> what names its rows. Not compared: the list of audits, which says nothing of pages."""
NAMED = {
    "capture_id": "(SELECT record_id FROM captures WHERE id = t.{0})",
    "section_id": "(SELECT key FROM sections WHERE id = t.{0})",
    "url_id": "(SELECT portal_id || ' ' || url FROM urls WHERE id = t.{0})",
    "next_url_id": "(SELECT portal_id || ' ' || url FROM urls WHERE id = t.{0})",
}
"""Column that holds a number of this file -> what it stands for."""
NUMBERED = frozenset({"sections", "urls", "captures", "attachments", "problems"})
"""Tables whose `id` is a number of this file."""
SHOWN = 1_000
"""Differences of one table that are remembered; all are counted."""


class Difference(NamedTuple):
    """One value, or one row, that is not the same in both."""

    table: str
    key: str
    field: str | None
    """None for a row that only one of the two holds."""
    present: Any
    """Of a row: True where it is there, else False."""
    derived: Any


@dataclass(slots=True)
class Comparison:
    """All that differs."""

    found: list[Difference] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    """Table -> differences."""
    rows: Counter[str] = field(default_factory=Counter)
    """Table -> rows that were compared."""

    @property
    def total(self) -> int:
        """Return how many differences there are."""
        return self.counts.total()

    def add(self, difference: Difference) -> None:
        """Count a difference, and remember it unless there are too many."""
        self.counts[difference.table] += 1
        if self.counts[difference.table] <= SHOWN:
            self.found.append(difference)


def compare(present: Database, derived: Database, portal_id: str | None = None) -> Comparison:
    """Return what differs between the present database and the one derived from the WARC files. Memory is flat.

    With `portal_id` that portal's rows alone are compared.
    """
    comparison = Comparison()
    for table in KEYS:
        for difference in table_differences(present, derived, table, portal_id, comparison.rows):
            comparison.add(difference)
    return comparison


def table_differences(
    present: Database, derived: Database, table: str, portal_id: str | None, rows: Counter[str] | None = None
) -> Iterator[Difference]:
    """Yield what differs in one table, in the order of its keys; the rows that were compared are counted in `rows`."""
    key = KEYS[table]
    columns = _columns(derived, table, key)
    left, right = (_rows(db, table, columns, portal_id) for db in (present, derived))
    for one, other in _pairs(left, right, len(key)):
        if rows is not None:
            rows[table] += 1
        if one is not None and other is not None:
            yield from _row_differences(table, columns, len(key), one, other)
        else:
            row = one or other or ()
            yield Difference(table, _shown(row[: len(key)]), None, one is not None, other is not None)


def _columns(db: Database, table: str, key: tuple[str, ...]) -> list[str]:
    """Return the columns that are compared, the key first."""
    names = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
    local = {"seq", "id"} if table in NUMBERED else {"seq"}
    return [*key, *(name for name in names if name not in key and name not in local)]


Row = tuple[Any, ...]


def _rows(db: Database, table: str, columns: list[str], portal_id: str | None) -> Iterator[Row]:
    shown = ", ".join(NAMED[name].format(name) if name in NAMED else f"t.{name}" for name in columns)
    order = ", ".join(str(number) for number in range(1, len(columns) + 1))
    condition = OF_PORTAL[table] if portal_id is not None else ":portal IS NULL"
    yield from db.execute(f"SELECT {shown} FROM {table} t WHERE {condition} ORDER BY {order}", {"portal": portal_id})


def _pairs(present: Iterator[Row], derived: Iterator[Row], width: int) -> Iterator[tuple[Row | None, Row | None]]:
    """Walk through both in the order of their keys; yield the rows of each key, None where there is none."""
    left, right = next(present, None), next(derived, None)
    while left is not None or right is not None:
        order = _order(left, right, width)
        yield left if order <= 0 else None, right if order >= 0 else None
        left = next(present, None) if order <= 0 else left
        right = next(derived, None) if order >= 0 else right


def _row_differences(table: str, columns: list[str], width: int, left: Row, right: Row) -> Iterator[Difference]:
    for name, was, is_ in zip(columns[width:], left[width:], right[width:], strict=True):
        if was != is_:
            yield Difference(table, _shown(left[:width]), name, was, is_)


def _order(left: Row | None, right: Row | None, width: int) -> int:
    """Return which key comes first, as SQLite sorts: -1 the left one, 1 the right one, 0 if they are equal."""
    if left is None or right is None:
        return -1 if right is None else 1
    a, b = _sortable(left[:width]), _sortable(right[:width])
    return (a > b) - (a < b)


def _sortable(key: Row) -> list[tuple[int, Any]]:
    """Return a key in SQLite's order: NULL, numbers, text."""
    return [(0, 0) if part is None else (2, part) if isinstance(part, str) else (1, part) for part in key]


def _shown(key: Row) -> str:
    return " ".join("–" if part is None else str(part) for part in key)
