"""Removal: suspected, confirmed, and back; held against a model over random histories."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from crawler.items import Page
from tests.store_samples import after, article_page, at, capture, database, document, one, store

REMOVED = ("not_found", "gone", "soft_404", "redirected_home")


@pytest.fixture
def db(tmp_path: Path) -> Database:
    return database(tmp_path)


def see(db: Database, hours: float, what: str) -> None:
    """Store one visit of the same article."""
    moment, url = after(hours=hours), at("/bai/1")
    if what == "good":
        store(db, capture("/bai/1", moment), article_page())
    elif what == "unchanged":
        store(db, capture("/bai/1", moment, status=304), Page(url=url, kind="other"))
    elif what in REMOVED:
        store(db, capture("/bai/1", moment, status=404), Page(url=url, kind="error", removed=what))
    elif what == "challenge":
        store(db, capture("/bai/1", moment), Page(url=url, kind="challenge"))
    elif what == "truncated":
        store(db, capture("/bai/1", moment, truncated=True), Page(url=url, kind="other"))
    else:
        store(db, capture("/bai/1", moment, status=int(what)), Page(url=url, kind="error"))


def removal(db: Database) -> tuple[object, object]:
    row = one(db, "SELECT removed_at, removal FROM articles")
    return row["removed_at"], row["removal"]


def address(db: Database) -> dict[str, object]:
    return one(db, "SELECT state, reason, due_at FROM urls")


@pytest.mark.parametrize("why", REMOVED)
def test_a_stored_article_that_looks_removed_is_suspected_and_looked_at_again_the_next_day(
    db: Database, why: str
) -> None:
    see(db, 0, "good")
    see(db, 10, why)
    assert removal(db) == (after(hours=10), "suspected")
    assert address(db) == {"state": "done", "reason": why, "due_at": after(hours=34)}


def test_removal_is_confirmed_after_three_days_and_not_before(db: Database) -> None:
    see(db, 0, "good")
    for hours in (10, 34, 58, 81):
        see(db, hours, "not_found")
        assert removal(db) == (after(hours=10), "suspected")
    see(db, 82, "not_found")
    assert removal(db) == (after(hours=10), "confirmed")
    assert address(db) == {"state": "gone", "reason": "not_found", "due_at": None}


@pytest.mark.parametrize("again", ["good", "unchanged"])
def test_a_page_that_is_good_again_is_not_removed(db: Database, again: str) -> None:
    see(db, 0, "good")
    see(db, 10, "not_found")
    see(db, 20, again)
    assert removal(db) == (None, None)
    assert address(db)["state"] == "done"


@pytest.mark.parametrize("what", ["500", "503", "429", "403", "challenge", "truncated"])
def test_a_server_that_is_down_or_blocking_removes_nothing(db: Database, what: str) -> None:
    see(db, 0, "good")
    see(db, 10, what)
    see(db, 200, what)
    assert removal(db) == (None, None)


def test_a_page_that_was_never_stored_is_gone_at_once(db: Database) -> None:
    see(db, 0, "soft_404")
    assert address(db) == {"state": "gone", "reason": "soft_404", "due_at": None}
    assert db["articles"].count == 0


def test_a_removed_article_keeps_its_text_its_revisions_and_its_views(db: Database) -> None:
    see(db, 0, "good")
    before = one(db, "SELECT title, text, views, capture_id, revision FROM articles")
    for hours in (10, 90):
        see(db, hours, "gone")
    assert one(db, "SELECT title, text, views, capture_id, revision FROM articles") == before
    assert (db["article_revisions"].count, db["view_counts"].count) == (1, 1)


def test_documents_are_removed_the_same_way(db: Database) -> None:
    url = at("/van-ban/1")
    store(db, capture("/van-ban/1"), Page(url=url, kind="document", document=document()))
    for hours, state in ((10, "suspected"), (90, "confirmed")):
        store(
            db, capture("/van-ban/1", after(hours=hours), status=404), Page(url=url, kind="error", removed="not_found")
        )
        assert one(db, "SELECT removal, removed_at FROM documents") == {"removal": state, "removed_at": after(hours=10)}


VISITS = st.lists(
    st.tuples(
        st.integers(1, 100), st.sampled_from(["good", "unchanged", "500", "429", "challenge", "truncated", *REMOVED])
    ),
    max_size=12,
)


def expected(history: list[tuple[int, str]]) -> tuple[int | None, str | None]:
    """Return when and how the article counts as removed, as the rules in words say."""
    since: int | None = None
    state: str | None = None
    hours = 0
    for wait, what in history:
        hours += wait
        if what in ("good", "unchanged"):
            since, state = None, None
        elif what in REMOVED and state is None:
            since, state = hours, "suspected"
        elif what in REMOVED and since is not None and hours - since >= 72:
            state = "confirmed"
    return since, state


@settings(max_examples=60, deadline=None)
@given(VISITS)
def test_after_any_history_the_state_is_what_the_rules_say(
    tmp_path_factory: pytest.TempPathFactory, history: list[tuple[int, str]]
) -> None:
    db = database(tmp_path_factory.mktemp("db"))
    see(db, 0, "good")
    hours = 0
    for wait, what in history:
        hours += wait
        see(db, hours, what)
    since, state = expected(history)
    assert removal(db) == (None if since is None else after(hours=since), state)
    assert (address(db)["state"] == "gone") == (state == "confirmed" and history[-1][1] in REMOVED)
    db.close()
