"""What a web archive holds: captures as its CDX server lists them, thinned to those worth fetching.

`server.py` says where one is asked, `answer.py` reads what it says, `client.py` asks it.
"""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from crawler.archive.record import NAMESPACE

UNKNOWN = ("", "-")
"""What a list says of a digest that it does not know."""


class CdxRow(NamedTuple):
    """One capture that a web archive holds."""

    url: str
    at: str
    """UTC, as our own times."""
    status: str
    digest: str
    filename: str = ""
    """Common Crawl: the WARC file, with `offset` and `length` of the record in it."""
    offset: int = 0
    length: int = 0

    @property
    def stamp(self) -> str:
        """The time as web archives write it: `20190501100000`."""
        return "".join(char for char in self.at[:19] if char.isdigit())

    def record_id(self) -> str:
        """Return the id of the record that will hold it: fetched twice, it is the same record."""
        return uuid.uuid5(NAMESPACE, f"backfill\n{self.stamp}\n{self.url}").urn


def thinned(rows: Iterable[CdxRow], every: int | None) -> Iterator[CdxRow]:
    """Yield the captures of one page that are worth fetching, oldest first: first, last, and where it changed.

    It changed where the digest did, or is not told: then nobody knows that it did not. A page is compared with the page
    before, and a redirect with the one before from the same spelling of the address: where `http:` leads to `https:`,
    each stands between two of the other, and neither has changed. Where one spelling gives now a page, now a redirect,
    it has. With `every`, also one each so many days, changed or not. What is last of a kind comes at the end.
    """
    seen = _Seen()
    kept: dict[str, CdxRow] = {}
    for row in rows:
        kind = seen.kind_of(row)
        last = kept.get(kind)
        if seen.is_new(row, kind) or (every and last is not None and _days(last, row) >= every):
            yield row
            kept[kind] = row
        seen.add(row, kind)
    left = (row for kind, row in seen.last.items() if kept.get(kind) is not row)
    yield from sorted(left, key=lambda row: row.at)


class _Seen:
    """What was seen so far of one page."""

    def __init__(self) -> None:
        self.last: dict[str, CdxRow] = {}
        """The last capture by kind: "" of the page itself, or the address of a redirect."""
        self._kinds: dict[str, str] = {}
        """Kind of what an address gave last, by address."""
        self._redirects: set[tuple[str, str]] = set()
        """Address and digest of redirects."""

    def kind_of(self, row: CdxRow) -> str:
        """Return the kind of a capture. A revisit has no status: its kind is that of the same digest before."""
        as_before = row.status in UNKNOWN and (row.url, row.digest) in self._redirects
        return row.url if row.status.startswith("3") or as_before else ""

    def is_new(self, row: CdxRow, kind: str) -> bool:
        before = self.last.get(kind)
        if before is None or before.digest != row.digest or row.digest in UNKNOWN:
            return True
        return self._kinds.get(row.url, kind) != kind

    def add(self, row: CdxRow, kind: str) -> None:
        self.last[kind] = row
        self._kinds[row.url] = kind
        if kind:
            self._redirects.add((row.url, row.digest))


def _days(first: CdxRow, last: CdxRow) -> int:
    return (date.fromisoformat(last.at[:10]) - date.fromisoformat(first.at[:10])).days


class CdxList:
    """All captures that a server lists, in a file of its own: memory stays flat however many there are."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path, check_same_thread=False)
        self._db.execute("CREATE TABLE rows (page TEXT, url, at, status, digest, filename, offset, length)")
        self._db.execute("CREATE UNIQUE INDEX by_page ON rows (page, at, url, status, digest, filename, offset)")

    def add(self, page: str, row: CdxRow) -> None:
        """Add a capture of the page with that canonical address; what was told before counts once."""
        self._db.execute("INSERT OR IGNORE INTO rows VALUES (?, ?, ?, ?, ?, ?, ?, ?)", [page, *row])

    def __len__(self) -> int:
        """Return how many captures there are."""
        return int(self._db.execute("SELECT count(*) FROM rows").fetchone()[0])

    def chosen(self, every: int | None) -> Iterator[CdxRow]:
        """Yield the captures worth fetching, page by page."""
        group: list[CdxRow] = []
        held: str | None = None
        for page, *values in self._db.execute("SELECT * FROM rows ORDER BY page, at, url"):
            if page != held:
                yield from thinned(group, every)
                group, held = [], page
            group.append(CdxRow(*values))
        yield from thinned(group, every)

    def close(self) -> None:
        """Close the file."""
        self._db.close()
