"""Lists that say no numbers, only `next` and `previous`: how far a page is from the first of its chain."""

from __future__ import annotations

from collections.abc import Iterator

from crawler.extract.lists.listing import NEXT
from crawler.extract.text import fold
from crawler.learn.links.page_words import PREVIOUS, SHORT, says_page
from crawler.learn.sample.book import Book, Entry
from crawler.learn.sample.observe import Observed


def chained_pages(book: Book) -> Iterator[tuple[str, str, int]]:
    """Yield, for each step of a chain, its first page, the page that the step leads to and that page's number.

    What leads from the first page to the second says so itself; the way back from it, and all steps beyond, do not.
    """
    onward, back = _steps(book)
    for first in sorted(onward.keys() - set(onward.values())):
        if back.get(onward[first]) == first:
            yield first, onward[first], 2
        for number, page in enumerate(_walk(onward, first), start=3):
            yield first, page, number


def of_unread_next(book: Book) -> Iterator[Entry]:
    """Yield the page that the home page calls its next one, as long as no page tells how those behind it are numbered.

    What one link says is too little to go by, and no other page of a portal has a link like it.
    """
    home = book.entries.get("/")
    if home is not None and home.observed is not None:
        nexts, _ = _led_to(book, home.observed, "/")
        known = [book.entries[local] for local in nexts if local in book.entries]
        yield from known if len(known) == 1 and known[0].observed is None else ()


def _walk(onward: dict[str, str], first: str) -> Iterator[str]:
    """Yield the third page of a chain and those behind it; a chain that bites its tail ends there."""
    seen = {first, onward[first]}
    page = onward.get(onward[first])
    while page is not None and page not in seen:
        yield page
        seen.add(page)
        page = onward.get(page)


def _steps(book: Book) -> tuple[dict[str, str], dict[str, str]]:
    """Return page -> the one page behind it, and page -> the one before it: `next` and `previous`, as a rule.

    On some blogs they mean the days of the articles: there `previous` leads from the newest to older ones.
    """
    onward: dict[str, str] = {}
    back: dict[str, str] = {}
    for seen in book.pages:
        if seen.page.kind not in ("listing", "document_list", "home"):
            continue
        own = book.local(seen.asked)
        nexts, befores = _led_to(book, seen, own)
        if len(nexts) == 1:
            onward[own] = nexts.pop()
        if len(befores) == 1:
            back[own] = befores.pop()
    return (back, onward) if _is_turned(book, onward, back) else (onward, back)


def _is_turned(book: Book, onward: dict[str, str], back: dict[str, str]) -> bool:
    """Return True if a page that the whole site leads to, so the first of a list, has only one before it."""
    ends = [local for local, before in back.items() if onward.get(before) == local and local not in onward]
    return any(local == "/" or _is_in_menus(book, local) for local in ends)


def _is_in_menus(book: Book, local: str) -> bool:
    """Return True for an entry of a menu; the last page of a list may be linked in a `<nav>` of its own."""
    entry = book.entries.get(local)
    return entry is not None and book.is_frame(entry) and not all(map(says_page, entry.texts))


def _led_to(book: Book, seen: Observed, own: str) -> tuple[set[str], set[str]]:
    short = [(fold(link.text), book.local(link.url)) for link in seen.links if len(link.text) <= SHORT]
    nexts = {local for words, local in short if NEXT.match(words) and local != own}
    return nexts, {local for words, local in short if PREVIOUS.match(words) and local != own}
