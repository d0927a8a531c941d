"""Crawls, the completeness ledger, and the verdict that follows from it."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlite_utils import Database

from crawler.items import Page
from crawler.store.crawls import ensure_crawl, finish_crawl, note_torn_record
from crawler.store.frontier import mark_done, mark_skipped, next_batch, seed
from crawler.store.verdict import FINISH_REASONS, Verdict
from tests.store_samples import (
    CRAWL,
    PORTAL,
    START,
    after,
    article,
    article_page,
    at,
    begin_crawl,
    capture,
    database,
    listing_page,
    one,
    store,
)  # fmt: skip

SECOND = "20260102T000000000Z-vidu"
DAY_2 = after(days=1)


@pytest.fixture
def db(tmp_path: Path) -> Database:
    return database(tmp_path)


def finish(db: Database, reason: str = "finished", crawl_id: str = CRAWL) -> Verdict:
    return finish_crawl(db, crawl_id, finished_at=after(hours=2), reason=reason, requests=7, bytes_=700)


def read(db: Database, *paths: str, crawl_id: str = CRAWL, now: str = START) -> None:
    """Capture articles."""
    for path in paths:
        store(db, capture(path, now, crawl_id=crawl_id), article_page(article(path)))


def read_list(
    db: Database, path: str, *items: str, crawl_id: str = CRAWL, now: str = START, full: bool = False, **values: object
) -> None:
    """Capture one page of the section's list."""
    page = listing_page(path, *items, **values)  # type: ignore[arg-type]
    store(db, capture(path, now, crawl_id=crawl_id), page, full=full)


def run(db: Database, crawl_id: str = CRAWL) -> dict[str, object]:
    return one(db, "SELECT * FROM section_coverage WHERE crawl_id = ?", crawl_id)


def due(db: Database, now: str) -> list[str]:
    return [row.url.removeprefix("http://vidu.example") for row in next_batch(db, "vidu", now=now, limit=99)]


def test_a_crawl_that_read_all_pages_and_captured_all_items_is_complete(db: Database) -> None:
    read_list(db, "/tin-tuc", "/bai/1", "/bai/2", declared=2, next_path="/tin-tuc?p=2")
    read_list(db, "/tin-tuc?p=2", "/bai/3", page=2, declared=2)
    read(db, "/bai/1", "/bai/2", "/bai/3")
    assert finish(db) == ("complete", None)
    row = run(db)
    assert (row["pages_declared"], row["pages_reached"], row["verdict"], row["reason"]) == (2, 2, "complete", None)
    assert (row["items_listed"], row["items_captured"], row["items_skipped"], row["items_missing"]) == (3, 3, 0, 0)


def test_the_row_of_a_finished_crawl_counts_what_it_did(db: Database) -> None:
    read_list(db, "/tin-tuc", "/bai/1", "/bai/2")
    read(db, "/bai/1", "/bai/2")
    finish(db)
    begin_crawl(db, SECOND, DAY_2)
    read_list(db, "/tin-tuc", "/bai/1", "/bai/2", "/bai/3", crawl_id=SECOND, now=DAY_2)
    store(db, capture("/bai/1", DAY_2, crawl_id=SECOND), article_page(article(title="Khác")))
    store(
        db,
        capture("/bai/2", DAY_2, crawl_id=SECOND, status=404),
        Page(url=at("/bai/2"), kind="error", removed="not_found"),
    )
    read(db, "/bai/3", crawl_id=SECOND, now=DAY_2)
    finish(db, crawl_id=SECOND)
    row = one(db, "SELECT * FROM crawls WHERE id = ?", SECOND)
    names = ("requests", "bytes", "captures", "articles_new", "articles_changed", "articles_removed", "verdict")
    assert [row[name] for name in names] == [7, 700, 4, 1, 1, 1, "complete"]


