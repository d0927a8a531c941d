"""The seal of the database: its SHA-256 beside it (`archive.db.sha256`) whenever nobody writes to it.

SQLite finds a broken structure, not a flipped bit inside a value. So who is done writing seals the file, and who
begins to write looks at the seal first and takes it off. A seal that does not fit is kept aside: until the database was
made anew it gets no other.

Crawls of several portals share the database, each a process of its own: they open and seal it one after the other.
"""

from __future__ import annotations

import fcntl
import logging
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Literal

from sqlite_utils import Database

from crawler.checksums import add_sum, file_sha256, read_sums

logger = logging.getLogger(__name__)

Seal = Literal["kept", "broken", "none", "open"]
"""`open`: there are rows in the WAL, of a crawl that runs or was killed."""


@contextmanager
def alone(database: Path) -> Iterator[None]:
    """Wait until no other process makes, opens or seals the database, and keep the others waiting.

    Raises: OSError if its folder cannot be opened. Not to be nested.
    """
    folder = os.open(database.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def seal_path(database: Path) -> Path:
    """Return where the seal of a database lies."""
    return database.with_name(database.name + ".sha256")


def broken_path(database: Path) -> Path:
    """Return where a seal that did not fit is kept."""
    return database.with_name(database.name + ".sha256.broken")


def seal_state(database: Path) -> Seal:
    """Return whether the file is, byte for byte, as Kho left it. Reads all of it. Raises: OSError."""
    if broken_path(database).exists():
        return "broken"
    if _has_wal(database):
        return "open"
    if not seal_path(database).exists():
        return "none"
    sums, _ = read_sums(seal_path(database))
    return "kept" if sums.get(database.name) == file_sha256(database) else "broken"


def _has_wal(database: Path) -> bool:
    wal = database.with_name(database.name + "-wal")
    return wal.exists() and wal.stat().st_size > 0


def break_seal(database: Path) -> None:
    """Take the seal off before the first write; one that does not fit is kept aside, with a warning."""
    if not seal_path(database).exists():
        return
    if seal_state(database) == "broken":
        seal_path(database).replace(broken_path(database))
        logger.warning(
            "%s: changed since Kho last closed it, by damage or by another program (see `kho verify`)", database
        )
    else:
        seal_path(database).unlink()


def forget_seal(database: Path) -> None:
    """Forget all seals: the database was made anew, or is about to be."""
    for path in (seal_path(database), broken_path(database)):
        path.unlink(missing_ok=True)


def close_and_seal(db: Database) -> None:
    """Close a database and seal it, unless somebody else is writing to it or its last seal did not fit."""
    database = Path(db.execute("PRAGMA database_list").fetchone()[2])
    try:
        with closing(db), alone(database):  # closed, too, where the folder cannot be opened
            with suppress(sqlite3.Error):  # a full disk, or somebody reading: then the WAL stays and there is no seal
                db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            db.close()
            _seal(database)
    except OSError as error:
        logger.warning("not sealed file=%s: %s", database, error.strerror)


def _seal(database: Path) -> None:
    if broken_path(database).exists() or _has_wal(database):
        return
    before = database.stat().st_mtime_ns
    sum_ = file_sha256(database)
    if not _has_wal(database) and database.stat().st_mtime_ns == before:
        seal_path(database).unlink(missing_ok=True)
        add_sum(seal_path(database), database.name, sum_)
