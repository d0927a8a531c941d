"""The `portals` table: what the portal file says, and what the portal's own footer says."""

from __future__ import annotations

from dataclasses import astuple

from sqlite_utils import Database

from crawler.items import Capture, Organisation
from crawler.portals import Portal

UPSERT_PORTAL = """
INSERT INTO portals (id, name, url, unit_code, level, platform, opened_on, closed_on, successor)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE
SET name = excluded.name, url = excluded.url, unit_code = excluded.unit_code, level = excluded.level,
    platform = excluded.platform, opened_on = excluded.opened_on, closed_on = excluded.closed_on,
    successor = excluded.successor
"""


def store_portal(db: Database, portal: Portal) -> None:
    """Make the portal's row say what its file says; the footer's columns stay as they are."""
    opened, closed = (day.isoformat() if day else None for day in (portal.opened_on, portal.closed_on))
    values = (
        portal.id, portal.name, portal.url, portal.unit_code, portal.level, portal.platform, opened, closed,
        portal.successor,
    )  # fmt: skip
    db.execute(UPSERT_PORTAL, values)


def store_organisation(db: Database, capture: Capture, capture_id: int, organisation: Organisation) -> None:
    """Keep the newest set of facts that a footer gave, with the first capture that gave it."""
    facts = astuple(organisation)
    if not any(facts):
        return
    sql = """
    SELECT p.organisation, p.address, p.tel, p.fax, p.email, c.fetched_at
    FROM portals p LEFT JOIN captures c ON c.id = p.capture_id WHERE p.id = ?
    """
    held = db.execute(sql, [capture.portal_id]).fetchone()
    older = held[5] is not None and capture.fetched_at < held[5]
    # Captures come nearly in order of time. An older one with other facts is out of date.
    if older != (held[:5] == facts):
        return
    sql = "UPDATE portals SET organisation = ?, address = ?, tel = ?, fax = ?, email = ?, capture_id = ? WHERE id = ?"
    db.execute(sql, [*facts, capture_id, capture.portal_id])
