"""What sections are called: by the words of menus, without labels, and without the number of articles behind a name."""

from __future__ import annotations

import pytest

from crawler.items import Listing, ListingItem, Page
from crawler.learn.lists.found import find_lists
from crawler.learn.sample.book import Book
from crawler.learn.sample.observe import Observed, Seen
from crawler.learn.survey import bare_portal

HOST = "http://a.vn"
URL = f"{HOST}/muc/kinh-te"
TIN = tuple((f"{HOST}/tin/{number}", f"Tin của xã số {number}") for number in range(9))
ITEMS = tuple(ListingItem(url=url, fetch_url=url, title=title) for url, title in TIN)


def name_of(linked: tuple[str, ...], title: str, heading: str | None = None) -> str:
    """Return the name of a list to which links lead with some words, whose page has a title and perhaps a heading."""
    book = Book(bare_portal(HOST))
    links = tuple(Seen(URL, words, in_menu=True, in_aside=False) for words in linked)
    book.add(Observed(asked=f"{HOST}/", status=200, page=Page(url=f"{HOST}/", kind="home"), links=links))
    listing = Listing(section=heading, items=ITEMS)
    page = Page(url=URL, kind="listing", title=title, listing=listing)
    book.add(Observed(asked=URL, status=200, page=page, links=()))
    return next(one.name for one in find_lists(book, []) if one.local == "/muc/kinh-te")


@pytest.mark.parametrize("linked", ["Kinh tế", "Kinh tế (24)", "Kinh tế 24", "Kinh tế24"])
def test_the_number_of_articles_behind_a_name_is_no_part_of_it(linked: str) -> None:
    assert name_of((linked,), "Chuyên mục: Kinh tế | Xã Bình Minh") == "Kinh tế"
    assert name_of((linked,), "Xã Bình Minh", heading="KINH TẾ") == "Kinh tế"


def test_a_number_that_belongs_to_a_name_stays() -> None:
    assert name_of(("Khu phố 3",), "Khu phố 3 | Xã Bình Minh") == "Khu phố 3"
    assert name_of(("Nghị quyết 57",), "Tin về nghị quyết | Xã Bình Minh") == "Nghị quyết 57"


@pytest.mark.parametrize("title", ["Chuyên mục: Kinh tế", "Category: Kinh tế", "Danh mục : Kinh tế"])
def test_a_label_before_a_name_is_no_part_of_it(title: str) -> None:
    assert name_of((), title) == "Kinh tế"
    assert name_of((), "Xã Bình Minh", heading=title) == "Kinh tế"
