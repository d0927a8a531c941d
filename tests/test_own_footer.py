"""The footer of a title's own `<article>`, and the section above a title: byline lines that stand among other things.

Source: HTML Living Standard, 4.3.8: a footer holds who wrote its section, and when.
"""

from __future__ import annotations

import pytest

from crawler.extract import extract
from crawler.items import Article
from tests.page_captures import page_capture
from tests.test_byline_rows import PORTAL, TEXT, TITLE

PARAGRAPHS = "".join(f"<p>{line}</p>" for line in TEXT.split("\n\n"))
WHEN = "<span class='moc'>Chủ nhật, 13/04/2025 | 11:18</span>"
WORDS = "<span class='tags-links'>Thẻ: <a href='/the/van-hoa'>văn hóa</a>, <a href='/the/lua'>lúa</a></span>"
PRINT = "<a href='/tin/12.html?print=1'>In bài viết</a>"
TIME = "2025-04-13T11:18:00+07:00"


def read(body: str, fetched_at: str = "2025-11-20T03:00:00Z") -> Article:
    """Return the article of a page with this body."""
    html = f"<html><head><title>{TITLE} - UBND xã</title></head><body><main>{body}</main></body></html>"
    article = extract(page_capture("https://mau.example/tin/12.html", html, fetched_at), PORTAL).article
    assert article is not None
    return article


def ending(footer: str) -> str:
    """Return an article that ends with a footer."""
    return f"<article><h1>{TITLE}</h1><div>{PARAGRAPHS}</div><footer>{footer}</footer></article>"


@pytest.mark.parametrize("footer", [WHEN, WHEN + WORDS, WHEN + PRINT, WHEN + WORDS + PRINT, PRINT + WORDS + WHEN])
@pytest.mark.parametrize("fetched_at", ["2025-11-20T03:00:00Z", "2025-04-13T08:00:00Z"])
def test_it_says_when_among_key_words_and_buttons(footer: str, fetched_at: str) -> None:
    article = read(ending(footer), fetched_at)
    assert (article.published_at, article.text) == (TIME, TEXT)


def test_its_views_are_the_article_s_beside_a_linked_editor_and_words_around_them() -> None:
    editor = "<span>Biên tập: <a href='/author/bbt/'>Ban biên tập</a></span>"
    when = "<span>Cập nhật lần cuối: 14/04/2025 09:00</span> · <span>Đăng ngày 13/04/2025 11:18</span>"
    article = read(ending(f"{editor} · {when} · <span>Bài này có 1.204 lượt xem</span>"))
    assert (article.published_at, article.views, article.text) == (TIME, 1204, TEXT)
    assert read(ending(f"{editor} · {when} · <span>Tổng lượt xem: 1.904.337</span>")).views is None


def test_its_list_of_facts_is_no_text_with_nothing_said_by_readers_among_them() -> None:
    facts = (
        "Đăng bởi <a href='/author/bbt/' rel='author'>Ban biên tập</a>",
        "Đăng ngày <time>13/04/2025 lúc 11:18</time>",
        "Chưa có phản hồi",
        "Bài này có 9 lượt đọc",
    )
    article = read(ending("<ul>" + "".join(f"<li>{fact}</li>" for fact in facts) + "</ul>"))
    assert (article.published_at, article.views, article.text) == (TIME, 9, TEXT)


ELSEWHERE = {
    "the footer of no article": f"<h1>{TITLE}</h1><div>{PARAGRAPHS}</div><footer>{WHEN}</footer>",
    "behind the text, in no footer": f"<h1>{TITLE}</h1><div>{PARAGRAPHS}</div><div>{WHEN}</div>",
    "the footer of another article": f"{ending('')}<article><h2>Tin khác</h2><footer>{WHEN}</footer></article>",
    "beside words that say something else": ending(f"{WHEN}<span>Khai mạc đại hội</span>"),
}


@pytest.mark.parametrize("body", ELSEWHERE.values(), ids=ELSEWHERE)
def test_elsewhere_a_weekday_with_its_date_may_be_a_clock_or_another_day(body: str) -> None:
    assert read(body).published_at is None


SECTION = "<span><a href='/m/1' rel='category tag'>Đời sống</a></span>"


def heading(*lines: str) -> str:
    """Return an article with lines above its title."""
    return f"<article><header>{''.join(lines)}<h1>{TITLE}</h1></header><div>{PARAGRAPHS}</div></article>"


def test_the_linked_section_above_a_title_does_not_cut_off_the_byline_above_it() -> None:
    article = read(heading("<div>Lượt xem: 280</div>", "<div>13/04/2025 11:18</div>", SECTION))
    assert (article.views, article.published_at, article.text) == (280, TIME, TEXT)


def test_a_linked_title_does() -> None:
    assert read(heading("<div>Lượt xem: 280</div>", "<a href='/tin/7'>Khai mạc giải việt dã xã</a>")).views is None


def test_a_menu_does() -> None:
    menu = "".join(f"<a href='/m/{number}'>Mục {number}</a><br>" for number in range(6))
    assert read(f"<div>Lượt xem: 280</div>{menu}<h1>{TITLE}</h1>{PARAGRAPHS}").views is None
