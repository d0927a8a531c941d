"""The completeness ledger, its evidence: which pages of which list a crawl read, and which items they named."""

from __future__ import annotations

import json
from dataclasses import replace

from sqlite_utils import Database

from crawler.clock import utc_after
from crawler.items import Capture, Link, Listing, Page, UrlKind
from crawler.portals import Portal
from crawler.store.frontier import (
    FIRST_PAGE_PRIORITY,
    add_links,
    await_no_form,
    awaits_form,
    make_due,
    start_address,
    start_at,
)
from crawler.store.sections import section_id_at, section_id_of
from crawler.urls import address, is_ignored, is_on

ASK_AGAIN_DAYS = 7
"""A page that was gone, and is still listed, is asked for again after so many days."""

REVIVE = """
UPDATE urls SET state = 'due', reason = NULL, due_at = :now
WHERE portal_id = :portal AND url = :url AND state = 'gone' AND checked_at <= :before
"""
SKIP = """
UPDATE urls SET state = 'skipped', reason = :reason, due_at = NULL, checked_at = :now
WHERE portal_id = :portal AND url = :url AND state = 'due'
"""
# Whether a list went on behind its first page: 0 if it did not, NULL if this crawl has not read it.
GOES_ON = """
SELECT max(l.next_url_id IS NOT NULL) FROM listings l
JOIN urls u ON u.id = l.url_id
WHERE u.portal_id = ? AND u.url = ? AND l.crawl_id = ?
"""
INSERT_LISTING = """
INSERT INTO listings (capture_id, crawl_id, section_id, url_id, next_url_id, page, pages_declared, items, items_new)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


def store_listing(
    db: Database, portal: Portal, capture: Capture, capture_id: int, url_id: int, page: Page, *, full: bool
) -> int:
    """Store what one page of a list names, put its items and its next page into the frontier; return new addresses.

    The next page is made due if it was unknown, if everything is to be read (`full`), or if this page named something
    that no earlier crawl has seen listed: so an incremental crawl ends at the first page that brings nothing new.
    """
    listing = page.listing
    if listing is None:
        return 0
    new_urls = _store_items(db, portal, capture, page)
    if capture.source != "live":
        # The ledger says what a crawl of ours has read; lists that others saved name addresses, no more.
        return new_urls + _store_next(db, portal.id, capture, listing, page.url, again=False)[1]
    section_id = _section_of(db, portal.id, url_id, page)
    listing = _without_cycle(db, capture, section_id, listing)
    if section_id is None:
        news = _first_seen(db, portal.id, capture.crawl_id, listing)
    else:
        news = _note_items(db, portal.id, capture.crawl_id, section_id, listing)
    again = full or news > 0 or not _was_read_to_the_end(db, section_id, url_id)
    again = again or awaits_form(db, portal.id, listing.next_url or "")
    if listing.next_url is None:
        await_no_form(db, portal.id, page.url)
    next_id, next_new = _store_next(db, portal.id, capture, listing, page.url, again=again)
    values = [
        capture_id, capture.crawl_id, section_id, url_id, next_id, listing.page, listing.pages_declared,
        len({item.url for item in listing.items}), news,
    ]  # fmt: skip
    db.execute(INSERT_LISTING, values)
    return new_urls + next_new


def _section_of(db: Database, portal_id: str, url_id: int, page: Page) -> int | None:
    """Return the section that a page of a list belongs to: by its address, by the page before it, by its heading."""
    at = section_id_at(db, portal_id, page.url)
    if at is not None:
        return at
    sql = """
    SELECT section_id FROM listings WHERE next_url_id = ? AND section_id IS NOT NULL ORDER BY capture_id DESC LIMIT 1
    """
    row = db.execute(sql, [url_id]).fetchone()
    if row:
        return int(row[0])
    return section_id_of(db, portal_id, page.listing.section if page.listing else None)


def _store_items(db: Database, portal: Portal, capture: Capture, page: Page) -> int:
    """Put the items into the frontier; return how many addresses were new.

    Pages that were gone long ago get another chance; what may not be fetched is written down as skipped.
    """
    listing, now = page.listing or Listing(section=None), capture.fetched_at
    kind: UrlKind = "document" if page.kind == "document_list" else "article"
    links = [
        Link(url=item.url, fetch_url=item.fetch_url, kind=address(item.fetch_url, portal).kind or kind)
        for item in listing.items
    ]
    new = add_links(db, portal.id, links, found_on=page.url, now=now, priority=listing.page + 0.5)
    before = utc_after(now, days=-ASK_AGAIN_DAYS)
    for link in links:
        db.execute(REVIVE, {"now": now, "portal": portal.id, "url": link.url, "before": before})
        reason = _why_not(link, portal)
        if reason:
            db.execute(SKIP, {"now": now, "portal": portal.id, "url": link.url, "reason": reason})
    return new


def _why_not(link: Link, portal: Portal) -> str | None:
    """Return why an item must not be fetched, or None if it may."""
    if not is_on(portal, link.fetch_url):
        return "off_portal"
    return "ignored" if is_ignored(link.url, portal) else None


def _without_cycle(db: Database, capture: Capture, section_id: int | None, listing: Listing) -> Listing:
    """Return a page reached by a form without its next page, if this crawl has seen all its items in the list before.

    A server that answers every form with the same page would otherwise be asked without end.
    """
    if not capture.postback or section_id is None or not listing.items:
        return listing
    sql = """
    SELECT EXISTS (SELECT 1 FROM listing_items l JOIN urls u ON u.id = l.url_id
                   WHERE l.crawl_id = ? AND l.section_id = ? AND u.portal_id = ? AND u.url = ?)
    """
    for item in listing.items:
        if not db.execute(sql, [capture.crawl_id, section_id, capture.portal_id, item.url]).fetchone()[0]:
            return listing
    return replace(listing, next_url=None, next_fetch_url=None, next_form=None)


def _note_items(db: Database, portal_id: str, crawl_id: str, section_id: int, listing: Listing) -> int:
    """Write the items into the ledger; return how many of them no earlier crawl has seen listed."""
    fresh = 0
    for url in dict.fromkeys(item.url for item in listing.items):
        row = db.execute("SELECT id FROM urls WHERE portal_id = ? AND url = ?", [portal_id, url]).fetchone()
        sql = "SELECT EXISTS (SELECT 1 FROM listing_items WHERE url_id = ? AND crawl_id < ?)"
        fresh += not db.execute(sql, [row[0], crawl_id]).fetchone()[0]
        db.execute("INSERT OR IGNORE INTO listing_items VALUES (?, ?, ?)", [crawl_id, section_id, row[0]])
    return fresh


FIRST_SEEN = """
SELECT count(*) FROM urls
WHERE portal_id = ? AND url IN (SELECT value FROM json_each(?))
  AND first_seen_at >= (SELECT started_at FROM crawls WHERE id = ?)
