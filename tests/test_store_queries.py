"""What is read back: one article with all that belongs to it, the state of portals, and the views for analysts."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlite_utils import Database

from crawler.items import Page, Problem
from crawler.status import portal_statuses
from crawler.store import queries
from crawler.store.articles import row_id
from crawler.store.crawls import finish_crawl
from tests.store_samples import (
    CRAWL,
    after,
    article,
    article_page,
    at,
    attachment,
    begin_crawl,
    capture,
    database,
    document,
    listing_page,
    one,
    store,
)  # fmt: skip

FIRST = row_id("vidu", at("/bai/1"))


@pytest.fixture
def db(tmp_path: Path) -> Database:
    made = database(tmp_path)
    store(made, capture("/tin-tuc"), listing_page("/tin-tuc", "/bai/1", "/bai/2", declared=1))
    first = capture("/bai/1")
    store(made, first, article_page(article(attachments=(attachment(),))))
    store(made, capture("/bai/1", after(days=1)), article_page(article(title="Khác", views=25)))
    problem = Problem(code="date_missing", field="published_at")
    second = article("/bai/2", published_at=None, views=None, views_status="absent", text="", section=None)
    store(made, capture("/bai/2"), article_page(second, problems=(problem,)))
    store(made, capture("/van-ban/1"), Page(url=at("/van-ban/1"), kind="document", document=document()))
    finish_crawl(made, CRAWL, finished_at=after(days=1), reason="finished", requests=5, bytes_=5000)
    return made


def test_an_article_comes_with_its_section_capture_attachments_revisions_and_views(db: Database) -> None:
    found = queries.get_article(db, FIRST)
    assert found is not None
    assert (found["title"], found["section"], found["portal"]) == ("Khác", "Tin tức - Sự kiện", "Quận Ví Dụ")
    assert [row["revision"] for row in found["revisions"]] == [1, 2]
    assert [row["views"] for row in found["view_counts"]] == [10, 25]
    assert (found["attachments"], found["citations"]) == ([], [])
    assert found["captured_at"] == after(days=1)
    assert str(found["record_id"]).startswith("urn:uuid:")


def test_what_is_not_stored_is_none(db: Database) -> None:
    assert queries.get_article(db, "0" * 16) is None
    assert queries.get_document(db, FIRST) is None


def test_a_document_comes_with_its_capture_and_files(db: Database) -> None:
    found = queries.get_document(db, row_id("vidu", at("/van-ban/1")))
    assert found is not None
    assert (found["number"], found["attachments"], found["captured_url"]) == ("206/KH-UBND", [], at("/van-ban/1"))


def test_an_id_is_found_by_its_beginning_and_by_its_address(db: Database) -> None:
    assert queries.find_ids(db, FIRST[:6]) == [FIRST]
    assert queries.find_ids(db, at("/bai/1")) == [FIRST]
    assert queries.find_ids(db, "") == queries.find_ids(db, "%") == queries.find_ids(db, "\udcff") == []


def test_crawls_come_newest_first(db: Database) -> None:
    begin_crawl(db, "20260105T000000000Z-vidu", after(days=4))
    assert [row["id"][:8] for row in queries.latest_crawls(db)] == ["20260105", "20260101"]
    assert [row["verdict"] for row in queries.latest_crawls(db, "vidu", limit=1)] == [None]
    assert queries.latest_crawls(db, "khac") == []


def test_coverage_names_each_section_and_what_is_missing(db: Database) -> None:
    (row,) = queries.section_coverage(db, CRAWL)
    assert (row["section"], row["items_listed"], row["items_missing"], row["verdict"]) == (
        "Tin tức - Sự kiện", 2, 0, "complete",
    )  # fmt: skip


def test_fill_rates_count_values_and_not_rows(db: Database) -> None:
    rates = {rate.field: (rate.filled, rate.total) for rate in queries.fill_rates(db, "vidu")}
    assert rates["title"] == (2, 2)
    assert rates["published_at"] == rates["views"] == rates["text"] == rates["section"] == (1, 2)
    assert rates["author"] == (0, 2)
    assert {rate.total for rate in queries.fill_rates(db, "khac")} == {0}


def test_one_text_under_several_titles_needs_a_person(db: Database) -> None:
    assert queries.repeated_texts(db, "vidu")["count"] == 0
    box = "Bạn thấy giao diện của trang này thế nào? Đẹp, bình thường, khác"
    for number in range(3, 6):
        read = article(f"/bai/{number}", title=f"Bài số {number}", text=box)
        store(db, capture(f"/bai/{number}"), article_page(read))
    assert queries.repeated_texts(db, "vidu") == {"count": 3, "example": at("/bai/3")}
    (status,) = portal_statuses(db, "vidu", {})
    assert any(
        line.startswith(f"3 articles have the text of others, such as {at('/bai/3')}") for line in status.attention
    )


def test_problems_are_counted_by_code_with_an_example(db: Database) -> None:
    expected = [{"code": "date_missing", "field": "published_at", "count": 1, "example": at("/bai/2")}]
    assert queries.problem_counts(db, crawl_id=CRAWL) == queries.problem_counts(db, portal_id="vidu") == expected
    assert queries.problem_counts(db, portal_id="khac") == []


def test_addresses_are_counted_by_kind_and_state(db: Database) -> None:
    counts = {(row["kind"], row["state"]): row["count"] for row in queries.url_states(db, "vidu")}
    assert counts == {("article", "done"): 2, ("document", "done"): 1, ("listing", "done"): 1, ("attachment", "due"): 1}


def test_a_portal_is_described_by_its_last_crawl_and_what_is_stored_of_it(db: Database) -> None:
    (row,) = queries.portal_states(db)
    assert (row["last_crawl"], row["last_verdict"], row["last_complete_at"]) == (CRAWL, "complete", after())
    assert (row["articles"], row["documents"], row["urls_due"], row["last_problems"]) == (2, 1, 1, 1)


def test_totals_count_the_rows_of_the_tables(db: Database) -> None:
    assert queries.totals(db) == {
        "articles": 2, "documents": 1, "attachments": 0, "captures": 5, "view_counts": 2, "article_revisions": 3,
        "problems": 1,
    }  # fmt: skip


def test_the_newest_article_is_the_one_published_last_that_has_a_text(db: Database) -> None:
    assert queries.newest_article_id(db, "vidu") == FIRST
    assert queries.newest_article_id(db, "khac") is None


def test_daily_views_are_the_last_count_of_each_day_of_the_portals_clock(db: Database) -> None:
    url, counts = at("/bai/1"), [(1.1, 30), (1.2, 31), (3, 40), (4, 7)]
    for days, views in counts:
        store(db, capture("/bai/1", after(days=days)), article_page(article(views=views)))
    rows = list(
        db.query("SELECT day, views, delta, days, reset FROM views_daily WHERE article_id = ?", [row_id("vidu", url)])
    )
    assert [tuple(row.values()) for row in rows] == [
        ("2026-01-01", 10, None, None, None), ("2026-01-02", 31, 21, 1, 0), ("2026-01-04", 40, 9, 2, 0),
        ("2026-01-05", 7, None, 1, 1),
    ]  # fmt: skip


def test_a_count_after_17_o_clock_utc_belongs_to_the_next_day_in_vietnam(db: Database) -> None:
    store(db, capture("/bai/3", after(hours=17)), article_page(article("/bai/3")))
    assert one(db, "SELECT day FROM views_daily WHERE article_id = ?", row_id("vidu", at("/bai/3"))) == {
        "day": "2026-01-02"
    }


def test_the_history_of_an_article_has_its_revisions_and_its_removal(db: Database) -> None:
    store(db, capture("/bai/1", after(days=5), status=404), Page(url=at("/bai/1"), kind="error", removed="not_found"))
    rows = list(db.query("SELECT * FROM article_history WHERE article_id = ? ORDER BY seen_at", [FIRST]))
    assert [(row["revision"], row["changed"]) for row in rows] == [
        (1, '["new"]'), (2, '["title", "attachments"]'), (None, '["removed: suspected"]'),
    ]  # fmt: skip


def test_articles_are_counted_by_month_and_section(db: Database) -> None:
    rows = list(db.query("SELECT month, section, articles, views FROM articles_by_month ORDER BY month"))
    assert [tuple(row.values()) for row in rows] == [(None, None, 1, None), ("2021-09", "Tin tức - Sự kiện", 1, 25)]


def test_views_and_indexes_work_in_a_connection_that_knows_nothing_of_us(db: Database, tmp_path: Path) -> None:
    plain = sqlite3.connect(f"file:{tmp_path / 'archive.db'}?mode=ro", uri=True)
    for name in db.view_names():
        assert plain.execute(f"SELECT * FROM {name}").description is not None, name
    found = [
        plain.execute(f"SELECT count(*) FROM {index} WHERE {index} MATCH 'ke'").fetchone()[0]
        for index in ("articles_fts", "articles_exact", "documents_fts", "documents_exact")
    ]
    assert all(count >= 0 for count in found)
    plain.close()
