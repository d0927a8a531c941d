"""The `replayed` table: how far into a portal's WARC files the rows have come."""

from __future__ import annotations

from sqlite_utils import Database

from crawler.store.captures import Place

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
