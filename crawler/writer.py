"""The one thread that writes to the database: work in, rows out, committed in batches.

Order of durability: the archive is synced before the rows that point into it are committed.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from sqlite_utils import Database

from crawler.errors import ArchiveWriteError
from crawler.store.faults import is_of_the_file
from crawler.store.savepoint import savepoint
from crawler.store.seal import close_and_seal


class Journal(Protocol):
    """Remembers what was done in the batch."""

    def flush(self, db: Database) -> None:
        """Write it to the archive: the batch is about to be committed."""

    def committed(self) -> None:
        """Forget it: the batch is committed."""

    def lost(self) -> None:
        """Take it back: the batch was rolled back."""


P = ParamSpec("P")
T = TypeVar("T")

BATCH_SECONDS = 1.0
BATCH_WRITES = 64


class Writer:
    """Runs functions on the database in its own thread, several to a transaction.

    Each function runs inside a savepoint: if it fails, what it did is undone and the batch goes on.
    """

    def __init__(
        self, open_: Callable[[], Database], before_commit: Callable[[], None], journal: Journal | None = None
    ) -> None:
        """`open_` is called in the writer's thread; `before_commit` must make the archive durable.

        `journal` is what the functions run note their steps in; it is written to the archive with each batch.
        """
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        self._before_commit = before_commit
        self._journal = journal
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
        """Commit what can be committed, seal the file, and end the thread."""
        try:
            self._thread.submit(self._commit).result()
        finally:
            self._thread.submit(close_and_seal, self._db).result()
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
                if self._journal is not None and not self._db.conn.in_transaction:
                    self._journal.lost()
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
            if self._journal is not None:
                self._journal.flush(self._db)
            self._before_commit()
            self._db.execute("COMMIT")
            if self._journal is not None:
                self._journal.committed()
        except sqlite3.OperationalError as error:
            raise _unwritable(error) from error
        finally:
            if self._db.conn.in_transaction:
                self._db.execute("ROLLBACK")
                if self._journal is not None:
                    self._journal.lost()


def _unwritable(error: sqlite3.DatabaseError) -> ArchiveWriteError:
    return ArchiveWriteError(f"archive.db: cannot be written: {error}")