def test_an_item_that_was_not_captured_makes_the_crawl_partial_and_is_named(db: Database) -> None:
    read_list(db, "/tin-tuc", "/bai/1", "/bai/2")
    read(db, "/bai/1")
    verdict, reason = finish(db)
    assert verdict == "partial"
    assert reason == "Tin tức - Sự kiện: 1 of 2 listed pages were not captured, such as http://vidu.example/bai/2"


def test_items_that_are_skipped_or_gone_for_a_reason_are_no_gap(db: Database) -> None:
    read_list(db, "/tin-tuc", "/bai/1", "/bai/2", "/bai/3")
    read(db, "/bai/1")
    gone = Page(url=at("/bai/2"), kind="error", removed="not_found")
    store(db, capture("/bai/2", status=404), gone)
    mark_skipped(db, 4, now=START, reason="robots_disallowed")
    assert finish(db).verdict == "complete"
    assert (run(db)["items_captured"], run(db)["items_skipped"]) == (1, 2)


def test_an_item_that_the_portal_file_ignores_or_that_lies_elsewhere_is_skipped_in_the_ledger(db: Database) -> None:
    page = listing_page("/tin-tuc", "/print/1", "/bai/1")
    rows = page.listing.items  # type: ignore[union-attr]
    elsewhere = rows[0].__class__(url="http://khac.example/1", fetch_url="http://khac.example/1")
    listing = page.listing.__class__(section="Tin tức - Sự kiện", items=(*rows, elsewhere))  # type: ignore[union-attr]
    store(db, capture("/tin-tuc"), Page(url=page.url, kind="listing", listing=listing))
    reasons = dict(db.execute("SELECT url, reason FROM urls WHERE state = 'skipped'").fetchall())
    assert reasons == {at("/print/1"): "ignored", "http://khac.example/1": "off_portal"}


def test_a_page_of_the_list_that_could_not_be_read_makes_the_crawl_partial(db: Database) -> None:
    read_list(db, "/tin-tuc", "/bai/1", declared=2, next_path="/tin-tuc?p=2")
    read(db, "/bai/1")
    store(db, capture("/tin-tuc?p=2", status=500), Page(url=at("/tin-tuc?p=2"), kind="error"))
    assert finish(db).reason == (
        "Tin tức - Sự kiện: a page of its list was not read: http://vidu.example/tin-tuc?p=2 (http_5xx)"
    )


def test_a_list_that_declares_more_pages_than_it_leads_to_makes_the_crawl_partial(db: Database) -> None:
    read_list(db, "/tin-tuc", "/bai/1", declared=5)
    read(db, "/bai/1")
    assert finish(db) == ("partial", "Tin tức - Sự kiện: page 1 of 5 leads to no further page")


def test_a_section_of_the_portal_file_whose_list_was_not_read_makes_the_crawl_partial(db: Database) -> None:
    read(db, "/bai/1")
    assert finish(db) == ("partial", "Tin tức - Sự kiện: no page of its list was read")


def test_an_address_that_failed_makes_the_crawl_partial_and_is_named(db: Database) -> None:
    read_list(db, "/tin-tuc", "/bai/1")
    read(db, "/bai/1")
    store(db, capture("/bai/9", status=503), Page(url=at("/bai/9"), kind="error"))
    assert finish(db) == ("partial", "1 address failed, such as http://vidu.example/bai/9 (http_5xx)")


@pytest.mark.parametrize(
    ("reason", "something_read", "verdict"),
    [
        ("limit", True, "partial"), ("time_limit", True, "partial"), ("interrupted", True, "interrupted"),
        ("killed", False, "interrupted"), ("archive_failed", True, "failed"), ("internal_error", True, "failed"),
        ("unreachable", False, "failed"), ("unreachable", True, "partial"), ("blocked", False, "failed"),
        ("blocked", True, "partial"), ("robots_disallowed", False, "failed"), ("finished", False, "failed"),
    ],
)  # fmt: skip
def test_a_crawl_that_was_stopped_is_judged_by_why_and_by_what_it_got(
    db: Database, reason: str, something_read: bool, verdict: str
) -> None:
    if something_read:
        read_list(db, "/tin-tuc", "/bai/1")
        read(db, "/bai/1")
    assert reason in FINISH_REASONS
    assert finish(db, reason).verdict == verdict


