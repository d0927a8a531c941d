"""The `captures` table: one row for each response in the archive."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sqlite_utils import Database

from crawler.items import Capture, Problem
from crawler.store.rendered import insert_rendered

INSERT_CAPTURE = """
INSERT INTO captures (crawl_id, url_id, requested_url, fetched_at, status, mime, bytes, payload_sha256, record_id,
                      warc_file, warc_offset, warc_length, revisit_of, source, truncated)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
RETURNING id
"""

IN_FLIGHT = 256
"""Records: far more than a crawl ever has under way."""


class Place(NamedTuple):
    """Where a record lies."""

    warc_file: str
    """Relative to the archive directory."""
    warc_offset: int


def capture_id_of(db: Database, record_id: str) -> int | None:
    """Return the id of the capture whose record this is, or None if it is not stored."""
    row = db.execute("SELECT id FROM captures WHERE record_id = ?", [record_id]).fetchone()
    return int(row[0]) if row else None


def facts_of_record(db: Database, record_id: str) -> tuple[str, str, int, str] | None:
    """Return address, time, status and payload's sum of a stored record, or None if it is not stored."""
    sql = "SELECT requested_url, fetched_at, status, payload_sha256 FROM captures WHERE record_id = ?"
    row = db.execute(sql, [record_id]).fetchone()
    return tuple(row) if row else None


def place_of_record(db: Database, record_id: str) -> Place | None:
    """Return where the record of a stored capture lies, or None if it is not stored."""
    row = db.execute("SELECT warc_file, warc_offset FROM captures WHERE record_id = ?", [record_id]).fetchone()
    return Place(*row) if row else None


def record_of_payload(db: Database, record_id: str) -> tuple[str, Place] | None:
    """Return id and place of the record that holds a stored record's payload: of a revisit, the one it stands for."""
    sql = """
    SELECT coalesce(o.record_id, c.record_id), coalesce(o.warc_file, c.warc_file),
           coalesce(o.warc_offset, c.warc_offset)
    FROM captures c LEFT JOIN captures o ON o.record_id = c.revisit_of WHERE c.record_id = ?
    """
    row = db.execute(sql, [record_id]).fetchone()
    return (row[0], Place(row[1], row[2])) if row else None


def files_of_captures(db: Database, portal_id: str | None) -> set[str]:
    """Return the WARC files that the captures of one portal, or of all, lie in."""
    folder = f"warc/{portal_id}/" if portal_id else "warc/"
    sql = "SELECT DISTINCT warc_file FROM captures WHERE substr(warc_file, 1, length(:folder)) = :folder"
    return {row[0] for row in db.execute(sql, {"folder": folder})}


def captures_of_address(
    db: Database, url_id: int, *, before: str, limit: int = 20
) -> list[tuple[str, tuple[str, Place]]]:
    """Return time, and record with its place, of the captures of an address with a payload, newest first."""
    sql = """
    SELECT fetched_at, record_id, warc_file, warc_offset FROM captures
    WHERE url_id = ? AND fetched_at <= ? AND status = 200 AND revisit_of IS NULL ORDER BY fetched_at DESC LIMIT ?
    """
    return [(row[0], (row[1], Place(row[2], row[3]))) for row in db.execute(sql, [url_id, before, limit])]


def resume_place(db: Database, portal_id: str) -> Place | None:
    """Return a place in the portal's own WARC files before which every record has its row, or None: look at all.

    Rows are stored in the order in which pages are read, not in that of the records: what was under way when a crawl
    was killed lies among the last `IN_FLIGHT` records.
    """
    folder = f"warc/{portal_id}/"
    sql = """
    SELECT warc_file, warc_offset FROM captures
    WHERE warc_file > :folder AND warc_file < :after AND source <> 'import'
    ORDER BY warc_file DESC, warc_offset DESC LIMIT 1 OFFSET :back
    """
    # "0" is the character after "/": the range holds what lies in the folder and nothing else.
    row = db.execute(sql, {"folder": folder, "after": folder[:-1] + "0", "back": IN_FLIGHT}).fetchone()
    return Place(*row) if row else None


def rows_end(db: Database, warc_file: str) -> int:
    """Return the byte of a WARC file up to which there are rows; 0 if there is none."""
    sql = "SELECT max(warc_offset + warc_length) FROM captures WHERE warc_file = ?"
    return int(db.execute(sql, [warc_file]).fetchone()[0] or 0)


def insert_capture(db: Database, url_id: int, capture: Capture) -> int:
    """Insert the row of a capture and return its id."""
    values = (
        capture.crawl_id, url_id, capture.requested_url, capture.fetched_at, capture.status, capture.mime,
        capture.payload_bytes, capture.payload_sha256, capture.record_id, capture.warc_file, capture.warc_offset,
        capture.warc_length, capture.revisit_of, capture.source, int(capture.truncated),
    )  # fmt: skip
    capture_id = int(db.execute(INSERT_CAPTURE, values).fetchone()[0])
    if capture.dom is not None:
        insert_rendered(db, capture_id, capture.dom)
    return capture_id


def count_own_requests(db: Database, url_id: int, capture_id: int, fetched_at: str) -> int:
    """Return how many times we ourselves had fetched this page before the capture given."""
    sql = """
    SELECT count(*) FROM captures
    WHERE url_id = ? AND source = 'live' AND status = 200 AND (fetched_at, id) < (?, ?)
    """
    return int(db.execute(sql, [url_id, fetched_at, capture_id]).fetchone()[0])


def is_newest_of_address(db: Database, url_id: int, capture: Capture) -> bool:
    """Return True if no newer capture of its address is known."""
    sql = "SELECT NOT EXISTS (SELECT 1 FROM captures WHERE url_id = ? AND fetched_at > ?)"
    return bool(db.execute(sql, [url_id, capture.fetched_at]).fetchone()[0])


def previous_visit(db: Database, url_id: int, capture_id: int, fetched_at: str) -> str | None:
    """Return when the page had last been seen in good order before the capture given, or None if never."""
    sql = """
    SELECT max(fetched_at) FROM captures
    WHERE url_id = ? AND id <> ? AND fetched_at <= ? AND status IN (200, 304)
    """
    row = db.execute(sql, [url_id, capture_id, fetched_at]).fetchone()
    return str(row[0]) if row[0] else None


def insert_problems(db: Database, capture: Capture, capture_id: int, url: str, problems: Iterable[Problem]) -> None:
    """Insert one row for each problem of a page."""
    sql = "INSERT INTO problems (crawl_id, capture_id, url, code, field, message, raw) VALUES (?, ?, ?, ?, ?, ?, ?)"
    rows = [
        (capture.crawl_id, capture_id, url, problem.code, problem.field, problem.message, problem.raw)
        for problem in problems
    ]
    db.conn.executemany(sql, rows)
