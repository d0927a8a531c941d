"""Pages in the menus of a site that are dated like its news."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crawler.items import Listing, ListingItem
from crawler.learn.addresses.groups import find_groups
from crawler.learn.lists.standing import standing_pages
from crawler.learn.sample.book import Book
from crawler.learn.sample.observe import Seen
from crawler.learn.survey import bare_portal
from tests.test_learn_unseen import HOST, article_at, list_at


@pytest.mark.parametrize(("rows", "standing"), [((), ["/gioi-thieu"]), (("/gioi-thieu",), [])])
def test_a_dated_page_of_the_menus_that_no_list_holds_is_no_news(rows: tuple[str, ...], standing: list[str]) -> None:
    book, menu = Book(bare_portal(HOST)), {"/gioi-thieu": "Giới thiệu", "/blog": "Tin tức"}
    menus = tuple(Seen(HOST + to, words, in_menu=True, in_aside=False) for to, words in menu.items())
    posts = [f"/blog/{word}-{number}" for number, word in enumerate(["mua", "nang", "gio"] * 8)]
    news = [article_at(one, one) for one in posts]
    pages = [list_at("/blog", dict.fromkeys(posts, "")), article_at("/gioi-thieu", "Giới thiệu phường Hoa Lư"), *news]
    listed = tuple(ListingItem(url=HOST + one, fetch_url=HOST + one) for one in (*posts, *rows))
    pages[0] = replace(pages[0], page=replace(pages[0].page, listing=Listing(section=None, items=listed)))
    for page in pages:
        book.add(replace(page, links=(*page.links, *menus)))
    assert standing_pages(book, find_groups(book, [])) == standing
