"""A step -> rows: the one path of live crawl, recovery, import and rebuild."""

from __future__ import annotations

import logging

from sqlite_utils import Database

from crawler.items import Capture, Page
from crawler.replay.steps import CrawlFacts, Step
from crawler.since import published_since
from crawler.store.captures import capture_id_of
from crawler.store.crawls import Verdict, finish_crawl, note_damaged_record, note_torn_record, start_crawl
from crawler.store.faults import is_of_the_file
from crawler.store.frontier import mark_done, mark_failed, mark_skipped, seed, settle, url_id_of
from crawler.store.ledger import seed_sections
from crawler.store.not_given import note_not_given
from crawler.store.pages import Stored, store_exchange, store_fault, store_page
from crawler.store.reasons import SKIPPED
from crawler.store.savepoint import savepoint

logger = logging.getLogger(__name__)


def wanted_part(page: Page, crawl: CrawlFacts) -> Page:
    """Return what a crawl takes of a page: all, but for one with `--since`."""
    return page if crawl.since is None else published_since(page, crawl.since)


def take_page(db: Database, crawl: CrawlFacts, step: Step, capture: Capture, page: Page) -> Stored:
    """Store a page, and settle the address that it was asked for under.

    If its rows cannot be made, which is our fault and not the server's, the capture is kept with the reason.
    """
    held = capture_id_of(db, capture.record_id)
    if held is not None:
        return Stored(held, 0)
    try:
        with savepoint(db):
            stored = store_page(db, crawl.portal, capture, page, full=crawl.full)
            _settle(db, crawl, step.url or page.url, capture)
    except Exception as error:
        if is_of_the_file(error):
            raise
        logger.exception("not stored portal=%s record=%s", crawl.portal.id, capture.record_id)
        return store_fault(db, crawl.portal, capture, repr(error))
    return stored


def _settle(db: Database, crawl: CrawlFacts, url: str, capture: Capture) -> None:
    url_id = url_id_of(db, crawl.portal.id, url) if capture.source == "live" else None
    if url_id is not None:
        settle(db, url_id, fetched_at=capture.fetched_at)


def take_exchange(db: Database, crawl: CrawlFacts, capture: Capture) -> None:
    """Store a record that is no page of the frontier."""
    store_exchange(db, crawl.portal, capture)


def take_simple(db: Database, crawl: CrawlFacts, step: Step) -> Verdict | None:
    """Do a step that stores no record; return the verdict, where the crawl ends."""
    now, portal = step.at or crawl.started_at, crawl.portal
    match step.do:
        case "start":
            start_crawl(
                db, crawl_id=crawl.crawl_id, portal=portal, kind=crawl.kind, started_at=crawl.started_at,
                software=crawl.software, settings=crawl.settings,
            )  # fmt: skip
        case "seed":
            seed(db, portal, now=now, full=crawl.full)
        case "reread":
            seed_sections(db, portal, crawl.crawl_id, now=now)
        case "not_fetched":
            _mark(db, crawl, step, now)
        case "torn":
            note_torn_record(db, crawl.crawl_id, step.message or "")
        case "damaged":
            note_damaged_record(db, crawl.crawl_id, step.url, step.message or "")
        case "not_given":
            note_not_given(db, crawl.crawl_id, step.url, step.message or "", step.listed or "")
        case "finish":
            requests, bytes_ = step.requests or 0, step.bytes or 0
            reason = step.reason or "internal_error"
            return finish_crawl(
                db, crawl.crawl_id, finished_at=now, reason=reason, requests=requests, bytes_=bytes_
            )  # fmt: skip
        case "page" | "exchange":
            raise ValueError(f"a record is missing: {step.record}")
    return None


def _mark(db: Database, crawl: CrawlFacts, step: Step, now: str) -> None:
    """Note in the frontier why there is no response."""
    url_id = url_id_of(db, crawl.portal.id, step.url or "")
    if url_id is None:
        return
    reason = step.reason or "unexpected"
    if reason == "awaits_form":
        mark_done(db, url_id, now=now, reason=reason)
        return
    mark = mark_skipped if reason in SKIPPED else mark_failed
    mark(db, url_id, now=now, reason=reason)
