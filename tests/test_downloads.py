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
