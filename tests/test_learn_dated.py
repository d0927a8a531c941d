"""Pages of the foot whose addresses are like those of articles: told from them by the day that all articles show."""

from __future__ import annotations

import pytest

from crawler.extract import extract
from crawler.items import Page
from crawler.learn.addresses.dated_rules import with_dated
from crawler.learn.addresses.groups import find_groups
from crawler.learn.addresses.rules import content_rules
from crawler.learn.sample.book import Book
from crawler.learn.sample.observe import Observed, Seen, observe
from crawler.learn.survey import bare_portal
from crawler.portals import Portal
from tests.page_captures import page_capture

HOST = "http://a.vn"
TEXT = "Ủy ban nhân dân xã họp phiên thường kỳ và bàn việc của tháng sau. " * 8
MENU = {"/lien-he": "Liên hệ", "/gioi-thieu-chung": "Giới thiệu chung", "/chinh-sach-bao-mat": "Chính sách"}


def html(title: str, byline: str) -> str:
    menu = "".join(f'<li><a href="{to}">{text}</a></li>' for to, text in MENU.items())
    text = f"<h1>{title}</h1>{byline}<p>{TEXT}</p><p>{TEXT}</p>"
    return f"<title>{title}</title><nav><ul>{menu}</ul></nav><article>{text}</article>"


def news(number: int) -> str:
    return html(
        f"Xã họp phiên thứ {number}", f"<p>Ngày đăng: {number + 1:02}/05/2024 08:30 | Lượt xem: {number + 7}</p>"
    )


def learned(sample: dict[str, str]) -> Portal:
    """Return the portal with the rules that a sample tells: path -> page, all linked from one list."""
    book = Book(bare_portal(HOST))
    links = tuple(Seen(HOST + to, to.replace("-", " ") * 2, in_menu=False, in_aside=False) for to in sample)
    links += tuple(Seen(HOST + to, text, in_menu=True, in_aside=False) for to, text in MENU.items())
    book.add(Observed(asked=f"{HOST}/tin-tuc?trang=1", status=200, page=Page(url=HOST, kind="listing"), links=links))
    for path, body in sample.items():
        book.add(observe(page_capture(HOST + path, body, "2024-12-14T09:00:00Z"), book.portal))
    rules = [one.rule for one in with_dated(content_rules(find_groups(book, [])), book)]
    return book.portal.model_copy(update={"addresses": tuple(rules)})


def kind_of(path: str, body: str, portal: Portal) -> str:
    return extract(page_capture(HOST + path, body, "2024-12-14T09:00:00Z"), portal).kind


NEWS = {f"/xa-hop-phien-lan-{number}-va-ban-nhieu-viec": news(number) for number in range(12)}


@pytest.mark.parametrize("plain", [{}, {"/lien-he": html("Liên hệ", ""), "/gioi-thieu-chung": html("Giới thiệu", "")}])
def test_a_page_without_a_day_is_no_article_where_pages_of_the_menu_have_addresses_like_news(
    plain: dict[str, str],
) -> None:
    portal = learned(NEWS | plain)
    assert [rule.dated for rule in portal.addresses] == [bool(plain)]
    unread = html("Chính sách bảo mật", "")
    assert kind_of("/chinh-sach-bao-mat", unread, portal) == ("other" if plain else "article")
    assert kind_of("/tin-moi-cua-xa-trong-thang", news(13), portal) == "article"


@pytest.mark.parametrize("byline", ["<p>Lượt xem: 12</p>", "<p>Ngày đăng: 45/45/2021</p>", "<p>12/05/2024</p>"])
def test_a_counter_or_a_day_that_cannot_be_read_is_the_mark_of_an_article(byline: str) -> None:
    portal = learned(NEWS | {"/lien-he": html("Liên hệ", ""), "/gioi-thieu-chung": html("Giới thiệu", "")})
    assert kind_of("/tin-moi-cua-xa", html("Tin mới của xã trong tháng", byline), portal) == "article"


def test_news_without_a_day_in_the_sample_leave_all_as_it_is() -> None:
    portal = learned(NEWS | {"/xa-ra-quan-lam-thuy-loi-dau-nam": html("Xã ra quân làm thủy lợi", "")})
    assert not any(rule.dated for rule in portal.addresses)