def test_a_challenge_that_comes_with_status_200_is_nothing_that_was_read(db: Database) -> None:
    store(db, capture("/"), Page(url=at("/"), kind="challenge"))
    assert finish(db, "blocked") == ("failed", "blocked")


def test_finishing_again_gives_the_same_rows(db: Database) -> None:
    read_list(db, "/tin-tuc", "/bai/1")
    read(db, "/bai/1")
    finish(db)
    before = (run(db), one(db, "SELECT * FROM crawls"))
    finish(db)
    assert (run(db), one(db, "SELECT * FROM crawls")) == before


def three_pages(db: Database) -> None:
    """A first crawl that reads a list of three pages to its end."""
    seed(db, PORTAL, now=START, full=False)
    for page in (1, 2, 3):
        next_path = f"/tin-tuc?p={page + 1}" if page < 3 else None
        path = f"/tin-tuc?p={page}" if page > 1 else "/tin-tuc"
        read_list(db, path, f"/bai/{page}a", f"/bai/{page}b", page=page, declared=3, next_path=next_path)
        read(db, f"/bai/{page}a", f"/bai/{page}b")
    for path in ("/", "/sitemap.xml", "/rss"):
        mark_done(db, int(str(one(db, "SELECT id FROM urls WHERE url = ?", at(path))["id"])), now=START)
    assert finish(db).verdict == "complete"
    begin_crawl(db, SECOND, DAY_2)


def test_an_incremental_crawl_ends_at_the_first_page_that_brings_nothing_new_and_is_complete(db: Database) -> None:
    three_pages(db)
    read_list(db, "/tin-tuc", "/bai/1a", "/bai/1b", declared=3, next_path="/tin-tuc?p=2", crawl_id=SECOND, now=DAY_2)
    assert "/tin-tuc?p=2" not in due(db, DAY_2)
    assert finish(db, crawl_id=SECOND).verdict == "complete"
    assert run(db, SECOND)["pages_reached"] == 1


def test_an_incremental_crawl_reads_on_while_pages_bring_something_new(db: Database) -> None:
    three_pages(db)
    read_list(db, "/tin-tuc", "/bai/0", "/bai/1a", declared=3, next_path="/tin-tuc?p=2", crawl_id=SECOND, now=DAY_2)
    assert "/tin-tuc?p=2" in due(db, DAY_2)
    read_list(
        db,
        "/tin-tuc?p=2",
        "/bai/1b",
        "/bai/2a",
        page=2,
        declared=4,
        next_path="/tin-tuc?p=3",
        crawl_id=SECOND,
        now=DAY_2,
    )
    assert "/tin-tuc?p=3" not in due(db, DAY_2)


def test_new_items_that_a_feed_has_named_before_still_lead_on_to_the_next_page(db: Database) -> None:
    three_pages(db)
    read(db, "/bai/0a", "/bai/0b", crawl_id=SECOND, now=DAY_2)
    read_list(db, "/tin-tuc", "/bai/0a", "/bai/0b", declared=4, next_path="/tin-tuc?p=2", crawl_id=SECOND, now=DAY_2)
    assert "/tin-tuc?p=2" in due(db, DAY_2)


def test_a_full_crawl_reads_every_page_once(db: Database) -> None:
    three_pages(db)
    values = {"declared": 3, "next_path": "/tin-tuc?p=2", "crawl_id": SECOND, "now": DAY_2, "full": True}
    read_list(db, "/tin-tuc", "/bai/1a", "/bai/1b", **values)
    assert "/tin-tuc?p=2" in due(db, DAY_2)
    read_list(db, "/tin-tuc?p=2", "/bai/2a", "/bai/2b", page=2, **{**values, "next_path": "/tin-tuc"})
    assert "/tin-tuc" not in due(db, DAY_2)


