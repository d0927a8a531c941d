"""The database file itself: there, readable, sound, as it was sealed, its keys and full-text indexes right."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database

from crawler.errors import KhoError, SchemaTooNewError
from crawler.store.database import open_read_only
from crawler.store.faults import DAMAGE
from crawler.store.health import lost_keys, unsound, wrong_indexes
from crawler.store.seal import seal_state
from crawler.verify.report import Finding

NAME = "archive.db"
REBUILD = "the WARC files are right: `kho rebuild` makes the database anew from them, as does `kho verify --repair`"


def _finding(code: str, message: str, advice: str = REBUILD) -> Finding:
    return Finding(code=code, message=message, advice=advice, file=NAME)  # type: ignore[arg-type]


def database_findings(archive: Path) -> Iterator[Finding]:
    """Yield what is wrong with the database. Raises: SchemaTooNewError."""
    path = archive / NAME
    if not path.is_file():
        yield _finding("database_missing", "the database is lost")
        return
    if not os.access(path, os.R_OK):
        yield _finding("database_unreadable", "cannot be read: Permission denied", "mend the file's permissions")
        return
    try:
        db = open_read_only(path, current=False)
    except SchemaTooNewError:
        raise
    except (KhoError, *DAMAGE, PermissionError) as error:
        yield _finding("database_damaged", str(error).removeprefix(f"{path}: ").removesuffix(". See `kho verify`"))
        return
    with closing(db):
        yield from guarded(lambda: _sound(db))
    yield from guarded(lambda: _indexes(path))
    yield from _sealed(path)


def _sound(db: Database) -> Iterator[Finding]:
    for message in unsound(db):
        yield _finding("database_damaged", message)
    for message in lost_keys(db):
        yield _finding("foreign_key", message)


def _indexes(path: Path) -> Iterator[Finding]:
    for name, message in wrong_indexes(path):
        yield _finding("index_differs", f"{name}: {message}", "`kho verify --repair` makes the index anew")


def _sealed(path: Path) -> Iterator[Finding]:
    state = seal_state(path)
    if state == "broken":
        yield _finding("database_changed", "changed since Kho last closed it, by damage or by another program")
    elif state in ("none", "open"):
        why = "it has no seal" if state == "none" else "a crawl is under way or was killed"
        message = f"{why}: that its rows are right was checked, that each byte is the same cannot be"
        yield _finding("database_unsealed", message, "the next crawl, or an audit that finds all whole, seals it")


def guarded(check: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    """Yield what a check finds; a database that breaks under it is a finding, too."""
    try:
        yield from check()
    except DAMAGE as error:
        yield _finding("database_damaged", str(error))
