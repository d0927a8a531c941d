"""Pages in the menus of a site that are dated like its news, and are none: `Giới thiệu` in the layout of a post."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from crawler.learn.addresses.groups import Group
from crawler.learn.addresses.patterns import FEWEST_FOR_SHAPE
from crawler.learn.lists.found import rows_of_lists
from crawler.learn.sample.book import SHORT, Book, Entry

MANY = 20
"""Articles of one shape beside which a page of another one in the menus stands out."""
EVERYWHERE = 0.8
"""Share of the pages whose menus lead to it."""


def standing_pages(book: Book, groups: Iterable[Group]) -> list[str]:
    """Return the addresses built like no article, linked from all menus, and a row of no list or feed that was read.

    News that is set into a menu for a while stands in its list as well.
    """
    groups = list(groups)
    listed = rows_of_lists(book) | set(_fed(book))
    news = [one for group in groups if group.label == "article" for one in group.members if one.local in listed]
    few = [group for group in groups if group.label == "article" and len(group.members) < FEWEST_FOR_SHAPE]
    found = [one.local for group in few for one in group.members if _stands(book, one) and one.local not in listed]
    return found if len(news) >= MANY else []


def without_standing(groups: Iterable[Group], standing: Iterable[str]) -> list[Group]:
    """Return the groups that have a member besides those in the menus."""
    apart = set(standing)
    return [group for group in groups if any(one.local not in apart for one in group.members)]


def _stands(book: Book, entry: Entry) -> bool:
    in_menus = entry.menu >= EVERYWHERE * len(book.pages) and len(entry.pages) >= EVERYWHERE * len(book.pages)
    return in_menus and len(entry.text) <= SHORT


def _fed(book: Book) -> Iterator[str]:
    """Yield what feeds list; sitemaps list every page."""
    return (book.local(url) for seen in book.observed if not seen.is_map for url in seen.listed)
