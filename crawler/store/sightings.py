"""The `sightings` table: what each capture says of an article, a document, a file or an address.

From it the history of an item is told again whenever a capture arrives that is older than what is known.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from itertools import pairwise
from typing import Literal

from sqlite_utils import Database

from crawler.store.history import Change, Presence, Sighting, Turn, presence, turns

ItemKind = Literal["article", "document", "file", "address"]
State = Literal["page", "list", "unchanged", "removed"]

SIGHTINGS = """
CREATE TABLE sightings (
    item_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('article', 'document', 'file', 'address')),
    seen_at TEXT NOT NULL,
    capture_id INTEGER NOT NULL REFERENCES captures (id),
    state TEXT NOT NULL CHECK (state IN ('page', 'list', 'unchanged', 'removed')),
    fingerprint TEXT,
    files TEXT,
    PRIMARY KEY (item_id, kind, seen_at, capture_id)
) STRICT, WITHOUT ROWID
"""
SIGHTINGS_INDEX = "CREATE INDEX sightings_capture ON sightings (capture_id)"
SIGHTINGS_OF_BEFORE = (
    """
    INSERT OR IGNORE INTO sightings
    SELECT r.article_id, 'article', r.seen_at, r.capture_id, 'page', r.fingerprint, NULL
    FROM article_revisions r JOIN captures c ON c.id = r.capture_id JOIN urls u ON u.id = c.url_id
    JOIN articles a ON a.id = r.article_id AND a.url = u.url
    """,
    """
    INSERT OR IGNORE INTO sightings
    SELECT a.id, 'article', c.fetched_at, a.capture_id, 'page', a.fingerprint, NULL
    FROM articles a JOIN captures c ON c.id = a.capture_id
    """,
    """
    INSERT OR IGNORE INTO sightings
    SELECT d.id, 'document', c.fetched_at, d.capture_id, d.origin, d.fingerprint, NULL
    FROM documents d JOIN captures c ON c.id = d.capture_id
    """,
)
"""For databases that are older than the table; `kho rebuild` fills it in full."""
SEEN = """
SELECT seen_at, s.capture_id, state, fingerprint, files
FROM sightings s JOIN captures c ON c.id = s.capture_id
WHERE item_id = ? AND kind IN (?, ?) ORDER BY seen_at, c.record_id
"""


def row_id(portal_id: str, url: str) -> str:
    """Return the id of an article, document or file: 16 hex digits of portal and canonical address alone."""
    return hashlib.sha256(f"{portal_id}\n{url}".encode("utf-8", "surrogateescape")).hexdigest()[:16]


def note_sighting(
    db: Database, kind: ItemKind, item_id: str, *, seen_at: str, capture_id: int, state: State,
    fingerprint: str | None = None, files: Iterable[str] = (),
) -> None:  # fmt: skip
    """Note what a capture says of an item; `files` are the ids of the files that it carries."""
    carried = json.dumps(sorted(set(files))) if files else None
    db.execute(
        "INSERT OR REPLACE INTO sightings VALUES (?, ?, ?, ?, ?, ?, ?)",
        [item_id, kind, seen_at, capture_id, state, fingerprint, carried],
    )


def newest_sighting(db: Database, item_id: str, *kinds: ItemKind) -> str:
    """Return when an item was last spoken of by the captures stored so far; empty if it never was."""
    sql = "SELECT max(seen_at) FROM sightings WHERE item_id = ? AND kind = ?"
    return max((str(db.execute(sql, [item_id, kind]).fetchone()[0] or "") for kind in kinds), default="")


def turns_of(db: Database, kind: ItemKind, item_id: str) -> list[Turn]:
    """Return where each revision of an article or document begins."""
    seen = _seen(db, kind, item_id, kind)
    files = {file for sighting in seen for file in sighting.files}
    return turns(seen, {file: changes_of(db, file) for file in files})


def presence_of(db: Database, kind: ItemKind, item_id: str) -> Presence | None:
    """Return since when an article or document is there, and whether it is gone."""
    return presence(_seen(db, kind, item_id, "address"))


def changes_of(db: Database, file_id: str) -> list[Change]:
    """Return when a file had other content than at its capture before."""
    seen = _seen(db, "file", file_id, "file")
    return [
        Change(after.seen_at, after.capture_id)
        for before, after in pairwise(seen)
        if before.fingerprint != after.fingerprint
    ]


def _seen(db: Database, kind: ItemKind, item_id: str, other: ItemKind) -> list[Sighting]:
    rows = db.execute(SEEN, [item_id, kind, other])
    return [Sighting(at, id_, state, print_, _ids(files)) for at, id_, state, print_, files in rows]


def _ids(files: str | None) -> tuple[str, ...]:
    return tuple(json.loads(files)) if files else ()


def owners_of_file(db: Database, kind: Literal["article", "document"], portal_id: str, url: str) -> list[str]:
    """Return the ids of the articles or documents that carry a file now."""
    sql = f"""
    SELECT o.id FROM {kind}s o JOIN attachments t ON t.{kind}_id = o.id WHERE t.url = ? AND o.portal_id = ?
    """
    return [str(row[0]) for row in db.execute(sql, [url, portal_id])]


def former_owners_of_file(db: Database, kind: Literal["article", "document"], file_id: str) -> list[str]:
    """Return the ids of the articles or documents that carry a file or ever did. Reads all sightings."""
    sql = "SELECT DISTINCT item_id FROM sightings WHERE kind = ? AND instr(files, ?)"
    return [str(row[0]) for row in db.execute(sql, [kind, file_id])]


def settle_presence(db: Database, kind: Literal["article", "document"], item_id: str) -> str | None:
    """Make a row say since when its item is there and whether it is gone; return its removal, None if there is no row.

    `there` stands for a row whose item is not removed.
    """
    found = presence_of(db, kind, item_id)
    known = db.execute(f"SELECT 1 FROM {kind}s WHERE id = ?", [item_id]).fetchone()
    if known is None or found is None:
        return None
    sql = f"""
    UPDATE {kind}s SET first_seen_at = ?, last_seen_at = ?, removed_at = ?, removal = ? WHERE id = ?
    """
    db.execute(sql, [*found, item_id])
    return found.removal or "there"
