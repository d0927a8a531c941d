"""What stands in an article's element between its paragraphs and is no text: boxes, players, notes on rights."""

from __future__ import annotations

import pytest

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


def text_of(body: str) -> str:
    """Return all text of an article under byline and buttons."""
    head = f"<html><head><title>{TITLE}</title></head><body><div class='post'><h1>{TITLE}</h1>"
    tools = "<div>Ngày đăng: 12/03/2022</div><div class='tools'><a>In</a> <a>Chia sẻ</a></div>"
    found = read(f"{head}{tools}<div class='entry'>{body}</div></div></body></html>").article
    assert found is not None
    return "\n\n".join(filter(None, (found.summary, found.text)))


@pytest.mark.parametrize("place", ["before", "between", "behind"])
@pytest.mark.parametrize("furniture", FURNITURE)
def test_furniture_is_no_text_and_takes_none_away(furniture: str, place: str) -> None:
    parts = [f"<p>{FIRST}</p>", f"<p>{LAST}</p>"]
    parts.insert(("before", "between", "behind").index(place), furniture)
    assert text_of("".join(parts)) == f"{FIRST}\n\n{LAST}"


def test_an_element_that_is_hidden_on_some_screens_alone_is_text() -> None:
    assert text_of(f"<p>{FIRST}</p><p class='d-none d-md-block'>{LAST}</p>") == f"{FIRST}\n\n{LAST}"
