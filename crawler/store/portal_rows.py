"""Which rows of each table are one portal's: to compare them alone, and to take them out."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from crawler.errors import ConfigurationError, KhoError
from crawler.store.database import open_database, open_read_only
from crawler.store.faults import DAMAGE

CRAWLS = "crawl_id IN (SELECT id FROM crawls WHERE portal_id = :portal)"
CAPTURES = f"capture_id IN (SELECT id FROM captures WHERE {CRAWLS})"
ARTICLES = "article_id IN (SELECT id FROM articles WHERE portal_id = :portal)"
DOCUMENTS = "document_id IN (SELECT id FROM documents WHERE portal_id = :portal)"
OWN = "portal_id = :portal"
OF_PORTAL: dict[str, str] = {
    "problems": CRAWLS,
    "listings": CRAWLS,
    "listing_items": CRAWLS,
    "section_runs": CRAWLS,
    "sightings": CAPTURES,
    "rendered": CAPTURES,
    "citations": ARTICLES,
    "view_counts": ARTICLES,
    "article_revisions": ARTICLES,
    "attachments": f"({ARTICLES} OR {DOCUMENTS})",
    "payloads": f"url_id IN (SELECT id FROM urls WHERE {OWN})",
    "articles": OWN,
    "documents": OWN,
    "captures": CRAWLS,
    "urls": OWN,
    "sections": OWN,
    "crawls": OWN,
    "replayed": OWN,
    "portals": "id = :portal",
}
"""Table -> which of its rows are the portal's; those that the conditions of others ask for come last."""


def copy_without(database: Path, new: Path, portal_id: str) -> None:
    """Copy a database to `new`, all but the rows of one portal.

    Raises: ConfigurationError if there is none to copy from that is whole; ArchiveWriteError.
    """
    try:
        with closing(open_read_only(database)) as old, closing(sqlite3.connect(new)) as copy:
            old.conn.backup(copy)
    except (KhoError, *DAMAGE) as error:
        raise _no_copy(database, error) from error
    with closing(open_database(new)) as db:
        # Switched off: each row taken out would be looked for in all tables that point to its own.
        db.execute("PRAGMA foreign_keys = OFF")
        db.execute("BEGIN")
        for table, condition in OF_PORTAL.items():
            db.execute(f"DELETE FROM {table} WHERE {condition}", {"portal": portal_id})
        db.execute("COMMIT")


def _no_copy(database: Path, error: BaseException) -> ConfigurationError:
    return ConfigurationError(
        f"{database}: the other portals' rows cannot be kept: {error}. `kho rebuild` without --portal makes all anew"
    )
