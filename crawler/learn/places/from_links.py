"""Where articles print title and day, learned from the links to them and from other pages, before any was understood.

Pages without headings, names or labels tell nothing by themselves; but lists link to each of them with its title.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from crawler.extract.text import clean
from crawler.items import Capture, Page
from crawler.learn.places.dated_place import dated_place
from crawler.learn.places.selectors import SHARE, places_of
from crawler.learn.sample.book import Book, Entry
from crawler.learn.sample.observe import observe
from crawler.portals import Portal

SHORTEST, FEWEST = 20, 5
"""Characters of a link that is a title; pages that must show theirs in one place."""
Place = tuple[str, str]
"""CSS selector and evidence."""


@dataclass(frozen=True, slots=True)
class Places:
    """What was learned; None where pages are understood without."""

    title: Place | None = None
    byline: Place | None = None

    def on(self, portal: Portal) -> Portal:
        """Return the portal with these selectors."""
        told = {name: place[0] for name, place in (("title", self.title), ("byline", self.byline)) if place is not None}
        return portal.model_copy(update={"select": portal.select.model_copy(update=told)})


def read_anew(book: Book, captures: Mapping[str, Capture]) -> tuple[Book, Places]:
    """Return the book of a portal whose pages say too little by themselves, read with what they say together.

    The same book where most articles were understood.
    """
    places = Places()
    if not _titles_agree(book):
        places = replace(places, title=linked_place(book, captures))
        book = _again(book, captures, places) if places.title is not None else book
    articles = [entry for entry in book.entries.values() if entry.kind == "article"]
    if 2 * sum(entry.is_dated for entry in articles) < len(articles):
        places = replace(places, byline=dated_place(_read(articles, captures), places.on(book.portal)))
        book = _again(book, captures, places) if places.byline is not None else book
    return book, places


def _read(entries: Iterable[Entry], captures: Mapping[str, Capture]) -> list[tuple[Capture, Page]]:
    seen = (entry.observed for entry in entries)
    return [(captures[one.asked], one.page) for one in seen if one is not None and one.asked in captures]


def _again(book: Book, captures: Mapping[str, Capture], places: Places) -> Book:
    anew, portal = book.emptied(), places.on(book.portal)
    for one in book.observed:
        anew.add(observe(captures[one.asked], portal) if one.asked in captures else one)
    return anew


def _titled(book: Book) -> list[tuple[Entry, set[str]]]:
    """Return the fetched pages outside of menus that are linked with words as long as a title, and these words.

    Not documents, which are linked with what they are about and are known by their labels.
    """
    words = [(one, {clean(text) for text in one.texts if len(text) >= SHORTEST}) for one in book.read]
    return [(one, said) for one, said in words if said and one.kind != "document" and not book.is_frame(one)]


def _titles_agree(book: Book) -> bool:
    """Return True if most pages that were linked with a title were read with that title."""
    titled = _titled(book)
    agreed = sum(one.observed is not None and clean(one.observed.page.title or "") in said for one, said in titled)
    return 2 * agreed >= len(titled) or len(titled) < FEWEST


def linked_place(book: Book, captures: Mapping[str, Capture]) -> Place | None:
    """Return the place where (nearly) all pages print the words with which they are linked; None if there is none."""
    found: list[set[str]] = []
    for one, said in _titled(book):
        capture = captures.get(one.observed.asked) if one.observed is not None else None
        places = {place for words in said for place in places_of(capture, words)} if capture is not None else set()
        found += [places] if places else []
    counts = Counter(place for places in found for place in places)
    place, count = max(counts.items(), key=lambda item: (item[1], -len(item[0])), default=("", 0))
    enough = count >= max(FEWEST, SHARE * len(found))
    return (
        (place, f"{count} of {len(found)} pages print the words there with which lists link to them")
        if enough
        else None
    )
