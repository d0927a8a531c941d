"""Whether a crawl needs the lists at all: where a sitemap names every article, many lists only cost requests."""

from __future__ import annotations

from collections.abc import Iterable

from crawler.learn.addresses.aliases import name_of
from crawler.learn.addresses.pagers import Pager, page_of
from crawler.learn.addresses.rules import Learned
from crawler.learn.lists.found import FoundList
from crawler.learn.sample.book import Book

COVERED = 0.99
"""Share of the articles linked on pages that the sitemap must name."""
FEWEST = 20
"""Articles linked on pages from which the share says something."""
DEAR = 0.2
"""Requests for lists, for each article, from which they are left out."""


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
    cost = sum((one.pages or 1) + 1 for one in lists if one.kind != "document_list")
    return cost > DEAR * len(named) and all(one.kind != "document_list" for one in lists)
