"""The one thread that writes to the database: work in, rows out, committed in batches.

Order of durability: the archive is synced before the rows that point into it are committed.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Concatenate, ParamSpec, TypeVar

from sqlite_utils import Database

from crawler.errors import ArchiveWriteError
from crawler.store.savepoint import is_of_the_file, savepoint

P = ParamSpec("P")
T = TypeVar("T")

BATCH_SECONDS = 1.0
BATCH_WRITES = 64


class Writer:
    """Runs functions on the database in its own thread, several to a transaction.

    Each function runs inside a savepoint: if it fails, what it did is undone and the batch goes on.
    """

    def __init__(self, open_: Callable[[], Database], before_commit: Callable[[], None]) -> None:
        """`open_` is called in the writer's thread; `before_commit` must make the archive durable."""
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        self._before_commit = before_commit
        self._writes = 0
        self._db = self._thread.submit(open_).result()

    async def write(self, work: Callable[Concatenate[Database, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return `work(db, …)`, run in the current batch. Raises: ArchiveWriteError if the disk is full."""
        return await asyncio.get_running_loop().run_in_executor(
            self._thread, lambda: self.write_now(work, *args, **kwargs)
        )

    async def commit(self) -> None:
        """Make all that was written durable."""
        await asyncio.get_running_loop().run_in_executor(self._thread, self._commit)

    async def commit_regularly(self) -> None:
        """Commit once a second until cancelled."""
        while True:
            await asyncio.sleep(BATCH_SECONDS)
            await self.commit()

    def run(self, work: Callable[Concatenate[Database, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Like `write`, from outside the event loop; waits, and commits."""
        try:
            return self._thread.submit(lambda: self.write_now(work, *args, **kwargs)).result()
        finally:
            self._thread.submit(self._commit).result()

    def close(self) -> None:
        """Commit what can be committed, and end the thread."""
        try:
            self._thread.submit(self._commit).result()
        finally:
            self._thread.submit(self._db.close).result()
            self._thread.shutdown()

    def write_now(self, work: Callable[Concatenate[Database, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `work` in the current batch; called in the writer's thread alone."""
        try:
            if not self._db.conn.in_transaction:
                self._db.execute("BEGIN IMMEDIATE")
            with savepoint(self._db):
                result = work(self._db, *args, **kwargs)
        except sqlite3.DatabaseError as error:
            if is_of_the_file(error):
                raise _unwritable(error) from error
            raise
        self._writes += 1
        if self._writes >= BATCH_WRITES:
            self._commit()
        return result

    def _commit(self) -> None:
        self._writes = 0
        if not self._db.conn.in_transaction:
            return
        try:
            self._before_commit()
            self._db.execute("COMMIT")
        except sqlite3.OperationalError as error:
            raise _unwritable(error) from error
        finally:
            if self._db.conn.in_transaction:
                self._db.execute("ROLLBACK")


def _unwritable(error: sqlite3.DatabaseError) -> ArchiveWriteError:
    return ArchiveWriteError(f"archive.db: cannot be written: {error}")
