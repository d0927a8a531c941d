"""Search in Vietnamese: with and without marks, in either spelling, whatever a person types."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from crawler.items import Page
from crawler.store.database import open_read_only
from crawler.store.filters import Filters
from crawler.store.search import search
from crawler.store.searchquery import read_query
from crawler.store.snippet import make_snippet
from crawler.store.spelling import spellings
from tests.store_samples import after, article, article_page, at, capture, database, document, store

NEWS, LIFE = "Tin tức - Sự kiện", "Đời sống"
TEXTS = {
    "1": ("Làm tốt công tác dân vận", "Phường làm tốt công tác dân vận khéo.", NEWS, "2021-09-28T14:44:00+07:00"),
    "2": ("Đàn vạn con vịt", "Đàn vạn con vịt qua đường.", LIFE, "2021-10-01"),
    "3": ("Vận động nhân dân", "Nhân dân vận dụng; vận tải, dân cư.", NEWS, "2022-01-05T08:00:00+07:00"),
    "4": ("Uỷ ban nhân dân hoà giải", "Uỷ ban kĩ thuật ban hành Kế hoạch số 206/KH-UBND.", LIFE, None),
    "5": ("Ủy ban", "Kế hoạch số 06/KH-UBND về kỹ thuật; tòa án ban hành.", LIFE, "2020-05-05T00:00:00+07:00"),
}


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    folder: Path = tmp_path_factory.mktemp("search")
    writer = database(folder)
    for name, (title, text, section, published_at) in TEXTS.items():
        made = article(f"/bai/{name}", title=title, text=text, section=section, published_at=published_at)
        store(writer, capture(f"/bai/{name}"), article_page(made))
    store(writer, capture("/van-ban/1"), Page(url=at("/van-ban/1"), kind="document", document=document()))
    writer.close()
    reader = open_read_only(folder / "archive.db")
    yield reader
    reader.close()


def found(db: Database, query: str, **filters: str) -> list[str]:
    """Return the numbers of the articles that answer a query, best first."""
    return [hit.url.rsplit("/", 1)[1] for hit in search(db, query, filters=Filters(**filters))]


def test_a_query_without_marks_finds_the_words_with_marks(db: Database) -> None:
    assert found(db, "cong tac dan van") == ["1"]


def test_a_query_with_marks_puts_what_is_spelled_so_before_what_only_looks_alike(db: Database) -> None:
    hits = [(hit.url[-1], hit.tier) for hit in search(db, "dân vận")]
    assert hits == [("1", 1), ("3", 1), ("2", 3)]


def test_a_phrase_comes_before_the_same_words_apart(db: Database) -> None:
    assert [hit.tier for hit in search(db, "vận động nhân dân")] == [1]
    tiers = {hit.url[-1]: hit.tier for hit in search(db, "nhân dân ban")}
    assert tiers["4"] == 2


def test_d_with_and_without_its_bar_is_one_letter_for_folded_search(db: Database) -> None:
    assert found(db, "duong") == found(db, "đường") == ["2"]


@pytest.mark.parametrize("query", ["Uỷ ban", "Ủy ban", "uy ban", "UỶ BAN", unicodedata.normalize("NFD", "Ủy ban")])
def test_both_places_of_the_tone_mark_find_both(db: Database, query: str) -> None:
    assert sorted(found(db, query)) == ["4", "5"]


@pytest.mark.parametrize("query", ["kỹ thuật", "kĩ thuật", "ky thuat", "ki thuat"])
def test_i_and_y_find_each_other(db: Database, query: str) -> None:
    assert sorted(found(db, query)) == ["4", "5"]


@pytest.mark.parametrize(
    ("query", "article"),
    [("hòa giải", "4"), ("hoà giải", "4"), ("HÒA GIẢI", "4"), ("hoa giai", "4"), ("toà án", "5"), ("tòa án", "5")],
)
def test_hoa_and_toa_are_found_wherever_the_mark_stands(db: Database, query: str, article: str) -> None:
    assert found(db, query) == [article]


def test_a_document_number_is_one_phrase_and_not_a_part_of_another(db: Database) -> None:
    assert found(db, "206/KH-UBND") == ["4"]
    assert found(db, "06/KH-UBND") == ["5"]


def test_quoted_words_must_stand_together(db: Database) -> None:
    assert found(db, '"dân vận" khéo') == ["1"]
    assert sorted(found(db, "vận dân")) == ["1", "2", "3"]
    assert found(db, '"vận dân"') == []


def test_hits_can_be_kept_to_a_section_by_name_or_topic_and_to_a_period(db: Database) -> None:
    assert found(db, "ban", section="doi song") == found(db, "ban", section="Đời sống")
    assert sorted(found(db, "dân", section="news")) == ["1", "3"]
    assert found(db, "dan", since="2021-10-01", until="2021-12-31") == ["2"]
    assert found(db, "dan van", since="2021-09-28", until="2021-09-28") == ["1"]
    assert found(db, "dan", portal="khac") == []


def test_an_article_without_a_day_is_in_no_period(db: Database) -> None:
    assert "4" in found(db, "ban")
    assert "4" not in found(db, "ban", since="1900-01-01")


def test_pages_of_hits_follow_each_other(db: Database) -> None:
    whole = [hit.id for hit in search(db, "ban")]
    assert [hit.id for start in range(len(whole)) for hit in search(db, "ban", limit=1, offset=start)] == whole
    assert len(whole) == len(set(whole)) == 2


def test_documents_are_found_by_number_and_by_what_they_are_about(db: Database) -> None:
    for query in ("206/KH-UBND", "duong sat", "Đường sắt"):
        (hit,) = search(db, query, kind="document")
        assert (hit.title, hit.published_at, hit.section) == (
            "Kế hoạch tuyên truyền Đề án đường sắt", "2021-09-08", "Kế hoạch",
        )  # fmt: skip


def test_the_snippet_shows_the_text_as_printed_with_the_matches_marked(db: Database) -> None:
    (hit,) = search(db, "cong tac dan van")
    assert [hit.snippet[start:end] for start, end in hit.marks] == ["công", "tác", "dân", "vận"]


def test_a_long_text_is_cut_around_the_match_at_spaces() -> None:
    snippet = make_snippet("đầu " * 100 + "dân vận khéo" + " cuối" * 100, read_query('"dan van"'))
    ((start, end),) = snippet.marks
    assert snippet.text[start:end] == "dân vận"
    assert snippet.text.startswith("… đầu ")
    assert snippet.text.endswith(" cuối …")
    assert len(snippet.text) < 200


def test_search_goes_on_finding_what_was_changed_and_no_longer_what_it_was(tmp_path: Path) -> None:
    db = database(tmp_path)
    store(db, capture("/bai/1"), article_page(article(title="Đường cũ", text="x")))
    store(db, capture("/bai/1", after(days=1)), article_page(article(title="Phố mới", text="x")))
    assert (found(db, "duong"), found(db, "pho moi"), found(db, "đường cũ")) == ([], ["1"], [])
    for index in ("articles_fts", "articles_exact"):
        db.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")


def test_the_index_lives_through_vacuum_and_rebuild(tmp_path: Path) -> None:
    db = database(tmp_path)
    for number in range(5):
        store(db, capture(f"/bai/{number}"), article_page(article(f"/bai/{number}", title=f"Bài số {number}")))
    db.execute("DELETE FROM view_counts")
    db.execute("DELETE FROM article_revisions WHERE article_id = (SELECT id FROM articles WHERE url LIKE '%/bai/1')")
    db.execute("DELETE FROM articles WHERE url LIKE '%/bai/1'")
    db.execute("VACUUM")
    assert found(db, '"so 3"') == ["3"]
    db.execute("INSERT INTO articles_fts (articles_fts) VALUES ('rebuild')")
    assert (found(db, '"so 4"'), found(db, '"so 1"')) == (["4"], [])


@pytest.mark.parametrize("query", ["", "   ", "***", '"', '""', "'; --", "\x00", "\u0300", "-", "()", "\ud800"])
def test_a_query_without_words_finds_nothing(db: Database, query: str) -> None:
    assert found(db, query) == []


FTS_WORDS = [
    "NEAR(dan van, 3)",
    "title:",
    "NEAR",
    "AND",
    "OR",
    "NOT",
    "ủy",
    "dan",
    "206/KH-UBND",
    "\u0300",
    "K",
    "ﬀ",
    "İ",
]
FTS_SYNTAX = st.sampled_from([*FTS_WORDS, *"\"*-+^:(){}';١漢 \x00\ud800"])
SYNTAX_TEXT = st.builds(str.join, st.sampled_from(["", " "]), st.lists(FTS_SYNTAX, max_size=12))


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=60), SYNTAX_TEXT))
@example("a " * 5000)
@example('"' + "uỷ kỹ hoà " * 300 + '"')
@example("NEAR(")
@example("dan*")
def test_no_text_of_a_person_raises(db: Database, query: str) -> None:
    for kind in ("article", "document"):
        for hit in search(db, query, kind=kind):  # type: ignore[arg-type]
            assert all(0 <= start < end <= len(hit.snippet) for start, end in hit.marks)


@settings(max_examples=200)
@given(st.text(alphabet="aăâeêioôơuưyàáảãạằắẳẵặòóỏõọùúủũụỳýỷỹỵìíỉĩịhklmtsqđ", min_size=1, max_size=6))
def test_the_other_spelling_of_the_other_spelling_is_the_first(syllable: str) -> None:
    for other in spellings(syllable):
        assert set(spellings(other)) == set(spellings(syllable))
        assert len(other) == len(syllable)


@pytest.mark.parametrize("syllable", ["hoàn", "khuỷu", "quyển", "nguy", "di", "oai", "quà"])
def test_a_syllable_that_has_one_spelling_keeps_it(syllable: str) -> None:
    assert spellings(syllable) == (syllable,)


@pytest.mark.parametrize(
    ("one", "other"), [("uỷ", "ủy"), ("hoà", "hòa"), ("khoẻ", "khỏe"), ("kỹ", "kĩ"), ("quý", "quí")]
)
def test_a_syllable_that_has_two_spellings_is_searched_in_both(one: str, other: str) -> None:
    assert spellings(one) == (one, other)
    assert spellings(other) == (other, one)


def test_filters_take_text_that_is_no_valid_unicode(db: Database) -> None:
    bad = "\udcff"
    assert found(db, "dan", portal=bad, section=bad, since=bad, until=bad) == []
