"""What stands beside a title and is not the article's: lines of linked articles, of files, of the site, of the news."""

from __future__ import annotations

import pytest

from crawler.extract import extract
from crawler.extract.byline import read_line
from crawler.items import Article
from crawler.saved.address import made_up
from tests.page_captures import page_capture

URL = "https://xa-mau.example/tin-tuc/ra-quan-huan-luyen-42.html"
NAME = "Ban Chỉ huy Quân sự xã ra quân huấn luyện"
TITLE = f"<h1>{NAME}</h1>"
TEXT = (
    "<div><p>Ủy ban nhân dân huyện đã tổ chức hội nghị sơ kết công tác chuyển đổi số trên địa bàn, với sự tham dự của"
    " lãnh đạo các phòng, ban, ngành và đại diện các xã, thị trấn.</p><p>Phát biểu tại hội nghị, đồng chí Phó Chủ tịch"
    " ghi nhận những kết quả đạt được, đồng thời yêu cầu các đơn vị khắc phục tồn tại.</p><p>Thời gian tới, các cơ quan"
    " tiếp tục rà soát, đơn giản hóa thủ tục và bố trí cán bộ có năng lực tại bộ phận một cửa.</p></div>"
)


def article(above: str = "", below: str = "", after: str = "", *, beside: str = "") -> Article:
    columns = f"<div class='row'><div class='col-9'>{above}{TITLE}{below}{TEXT}{after}</div>{beside}</div>"
    menu = "<ul class='menu'><li><a href='/tin-tuc'>Tin tức</a></li></ul>"
    capture = page_capture(URL, f"<title>{NAME}</title><body><div>{menu}{columns}</div></body>", "2026-12-03T09:00:00Z")
    read = extract(capture, made_up(URL)).article
    assert read is not None
    return read


TEASER = "<a href='/thong-bao-cat-dien'>Thông báo cắt điện ngày mai</a>"
ANOTHERS = {
    "day and counter in the next line": f"<div>{TEASER}<br>12/11/2024 | Lượt xem: 340</div>",
    "label below a linked heading": f"<div><h4>{TEASER}</h4><span>Ngày đăng: 12/11/2024</span></div>",
    "rows of titles and days": f"<div><p>{TEASER}</p><p>12/11/2024</p><p><a href='/b'>Lịch họp</a></p>"
    "<p>11/11/2024</p></div>",
    "a list of titles with days": f"<ul><li>{TEASER} <span>(12/11/2024)</span></li>"
    "<li><a href='/b'>Lịch tiếp công dân tháng 5</a> <span>(11/11/2024)</span></li></ul>",
    "a file": "<div>Tệp đính kèm: <a href='/kh.pdf'>kh.pdf</a> (Đăng ngày 12/11/2024, 34 lượt tải)</div>",
    "the site's own update": "<div>Trang được cập nhật ngày 12/11/2024</div>",
    "the rights of the site": "<div>Cập nhật lần cuối: 12/11/2024 - Bản quyền thuộc UBND xã</div>",
    "a version": "<div>Phiên bản cập nhật: 12/11/2024</div>",
    "a rate": "<div>Tỷ giá cập nhật lúc 08:30 12/11/2024</div>",
}


@pytest.mark.parametrize("place", ["above", "after"])
@pytest.mark.parametrize("line", ANOTHERS.values(), ids=ANOTHERS)
def test_a_day_of_something_else_is_not_the_articles(line: str, place: str) -> None:
    read = article(**{place: line})
    assert (read.published_at, read.updated_at, read.views) == (None, None, None)


@pytest.mark.parametrize("line", ANOTHERS.values(), ids=ANOTHERS)
def test_it_stands_beside_the_articles_own_byline_and_changes_nothing(line: str) -> None:
    own = "<div>Ngày đăng: 05/06/2022 09:00 | Lượt xem: 55</div>"
    read = article(above=line, below=own, after=line)
    assert (read.published_at, read.updated_at, read.views) == ("2022-06-05T09:00:00+07:00", None, 55)


