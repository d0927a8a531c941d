"""All or nothing of one piece of work inside a larger transaction; and whose fault a failure is."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlite_utils import Database

ROW_FAULTS = (sqlite3.IntegrityError, sqlite3.DataError, sqlite3.ProgrammingError)


def is_of_the_file(error: BaseException) -> bool:
    """Return True for an error of the database file or the disk, False for one of the rows that were to be written."""
    return isinstance(error, sqlite3.DatabaseError) and not isinstance(error, ROW_FAULTS)


@contextmanager
def savepoint(db: Database) -> Iterator[None]:
    """Undo what was done inside if it fails; a transaction must be open."""
    db.execute("SAVEPOINT work")
    try:
        yield
    except BaseException:
        # A full disk may already have rolled the whole transaction back.
        if db.conn.in_transaction:
            db.execute("ROLLBACK TO work")
            db.execute("RELEASE work")
        raise
    db.execute("RELEASE work")
