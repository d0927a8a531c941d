"""What stands in an article's element between its paragraphs and is no text: boxes, players, notes on rights."""

from __future__ import annotations

import re

import pytest

from crawler.items import Article
from tests.test_byline_variants import TITLE, read

FIRST = (
    "Sáng nay, Ủy ban nhân dân phường phối hợp với trạm y tế khám sức khỏe cho hai trăm người cao tuổi trên địa bàn."
)
LAST = "Các y bác sĩ đo huyết áp, siêu âm, điện tim và tư vấn chế độ dinh dưỡng, luyện tập phù hợp với từng người bệnh."
OTHERS = (
    "<ul><li><a href='/x1'>Phường ra quân tổng vệ sinh</a></li><li><a href='/x2'>Hội nghị dân số 2022</a></li></ul>"
)
FURNITURE = (
    f"<div class='box'><b>Xem thêm:</b>{OTHERS}</div>",
    "<div class='player'><span>00:00</span><span>Nghe bài viết</span><span>Tốc độ: 1x</span></div>",
    "<div>Giọng đọc: <select><option>Nữ</option></select> 1x 0:00/3:15</div>",
    "<div><p>Quét mã QR để xem trên điện thoại</p><img src='/qr.png'></div>",
    "<p>© Bản quyền thuộc về phường Mẫu. Ghi rõ nguồn khi phát hành lại thông tin từ trang này, không sao chép.</p>",
    "<p>Chú ý: Việc đăng lại bài viết trên ở trang khác mà không ghi rõ nguồn là vi phạm bản quyền</p>",
    "<div><a href='/in'>Bản in</a> | <a href='/mail'>Gửi email</a> | <a href='/lui'>Quay lại</a></div>",
    "<div><a href='/in'>Bản in</a> | <a href='/hop'>Mở trong hộp thoại</a> | <a href='/fb'>Chia sẻ Facebook</a></div>",
    "<p>Vui lòng <a href='/login'>đăng nhập</a> để gửi bình luận</p>",
    "<div>Xem tin theo ngày: <select><option>1</option></select></div>",
    "<div><b>Liên kết website</b><select><option>Chính phủ</option></select></div>",
    "<span class='d-none hidden'>2023-06-13T10:05:00+07:00</span>",
)


def article_of(under_title: str, body: str) -> Article:
    """Return the article of a page with this between its title and its text."""
    head = f"<html><head><title>{TITLE}</title></head><body><div class='post'><h1>{TITLE}</h1>"
    found = read(f"{head}{under_title}<div class='entry'>{body}</div></div></body></html>").article
    assert found is not None
    return found


def text_of(body: str) -> str:
    """Return all text of an article under byline and buttons."""
    found = article_of("<div>Ngày đăng: 12/03/2022</div><div class='tools'><a>In</a> <a>Chia sẻ</a></div>", body)
    return "\n\n".join(filter(None, (found.summary, found.text)))


@pytest.mark.parametrize("place", ["before", "between", "behind"])
@pytest.mark.parametrize("furniture", FURNITURE)
def test_furniture_is_no_text_and_takes_none_away(furniture: str, place: str) -> None:
    parts = [f"<p>{FIRST}</p>", f"<p>{LAST}</p>"]
    parts.insert(("before", "between", "behind").index(place), furniture)
    assert text_of("".join(parts)) == f"{FIRST}\n\n{LAST}"


