"""Titles under the heading that a program prints over each part of a page: the section's name is no article's title."""

from __future__ import annotations

import pytest

from crawler.address_rules import AddressRule
from crawler.extract import extract
from crawler.items import Article, Capture, Listing, Page
from crawler.learn.places.from_links import read_anew
from crawler.learn.places.selectors import title_selector
from crawler.learn.sample.book import Book
from crawler.learn.sample.observe import Observed, Seen, observe
from crawler.learn.survey import bare_portal
from crawler.portals import Portal
from tests.page_captures import page_capture

HOST = "http://a.vn"
SECTIONS = ("Chuyển đổi số", "Kinh tế")
TITLES = [f"Hội Nông dân xã Phú Mẫu trao bò giống cho hộ nghèo lần thứ {number}" for number in range(8)]
TEXT = "Ủy ban nhân dân xã họp phiên thường kỳ và bàn việc của tháng sau. " * 6


def part(number: int, *, named: str) -> Capture:
    """An article without a name in the head, under its section's name; the element around it has its number as id."""
    menu = "".join(f'<li><a href="/muc/{at}">{name}</a></li>' for at, name in enumerate(SECTIONS))
    body = (
        f"<html><head><title>Xã Phú Mẫu - Chi tiết tin</title></head><body><ul class=menu>{menu}</ul><div id=giua>"
        f'<h2 class="part-titleText">{SECTIONS[number % 2]}</h2>'
        f'<div id="bai_{number}"><div{named}>{TITLES[number]}</div>'
        f"<div class=noidung><p>{TEXT}</p><p>{number}. {TEXT}</p></div>"
        f"<div class=ngay>Ngày đăng: {number + 1:02d}/05/2024 08:30</div></div></div></body></html>"
    )
    return page_capture(f"{HOST}/tin/xem.aspx?id={number}", body, "2024-06-01T00:00:00Z")


def with_rule() -> Portal:
    return bare_portal(HOST).model_copy(update={"addresses": (AddressRule(kind="article", match="id="),)})


def test_a_line_named_a_title_is_believed_more_than_an_entry_of_the_menu_over_it() -> None:
    article = extract(part(3, named=" class=TieuDe"), with_rule()).article
    assert article is not None
    assert article.title == TITLES[3]


@pytest.mark.parametrize("named", ["", " class=TieuDe"])
def test_the_place_that_lists_link_to_is_found_in_elements_whose_ids_are_those_of_pages(named: str) -> None:
    book = Book(bare_portal(HOST))
    links = tuple(
        Seen(f"{HOST}/tin/xem.aspx?id={number}", title, in_menu=False, in_aside=False)
        for number, title in enumerate(TITLES)
    )
    page = Page(url=f"{HOST}/muc/0", kind="listing", listing=Listing(section=None))
    book.add(Observed(asked=page.url, status=200, page=page, links=links))
    captures = {one.requested_url: one for one in (part(number, named=named) for number in range(8))}
    for capture in captures.values():
        book.add(observe(capture, book.portal))
    read, _ = read_anew(book, captures)
    assert [one.page.article.title for one in read.observed if one.page.article is not None] == TITLES


def test_a_name_over_several_articles_is_no_place_of_titles() -> None:
    captures = [part(number, named="") for number in range(8)]
    told = [
        (one, Page(url="", kind="article", article=Article(url="", title=SECTIONS[number % 2], text=f"{number}")))
        for number, one in enumerate(captures)
    ]
    assert title_selector(told) is None
    own = [
        (one, Page(url="", kind="article", article=Article(url="", title=TITLES[number], text=f"{number}")))
        for number, one in enumerate(captures)
    ]
    assert title_selector(own) is not None
