"""Removal is a state machine: there → suspected → confirmed, and back as soon as the page is good again.

Only what the server says of the page itself moves it on (`Page.removed`); a server that is down, blocking or
challenging says nothing of the page.
"""

from __future__ import annotations

from sqlite_utils import Database

from crawler.clock import parse_utc, utc_after
from crawler.items import Capture, Page
from crawler.store.articles import row_id
from crawler.store.frontier import mark_done, mark_gone

CONFIRM_DAYS = 3
"""A page must look removed at two captures so far apart."""
LOOK_AGAIN_DAYS = 1
TABLES = ("articles", "documents")


def store_removal(db: Database, capture: Capture, url_id: int, page: Page) -> None:
    """Note that a page looks removed, on its article or document (if it has any) and in the frontier."""
    reason, now = page.removed or "not_found", capture.fetched_at
    id_ = row_id(capture.portal_id, page.url)
    states = {_advance(db, table, id_, now) for table in TABLES}
    if "suspected" in states:
        mark_done(db, url_id, now=now, due_at=utc_after(now, days=LOOK_AGAIN_DAYS), reason=reason)
    else:
        mark_gone(db, url_id, now=now, reason=reason)


def _advance(db: Database, table: str, id_: str, now: str) -> str | None:
    """Move one row on; return its new state, None if there is no such row."""
    row = db.execute(f"SELECT removed_at, removal, last_seen_at FROM {table} WHERE id = ?", [id_]).fetchone()
    if row is None:
        return None
    removed_at, removal, last_seen_at = row
    if removal is None and last_seen_at <= now:
        db.execute(f"UPDATE {table} SET removed_at = ?, removal = 'suspected' WHERE id = ?", [now, id_])
        return "suspected"
    if removal == "suspected" and (parse_utc(now) - parse_utc(removed_at)).days >= CONFIRM_DAYS:
        db.execute(f"UPDATE {table} SET removal = 'confirmed' WHERE id = ?", [id_])
        return "confirmed"
    return "suspected" if removal is None else str(removal)
