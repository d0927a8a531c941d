"""Other hosts that show the same pages, by the names of articles in links to them: `portal.x.gov.vn/web/guest/…`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from crawler.address_rules import AddressRule
from crawler.learn.addresses.rules import Learned
from crawler.learn.links.shapes import local_of
from crawler.learn.sample.book import Book
from crawler.urls import canonical_url

FEWEST = 3
SHARE = 0.6
"""Share of the articles on another host that must be articles of ours, too."""
MAX_PREFIX = 2
"""Segments that another host may put before all of its paths."""
SHORTEST_KEY = 4


@dataclass(frozen=True, slots=True)
class Mirror:
    """A second host of the portal, and what it puts before the paths of its pages (`/web/guest/`, or empty)."""

    host: str
    prefix: str
    shared: int
    """Articles that are linked on both."""


def find_mirrors(book: Book, learned: Iterable[Learned]) -> list[Mirror]:
    """Return the hosts on which the same articles are linked under the same names."""
    rules = [one.rule for one in learned if one.rule.kind == "article"]
    own = {key for local in book.entries if (key := name_of(local, rules))}
    found = []
    for host, urls in sorted(book.elsewhere.items()):
        best = max(
            (_shared(host, prefix, urls, own, rules, book) for prefix in _prefixes(urls)), key=lambda m: m.shared
        )
        if best.shared >= FEWEST:
            found.append(best)
    return found


def _prefixes(urls: Iterable[str]) -> list[str]:
    """Return the beginnings that most paths of a host share, the empty one among them."""
    urls = list(urls)
    counts: Counter[str] = Counter()
    for url in urls:
        segments = [segment for segment in local_of(url).partition("?")[0].split("/") if segment]
        counts.update("/" + "/".join(segments[:size]) + "/" for size in range(1, min(MAX_PREFIX, len(segments)) + 1))
    return ["", *(prefix for prefix, count in counts.items() if count >= SHARE * len(urls))]


def _shared(host: str, prefix: str, urls: Iterable[str], own: set[str], rules: list[AddressRule], book: Book) -> Mirror:
    mirror = book.portal.model_copy(update={"aliases": (host,)})
    locals_ = [local_of(canonical_url(url, mirror)) for url in urls]
    stripped = (
        ["/" + local.removeprefix(prefix) for local in locals_ if local.startswith(prefix)] if prefix else locals_
    )
    keys = [key for local in stripped if (key := name_of(local, rules))]
    known = sum(key in own for key in keys)
    return Mirror(host, prefix, known if known >= SHARE * len(keys) else 0)


def name_of(local: str, rules: Iterable[AddressRule]) -> str | None:
    """Return what names the article at an address: the rule's key, else the whole address; None for other pages."""
    for rule in rules:
        match = re.search(rule.match, local)
        if match:
            key = match.groupdict().get("key") or local
            return key if len(key) >= SHORTEST_KEY else None
    return None
