"""Vietnamese text and its encodings: repaired where it cannot be meant, never respelled."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.encodings.decode import Decoded, decode
from crawler.extract.encodings.legacy_page import convert_page
from crawler.extract.taxonomy import TOPICS, topic_of
from crawler.extract.text import ZERO_WIDTH, clean, fold, undouble
from tests.file_samples import PROSE, in_tcvn3, in_vni, sentence_case

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
        ("vận nbsp;động&nbsp;&nbsp;viên &amp;nbsp; nbsp;", "vận nbsp;động viên nbsp;"),
        ("cá\u200btươi \u200b- cá\u200b", "cá tươi - cá"),
        (unicodedata.normalize("NFD", "cá\u200btươi"), "cá tươi"),
        ("dân\u200d\u200b\u200cvận, dân\u200c\u200dvận", "dân vận, dânvận"),
        ("a\u00ad\u0301", "á"),
        ("Ɖảng \u200e(bộ)\u200f", "Đảng (bộ)"),
        (unicodedata.normalize("NFD", WORDS), WORDS),
        (WORDS, WORDS),
    ],
)
def test_what_cannot_be_meant_is_repaired_and_spelling_is_kept(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


PIECES = [
    "a",
    "ệ",
    "e\u0323",
    " ",
    "\u00a0",
    "\n",
    "\u00ad",
    "\u200b",
    "\u200d",
    "\ufeff",
    "Ð",
    "ƣ",
    "nbsp;",
    "&",
    "amp;",
]


@given(st.text() | st.lists(st.sampled_from([*PIECES, " !important;"]), max_size=30).map("".join))
def test_cleaning_twice_is_cleaning_once_and_gives_nfc(text: str) -> None:
    once = clean(text)
    assert unicodedata.is_normalized("NFC", once)
    assert clean(once) == once or "nbsp;" in once or "!important" in once


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="ÐðƉƢƣ")))
def test_cleaning_changes_no_letter_and_no_spelling(text: str) -> None:
    def letters(text: str) -> list[str]:
        return [char for char in unicodedata.normalize("NFC", text) if char.isalnum()]

    if "nbsp" not in text and "important" not in text:
        assert letters(clean(text)) == letters(unicodedata.normalize("NFC", re.sub(ZERO_WIDTH, "", text)))


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
        (_as_windows_1258(PAGE), "text/html; charset=iso-8859-1"),
        (_as_windows_1258(PAGE), "text/html; charset=windows-1252"),
        (_as_windows_1258(PAGE), "text/html; charset=utf-8"),
        (_as_windows_1258(PAGE.replace("<title>", "<meta charset=utf-8><title>")), "text/html; charset=big5"),
        (PAGE.encode("utf-16-le"), "text/html; charset=utf-8"),
        (PAGE.encode("utf-16-be"), None),
        (PAGE.replace("<title>", "<meta charset=utf-16><title>").encode(), "text/html; charset=utf-16"),
        (PAGE.encode("utf-16-le"), "text/html; charset=utf-16"),
        *[
            (PAGE.encode(), f"text/html; charset={name}")
            for name in ("", '"', "none", "utf8mb4", "hex", "\x00", "utf-8;")
        ],
    ],
)
def test_a_page_is_read_in_the_encoding_its_bytes_prove_or_it_names(body: bytes, content_type: str | None) -> None:
    decoded = decode(body, content_type)
    assert WORDS in clean(decoded.text)
    assert not decoded.lossy


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "windows-1258", "big5"])
def test_a_few_broken_bytes_cost_themselves_alone_whatever_is_declared(charset: str) -> None:
    decoded = decode(PAGE.encode() + b"\xff tr\xe0n <b>\xc3", f"text/html; charset={charset}")
    assert (decoded.encoding, decoded.lossy) == ("utf-8", True)
    assert WORDS in clean(decoded.text)
    assert decoded.text.count("\ufffd") == 3


def test_a_stray_sign_of_windows_in_an_ascii_page_is_read_as_windows_if_nothing_says_utf_8() -> None:
    assert decode(b"<p>UBND \x96 HDND</p>", "text/html; charset=windows-1252").text == "<p>UBND – HDND</p>"
    assert decode(b"<p>UBND \x96 HDND</p>", "text/html; charset=utf-8").lossy


def test_western_european_text_is_what_it_declares() -> None:
    text = "<p>Les élèves français ont reçu à l’école des prix très élevés où l’été était déjà là</p>" * 3
    for charset in ("windows-1252", "iso-8859-1"):
        assert decode(text.encode("cp1252"), f"text/html; charset={charset}").text == text


def as_cp1252(data: bytes) -> str:
    """Return what a program makes of UTF-8 that it takes for windows-1252."""
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in data)


class TestEncodedTwice:
    """UTF-8 that was taken for windows-1252 and encoded once more."""

    @pytest.mark.parametrize("times", [1, 2])
    def test_a_page_encoded_again_is_undone(self, times: int) -> None:
        garbled = PAGE
        for _ in range(times):
            garbled = as_cp1252(garbled.encode())
        assert decode(garbled.encode(), None) == Decoded(PAGE, "utf-8", lossy=False)

    def test_text_read_as_windows_1258_is_undone(self) -> None:
        garbled = "".join(bytes([byte]).decode("cp1258", "ignore") or chr(byte) for byte in PAGE.encode())
        assert decode(garbled.encode(), None).text == PAGE

    def test_a_garbled_article_in_a_page_that_is_right_is_undone_alone(self) -> None:
        page = f"<h1>Bà Rịa, ĐÃ CÓ «quá»</h1><p>{as_cp1252(WORDS.encode())}</p>"
        right = f"<h1>Bà Rịa, ĐÃ CÓ «quá»</h1><p>{WORDS}</p>"
        assert decode(page.encode(), None) == Decoded(right, "utf-8", lossy=False)

    def test_what_cannot_be_undone_is_left_and_said(self) -> None:
        lost = as_cp1252(WORDS.encode()).replace("\u00a1", "?").replace("\u00a0", " ")
        decoded = decode(f"<p>{lost}</p>".encode(), None)
        assert decoded.text == f"<p>{lost}</p>"
        assert decoded.garbled

    def test_real_text_is_never_touched(self, shared: Path) -> None:
        for path in [*(shared / "real").glob("*.html"), *(shared / "domain").iterdir()]:
            body = path.read_bytes()
            assert decode(body, None).text == body.decode("utf-8"), path.name


@pytest.mark.parametrize("charset", ["iso-8859-1", "windows-1252", "windows-1258", "utf-8", ""])
def test_bytes_of_tcvn3_and_vni_reach_the_conversion_whatever_is_declared(charset: str) -> None:
    for encoded, truth in ((in_tcvn3(PROSE), sentence_case(PROSE)), (in_vni(PROSE), PROSE)):
        decoded = decode(f"<p>{encoded}</p>".encode("latin-1"), f"text/html; charset={charset}")
        assert convert_page(decoded.text)[0] == f"<p>{truth}</p>"


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
