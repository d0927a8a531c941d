"""Pages of the menus that look like lists for the news beside them: `Liên hệ`, `Điều khoản`, a map of the site."""

from __future__ import annotations

from crawler.learn.book import Book, Entry
from crawler.learn.pagers import pager_number
from crawler.learn.shapes import shape_of

SITE_WIDE = 0.8
"""Share of the pages that link to what stands beside every page."""
FEWEST_PAGES = 8
"""Pages of the sample from which such a share says something."""
LISTS = ("listing", "document_list")


def bare_pages(book: Book) -> set[str]:
    """Return the pages that were read as lists, and show no row that does not stand beside (nearly) all pages.

    Those are spared that have an address like that of a list with rows of its own: sections that are empty today.
    """
    lists = [entry for entry in book.entries.values() if entry.kind in LISTS and pager_number(entry) is None]
    if len(book.pages) < FEWEST_PAGES:
        return set()
    bare = {entry.local for entry in lists if book.is_frame(entry) and _has_rows_of_frame(book, entry)}
    shapes = {shape_of(entry.local) for entry in lists if entry.local not in bare}
    return {local for local in bare if shape_of(local) not in shapes}


def _has_rows_of_frame(book: Book, entry: Entry) -> bool:
    listing = entry.observed.page.listing if entry.observed is not None else None
    if listing is None or not listing.items or listing.pages_declared or listing.next_url:
        return False
    rows = (book.entries.get(book.local(item.fetch_url)) for item in listing.items)
    return all(row is not None and len(row.pages) >= SITE_WIDE * len(book.pages) for row in rows)
