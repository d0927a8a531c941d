"""A page that says it is not there, closed or broken, and news that uses the same words; days that cannot be."""

from __future__ import annotations

import pytest

from crawler.extract import extract
from crawler.items import Page
from crawler.portals import find_portal
from tests.test_byline_variants import TEXT, TITLE
from tests.test_extract_pages import capture_of, generic_portal

URL = "https://mau.example/tin/bai-123.html"
BYLINE = "<div>Ngày đăng: 12/03/2024 08:15 | Lượt xem: 540</div>"
BARE = "<div class='date'>12/03/2024 08:15</div>"
CLOCK = "<div>Thứ năm, 20/11/2025 10:00</div>"
BOX = (
    "<div><h3>Tin mới nhất</h3><div><a href='/tin/1.html'>Hội nghị tổng kết công tác dân vận</a></div>"
    "<div>Ngày đăng: 12/03/2025 | Lượt xem: 24</div></div>"
)
MENU = "<ul class='menu'><li><a href='/tin-tuc'>Tin tức</a></li><li><a href='/van-ban'>Văn bản</a></li></ul>"


def page(title: str, main: str, *, url: str = URL, head: str = "", fetched_at: str = "2025-11-20T03:00:00Z") -> Page:
    """Return what is read in a page with a title, and whatever stands under it."""
    site = f"<title>{title} - Cổng thông tin điện tử xã Mẫu</title>{head}"
    html = f"<html><head>{site}</head><body>{MENU}<div id='main'><h1>{title}</h1>{main}</div></body></html>"
    return extract(capture_of(html.encode(), url, fetched_at=fetched_at), generic_portal(url))


NEWS = {
    "Thông báo tạm dừng hoạt động một số cơ sở kinh doanh": (
        "<p>Các quán karaoke, vũ trường và điểm truy cập internet trên địa bàn xã tạm dừng hoạt động từ 0h00 ngày "
        "12/8/2021.</p><p>Hàng ăn uống vỉa hè, chợ tự phát tại các thôn cũng tạm dừng hoạt động cho đến khi có thông "
        "báo mới.</p>"
    ),
    "Tìm thân nhân liệt sĩ": "<p>Gia đình không tìm thấy thông tin phần mộ của liệt sĩ Nguyễn Văn An, quê xã Mẫu.</p>",
    "Thông báo phân luồng": "<p>Đường tỉnh 550 đang nâng cấp, mở rộng; người dân đi lại cẩn thận.</p>",
    "Thông báo cấp nước": "<p>Nhà máy nước ngừng cung cấp nước sạch. <a href='tb.pdf'>Thông báo</a></p>",
    "Bảo trì hệ thống": "<p>Hệ thống dịch vụ công đang bảo trì từ 20h00 ngày 12/3 đến 6h00 ngày 13/3/2024.</p>",
    "Trang tin giả không tồn tại": "<p>Công an xã khuyến cáo người dân không truy cập đường dẫn lạ.</p>",
    "Cảnh báo tin giả": "<p>Công an xã khẳng định: tin này không tồn tại trên thực tế.</p>",
    "Người dân không có quyền truy cập vào khu vực cách ly": "<p>Đề nghị nhân dân chấp hành.</p>",
}


@pytest.mark.parametrize("title", NEWS)
def test_news_of_what_is_closed_or_not_found_is_an_article(title: str) -> None:
    found = page(title, BYLINE + NEWS[title])
    assert (found.kind, found.removed, found.title) == ("article", None, title)
    assert found.article is not None
    assert (found.article.published_at, found.article.views) == ("2024-03-12T08:15:00+07:00", 540)


def test_so_it_is_where_a_rule_of_the_portal_file_says_so_and_with_a_day_without_a_label() -> None:
    portal, _ = find_portal("longbien", None)
    title, text = next(iter(NEWS.items()))
    html = f"<html><head><title>{title}</title></head><body><h1>{title}</h1>{BYLINE}{text}</body></html>"
    url = "http://longbien.hanoi.gov.vn/tin-tuc/-/asset_publisher/abc/content/tin-mau"
    assert extract(capture_of(html.encode(), url), portal).kind == "article"
    assert page("Tìm thân nhân liệt sĩ", BARE + NEWS["Tìm thân nhân liệt sĩ"]).kind == "article"


MISSING = {
    "Không tìm thấy trang": "<p>Trang bạn yêu cầu không tồn tại hoặc đã bị xóa.</p>",
    "Thông báo": "<p>Rất tiếc, đường dẫn không tồn tại. <a href='/'>Quay về trang chủ</a></p>",
    "Lỗi 404": "<p>Không tìm thấy nội dung</p>",
}


