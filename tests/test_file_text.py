"""Text of captured files: right, or nothing with the reason."""

from __future__ import annotations

import subprocess
import sys

import pytest

from crawler.demo.files import make_docx, make_pdf
from crawler.extract import extract
from crawler.extract.file_text import FileText, read_file
from crawler.items import Capture
from crawler.portals import find_portal
from tests.command import ROOT
from tests.file_samples import (
    FILES,
    PROSE,
    PdfPage,
    docx_of,
    in_tcvn3,
    paragraph,
    pdf_of,
    pdf_with_two_fonts,
    wrapped,
    xlsx_of,
    zip_of,
)

PLAN = """UBND QUẬN BẾN MẪU | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc
Số: 206/KH-UBND | Bến Mẫu, ngày 08 tháng 9 năm 2021

KẾ HOẠCH

Tuyên truyền về công tác dân vận của Quận ủy và Uỷ ban nhân dân quận, hoà giải và hòa giải ở cơ sở.

Xem thêm tại Cổng thông tin điện tử của quận.

STT | Đơn vị | Ghi chú
1 |  | Phường Bồ Đề (thí điểm)

Nơi nhận: Như trên; Lưu: VT.

Theo Quyết định số 23-QĐ/TW."""
"""No head and foot of the page, no field codes, the footnote at the end."""
LIST = """Danh sách

STT | Họ và tên | Ngày sinh | Số tiền
1 | Nguyễn Thị Ứng | 08/09/1980 | 1234567.5
2 |  |  | 12

Tổng hợp

Cộng | 13"""
"""Without the hidden sheet."""
LETTER = """Cộng hòa xã hội chủ nghĩa Việt Nam, độc lập - tự do - hạnh phúc

Thực hiện chủ trương của Đảng về công tác dân vận, những năm qua, công tác dân vận của quận luôn bám sát nhiệm vụ \
chính trị; nhận thức về vị trí, vai trò, trách nhiệm của các tổ chức trong hệ thống chính trị, cán bộ, đảng viên, \
nhất là người đứng đầu được nâng lên.

Đường sắt đô thị, trường học, nước sạch: chủ tịch ủy ban nhân dân phường chịu trách nhiệm."""
JUNK = "UY BAN NHAN DAN lt0ng B1en c~ng h6a xa h9i chu nghia vi~t nam d9c l~p tv do h~nh phuc so 2O6 KH UBND " * 4
STAMP = ("Ký bởi: Ủy ban nhân dân quận Bến Mẫu", "Thời gian ký: 08.09.2021 16:12:33 +07:00")
SCAN = PdfPage(picture=True)
PAGE = PdfPage(lines=wrapped(PROSE))


def codes(read: FileText) -> list[str]:
    return [problem.code for problem in read.problems]


@pytest.mark.parametrize("format_", ["doc", "docx", "odt", "rtf"])
def test_one_document_has_the_same_text_in_each_format_it_is_saved_in(format_: str) -> None:
    assert read_file((FILES / f"ke-hoach.{format_}").read_bytes(), "") == FileText(PLAN, "extracted")


@pytest.mark.parametrize("format_", ["xls", "xlsx", "ods"])
def test_one_workbook_has_the_same_text_in_each_format_it_is_saved_in(format_: str) -> None:
    assert read_file((FILES / f"danh-sach.{format_}").read_bytes(), "") == FileText(LIST, "extracted")


@pytest.mark.parametrize("format_", ["doc", "docx", "rtf"])
def test_a_document_in_a_font_of_tcvn3_comes_out_in_unicode(format_: str) -> None:
    assert read_file((FILES / f"cong-van-tcvn3.{format_}").read_bytes(), "") == FileText(LETTER, "extracted")


@pytest.mark.parametrize("mime", ["", "application/msword", "text/html", "image/png", "application/octet-stream"])
@pytest.mark.parametrize("name", ["ke-hoach.doc", "ke-hoach.docx", "ke-hoach.odt", "ke-hoach.rtf"])
def test_the_content_decides_what_a_file_is_not_what_the_server_says(name: str, mime: str) -> None:
    assert read_file((FILES / name).read_bytes(), mime).text == PLAN


