"""The `attachments` table, and what is known of the files behind the addresses (`payloads`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from sqlite_utils import Database

from crawler.items import Attachment, Capture, Payload
from crawler.store.sightings import changes_of, newest_sighting, note_sighting, row_id

Owner = Literal["article_id", "document_id"]

UPSERT_PAYLOAD = """
INSERT INTO payloads (url_id, capture_id, mime, bytes, sha256, text, text_status) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (url_id) DO UPDATE
SET capture_id = excluded.capture_id, mime = excluded.mime, bytes = excluded.bytes, sha256 = excluded.sha256,
    text = excluded.text, text_status = excluded.text_status
"""
FILL = """
UPDATE attachments
SET (mime, bytes, sha256, text, text_status, capture_id) = (
    SELECT p.mime, p.bytes, p.sha256, p.text, p.text_status, p.capture_id FROM payloads p WHERE p.url_id = :url_id
)
WHERE url = (SELECT url FROM urls WHERE id = :url_id)
"""


def store_attachments(
    db: Database, portal_id: str, owner: Owner, owner_id: str, attachments: Sequence[Attachment]
) -> None:
    """Make the rows of one article or document equal to what its page lists now."""
    wanted = {attachment.url: attachment for attachment in attachments}
    held = [row[0] for row in db.execute(f"SELECT url FROM attachments WHERE {owner} = ?", [owner_id])]
    for url in set(held) - set(wanted):
        db.execute(f"DELETE FROM attachments WHERE {owner} = ? AND url = ?", [owner_id, url])
    for position, attachment in enumerate(wanted.values()):
        _upsert(db, owner, owner_id, position, attachment)
        if attachment.url not in held:
            _fill_from_payload(db, portal_id, attachment.url)


def _upsert(db: Database, owner: Owner, owner_id: str, position: int, attachment: Attachment) -> None:
    sql = f"""
    INSERT INTO attachments ({owner}, position, url, fetch_url, role, label, filename) VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT ({owner}, url) DO UPDATE
    SET position = excluded.position, fetch_url = excluded.fetch_url, role = excluded.role, label = excluded.label,
        filename = excluded.filename
    """
    values = (
        owner_id,
        position,
        attachment.url,
        attachment.fetch_url,
        attachment.role,
        attachment.label,
        attachment.filename,
    )
    db.execute(sql, values)


def _fill_from_payload(db: Database, portal_id: str, url: str) -> None:
    """Give a new row what an earlier capture of the same address has shown."""
    sql = "SELECT p.url_id FROM payloads p JOIN urls u ON u.id = p.url_id WHERE u.portal_id = ? AND u.url = ?"
    row = db.execute(sql, [portal_id, url]).fetchone()
    if row:
        db.execute(FILL, {"url_id": row[0]})


class FileSeen(NamedTuple):
    """What a capture of a file means for those that carry it."""

    newest: bool
    """True if no newer capture of the file is known."""
    changes_history: bool
    """True if the file has other content than before, or than what was known says."""


def store_payload(db: Database, capture: Capture, capture_id: int, url_id: int, url: str, payload: Payload) -> FileSeen:
    """Store what a captured file is; the newest capture counts."""
    file_id, at = row_id(capture.portal_id, url), capture.fetched_at
    newest = newest_sighting(db, file_id, "file") <= at
    changes = changes_of(db, file_id)
    note_sighting(db, "file", file_id, seen_at=at, capture_id=capture_id, state="page", fingerprint=payload.sha256)
    if newest:
        read = (payload.mime, payload.bytes, payload.sha256, payload.text, payload.text_status)
        db.execute(UPSERT_PAYLOAD, [url_id, capture_id, *read])
        db.execute(FILL, {"url_id": url_id})
    return FileSeen(newest, changes != changes_of(db, file_id))
