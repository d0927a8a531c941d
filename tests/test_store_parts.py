"""What hangs on a page: files, documents, sections, the footer, problems."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlite_utils import Database

from crawler.items import Organisation, Page, Problem, SectionLink
from crawler.store.pages import store_exchange
from tests.store_samples import (
    CRAWL,
    PORTAL,
    START,
    after,
    article,
    article_page,
    at,
    attachment,
    capture,
    database,
    document,
    file_page,
    link,
    one,
    revisions,
    store,
)  # fmt: skip


@pytest.fixture
def db(tmp_path: Path) -> Database:
    return database(tmp_path)


def test_files_are_stored_with_their_article_and_filled_when_they_are_captured(db: Database) -> None:
    store(db, capture("/bai/1"), article_page(article(attachments=(attachment(),))))
    assert one(db, "SELECT state, kind FROM urls WHERE url LIKE '%pdf'") == {"state": "due", "kind": "attachment"}
    assert one(db, "SELECT label, sha256 FROM attachments") == {"label": "Tải về", "sha256": None}
    stored = store(db, capture("/tep/1.pdf", mime="application/pdf"), file_page("/tep/1.pdf"))
    row = one(db, "SELECT mime, bytes, capture_id FROM attachments")
    assert row == {"mime": "application/pdf", "bytes": 4, "capture_id": stored.capture_id}


def test_a_file_that_was_captured_before_its_article_is_known_at_once(db: Database) -> None:
    store(db, capture("/tep/1.pdf", mime="application/pdf"), file_page("/tep/1.pdf"))
    store(db, capture("/bai/1"), article_page(article(attachments=(attachment(),))))
    assert one(db, "SELECT mime FROM attachments")["mime"] == "application/pdf"


def test_files_on_other_hosts_are_named_and_not_fetched(db: Database) -> None:
    elsewhere = attachment(url="http://khac.example/tep/1.pdf", fetch_url="http://khac.example/tep/1.pdf")
    store(db, capture("/bai/1"), article_page(article(attachments=(elsewhere,))))
    assert db["attachments"].count == 1
    assert [row["url"] for row in db.query("SELECT url FROM urls")] == [at("/bai/1")]


def test_attachments_follow_the_page_and_what_it_no_longer_lists_stays_in_the_revision(db: Database) -> None:
    store(
        db, capture("/bai/1"), article_page(article(attachments=(attachment("/tep/1.pdf"), attachment("/tep/2.pdf"))))
    )
    store(db, capture("/bai/1", after(days=1)), article_page(article(attachments=(attachment("/tep/2.pdf"),))))
    assert [row["url"] for row in db.query("SELECT url FROM attachments")] == [at("/tep/2.pdf")]
    kept = json.loads(str(one(db, "SELECT attachments FROM article_revisions WHERE revision = 1")["attachments"]))
    assert [(row["url"], row["label"]) for row in kept] == [(at("/tep/1.pdf"), "Tải về"), (at("/tep/2.pdf"), "Tải về")]


def test_another_file_behind_the_same_address_is_a_revision_of_the_article(db: Database) -> None:
    store(db, capture("/bai/1"), article_page(article(attachments=(attachment(),))))
    store(db, capture("/tep/1.pdf"), file_page("/tep/1.pdf", b"one"))
    assert revisions(db) == [(1, ["new"])]
    store(db, capture("/tep/1.pdf", after(days=1)), file_page("/tep/1.pdf", b"one"))
    assert revisions(db) == [(1, ["new"])]
    store(db, capture("/tep/1.pdf", after(days=2)), file_page("/tep/1.pdf", b"two"))
    assert revisions(db) == [(1, ["new"]), (2, ["attachments"])]
    store(db, capture("/bai/1", after(days=3)), article_page(article(attachments=(attachment(),))))
    assert revisions(db) == [(1, ["new"]), (2, ["attachments"])]


def test_a_document_is_stored_and_its_revision_rises_when_it_changes(db: Database) -> None:
    page = Page(url=at("/van-ban/1"), kind="document", document=document(attachments=(attachment(),)))
    store(db, capture("/van-ban/1"), page)
    other = document(fingerprint="f2", status="Hết hiệu lực", attachments=(attachment(),))
    store(db, capture("/van-ban/1", after(days=1)), Page(url=at("/van-ban/1"), kind="document", document=other))
    row = one(db, "SELECT number, status, revision, first_seen_at, changed_at FROM documents")
    assert row == {
        "number": "206/KH-UBND", "status": "Hết hiệu lực", "revision": 2, "first_seen_at": START,
        "changed_at": after(days=1),
    }  # fmt: skip
    assert one(db, "SELECT document_id, article_id FROM attachments")["article_id"] is None


def test_the_footer_of_the_newest_page_that_has_one_is_kept(db: Database) -> None:
    footer = Organisation(organisation="UBND Quận Ví Dụ", tel="024 1234")
    first = store(db, capture("/bai/1"), article_page(organisation=footer))
    store(db, capture("/bai/2", after(days=1)), article_page(article("/bai/2"), organisation=footer))
    store(db, capture("/bai/3", after(days=1)), article_page(article("/bai/3"), organisation=Organisation()))
    row = one(db, "SELECT organisation, tel, fax, capture_id, name FROM portals")
    assert row == {
        "organisation": "UBND Quận Ví Dụ", "tel": "024 1234", "fax": None, "capture_id": first.capture_id,
        "name": "Quận Ví Dụ",
    }  # fmt: skip
    moved = Organisation(organisation="UBND Quận Ví Dụ", tel="024 9999")
    later = store(db, capture("/bai/4", after(days=2)), article_page(article("/bai/4"), organisation=moved))
    assert one(db, "SELECT tel, capture_id FROM portals") == {"tel": "024 9999", "capture_id": later.capture_id}


def test_a_section_keeps_the_name_of_the_portal_file_then_of_the_menu_then_of_a_page(db: Database) -> None:
    store(db, capture("/bai/1"), article_page(article(section="TIN TỨC – SỰ KIỆN")))
    store(db, capture("/bai/2"), article_page(article("/bai/2", section="ĐẢNG ĐOÀN THỂ")))
    menu = (
        SectionLink(name="Đảng, đoàn thể", url=at("/dang"), topic="party"),
        SectionLink(name="TIN TỨC - SỰ KIỆN", url=at("/khac")),
    )
    store(db, capture("/"), Page(url=at("/"), kind="home", sections=menu))
    store(db, capture("/bai/3"), article_page(article("/bai/3", section="đảng đoàn thể")))
    rows = [(row["name"], row["url"], row["topic"]) for row in db.query("SELECT * FROM sections ORDER BY id")]
    assert rows == [("Tin tức - Sự kiện", at("/tin-tuc"), "news"), ("Đảng, đoàn thể", at("/dang"), "party")]


@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
def test_which_of_two_pages_comes_first_decides_neither_a_section_name_nor_the_capture_of_a_footer(
    db: Database, order: tuple[int, int]
) -> None:
    footer = Organisation(organisation="UBND Quận Ví Dụ")
    visits = {
        number: (capture(f"/bai/{number}", after(hours=number)), article(f"/bai/{number}", section=section))
        for number, section in ((1, "ĐỜI SỐNG"), (2, "Đời sống"))
    }
    for number in order:
        store(db, visits[number][0], article_page(visits[number][1], organisation=footer))
    assert one(db, "SELECT name FROM sections WHERE named_by = 'page'")["name"] == "Đời sống"
    assert one(db, "SELECT c.record_id FROM portals p JOIN captures c ON c.id = p.capture_id") == {
        "record_id": visits[1][0].record_id
    }


def test_a_footer_of_an_older_page_does_not_replace_a_newer_one(db: Database) -> None:
    new, old = Organisation(tel="2"), Organisation(tel="1")
    store(db, capture("/bai/1", after(days=2)), article_page(organisation=new))
    store(db, capture("/bai/2", after(days=1)), article_page(article("/bai/2"), organisation=old))
    assert one(db, "SELECT tel FROM portals")["tel"] == "2"


def test_every_problem_of_a_page_is_a_row_with_its_crawl_capture_and_address(db: Database) -> None:
    problems = (Problem(code="date_unparsed", field="published_at", message="no rule reads it", raw="hôm qua"),)
    stored = store(db, capture("/bai/1"), article_page(problems=problems))
    assert one(db, "SELECT crawl_id, capture_id, url, code, field, message, raw FROM problems") == {
        "crawl_id": CRAWL, "capture_id": stored.capture_id, "url": at("/bai/1"), "code": "date_unparsed",
        "field": "published_at", "message": "no rule reads it", "raw": "hôm qua",
    }  # fmt: skip


def test_links_are_ranked_by_the_place_they_were_found_at(db: Database) -> None:
    store(db, capture("/"), Page(url=at("/"), kind="home", links=(link("/tin-tuc", "listing"), link("/bai/1"))))
    store(
        db,
        capture("/sitemap.xml", mime="application/xml"),
        Page(url=at("/sitemap.xml"), kind="other", links=(link("/bai/2"),)),
    )
    store(db, capture("/bai/9"), article_page(article("/bai/9"), links=(link("/bai/3"),)))
    ranks = dict(db.execute("SELECT substr(url, 20), priority FROM urls WHERE state = 'due'").fetchall())
    assert ranks == {"/tin-tuc": 1.0, "/bai/1": 1.5, "/bai/2": 1e3, "/bai/3": 2e3}


def test_an_exchange_that_is_no_page_is_a_capture_and_nothing_else(db: Database) -> None:
    robots = capture("/robots.txt", mime="text/plain")
    store_exchange(db, PORTAL, robots)
    store_exchange(db, PORTAL, robots)
    assert db["captures"].count == 1
    assert one(db, "SELECT kind, state, reason FROM urls") == {"kind": "other", "state": "done", "reason": "not_a_page"}
