"""Storing a page: what each kind of answer does to the rows."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from crawler.items import Capture, Citation, Page, Problem
from crawler.store import captures
from crawler.store.articles import row_id
from crawler.store.captures import place_of_record, resume_place
from tests.store_samples import (
    START,
    after,
    article,
    article_page,
    at,
    attachment,
    capture,
    database,
    dump,
    file_page,
    link,
    listing_page,
    one,
    revisions,
    store,
)  # fmt: skip


@pytest.fixture
def db(tmp_path: Path) -> Database:
    return database(tmp_path)


def test_a_new_article_is_stored_with_the_values_of_its_page_and_a_first_revision(db: Database) -> None:
    made = article(summary="Tóm tắt", author="Thu Hà", source="Báo", updated_at="2021-09-29T08:00:00+07:00")
    stored = store(db, capture("/bai/1"), article_page(made))
    row = one(db, "SELECT a.*, s.name AS section FROM articles a JOIN sections s ON s.id = a.section_id")
    assert stored.article == "new"
    assert row["id"] == row_id("vidu", at("/bai/1"))
    for name in ("url", "title", "summary", "text", "author", "source", "section", "published_at", "published_raw",
                 "published_precision", "updated_at", "views", "views_status", "views_raw", "fingerprint"):  # fmt: skip
        assert row[name] == getattr(made, name), name
    assert (row["revision"], row["first_seen_at"], row["changed_at"]) == (1, START, None)
    assert (row["capture_id"], revisions(db)) == (stored.capture_id, [(1, ["new"])])


def test_the_id_of_an_article_depends_on_portal_and_address_alone() -> None:
    assert row_id("longbien", "http://longbien.hanoi.gov.vn/a") == "3a3162698d9cfc9e"
    assert row_id("a", "b") != row_id("b", "a")


def test_storing_a_capture_again_changes_nothing(db: Database) -> None:
    again = capture("/bai/1")
    page = article_page(
        article(attachments=(attachment(),)), links=(link("/bai/2"),), problems=(Problem(code="date_missing"),)
    )
    store(db, again, page)
    before = dump(db)
    assert store(db, again, page) == (1, 0, None, None)
    assert dump(db) == before


def test_the_same_page_later_is_seen_again_and_counted_but_no_revision(db: Database) -> None:
    store(db, capture("/bai/1"), article_page(article(views=10)))
    stored = store(db, capture("/bai/1", after(days=1)), article_page(article(views=15)))
    row = one(db, "SELECT * FROM articles")
    assert (stored.article, row["revision"], row["changed_at"]) == ("same", 1, None)
    assert (row["first_seen_at"], row["last_seen_at"], row["views"]) == (START, after(days=1), 15)
    assert row["capture_id"] == stored.capture_id
    series = db.execute("SELECT observed_at, views, own_requests FROM view_counts ORDER BY observed_at").fetchall()
    assert series == [(START, 10, 0), (after(days=1), 15, 1)]


@pytest.mark.parametrize(
    ("field", "value", "named"),
    [
        ("title", "Khác", ["title"]),
        ("text", "Đoạn khác.", ["text"]),
        ("section", "Mục khác", ["section"]),
        ("published_at", "2021-09-29T14:44:00+07:00", ["published_at"]),
        ("attachments", (attachment("/tep/2.pdf"),), ["attachments"]),
        ("links", ("http://vidu.example/bai/7",), ["links"]),
    ],
)
def test_a_change_makes_a_revision_that_names_the_field(
    db: Database, field: str, value: object, named: list[str]
) -> None:
    store(db, capture("/bai/1"), article_page())
    stored = store(db, capture("/bai/1", after(days=1)), article_page(article(**{field: value})))
    assert stored.article == "changed"
    assert revisions(db) == [(1, ["new"]), (2, named)]
    assert one(db, "SELECT revision, changed_at FROM articles") == {"revision": 2, "changed_at": after(days=1)}


def test_a_page_that_is_changed_back_has_three_revisions(db: Database) -> None:
    for day, title in enumerate(("Một", "Hai", "Một")):
        store(db, capture("/bai/1", after(days=day)), article_page(article(title=title)))
    assert [row["title"] for row in db.query("SELECT title FROM article_revisions ORDER BY revision")] == [
        "Một",
        "Hai",
        "Một",
    ]


def test_a_page_without_a_counter_gives_no_view_count_and_a_null(db: Database) -> None:
    store(db, capture("/bai/1"), article_page(article(views=None, views_status="absent", views_raw=None)))
    assert one(db, "SELECT views, views_status FROM articles") == {"views": None, "views_status": "absent"}
    assert db["view_counts"].count == 0


def test_only_our_own_live_and_good_requests_before_count_as_ours(db: Database) -> None:
    store(db, capture("/bai/1", after(hours=0), status=503), Page(url=at("/bai/1"), kind="error"))
    store(db, capture("/bai/1", after(hours=1), source="import"), article_page())
    store(db, capture("/bai/1", after(hours=2)), article_page())
    store(db, capture("/bai/1", after(hours=3)), article_page())
    counted = db.query("SELECT own_requests FROM view_counts ORDER BY observed_at")
    assert [row["own_requests"] for row in counted] == [
        0,
        0,
        1,
    ]


def test_an_older_capture_adds_its_view_count_and_overwrites_nothing_newer(db: Database) -> None:
    store(db, capture("/bai/1", after(days=9)), article_page(article(title="Mới")))
    store(db, capture("/bai/1", after(days=1)), article_page(article(title="Cũ", views=3)))
    assert one(db, "SELECT title, last_seen_at, revision FROM articles") == {
        "title": "Mới", "last_seen_at": after(days=9), "revision": 2,
    }  # fmt: skip
    assert [row["views"] for row in db.query("SELECT views FROM view_counts ORDER BY observed_at")] == [3, 10]


def test_the_citations_of_each_revision_are_kept(db: Database) -> None:
    cited = Citation(position=3, raw="Kế hoạch số 206/KH-UBND", number_norm="206/KH-UBND")
    store(db, capture("/bai/1"), article_page(article(citations=(cited,))))
    store(db, capture("/bai/1", after(days=1)), article_page(article(title="Khác", citations=(cited,))))
    assert [row["revision"] for row in db.query("SELECT revision FROM citations ORDER BY revision")] == [1, 2]
    assert one(db, "SELECT citations, articles FROM cited_documents") == {"citations": 1, "articles": 1}


def test_not_modified_is_a_sighting_and_neither_a_count_nor_a_revision(db: Database) -> None:
    first = store(db, capture("/bai/1"), article_page())
    stored = store(db, capture("/bai/1", after(days=1), status=304), Page(url=at("/bai/1"), kind="other"))
    assert stored.article == "same"
    row = one(db, "SELECT last_seen_at, capture_id, revision FROM articles")
    assert row == {"last_seen_at": after(days=1), "capture_id": first.capture_id, "revision": 1}
    assert db["view_counts"].count == 1
    assert one(db, "SELECT state, due_at FROM urls") == {"state": "done", "due_at": after(days=3)}


def test_a_revisit_is_stored_like_any_capture_and_names_the_record_that_holds_the_payload(db: Database) -> None:
    first = capture("/bai/1")
    store(db, first, article_page())
    store(db, capture("/bai/1", after(days=1), revisit_of=first.record_id), article_page())
    assert [row["revisit_of"] for row in db.query("SELECT revisit_of FROM captures ORDER BY id")] == [
        None,
        first.record_id,
    ]
    assert db["view_counts"].count == 2


@pytest.mark.parametrize(
    ("status", "kind", "reason"),
    [
        (500, "error", "http_5xx"),
        (503, "error", "http_5xx"),
        (429, "error", "http_429"),
        (200, "challenge", "challenge"),
        (403, "challenge", "challenge"),
        (403, "error", "http_4xx"),
        (200, "error", "soft_error"),
    ],
)
def test_an_answer_that_says_nothing_of_the_page_is_kept_and_asked_for_again(
    db: Database, status: int, kind: str, reason: str
) -> None:
    store(db, capture("/bai/1"), article_page())
    before = dump(db)
    page = Page(url=at("/bai/1"), kind=kind, article=None, problems=(Problem(code="soft_error"),))  # type: ignore[arg-type]
    store(db, capture("/bai/1", after(days=1), status=status), page)
    assert one(db, "SELECT state, reason, failures, due_at FROM urls") == {
        "state": "due", "reason": reason, "failures": 1, "due_at": after(days=1, seconds=2),
    }  # fmt: skip
    assert dump(db)["articles"] == before["articles"]
    assert (db["captures"].count, db["problems"].count) == (2, 1)


def test_half_a_page_never_reaches_the_article(db: Database) -> None:
    store(db, capture("/bai/1"), article_page())
    before = dump(db)
    store(db, capture("/bai/1", after(days=1), truncated=True), article_page(article(text="Đoạn m")))
    assert dump(db)["articles"] == before["articles"]
    assert one(db, "SELECT code, url FROM problems") == {"code": "payload_truncated", "url": at("/bai/1")}
    assert one(db, "SELECT state, reason FROM urls") == {"state": "due", "reason": "truncated"}


def test_a_redirect_to_another_page_is_followed_through_the_frontier(db: Database) -> None:
    page = Page(url=at("/bai/cu"), kind="other", redirect=link("/bai/moi"))
    assert store(db, capture("/bai/cu", status=301), page).new_links == 1
    states = {row["url"]: (row["state"], row["reason"]) for row in db.query("SELECT * FROM urls")}
    assert states == {at("/bai/cu"): ("done", "redirected"), at("/bai/moi"): ("due", None)}


@pytest.mark.parametrize(
    ("status", "state", "reason"),
    [(301, "skipped", "moved_off_portal"), (302, "due", "sent_elsewhere"), (307, "due", "sent_elsewhere")],
)
def test_a_redirect_off_the_portal_is_an_end_only_if_it_is_for_good(
    db: Database, status: int, state: str, reason: str
) -> None:
    store(db, capture("/bai/1", status=status), Page(url=at("/bai/1"), kind="other"))
    assert one(db, "SELECT state, reason FROM urls") == {"state": state, "reason": reason}


def test_a_redirect_to_another_spelling_of_the_address_is_tried_five_times_in_a_row(db: Database) -> None:
    for attempt in range(6):
        spelled = link("/bai/1").__class__(url=at("/bai/1"), fetch_url=at(f"/bai/1?s={attempt}"), kind="article")
        store(
            db,
            capture("/bai/1", after(seconds=attempt), status=302),
            Page(url=at("/bai/1"), kind="other", redirect=spelled),
        )
        row = one(db, "SELECT state, reason, fetch_url FROM urls")
        if attempt < 5:
            assert row == {"state": "due", "reason": None, "fetch_url": at(f"/bai/1?s={attempt}")}
    assert (row["state"], row["reason"]) == ("skipped", "redirect_loop")


def test_the_place_of_a_record_is_known_and_that_from_which_on_records_may_lack_rows(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(captures, "IN_FLIGHT", 1)
    assert resume_place(db, "vidu") is None
    first, second = capture("/bai/1"), capture("/bai/2")
    store(db, second, article_page(article("/bai/2")))
    store(db, first, article_page())
    assert resume_place(db, "vidu") == min((c.warc_file, c.warc_offset) for c in (first, second))
    assert place_of_record(db, first.record_id) == (first.warc_file, first.warc_offset)
    assert place_of_record(db, "urn:uuid:unknown") is None
    assert resume_place(db, "vid") is None


VISIT = st.tuples(
    st.sampled_from(["good", "changed", "304", "500", "404", "truncated", "file", "list"]),
    st.integers(0, 100),
)


@settings(max_examples=20, deadline=None)
@given(st.lists(VISIT, max_size=12))
def test_storing_any_history_twice_gives_the_same_rows_as_storing_it_once(
    tmp_path_factory: pytest.TempPathFactory, history: list[tuple[str, int]]
) -> None:
    moments, hours = [], 0
    for what, wait in history:
        hours += wait
        moments.append((what, hours))
    visits = [visit(what, hour, number) for number, (what, hour) in enumerate(moments)]
    once, twice = (database(tmp_path_factory.mktemp("db")) for _ in range(2))
    for what, page in visits:
        store(once, what, page)
        store(twice, what, page)
        store(twice, what, page)
    for what, page in visits:
        store(twice, what, page)
    assert dump(once) == dump(twice)
    assert once.execute("PRAGMA foreign_key_check").fetchall() == []
    for index in ("articles_fts", "articles_exact"):
        twice.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")


def visit(what: str, hour: int, number: int) -> tuple[Capture, Page]:
    """Return what one visit of a history brought."""
    moment = after(hours=hour)
    if what == "file":
        return capture("/tep/1.pdf", moment), file_page("/tep/1.pdf", str(number).encode())
    if what == "list":
        return capture("/tin-tuc", moment), listing_page(
            "/tin-tuc", "/bai/1", f"/bai/{number}", next_path="/tin-tuc?p=2"
        )
    status = int(what) if what.isdigit() else 200
    title = str(number) if what == "changed" else "Đảng"
    page = article_page(article(title=title, attachments=(attachment(),)), links=(link("/bai/2"),))
    if status >= 300:
        page = Page(url=at("/bai/1"), kind="error", removed="not_found" if status == 404 else None)
    return capture("/bai/1", moment, status=status, truncated=what == "truncated"), page
