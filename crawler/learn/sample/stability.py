"""Whether pages stay the same between two fetches: what changes with each fetch would be a new version each time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from crawler.extract import extract
from crawler.items import Capture, Page
from crawler.learn.sample.book import Book, Entry
from crawler.portals import Portal

ARTICLES, LISTS = 2, 1
"""Articles (documents, where there are none) and lists that are fetched twice."""
TITLE = 25
"""Characters of a link that may be an article's title, where no page was understood yet."""


@dataclass(frozen=True, slots=True)
class Stability:
    """How many were the same twice, and of how many."""

    articles: int = 0
    of_articles: int = 0
    lists: int = 0
    of_lists: int = 0


def to_ask_again(book: Book, asked: Mapping[str, object]) -> str | None:
    """Return the address to fetch a second time: articles first, then a list; None if enough were."""
    lists = [entry for entry in book.read if entry.kind in ("listing", "document_list")]
    pages = [entry for entry in _articles(book) if entry not in lists]
    for kind, enough in ((pages, ARTICLES), (lists, LISTS)):
        fresh = [entry for entry in kind if entry.fetch_url not in asked]
        if fresh and len(kind) - len(fresh) < enough:
            return fresh[-1].fetch_url
    return None


def _articles(book: Book) -> list[Entry]:
    """Return what may be articles, of the surest kind of which there are any."""
    articles = [entry for entry in book.read if entry.kind == "article"]
    kinds = (
        [entry for entry in articles if entry.is_dated],
        articles,
        [entry for entry in book.read if entry.kind == "document"],
        [
            entry
            for entry in book.read
            if entry.kind == "other" and len(entry.text) >= TITLE and not book.is_frame(entry)
        ],
    )
    return next((kind for kind in kinds if kind), [])


def stability(first: Mapping[str, Capture], second: Mapping[str, Capture], portal: Portal) -> Stability:
    """Return how many pages are the same twice, read with the portal file that was learned."""
    found = list(_compared(first, second, portal))
    articles = [same for kind, same in found if kind == "article"]
    lists = [same for kind, same in found if kind == "list"]
    return Stability(sum(articles), len(articles), sum(lists), len(lists))


def _compared(
    first: Mapping[str, Capture], second: Mapping[str, Capture], portal: Portal
) -> Iterator[tuple[str, bool]]:
    for url, capture in second.items():
        if url in first and capture.status == 200:
            one, other = (marks_of(extract(each, portal)) for each in (first[url], capture))
            if one is not None:
                yield one[0], one == other


def marks_of(page: Page) -> tuple[str, object] | None:
    """Return what of a page must be the same twice, after its kind; None where there is nothing to compare."""
    item = page.article or page.document
    if item is not None:
        return "article", item.fingerprint
    if page.listing is not None:
        return "list", tuple(one.url for one in page.listing.items)
    return None
