"""Boxes beside an article without a byline: what they say of something else is never taken for the article's."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from crawler.extract import extract
from crawler.items import Article
from crawler.portals import Portal
from tests.page_captures import page_capture
from tests.test_byline_rows import TEXT, TITLE

PORTAL = Portal(id="mau", name="Phường Mẫu", level="ward", url="https://mau.example/")
PARAGRAPHS = "".join(f"<p>{line}</p>" for line in TEXT.split("\n\n"))
ARTICLE = f"<h1>{TITLE}</h1><div>{PARAGRAPHS}</div>"
LINK = "<a href='/tin/9.html'>Một tin nổi bật khác của phường Mẫu về y tế</a>"
COUNTED = "<div>Ngày đăng: 05/03/2024 14:05</div><div>Lượt xem: 30</div>"
FACTS = "<div>05/03/2024 14:05</div><div>Tác giả: Nguyễn Văn An</div><div>30 lượt xem</div>"


def beside(box: str) -> str:
    return f"<table><tr><td>{ARTICLE}</td><td width='200'>{box}</td></tr></table>"


def before(box: str) -> str:
    return f"<table><tr><td width='200'>{box}</td><td>{ARTICLE}</td></tr></table>"


def over(box: str) -> str:
    return f"<div>{box}</div><div>{ARTICLE}</div>"


def under(box: str) -> str:
    return f"{ARTICLE}<div>{box}</div>"


def read(body: str) -> Article:
    """Return the article of a page with a menu, and a counter of visitors in another column."""
    menu = "<div id='menu'><a href='/'>Trang chủ</a> <a href='/tin-tuc'>Tin tức</a></div>"
    column = "<td><h3>Thống kê</h3><p>Đang online: 12</p><p>Tổng lượt truy cập: 5.612.908</p></td>"
    page = f"{menu}<table><tr><td><div>{body}</div></td>{column}</tr></table>"
    html = f"<html><head><title>{TITLE} - Phường Mẫu</title></head><body>{page}</body></html>"
    article = extract(page_capture("https://mau.example/tin/12.html", html, "2025-11-20T03:00:00Z"), PORTAL).article
    assert article is not None
    return article


OTHERS = {
    "another article, its title linked": f"<h3>Tiêu điểm</h3><div>{LINK}</div>{COUNTED}",
    "a short title": f"<h3>Tiêu điểm</h3><div><a href='/tin/9.html'>Họp giao ban</a></div>{COUNTED}",
    "a linked picture": f"<a href='/tin/9.html'><img src='/a.jpg'></a>{COUNTED}",
    "a film": f"<h3>Video</h3><iframe src='https://phim.example/x'></iframe><div>Phóng sự quê hương</div>{COUNTED}",
    "an album": f"<h3>Thư viện ảnh</h3><a href='/anh/1'><img src='/x.jpg'></a>{COUNTED}",
    "a document": "<ul><li>Số: 12/QĐ-UBND</li><li>Ngày: 05/03/2024</li><li>Lượt xem: 30</li></ul>",
    "a question": "<ul><li>Người hỏi: An</li><li>Ngày gửi: 05/03/2024</li><li>Lượt xem: 30</li></ul>",
    "a poll": "<h3>Thăm dò</h3><div>Ngày tạo: 05/03/2024</div><div>Bình chọn: 30</div>",
    "a clock and the site's views": "<div>Thứ ba, 05/03/2024, 14:05</div><div>Lượt xem: 5.612.908</div>",
}


@pytest.mark.parametrize("place", [beside, before, over, under])
@pytest.mark.parametrize("box", OTHERS.values(), ids=OTHERS)
def test_the_day_of_something_else_is_none_of_the_article(box: str, place: Callable[[str], str]) -> None:
    assert read(place(box)).published_at is None


OWN = {
    "in lines": FACTS,
    "in a list": f"<ul>{FACTS.replace('div>', 'li>')}</ul>",
    "under a head": f"<h3>Thông tin bài viết</h3><div>{COUNTED}</div>",
    "with a button": f"<div><a href='/in/12'>In bài</a></div><div>{COUNTED}</div>",
    "with a weekday": FACTS.replace("05/03", "Thứ ba, 05/03"),
    "in one line": "<div>Thứ ba, 05/03/2024 14:05 | Nguồn: Đài PTTH | Lượt xem: 30</div>",
}


@pytest.mark.parametrize("place", [beside, before, over, under])
@pytest.mark.parametrize("box", OWN.values(), ids=OWN)
def test_facts_of_the_article_are_read_wherever_they_stand(box: str, place: Callable[[str], str]) -> None:
    article = read(place(box))
    assert (article.published_at, article.views) == ("2024-03-05T14:05:00+07:00", 30)
    assert article.text == TEXT


def test_of_two_such_lists_neither_is_believed() -> None:
    assert read(beside(f"<div>{FACTS}</div><p>Xã khác</p><div>{FACTS}</div>")).published_at is None
