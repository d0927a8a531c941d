"""All or nothing of one piece of work inside a larger transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlite_utils import Database


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
