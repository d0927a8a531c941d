"""All about what is now one ward: texts that name it or a unit that it took over from, and portals of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlite_utils import Database

from crawler.errors import ConfigurationError
from crawler.store.filters import Filters
from crawler.store.rows import iter_articles
from crawler.store.search import search
from crawler.units.about import about
from crawler.web.canned import CANNED
from tests.store_samples import article, article_page, capture, database, document, store

TEXTS = {
    "/bai/1": "Hội nghị của phường Bồ Đề.",
    "/bai/2": "Hội nghị tại P. Ngọc Lâm, quận Long Biên.",
    "/bai/3": "Hội nghị dưới gốc cây bồ đề.",
    "/bai/4": "Hội nghị của phường Long Biên.",
    "/bai/5": "Hội nghị của phường Việt Hưng.",
    "/bai/6": "Hội nghị của PHƯỜNG ĐỨC GIANG.",
}


@pytest.fixture
def db(tmp_path: Path) -> Database:
    made = database(tmp_path)
    for path, text in TEXTS.items():
        store(made, capture(path), article_page(article(path, title="Hội nghị", text=text)))
    return made


def found(db: Database, unit: str) -> set[str]:
    return {hit.url[-6:] for hit in search(db, "hội nghị", filters=Filters(unit=about(unit)))}


def test_texts_that_name_a_unit_or_one_it_goes_back_to_are_about_it(db: Database) -> None:
    assert found(db, "phường Bồ Đề") == {"/bai/1", "/bai/2", "/bai/6"}


def test_a_neighbour_in_force_is_not_meant_though_part_of_its_ground_came_from_there(db: Database) -> None:
    assert found(db, "phường Long Biên") >= {"/bai/4"}
    assert "/bai/4" not in found(db, "phường Bồ Đề")


@pytest.mark.parametrize("name", ["bo de", "P. Bồ Đề", "00118"])
def test_a_unit_can_be_named_shortly(db: Database, name: str) -> None:
    assert found(db, name) == found(db, "phường Bồ Đề")


def test_an_export_takes_the_same_articles(db: Database) -> None:
    rows = iter_articles(db, filters=Filters(unit=about("phường Bồ Đề")))
    assert {row["url"][-6:] for row in rows} == found(db, "phường Bồ Đề")


def test_the_question_that_the_browser_has_ready_finds_the_same(db: Database) -> None:
    rows = db.query(CANNED["unit"]["sql"], {"unit": "Phường Bồ Đề"})
    assert {row["url"][-6:] for row in rows} == found(db, "phường Bồ Đề")
    assert list(db.query(CANNED["unit"]["sql"], {"unit": "Phường Không Có"})) == []


def test_all_pages_of_a_portal_of_the_unit_are_about_it_and_a_code_alone_is_not_enough(db: Database) -> None:
    db.execute("UPDATE portals SET unit_code = '00118', name = 'Phường Bồ Đề'")
    assert len(found(db, "phường Bồ Đề")) == len(TEXTS)
    db.execute("UPDATE portals SET name = 'Phường Khác'")
    assert len(found(db, "phường Bồ Đề")) < len(TEXTS)


def test_documents_are_found_by_what_their_abstract_names(db: Database) -> None:
    page = document(abstract="Hội nghị về quy hoạch phường Gia Thụy")
    store(
        db,
        capture(page.url.removeprefix("http://vidu.example")),
        article_page(None, kind="document", article=None, document=page),
    )
    hits = search(db, "hội nghị", filters=Filters(unit=about("phường Bồ Đề")), kind="document")
    assert [hit.url for hit in hits] == [page.url]


@pytest.mark.parametrize("name", ["phường Không Có", "phường Hòa Bình"])
def test_no_unit_or_several_of_one_name_are_said(name: str) -> None:
    with pytest.raises(ConfigurationError, match=r"no such unit|give a code"):
        about(name)


def test_the_database_holds_the_registry_and_what_followed_whom(db: Database) -> None:
    sql = """
        SELECT u.name FROM unit_succession s JOIN unit u ON (u.code, u.valid_from) = (s.old_code, s.old_from)
        WHERE (s.new_code, s.new_from) = ('00118', '2025-07-01') AND u.name = 'Phường Ngọc Lâm'
    """
    assert db.execute("SELECT count(*) FROM unit WHERE level = 'commune' AND valid_to IS NULL").fetchone() == (3321,)
    assert len(db.execute(sql).fetchall()) == 1
