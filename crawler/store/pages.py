"""`Page` -> rows: the one place where a capture and what was read in it enter the database.

Live crawl, recovery, import and rebuild all come through here. Storing a capture twice changes nothing.
"""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from sqlite_utils import Database

from crawler import __version__
from crawler.clock import parse_utc, utc_after
from crawler.items import Capture, Link, Page, Problem, UrlKind
from crawler.portals import Portal
from crawler.store.articles import Outcome, revise_owners_of_file, store_article, touch_article
from crawler.store.attachments import store_payload
from crawler.store.captures import capture_id_of, insert_capture, insert_problems, is_newest_of_address, previous_visit
from crawler.store.documents import revise_owners_of_document_file, store_document, touch_document
from crawler.store.frontier import (
    add_links,
    ensure_url,
    follow_same_page,
    mark_done,
    mark_failed,
    mark_skipped,
    url_id_of,
)
from crawler.store.ledger import store_listing
from crawler.store.portals import store_organisation
from crawler.store.removal import store_removal
from crawler.store.sections import store_menu_sections
from crawler.store.sightings import note_sighting, row_id
from crawler.urls import address, capture_url, link

EXTRACTOR = f"kho/{__version__}"
MAX_INTERVAL_DAYS = 64
"""Pages that stay as they are come up for a visit after 1, 2, 4, 8 … days, and then at this interval."""

SITEMAP_LINKS = 1e3
MACHINE_LISTS = ("xml", "json")
ARTICLE_LINKS = 2e3

REVISITED = ("article", "document")
PASSING_REDIRECTS = frozenset({302, 303, 307})
"""A server under maintenance sends us elsewhere for a while; only 301 and 308 say that a page has moved for good."""

KIND_OF_PAGE: dict[str, UrlKind] = {
    "article": "article",
    "document": "document",
    "listing": "listing",
    "document_list": "listing",
    "home": "listing",
}


class Stored(NamedTuple):
    """What storing one capture did."""

    capture_id: int
    new_links: int
    """Addresses that the frontier did not know."""
    article: Outcome | None = None
    """None if the page is no article, or if the capture was stored before."""
    failure: str | None = None
    """Why the answer told us nothing of the page; None if it did."""


def store_page(db: Database, portal: Portal, capture: Capture, page: Page, *, full: bool) -> Stored:
    """Store a capture and all that was read in it. `full`: follow lists to their end, not only to what is known."""
    held = capture_id_of(db, capture.record_id)
    if held is not None:
        return Stored(held, 0)
    kind = _kind(page)
    known = kind or address(capture.requested_url, portal).kind or "other"
    url_id = ensure_url(db, portal.id, page.url, fetch_url=capture.requested_url, kind=known, now=capture.fetched_at)
    capture_id = insert_capture(db, url_id, capture)
    insert_problems(db, capture, capture_id, page.url, _problems(capture, page))
    # What others captured says what the page was, and of the address only what no newer capture says.
    steers = capture.source == "live" or is_newest_of_address(db, url_id, capture)
    if capture.status == 304:
        return _store_unchanged(db, capture, capture_id, url_id, page, steers=steers)
    failure = _failure(capture, page)
    if failure is not None:
        if capture.source == "live":
            mark_failed(db, url_id, now=capture.fetched_at, reason=failure)
        return Stored(capture_id, 0, failure=failure)
    if page.removed is not None:
        store_removal(db, capture, capture_id, url_id, page, steers=steers)
        return Stored(capture_id, 0)
    if 300 <= capture.status < 400:
        return Stored(capture_id, _store_redirect(db, portal, capture, url_id, page))
    return _store_content(db, portal, capture, capture_id, url_id, page, kind=kind, full=full)


def store_exchange(db: Database, portal: Portal, capture: Capture) -> None:
    """Store a capture that is no page of the frontier, such as robots.txt."""
    if capture_id_of(db, capture.record_id) is not None:
        return
    url = capture_url(capture, portal)
    now = capture.fetched_at
    known = url_id_of(db, portal.id, url)
    url_id = known or ensure_url(db, portal.id, url, fetch_url=capture.requested_url, kind="other", now=now)
    insert_capture(db, url_id, capture)
    if known is None:
        mark_done(db, url_id, now=now, reason="not_a_page")


