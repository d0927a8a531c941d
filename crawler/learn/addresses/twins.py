"""Prefixes of paths that only give the same pages once more: `/vi/tin-tuc` and `/web/guest/tin-tuc` are `/tin-tuc`.

Portals put them before the addresses of pages for those who choose a language, or who come by a site's own name. On
another portal the same prefix is part of every address, so only what was fetched both ways is believed.

Source: Liferay's friendly addresses, `/vi/…` or `/vi_VN/…` for a language and `/web/<site>/…` for a site.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from crawler.address_rules import Rewrite
from crawler.learn.addresses.identity import same_page
from crawler.learn.links.languages import is_foreign_code
from crawler.learn.sample.book import Book, Entry
from crawler.learn.sample.observe import Observed

PREFIX = re.compile(r"/(?:[a-z]{2}(?:[-_][A-Za-z]{2})?|web/[\w-]+)(?=/.)")
SHARE = 0.9
"""Share of the addresses with a prefix that must be known without it."""
PROOFS = 2
"""Pages fetched both ways that must be alike, if there are as many."""
ALIKE = 0.8
"""Share of the links of two pages that must be the same."""
Pair = tuple[Entry, Entry]
"""An address with the prefix, and the one without."""


def twin_prefixes(book: Book) -> list[Rewrite]:
    """Return the prefixes that were found to change nothing, none of which begins with another."""
    found = [prefix for prefix, pairs in _candidates(book) if _is_proven(book, prefix, pairs)]
    return [Rewrite(prefix=f"{prefix}/", by="/") for prefix in sorted(found)]


def of_unproven_twins(book: Book) -> Iterator[Entry]:
    """Yield addresses with a prefix to be fetched, whose pages were fetched without it, until something is proven.

    What may be a copy in another language is not asked for to find that out.
    """
    for prefix, pairs in _candidates(book):
        if len(_fetched(pairs)) < PROOFS and not is_foreign_code(prefix):
            yield from (one for one, bare in pairs if bare.observed is not None and one.observed is None)


def _candidates(book: Book) -> Iterator[tuple[str, list[Pair]]]:
    """Yield the prefixes without which (nearly) all of their addresses are linked, too."""
    known: dict[str, list[tuple[Entry, Entry | None]]] = defaultdict(list)
    for entry in book.entries.values():
        found = PREFIX.match(entry.local)
        if found is not None:
            known[found[0]].append((entry, book.entries.get(entry.local[found.end() :])))
    for prefix, entries in known.items():
        pairs = [(entry, bare) for entry, bare in entries if bare is not None]
        if pairs and len(pairs) >= SHARE * len(entries):
            yield prefix, pairs


def _fetched(pairs: Iterable[Pair]) -> list[Pair]:
    return [(one, bare) for one, bare in pairs if one.observed is not None and bare.observed is not None]


def _is_proven(book: Book, prefix: str, pairs: list[Pair]) -> bool:
    """Return True if all pages that were fetched both ways are alike, and enough were."""
    fetched = _fetched(pairs)
    return len(fetched) >= min(PROOFS, len(pairs)) and all(_are_alike(book, prefix, *pair) for pair in fetched)


def _are_alike(book: Book, prefix: str, one: Entry, bare: Entry) -> bool:
    """Return True if two pages show the same article, or are of one kind and name and link to the same pages."""
    mine, theirs = one.observed, bare.observed
    if mine is None or theirs is None or (mine.status, mine.page.kind) != (theirs.status, theirs.page.kind):
        return False
    if mine.page.article is not None and theirs.page.article is not None:
        return bool(same_page(one, bare))
    first, second = _links(book, mine, prefix), _links(book, theirs, prefix)
    return mine.page.title == theirs.page.title and len(first & second) >= ALIKE * len(first | second)


def _links(book: Book, seen: Observed, prefix: str) -> set[str]:
    return {book.local(link.url).removeprefix(prefix) for link in seen.links}
