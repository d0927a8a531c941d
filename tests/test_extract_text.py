"""Vietnamese text and its encodings: repaired where it cannot be meant, never respelled."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.decode import decode
from crawler.extract.taxonomy import TOPICS, topic_of
from crawler.extract.text import clean, fold, undouble

WORDS = "Vai trò của công tác dân vận tại quận Long Biên trong giai đoạn mới, Ủy ban và Uỷ ban, hoà và hòa"


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("dân\u200bvận", "dân vận"),
        ("\ufeffdân vận\u200b", "dân vận"),
        ("tr\u00adường", "trường"),
        ("Ðảng bộ", "Đảng bộ"),
        ("nhà nƣớc", "nhà nước"),
        ("vậnnbsp;động", "vận động"),
        ("Phương á !important;n số 18", "Phương án số 18"),
        ("  hai\u00a0\n dòng ", "hai dòng"),
        (unicodedata.normalize("NFD", WORDS), WORDS),
        (WORDS, WORDS),
    ],
)
def test_what_cannot_be_meant_is_repaired_and_spelling_is_kept(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


@given(st.text())
def test_cleaning_twice_is_cleaning_once_and_gives_nfc(text: str) -> None:
    once = clean(text)
    assert unicodedata.is_normalized("NFC", once)
    assert clean(once) == once or "important" in text or "nbsp" in text


@given(st.text(alphabet=st.characters(codec="utf-8", categories=("L", "N", "P", "Z"))))
def test_folded_text_has_the_same_length_so_that_positions_carry_over(text: str) -> None:
    nfc = unicodedata.normalize("NFC", text)
    assert len(fold(nfc)) == len(nfc)


def test_folding_loses_all_marks_and_the_letter_d_with_stroke() -> None:
    assert fold("ĐẢNG ỦY, đường, Uỷ") == "dang uy, duong, uy"


def test_a_doubled_heading_is_printed_once() -> None:
    assert undouble("Văn bản chỉ đạo Văn bản chỉ đạo") == "Văn bản chỉ đạo"
    assert undouble("Văn bản chỉ đạo") == "Văn bản chỉ đạo"


PAGE = f"<html><head><title>t</title></head><body><p>{WORDS}</p></body></html>"
HALF = unicodedata.normalize("NFC", WORDS)


def _as_windows_1258(text: str) -> bytes:
    """Return text in the only form that windows-1258 can write: base letter with its hat, then the tone."""
    parts = []
    for char in text:
        decomposed = unicodedata.normalize("NFD", char)
        tone = "".join(mark for mark in decomposed if mark in "\u0300\u0301\u0303\u0309\u0323")
        parts.append(unicodedata.normalize("NFC", "".join(mark for mark in decomposed if mark not in tone)) + tone)
    return "".join(parts).encode("cp1258")


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (PAGE.encode(), "text/html; charset=utf-8"),
        (PAGE.encode(), "text/html; charset=iso-8859-1"),
        (PAGE.encode(), None),
        (b"\xef\xbb\xbf" + PAGE.encode(), "text/html"),
        (PAGE.encode("utf-16"), "text/html"),
        (_as_windows_1258(PAGE), "text/html; charset=windows-1258"),
        (_as_windows_1258(PAGE.replace("<title>", "<meta charset=windows-1258><title>")), None),
        (_as_windows_1258(PAGE), None),
    ],
)
def test_a_page_is_read_in_the_encoding_its_bytes_prove_or_it_names(body: bytes, content_type: str | None) -> None:
    decoded = decode(body, content_type)
    assert WORDS in clean(decoded.text)
    assert not decoded.lossy


def test_bytes_that_fit_no_encoding_are_said_to_be_lost() -> None:
    assert decode(PAGE.encode() + b"\xff", "text/html; charset=utf-8").lossy


@given(st.binary(), st.none() | st.text(max_size=40))
def test_any_bytes_become_text(body: bytes, content_type: str | None) -> None:
    assert isinstance(decode(body, content_type).text, str)


@pytest.mark.parametrize(
    ("name", "topic"),
    [
        ("Văn bản chỉ đạo của Trung Ương, Thành phố", "documents_admin"),
        ("hoạt động của chủ đề năm 2021", "campaign"),
        ("CÔNG TÁC ĐẢNG", "party"),
        ("Đảng đoàn thể", "party"),
        ("Tin tức - Sự kiện nổi bật", "news"),
        ("quản lý đô thị", "news"),
        ("Thủ tục hành chính", "procedures"),
        ("Trang chủ", None),
        ("", None),
    ],
)
def test_the_topic_of_a_section_follows_from_its_printed_name(name: str, topic: str | None) -> None:
    assert topic_of(name) == topic


def test_every_name_of_the_taxonomy_leads_to_its_own_topic() -> None:
    assert {name: topic_of(name) for names in TOPICS.values() for name in names.split("; ")} == {
        name: topic for topic, names in TOPICS.items() for name in names.split("; ")
    }
