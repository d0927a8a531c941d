"""Captures arrive in any order, and the history they tell is the same: that of the times when they were made."""

from __future__ import annotations

import random
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from crawler.items import Capture, Citation, Page
from tests.store_samples import (
    after,
    article,
    article_page,
    at,
    attachment,
    capture,
    database,
    document,
    file_page,
    one,
    store,
)

STATES = {
    "articles": "SELECT a.*, c.record_id FROM articles a JOIN captures c ON c.id = a.capture_id ORDER BY a.id",
    "article_revisions": """
        SELECT r.*, c.record_id FROM article_revisions r JOIN captures c ON c.id = r.capture_id
        ORDER BY article_id, revision
    """,
    "view_counts": "SELECT article_id, observed_at, views, raw, own_requests FROM view_counts ORDER BY 1, 2",
    "citations": "SELECT * FROM citations ORDER BY 1, 2, 3, 4",
    "documents": "SELECT d.*, c.record_id FROM documents d JOIN captures c ON c.id = d.capture_id ORDER BY d.id",
    "attachments": "SELECT article_id, document_id, url, position, sha256 FROM attachments ORDER BY 1, 2, 3",
}
SURROGATES = ("seq", "capture_id", "section_id")


def told(db: Database) -> dict[str, list[dict[str, object]]]:
    """All that the captures tell, without keys that are numbers of arrival."""
    return {
        name: [{key: value for key, value in row.items() if key not in SURROGATES} for row in db.query(sql)]
        for name, sql in STATES.items()
    }


FILES = ("/tep/1.pdf", "/tep/2.pdf")
carried = st.sets(st.sampled_from(FILES))


@st.composite
def seen(draw: st.DrawFn) -> tuple[str, Page, int]:
    """Path, page and status of one capture."""
    what = draw(st.sampled_from(("article", "article", "article", "file", "file", "gone", "unchanged", "page", "list")))
    path = draw(st.sampled_from(("/bai/1", "/bai/2")))
    files = tuple(attachment(file) for file in sorted(draw(carried)))
    if what == "article":
        title = draw(st.sampled_from(("Một", "Hai", "Ba")))
        cited = (Citation(position=0, raw=title, number=title),)
        item = article(path, title=title, views=draw(st.integers(0, 9)), attachments=files, citations=cited)
        return path, article_page(item), 200
    if what == "file":
        path = draw(st.sampled_from(FILES))
        return path, file_page(path, draw(st.sampled_from((b"%PDF 1", b"%PDF 2")))), 200
    if what == "gone":
        return path, Page(url=at(path), kind="error", removed="not_found"), 404
    if what == "unchanged":
        return path, Page(url=at(path), kind="other"), 304
    number = draw(st.sampled_from(("1/KH", "2/KH")))
    item = document("/van-ban/1", number=number, fingerprint=f"{what} {number} {len(files)}", attachments=files)
    if what == "page":
        return "/van-ban/1", Page(url=item.url, kind="document", document=item), 200
    return "/van-ban", Page(url=at("/van-ban"), kind="document_list", documents=(item,)), 200


@settings(max_examples=60)
@given(st.lists(seen(), min_size=2, max_size=9), st.randoms(use_true_random=False))
def test_any_order_of_arrival_tells_the_same_history(
    history: list[tuple[str, Page, int]], chance: random.Random
) -> None:
    captures = [
        (capture(path, after(days=number), status=status), page) for number, (path, page, status) in enumerate(history)
    ]
    shuffled = chance.sample(captures, len(captures))
    with (
        TemporaryDirectory() as first,
        TemporaryDirectory() as second,
        closing(database(Path(first))) as in_order,
        closing(database(Path(second))) as as_it_came,
    ):
        for what, page in captures:
            store(in_order, what, page)
        for what, page in shuffled:
            store(as_it_came, what, page)
        assert told(as_it_came) == told(in_order)


@pytest.fixture
def db(tmp_path: Path) -> Database:
    return database(tmp_path)


def revisions(db: Database) -> list[tuple[int, str, str, str]]:
    sql = "SELECT revision, seen_at, title, changed FROM article_revisions ORDER BY revision"
    return [tuple(row) for row in db.execute(sql)]


def imported(path: str, days: int) -> Capture:
    return capture(path, after(days=days), source="import")


def test_a_page_saved_years_ago_is_revision_1_and_the_row_shows_the_newest(db: Database) -> None:
    store(db, capture("/bai/1", after(days=900)), article_page(article(title="Mới")))
    store(db, imported("/bai/1", 0), article_page(article(title="Cũ", views=3)))
    assert revisions(db) == [
        (1, after(days=0), "Cũ", '["new"]'),
        (2, after(days=900), "Mới", '["title"]'),
    ]
    assert one(db, "SELECT title, first_seen_at, last_seen_at, changed_at, revision FROM articles") == {
        "title": "Mới", "first_seen_at": after(days=0), "last_seen_at": after(days=900), "changed_at": after(days=900),
        "revision": 2,
    }  # fmt: skip


def test_a_revision_found_between_two_sightings_of_the_same_text_splits_them(db: Database) -> None:
    store(db, capture("/bai/1", after(days=1)), article_page(article(title="Một")))
    store(db, capture("/bai/1", after(days=9)), article_page(article(title="Một")))
    store(db, imported("/bai/1", 5), article_page(article(title="Hai")))
    assert [row[1:3] for row in revisions(db)] == [
        (after(days=1), "Một"),
        (after(days=5), "Hai"),
        (after(days=9), "Một"),
    ]


def test_an_older_capture_changes_nothing_of_what_the_frontier_knows(db: Database) -> None:
    store(db, capture("/bai/1", after(days=900)), article_page())
    before = one(db, "SELECT * FROM urls")
    store(db, imported("/bai/1", 5), article_page(article(title="Hai")))
    store(db, capture("/bai/1", after(days=6), source="import", status=503), Page(url=at("/bai/1"), kind="error"))
    store(
        db,
        capture("/bai/1", after(days=7), source="import", status=404),
        Page(url=at("/bai/1"), kind="error", removed="gone"),
    )
    assert one(db, "SELECT * FROM urls") == before
    assert one(db, "SELECT removal FROM articles") == {"removal": None}


def test_an_imported_page_that_was_never_crawled_is_due_at_the_next_crawl(db: Database) -> None:
    store(db, imported("/bai/1", 0), article_page())
    assert one(db, "SELECT state, due_at FROM urls") == {"state": "done", "due_at": after(days=1)}
