"""Pages that only look like lists: all of their rows are those of a box that stands beside every page of the portal."""

from __future__ import annotations

from collections import Counter

from crawler.learn.sample.book import FRAME_SHARE, Book

REPEATED = 3
"""Pages with the very same rows from which these are a box's: two sections may share the few articles they have."""


def pages_of_boxes(book: Book) -> frozenset[str]:
    """Return the pages, paged by nothing, whose rows are the same as on others and are linked all over the site."""
    rows = {local: _rows(book, local) for local, entry in book.entries.items() if entry.kind == "listing"}
    counts = Counter(rows.values())
    return frozenset(local for local, own in rows.items() if counts[own] >= REPEATED and _are_everywhere(book, own))


def _rows(book: Book, local: str) -> frozenset[str]:
    """Return the rows of a list that was read; none of a list that has more pages."""
    seen = book.entries[local].observed
    listing = seen.page.listing if seen is not None else None
    if listing is None or listing.pages_declared is not None or listing.next_url is not None:
        return frozenset()
    return frozenset(book.local(item.fetch_url) for item in listing.items)


def _are_everywhere(book: Book, rows: frozenset[str]) -> bool:
    known = [book.entries.get(local) for local in rows]
    linked = [len(entry.pages) if entry is not None else 0 for entry in known]
    return bool(linked) and min(linked) >= FRAME_SHARE * len(book.pages)
