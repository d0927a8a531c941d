"""Whether a crawl needs the lists at all: where a sitemap names every article, many lists only cost requests."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil

from crawler.learn.addresses.aliases import name_of
from crawler.learn.addresses.pagers import Pager, page_of
from crawler.learn.addresses.rules import Learned
from crawler.learn.lists.found import FoundList, rows_in
from crawler.learn.sample.book import Book

COVERED = 0.99
"""Share of the articles linked on pages that the sitemap must name."""
FEWEST = 20
"""Articles linked on pages from which the share says something."""
STEP = 2
"""Pages that a list shows whose pager says no more than `next`."""
SHARED = 2
"""Other lists that hold rows of a list of all articles."""
DEAR = 0.2
"""Requests for lists, for each article, from which they are left out."""


def needless_lists(
    book: Book, lists: list[FoundList], content: Iterable[Learned], pagers: Iterable[Pager] = ()
) -> list[FoundList]:
    """Return the lists that are not read: all beside a sitemap that names every article, or what others hold too."""
    suffices = sitemap_suffices(book, lists, content, pagers)
    return lists if suffices else [one for one in lists if one.is_needless]


def sitemap_suffices(
    book: Book, lists: Iterable[FoundList], content: Iterable[Learned], pagers: Iterable[Pager] = ()
) -> bool:
    """Return True if the sitemap names what the pages link to, and reading the lists would cost too much beside it.

    Numbered pages of lists are not among what it must name, though their addresses may be like those of articles.
    """
    lists, pagers = list(lists), list(pagers)
    bases = {one.local for one in lists}
    rules = [one.rule for one in content if one.rule.kind == "article"]
    named = {name for entry in book.entries.values() if entry.in_sitemap and (name := name_of(entry.local, rules))}
    linked = {
        name
        for entry in book.entries.values()
        if entry.pages and (name := name_of(entry.local, rules))
        and not ((paged := page_of(entry.local, pagers)) and paged[0] in bases)
    }  # fmt: skip
    if len(linked) < FEWEST or len(linked & named) < COVERED * len(linked):
        return False
    spanning, rows = spanning_lists(book, lists), max((one.rows for one in lists), default=0)
    whole = ceil(len(named) / rows) if rows else 1
    pages = (_pages(one, whole if one.local in spanning else 1) for one in lists if one.kind != "document_list")
    cost = sum(number + 1 for number in pages)
    return cost > DEAR * len(named) and all(one.kind != "document_list" for one in lists)


def _pages(one: FoundList, fewest: int) -> int:
    """Return how many pages a list has: as many as it shows, or `fewest` where its pager says `next` alone."""
    return max(STEP, fewest) if one.pages == STEP else one.pages or 1


def spanning_lists(book: Book, lists: Iterable[FoundList]) -> set[str]:
    """Return the lists of all articles, as blogs have: the home page, and what has rows of half of the others."""
    lists = list(lists)
    firsts = {one.local: _rows(book, one.local) for one in lists}
    found = {one.local for one in lists if one.kind == "home"}
    for local, rows in firsts.items():
        others = [more for other, more in firsts.items() if other != local and more]
        if sum(not rows.isdisjoint(more) for more in others) >= max(SHARED, len(others) / 2):
            found.add(local)
    return found


def _rows(book: Book, local: str) -> set[str]:
    entry = book.entries.get(local)
    listing = entry.observed.page.listing if entry is not None and entry.observed is not None else None
    return rows_in(book, listing) if listing is not None else set()
