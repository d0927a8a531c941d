"""The writer thread: batches, savepoints, and the archive synced before every commit."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from crawler.errors import ArchiveWriteError
from crawler.writer import BATCH_WRITES, Writer


def open_(path: Path) -> Database:
    db = Database(sqlite3.connect(path, isolation_level=None))
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("CREATE TABLE IF NOT EXISTS numbers (n INTEGER UNIQUE)")
    return db


def insert(db: Database, n: int) -> int:
    db.execute("INSERT INTO numbers VALUES (?)", [n])
    return n


def committed(path: Path) -> list[int]:
    with closing(sqlite3.connect(path)) as db:
        return [row[0] for row in db.execute("SELECT n FROM numbers ORDER BY n")]


def test_rows_are_committed_only_after_the_archive_was_synced(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    seen_at_sync: list[list[int]] = []
    writer = Writer(lambda: open_(path), lambda: seen_at_sync.append(committed(path)))
    asyncio.run(writer.write(insert, 1))
    assert committed(path) == []
    asyncio.run(writer.commit())
    assert seen_at_sync == [[]]
    assert committed(path) == [1]
    writer.close()


def test_a_full_batch_commits_itself(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    writer = Writer(lambda: open_(path), lambda: None)

    async def fill() -> None:
        for n in range(BATCH_WRITES):
            await writer.write(insert, n)

    asyncio.run(fill())
    assert len(committed(path)) == BATCH_WRITES
    writer.close()


def test_work_that_fails_is_undone_and_the_batch_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    writer = Writer(lambda: open_(path), lambda: None)
    asyncio.run(writer.write(insert, 1))

    def two_then_fail(db: Database) -> None:
        insert(db, 2)
        insert(db, 1)

    with pytest.raises(sqlite3.IntegrityError):
        asyncio.run(writer.write(two_then_fail))
    asyncio.run(writer.write(insert, 3))
    writer.close()
    assert committed(path) == [1, 3]


def test_an_archive_that_cannot_be_synced_keeps_the_rows_out(tmp_path: Path) -> None:
    path = tmp_path / "a.db"

    def full() -> None:
        raise ArchiveWriteError("disk full")

    writer = Writer(lambda: open_(path), full)
    asyncio.run(writer.write(insert, 1))
    with pytest.raises(ArchiveWriteError):
        asyncio.run(writer.commit())
    writer.close()
    assert committed(path) == []