LINES = (
    "<div>Chia sẻ bài viết: <a href='#'>Facebook</a> <a href='#'>Zalo</a></div>",
    "<div>Like 0 Share Tweet Pinterest LinkedIn</div>",
    "<div>In trang | Gửi cho bạn bè | Về đầu trang | Quay lại</div>",
    "<div>Trở về | <a href='#'>Lên đầu trang</a></div>",
    "<div>Permalink <span>| <a href='/tags/giao-duc'>giáo dục</a>, <a href='/tags/y-te'>y tế</a>.</span></div>",
    "<div>Cỡ chữ: <a>A-</a> <a>A</a> <a>A+</a> | Tương phản | In | Email</div>",
    "<div>Chia sẻ: 12 | Thích: 5</div>",
    "<div>Link bài gốc</div>",
    "<div>Chưa có bình luận nào. Hãy là người đầu tiên bình luận!</div>",
    "<div>® Ghi rõ nguồn “Phường Mẫu” khi phát hành lại thông tin từ website này.</div>",
    "<form><label>Họ và tên</label><input><label>Email</label><input><label>Mã xác nhận</label><input></form>",
    "<div>Trang 1/2 <a href='?p=2'>Trang sau</a></div>",
    "<div>Trang chủ » Tin tức » Công tác Đảng</div>",
    "<div><button>Đọc</button><span>00:00</span> / <span>02:35</span></div>",
    "<marquee>Nhiệt liệt chào mừng Đại hội Đảng bộ phường lần thứ nhất, nhiệm kỳ 2025 - 2030</marquee>",
    "<p>&lt;!--[if gte mso 9]&gt;&lt;xml&gt;&lt;w:Word/&gt;&lt;/xml&gt;&lt;![endif]--&gt;</p>",
    "<footer class='post-footer'><a class='post-share-link'><span class='fa fa-share'>Teilen</span></a></footer>",
    "<div><a href='#' class='btn btn-print'>Imprimer</a></div>",
    "<p>2 min read</p>",
    "<p>~ 3 phút đọc</p>",
    "<div>Thời gian đọc: khoảng 3 phút</div>",
)


@pytest.mark.parametrize("place", ["before", "behind"])
@pytest.mark.parametrize("line", LINES)
def test_a_line_of_buttons_or_of_the_page_is_no_text(line: str, place: str) -> None:
    text = f"<p>{FIRST}</p><p>{LAST}</p>"
    assert text_of(line + text if place == "before" else text + line) == f"{FIRST}\n\n{LAST}"


@pytest.mark.parametrize(
    "line",
    [
        "Chia sẻ kinh nghiệm",
        "In ấn, phát hành tài liệu",
        "Trang chủ của Cổng dịch vụ công được làm mới.",
        "Bình luận của người dân về việc này.",
        "Ghi chép, lưu tài liệu đầy đủ",
        "Thời gian: 08:00 / 11:30.",
        "Họ và tên: Nguyễn Văn An, sinh năm 1960.",
        "15 phút đọc sách mỗi ngày",
        "<a class='share' href='/mang-luoi'>Mạng lưới chia sẻ</a>",
        "<a name='share' class='share'></a>Tổ dân phố số 5",
    ],
)
def test_a_line_that_only_begins_like_buttons_is_text(line: str) -> None:
    words = re.sub("<[^>]*>", "", line)
    assert text_of(f"<p>{FIRST}</p><p>{line}</p><p>{LAST}</p>") == f"{FIRST}\n\n{words}\n\n{LAST}"


def rows(count: int, tag: str = "div") -> str:
    """Return titles of other articles, each with its summary."""
    row = f"<a href='/x%d'>Phường ra quân tổng vệ sinh đợt %d</a><p>{END}</p>"
    return "".join(f"<{tag}>{row % (at, at)}</{tag}>" for at in range(count))


END = "Sáng nay, phường tổ chức hội nghị bàn về công tác này, với sự tham gia đông đảo của nhân dân, các đoàn thể..."


@pytest.mark.parametrize("tag", ["div", "section"])
@pytest.mark.parametrize("heading", ["Tin khác", "Có thể bạn quan tâm", "Xem thêm", "Tin cùng chuyên mục"])
def test_other_articles_with_summaries_up_to_the_end_are_no_text(heading: str, tag: str) -> None:
    assert text_of(f"<p>{FIRST}</p><p>{LAST}</p><h3>{heading}</h3>{rows(3, tag)}") == f"{FIRST}\n\n{LAST}"


@pytest.mark.parametrize(
    "more", [f"<p>{LAST}</p>", f"<p>{LAST}</p><p>{END}</p>", f"<p>{LAST}</p>{OTHERS}<p>{END}</p>{END}"]
)
def test_a_text_that_goes_on_behind_a_box_of_links_is_kept(more: str) -> None:
    assert f"\n\n{LAST}" in text_of(f"<p>{FIRST}</p><h3>Tin liên quan</h3>{OTHERS}{more}")


