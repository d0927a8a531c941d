"""The entries of a portal's menus: linked from nearly every page, and no other page of a list."""

from __future__ import annotations

from collections.abc import Iterator

from crawler.learn.addresses.pagers import pager_number
from crawler.learn.sample.book import Book, Entry


def is_menu(book: Book, entry: Entry) -> bool:
    """Return True for an address of the site's frame that is no other page of a list, and no archive of a month."""
    return book.is_frame(entry) and pager_number(entry) is None and not book.is_month(entry.local)


def unread_menu(book: Book) -> Iterator[Entry]:
    """Yield the entries of menus that were not fetched."""
    return (entry for entry in book.entries.values() if entry.observed is None and is_menu(book, entry))
