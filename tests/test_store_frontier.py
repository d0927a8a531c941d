"""The frontier: what is due, in which order, and when again."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from crawler.clock import parse_utc
from crawler.store import frontier
from crawler.store.ledger import seed_sections
from crawler.store.pages import store_exchange
from tests.store_samples import (
    PORTAL,
    START,
    after,
    article_page,
    at,
    capture,
    database,
    file_page,
    link,
    listing_page,
    one,
    store,
)  # fmt: skip


@pytest.fixture
def db(tmp_path: Path) -> Database:
    return database(tmp_path)


def due(db: Database, now: str = START, *, limit: int = 100, **values: object) -> list[str]:
    """Return the paths that are due, best first."""
    batch = frontier.next_batch(db, "vidu", now=now, limit=limit, **values)  # type: ignore[arg-type]
    return [row.url.removeprefix("http://vidu.example") for row in batch]


def add(db: Database, *paths: str, priority: float = 5, kind: str = "article", now: str = START) -> int:
    links = [link(path, kind) for path in paths]
    return frontier.add_links(db, "vidu", links, found_on=at("/"), now=now, priority=priority)


def url_id(db: Database, path: str) -> int:
    return int(str(one(db, "SELECT id FROM urls WHERE url = ?", at(path))["id"]))


def state(db: Database, path: str) -> tuple[object, object, object, object]:
    row = one(db, "SELECT state, reason, due_at, failures FROM urls WHERE url = ?", at(path))
    return row["state"], row["reason"], row["due_at"], row["failures"]


def test_a_crawl_starts_from_home_then_sitemap_and_feed_then_the_sections(db: Database) -> None:
    frontier.seed(db, PORTAL, now=START, full=False)
    assert due(db) == ["/", "/sitemap.xml", "/rss", "/tin-tuc"]


def test_seeding_again_makes_the_starts_due_again_and_adds_no_row(db: Database) -> None:
    frontier.seed(db, PORTAL, now=START, full=False)
    for path in due(db):
        frontier.mark_done(db, url_id(db, path), now=START)
    frontier.seed(db, PORTAL, now=after(days=1), full=False)
    assert due(db, after(days=1)) == ["/", "/sitemap.xml", "/rss", "/tin-tuc"]
    assert db["urls"].count == 4


def test_what_robots_txt_forbade_is_held_against_it_again_at_each_crawl(db: Database) -> None:
    add(db, "/bai/1")
    frontier.mark_skipped(db, url_id(db, "/bai/1"), now=START, reason="robots_disallowed")
    frontier.seed(db, PORTAL, now=after(days=1), full=False)
    assert "/bai/1" in due(db, after(days=1))


def test_seeding_leaves_what_is_not_yet_due_alone_unless_everything_is_asked_for(db: Database) -> None:
    add(db, "/bai/1", "/bai/2", "/bai/3", "/bai/4")
    frontier.mark_done(db, url_id(db, "/bai/1"), now=START, due_at=after(days=2))
    frontier.mark_done(db, url_id(db, "/bai/2"), now=START)
    frontier.mark_skipped(db, url_id(db, "/bai/3"), now=START, reason="too_large")
    frontier.mark_gone(db, url_id(db, "/bai/4"), now=START, reason="not_found")
    frontier.seed(db, PORTAL, now=after(days=1), full=False)
    assert not [path for path in due(db, after(days=1)) if path.startswith("/bai")]
    frontier.seed(db, PORTAL, now=after(days=1), full=True)
    assert [path for path in due(db, after(days=1)) if path.startswith("/bai")] == ["/bai/1", "/bai/2", "/bai/3"]


def test_an_address_whose_answer_belongs_to_another_one_is_not_due_for_ever(db: Database) -> None:
    add(db, "/bai/1")
    leased = frontier.next_batch(db, PORTAL.id, now=after(seconds=1), limit=1)[0]
    frontier.settle(db, leased.id, fetched_at=after(seconds=2))
    assert due(db, after(days=400)) == []


def test_a_failure_just_noted_is_not_settled_away(db: Database) -> None:
    add(db, "/bai/1")
    leased = frontier.next_batch(db, PORTAL.id, now=after(seconds=1), limit=1)[0]
    frontier.mark_failed(db, leased.id, now=after(seconds=2), reason="http_5xx")
    frontier.settle(db, leased.id, fetched_at=after(seconds=2))
    assert due(db, after(days=1)) == ["/bai/1"]


def test_what_has_come_of_age_is_due_without_being_asked_for(db: Database) -> None:
    add(db, "/bai/1")
    frontier.mark_done(db, url_id(db, "/bai/1"), now=START, due_at=after(days=2))
    assert due(db, after(days=1.9)) == []
    assert due(db, after(days=2)) == ["/bai/1"]
    frontier.seed(db, PORTAL, now=after(days=2), full=False)
    assert "/bai/1" in due(db, after(days=2))


def test_robots_txt_is_never_given_out_not_even_when_everything_is_asked_for(db: Database) -> None:
    store_exchange(db, PORTAL, capture("/robots.txt", mime="text/plain"))
    frontier.seed(db, PORTAL, now=START, full=True)
    assert "/robots.txt" not in due(db)


def test_only_unknown_addresses_count_as_new(db: Database) -> None:
    assert add(db, "/bai/1", "/bai/2", "/bai/1") == 2
    assert add(db, "/bai/2", "/bai/3") == 1


def test_addresses_come_by_priority_and_then_in_the_order_they_were_found(db: Database) -> None:
    add(db, "/bai/9", "/bai/8", priority=2)
    add(db, "/bai/1", priority=1)
    assert due(db) == ["/bai/1", "/bai/9", "/bai/8"]


def test_a_waiting_address_moves_forward_when_found_at_a_better_place_and_never_back(db: Database) -> None:
    add(db, "/bai/1", priority=1000)
    add(db, "/bai/2", priority=3)
    add(db, "/bai/1", priority=1.5)
    add(db, "/bai/1", priority=2000)
    assert due(db) == ["/bai/1", "/bai/2"]


def test_attachments_come_last_wherever_they_were_found(db: Database) -> None:
    add(db, "/tep/1.pdf", kind="attachment", priority=0)
    add(db, "/bai/1", priority=2000)
    assert due(db) == ["/bai/1", "/tep/1.pdf"]


def test_a_batch_is_as_long_as_asked_and_leaves_out_what_is_leased(db: Database) -> None:
    add(db, *(f"/bai/{number}" for number in range(6)))
    leased = {url_id(db, "/bai/0"), url_id(db, "/bai/2")}
    assert due(db, limit=3, leased=leased) == ["/bai/1", "/bai/3", "/bai/4"]


def test_a_batch_can_be_of_some_kinds_alone(db: Database) -> None:
    add(db, "/bai/1")
    add(db, "/tep/1.pdf", kind="attachment")
    assert due(db, kinds={"attachment", "document"}) == ["/tep/1.pdf"]
    assert due(db, kinds=set()) == []


def test_a_due_address_brings_the_newest_whole_capture_that_a_revisit_may_refer_to(db: Database) -> None:
    first = capture("/bai/1", headers=(("etag", '"a"'), ("last-modified", "yesterday")))
    store(db, first, article_page())
    second = capture("/bai/1", after(hours=1), headers=(("etag", '"b"'),))
    store(db, second, article_page())
    store(
        db, capture("/bai/1", after(hours=2), revisit_of=second.record_id, headers=(("etag", '"c"'),)), article_page()
    )
    store(db, capture("/bai/1", after(hours=3), status=500), article_page())
    frontier.seed(db, PORTAL, now=after(days=1), full=True)
    (row,) = [row for row in frontier.next_batch(db, "vidu", now=after(days=1), limit=9) if row.kind == "article"]
    assert (row.last_record_id, row.last_payload_sha256) == (second.record_id, second.payload_sha256)
    assert (row.last_fetched_at, row.last_requested_url) == (after(hours=1), at("/bai/1"))
    assert (row.etag, row.last_modified) == ('"c"', None)


def test_an_address_that_fails_is_retried_after_2_and_8_seconds_then_after_1_2_4_days(db: Database) -> None:
    add(db, "/bai/1")
    id_ = url_id(db, "/bai/1")
    waits = []
    for _ in range(6):
        frontier.mark_failed(db, id_, now=START, reason="timeout")
        waits.append((parse_utc(str(state(db, "/bai/1")[2])) - parse_utc(START)).total_seconds())
    assert waits == [2, 8, 86_400, 2 * 86_400, 4 * 86_400, 8 * 86_400]
    assert state(db, "/bai/1")[:2] == ("due", "timeout")


def test_a_good_answer_forgets_the_failures_before_it(db: Database) -> None:
    add(db, "/bai/1")
    frontier.mark_failed(db, url_id(db, "/bai/1"), now=START, reason="timeout")
    frontier.mark_done(db, url_id(db, "/bai/1"), now=START)
    assert state(db, "/bai/1") == ("done", None, None, 0)


@given(st.integers(1, 10_000))
def test_however_often_an_address_fails_it_is_asked_for_again_within_64_days(failures: int) -> None:
    wait = parse_utc(frontier.retry_at(START, failures)) - parse_utc(START)
    assert 2 <= wait.total_seconds() <= 64 * 86_400


def test_the_next_retry_is_known_if_it_lies_before_the_horizon(db: Database) -> None:
    add(db, "/bai/1", "/bai/2", now=START)
    frontier.mark_failed(db, url_id(db, "/bai/1"), now=START, reason="timeout")
    frontier.mark_done(db, url_id(db, "/bai/2"), now=START, due_at=after(seconds=1))
    assert frontier.next_due_at(db, "vidu", now=START, horizon=after(seconds=60)) == after(seconds=2)
    assert frontier.next_due_at(db, "vidu", now=START, horizon=after(seconds=1)) is None
    assert frontier.next_due_at(db, "vidu", now=after(seconds=2), horizon=after(seconds=60)) is None


def test_skipped_and_gone_addresses_are_not_given_out_and_keep_their_reason(db: Database) -> None:
    add(db, "/bai/1", "/bai/2")
    frontier.mark_skipped(db, url_id(db, "/bai/1"), now=START, reason="too_large")
    frontier.mark_gone(db, url_id(db, "/bai/2"), now=START, reason="gone")
    assert due(db, after(days=999)) == []
    assert state(db, "/bai/1")[:2] == ("skipped", "too_large")
    assert state(db, "/bai/2")[:2] == ("gone", "gone")


def test_an_unchanged_article_is_visited_after_1_2_4_days_and_at_last_every_64(db: Database) -> None:
    intervals, day = [], 0.0
    for _ in range(9):
        store(db, capture("/bai/1", after(days=day)), article_page())
        due_at = parse_utc(str(state(db, "/bai/1")[2]))
        intervals.append((due_at - parse_utc(after(days=day))).days)
        day += intervals[-1]
    assert intervals == [1, 2, 4, 8, 16, 32, 64, 64, 64]


def test_a_file_has_no_date_for_another_visit(db: Database) -> None:
    store(db, capture("/tep/1.pdf", mime="application/pdf"), file_page("/tep/1.pdf"))
    assert state(db, "/tep/1.pdf") == ("done", None, None, 0)


def test_each_portal_has_a_frontier_of_its_own(db: Database) -> None:
    db.execute("INSERT INTO portals (id, name, url, level) VALUES ('khac', 'Khác', 'http://khac/', 'ward')")
    add(db, "/bai/1")
    assert frontier.next_batch(db, "khac", now=after(days=1), limit=9) == []


def test_a_batch_is_found_without_sorting_all_that_is_due(db: Database) -> None:
    parameters = {"portal": "vidu", "now": START, "limit": 8, "kinds": None}
    plan = [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {frontier.NEXT_BATCH}", parameters)]
    assert any("USING INDEX urls_next (portal_id=? AND state=?)" in step for step in plan)


@pytest.mark.parametrize(("following", "again"), [("/tin/2", True), (None, False)])
def test_at_the_end_lists_of_several_pages_are_begun_again_and_those_of_one_page_are_not(
    db: Database, following: str | None, *, again: bool
) -> None:
    section = PORTAL.sections[0]
    frontier.seed(db, PORTAL, now=START, full=False)
    what = capture(section.path)
    store(db, what, listing_page(section.path, "/bai/1", next_path=following))
    later = after(hours=1)
    assert section.path not in due(db, later)
    seed_sections(db, PORTAL, what.crawl_id, now=later)
    assert (section.path in due(db, later)) == again
    seed_sections(db, PORTAL, "another-crawl", now=later)
    assert section.path in due(db, later)
