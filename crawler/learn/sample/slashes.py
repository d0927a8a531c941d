"""Whether the server wants a slash at the end of addresses: told by redirects to the same address with it, or not."""

from __future__ import annotations

from collections import Counter

from crawler.learn.sample.observe import Observed
from crawler.tidy import with_slash

FEWEST = 2
"""Redirects from which it is believed."""
FEWEST_KEPT = 8
"""Pages without any redirect from which it is."""


class Slashes:
    """What the sample tells of the slash at the end of addresses."""

    def __init__(self) -> None:
        self._turned: Counter[bool] = Counter()
        """With a slash or without -> redirects that led there."""
        self._kept: Counter[bool] = Counter()
        """With a slash or without -> pages that came when they were asked for so."""

    def note(self, seen: Observed) -> None:
        """Take in what one request showed."""
        wanted = self.turned(seen)
        if wanted is not None:
            self._turned[wanted] += 1
        elif seen.status == 200 and seen.links:
            self._kept.update(way for way in (True, False) if with_slash(seen.asked, not way) != seen.asked)

    @staticmethod
    def turned(seen: Observed) -> bool | None:
        """Return with or without a slash where the server redirects to that spelling of the address; else None."""
        if not 300 <= seen.status < 400 or seen.location in (None, seen.asked):
            return None
        return next((way for way in (True, False) if with_slash(seen.asked, way) == seen.location), None)

    @property
    def _wanted(self) -> tuple[bool, str] | None:
        """Return what the server redirects to, and the evidence; None if some pages end otherwise."""
        for way, count in self._turned.items():
            if count >= FEWEST and not (self._turned[not way] or self._kept[not way]):
                return way, f"{count} addresses that end otherwise were redirected, {self._kept[way]} pages end so"
        return None

    @property
    def learned(self) -> tuple[bool, str] | None:
        """Return how addresses end, and the evidence: as the server redirects, or with a slash as all pages have it."""
        if self._kept[True] >= FEWEST_KEPT and not (self._kept[False] or self._turned[False]):
            return self._wanted or (True, f"all {self._kept[True]} pages that can end so do")
        return self._wanted

    def spelled(self, url: str) -> str:
        """Return the address of a page as the server redirects to it."""
        wanted = self._wanted
        return url if wanted is None else with_slash(url, wanted[0])
