"""Archives by day beside articles under year and month, and pages that a box beside them makes look like lists."""

from __future__ import annotations

import re

import pytest

from crawler.items import Listing, ListingItem, Page
from crawler.learn.addresses.archives import archive_patterns
from crawler.learn.choose import next_address
from crawler.learn.sample.book import Book
from crawler.learn.sample.observe import Observed, Seen
from crawler.learn.survey import bare_portal

HOST = "http://a.vn"


def page_at(local: str, links: list[str], rows: list[str]) -> Observed:
    items = tuple(ListingItem(url=HOST + to, fetch_url=HOST + to, title=to) for to in rows)
    seen = tuple(Seen(HOST + to, "Bản quyền", in_menu=False, in_aside=True) for to in links)
    page = Page(url=HOST + local, kind="listing", listing=Listing(section=None, items=items))
    return Observed(asked=HOST + local, status=200, page=page, links=seen)


@pytest.mark.parametrize("before", ["", "/blog"])
def test_days_of_a_calendar_are_kept_out_beside_articles_under_year_and_month(before: str) -> None:
    book = Book(bare_portal(HOST))
    book.add(page_at("/", [f"{before}/2026/12/{day:02}/" for day in range(1, 29)], []))
    (pattern,) = archive_patterns(book.traps)
    assert re.search(pattern, f"{before}/2027/01/31")
    assert re.search(pattern, f"{before}/2026/12/31/page/2")
    assert not any(re.search(pattern, f"{before}/2026/12{name}") for name in ("", "/le-hoi", "/120", "/01/le-hoi"))
    assert not re.search(pattern, f"/tin{before}/2026/12/01")


def test_months_alone_are_kept_out_where_years_and_months_are_linked() -> None:
    book = Book(bare_portal(HOST))
    book.add(page_at("/", [f"/2026/{month:02}/" for month in range(1, 13)], []))
    (pattern,) = archive_patterns(book.traps)
    assert re.search(pattern, "/2025/09")
    assert not re.search(pattern, "/2025/le-hoi")
    assert not re.search(pattern, "/2025/09/le-hoi")


def test_numbers_that_may_be_those_of_articles_are_not_kept_out() -> None:
    book = Book(bare_portal(HOST))
    book.add(page_at("/", [f"/tin/2026/12/{number}" for number in range(10, 29)], []))
    assert archive_patterns(book.traps) == []


def test_pages_with_a_box_of_links_take_no_turn_of_the_menus() -> None:
    book, box = Book(bare_portal(HOST)), [f"/moi-{number}" for number in range(5)]
    everywhere = [*box, "/ban-quyen"]
    asked = [f"/van-ban/{number}" for number in range(12)]
    for local in asked:
        book.add(page_at(local, [*everywhere, *([f"{local}/phu-luc"] if local == asked[0] else [])], box))
    assert next_address(book, budget=60, asked=frozenset([*asked, *box])) == f"{HOST}/ban-quyen"
