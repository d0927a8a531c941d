"""Two addresses that links call by one title: are they one page? Both are fetched, for what they show proves it.

Titles alone do not: a notice of the same name comes again every month.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations

from crawler.learn.addresses.identity import FEWEST_CUT, titles_of
from crawler.learn.links.shapes import Shape, shape_of
from crawler.learn.sample.book import Book, Entry

PROOFS = 2
"""Pairs of the same two shapes that are fetched."""
MOST = 6
"""Pairs that are fetched in all."""
PAGES = 15
"""Pages that are read first: one title then has few addresses left that are but another look."""
FEW = 3
"""Addresses of one title; of more it is no article's."""
Kinds = tuple[Shape, ...]


def of_unproven_pairs(book: Book) -> Iterator[Entry]:
    """Yield addresses to be fetched whose title another one has, of which something is known first."""
    pairs = list(_pairs(book)) if len(book.pages) >= PAGES else []
    proofs = Counter(_kinds(pair) for pair in pairs if all(map(_is_known, pair)))
    if proofs.total() >= MOST:
        return
    for pair in sorted(pairs, key=lambda pair: -sum(map(_is_known, pair))):
        if proofs[_kinds(pair)] < PROOFS and not any(entry.failed for entry in pair):
            yield from (entry for entry in pair if not _is_known(entry))


def _pairs(book: Book) -> Iterator[tuple[Entry, Entry]]:
    """Yield the addresses that are linked with one long title, two by two."""
    titled: dict[str, list[Entry]] = defaultdict(list)
    for entry in book.entries.values():
        for title in {title for title in titles_of(entry) if len(title) >= FEWEST_CUT}:
            titled[title].append(entry)
    found = {(one.local, other.local): (one, other) for entries in titled.values() if 1 < len(entries) <= FEW
             for one, other in combinations(entries, 2)}  # fmt: skip
    return (pair for pair in found.values() if not any(map(book.is_frame, pair)))


def _kinds(pair: tuple[Entry, Entry]) -> Kinds:
    return tuple(sorted(shape_of(entry.local) for entry in pair))


def _is_known(entry: Entry) -> bool:
    return entry.observed is not None or entry.failed
