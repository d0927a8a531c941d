"""The frontier: which addresses are known, and what to fetch when. It is the `urls` table, so that no kill loses it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from sqlite_utils import Database

from crawler.clock import utc_after
from crawler.items import Link, UrlKind
from crawler.portals import Portal
from crawler.postback import MARK, split_posted, with_posted
from crawler.urls import canonical_url

HOME_PRIORITY = 0.0
SITEMAP_PRIORITY = 0.5
FIRST_PAGE_PRIORITY = 1.0
ATTACHMENT_PRIORITY = 1e6
"""Lower is sooner. Files come last: they are many, large, and change no verdict."""

RETRY_SECONDS = (2, 8)
"""Waits after the first and the second failure in a row; after the third the address rests for a day, then 2, 4, 8 …"""
MAX_REST_DAYS = 64
MAX_REDIRECTS = 5
"""How often in a row an address may be sent to another spelling of itself."""


class DueUrl(NamedTuple):
    """One address to fetch, with what a conditional request and a revisit record need to know."""

    id: int
    url: str
    """Canonical address."""
    fetch_url: str
    kind: UrlKind
    etag: str | None
    last_modified: str | None
    failures: int
    last_record_id: str | None
    """Newest whole capture with status 200 that holds a payload of its own; None if there is none."""
    last_payload_sha256: str | None
    last_fetched_at: str | None
    last_requested_url: str | None


INSERT_URL = """
INSERT INTO urls (portal_id, url, fetch_url, kind, found_on, first_seen_at, state, priority, due_at)
VALUES (?, ?, ?, ?, ?, ?, 'due', ?, ?)
ON CONFLICT (portal_id, url) DO NOTHING
"""

# Nearly all links of a page are known: one statement finds those that are not.
WAITING_AT = """
SELECT u.url, iif(u.state = 'due', u.priority, NULL) FROM json_each(?) j CROSS JOIN urls u
WHERE u.portal_id = ? AND u.url = j.value
"""
"""Address -> priority, for those of a JSON list that are known; NULL for one that does not wait."""

# The `+` keeps SQLite to the index that is ordered by priority: it stops after a few rows, however many are due.
NEXT_BATCH = """
WITH next AS (
    SELECT * FROM (
        SELECT id, url, fetch_url, kind, etag, last_modified, failures, priority FROM urls
        WHERE portal_id = :portal AND state = 'due' AND +due_at <= :now
          AND (:kinds IS NULL OR instr(:kinds, ' ' || kind || ' '))
        ORDER BY priority, id LIMIT :limit
    )
    UNION ALL
    SELECT * FROM (
        SELECT id, url, fetch_url, kind, etag, last_modified, failures, priority FROM urls
        WHERE portal_id = :portal AND state = 'done' AND due_at <= :now
          AND (:kinds IS NULL OR instr(:kinds, ' ' || kind || ' '))
        ORDER BY priority, id LIMIT :limit
    )
)
SELECT n.id, n.url, n.fetch_url, n.kind, n.etag, n.last_modified, n.failures,
       c.record_id, c.payload_sha256, c.fetched_at, c.requested_url
