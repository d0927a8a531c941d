"""Official documents named in texts: numbers, dates, issuers, keys; and what only looks like one."""

from __future__ import annotations

import csv
import re
import time
import unicodedata
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.article_citations import cite
from crawler.extract.citations import find_citations
from crawler.extract.numbers.home import NOWHERE, Home, find_home
from crawler.extract.text import clean
from crawler.items import Article, Citation
from crawler.portals import Portal
from tests.citation_samples import SENTENCES, TRAPS, Cited

HOME = Home(province="ha-noi", is_city=True, district="long-bien")
PUBLISHED = date(2025, 12, 1)
DELIBERATE = {
    "nq|5|2021|tu@?": "nq|5|2021|tu@ha-tinh",  # "của Ban Chấp hành Đảng bộ tỉnh Hà Tĩnh" names the place
    "cv|27|1997|cp": "nq|27|1997|cp",  # "Nghị quyết của Chính phủ số 27/CP" is no letter
}
"""Keys of the reference where we read more than it does."""


def portal_of(host: str, name: str = "Real", level: str = "other") -> Portal:
    return Portal.model_validate({"id": "real", "name": name, "level": level, "url": f"http://{host}/"})


def facts(found: tuple[Citation, ...]) -> tuple[Cited, ...]:
    return tuple(Cited(one.number, one.number_norm or "", one.issued_on, one.issuer) for one in found)


@pytest.mark.parametrize(("sentence", "expected"), SENTENCES, ids=range(len(SENTENCES)))
def test_a_sentence_of_local_news_is_read_as_a_person_reads_it(sentence: str, expected: tuple[Cited, ...]) -> None:
    assert facts(find_citations(sentence, published=PUBLISHED, home=HOME)) == expected


@pytest.mark.parametrize("trap", TRAPS)
def test_what_only_looks_like_a_number_is_no_citation(trap: str) -> None:
    assert find_citations(trap, published=PUBLISHED, home=HOME) == ()


def test_all_traps_and_sentences_in_one_text_give_the_sentences_alone() -> None:
    text = "\n\n".join(part for (sentence, _), trap in zip(SENTENCES, TRAPS, strict=False) for part in (trap, sentence))
    found = find_citations(text, published=PUBLISHED, home=HOME)
    expected = [one for sentence, cited in SENTENCES[: len(TRAPS)] for one in cited]
    assert list(facts(found)) == expected
    assert all(text[one.position : one.position + len(one.raw)] == one.raw for one in found)


