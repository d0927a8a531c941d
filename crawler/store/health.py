"""SQLite's own checks: is the file sound, do keys lead somewhere, do the full-text indexes say what the tables say?"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from sqlite_utils import Database

from crawler.store.faults import DAMAGE
from crawler.store.fulltext import INDEXED, index_statements

INDEXES = tuple(f"{table}_{kind}" for table in INDEXED for kind in ("exact", "fts"))
MAX_MESSAGES = 50


def unsound(db: Database) -> Iterator[str]:
    """Yield what SQLite finds wrong with the file's structure, indexes and constraints."""
    try:
        for (message,) in db.execute(f"PRAGMA integrity_check({MAX_MESSAGES})"):
            if message != "ok":
                yield str(message)
    except DAMAGE as error:
        yield str(error)


def lost_keys(db: Database) -> Iterator[str]:
    """Yield where a foreign key leads nowhere. Raises: sqlite3.DatabaseError."""
    for table, rowid, parent, _ in db.execute("PRAGMA foreign_key_check"):
        yield f"{table}: row {rowid} names a row of {parent} that is not there"


def wrong_indexes(path: Path) -> list[tuple[str, str]]:
    """Return name and fault of each full-text index that is lost, broken, or says otherwise than its table.

    FTS5 checks an index by a statement that counts as writing; of a read-only archive a copy is checked.
    """
    try:
        with closing(_writable(path)) as db:
            return list(_wrong_indexes(db))
    except sqlite3.OperationalError:
        with TemporaryDirectory(prefix="kho-verify-") as folder:
            copy = Path(folder) / "copy.db"
            with closing(_open(path, "mode=ro&immutable=1")) as source, closing(sqlite3.connect(copy)) as target:
                source.backup(target)
            with closing(_writable(copy)) as db:
                return list(_wrong_indexes(db))


def _open(path: Path, parameters: str) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{quote(str(path))}?{parameters}", uri=True, isolation_level=None, timeout=30)


def _writable(path: Path) -> sqlite3.Connection:
    """Return a connection that may write. Raises: sqlite3.OperationalError on a read-only medium."""
    connection = _open(path, "mode=rw")
    try:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _wrong_indexes(db: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    there = {row[0] for row in db.execute("SELECT name FROM sqlite_master")}
    for name in INDEXES:
        if name not in there:
            yield name, "the full-text index is lost"
            continue
        db.execute("BEGIN IMMEDIATE")
        try:
            db.execute(f"INSERT INTO {name} ({name}, rank) VALUES ('integrity-check', 1)")
        except DAMAGE as error:
            if "readonly" in str(error):
                raise  # a read-only file is found out at the first statement that writes
            yield name, f"the full-text index does not fit its table ({error})"
        finally:
            with suppress(sqlite3.Error):
                db.execute("ROLLBACK")


def lost_indexes(db: Database) -> list[str]:
    """Return the full-text indexes that are not there: without them nothing can be written to their tables."""
    there = {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    return [name for name in INDEXES if name not in there]


def remake_index(db: Database, name: str) -> None:
    """Make one full-text index anew from its table."""
    table = name.rpartition("_")[0]
    made = db.execute("SELECT 1 FROM sqlite_master WHERE name = ?", [name]).fetchone()
    if not made:
        statements = [sql for sql in index_statements(table, INDEXED[table]) if f"VIRTUAL TABLE {name} " in sql]
        db.execute(statements[0])
    db.execute(f"INSERT INTO {name} ({name}) VALUES ('rebuild')")
