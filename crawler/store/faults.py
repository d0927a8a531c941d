"""Whose fault an error of the database is: the file's and the disk's, or that of the rows that were to be written."""

from __future__ import annotations

import sqlite3

ROW_FAULTS = (sqlite3.IntegrityError, sqlite3.DataError, sqlite3.ProgrammingError)
DAMAGE = (sqlite3.DatabaseError, UnicodeDecodeError)
"""What reading a damaged file raises. SQLite's message quotes the schema, which may be no UTF-8 any more."""


def is_of_the_file(error: BaseException) -> bool:
    """Return True for an error of the database file or the disk, False for one of the rows that were to be written."""
    return isinstance(error, sqlite3.DatabaseError) and not isinstance(error, ROW_FAULTS)


def is_locked(error: BaseException) -> bool:
    """Return True if another program holds the database."""
    return isinstance(error, sqlite3.OperationalError) and any(word in str(error) for word in ("locked", "busy"))
