"""Official documents. Their list and detail pages are stored like articles; of revisions only the number is kept."""

from __future__ import annotations

from typing import Any, Literal

from sqlite_utils import Database

from crawler.items import Capture, Document
from crawler.store.articles import Outcome, row_id
from crawler.store.attachments import store_attachments

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
    held = db.execute("SELECT fingerprint, last_seen_at, origin FROM documents WHERE id = ?", [id_]).fetchone()
    if held is not None and (held[1] > capture.fetched_at or (held[2] == "page" and origin == "list")):
        return "same"
    values = _values(capture, capture_id, document, extractor)
    values |= {"id": id_, "portal_id": capture.portal_id, "origin": origin}
    db.execute(INSERT_DOCUMENT if held is None else UPDATE_DOCUMENT, values)
    store_attachments(db, capture.portal_id, "document_id", id_, document.attachments)
    if held is None:
        return "new"
    if held[0] == document.fingerprint or held[2] != origin:
        return "same"
    _note_change(db, id_, capture.fetched_at)
    return "changed"


def _values(capture: Capture, capture_id: int, document: Document, extractor: str) -> dict[str, Any]:
    read = {column: getattr(document, column) for column in READ_COLUMNS if hasattr(document, column)}
    return read | {"last_seen_at": capture.fetched_at, "capture_id": capture_id, "extractor": extractor}


def _note_change(db: Database, id_: str, changed_at: str) -> None:
    db.execute("UPDATE documents SET revision = revision + 1, changed_at = ? WHERE id = ?", [changed_at, id_])


def revise_owners_of_document_file(db: Database, capture: Capture, url_id: int) -> None:
    """Count a revision of each document that carries this file, since its content is another one now."""
    sql = """
    SELECT d.id FROM documents d JOIN attachments t ON t.document_id = d.id
    WHERE t.url = (SELECT url FROM urls WHERE id = ?) AND d.portal_id = ?
    """
    for (id_,) in db.execute(sql, [url_id, capture.portal_id]).fetchall():
        _note_change(db, id_, capture.fetched_at)


def touch_document(db: Database, portal_id: str, url: str, seen_at: str) -> None:
    """Note that the document was still there, unchanged, by what the server said (304)."""
    sql = "UPDATE documents SET last_seen_at = max(last_seen_at, ?), removed_at = NULL, removal = NULL WHERE id = ?"
    db.execute(sql, [seen_at, row_id(portal_id, url)])
