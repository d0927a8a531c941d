"""Second addresses of articles that a crawl need not ask for: all that came from them has another address, too.

Boxes such as `Tin đọc nhiều` link to an article by a program and parameters, where its own address is a path that also
names its section: `/trang-chu?_101_urlTitle=mot-bai` is `/tin-tuc/-/asset_publisher/x7Yz/content/mot-bai`. The first
cannot be turned into the second, for it does not say the section; so it is left alone, if the sample proves enough.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from crawler.learn.addresses.groups import Group
from crawler.learn.addresses.identity import Part, shared_name
from crawler.learn.addresses.patterns import path_pattern, query_pattern
from crawler.learn.links.shapes import local_of, shape_of
from crawler.learn.sample.book import FRAME_SHARE, Entry

PROOFS = 2
"""Pages that must have been fetched by their second address."""
RATIO = 2
"""Addresses of the first kind for each of the second: boxes hold a few articles, lists hold all."""


def find_doubles(main: Group, groups: list[Group]) -> Iterator[tuple[Group, Part]]:
    """Yield the groups of second addresses of what `main` has, and the parameter that names their pages."""
    pages = len({page for group in groups for entry in group.members for page in entry.pages})
    for other in groups:
        pair = shared_name(main, other) if other is not main and other.shape.keys else None
        if (
            pair is not None
            and not isinstance(pair[0].place, str)
            and _are_doubles(main, pair[0], other, pair[1], pages)
        ):
            yield other, pair[1]


def _are_doubles(main: Group, mine: Part, other: Group, theirs: Part, pages: int) -> bool:
    """Return True if the pages fetched by second addresses have first ones, and enough were.

    All of them must; most of a box that stands beside all pages, for the lists that hold the rest may be unread yet.
    """
    known = {mine.value(entry.local) for entry in main.members}
    fetched = [entry for entry in other.members if entry.observed is not None]
    few = isinstance(theirs.place, str) and RATIO * len(other.members) <= len(main.members)
    proven = sum(_has_first(main, mine, one, theirs, known) for one in fetched)
    in_box = all(len(entry.pages) >= max(PROOFS, FRAME_SHARE * pages) for entry in other.members)
    return few and proven >= PROOFS and (proven == len(fetched) or (in_box and 2 * proven >= len(fetched)))


def _has_first(main: Group, mine: Part, entry: Entry, theirs: Part, known: set[str | None]) -> bool:
    """Return True if a page was met by its first address, or names it itself."""
    key = theirs.value(entry.local)
    canonical = entry.observed.canonical if entry.observed is not None else None
    named = local_of(canonical) if canonical is not None else ""
    return key in known or (bool(named) and shape_of(named) == main.shape and mine.value(named) == key)


def doubles_pattern(found: Iterable[tuple[Group, Part]]) -> str | None:
    """Return what matches path and query of second addresses; None if there are none."""
    patterns = (path_pattern(group, None) + query_pattern(group, [str(part.place)], None) for group, part in found)
    return "|".join(sorted(set(patterns))) or None
