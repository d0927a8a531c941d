"""Files that no ending gives away: downloads by id, viewers, calls of scripts, links that name a file."""

from __future__ import annotations

import pytest

from crawler.items import Attachment
from tests.test_extract_documents import read

DETAIL = (
    "<table><tr><td>Số ký hiệu</td><td>15/QĐ-UBND</td></tr><tr><td>Ngày ban hành</td><td>12/05/2023</td></tr>"
    "<tr><td>Trích yếu</td><td>Ban hành quy chế làm việc của quận</td></tr>"
    "<tr><td>Cơ quan ban hành</td><td>UBND quận Bến Mẫu</td></tr></table>"
)


def files_of(link: str) -> list[Attachment]:
    document = read(f"{DETAIL}<p>{link}</p>", "https://mau.gov.vn/van-ban/1").document
    assert document is not None
    return list(document.attachments)


def shown_in(piece: str) -> list[Attachment]:
    words = "Sáng ngày 12/3, tại hội trường, Ủy ban nhân dân quận tổ chức hội nghị tổng kết công tác năm. " * 4
    page = (
        f"<h1>Hội nghị tổng kết công tác năm</h1><p>Ngày đăng: 12/03/2024</p><p>{words}</p><p>{words}</p><p>{piece}</p>"
    )
    article = read(page, "https://mau.gov.vn/tin/1").article
    assert article is not None
    return list(article.attachments)


@pytest.mark.parametrize(
    ("link", "url", "label", "filename"),
    [
        ('<a href="/download.aspx?id=778">Tải văn bản</a>', "/download.aspx?id=778", "Tải văn bản", None),
        ('<a href="/LinkClick.aspx?fileticket=a1%3d">Tải về</a>', "/LinkClick.aspx?fileticket=a1%3D", "Tải về", None),
        ('<a href="/Download.ashx?f=vb/09.pdf">Tệp</a>', "/Download.ashx?f=vb%2F09.pdf", "Tệp", "09.pdf"),
        ('<a href="/api/files/8f7a/download">KH 12.pdf (1,2 MB)</a>', "/api/files/8f7a/download", "KH 12.pdf", None),
        ('<a href="/vi/laws/download/kh/?download=1">Tệp</a>', "/vi/laws/download/kh?download=1", "Tệp", None),
        ('<a href="/tep/77">12-KH.signed.pdf</a>', "/tep/77", "12-KH.signed.pdf", None),
        ('<a href="/tep/77" download>Toàn văn</a>', "/tep/77", "Toàn văn", None),
        (
            "<a href='#' onclick=\"downloadfile('a.pdf','/FileData/a b.pdf')\">Tệp</a>",
            "/FileData/a%20b.pdf", "Tệp", "a b.pdf",
        ),
        ("<a href='#' onclick=\"x=1; window.open('/u/a.docx')\">Tệp</a>", "/u/a.docx", "Tệp", "a.docx"),
        ('<span onclick="location.href=\'/u/a.xlsx\'">Phụ lục</span>', "/u/a.xlsx", "Phụ lục", "a.xlsx"),
        ('<iframe src="/js/web/viewer.html?file=/u/qd15.pdf"></iframe>', "/u/qd15.pdf", "qd15.pdf", "qd15.pdf"),
        (
            '<iframe src="https://docs.google.com/gview?url=https://mau.gov.vn/u/qd15.pdf&embedded=true"></iframe>',
            "/u/qd15.pdf", "qd15.pdf", "qd15.pdf",
        ),
    ],
)  # fmt: skip
def test_a_file_is_found_by_its_address_its_name_or_its_click(
    link: str, url: str, label: str, filename: str | None
) -> None:
    (found,) = files_of(link)
    assert (found.url, found.label, found.filename) == (f"https://mau.gov.vn{url}", label, filename)


def test_a_file_that_a_viewer_shows_as_well_is_one_file() -> None:
    viewer = "<a href='/_layouts/15/WopiFrame.aspx?sourcedoc=/TW/qd 15.doc'>Xem nhanh</a>"
    assert [one.label for one in files_of(f"<a href='/FileData/qd 15.doc'>QĐ 15</a> ({viewer})")] == ["QĐ 15"]
    assert [one.url for one in files_of(viewer)] == ["https://mau.gov.vn/TW/qd%2015.doc"]


@pytest.mark.parametrize(
    "link",
    [
        '<a href="/download">Tải về</a>',
        '<a href="/tai-ve/bieu-mau">Biểu mẫu</a>',
        '<a href="/tin/tai-lieu-hoi-nghi">Tài liệu hội nghị</a>',
        '<a href="/van-ban/2?p=1">12/KH-UBND</a>',
        "<a href=\"javascript:__doPostBack('ctl00$lnk','')\">Tải tất cả</a>",
        '<a href="#" onclick="alert(\'Không có tệp\')">Tệp</a>',
        '<iframe src="https://www.youtube.com/embed/x?start=1"></iframe>',
        '<iframe src="/viewer.html?file=data:application/x.pdf"></iframe>',
    ],
)
def test_other_links_are_no_files(link: str) -> None:
    assert files_of(link) == []


ICONS = [
    '<img src="/images/pdf.gif" alt="">', '<img src="/images/icon_pdf-16x16.png">', '<img src="/i/iconpdf.png">',
    '<img src="/x.png" alt="Tải về">', '<img src="/x.png" width="32">',
]  # fmt: skip


@pytest.mark.parametrize("icon", ICONS)
def test_the_icon_in_the_link_to_a_file_stands_for_the_file(icon: str) -> None:
    (found,) = shown_in(f'<a href="/f/12.pdf">{icon}</a>')
    assert (found.url, found.label, found.role) == ("https://mau.gov.vn/f/12.pdf", "12.pdf", "file")


def test_a_link_of_an_icon_alone_names_what_its_address_does_not() -> None:
    (found,) = shown_in('<a href="/Download.ashx?id=3"><img src="/images/pdf.gif" alt="Phụ lục 1"></a>')
    assert (found.label, found.role) == ("Phụ lục 1", "file")
    (found,) = shown_in("<img src='/images/pdf.gif' onclick=\"window.open('/f/12.pdf')\">")
    assert (found.url, found.role) == ("https://mau.gov.vn/f/12.pdf", "file")


@pytest.mark.parametrize(
    ("shown", "files"),
    [
        ('<a href="/u/lon.jpg"><img src="/u/nho.jpg"></a>', ["nho.jpg picture"]),
        ('<a href="/u/qd.pdf"><img src="/u/001.jpg"></a>', ["qd.pdf file", "001.jpg picture"]),
        ('<a href="/u/qd.pdf"><img src="/u/tai-hien-truong.jpg"></a>', ["qd.pdf file", "tai-hien-truong.jpg picture"]),
        ('<img src="/u/word.png">', ["word.png picture"]),
    ],
)
def test_a_picture_that_shows_something_stays_one(shown: str, files: list[str]) -> None:
    assert [f"{one.filename} {one.role}" for one in shown_in(shown)] == files


@pytest.mark.parametrize("href", ["#", "", "#tai-ve", "/van-ban/1", "/tep/9"])
def test_a_click_that_opens_a_file_comes_before_the_page_that_the_link_names(href: str) -> None:
    (found,) = files_of(f"<a href='{href}' onclick=\"window.open('/f/12.pdf')\">12.pdf</a>")
    assert (found.url, found.label) == ("https://mau.gov.vn/f/12.pdf", "12.pdf")


def test_a_page_is_no_file_of_its_own() -> None:
    assert files_of('<a href="#" onclick="taiTep(12)">12.pdf</a>') == []
