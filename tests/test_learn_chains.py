"""Lists whose pages are chained by `next` and `previous`: how they are found, what they are called, where they end."""

from __future__ import annotations

import re

import pytest

from crawler.items import Article, Listing, ListingItem, Page
from crawler.learn.addresses.groups import find_groups
from crawler.learn.addresses.pagers import find_pagers
from crawler.learn.choose import next_address
from crawler.learn.findings import learn
from crawler.learn.lists.found import find_lists
from crawler.learn.sample.book import Book
from crawler.learn.sample.observe import Observed, Seen
from crawler.learn.survey import bare_portal

HOST = "http://a.vn"
TITLES = {f"/bai-so-{name}.html": f"Xã tổ chức hội nghị lần thứ {name} trong năm" for name in "abcdefghijklmnop"}


def page_at(
    local: str, links: dict[str, str], kind: str = "listing", *, pages: dict[str, str] | None = None, day: str = ""
) -> Observed:
    """A page: its links in the text, and those to other pages of its list, which stand in a `<nav>`."""
    url = HOST + local
    rows = [Seen(HOST + to, text, in_menu=False, in_aside=False) for to, text in links.items()]
    steps = [Seen(HOST + to, text, in_menu=True, in_aside=False) for to, text in (pages or {}).items()]
    items = tuple(ListingItem(url=one.url, fetch_url=one.url, title=one.text) for one in rows)
    article = Article(url=url, title=TITLES.get(local, "Bài"), text="Văn bản.", published_at=day or None)
    page = Page(
        url=url,
        kind=kind,  # type: ignore[arg-type]
        title=TITLES.get(local, f"Một câu dài của bài đứng đầu {local}, không phải là tên của danh sách"),
        listing=Listing(section=None, items=items) if kind == "listing" else None,
        article=article if kind == "article" else None,
    )
    return Observed(asked=url, status=200, page=page, links=(*rows, *steps))


def home_first(*others: Observed) -> Book:
    """A book that begins with a home page which calls its second page the next one."""
    book = Book(bare_portal(HOST))
    book.add(page_at("/", {**TITLES, "/muc/tin.html": "Tin tức"}, "home", pages={"/index2.html": "Next"}))
    for other in others:
        book.add(other)
    return book


SECOND = page_at("/index2.html", TITLES, pages={"/index.html": "Previous", "/index3.html": "Next"})
TIN = page_at("/muc/tin.html", dict(list(TITLES.items())[:10]), pages={"/muc/tin2.html": "Next"})
DAT = page_at("/muc/dat.html", dict(list(TITLES.items())[5:]), pages={"/muc/dat2.html": "Next"})
LAST = page_at("/muc/tin2.html", dict(list(TITLES.items())[10:]), pages={"/muc/tin.html": "Previous"})


def test_the_next_page_of_the_home_page_is_asked_for_before_all_else() -> None:
    assert next_address(home_first(), budget=60, asked=frozenset({"/"})) == f"{HOST}/index2.html"
    asked = frozenset({"/", "/index2.html"})
    assert next_address(home_first(SECOND), budget=60, asked=asked) != f"{HOST}/index3.html"


def test_a_home_page_that_leads_to_several_next_pages_has_boxes_and_says_nothing() -> None:
    book = Book(bare_portal(HOST))
    book.add(page_at("/", TITLES, "home", pages={"/hop?a=2": "Tiếp", "/hop?b=2": "Sau"}))
    assert next_address(book, budget=60, asked=frozenset({"/"})) in {HOST + local for local in TITLES}


def test_the_last_page_of_a_list_in_a_nav_of_its_own_does_not_turn_the_chains() -> None:
    pagers = find_pagers(home_first(SECOND, TIN, LAST))
    assert ("path", "/index#.html", 1) in {(one.style, one.name, one.step) for one in pagers}


def test_a_list_is_called_what_links_to_its_first_page_say_though_others_are_linked_more() -> None:
    book = home_first(SECOND, LAST, TIN, DAT)
    again = [page_at(f"/lien-ket-{at}.html", {}, "other", pages={"/muc/tin2.html": "2"}) for at in range(3)]
    for one in again:
        book.add(one)
    lists = find_lists(book, find_pagers(book))
    assert {one.local: one.name for one in lists}["/muc/tin.html"] == "Tin tức"


def test_a_short_last_page_that_looks_like_an_article_is_none_beside_a_list_with_an_extension() -> None:
    odd = page_at("/muc/tin2.html", {}, "article", pages={"/muc/tin.html": "Previous"}, day="2024-09-18T20:25:00+07:00")
    dated = [page_at(local, {}, "article", day="2024-09-18T20:25:00+07:00") for local in TITLES]
    book = home_first(SECOND, TIN, DAT, odd, *dated)
    groups = find_groups(book, find_pagers(book))
    assert [{one.local for one in group.members} for group in groups] == [set(TITLES)]


def test_one_page_with_a_day_among_many_without_does_not_make_the_others_no_articles() -> None:
    plain = [page_at(local, {"/": "Trang chủ"}, "article") for local in TITLES]
    odd = page_at("/muc/rieng/le.html", {}, "article", day="2024-09-18T20:25:00+07:00")
    book = home_first(SECOND, *plain, odd)
    assert set(TITLES) in [{one.local for one in group.members} for group in find_groups(book, find_pagers(book))]


@pytest.mark.parametrize(("lists", "is_read"), [((TIN, DAT), False), ((TIN,), True)], ids=["all listed", "some not"])
def test_pages_of_a_home_page_that_look_like_articles_are_read_only_if_it_holds_more_than_the_lists(
    lists: tuple[Observed, ...], is_read: bool
) -> None:
    dated = [page_at(local, {}, "article", day="2024-09-18T20:25:00+07:00") for local in TITLES]
    book = home_first(SECOND, *lists, *dated)
    found = learn(book, book.observed[0])
    assert ("/" in {one.local for one in found.lists}) == is_read
    assert any(re.search(pattern, "/index7.html") for pattern, _ in found.ignore) != is_read
