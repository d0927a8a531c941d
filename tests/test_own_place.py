"""Days without a label: what they say depends on where they stand, and on what their elements are called."""

from __future__ import annotations

import pytest

from tests.test_byline_variants import TEXT, TITLE, read

LEAD = (
    "Sáng nay, Ủy ban nhân dân phường tổ chức hội nghị đối thoại giữa người đứng đầu cấp ủy, chính quyền với nhân dân."
)
DAY = "Thứ bảy, 12/03/2022"


def published(article: str, before: str = "") -> str | None:
    """Return the time of publication of a page with an article in it."""
    head = f"<html><head><title>{TITLE}</title></head>"
    found = read(f"{head}<body>{before}<div class='main'>{article}</div></body></html>").article
    assert found is not None
    return found.published_at


def under(line: str) -> str:
    return f"<h1>{TITLE}</h1>{line}{TEXT}"


NAMED = (
    f"<span class='date'>{DAY}</span>",
    f"<div class='ngaydang'>{DAY}</div>",
    f"<div class='post-meta'><i class='fa fa-clock-o'></i> {DAY}</div>",
    f"<h2 class='date-header'><span>{DAY}</span></h2>",
    f"<p><i class='fa fa-calendar'></i> {DAY}</p>",
)


@pytest.mark.parametrize("line", NAMED)
def test_a_weekday_and_its_day_are_a_byline_in_an_element_of_the_article_that_is_named_for_it(line: str) -> None:
    assert published(under(line)) == "2022-03-12"


CLOCKS = (
    f"<div>{DAY}</div>",
    f"<div class='date-now'>{DAY}</div>",
    f"<div class='clock'>{DAY}</div>",
    f"<div id='homnay'>{DAY}</div>",
    "<span class='date'>Thứ hai, 23/11/2026</span>",
    "<span class='date'>Thứ hai, 12/03/2022</span>",
)


@pytest.mark.parametrize("line", CLOCKS)
def test_without_a_name_or_on_the_day_of_the_visit_they_are_a_clock(line: str) -> None:
    assert published(under(line)) is None


def test_above_the_title_and_in_the_head_of_the_page_they_are_a_clock() -> None:
    assert published(f"{NAMED[0]}{under('')}") is None
    assert published(under(""), f"<div class='top'>{NAMED[0]}</div>") is None
    menu = "".join(f"<li><a href='/m{n}'>Mục {n}</a></li>" for n in range(5))
    assert published(TEXT, f"<h1>{TITLE}</h1><ul class='menu'>{menu}</ul>{NAMED[0]}") is None


MARKED = f"<p class='sapo'>{LEAD}</p>"
BEHIND_LEAD = {
    f"{MARKED}<p>12/03/2022</p>": "2022-03-12",
    f"<p><b>{LEAD}</b></p><div>12/03/2022 10:20</div>": "2022-03-12T10:20:00+07:00",
    f"<p>{LEAD}</p><p class='date'>12/03/2022</p>": "2022-03-12",
    f"{MARKED}<div>Nguyễn Thu Hà | 12/03/2022</div>": "2022-03-12",
    f"{MARKED}<div class='date'>{DAY}</div>": "2022-03-12",
    f"{MARKED}<div>Ngày 12/03/2022</div>": "2022-03-12",
    f"{MARKED}<p class='author'>Nguyễn Thu Hà</p><p class='date'>12/03/2022</p>": "2022-03-12",
    f"{MARKED}<div><span class='date'>12/03/2022</span> <a>In</a> <a>Chia sẻ</a></div>": "2022-03-12",
    f"{MARKED}<ul><li>12/03/2022</li><li>13/03/2022</li></ul>": None,
    f"<p>{LEAD}</p><p>12/03/2022</p>": None,
    f"{MARKED}<p><b>Ngày 12/03/2022:</b></p>": None,
    f"{MARKED}<figure><img src='/a.jpg'><figcaption>12/03/2022</figcaption></figure>": None,
    f"{MARKED}<p>Sáng 12/03/2022</p>": None,
    f"{MARKED}<p>12/03/2022</p><p>Khai mạc.</p><p>13/03/2022</p><p>Bế mạc.</p>": None,
    f"{MARKED}<p>{LEAD}</p><p>12/03/2022</p>": None,
}


@pytest.mark.parametrize(("lines", "expected"), BEHIND_LEAD.items())
def test_a_day_alone_behind_the_lead_is_a_byline_and_one_in_the_text_is_not(lines: str, expected: str | None) -> None:
    assert published(under(lines)) == expected


def test_other_news_above_the_title_keeps_no_update_from_standing_in() -> None:
    ticker = "<div>Tin nóng: <a href='/t1'>Phường tổ chức giải chạy việt dã</a> <em>22/11/2026</em></div>"
    assert published(f"{ticker}{under('<div>Cập nhật: 09:30 12/03/2022</div>')}") == "2022-03-12T09:30:00+07:00"