def store_fault(db: Database, portal: Portal, capture: Capture, message: str) -> Stored:
    """Store a capture whose page could not be turned into rows, with the reason, and try again later."""
    url = capture_url(capture, portal)
    url_id = ensure_url(db, portal.id, url, fetch_url=capture.requested_url, kind="other", now=capture.fetched_at)
    capture_id = insert_capture(db, url_id, capture)
    insert_problems(db, capture, capture_id, url, [Problem(code="extraction_crashed", message=message[:500])])
    mark_failed(db, url_id, now=capture.fetched_at, reason="unexpected")
    return Stored(capture_id, 0)


def _kind(page: Page) -> UrlKind | None:
    """Return the kind of address that this turned out to be, None if the page does not tell."""
    return "attachment" if page.payload is not None else KIND_OF_PAGE.get(page.kind)


def _problems(capture: Capture, page: Page) -> list[Problem]:
    """Return the problems of the page, and one for a payload that came in part."""
    problems = list(page.problems)
    if capture.truncated and all(problem.code != "payload_truncated" for problem in problems):
        message = "the server announced another length than it sent; the page was not read"
        problems.append(Problem(code="payload_truncated", message=message))
    return problems


def _failure(capture: Capture, page: Page) -> str | None:
    """Return why this capture says nothing of the page, or None if it does."""
    if capture.truncated:
        return "truncated"
    if page.kind == "challenge":
        return "challenge"
    if capture.status == 429:
        return "http_429"
    if capture.status >= 500:
        return "http_5xx"
    if capture.status >= 400 and page.removed is None:
        return "http_4xx"
    if capture.status in PASSING_REDIRECTS and page.redirect is None and page.removed is None:
        return "sent_elsewhere"
    if page.kind == "error" and page.removed is None and capture.status < 300:
        return "soft_error"
    return None


def _store_unchanged(
    db: Database, capture: Capture, capture_id: int, url_id: int, page: Page, *, steers: bool
) -> Stored:
    """Store that the server said: what you hold is what I have."""
    now, item = capture.fetched_at, row_id(capture.portal_id, page.url)
    note_sighting(db, "address", item, seen_at=now, capture_id=capture_id, state="unchanged")
    known = touch_article(db, capture.portal_id, page.url)
    touch_document(db, capture.portal_id, page.url)
    if steers:
        mark_done(db, url_id, now=now, due_at=_next_visit(db, capture, capture_id, url_id, changed=False))
    return Stored(capture_id, 0, "same" if known else None)


def _store_redirect(db: Database, portal: Portal, capture: Capture, url_id: int, page: Page) -> int:
    """Follow the server to where it sends us, through the frontier; return new addresses.

    Where it sent others once is an address worth asking for, and no more than that.
    """
    now, target = capture.fetched_at, page.redirect
    if capture.source != "live":
        links = [target] if target is not None and target.url != page.url else []
        return add_links(db, portal.id, links, found_on=page.url, now=now, priority=ARTICLE_LINKS)
    if target is None:
        mark_skipped(db, url_id, now=now, reason="moved_off_portal")
        return 0
    if target.url == page.url:
        follow_same_page(db, url_id, now=now, fetch_url=target.fetch_url)
        return 0
    row = db.execute("SELECT priority FROM urls WHERE id = ?", [url_id]).fetchone()
    mark_done(db, url_id, now=now, reason="redirected")
    return add_links(db, portal.id, [target], found_on=page.url, now=now, priority=row[0])