FROM next n
LEFT JOIN captures c ON c.id = (
    SELECT id FROM captures
    WHERE url_id = n.id AND status = 200 AND revisit_of IS NULL AND truncated = 0 AND source <> 'import'
    ORDER BY fetched_at DESC, id DESC LIMIT 1
)
ORDER BY n.priority, n.id
LIMIT :limit
"""


# Rows of exchanges that are no page (robots.txt) are known, and never asked for again by the frontier.
ALL_DUE = """
UPDATE urls SET state = 'due', due_at = :now
WHERE portal_id = :portal AND reason IS NOT 'not_a_page' AND (
    state IN ('due', 'done') OR state = 'skipped' AND reason IN ('moved_off_portal', 'redirect_loop', 'too_large')
)
"""
AGED_DUE = "UPDATE urls SET state = 'due' WHERE portal_id = :portal AND state = 'done' AND due_at <= :now"

# robots.txt may have changed since; to ask it again costs no request.
FORBIDDEN_DUE = """
UPDATE urls SET state = 'due', reason = NULL, due_at = :now
WHERE portal_id = :portal AND state = 'skipped' AND reason = 'robots_disallowed'
"""

# What only a form leads to is reached by walking its list from the first page on, not by asking for it.
FORMS_AWAITED = f"""
UPDATE urls SET state = 'done', reason = 'awaits_form', due_at = NULL
WHERE portal_id = :portal AND state = 'due' AND instr(url, '{MARK}')
"""
AWAITED = "portal_id = :portal AND url >= :list AND url < :list || char(1114111) AND reason = 'awaits_form'"


def seed(db: Database, portal: Portal, *, now: str, full: bool) -> None:
    """Make due where a crawl starts (home, sections, sitemaps, feeds) and what has come of age; with `full`, all."""
    for path, kind, priority in _starts(portal):
        start_at(db, portal, path, kind, now=now, priority=priority)
    db.execute(ALL_DUE if full else AGED_DUE, {"portal": portal.id, "now": now})
    db.execute(FORBIDDEN_DUE, {"portal": portal.id, "now": now})
    db.execute(FORMS_AWAITED, {"portal": portal.id})


def _starts(portal: Portal) -> Iterator[tuple[str, UrlKind, float]]:
    """Yield path, kind and priority of each address that a crawl starts from."""
    yield "/", "listing", HOME_PRIORITY
    for path in (*portal.sitemaps, *portal.feeds):
        yield path, "other", SITEMAP_PRIORITY
    for section in portal.sections:
        yield section.path, "listing", FIRST_PAGE_PRIORITY


def start_address(portal: Portal, path: str) -> tuple[str, str]:
    """Return the canonical address of a path of the portal, and that to fetch."""
    fetch_url = portal.url.rstrip("/") + path
    return canonical_url(fetch_url, portal), fetch_url


def start_at(db: Database, portal: Portal, path: str, kind: UrlKind, *, now: str, priority: float) -> None:
    """Make the address at `path` of the portal due now, known or not."""
    url, fetch_url = start_address(portal, path)
    db.execute(INSERT_URL, [portal.id, url, fetch_url, kind, None, now, priority, now])
    db.execute(
        "UPDATE urls SET state = 'due', reason = NULL, due_at = ?, priority = ? WHERE portal_id = ? AND url = ?",
        [now, priority, portal.id, url],
    )


def add_links(db: Database, portal_id: str, links: Iterable[Link], *, found_on: str, now: str, priority: float) -> int:
    """Insert the addresses that are not known yet, due now; return how many those were.

    A known address that still waits moves forward if it was found at a better place. Attachments always come last.
    """
    ranked = [(link, ATTACHMENT_PRIORITY if link.kind == "attachment" else priority) for link in links]
    held = dict(db.execute(WAITING_AT, [json.dumps([link.url for link, _ in ranked]), portal_id]))
    unknown = [(link, rank) for link, rank in ranked if link.url not in held]
    before = db.conn.total_changes
    db.conn.executemany(
        INSERT_URL,
        [(portal_id, link.url, link.fetch_url, link.kind, found_on, now, rank, now) for link, rank in unknown],
    )
    new = db.conn.total_changes - before
    better = [(link, rank) for link, rank in ranked if (held.get(link.url) or 0.0) > rank]
    db.conn.executemany(
        "UPDATE urls SET priority = ?1 WHERE portal_id = ?2 AND url = ?3 AND state = 'due' AND priority > ?1",
        [(rank, portal_id, link.url) for link, rank in (*unknown, *better)],
    )
    return new


def awaits_form(db: Database, portal_id: str, url: str) -> bool:
    """Return True if a page of the list that `url` is a posted page of was not reached by the last crawl."""
    plain, posted = split_posted(url)
    if not posted:
        return False
    sql = f"SELECT EXISTS (SELECT 1 FROM urls WHERE {AWAITED})"
    return bool(db.execute(sql, {"portal": portal_id, "list": with_posted(plain, MARK)}).fetchone()[0])


def await_no_form(db: Database, portal_id: str, url: str) -> None:
    """Note that a list was walked to its end: what was not reached is no more."""
    plain = with_posted(split_posted(url)[0], MARK)
    db.execute(f"UPDATE urls SET reason = NULL WHERE {AWAITED}", {"portal": portal_id, "list": plain})


def next_batch(
    db: Database,
    portal_id: str,
    *,
    now: str,
    limit: int,
    leased: Collection[int] = (),
    kinds: Collection[str] | None = None,
) -> list[DueUrl]:
    """Return up to `limit` addresses to fetch now, best first, those `leased` already left out."""
    parameters = {
        "portal": portal_id,
        "now": now,
        "limit": limit + len(leased),
        "kinds": None if kinds is None else f" {' '.join(kinds)} ",
    }
    rows = map(DueUrl._make, db.execute(NEXT_BATCH, parameters))
    return [row for row in rows if row.id not in leased][:limit]


def next_due_at(db: Database, portal_id: str, *, now: str, horizon: str) -> str | None:
    """Return when the next retry is due, if that is after `now` and not after `horizon`."""
    sql = "SELECT min(due_at) FROM urls WHERE portal_id = ? AND state = 'due' AND due_at > ? AND due_at <= ?"
    row = db.execute(sql, [portal_id, now, horizon]).fetchone()
    return str(row[0]) if row[0] else None


def ensure_url(db: Database, portal_id: str, url: str, *, fetch_url: str, kind: UrlKind, now: str) -> int:
    """Return the id of an address, inserted if it was not known."""
    known = url_id_of(db, portal_id, url)
    if known is not None:
        return known
    values = [portal_id, url, fetch_url, kind, None, now, FIRST_PAGE_PRIORITY, now]
    return int(db.execute(f"{INSERT_URL} RETURNING id", values).fetchone()[0])


def url_id_of(db: Database, portal_id: str, url: str) -> int | None:
    """Return the id of a canonical address, or None if it is not known."""
    row = db.execute("SELECT id FROM urls WHERE portal_id = ? AND url = ?", [portal_id, url]).fetchone()
    return int(row[0]) if row else None


def settle(db: Database, url_id: int, *, fetched_at: str) -> None:
    """Make sure that an address just fetched is not due as it was before.

    It is, where the answer turned out to belong to another canonical address (the portal file's rules have changed
    since it was found); left so, it would be fetched for ever.
    """
    sql = "SELECT state = 'due' AND due_at < ? AND (checked_at IS NULL OR checked_at < ?) FROM urls WHERE id = ?"
    row = db.execute(sql, [fetched_at, fetched_at, url_id]).fetchone()
    if row and row[0]:
        mark_done(db, url_id, now=fetched_at, reason="other_address")


def mark_done(db: Database, url_id: int, *, now: str, due_at: str | None = None, reason: str | None = None) -> None:
    """Note that an address was fetched in good order, and when it is to be fetched again (None: no date)."""
    db.execute(
        "UPDATE urls SET state = 'done', reason = ?, due_at = ?, checked_at = ?, failures = 0 WHERE id = ?",
        [reason, due_at, now, url_id],
    )


def mark_gone(db: Database, url_id: int, *, now: str, reason: str) -> None:
    """Note that the portal no longer has the page."""
    db.execute(
        "UPDATE urls SET state = 'gone', reason = ?, due_at = NULL, checked_at = ?, failures = 0 WHERE id = ?",
        [reason, now, url_id],
    )


def mark_skipped(db: Database, url_id: int, *, now: str, reason: str) -> None:
    """Note that an address is not to be fetched, and why."""
    db.execute(
        "UPDATE urls SET state = 'skipped', reason = ?, due_at = NULL, checked_at = ? WHERE id = ?",
        [reason, now, url_id],
    )


def mark_failed(db: Database, url_id: int, *, now: str, reason: str) -> None:
    """Note a fetch that told us nothing of the page, and when to try again."""
    row = db.execute("SELECT failures FROM urls WHERE id = ?", [url_id]).fetchone()
    failures = int(row[0]) + 1 if row else 1
    db.execute(
        "UPDATE urls SET state = 'due', reason = ?, due_at = ?, checked_at = ?, failures = ? WHERE id = ?",
        [reason, retry_at(now, failures), now, failures, url_id],
    )


def retry_at(now: str, failures: int) -> str:
    """Return when to try again after so many failures in a row: 2 s, 8 s, 1 day, 2 days, 4 days …"""
    if failures <= len(RETRY_SECONDS):
        return utc_after(now, seconds=RETRY_SECONDS[failures - 1])
    return utc_after(now, days=min(2 ** (failures - len(RETRY_SECONDS) - 1), MAX_REST_DAYS))


def follow_same_page(db: Database, url_id: int, *, now: str, fetch_url: str) -> None:
    """Note that the server spells the address otherwise, and make it due there; give up on a loop."""
    row = db.execute("SELECT failures FROM urls WHERE id = ?", [url_id]).fetchone()
    if int(row[0]) >= MAX_REDIRECTS:
        mark_skipped(db, url_id, now=now, reason="redirect_loop")
        return
    sql = """
    UPDATE urls SET state = 'due', fetch_url = ?, due_at = ?, checked_at = ?, failures = failures + 1 WHERE id = ?
    """
    db.execute(sql, [fetch_url, now, now, url_id])


def make_due(db: Database, url_id: int, *, now: str) -> None:
    """Make an address due now, unless it is one of those that are never fetched."""
    db.execute(
        "UPDATE urls SET state = 'due', reason = NULL, due_at = ? WHERE id = ? AND state <> 'skipped'", [now, url_id]
    )
