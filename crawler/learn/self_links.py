"""Parameters by which pages link to themselves: another theme, another size of letters, the way back after a log-in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from crawler.learn.observe import Observed
from crawler.learn.page_words import says_page
from crawler.learn.shapes import plain_key

FEWEST = 3
SHARE = 0.5
"""Share of the pages that must link to themselves so: what belongs to the frame of the site, not to its lists."""


class SelfLinks:
    """Counts the pages that link to their own address with one and the same parameter added."""

    def __init__(self) -> None:
        self._pages: set[str] = set()
        self._found: dict[str, set[str]] = defaultdict(set)
        """Parameter and value -> the pages that add it to their own address."""

    def note(self, seen: Observed, local: Callable[[str], str]) -> None:
        """Take in one page; `local` makes path and query of an address."""
        if not seen.links:
            return
        own = local(seen.asked)
        path, _, query = own.partition("?")
        mine = _pairs(query)
        self._pages.add(own)
        for link in seen.links:
            if "?" not in link.url or link.is_more or says_page(link.text):
                continue
            other, _, asked = local(link.url).partition("?")
            if other == path and mine < (pairs := _pairs(asked)):
                for pair in pairs - mine:
                    self._found[pair].add(own)

    @property
    def keys(self) -> frozenset[str]:
        """Return the names of parameters that only give another look of the page on which they stand."""
        enough = max(FEWEST, SHARE * len(self._pages))
        return frozenset(
            plain_key(pair.partition("=")[0]) for pair, pages in self._found.items() if len(pages) >= enough
        )


def _pairs(query: str) -> set[str]:
    return {pair for pair in query.split("&") if pair}