@pytest.mark.parametrize("title", MISSING)
@pytest.mark.parametrize("around", ["{}", CLOCK + "{}", "{}" + BOX, "{}<p>12/03/2025 08:30</p><p>Lượt xem: 55</p>"])
def test_a_page_that_is_not_there_stays_an_error_whatever_stands_around_what_it_says(title: str, around: str) -> None:
    found = page(title, around.format(MISSING[title]))
    assert (found.kind, found.removed) == ("error", "soft_404")


BROKEN = (
    "<h1>Error establishing a database connection</h1>",
    "<br /><b>Fatal error</b>:  Uncaught Error in /var/www/html/index.php on line 3<br />",
    "Warning: mysqli_connect(): (HY000/2002): Connection refused in /home/x/db.php on line 5",
    "<h1>Account Suspended</h1><p>This Account has been suspended. Contact your hosting provider.</p>",
    "<h1>Website đã hết hạn sử dụng</h1><p>Vui lòng liên hệ nhà cung cấp để gia hạn dịch vụ.</p>",
    "<h1>Tên miền này đã hết hạn</h1>",
)


@pytest.mark.parametrize("said", BROKEN)
def test_a_portal_that_is_broken_or_closed_by_its_host_is_an_error_and_no_removal(said: str) -> None:
    found = extract(capture_of(f"<html><body>{said}</body></html>".encode(), URL), generic_portal(URL))
    assert (found.kind, found.removed, [one.code for one in found.problems]) == ("error", None, ["soft_error"])
    article = page(TITLE, f"{BYLINE}{TEXT}<div>{said}</div>")
    assert article.kind == "article"


@pytest.mark.parametrize(
    "said", ["Bài viết đã bị xóa.", "Xin lỗi, nội dung này không tồn tại hoặc đã bị gỡ bỏ", "Không tìm thấy bài viết."]
)
def test_title_and_byline_over_nothing_but_a_removal_are_no_article(said: str) -> None:
    found = page(TITLE, f"{BYLINE}<p>{said}</p>")
    assert (found.kind, found.removed) == ("error", "soft_404")


def dated(line: str, *, head: str = "", fetched_at: str = "2025-11-20T03:00:00Z") -> tuple[str | None, list[str]]:
    """Return the time of publication of an article with a line under its title, and the codes of what is doubtful."""
    found = page(TITLE, f"<div>{line}</div>{TEXT}", head=head, fetched_at=fetched_at)
    assert found.article is not None
    codes = [one.code for one in found.problems if one.field == "published_at"]
    return found.article.published_at, codes


def test_nothing_was_published_after_the_page_was_fetched_but_by_a_clock_that_is_ahead() -> None:
    assert dated("Ngày đăng: 25/12/2025") == (None, ["date_conflict"])
    assert dated("Ngày đăng: 12/03/2026") == (None, ["date_conflict"])  # No reading as 3 December, or of any other day.
    assert dated("Ngày đăng: 12/03/2099") == (None, ["date_conflict"])
    assert dated("Cập nhật: 12/03/2026") == (None, ["date_conflict"])
    assert dated("Ngày đăng: 21/11/2025") == ("2025-11-21", [])
    assert dated("Ngày đăng: 25/12/2025", fetched_at="2025-12-25T01:00:00Z") == ("2025-12-25", [])
    assert dated("Ngày đăng: 12/03/2017", fetched_at="2016-11-20T03:00:00Z") == (None, ["date_conflict"])


def test_structured_data_does_not_make_such_a_day_right_nor_is_it_one() -> None:
    meta = '<meta property="article:published_time" content="{}">'
    assert dated("Ngày đăng: 12/03/2026", head=meta.format("2025-03-12T08:00:00+07:00")) == (None, ["date_conflict"])
    assert dated("", head=meta.format("2026-03-12T08:00:00+07:00")) == (None, ["date_conflict"])
    assert dated("Ngày đăng: 12/03/2024", head=meta.format("1997-01-01")) == ("2024-03-12", [])


def test_nothing_was_published_before_the_country_had_a_web() -> None:
    assert dated("(12/03/1995)") == (None, ["date_conflict"])
    assert dated("Ngày đăng: 12/03/1995") == (None, ["date_conflict"])
    assert dated("Ngày đăng: 12/03/1999") == ("1999-03-12", [])


def test_nothing_was_changed_after_the_page_was_fetched() -> None:
    found = page(TITLE, f"<div>Ngày đăng: 12/03/2024 - Cập nhật: 12/03/2026</div>{TEXT}")
    assert found.article is not None
    assert (found.article.published_at, found.article.updated_at) == ("2024-03-12", None)
    assert ("date_conflict", "updated_at") in [(one.code, one.field) for one in found.problems]
