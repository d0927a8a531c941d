"""The new database takes the old one's place: at no moment is there none, and the old one is kept.

SQLite would read an old `-wal` file into a new database. So the old one's is written back and removed first; while
another program has the old one open, nothing is swapped.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from crawler.clock import utc_now
from crawler.errors import ArchiveWriteError, ConfigurationError
from crawler.store.database import open_database
from crawler.store.derived import write_back
from crawler.store.faults import DAMAGE, is_locked
from crawler.store.seal import close_and_seal, forget_seal

ASIDE = ("-wal", "-shm", "-journal")
"""Endings of the files that SQLite keeps beside a database."""


def new_path(database: Path) -> Path:
    """Return where the new database grows."""
    return database.with_name(database.name + ".new")


def remove_new(database: Path) -> None:
    """Remove what a rebuild that was killed has left. Raises: ArchiveWriteError."""
    new = new_path(database)
    try:
        for kept in database.parent.glob(f"{database.name}.*.old"):
            if database.exists() and kept.samefile(database):
                kept.unlink()  # killed just before the new one came: the database itself, under a second name
        for ending in ("", *ASIDE):
            new.with_name(new.name + ending).unlink(missing_ok=True)
    except OSError as error:
        raise ArchiveWriteError(f"{new}: cannot be written: {error.strerror}. Is the archive read-only?") from error


def swap_in(database: Path) -> Path | None:
    """Put the new database in its place; return where the old one is kept, None if there was none.

    Raises: ConfigurationError if another program has it open; ArchiveWriteError.
    """
    new = new_path(database)
    try:
        _sync(new)
        forget_seal(database)
        kept = _keep(database)
        new.replace(database)
        _sync(database.parent)
    except OSError as error:
        raise ArchiveWriteError(f"{database}: cannot be replaced: {error.strerror}") from error
    close_and_seal(open_database(database))
    return kept


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _keep(database: Path) -> Path | None:
    """Give the old database a second name; return it."""
    if not database.exists():
        _put_aside(database, None)
        return None
    stamp = "".join(char for char in utc_now() if char.isdigit())
    kept = database.with_name(f"{database.name}.{stamp}.old")
    try:
        write_back(database)
    except DAMAGE as error:
        if is_locked(error):
            raise ConfigurationError(
                f"{database}: another program has it open (kho serve?); close that and start again"
            ) from None
        _put_aside(database, kept)  # the old one is damaged: what SQLite kept beside it goes with it
    _second_name(database, kept)
    return kept


def _second_name(database: Path, kept: Path) -> None:
    try:
        os.link(database, kept)
    except OSError:  # a disk that knows no second names (exFAT, some network drives), or a kept one of this moment
        shutil.copyfile(database, kept)
        _sync(kept)


def _put_aside(database: Path, kept: Path | None) -> None:
    """Move what SQLite kept beside a database with it, or away, if the database itself is lost."""
    for ending in ASIDE:
        part = database.with_name(database.name + ending)
        if part.exists() and kept is None:
            part.unlink()
        elif part.exists() and kept is not None:
            part.rename(kept.with_name(kept.name + ending))
