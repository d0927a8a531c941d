"""The `rendered` table: where the DOM lies that a page had once its scripts had run, for captures that were read so."""

from __future__ import annotations

from sqlite_utils import Database

from crawler.dom import Dom

RENDERED = """
CREATE TABLE rendered (
    capture_id INTEGER PRIMARY KEY REFERENCES captures (id),
    record_id TEXT NOT NULL UNIQUE,
    warc_file TEXT NOT NULL,
    warc_offset INTEGER NOT NULL,
    warc_length INTEGER NOT NULL
) STRICT
"""


def insert_rendered(db: Database, capture_id: int, dom: Dom) -> None:
    """Insert the place of the DOM that a capture was read from."""
    db.execute("INSERT INTO rendered VALUES (?, ?, ?, ?, ?)", [capture_id, *dom])
