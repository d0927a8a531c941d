"""Are the lists needed where a sitemap names every article? Only as long as they cost little beside the articles."""

from __future__ import annotations

import pytest

from crawler.address_rules import AddressRule
from crawler.items import Listing, ListingItem, Page
from crawler.learn.addresses.rules import Learned
from crawler.learn.lists.economy import sitemap_suffices, spanning_lists
from crawler.learn.lists.found import FoundList
from crawler.learn.sample.book import Book
from crawler.learn.sample.observe import Observed, Seen
from crawler.learn.survey import bare_portal

HOST = "http://a.vn"
SECTIONS = ("/tin-tuc", "/kinh-te", "/van-hoa")
ROWS = 10
NEWS = Learned(AddressRule(kind="article", match=r"^/bai/(?P<key>[^/?]+)", canonical="/bai/{key}"), "")


def listing(local: str, numbers: range) -> Observed:
    to = [f"{HOST}/bai/so-{number}" for number in numbers]
    items = tuple(ListingItem(url=url, fetch_url=url, title="Bài viết của huyện nhà") for url in to)
    page = Page(url=HOST + local, kind="listing", listing=Listing(section=None, items=items))
    links = tuple(Seen(url, "Bài viết của huyện nhà", in_menu=False, in_aside=False) for url in to)
    return Observed(asked=HOST + local, status=200, page=page, links=links)


def blog(articles: int) -> Book:
    """A blog whose list of all begins with the newest of each section; its sitemap names every article."""
    book = Book(bare_portal(HOST))
    book.add(
        Observed(
            asked=f"{HOST}/map.xml", status=200, page=Page(url=f"{HOST}/map.xml", kind="other"), head=b"<urlset",
            listed=tuple(f"{HOST}/bai/so-{number}" for number in range(articles)),
        )
    )  # fmt: skip
    book.add(listing("/blog", range(0, 3 * ROWS, 3)))
    for place, section in enumerate(SECTIONS):
        book.add(listing(section, range(place * ROWS, (place + 1) * ROWS)))
    return book


def lists(pages: int | None) -> list[FoundList]:
    return [FoundList(local, local, "listing", ROWS, pages) for local in ("/blog", *SECTIONS)]


def test_the_list_of_all_is_known_by_its_rows() -> None:
    assert spanning_lists(blog(60), lists(2)) == {"/blog"}


@pytest.mark.parametrize(("pages", "expected"), [(2, True), (3, False), (None, False)])
def test_a_pager_that_says_next_alone_hides_how_much_the_list_of_all_costs(
    pages: int | None, *, expected: bool
) -> None:
    """Of 90 articles, 4 lists of 2 pages cost 12 requests: they are read; but that of all must have 9 pages."""
    assert sitemap_suffices(blog(90), lists(pages), [NEWS]) == expected


def test_lists_that_cost_little_are_read() -> None:
    assert not sitemap_suffices(blog(200), lists(2)[1:], [NEWS])