def test_what_was_left_to_read_when_a_crawl_was_killed_is_read_by_the_next(db: Database) -> None:
    read_list(db, "/tin-tuc", "/bai/1", declared=2, next_path="/tin-tuc?p=2")
    begin_crawl(db, SECOND, DAY_2)
    read_list(db, "/tin-tuc", "/bai/1", declared=2, next_path="/tin-tuc?p=2", crawl_id=SECOND, now=DAY_2)
    assert due(db, DAY_2) == ["/bai/1", "/tin-tuc?p=2"]


def test_later_pages_belong_to_the_section_of_the_first_whatever_their_heading(db: Database) -> None:
    read_list(db, "/tin-tuc", "/bai/1", next_path="/tin-tuc?p=2")
    page = listing_page("/tin-tuc?p=2", "/bai/2", page=2)
    listing = page.listing.__class__(section="Trang 2", page=2, items=page.listing.items)  # type: ignore[union-attr]
    store(db, capture("/tin-tuc?p=2"), Page(url=page.url, kind="listing", listing=listing))
    assert db.execute("SELECT count(DISTINCT section_id), count(*) FROM listings").fetchone() == (1, 2)


def test_a_list_without_any_name_is_read_and_has_no_ledger(db: Database) -> None:
    page = listing_page("/dang", "/bai/1")
    listing = page.listing.__class__(section=None, items=page.listing.items)  # type: ignore[union-attr]
    store(db, capture("/dang"), Page(url=page.url, kind="listing", listing=listing))
    assert one(db, "SELECT section_id, items FROM listings") == {"section_id": None, "items": 1}
    assert (db["listing_items"].count, "/bai/1" in due(db, START)) == (0, True)


def test_a_page_that_was_gone_and_is_still_listed_is_asked_for_again_after_a_week(db: Database) -> None:
    read_list(db, "/tin-tuc", "/bai/1")
    store(db, capture("/bai/1", status=404), Page(url=at("/bai/1"), kind="error", removed="not_found"))
    read_list(db, "/tin-tuc", "/bai/1", now=after(days=6))
    assert "/bai/1" not in due(db, after(days=6))
    read_list(db, "/tin-tuc", "/bai/1", now=after(days=7))
    assert "/bai/1" in due(db, after(days=7))


def test_a_crawl_that_is_known_is_not_touched_by_ensuring_it(db: Database) -> None:
    finish(db, "limit")
    before = one(db, "SELECT * FROM crawls")
    ensure_crawl(db, crawl_id=CRAWL, portal=PORTAL, kind="crawl", started_at="x", software="y", settings="z")
    assert one(db, "SELECT * FROM crawls") == before


def test_a_torn_record_is_a_problem_of_its_crawl(db: Database) -> None:
    note_torn_record(db, CRAWL, "x.warc.gz: cut off")
    assert one(db, "SELECT crawl_id, code, message, url FROM problems") == {
        "crawl_id": CRAWL, "code": "record_torn", "message": "x.warc.gz: cut off", "url": None,
    }  # fmt: skip


def test_crawls_of_a_killed_run_are_closed_as_interrupted_when_the_next_one_starts(db: Database) -> None:
    store(db, capture("/bai/1", after(minutes=5)), article_page())
    begin_crawl(db, "20260102T000000000Z-vidu", after(days=1))
    row = one(db, "SELECT verdict, reason, finished_at, captures, bytes, articles_new FROM crawls WHERE id = ?", CRAWL)
    assert row == {
        "verdict": "interrupted", "reason": "killed", "finished_at": after(minutes=5), "captures": 1, "bytes": 1000,
        "articles_new": 1,
    }  # fmt: skip