@pytest.mark.parametrize(
    "box",
    [
        "<div>Thăm dò ý kiến</div><div>Bạn đánh giá thế nào về cổng?</div><label><input type=radio> Tốt</label>",
        "<div>Thời tiết Hà Nội</div><div>25°C - 30°C</div><div>Có mưa rào</div>",
        "<div>Video</div><div><a href='/v/1'>Phóng sự nông thôn</a></div><div><a href='/v/2'>Lễ hội</a></div>",
        "<div>Thống kê truy cập</div><div>Đang online: 12</div>",
        "<div>Cổng thông tin điện tử phường Mẫu</div><div>Chịu trách nhiệm: Ông Nguyễn Văn An</div>"
        "<div>Điện thoại: 0239.3845.123 - Email: mau@example.vn</div>",
    ],
)
def test_a_box_of_the_page_below_a_text_is_none_of_it(box: str) -> None:
    assert text_of(f"<p>{FIRST}</p><p>{LAST}</p>{box}") == f"{FIRST}\n\n{LAST}"


@pytest.mark.parametrize("heading", ["Thời tiết", "Video", "Thăm dò ý kiến", "Bình chọn"])
def test_a_heading_like_that_of_a_box_with_text_below_it_is_text(heading: str) -> None:
    assert text_of(f"<p>{FIRST}</p><p><b>{heading}</b></p><p>{LAST}</p>").endswith(LAST)


def test_an_article_that_is_a_film_has_no_text() -> None:
    found = read(
        f"<html><head><title>{TITLE}</title></head><body><div class='main'><div><h1>{TITLE}</h1>"
        "<div>Ngày đăng: 12/03/2022</div><video src='/v.mp4'></video></div>"
        "<div>Thống kê truy cập<br>Đang online: 12<br>Hôm nay: 345</div></div></body></html>"
    )
    assert found.article is not None
    assert (found.article.published_at, found.article.text) == ("2022-03-12", "")
    assert "body_missing" in {one.code for one in found.problems}


def test_an_element_that_is_hidden_on_some_screens_alone_is_text() -> None:
    assert text_of(f"<p>{FIRST}</p><p class='d-none d-md-block'>{LAST}</p>") == f"{FIRST}\n\n{LAST}"


@pytest.mark.parametrize(
    "data",
    [
        "<span class='hidden hide d-none' itemprop='datePublished'>2022-03-12</span> "
        "<span class='hidden hide d-none' itemprop='mainEntityOfPage'>https://x.example/tin/phuong-kham-suc-khoe.html</span>",
        "<div class='d-none'>Ủy ban nhân dân phường Mẫu, số 5 phố Mẫu, quận Mẫu, logo https://x.example/logo.png</div>",
        "<div style='display:none'>Ủy ban nhân dân phường Mẫu, số 5 phố Mẫu, quận Mẫu, logo https://x.example/l.png</div>",
    ],
)
def test_hidden_data_between_title_and_byline_parts_neither_and_is_no_text(data: str) -> None:
    line = "<div class='row'><span>Thứ bảy - 12/03/2022 08:15</span></div>"
    article = article_of(data + line, f"<p>{FIRST}</p><p>{LAST}</p>")
    assert (article.published_at, article.text) == ("2022-03-12T08:15:00+07:00", f"{FIRST}\n\n{LAST}")


def test_a_day_beside_a_weekday_is_believed_where_hidden_microdata_says_the_same() -> None:
    data = "<span class='d-none' itemprop='datePublished'>2022-03-12</span>"
    page = read(
        f"<html><head><title>{TITLE}</title></head><body><div class='post'><h1>{TITLE}</h1>{data}"
        f"<p>Thứ bảy - 12/03/2022</p><div><p>{FIRST}</p><p>{LAST}</p></div></div></body></html>"
    )
    assert page.article is not None
    assert page.article.published_at == "2022-03-12"


BELOW = (
    ("<div>Số lần đọc: <span>1,084</span></div>", 1084),
    ("<div>Tệp đính kèm: <a href='/Upload/a.pdf'>a.pdf</a></div><div>Lượt xem: 57</div>", 57),
    ("<div><a href='/in'>In trang</a> <a href='/mail'>Gửi email</a></div><div>Đã xem: 9</div>", 9),
    ("<div>Tin khác</div><ul><li><a href='/x'>Phường ra quân tổng vệ sinh</a> Lượt xem: 12</li></ul>", None),
    ("<div>Tin mới: <a href='/x'>Phường ra quân tổng vệ sinh</a></div><div>Lượt xem: 12</div>", None),
    ("</td><td><div>Lượt xem: 512.345</div>", None),
)


