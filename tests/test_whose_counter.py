"""Counters of views behind a text: the article's, and those of videos, albums, files, documents and the site."""

from __future__ import annotations

import pytest

from crawler.extract import extract
from crawler.items import Article
from crawler.portals import Portal
from tests.page_captures import page_capture

TITLE = "Hội nghị tổng kết công tác dân vận và triển khai nhiệm vụ trọng tâm"
TEXT = "<p>Các đại biểu thảo luận, thống nhất nhiều giải pháp nâng cao chất lượng phục vụ người dân.</p>" * 4
VIDEO = "<video src='/v/1.mp4'></video>"
OTHER = "<a href='/album/1'>Album lễ hội đền làng</a>"
FILE = "<a href='/f/12.pdf'>KH12.pdf</a>"


def article(inside: str = "", below: str = "", line: str = "Ngày đăng: 12/03/2024 08:15") -> Article:
    """Return what is read in a page with lines at the end of its text, and below its element."""
    post = f"<div class='post'><h1>{TITLE}</h1><div>{line}</div><div class='content'>{TEXT}{inside}</div>{below}</div>"
    html = f"<html><head><title>{TITLE}</title></head><body><div>{post}</div></body></html>"
    capture = page_capture("https://mau.example/tin/hoi-nghi.html", html, "2025-11-20T03:00:00Z")
    found = extract(capture, Portal(id="mau", name="Mẫu", level="other", url="https://mau.example/")).article
    assert found is not None
    return found


@pytest.mark.parametrize(
    "lines",
    [
        f"<div class='player'>{VIDEO}<div>00:03:12 | 5.678 lượt xem</div></div>",
        f"<div>{VIDEO}<div>Lượt xem: 5.678</div></div>",
        f"<p>{VIDEO}</p><p>5.678 lượt xem</p>",
        "<div class='video'><p>Phóng sự về nông thôn mới</p><p>5.678 lượt xem</p></div>",
        f"<div><h4>{OTHER}</h4><span>Lượt xem: 88</span></div>",
        f"<div><p>{OTHER}</p><p>Lượt xem: 77</p></div>",
        f"<p>{FILE} (Lượt xem: 88, Lượt tải: 12)</p>",
        f"<table><tr><td>12/KH-UBND</td><td>{FILE}</td><td>lượt xem: 88 | lượt tải: 12</td></tr></table>",
        "<div>Tổng số lượt xem: 9.876.543</div>",
    ],
)
def test_a_counter_of_something_else_is_no_articles(lines: str) -> None:
    assert article(inside=lines).views is None
    assert article(below=lines).views is None


@pytest.mark.parametrize(
    "lines",
    [
        "<div>Lượt xem: <b>234</b></div>",
        "<div>234 lượt xem</div>",
        "<p>Lượt xem: 234</p>",
        f"<p>{FILE}</p><p>Lượt xem: 234</p>",
        f"<p>{VIDEO}</p><div class='post-views'>Lượt xem: 234</div>",
        "<table><tr><td>Số lượt xem:</td><td>234</td></tr></table>",
        f"<table><tr><td>Kèm theo: {FILE}<br><i>Số người đã đọc: 234</i></td></tr></table>",
        "<div>Tổng số lượt xem bài viết: 234</div>",
        "<p style='text-align: right'><b>Minh Đức</b></p><div>Lượt xem: 234</div>",
    ],
)
def test_a_line_of_its_own_counts_the_article(lines: str) -> None:
    assert article(inside=lines).views == 234
    assert article(below=lines).views == 234


def test_a_video_in_the_text_takes_no_counter_below_it() -> None:
    assert article(inside=f"<div class='video'>{VIDEO}</div>", below="<div>234 lượt xem</div>").views == 234


def test_a_paragraph_like_those_of_the_text_may_be_pasted() -> None:
    assert article(inside="<p>5.678 lượt xem</p>").views_status == "unparsed"


@pytest.mark.parametrize(
    "count", ["Hơn 1.000 lượt xem", "gần 1.000 lượt xem", "~1.000 lượt xem", "999+ lượt xem", "Lượt xem: 1k2"]
)
def test_what_is_no_exact_number_is_no_count(count: str) -> None:
    found = article(line=f"12/03/2024 08:15 | {count}")
    assert (found.views, found.views_status, found.published_at) == (None, "unparsed", "2024-03-12T08:15:00+07:00")


def test_a_counter_stands_before_the_box_of_the_author() -> None:
    box = (
        "<footer><div class='author-box'><a href='/author/an'><img src='https://secure.gravatar.com/avatar/0?s=96'></a>"
        "<a href='/author/an'>Võ Tấn Đạt</a></div></footer>"
    )
    views = "<div class='post-views entry-meta'><span>Lượt xem:</span> <span class='count'>1.234</span></div>"
    found = article(inside=f"<p style='text-align: right'><b>Võ Tấn Đạt</b></p>{views}", below=box)
    assert (found.views, found.author, found.attachments) == (1234, "Võ Tấn Đạt", ())
    named = article(inside=f"<p style='text-align: right'><b>Võ Tấn Đạt</b></p>{views}", below="<div>Võ Tấn Đạt</div>")
    assert named.views == 1234
