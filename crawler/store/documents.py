"""Official documents. Their list and detail pages are stored like articles; of revisions only the number is kept."""

from __future__ import annotations

from typing import Any, Literal

from sqlite_utils import Database

from crawler.items import Capture, Document
from crawler.store.articles import Outcome
from crawler.store.attachments import FileSeen, store_attachments
from crawler.store.sightings import (
    former_owners_of_file,
    note_sighting,
    owners_of_file,
    row_id,
    settle_presence,
    turns_of,
)

Origin = Literal["page", "list"]
READ_COLUMNS = (
    "url", "number", "number_norm", "type", "issuer", "issued_on", "effective_on", "signer", "abstract", "status",
    "origin", "fingerprint", "last_seen_at", "capture_id", "extractor",
)  # fmt: skip
INSERT_DOCUMENT = f"""
INSERT INTO documents (id, portal_id, first_seen_at, seq, revision, {", ".join(READ_COLUMNS)})
VALUES (:id, :portal_id, :last_seen_at, (SELECT coalesce(max(seq), 0) + 1 FROM documents), 1,
        {", ".join(f":{column}" for column in READ_COLUMNS)})
"""
HELD = """
SELECT d.revision, d.origin, c.fetched_at FROM documents d JOIN captures c ON c.id = d.capture_id WHERE d.id = ?
"""
UPDATE_DOCUMENT = f"""
UPDATE documents SET removed_at = NULL, removal = NULL, {", ".join(f"{column} = :{column}" for column in READ_COLUMNS)}
WHERE id = :id
"""


def store_document(
    db: Database, capture: Capture, capture_id: int, document: Document, *, origin: Origin = "page", extractor: str
) -> Outcome:
    """Store a document as this capture shows it; its revision rises if its fingerprint is another one.

    What a list says of a document never stands over what the document's own page says.
    """
    id_ = row_id(capture.portal_id, document.url)
    held = db.execute(HELD, [id_]).fetchone()
    note_sighting(
        db, "document", id_, seen_at=capture.fetched_at, capture_id=capture_id, state=origin,
        fingerprint=document.fingerprint, files=[row_id(capture.portal_id, a.url) for a in document.attachments],
    )  # fmt: skip
    if held is None or (origin, held[1]) == ("page", "list") or (origin == held[1] and held[2] <= capture.fetched_at):
        values = _values(capture, capture_id, document, extractor)
        values |= {"id": id_, "portal_id": capture.portal_id, "origin": origin}
        db.execute(INSERT_DOCUMENT if held is None else UPDATE_DOCUMENT, values)
        store_attachments(db, capture.portal_id, "document_id", id_, document.attachments)
    revision = _count_revisions(db, id_)
    settle_presence(db, "document", id_)
    if held is None:
        return "new"
    return "changed" if revision > held[0] else "same"


def _values(capture: Capture, capture_id: int, document: Document, extractor: str) -> dict[str, Any]:
    read = {column: getattr(document, column) for column in READ_COLUMNS if hasattr(document, column)}
    return read | {"last_seen_at": capture.fetched_at, "capture_id": capture_id, "extractor": extractor}


def _count_revisions(db: Database, id_: str) -> int:
    """Make the document say how often it changed; return its revision."""
    told = turns_of(db, "document", id_)
    changed_at = told[-1].seen_at if len(told) > 1 else None
    db.execute("UPDATE documents SET revision = ?, changed_at = ? WHERE id = ?", [len(told), changed_at, id_])
    return len(told)


def revise_owners_of_document_file(db: Database, capture: Capture, url: str, seen: FileSeen) -> None:
    """Count a revision of each document that carries this file, where its content is another one."""
    if not seen.changes_history:
        return
    if seen.newest:
        owners = owners_of_file(db, "document", capture.portal_id, url)
    else:
        owners = former_owners_of_file(db, "document", row_id(capture.portal_id, url))
    for id_ in owners:
        _count_revisions(db, id_)


def touch_document(db: Database, portal_id: str, url: str) -> None:
    """Make the document say that it was still there, by what the server said (304)."""
    settle_presence(db, "document", row_id(portal_id, url))