@pytest.mark.parametrize(("below", "views"), BELOW)
def test_a_counter_right_below_the_table_that_holds_the_article_is_its_own(below: str, views: int | None) -> None:
    cells = f"<h1>{TITLE}</h1>", "<i>12/03/2022</i>", f"<p>{FIRST}</p><p>{LAST}</p>"
    text = "".join(f"<tr><td>{cell}</td></tr>" for cell in cells)
    page = read(
        f"<html><head><title>{TITLE}</title></head><body><form><table><tr><td><table>{text}</table>{below}</td></tr></table>"
        "</form></body></html>"
    )
    assert page.article is not None
    assert page.article.views == views


@pytest.mark.parametrize(
    ("tool", "kept"),
    [
        ("<a href='/bai-1?in=1'><img src='/images/may-in.gif'></a>", False),
        ("<a href='/bai-1?mid=4&dnnprintmode=true'><img src='/images/may-in.gif'></a>", False),
        ("<a href='/gui.aspx?so=3'><img src='/images/thu.gif' alt='Gửi email'></a>", False),
        ("<a href='#' onclick='window.print()'><img src='/images/may-in.gif'></a>", False),
        ("<img src='/images/may-in.gif' onclick='printPage(3)'>", False),
        ("<a href='/anh/le-hoi-to.jpg' title='In'><img src='/anh/le-hoi.jpg'></a>", True),
        ("<a href='/le-hoi'><img src='/anh/le-hoi.jpg' alt='In dấu lễ hội'></a>", True),
    ],
)
def test_a_picture_of_a_tool_is_no_attachment(tool: str, kept: bool) -> None:
    found = article_of("<div>12/03/2022</div>", f"<p>{FIRST}</p><p>{tool}</p><p>{LAST}</p>")
    assert bool(found.attachments) == kept


FORM = (
    "<hr><font size='2'><b>Gửi ý kiến của bạn</b></font><form action='/ykien'>Họ tên: <input name='ten'><br>Nội dung:"
    "<br><textarea name='noidung'></textarea><br><input type='submit' value='Gửi'></form>"
)


def test_the_labels_of_a_form_below_a_text_are_none_of_it_and_a_form_around_the_page_is_the_page() -> None:
    paragraphs = f"{FIRST}<br><br>{LAST}<br>"
    page = f"<h1>{TITLE}</h1><font>Ngày đăng 28/09/2021</font><table><tr><td>{paragraphs}</td></tr></table>"
    for whole in (f"<td>{page}{FORM}</td>", f"<td><form><input type='text' name='tim'>{page}</form></td>"):
        article = read(f"<html><body><table><tr>{whole}</tr></table></body></html>").article
        assert article is not None
        assert article.text == f"{FIRST}\n\n{LAST}"


def test_a_text_of_one_line_is_not_outweighed_by_the_foot_of_the_page() -> None:
    line = "Từ nguồn xã hội hóa 65,2 tỷ đồng, 547 mắt camera đã được lắp ở các nút ra vào làng."
    foot = f"<div class='chan'><p>{LAST}</p><p>Trưởng Ban biên tập: Phó Chủ tịch. Điện thoại 0239.3865.220</p></div>"
    rows = f"<tr><td>Xuất bản: 05/12/2023 08:26</td></tr><tr><td><span class='tieu-de'>{TITLE}</span></td></tr>"
    tools = "<tr><td>Số lần đọc tin: 4</td><td>Số lần tải: 59</td><td><a href='/in'>Bản in</a></td></tr>"
    files = "<tr><td><b>Đính kèm</b> <a href='/tep/kh.pdf'>kh.pdf</a></td></tr>"
    size = "<tr><td>Cỡ chữ: <a href='#'>A-</a> <span>100%</span> <a href='#'>A+</a></td></tr>"
    signed = f"<tr><td><div>{line}</div></td></tr><tr><td>Đỗ Thị Lan</td></tr>{files}"
    table = f"<table>{rows}{size}{signed}<tr><td><table>{tools}</table></td></tr></table>"
    head = f"<html><head><title>{TITLE}</title></head><body>"
    article = read(f"{head}<div><div>{table}</div><ul>{OTHERS}</ul>{foot}</div></body></html>").article
    assert article is not None
    assert (article.text, article.views, article.author) == (line, 4, "Đỗ Thị Lan")