def reference(shared: Path) -> list[dict[str, str]]:
    with (shared / "domain" / "citations.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def home_of(row: dict[str, str]) -> Home:
    """Return the place that a row's address tells: `seed` is the portal of quận Long Biên."""
    if row["url"] == "seed":
        return find_home(portal_of("longbien.hanoi.gov.vn", "Quận Long Biên", "district"), "", row["sentence"])
    host = urlsplit(row["url"]).hostname or ""
    return find_home(portal_of(host), row["url"], row["sentence"]) if row["url"].startswith("http") else NOWHERE


def shown(citation: Citation) -> str:
    """Return a number as the reference prints it: `KH 176` where only type and number are given."""
    kind, number = (citation.number_norm or "").split("|")[:2]
    codes = {"kh": "KH", "qd": "QĐ", "nq": "NQ"}
    return citation.number or f"{codes.get(kind, kind)} {number}"


def compare(shared: Path, *, with_place: bool) -> tuple[list[str], list[str], list[tuple[str, str]]]:
    """Return numbers that differ, dates that differ, and keys that differ (reference, ours)."""
    numbers, dates, keys = [], [], []
    for row in reference(shared):
        found = find_citations(clean(row["sentence"]), home=home_of(row) if with_place else NOWHERE)
        wanted = [re.fullmatch(r"(.*?)(?: \((.*?)~?\))?", part.strip()) for part in row["citations"].split(";")]
        if [match[1] for match in wanted if match] != [shown(one) for one in found]:
            numbers.append(row["sentence"])
            continue
        for match, one in zip(wanted, found, strict=True):
            day = match[2] if match and match[2] and len(match[2]) == 10 else None
            dates += [row["sentence"]] if day != one.issued_on else []
        ours = [one.number_norm or "" for one in found]
        theirs = [part.strip() for part in row["normalised"].split(";")]
        keys += [(a, b) for a, b in zip(theirs, ours, strict=True) if a != b]
    return numbers, dates, keys


def test_every_reference_number_and_date_is_found_and_no_other(shared: Path) -> None:
    numbers, dates, keys = compare(shared, with_place=True)
    assert (numbers, dates) == ([], [])
    unsaid = [(theirs, ours) for theirs, ours in keys if DELIBERATE.get(theirs) != ours]
    assert unsaid == [("ctr|3|2016|tu@ha-noi", "ctr|3|2016|tu@?"), ("ctr|6|2016|tu@ha-noi", "ctr|6|2016|tu@?")]


def test_without_the_portals_place_only_the_place_is_missing(shared: Path) -> None:
    numbers, dates, keys = compare(shared, with_place=False)
    assert (numbers, dates) == ([], [])
    wrong = [(a, b) for a, b in keys if b not in (DELIBERATE.get(a), f"{a.rpartition('@')[0]}@?")]
    assert wrong == []
    assert len(keys) <= 8


def test_lines_wrapped_in_mid_citation_and_decomposed_letters_are_read() -> None:
    wrapped = "Thực hiện Kế hoạch số 206/KH-UBND\nngày 08/9/2021\ncủa UBND Thành phố"
    plain = facts(find_citations(clean(wrapped), home=HOME))
    assert plain == (Cited("206/KH-UBND", "kh|206|2021|ubnd@ha-noi", "2021-09-08", "UBND Thành phố"),)
    assert facts(find_citations(wrapped, home=HOME)) == plain
    assert facts(find_citations(clean(unicodedata.normalize("NFD", wrapped)), home=HOME)) == plain


def test_a_citation_never_reaches_into_the_next_paragraph() -> None:
    (found,) = find_citations("Kế hoạch số 206/KH-UBND\n\nngày 08/9/2021 của UBND Thành phố", home=HOME)
    assert (found.raw, found.issued_on, found.issuer) == ("Kế hoạch số 206/KH-UBND", None, None)


def test_a_date_without_a_year_is_of_the_articles_year_or_the_one_before() -> None:
    sentence = "Kế hoạch số 206/KH-UBND ngày 08/9 của UBND Thành phố"
    days = {
        published: find_citations(sentence, published=published)[0].issued_on
        for published in (date(2021, 9, 28), date(2021, 3, 1), None)
    }
    assert list(days.values()) == ["2021-09-08", "2020-09-08", None]


def test_a_day_after_the_article_or_of_another_year_than_the_number_is_no_day() -> None:
    (late,) = find_citations("Kế hoạch số 206/KH-UBND ngày 08/9/2021", published=date(2021, 3, 1))
    assert (late.issued_on, late.number_norm) == (None, "kh|206|?|ubnd@?")
    (other,) = find_citations("Quyết định số 18/2020/QĐ-UBND ngày 04/9/2021")
    assert (other.issued_on, other.number_norm) == (None, "qd|18|2020|ubnd@?")


@pytest.mark.parametrize(
    ("sentence", "home", "key"),
    [
        ("Kế hoạch số 5/KH-UBND của UBND tỉnh", Home(province="nghe-an"), "kh|5|?|ubnd@nghe-an"),
        ("Kế hoạch số 5/KH-UBND của UBND Thành phố", Home("nghe-an", False, True, "vinh"), "kh|5|?|ubnd@vinh"),
        ("Kế hoạch số 5/KH-UBND của UBND Thành phố", Home("ho-chi-minh", True, True, "thu-duc"), "kh|5|?|ubnd@?"),
        ("Kế hoạch số 5/KH-UBND của UBND tỉnh", HOME, "kh|5|?|ubnd@?"),
        ("Nghị quyết số 5-NQ/QU", HOME, "nq|5|?|qu@long-bien"),
        ("Quận ủy Cầu Giấy ban hành Nghị quyết số 5-NQ/QU", HOME, "nq|5|?|qu@?"),
        ("Nghị quyết số 5-NQ/QU của Thành ủy", HOME, "nq|5|?|qu@?"),
        ("Kế hoạch số 5/KH-UBND của UBND phường", HOME, "kh|5|?|ubnd@?"),
    ],
)  # fmt: skip
def test_a_place_that_is_not_named_is_the_portals_own_only_where_that_is_certain(
    sentence: str, home: Home, key: str
) -> None:
    assert [one.number_norm for one in find_citations(sentence, home=home)] == [key]


@pytest.mark.parametrize(
    ("host", "name", "words", "home"),
    [
        ("longbien.hanoi.gov.vn", "Quận Long Biên", "phường Long Biên", Home("ha-noi", True, False, "long-bien")),
        ("caugiay.hanoi.gov.vn", "Real", "Quận ủy Cầu Giấy", Home("ha-noi", True, False, "cau-giay")),
        ("caugiay.hanoi.gov.vn", "Real", "UBND quận", Home("ha-noi", True)),
        ("phucloi.hanoi.gov.vn", "Real", "UBND phường Phúc Lợi", Home("ha-noi", True, False, None, "phuc-loi")),
        (
            "thuongthanh.longbien.hanoi.gov.vn", "Real", "phường Thượng Thanh, quận Long Biên",
            Home("ha-noi", True, False, "long-bien", "thuong-thanh"),
        ),
        ("doluong.nghean.gov.vn", "Huyện Đô Lương", "", Home("nghe-an", False, False, "do-luong")),
        ("hanoi.gov.vn", "Thành phố Hà Nội", "", Home("ha-noi", True)),
        ("vnexpress.net", "VnExpress", "UBND quận Long Biên", Home()),
    ],
)  # fmt: skip
def test_a_portals_place_is_read_from_its_file_its_host_and_the_words_of_a_page(
    host: str, name: str, words: str, home: Home
) -> None:
    assert find_home(portal_of(host, name), "", words) == home


def article(**parts: str) -> Article:
    facts = {"title": None, "text": ""} | parts
    return Article(url="http://longbien.hanoi.gov.vn/x", **facts)  # type: ignore[arg-type]


def test_title_lead_and_text_are_searched_and_short_mentions_take_the_key_of_the_full_one() -> None:
    found = cite(
        article(
            title="Triển khai Kế hoạch số 206/KH-UBND",
            summary="Thực hiện Kế hoạch số 206 ngày 08/9/2021 của UBND Thành phố.",
            text="Kế hoạch số 206/KH-UBND ngày 08/9/2021 của UBND Thành phố.\n\nKế hoạch 206/KH-UBND nêu rõ.",
            published_at="2021-09-28T14:44:00+07:00",
        ),
        portal_of("longbien.hanoi.gov.vn", "Quận Long Biên", "district"),
        "http://longbien.hanoi.gov.vn/x",
    )
    assert [one.field for one in found] == ["title", "summary", "text", "text"]
    assert {one.number_norm for one in found} == {"kh|206|2021|ubnd@ha-noi"}


def test_a_short_mention_that_two_documents_fit_keeps_its_unknown_parts() -> None:
    text = "Kế hoạch số 5/KH-UBND ngày 1/2/2020; Kế hoạch số 5/KH-UBND ngày 1/2/2021; Kế hoạch số 5/KH-UBND"
    found = cite(article(text=text), portal_of("longbien.hanoi.gov.vn"), "")
    assert [one.number_norm for one in found] == ["kh|5|2020|ubnd@?", "kh|5|2021|ubnd@?", "kh|5|?|ubnd@?"]


WORDS = st.sampled_from(
    (
        "Kế hoạch", "số", "206/KH-UBND", "ngày", "08/9/2021", "của", "UBND", "Thành phố", "Quyết định", "12", "/",
        "-", "QĐ", "TU", "Hà Nội", "(", ")", ",", ".", "\n\n", "năm 2020", "NQ/TW", "15", "Ngày 1/1,", "ban hành",
        "Luật", "QH15", "T.Ư", "3-", "1.916/QĐ-TTg", "٣/KH-UBND", "²",
    )
)  # fmt: skip


@given(st.lists(st.one_of(WORDS, st.text(max_size=6)), max_size=30))
def test_any_text_is_read_without_an_exception_and_every_citation_stands_where_it_says(words: list[str]) -> None:
    text = clean(" ".join(words))
    found = find_citations(text, published=PUBLISHED, home=HOME)
    assert all(text[one.position : one.position + len(one.raw)] == one.raw for one in found)
    ends = [one.position + len(one.raw) for one in found]
    assert all(end <= following.position for end, following in zip(ends, found[1:], strict=False))
    assert all(len((one.number_norm or "").split("|")) == 4 for one in found)


@pytest.mark.parametrize(
    "piece",
    ["số 1 ", "Kế hoạch số 12 ", "Luật số 12/2020/QH ", "12/KH-", "1/", "ngày 1/1/2020 ", "12/ABCDEFGHIJKLMNOP"],
)
def test_hostile_texts_take_time_in_proportion_to_their_length(piece: str) -> None:
    started = time.process_time()
    find_citations(piece * (200_000 // len(piece)), published=PUBLISHED, home=HOME)
    assert time.process_time() - started < 5


def test_a_place_goes_on_after_the_end_of_a_line() -> None:
    (found,) = find_citations("QĐ số 15 của UBND TP\nHải Phòng", home=HOME)
    assert found.number_norm == "qd|15|?|?@hai-phong"
