"""The `replayed` table: how far into a portal's WARC files the rows have come."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlite_utils import Database

from crawler.store.captures import Place, place_of_record

REPLAYED = """
CREATE TABLE replayed (
    portal_id TEXT NOT NULL PRIMARY KEY REFERENCES portals (id),
    warc_file TEXT NOT NULL,
    warc_offset INTEGER NOT NULL
) STRICT
"""


def replayed_to(db: Database, portal_id: str) -> Place | None:
    """Return where the newest steps lie that the rows hold; None if the rows hold none."""
    sql = "SELECT warc_file, warc_offset FROM replayed WHERE portal_id = ?"
    row = db.execute(sql, [portal_id]).fetchone()
    return Place(*row) if row else None


def note_replayed(db: Database, portal_id: str, place: Place) -> None:
    """Note that the rows hold all steps up to the place given."""
    db.execute("INSERT OR REPLACE INTO replayed VALUES (?, ?, ?)", [portal_id, place.warc_file, place.warc_offset])


@contextmanager
def replayed_moves_along(db: Database, portal_id: str) -> Iterator[None]:
    """While rows are made to say where their records are now, the place noted moves as the record before it does."""
    noted = replayed_to(db, portal_id)
    sql = """
    SELECT record_id, warc_offset FROM captures
    WHERE warc_file = ? AND warc_offset < ? ORDER BY warc_offset DESC LIMIT 1
    """
    before = db.execute(sql, noted).fetchone() if noted is not None else None
    yield
    now = place_of_record(db, before[0]) if before is not None else None
    if noted is not None and before is not None and now is not None and now.warc_file == noted.warc_file:
        note_replayed(db, portal_id, Place(noted.warc_file, noted.warc_offset + now.warc_offset - before[1]))
