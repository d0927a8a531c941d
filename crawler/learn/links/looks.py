"""Other looks of the page one is on: links to its own address and parameters more, one the same on page after page.

`co=12` behind every address is a size of letters, `nn=en` another language, `sap=tang` another order of a list; what
they are called differs from portal to portal, that each page links to itself so does not.
"""

from __future__ import annotations

import re
from collections import defaultdict

from crawler.extract.lists.listing import NEXT
from crawler.extract.lists.more import MORE
from crawler.extract.text import fold
from crawler.learn.links.shapes import pairs_of
from crawler.tidy import without_default

FEWEST = 3
"""Pages that must link to themselves so."""
MOST = 4
"""Values up to which a parameter may be one of looks, as long as no more is known; names of pages have more."""
MOVES = re.compile(r"\d|trang|page|tiep|sau|truoc|next|prev|cuoi|dau|first|last|older|newer|hon\b|them\b|[«»‹›<>→←]")
"""What the words have of a link that may lead on to other rows of a list, folded."""

BRINGS = re.compile(r"\btat ca\b|\btoan bo\b|\ball\b|\bxem them\b|\bmore\b")
"""What the words have of a link that brings rows which no other may bring."""


class Looks:
    """The parameters, each with its value, by which pages link to another look of themselves."""

    def __init__(self) -> None:
        self._owns: dict[str, set[str]] = defaultdict(set)
        """Parameter and value -> the pages that link to themselves with it."""
        self._elsewhere: dict[str, set[str]] = defaultdict(set)
        """Parameter and value -> other addresses that have it."""
        self._moving: set[str] = set()
        """Names of parameters that lead on, to other pages of a list."""

        self.pairs: frozenset[str] = frozenset()
        """Those that are known to make another look of a page, and no more."""

    def note(self, own: str, target: str, words: str) -> None:
        """Take in a link; both addresses as the book knows them."""
        pairs, mine = set(pairs_of(target)), set(pairs_of(own))
        if not pairs:
            return
        more = pairs - mine if mine < pairs and _path(own) == _path(target) else set()
        for pair in more:
            self._owns[pair].add(own)
            key, _, value = pair.partition("=")
            if BRINGS.search(fold(words)) or (_may_move(words) and any(map(str.isdecimal, value))):
                self._moving.add(key)
        if not more and own != target:
            for pair in pairs:
                self._elsewhere[pair].add(target)

    def settle(self) -> frozenset[str]:
        """Find out, and return, what only makes another look of a page: on pages enough, no part of other addresses."""
        self.pairs = frozenset(
            pair
            for pair, owns in self._owns.items()
            if len(owns) >= FEWEST
            and len(self._elsewhere[pair]) < len(owns)
            and pair.partition("=")[0] not in self._moving
        )
        return self.pairs

    def may_be(self, local: str) -> bool:
        """Return True for an address that may yet turn out to be another look: so far pages link to themselves so.

        The home page does not count: it links to all that has no other path so.
        """
        return any(self._may_be(pair) for pair in pairs_of(local) if pair in self._owns)

    def _may_be(self, pair: str) -> bool:
        key, owns = pair.partition("=")[0], {own for own in self._owns[pair] if pairs_of(own) or _path(own) != "/"}
        few = sum(known.partition("=")[0] == key for known in self._owns) <= MOST
        return few and key not in self._moving and len(self._elsewhere.get(pair, ())) < len(owns)

    def values(self, key: str) -> set[str]:
        """Return all that was seen of a parameter, each with its name before it."""
        return {pair for pair in {*self._owns, *self._elsewhere} if pair.partition("=")[0] == key}


def _may_move(words: str) -> bool:
    """Return True for a link that may lead to another page of a list; also for one without words."""
    folded = fold(words)
    return not folded.strip() or bool(MOVES.search(folded) or NEXT.match(folded) or MORE.match(folded))


def _path(local: str) -> str:
    return without_default(local.partition("?")[0])
