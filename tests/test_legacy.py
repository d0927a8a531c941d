"""TCVN3 and VNI: converted where it is certain, said where it is not, and clean text never touched."""

from __future__ import annotations

import html
import random
import re
import unicodedata
from pathlib import Path

import pytest

from crawler.extract import extract
from crawler.extract.encodings.escaped import unescape_twice
from crawler.extract.encodings.legacy import convert, is_legacy_font
from crawler.extract.encodings.legacy_page import convert_page
from crawler.extract.encodings.legacy_tables import TCVN3, VNI
from crawler.extract.encodings.syllables import is_syllable, score
from crawler.extract.file_text import read_file
from crawler.items import Capture
from crawler.portals import find_portal
from tests.file_samples import PROSE, docx_of, in_tcvn3, in_vni, paragraph, sentence_case

SMALL = "ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"


def test_the_tables_have_every_letter_of_vietnamese() -> None:
    assert set(SMALL) <= set(TCVN3.values())
    assert set(SMALL) | set(SMALL.upper()) <= set(VNI.values())
    assert len(set(TCVN3.values())) == len(TCVN3)


@pytest.mark.parametrize(
    ("tcvn3", "text"),
    [
        ("Céng hßa x· héi chñ nghÜa ViÖt Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("t\u00adëng ®\u00ad\u00acng t\u00ad", "tưởng đương tư"),
    ],
)
def test_strings_of_tcvn3_are_read(tcvn3: str, text: str) -> None:
    assert convert([tcvn3], [".VnTime"]).lines == [text]


@pytest.mark.parametrize(
    ("vni", "text"),
    [
        ("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("ÑOÄC LAÄP - TÖÏ DO - HAÏNH PHUÙC", "ĐỘC LẬP - TỰ DO - HẠNH PHÚC"),
    ],
)
def test_strings_of_vni_are_read(vni: str, text: str) -> None:
    assert convert([vni], ["VNI-Times"]).lines == [text]


class TestCertain:
    """What is enough to be certain."""

    def test_forty_words_are_enough_without_a_font(self) -> None:
        assert convert([in_tcvn3(PROSE)]) == ([sentence_case(PROSE)], "tcvn3", False, False)
        assert convert([in_vni(PROSE)]) == ([PROSE], "vni", False, False)

    def test_a_few_words_without_a_font_are_left_as_they_are_and_said_to_be_doubtful(self) -> None:
        found = convert([in_tcvn3("Kế hoạch số 5 của trường đại học")])
        assert (found.encoding, found.garbled) == (None, True)

    def test_lost_soft_hyphens_are_not_guessed(self) -> None:
        lost = in_tcvn3(PROSE).replace("\u00ad", "")
        for fonts in ([], [".VnTime"]):
            assert convert([lost], fonts) == ([lost], None, True, False)

    def test_lines_in_unicode_stay_among_lines_in_tcvn3(self) -> None:
        lines = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", in_tcvn3(PROSE), "Hà Nam, Hà Giang và Cà Mau", "Điều 1"]
        found = convert(lines)
        assert found.lines == [lines[0], sentence_case(PROSE), lines[2], lines[3]]

    def test_fonts_of_capitals_lose_the_case_and_that_is_said(self) -> None:
        assert convert([in_tcvn3(PROSE.lower())], [".VnTimeH"]).case_lossy
        assert convert(["CéNG HßA X· HéI CHñ NGHÜA VIÖT NAM " + in_tcvn3(PROSE)]).case_lossy

    def test_signs_that_stand_alone_are_what_they_look_like(self) -> None:
        found = convert([in_tcvn3(PROSE), in_tcvn3("Bản quyền") + " © 2004 ® · " + in_tcvn3("chiếc ô tô")])
        assert found.lines[1] == "Bản quyền © 2004 ® · chiếc ô tô"

    @pytest.mark.parametrize("name", [".VnTime", "ABCDEF+.VnArialH", "VNI-Times", "VNI Helve"])
    def test_fonts_of_both_encodings_are_known_by_name(self, name: str) -> None:
        assert is_legacy_font(name)

    @pytest.mark.parametrize("name", ["Times New Roman", "Vnexpress", "UVnTime", "Arial", ""])
    def test_other_fonts_are_not(self, name: str) -> None:
        assert not is_legacy_font(name)


def clean_lines(shared: Path) -> list[str]:
    """Return lines of real text: an article, bylines, citations, laws, news."""
    names = ["seed/longbien-article.txt", "domain/bylines.tsv", "domain/citations.tsv", *_pages(shared)]
    lines = []
    for name in names:
        text = (shared / name).read_text(encoding="utf-8", errors="replace")
        text = re.sub(r"<(script|style)\b.*?</\1>|<[^>]*>", "\n", text, flags=re.S | re.I)
        lines += [unicodedata.normalize("NFC", html.unescape(line)).strip() for line in text.splitlines()]
    return [line for line in dict.fromkeys(lines) if line]


def _pages(shared: Path) -> list[str]:
    return [str(path.relative_to(shared)) for path in sorted((shared / "real").glob("*.html"))]


class TestCleanTextIsNeverTouched:
    """0 changes, 0 doubts on text that is right, even if every font claims to be of TCVN3."""

    FONTS = ([], [".VnTime"], ["VNI-Times"])

    def test_each_line_of_real_text(self, shared: Path) -> None:
        lines = clean_lines(shared)
        assert len(lines) > 1_500
        for fonts in self.FONTS:
            changed = [line for line in lines if convert([line], fonts) != ([line], None, False, False)]
            assert changed == []

    def test_ten_thousand_texts_of_words_without_a_letter_of_unicodes_own(self, shared: Path) -> None:
        """`và`, `Hà`, `trí` look the same in every encoding of western Europe: the hardest words there are."""
        words = {word for line in clean_lines(shared) for word in re.findall(r"[^\W\d_]+", line)}
        latin = sorted(word for word in words if word.isascii() or all(char <= "\xff" for char in word))
        chance = random.Random(3)
        for number in range(10_000):
            text = " ".join(chance.choices(latin, k=chance.randrange(1, 120)))
            assert convert([text], self.FONTS[number % 3]) == ([text], None, False, False), text

    def test_french_and_german_are_not_taken_for_vietnamese(self) -> None:
        french = (
            "Les élèves français ont reçu à l'école des prix très élevés, où l'été était déjà là, hélas, forêt " * 6
        )
        german = "Die Behörde prüft, ob die Straße für Fußgänger geöffnet werden könnte; größere Änderungen später " * 6
        for text in (french, german):
            assert convert([text]) == ([text], None, False, False)


def test_random_texts_of_real_words_come_back_from_both_encodings(shared: Path) -> None:
    words = sorted(
        {word for line in clean_lines(shared) for word in re.findall(r"[^\W\d_]+", line) if is_syllable(word)}
    )
    chance = random.Random(4)
    abstained = 0
    for _ in range(500):
        text = " ".join(chance.choices(words, k=120))
        for line, truth in ((in_tcvn3(text), sentence_case(text)), (in_vni(text), text)):
            found = convert([line])
            abstained += found.encoding is None
            assert found.encoding is None or found.lines == [truth]
    assert abstained < 30


def test_every_word_of_real_laws_is_a_syllable(shared: Path) -> None:
    found = score("\n".join(clean_lines(shared)))
    assert found.marked > 10_000
    assert found.share > 0.99


ARTICLE = "<html><head><title>{0}</title></head><body><h1>{0}</h1><div>{1}</div></body></html>"


class TestPages:
    """A page is converted before it is parsed."""

    @pytest.mark.parametrize("encoded", [in_tcvn3, in_vni])
    def test_entities_and_text_of_a_page_are_converted_and_addresses_are_not(self, encoded: object) -> None:
        assert callable(encoded)
        text = encoded(PROSE)
        entities = "".join(f"&#{ord(char)};" if char > "\x7f" else char for char in text)
        source = f'<p title="{text}">{entities}</p><a href="/V¨n.doc">x</a><script>var a = "¸µ";</script>'
        made, found = convert_page(source)
        truth = sentence_case(PROSE) if found.encoding == "tcvn3" else PROSE
        assert made == f'<p title="{truth}">{truth}</p><a href="/V¨n.doc">x</a><script>var a = "¸µ";</script>'

    def test_an_article_in_tcvn3_within_a_portal_in_unicode(self) -> None:
        source = f"<h1>Tin tức - Sự kiện</h1><p>{in_tcvn3(PROSE)}</p><p>Hà Nam</p>"
        assert convert_page(source)[0] == f"<h1>Tin tức - Sự kiện</h1><p>{sentence_case(PROSE)}</p><p>Hà Nam</p>"

    def test_a_page_in_unicode_is_not_looked_at(self) -> None:
        source = ARTICLE.format("Kế hoạch", PROSE)
        assert convert_page(source)[0] is source

    @pytest.mark.parametrize(("encoded", "font"), [(in_tcvn3, ".VnTime"), (in_vni, "VNI-Times")])
    @pytest.mark.parametrize(
        "text",
        [
            "Theo báo cáo, trong năm qua, hệ thống chính trị từ xã đến thôn đã tích cực tuyên truyền",
            "Uỷ ban nhân dân xã tổ chức hội nghị.",
        ],
    )
    def test_a_sentence_in_a_page_in_unicode_is_converted_if_its_font_says_so_else_it_is_said(
        self, encoded: object, font: str, text: str
    ) -> None:
        assert callable(encoded)
        page = f"<h1>Hội nghị tổng kết</h1><p>Sáng ngày 12/3, Đảng ủy xã tổ chức hội nghị.</p><p%s>{encoded(text)}</p>"
        bare, style = page % "", page % f' style="font-family:{font}"'
        assert convert_page(bare)[0] == bare
        assert convert_page(bare)[1].garbled
        assert convert_page(style)[0] == style.replace(encoded(text), text)

    @pytest.mark.parametrize(
        "text",
        [
            "© UBND xã 2024 · Bản quyền · Designed ©VNPT",
            "Diện tích 120m² đất, 3 km² rừng, ±5°",
            "Đoàn München, Île-de-France và España thăm xã; Söderström, Curaçao, Ångström, naïve, Gdańsk",
        ],
    )
    def test_signs_and_foreign_names_in_a_page_in_unicode_say_nothing(self, text: str) -> None:
        source = f"<h1>Hội nghị</h1><p style='font-family:.VnTime'>{text}</p><p>{PROSE}</p>"
        assert convert_page(source)[0] == source
        assert not convert_page(source)[1].garbled

    def test_the_title_and_the_problem_reach_the_page(self) -> None:
        portal, _ = find_portal("longbien", None)
        body = ARTICLE.format(in_tcvn3(PROSE), f"<p>{in_tcvn3(PROSE)}</p>" * 3)

        def page_of(source: str) -> tuple[str | None, set[str]]:
            capture = Capture(
                portal_id="longbien",
                crawl_id="c",
                requested_url="http://longbien.hanoi.gov.vn/tin-tuc/-/view_content/1-a",
                fetched_at="2026-11-23T02:39:18.123Z",
                status=200,
                body=source.encode("latin-1"),
                mime="text/html",
            )
            page = extract(capture, portal)
            return page.title, {problem.code for problem in page.problems}

        title, problems = page_of(body)
        assert title == sentence_case(PROSE)
        assert "text_garbled" not in problems
        assert "text_garbled" in page_of(body.replace("\u00ad", ""))[1]


@pytest.mark.parametrize("before", [0, 65_500])
def test_the_font_of_a_style_in_a_docx_tells_the_encoding_wherever_it_stands(before: int) -> None:
    text = "Cộng hòa xã hội chủ nghĩa"
    short = paragraph(in_tcvn3(text))
    fonts = '<w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/>'
    styles = f"<w:styles>{' ' * before}<w:style>{fonts}</w:style></w:styles>"
    assert read_file(docx_of(short, styles=styles), "").text == text
    assert read_file(docx_of(short), "").text is None


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("H&amp;#7897;i ngh&amp;#7883; c&amp;#7911;a H&amp;#272;ND &amp;#7903; xã", "Hội nghị của HĐND ở xã"),
        ("Th&amp;ocirc;ng b&amp;aacute;o &amp;quot;D&acirc;n vận&amp;quot;", "Thông báo &quot;D&acirc;n vận&quot;"),
        ("H&amp;#x1ED9;i ngh&amp;#x1ecb; 5 m&amp;#178; &amp;copy;", "Hội nghị 5 m&amp;#178; &amp;copy;"),
        ("Nga&amp;#768;y", "Nga\u0300y"),
    ],
)
def test_letters_escaped_twice_are_letters(source: str, text: str) -> None:
    assert unescape_twice(source) == (text, False)


def test_entities_that_are_shown_on_purpose_stay_and_doubt_is_said() -> None:
    for source in ("<code>&amp;#7897;</code>", "<a href='?a=1&amp;b=2'>R&amp;D &amp;#39;</a>", "H&#7897;i ngh&#7883;"):
        assert unescape_twice(source) == (source, False)
    assert unescape_twice("caf&amp;eacute;") == ("caf&amp;eacute;", True)
