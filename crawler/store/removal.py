"""Removal is a state machine: there → suspected → confirmed, and back as soon as the page is good again.

Only what the server says of the page itself moves it on (`Page.removed`); a server that is down, blocking or
challenging says nothing of the page.
"""

from __future__ import annotations

from sqlite_utils import Database

from crawler.clock import utc_after
from crawler.items import Capture, Page
from crawler.store.frontier import mark_done, mark_gone
from crawler.store.history import CONFIRM_DAYS
from crawler.store.sightings import note_sighting, row_id, settle_presence

__all__ = ["CONFIRM_DAYS", "store_removal"]

LOOK_AGAIN_DAYS = 1


def store_removal(db: Database, capture: Capture, capture_id: int, url_id: int, page: Page, *, steers: bool) -> None:
    """Note that a page looks removed, on its article or document (if it has any) and in the frontier.

    `steers`: the capture is the newest one of its address, and decides what becomes of that.
    """
    reason, now = page.removed or "not_found", capture.fetched_at
    id_ = row_id(capture.portal_id, page.url)
    note_sighting(db, "address", id_, seen_at=now, capture_id=capture_id, state="removed")
    states = {settle_presence(db, "article", id_), settle_presence(db, "document", id_)}
    if not steers:
        return
    if states & {"suspected", "there"}:
        mark_done(db, url_id, now=now, due_at=utc_after(now, days=LOOK_AGAIN_DAYS), reason=reason)
    else:
        mark_gone(db, url_id, now=now, reason=reason)