class TestPdf:
    """PDF: paragraphs from printed lines, and pages that are pictures."""

    def test_printed_lines_become_paragraphs_again(self) -> None:
        paragraphs = ["KẾ HOẠCH", PROSE, "Nơi nhận: Như trên", PROSE]
        assert read_file(make_pdf("x", paragraphs), "").text == "\n\n".join(paragraphs)

    def test_a_paragraph_goes_on_over_the_end_of_a_page(self) -> None:
        long = " ".join([PROSE.replace(".", ",")] * 30) + "."
        assert read_file(make_pdf("x", ["Mở đầu", long, "Kết thúc"]), "").text == f"Mở đầu\n\n{long}\n\nKết thúc"

    def test_letters_of_a_second_font_drawn_later_stand_where_they_are_printed(self) -> None:
        line = "Ủy ban nhân dân quận ban hành kế hoạch đường sắt đô thị"
        assert read_file(pdf_with_two_fonts(line), "").text == line

    def test_page_numbers_and_lines_that_head_every_page_are_no_text(self) -> None:
        pages = [
            PdfPage(lines=("CÔNG BÁO/Số 12", f"Nội dung của trang {'abcd'[number]}.", f"- {number + 1} -"))
            for number in range(4)
        ]
        assert (read_file(pdf_of(*pages), "").text or "").split("\n\n") == [f"Nội dung của trang {x}." for x in "abcd"]

    @pytest.mark.parametrize(
        "pages",
        [
            (SCAN,),
            (SCAN, SCAN, PdfPage(picture=True, lines=STAMP)),
            (PdfPage(picture=True, lines=wrapped(JUNK), mode=3), SCAN),
            (PdfPage(lines=wrapped(JUNK), mode=3),),
        ],
        ids=["pictures", "a stamp", "a hidden layer of junk", "junk alone"],
    )
    def test_a_file_of_pictures_is_scanned_and_has_no_text(self, pages: tuple[PdfPage, ...]) -> None:
        assert read_file(pdf_of(*pages), "") == FileText(None, "scanned")

    @pytest.mark.parametrize("mode", [0, 3])
    def test_good_text_on_a_picture_is_text(self, mode: int) -> None:
        read = read_file(pdf_of(PdfPage(picture=True, lines=wrapped(PROSE), mode=mode)), "")
        assert read == FileText(PROSE, "extracted")

    def test_text_with_some_scanned_pages_says_that_it_is_not_all(self) -> None:
        read = read_file(pdf_of(PAGE, PAGE, SCAN), "")
        assert (read.status, codes(read)) == ("extracted", ["file_incomplete"])
        assert "1 of 3 pages" in read.problems[0].message

    def test_a_file_that_needs_a_password_is_a_problem(self) -> None:
        read = read_file(pdf_of(PAGE, password="kín"), "")
        assert (read.text, read.status, codes(read)) == (None, "failed", ["file_unreadable"])
        assert "password" in read.problems[0].message

    def test_glyphs_without_a_map_to_letters_are_not_stored_as_text(self) -> None:
        broken = make_pdf("x", [PROSE] * 4).replace(b"/ToUnicode", b"/ToNowhere")
        read = read_file(broken, "")
        assert (read.text, read.status, codes(read)) == (None, "failed", ["text_garbled"])

    def test_a_file_without_its_end_says_so(self) -> None:
        whole = pdf_of(PAGE)
        read = read_file(whole[: whole.rindex(b"%%EOF")], "")
        assert read.status == "failed" or codes(read) == ["file_incomplete"]


