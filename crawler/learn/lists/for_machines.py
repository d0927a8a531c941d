"""The sitemaps and feeds of a portal that list its articles, as its file names them."""

from __future__ import annotations

import re

from crawler.items import UrlKind
from crawler.learn.addresses.rules import Learned
from crawler.learn.links.shapes import local_of
from crawler.learn.sample.book import Book
from crawler.learn.sample.observe import Observed

CONTENT: tuple[UrlKind, ...] = ("article", "document")
COVERED = 0.99
"""Share of the articles linked on pages that one part of an index must name to stand for the index."""
FEWEST = 20
"""Articles linked on pages from which the share says something."""
Told = tuple[tuple[str, str], ...]
"""Path of each, and what it lists."""


def machine_lists(book: Book, rules: list[Learned]) -> tuple[Told, Told]:
    """Return the sitemaps and the feeds that list articles; parts of an index come with it.

    A feed that the rules take for a list (`/tin?format=feed`) would be read instead of it: it is none.
    """
    lists = [re.compile(learned.rule.match) for learned in rules if learned.rule.kind == "listing"]
    patterns = [re.compile(learned.rule.match) for learned in rules if learned.rule.kind in CONTENT]
    sitemaps: list[tuple[str, str]] = []
    feeds: list[tuple[str, str]] = []
    for seen in _tops(book, patterns):
        named = _named(book, seen, patterns)
        if not seen.is_index and not named:
            continue
        says = f"{len(seen.listed)} parts" if seen.is_index else f"{len(named)} of {len(seen.listed)} are articles"
        (sitemaps if seen.is_map or seen.is_post_list else feeds).append((local_of(seen.asked), says))
    return tuple(sitemaps), tuple(feed for feed in feeds if not any(one.search(feed[0]) for one in lists))


def _tops(book: Book, patterns: list[re.Pattern[str]]) -> list[Observed]:
    """Return what no index lists; of an index that mixes feeds into its parts, the part that says all."""
    read = {seen.asked: seen for seen in book.observed if seen.listed}
    indexed = {url for seen in read.values() if seen.is_index for url in seen.listed}
    indexed |= {seen.more for seen in read.values() if seen.more is not None}
    tops = [seen for seen in read.values() if seen.asked not in indexed]
    return [_instead(book, seen, [read[url] for url in seen.listed if url in read], patterns) for seen in tops]


def _instead(book: Book, index: Observed, parts: list[Observed], patterns: list[re.Pattern[str]]) -> Observed:
    """Return the sitemap that makes an index needless: the others of its parts that were read are feeds.

    Feeds of authors, sections and key words tell again what the sitemap tells, at a request for each.
    """
    maps = [part for part in parts if part.is_map]
    if not index.is_index or len(maps) != 1 or len(parts) < 2:
        return index
    linked = {
        local
        for local, entry in book.entries.items()
        if entry.pages and any(pattern.search(local) for pattern in patterns)
    }
    named = {book.local(url) for url in maps[0].listed}
    return maps[0] if len(linked) >= FEWEST and len(linked & named) >= COVERED * len(linked) else index


def _named(book: Book, seen: Observed, patterns: list[re.Pattern[str]]) -> list[str]:
    return [url for url in seen.listed if any(pattern.search(book.local(url)) for pattern in patterns)]