"""


def _first_seen(db: Database, portal_id: str, crawl_id: str, listing: Listing) -> int:
    """Return how many items of a list nobody knew before this crawl: what a list of no section has that is new."""
    urls = json.dumps([item.url for item in listing.items])
    return int(db.execute(FIRST_SEEN, [portal_id, urls, crawl_id]).fetchone()[0])


READ_TO_THE_END = """
SELECT EXISTS (
    SELECT 1 FROM listings l JOIN crawls c ON c.id = l.crawl_id
    WHERE l.section_id = ? AND l.next_url_id IS NULL AND l.page >= coalesce(l.pages_declared, 1)
      AND json_extract(c.settings, '$.options.since') IS NULL
)
"""
# The same of a list of no section, whose pages are those that its own lead on to.
WALKED_TO_THE_END = """
WITH RECURSIVE behind(id) AS (
    SELECT ? UNION
    SELECT l.next_url_id FROM behind b CROSS JOIN captures p ON p.url_id = b.id JOIN listings l ON l.capture_id = p.id
    WHERE l.next_url_id IS NOT NULL
)
SELECT EXISTS (
    SELECT 1 FROM behind b CROSS JOIN captures p ON p.url_id = b.id JOIN listings l ON l.capture_id = p.id
    JOIN crawls c ON c.id = l.crawl_id
    WHERE l.next_url_id IS NULL AND l.page >= coalesce(l.pages_declared, 1)
      AND json_extract(c.settings, '$.options.since') IS NULL
)
"""


def _was_read_to_the_end(db: Database, section_id: int | None, url_id: int) -> bool:
    """Return True if some crawl has read the last page of a list; before that, no crawl may stop early.

    A crawl with `--since` ends lists where they are old enough: its last pages are no ends.
    """
    if section_id is None:
        return bool(db.execute(WALKED_TO_THE_END, [url_id]).fetchone()[0])
    return bool(db.execute(READ_TO_THE_END, [section_id]).fetchone()[0])


def _store_next(
    db: Database, portal_id: str, capture: Capture, listing: Listing, found_on: str, *, again: bool
) -> tuple[int | None, int]:
    """Return the id of the next page's address, made due if it should be read (again), and 1 if it was unknown."""
    if listing.next_url is None:
        return None, 0
    link = Link(url=listing.next_url, fetch_url=listing.next_fetch_url or listing.next_url, kind="listing")
    now, priority = capture.fetched_at, listing.page + 1.0
    new = add_links(db, portal_id, [link], found_on=found_on, now=now, priority=priority)
    row = db.execute("SELECT id FROM urls WHERE portal_id = ? AND url = ?", [portal_id, link.url]).fetchone()
    if again and not new and not _read_in(db, capture.crawl_id, row[0]):
        make_due(db, row[0], now=now)
    return int(row[0]), new


def _read_in(db: Database, crawl_id: str, url_id: int) -> bool:
    """Return True if this crawl has read the address before: without this, a pager that leads back would never end."""
    sql = "SELECT EXISTS (SELECT 1 FROM captures WHERE url_id = ? AND crawl_id = ?)"
    return bool(db.execute(sql, [url_id, crawl_id]).fetchone()[0])


def seed_sections(db: Database, portal: Portal, crawl_id: str, *, now: str) -> None:
    """Make the first page of each section due once more, for lists drift while they are read; one page does not."""
    for section in portal.sections:
        url, _ = start_address(portal, section.path)
        if db.execute(GOES_ON, [portal.id, url, crawl_id]).fetchone()[0] != 0:
            start_at(db, portal, section.path, "listing", now=now, priority=FIRST_PAGE_PRIORITY)
