"""Sitemaps in parts: systems list news in one and pages that never change in another, under addresses alike."""

from __future__ import annotations

from collections.abc import Iterator

from crawler.learn.sample.book import Book, Entry

LOOKED_AT = 2
"""Pages of a part that are fetched before it is judged."""
FEWEST_DATED = 5
"""Articles with a mark of one from which a portal has parts of articles."""
MOST = 60
"""Pages of a part that can be named one by one."""


def _parts(book: Book) -> list[list[Entry]]:
    """Return the pages of each sitemap that was read, where there are several."""
    maps = [seen for seen in book.observed if seen.is_map and seen.listed and not seen.is_index]
    known = [[book.entries.get(book.local(url)) for url in seen.listed] for seen in maps]
    parts = [[entry for entry in part if entry is not None and entry.local != "/"] for part in known]
    return parts if len(parts) > 1 else []


def of_unseen_parts(book: Book) -> Iterator[Entry]:
    """Yield pages of the parts of which too few were looked at, least known parts first."""
    parts = [(sum(entry.observed is not None or entry.failed for entry in part), part) for part in _parts(book)]
    for seen, part in sorted(parts, key=lambda one: one[0]):
        if seen < LOOKED_AT:
            yield from part[:MOST]


def plain_parts(book: Book) -> list[str]:
    """Return the addresses in short parts that hold no news, on a portal where other parts hold dated articles."""
    found: list[str] = []
    dated = 0
    for part in _parts(book):
        read = [entry for entry in part if entry.observed is not None]
        marked = sum(entry.is_dated for entry in read)
        dated += marked
        plain = all(entry.kind in ("article", "other") for entry in read)
        if plain and not marked and len(read) >= min(LOOKED_AT, len(part)) and len(part) <= MOST:
            found += [entry.local for entry in part]
    return found if dated >= FEWEST_DATED else []