def _store_content(
    db: Database,
    portal: Portal,
    capture: Capture,
    capture_id: int,
    url_id: int,
    page: Page,
    *,
    kind: UrlKind | None,
    full: bool,
) -> Stored:
    """Store a page that says something: its parts, its links, and when to come back."""
    if page.organisation is not None:
        store_organisation(db, capture, capture_id, page.organisation)
    store_menu_sections(db, portal.id, page.sections, rename=capture.source == "live")
    new_links = store_listing(db, portal, capture, capture_id, url_id, page, full=full)
    new_links += _store_links(db, portal, capture, page)
    if page.payload is not None:
        seen = store_payload(db, capture, capture_id, url_id, page.url, page.payload)
        revise_owners_of_file(db, capture, capture_id, page.url, seen)
        revise_owners_of_document_file(db, capture, page.url, seen)
    article: Outcome | None = None
    if page.article is not None:
        article = store_article(db, capture, capture_id, url_id, page.article, extractor=EXTRACTOR)
    outcomes = {article}
    if page.document is not None:
        outcomes.add(store_document(db, capture, capture_id, page.document, extractor=EXTRACTOR))
    for document in page.documents:
        store_document(db, capture, capture_id, document, origin="list", extractor=EXTRACTOR)
    _store_visit(db, capture, capture_id, url_id, kind=kind, changed=not outcomes <= {"same", None})
    return Stored(capture_id, new_links, article)


def _store_links(db: Database, portal: Portal, capture: Capture, page: Page) -> int:
    """Put the links of a page into the frontier, each kind with the priority of the place it was found at."""
    new = 0
    for kind, links in groupby(sorted(page.links, key=attrgetter("kind")), key=attrgetter("kind")):
        priority = _link_priority(page, capture, kind)
        new += add_links(db, portal.id, list(links), found_on=page.url, now=capture.fetched_at, priority=priority)
    return new + _store_attachment_links(db, portal, capture, page)


def _store_attachment_links(db: Database, portal: Portal, capture: Capture, page: Page) -> int:
    """Put the files of an article or document into the frontier, those on the portal's own hosts."""
    owners = [owner for owner in (page.article, page.document, *page.documents) if owner is not None]
    links = [
        Link(url=attachment.url, fetch_url=attachment.fetch_url, kind="attachment")
        for owner in owners
        for attachment in owner.attachments
        if link(attachment.fetch_url, portal, "attachment") is not None
    ]
    return add_links(db, portal.id, links, found_on=page.url, now=capture.fetched_at, priority=ARTICLE_LINKS)


def _link_priority(page: Page, capture: Capture, kind: UrlKind) -> float:
    """Return how soon a link is followed: newest lists first, then sitemaps, then what stands beside articles."""
    if page.kind == "home":
        return 1.0 if kind == "listing" else 1.5
    if page.listing is not None:
        return page.listing.page + (1.0 if kind == "listing" else 0.5)
    return SITEMAP_LINKS if any(kind in (capture.mime or "") for kind in MACHINE_LISTS) else ARTICLE_LINKS


def _store_visit(
    db: Database, capture: Capture, capture_id: int, url_id: int, *, kind: UrlKind | None, changed: bool
) -> None:
    """Note on the address that it was fetched, what it turned out to be, and when to come back."""
    now = capture.fetched_at
    # A live capture counts even if our clock was set back: or the address would be due for ever.
    if capture.source != "live" and not is_newest_of_address(db, url_id, capture):
        return
    db.execute(
        "UPDATE urls SET kind = coalesce(?, kind), etag = ?, last_modified = ? WHERE id = ?",
        [kind, capture.header("etag"), capture.header("last-modified"), url_id],
    )
    mark_done(db, url_id, now=now, due_at=_next_visit(db, capture, capture_id, url_id, changed=changed))


def _next_visit(db: Database, capture: Capture, capture_id: int, url_id: int, *, changed: bool) -> str | None:
    """Return when to come back: a day after a change, else after twice the time since the visit before.

    None for all but articles and documents: lists are read at each crawl, files with `--full` alone.
    """
    now = capture.fetched_at
    kind = db.execute("SELECT kind FROM urls WHERE id = ?", [url_id]).fetchone()[0]
    if kind not in REVISITED:
        return None
    before = previous_visit(db, url_id, capture_id, now)
    if changed or before is None:
        return utc_after(now, days=1)
    days = 2 * (parse_utc(now) - parse_utc(before)).total_seconds() / 86_400
    return utc_after(now, days=min(max(days, 1.0), MAX_INTERVAL_DAYS))
