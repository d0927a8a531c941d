"""Opening the database file: to write (one process at a time) or to read (any number)."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from urllib.parse import quote

from sqlite_utils import Database

from crawler.errors import ArchiveDamagedError, ArchiveWriteError, KhoError
from crawler.store.faults import DAMAGE
from crawler.store.schema import check_current, check_not_newer, migrate
from crawler.store.seal import alone, break_seal

BUSY_SECONDS = 30


def open_database(path: Path) -> Database:
    """Return the database at `path`, made and migrated where needed. Transactions are begun and ended by the caller.

    Raises: SchemaTooNewError (file untouched); ArchiveDamagedError if it is no database; ArchiveWriteError if it
    cannot be written.
    """
    if path.exists() and path.stat().st_size:
        open_read_only(path, current=False).close()
    try:
        with alone(path):
            break_seal(path)
            return _prepare(_connect(path, "mode=rwc"))
    except (sqlite3.OperationalError, OSError) as error:
        raise ArchiveWriteError(f"{path}: cannot be written: {error}") from error


def open_read_only(path: Path, *, current: bool = True) -> Database:
    """Return the database at `path` for reading; nothing is written to it.

    Raises: KhoError if there is none or (with `current`) if it was never migrated to our schema; ArchiveDamagedError if
    it is no database; SchemaTooNewError.
    """
    if not path.is_file():
        raise KhoError(f"{path}: no such database. Crawl a portal first (kho crawl), or name the archive (--archive)")
    try:
        db = _connect_to_read(path)
    except DAMAGE as error:
        raise ArchiveDamagedError(f"{path}: cannot be read as a SQLite database: {error}. See `kho verify`") from error
    try:
        check_not_newer(db, str(path))
        if current:
            check_current(db, str(path))
    except BaseException:
        db.close()
        raise
    return db


def _connect(path: Path, parameters: str) -> Database:
    # quote(): a `?` or `%` in the path would end the file name inside the URI.
    uri = f"file:{quote(str(path))}?{parameters}"
    return Database(sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None))


def _prepare(db: Database) -> Database:
    try:
        db.execute("PRAGMA journal_mode = WAL").fetchall()
        db.execute("PRAGMA synchronous = FULL")
        db.execute("PRAGMA foreign_keys = ON")
        migrate(db)
    except BaseException:
        db.close()
        raise
    return db


def _connect_to_read(path: Path) -> Database:
    """Open read-only; on a medium where the WAL's index cannot be made, as an immutable file."""
    try:
        return _readable(_connect(path, "mode=ro"))
    except sqlite3.OperationalError:
        wal = path.with_name(path.name + "-wal")
        if wal.exists() and wal.stat().st_size:
            raise  # rows in the WAL would silently be missing
        return _readable(_connect(path, "mode=ro&immutable=1"))


def _readable(db: Database) -> Database:
    try:
        db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except BaseException:
        db.close()
        raise
    return db
