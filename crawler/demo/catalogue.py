"""Which article lies in which section, without a list of articles: sections are dealt out in shuffled blocks of ids.

Every block of `BLOCK` ids holds each section the same number of times, so the n-th article of a section is found by
arithmetic. Only what tests publish or delete is held.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from crawler.demo.organisation import article_sections
from crawler.demo.words import stream

WEIGHTS = (12, 8, 7, 7, 3, 2)
"""Articles of each section in a block; sections beyond these get `LIGHTEST`."""
LIGHTEST = 2
SECOND = {0: 1, 1: 2, 2: 3, 12: 0, 20: 0}
"""Slot of a block -> second section that lists the article too."""


class Place(NamedTuple):
    """Where an article is listed."""

    section: int
    """Index of the section whose heading its page prints."""
    second: int | None
    """Index of a further section that lists it."""
    hidden: bool
    """True for a draft: served to who knows its address, listed and linked nowhere."""


def _slots() -> tuple[Place, ...]:
    sections = len(article_sections())
    weights = [*WEIGHTS, *[LIGHTEST] * sections][:sections]
    owners = [index for index, weight in enumerate(weights) for _ in range(weight)]
    listed = [Place(owner, SECOND.get(slot), False) for slot, owner in enumerate(owners)]
    return (*listed, Place(0, None, True))


SLOTS = _slots()
BLOCK = len(SLOTS)


@lru_cache(maxsize=512)
def _block(seed: int, number: int) -> tuple[Place, ...]:
    places = list(SLOTS)
    stream(seed, "block", number).shuffle(places)
    return tuple(places)


@lru_cache(maxsize=512)
def _members(seed: int, number: int, section: int) -> tuple[int, ...]:
    """Return the ids of a block that a section lists, rising."""
    places = enumerate(_block(seed, number), number * BLOCK)
    return tuple(id_ for id_, place in places if not place.hidden and section in (place.section, place.second))


class Catalogue:
    """Ids of the articles by section, newest first; knows what was published and deleted."""

    def __init__(self, seed: int, articles: int) -> None:
        self.seed = seed
        self.base = articles
        self.published: dict[int, int] = {}
        """Id of an article published by a test -> its section."""
        self.deleted: set[int] = set()
        self._gone: dict[int, list[int]] = {}
        """Section -> positions, counted from the oldest, of its deleted articles."""

    @property
    def total(self) -> int:
        """Number of ids given so far; deleted and hidden ones count."""
        return self.base + len(self.published)

    def place(self, id_: int) -> Place:
        """Return where article `id_` is listed."""
        if id_ in self.published:
            return Place(self.published[id_], None, False)
        return _block(self.seed, id_ // BLOCK)[id_ % BLOCK]

    def publish(self, section: int) -> int:
        """Add an article to a section and return its id."""
        id_ = self.total
        self.published[id_] = section
        return id_

    def delete(self, id_: int) -> None:
        """Take an article out of every list."""
        if id_ in self.deleted:
            return
        self.deleted.add(id_)
        place = self.place(id_)
        for section in {place.section, place.second} - {None}:
            if not place.hidden and section is not None:
                insort(self._gone.setdefault(section, []), self._position(section, id_))

    def count(self, section: int) -> int:
        """Return how many articles a section lists."""
        return self._length(section) - len(self._gone.get(section, ()))

    def newest(self, section: int, offset: int, limit: int) -> Iterator[int]:
        """Yield ids of a section, newest first."""
        gone = self._gone.get(section, [])
        for rank in range(offset, min(offset + limit, self.count(section))):
            yield self._at(section, _skip(self._length(section) - 1 - rank, gone))

    def older(self, section: int, id_: int, limit: int) -> Iterator[int]:
        """Yield the ids of a section that come after `id_` in its list."""
        gone = self._gone.get(section, [])
        position = self._position(section, id_) - 1
        while position >= 0 and limit:
            if position not in gone:
                yield self._at(section, position)
                limit -= 1
            position -= 1

    def all_newest(self, limit: int) -> Iterator[int]:
        """Yield listed ids of all sections, newest first."""
        found = 0
        for id_ in range(self.total - 1, -1, -1):
            if found == limit:
                return
            if self.is_listed(id_):
                found += 1
                yield id_

    def is_listed(self, id_: int) -> bool:
        """Return True if lists and links lead to the article."""
        return 0 <= id_ < self.total and id_ not in self.deleted and not self.place(id_).hidden

    def _base_length(self, section: int) -> int:
        blocks, rest = divmod(self.base, BLOCK)
        full = len(_members(self.seed, 0, section)) * blocks
        return full + sum(1 for id_ in _members(self.seed, blocks, section) if id_ % BLOCK < rest)

    def _extra(self, section: int) -> list[int]:
        return [id_ for id_, owner in self.published.items() if owner == section]

    def _length(self, section: int) -> int:
        return self._base_length(section) + len(self._extra(section))

    def _at(self, section: int, position: int) -> int:
        """Return the id at a position counted from the oldest, deleted ones included."""
        base = self._base_length(section)
        if position >= base:
            return self._extra(section)[position - base]
        block, rank = divmod(position, len(_members(self.seed, 0, section)))
        return _members(self.seed, block, section)[rank]

    def _position(self, section: int, id_: int) -> int:
        if id_ in self.published:
            return self._base_length(section) + self._extra(section).index(id_)
        members = _members(self.seed, id_ // BLOCK, section)
        return (id_ // BLOCK) * len(_members(self.seed, 0, section)) + bisect_left(members, id_)


def _skip(position: int, gone: list[int]) -> int:
    """Return the position reached when positions in `gone`, at or above it, are not counted."""
    for taken in reversed(gone):
        if taken < position:
            break
        position -= 1
    return position