class TestOffice:
    """Documents, tables and slides in zip archives."""

    def test_what_a_reader_does_not_see_is_no_text(self) -> None:
        hidden = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r><w:del><w:r><w:t>xóa</w:t></w:r></w:del></w:p>"
        shown = "<w:p><w:ins><w:r><w:t>thêm</w:t><w:tab/><w:t>vào</w:t></w:r></w:ins></w:p>"
        field = "<w:p><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
        assert read_file(docx_of(hidden + shown + field), "").text == "thêm vào"

    def test_a_table_within_a_cell_is_text_of_that_cell(self) -> None:
        inner = f"<w:tbl><w:tr><w:tc>{paragraph('trong')}</w:tc><w:tc>{paragraph('nữa')}</w:tc></w:tr></w:tbl>"
        outer = f"<w:tbl><w:tr><w:tc>{paragraph('một')}{inner}</w:tc><w:tc>{paragraph('hai')}</w:tc></w:tr></w:tbl>"
        assert read_file(docx_of(outer + paragraph("sau")), "").text == "một trong nữa | hai\n\nsau"

    def test_a_document_of_nothing_but_pictures_is_scanned(self) -> None:
        assert read_file(docx_of("<w:p><w:r><w:drawing/></w:r></w:p>"), "").status == "scanned"

    def test_dates_times_and_numbers_of_a_workbook_are_written_out(self) -> None:
        formats = (
            '<numFmt numFmtId="164" formatCode="dd\\/mm\\/yyyy hh:mm"/><numFmt numFmtId="165" formatCode="#,##0"/>'
        )
        styles = "".join(f'<xf numFmtId="{number}"/>' for number in (0, 14, 164, 165, 20))
        cells = "".join(
            f'<c s="{style}"><v>{value}</v></c>'
            for style, value in [(0, "44467"), (1, "44467"), (2, "44467.6138889"), (3, "0.1"), (4, "0.5"), (0, "1e-3")]
        )
        book = xlsx_of(f"<row>{cells}</row>", styles=f"<s>{formats}<cellXfs>{styles}</cellXfs></s>")
        assert read_file(book, "").text == "Tờ 1\n\n44467 | 28/09/2021 | 28/09/2021 14:44 | 0.1 | 12:00 | 0.001"

    def test_cells_keep_their_columns(self) -> None:
        row = '<row><c r="B1" t="inlineStr"><is><t>hai</t></is></c><c r="D1" t="b"><v>1</v></c></row>'
        assert read_file(xlsx_of(row), "").text == "Tờ 1\n\n | hai |  | TRUE"

    def test_slides_come_in_the_order_of_the_show_without_their_furniture(self) -> None:
        def slide(text: str) -> str:
            footer = '<sp><nvPr><ph type="ftr"/></nvPr><p><r><t>chân trang</t></r></p></sp>'
            return f"<sld><sp><p><r><t>{text}</t></r></p></sp>{footer}</sld>"

        show = zip_of(
            {
                "ppt/presentation.xml": '<p><sldId id="r2"/><sldId id="r1"/></p>',
                "ppt/_rels/presentation.xml.rels": '<r><Relationship Id="r1" Target="slides/a.xml"/>'
                '<Relationship Id="r2" Target="slides/b.xml"/></r>',
                "ppt/slides/a.xml": slide("sau"),
                "ppt/slides/b.xml": slide("trước"),
            }
        )
        assert read_file(show, "").text == "trước\n\nsau"


