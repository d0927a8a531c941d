"""What stands in an article's element between its paragraphs and is no text: boxes, players, notes on rights."""

from __future__ import annotations

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
