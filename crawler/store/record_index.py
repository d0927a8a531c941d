"""Where the records of a portal lie and what its metadata records say, in a file that ends with the work.

Memory is flat, however large the archive is.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from types import TracebackType
from typing import Any, NamedTuple, Self

from crawler.dom import Dom
from crawler.store.captures import Place

RULES = "rules"
"""`kho-kind` of a file that holds no crawl: it says with which portal file the crawls before it are read."""

TABLES = """
CREATE TABLE files (file TEXT PRIMARY KEY, crawl_id TEXT, info TEXT);
CREATE TABLE records (
    record_id TEXT PRIMARY KEY, file TEXT, offset INTEGER, length INTEGER, url TEXT, refers_to TEXT
) WITHOUT ROWID;
CREATE TABLE doms (
    record_id TEXT PRIMARY KEY, response_id TEXT, file TEXT, offset INTEGER, length INTEGER
) WITHOUT ROWID;
CREATE INDEX doms_response ON doms (response_id);
CREATE INDEX records_place ON records (file, offset);
CREATE TABLE notes (file TEXT, offset INTEGER, record_id TEXT, url TEXT, text TEXT, PRIMARY KEY (file, offset));
CREATE TABLE damages (file TEXT, offset INTEGER, length INTEGER, is_last INTEGER, message TEXT);
"""


class Note(NamedTuple):
    """A `metadata` record."""

    place: Place
    record_id: str
    url: str
    values: dict[str, Any]


class Held(NamedTuple):
    """A `response` or `revisit` record."""

    record_id: str
    file: str
    offset: int
    length: int
    url: str
    refers_to: str | None


class Unreadable(NamedTuple):
    """Bytes that hold no readable record."""

    file: str
    offset: int
    length: int
    is_last: bool
    """True if no record follows in the file."""
    message: str = "no readable record"


class RecordIndex:
    """The records of one portal's own files. A context manager."""

    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None)  # on disk, without a name
        self._db.executescript(TABLES)
        self._db.execute("BEGIN")  # never committed: nobody else is to read it

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()

    def add_file(self, file: str) -> None:
        """Add a file, of which nothing is known yet."""
        self._db.execute("INSERT INTO files (file) VALUES (?)", [file])

    def add_record(self, record: Held) -> None:
        """Add a response; of two with the same id the first one counts."""
        self._db.execute("INSERT OR IGNORE INTO records VALUES (?, ?, ?, ?, ?, ?)", record)

    def add_dom(self, dom: Dom, response_id: str) -> None:
        """Add the DOM of the page in a response."""
        self._db.execute("INSERT OR IGNORE INTO doms VALUES (?, ?, ?, ?, ?)", [dom[0], response_id, *dom[1:]])

    def dom(self, record_id: str) -> Dom | None:
        """Return where a rendered page lies, by its own id or that of its response; None if there is none."""
        sql = "SELECT record_id, file, offset, length FROM doms WHERE record_id = ?1 OR response_id = ?1"
        row = self._db.execute(sql, [record_id]).fetchone()
        return Dom(*row) if row else None

    def add_note(self, note: Note) -> None:
        """Add a metadata record; it names its crawl (`crawl`), and may say what the `warcinfo` does (`info`)."""
        text = json.dumps(note.values)
        self._db.execute("INSERT INTO notes VALUES (?, ?, ?, ?, ?)", [*note.place, note.record_id, note.url, text])
        self.know(note.place.warc_file, note.values.get("crawl"), note.values.get("info"))

    def add_damage(self, damage: Unreadable) -> None:
        """Add bytes that hold no readable record."""
        self._db.execute("INSERT INTO damages VALUES (?, ?, ?, ?, ?)", damage)

    def know(self, file: str, crawl_id: str | None, info: dict[str, str] | None) -> None:
        """Note which crawl wrote a file, and what is known of that crawl; what came first stands."""
        sql = "UPDATE files SET crawl_id = coalesce(crawl_id, ?), info = coalesce(info, ?) WHERE file = ?"
        self._db.execute(sql, [crawl_id, json.dumps(info) if info else None, file])

    def crawls(self) -> list[str]:
        """Return the ids of the crawls that wrote the files, in the order of these."""
        sql = "SELECT crawl_id FROM files WHERE crawl_id IS NOT NULL GROUP BY crawl_id ORDER BY min(file)"
        return [row[0] for row in self._db.execute(sql)]

    def info_of(self, crawl_id: str) -> dict[str, str]:
        """Return what the files of a crawl say of it; nothing if no head of theirs is readable."""
        sql = "SELECT info FROM files WHERE crawl_id = ? AND info IS NOT NULL ORDER BY file LIMIT 1"
        row = self._db.execute(sql, [crawl_id]).fetchone()
        return json.loads(row[0]) if row else {}

    def rules_of(self, crawl_id: str) -> dict[str, str]:
        """Return what the newest file of rules says that came after a crawl; nothing if there is none."""
        sql = """
        SELECT info FROM files WHERE crawl_id IS NULL AND json_extract(info, '$."kho-kind"') = ?
        AND file > (SELECT min(file) FROM files WHERE crawl_id = ?) ORDER BY file DESC LIMIT 1
        """
        row = self._db.execute(sql, [RULES, crawl_id]).fetchone()
        return json.loads(row[0]) if row else {}

    def notes_of(self, crawl_id: str) -> Iterator[Note]:
        """Yield the metadata records of a crawl, in order."""
        sql = """
        SELECT n.file, n.offset, n.record_id, n.url, n.text FROM files f JOIN notes n ON n.file = f.file
        WHERE f.crawl_id = ? ORDER BY n.file, n.offset
        """
        for file, offset, record_id, url, text in self._db.execute(sql, [crawl_id]):
            yield Note(Place(file, offset), record_id, url, json.loads(text))

    def records_of(self, crawl_id: str) -> Iterator[Held]:
        """Yield the responses of a crawl, in order."""
        sql = """
        SELECT r.record_id, r.file, r.offset, r.length, r.url, r.refers_to
        FROM files f JOIN records r ON r.file = f.file WHERE f.crawl_id = ? ORDER BY r.file, r.offset
        """
        yield from map(Held._make, self._db.execute(sql, [crawl_id]))

    def record(self, record_id: str) -> Held | None:
        """Return the response of that id, or None."""
        sql = "SELECT record_id, file, offset, length, url, refers_to FROM records WHERE record_id = ?"
        row = self._db.execute(sql, [record_id]).fetchone()
        return Held(*row) if row else None

    def damages(self, crawl_id: str | None = None) -> list[Unreadable]:
        """Return what could not be read, all of it or in the files of one crawl."""
        sql = """
        SELECT d.file, d.offset, d.length, d.is_last, d.message FROM damages d JOIN files f ON f.file = d.file
        WHERE ?1 IS NULL OR f.crawl_id = ?1 ORDER BY d.file, d.offset
        """
        rows = self._db.execute(sql, [crawl_id])
        return [Unreadable(file, at, length, bool(is_last), said) for file, at, length, is_last, said in rows]

    def count(self) -> int:
        """Return the number of responses: in files of ours, and in imported ones as the journals name them."""
        imported = (
            "SELECT count(*) FROM notes, json_each(text, '$.steps') WHERE json_type(value, '$.place') IS NOT NULL"
        )
        return int(self._db.execute(f"SELECT (SELECT count(*) FROM records) + ({imported})").fetchone()[0])