@pytest.mark.parametrize(
    "above",
    [
        "<div>Góp ý của ông Lê Tám gửi lúc 08:12 ngày 12/11/2024</div>",
        "<div>Đại hội Đại biểu lần thứ XV - 12/11/2024</div>",
        "<marquee>Cập nhật lúc 10:00 29/04/2024</marquee>",
        "<div>Cập nhật lúc 10:00 29/04/2024: Tình hình mưa lũ trên địa bàn</div>",
    ],
)
def test_what_is_sent_in_announced_or_runs_above_the_title_is_no_byline(above: str) -> None:
    assert article(above).published_at is None


@pytest.mark.parametrize(
    "above",
    [
        "<div><a href='/tin-tuc'>Tin tức</a></div><div>15:00 12/11/2024</div>",
        "<div><p><a href='/tin-tuc/'>Hoạt động của các thôn trong xã</a></p><p>15:00 12/11/2024</p></div>",
        "<p>Báo Hà Tĩnh - 12/11/2024 15:00</p>",
        "<p>Nguyễn Thanh Tùng | 15:00 12/11/2024</p>",
    ],
)
def test_a_day_above_the_title_stands_under_its_section_or_beside_a_name(above: str) -> None:
    assert article(above).published_at == "2024-11-12T15:00:00+07:00"


@pytest.mark.parametrize(
    "block",
    [
        "<div>Trực tuyến: 5</div><div>Lượt xem: 300.222</div>",
        "<div><p>Ngày ban hành: 12/11/2024</p><p>Lượt xem: 45 | Lượt tải: 12</p></div>",
        "<div><p>Album ngày hội (24 ảnh, 340 lượt xem)</p></div>",
    ],
)
def test_a_counter_above_the_title_is_not_that_of_the_site_a_document_or_an_album(block: str) -> None:
    assert article(block).views is None


def test_a_counter_in_the_column_beside_the_text_is_the_sites() -> None:
    assert article(beside="<div class='col-3'><div>Số lượt xem: 8.300.222</div></div>").views is None
    assert article(beside="<div class='col-3'><div>Lượt xem: 300.222</div><div>Trực tuyến: 5</div></div>").views is None
    assert article(after="<div>Số lượt xem: 8.302</div>").views == 8302


@pytest.mark.parametrize(
    ("text", "author", "views"),
    [
        ("Đăng bởi admin trong Tin tức", "admin", None),
        ("Viết bởi Quản trị viên. Đăng trong Tin tức", "Quản trị viên", None),
        ("Bài đăng: 18/12/2017, Tác giả: H.T., Lượt đọc: 1.001", "H.T.", 1001),
        ("Ngày đăng18/12/2017 08:00:00Lượt xem98", None, 98),
        ("Lượt xem98Ngày đăng18/12/2017", None, 98),
    ],
)
def test_names_end_where_another_part_begins_and_labels_may_touch_their_number(
    text: str, author: str | None, views: int | None
) -> None:
    line = read_line(text)
    assert (line.author, line.views.value) == (author, views)


def test_a_counter_of_listeners_beside_a_day_is_no_obstacle() -> None:
    assert read_line("18/12/2017 08:00 | Lượt nghe: 77").bare is not None
    assert read_line("18/12/2017 08:00 | Lượt nghe: 77").views.status == "absent"


def test_a_counter_of_downloads_and_the_name_of_a_clock_are_no_obstacle_and_no_author() -> None:
    downloads = read_line("Đã xem: 21 - Đã tải: 3 - Ngày: 12/11/2024")
    assert (downloads.bare is not None, downloads.views.value) == (True, 21)
    read = article(below="<div>Thứ ba, 12/11/2024 - 15:07 (Giờ Việt Nam)</div>")
    assert (read.published_at, read.author) == ("2024-11-12T15:07:00+07:00", None)


def test_a_table_under_the_title_names_who_wrote_and_where_it_is_from() -> None:
    rows = {"Ngày đăng": "12/11/2024 14:05", "Lượt xem": "612", "Tác giả": "Phạm Minh Tuấn", "Nguồn": "Báo Nghệ An"}
    cells = "".join(f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in rows.items())
    read = article(below=f"<table>{cells}</table>")
    assert (read.published_at, read.views, read.author, read.source) == (
        "2024-11-12T14:05:00+07:00",
        612,
        "Phạm Minh Tuấn",
        "Báo Nghệ An",
    )