class TestText:
    """Plain text, tables in text, and HTML in place of a file."""

    def test_a_text_file_keeps_its_lines_and_a_csv_file_its_cells(self) -> None:
        text = "Dòng một\r\nDòng hai\r\n\r\nĐoạn sau"
        assert read_file(text.encode("utf-16"), "text/plain").text == "Dòng một\nDòng hai\n\nĐoạn sau"
        table = 'STT;Đơn vị\n1;"Phường ""Bồ Đề"""\n'
        assert read_file(table.encode("utf-8-sig"), "text/csv").text == 'STT | Đơn vị\n1 | Phường "Bồ Đề"'

    def test_a_page_that_word_wrote_is_a_document(self) -> None:
        page = f'<html xmlns:o="urn:schemas-microsoft-com:office:office"><body><p>{PROSE}<p>Nơi nhận</body></html>'
        assert read_file(page.encode(), "application/msword").text == f"{PROSE}\n\nNơi nhận"

    def test_a_page_of_the_server_in_place_of_a_file_is_a_problem(self) -> None:
        read = read_file(b"<!DOCTYPE html><html><body>Khong tim thay</body></html>", "application/pdf")
        assert (read.text, read.status, codes(read)) == (None, "failed", ["file_unreadable"])

    @pytest.mark.parametrize(
        "body",
        [
            b"\x89PNG\r\n\x1a\n",
            b"\xff\xd8\xff\xe0",
            b"GIF89a",
            b"ID3\x03",
            b"\x00\x00\x00\x18ftypmp42",
            b"Rar!\x1a\x07",
        ],
    )
    def test_pictures_sound_films_and_archives_have_no_status(self, body: bytes) -> None:
        assert read_file(body, "application/pdf") == FileText(None, None)
        assert read_file(zip_of({"ban-do.jpg": b"\xff\xd8\xff"}), "") == FileText(None, None)

    @pytest.mark.parametrize(
        ("body", "mime"),
        [
            (b"\x7fELF\x02\x01\x01\x00\x00", ""),
            (b"<?xml version='1.0'?><gml/>", ""),
            (b"body { color: red }", "text/css"),
        ],
    )
    def test_formats_that_are_not_read_are_unsupported(self, body: bytes, mime: str) -> None:
        assert read_file(body, mime) == FileText(None, "unsupported")

    def test_tcvn3_that_lost_its_soft_hyphens_is_not_guessed(self) -> None:
        read = read_file(docx_of(paragraph(in_tcvn3(PROSE).replace("\u00ad", ""))), "")
        assert (read.text, read.status, codes(read)) == (None, "failed", ["text_garbled"])

    def test_an_empty_file_is_a_problem(self) -> None:
        assert codes(read_file(b"", "application/pdf")) == ["file_unreadable"]


def capture(body: bytes, mime: str, *, truncated: bool = False) -> Capture:
    return Capture(
        portal_id="longbien",
        crawl_id="c",
        requested_url="http://longbien.hanoi.gov.vn/documents/1.pdf",
        fetched_at="2026-11-23T02:39:18.123Z",
        status=200,
        body=body,
        mime=mime,
        truncated=truncated,
    )


def test_the_page_of_a_captured_file_carries_its_text_and_its_problems() -> None:
    portal, _ = find_portal("longbien", None)
    page = extract(capture(make_docx("x", [PROSE]), "application/octet-stream"), portal)
    assert page.payload is not None
    assert (page.payload.text, page.payload.text_status, page.problems) == (PROSE, "extracted", ())
    page = extract(capture(pdf_of(PAGE, password="kín"), "application/pdf"), portal)
    assert page.payload is not None
    assert (page.payload.text, page.payload.text_status) == (None, "failed")
    assert [(problem.code, problem.field) for problem in page.problems] == [("file_unreadable", "text")]


def test_of_a_file_that_came_with_another_length_only_what_shows_its_end_is_read() -> None:
    portal, _ = find_portal("longbien", None)
    whole = extract(capture(make_pdf("x", [PROSE]), "application/pdf", truncated=True), portal)
    cut = extract(capture(PROSE.encode(), "text/plain", truncated=True), portal)
    assert whole.payload is not None
    assert cut.payload is not None
    assert (whole.payload.text, cut.payload.text) == (PROSE, None)
    assert cut.payload.text_status == "failed"
    assert [problem.code for problem in cut.problems] == ["payload_truncated"]


def test_a_worker_that_reads_pages_alone_loads_no_reader_of_files() -> None:
    program = "import sys, crawler.extract; print('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "crawler.extract.file_text" in loaded
    assert not loaded & {"pypdfium2", "olefile", "xlrd", "crawler.extract.files.pdf", "crawler.extract.files.docx"}
