"""A database derived anew: until it is whole it need not survive a kill; then it takes another one's place."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlite_utils import Database

from crawler.errors import ArchiveWriteError
from crawler.store.database import open_database
from crawler.store.fulltext import indexes_left_out


@contextmanager
def derived_database(path: Path) -> Iterator[Database]:
    """Open a new database, a transaction begun; at the end it is one whole file. Raises: ArchiveWriteError."""
    try:
        db = open_database(path)
        try:
            db.execute("PRAGMA synchronous = OFF")
            db.execute("PRAGMA journal_mode = MEMORY").fetchall()
            db.execute("BEGIN")
            with indexes_left_out(db):
                yield db
            db.execute("COMMIT")
            db.execute("PRAGMA journal_mode = DELETE").fetchall()
        finally:
            db.close()
    except sqlite3.OperationalError as error:
        raise ArchiveWriteError(f"{path}: cannot be written: {error}. The database is as it was") from error


def next_batch_of_rows(db: Database) -> None:
    """Commit, and begin the next transaction."""
    db.execute("COMMIT")
    db.execute("BEGIN")


def count_articles(db: Database) -> int:
    """Return the number of articles; at once, however many they are."""
    return int(db.execute("SELECT max(seq) FROM articles").fetchone()[0] or 0)


def write_back(database: Path) -> None:
    """Bring what is in the WAL into the database and remove the WAL. Raises: sqlite3.DatabaseError."""
    with closing(sqlite3.connect(database, timeout=5, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = DELETE").fetchall()
    if database.with_name(f"{database.name}-wal").exists():
        raise sqlite3.OperationalError("database is locked")
