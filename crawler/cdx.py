"""CDX, the index of a web archive: lines of its server -> captures, thinned to those worth fetching.

Sources: https://github.com/internetarchive/wayback/tree/master/wayback-cdx-server (Wayback);
https://pywb.readthedocs.io/en/latest/manual/cdxserver_api.html (pywb); https://index.commoncrawl.org/ (Common Crawl).
"""

from __future__ import annotations

import json
import sqlite3
import uuid
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urlencode, urlsplit

from crawler.archive.foreign.normal import NAMESPACE, plain_url, utc_of
from crawler.errors import ConfigurationError

WAYBACK = "https://web.archive.org/cdx/search/cdx"
COMMON_CRAWL_DATA = "https://data.commoncrawl.org/"
NAMES = {"original": "url", "mimetype": "mime", "statuscode": "status"}
WORTH = ("200", "301", "302", "303", "307", "308", "404", "410", "-", "")
"""Statuses that say something of a page; `-` is a revisit, whose payload the archive knows."""


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


class Server(NamedTuple):
    """A CDX server, and where the same archive gives the payloads."""

    cdx: str
    replay: str | None
    """Address before `<time>id_/<url>`; None for Common Crawl, whose WARC files are read."""

    def payload_url(self, row: CdxRow) -> str:
        """Return where the raw payload of a capture is."""
        if self.replay is None:
            return COMMON_CRAWL_DATA + row.filename
        return f"{self.replay}{row.stamp}id_/{quote(row.url, safe=':/?&=%#+,;@[]!$()*~' + chr(39))}"

    def list_url(self, host: str, since: date | None, until: date | None, **more: str) -> str:
        """Return the address that lists the captures of a host."""
        query = {"url": host, "matchType": "host", "output": "json", **more}
        query |= {"from": since.strftime("%Y%m%d")} if since else {}
        query |= {"to": until.strftime("%Y%m%d")} if until else {}
        return f"{self.cdx}?{urlencode(query)}"


def server_of(cdx: str) -> Server:
    """Return the server at an address. Raises: ConfigurationError if it does not say where payloads are."""
    parts = urlsplit(cdx)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ConfigurationError(f"--cdx {cdx}: expected an address such as {WAYBACK}")
    path = parts.path.rstrip("/")
    root = f"{parts.scheme}://{parts.netloc}"
    if path.endswith("-index") and "/CC-MAIN-" in path:
        return Server(cdx, None)
    if path.endswith("/cdx/search/cdx"):
        return Server(cdx, root + path.removesuffix("/cdx/search/cdx") + "/web/")
    if path.endswith("/cdx"):
        return Server(cdx, root + path.removesuffix("cdx"))
    raise ConfigurationError(f"--cdx {cdx}: where are the payloads? Its address should end in /cdx, or be a -index")


def read_rows(text: str) -> Iterator[CdxRow]:
    """Yield the captures of an answer: JSON lines (pywb, Common Crawl), or an array with a head (Wayback)."""
    names: list[str] = []
    for line in text.splitlines():
        values = _json(line)
        if isinstance(values, list) and not names:
            names = [str(name) for name in values]
            continue
        if isinstance(values, list):
            values = dict(zip(names, values, strict=False))
        row = _row(values) if isinstance(values, dict) else None
        if row is not None and row.status in WORTH:
            yield row


def number_of_pages(text: str) -> int | None:
    """Return how many pages a server has for a question; None if it has none and has answered at once."""
    found = text.strip()
    if found.isascii() and found.isdigit():
        return int(found)
    if found.startswith("{") and '"pages"' in found[:200]:
        return int(json.loads(found.splitlines()[0])["pages"])
    return None


def _json(line: str) -> object:
    """Return a line's value; a line of an array stands between `[`, `,` and `]` of the array itself."""
    text = line.strip().rstrip(",")
    for candidate in (text, text.removeprefix("["), text.removesuffix("]"), text[1:-1]):
        try:
            value: object = json.loads(candidate)
        except ValueError:
            continue
        return value if not (isinstance(value, list) and value and isinstance(value[0], list)) else value[0]
    return None


def _row(values: dict[str, object]) -> CdxRow | None:
    named = {NAMES.get(name, name): str(value) for name, value in values.items()}
    at = utc_of(named.get("timestamp", ""))
    url = plain_url(named.get("url", ""))
    if at is None or not url.startswith(("http://", "https://")):
        return None
    place = [int(named.get(name, "")) if named.get(name, "").isdecimal() else 0 for name in ("offset", "length")]
    return CdxRow(url, at, named.get("status", ""), named.get("digest", ""), named.get("filename", ""), *place)


def thinned(rows: Sequence[CdxRow] | Iterable[CdxRow], every: int | None) -> Iterator[CdxRow]:
    """Yield the captures of one page that are worth fetching, oldest first: first, last, and where the digest changed.

    With `every`, also one each so many days, changed or not.
    """
    kept: CdxRow | None = None
    before: CdxRow | None = None
    for row in rows:
        is_new = before is None or before.digest != row.digest
        if is_new or (every and kept is not None and _days(kept, row) >= every):
            yield row
            kept = row
        before = row
    if before is not None and before is not kept:
        yield before


def _days(first: CdxRow, last: CdxRow) -> int:
    return (date.fromisoformat(last.at[:10]) - date.fromisoformat(first.at[:10])).days


class CdxList:
    """All captures that a server lists, in a file of its own: memory stays flat however many there are."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path, check_same_thread=False)
        self._db.execute("CREATE TABLE rows (page TEXT, url, at, status, digest, filename, offset, length)")

    def add(self, page: str, row: CdxRow) -> None:
        """Add a capture of the page with that canonical address."""
        self._db.execute("INSERT INTO rows VALUES (?, ?, ?, ?, ?, ?, ?, ?)", [page, *row])

    def chosen(self, every: int | None) -> Iterator[CdxRow]:
        """Yield the captures worth fetching, page by page."""
        self._db.execute("CREATE INDEX IF NOT EXISTS by_page ON rows (page, at)")
        group: list[CdxRow] = []
        held: str | None = None
        for page, *values in self._db.execute("SELECT DISTINCT * FROM rows ORDER BY page, at, url"):
            if page != held:
                yield from thinned(group, every)
                group, held = [], page
            group.append(CdxRow(*values))
        yield from thinned(group, every)

    def close(self) -> None:
        """Close the file."""
        self._db.close()
