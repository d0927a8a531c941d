"""How the themes of blog systems print what stands beside a title: in an article's own footer, in abbreviations."""

from __future__ import annotations

from crawler.extract import extract
from crawler.items import Article
from tests.test_extract_pages import capture_of, generic_portal

URL = "https://xamau.gov.vn/le-phat-dong-trong-cay.html"
TITLE = "Xã Mẫu tổ chức lễ phát động trồng cây đời đời nhớ ơn Bác"
TEXT = "Sáng nay, xã Mẫu tổ chức lễ phát động trồng cây với sự tham dự của đông đủ cán bộ và nhân dân trong xã."


def read(main: str) -> Article:
    html = f"<html><title>{TITLE}</title><body><nav><a href=/>Trang chủ</a></nav>{main}</body></html>"
    article = extract(capture_of(html.encode(), URL), generic_portal(URL)).article
    assert article is not None
    return article


def test_the_footer_of_an_article_may_stand_below_its_title_and_hold_the_byline() -> None:
    byline = "<footer class=post-info><p>Published: T2 29 Tháng 7 2024</p><address>By Lê Thị Hoa</address></footer>"
    article = read(f"<article><header><h1>{TITLE}</h1></header><div>{byline}{f'<p>{TEXT}</p>' * 3}</div></article>")
    assert (article.published_at, article.author) == ("2024-07-29", "Lê Thị Hoa")
    assert article.text == "\n\n".join([TEXT] * 3)


def test_a_footer_that_is_not_of_the_article_holds_no_byline() -> None:
    footer = "<footer><p>Ngày đăng: 29/07/2024</p></footer>"
    article = read(f"<article><h1>{TITLE}</h1><p>Lượt xem: 12</p>{f'<p>{TEXT}</p>' * 3}</article>{footer}")
    assert (article.published_at, article.views) == (None, 12)


def test_an_abbreviation_that_is_called_published_tells_the_minute() -> None:
    day = '<abbr class="published" title="2024-07-29T02:52:00+07:00">29 Tháng 7 2024</abbr>'
    changed = '<abbr class="modified" title="2024-08-01T09:00:00+07:00">01 Tháng 8 2024</abbr>'
    article = read(f"<article><h1>{TITLE}</h1><p>Published: {day}</p><p>Updated: {changed}</p><p>{TEXT}</p></article>")
    assert article.published_at == "2024-07-29T02:52:00+07:00"
