"""Second addresses of articles below the page of a box, which differ from the first by their path alone.

A box of the home page links to `/trang-chu/-/asset_publisher/b0X1/content/mot-bai` what its section links to as
`/tin-tuc/-/asset_publisher/x7Yz/content/mot-bai`. Either way all that a box has would need one address in place of
both, and for the articles of other sections that is one that no page links to, and that a server may not know. So
where the sample proves that the box has nothing of its own, its addresses are left alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from crawler.learn.addresses.doubles import PROOFS, RATIO
from crawler.learn.addresses.groups import Group
from crawler.learn.addresses.identity import Part, is_whole, own_name, with_beside
from crawler.learn.addresses.patterns import quoted
from crawler.learn.links.shapes import parts_of
from crawler.learn.lists.found import rows_of_lists
from crawler.learn.sample.book import Book, Entry

Script = tuple[str, ...]
"""All segments of a path but the last: the page, and the program on it."""


def without_boxes(groups: Iterable[Group], book: Book) -> tuple[list[Group], tuple[str, ...]]:
    """Return the groups without the members that stand in boxes, and what matches the addresses of these."""
    kept: list[Group] = []
    patterns: list[str] = []
    for group in groups:
        boxes = _boxes(group, book)
        members = [entry for entry in group.members if _script(entry) not in boxes]
        kept.append(replace(group, members=members) if boxes else group)
        patterns += boxes.values()
    return kept, tuple(patterns)


def _boxes(group: Group, book: Book) -> dict[Script, str]:
    """Return the boxes of a group, each with the pattern of its addresses; none unless each page then has one.

    Where rows of a list lead is no box: what is newer than the sample may stand in that list alone.
    """
    part = own_name(group) if not group.shape.keys else None
    if part is None or part.place != -1 or is_whole(group, with_beside(group, part, ())):
        return {}
    scripts: dict[Script, list[Entry]] = defaultdict(list)
    for entry in group.members:
        scripts[_script(entry)].append(entry)
    rows = rows_of_lists(book, {"/"})
    met = _met_twice(scripts, part)
    boxes = {script: own for script, own in scripts.items() if _is_box(own, met, book)}
    found = {script: _pattern(script, group) for script, own in boxes.items() if not _stand_in(rows, own, book)}
    rest = [entry for script, own in scripts.items() if script not in found for entry in own]
    alone = len({part.value(entry.local) for entry in rest}) == len(rest)
    few = RATIO * (len(group.members) - len(rest)) <= len(rest)
    return found if alone and few and not _hide(found, group, book) else {}


def _met_twice(scripts: dict[Script, list[Entry]], part: Part) -> set[str]:
    """Return the addresses whose page another script has, too."""
    owners: dict[str | None, set[Script]] = defaultdict(set)
    for script, own in scripts.items():
        for entry in own:
            owners[part.value(entry.local)].add(script)
    return {entry.local for own in scripts.values() for entry in own if len(owners[part.value(entry.local)]) > 1}


def _is_box(own: list[Entry], met_twice: set[str], book: Book) -> bool:
    """Return True if what stands under one script was met elsewhere too, and enough of it was fetched.

    All of it must; most of a box that stands beside all pages, for the lists that hold the rest may be unread yet.
    """
    met = [entry for entry in own if entry.local in met_twice]
    proven = sum(entry.observed is not None for entry in met)
    beside_all = all(map(book.is_everywhere, own))
    return proven >= PROOFS and (len(met) == len(own) or (beside_all and 2 * len(met) >= len(own)))


def _pattern(script: Script, group: Group) -> str:
    path = "/".join(map(quoted, script))
    return rf"^/{path}/[^/?]+{quoted(group.shape.extension)}(?:\?|$)"


def _hide(found: dict[Script, str], group: Group, book: Book) -> bool:
    """Return True if a pattern would keep out pages that were read and are none of the group's."""
    own = {entry.local for entry in group.members}
    good = [one.local for one in book.content if one.local.partition("?")[0] not in own]
    return any(re.search(pattern, local) for pattern in found.values() for local in good)


def _stand_in(rows: set[str], own: list[Entry], book: Book) -> bool:
    """Return True if one of the addresses is a row of lists; where all pages link to it, a page was taken for one."""
    return any(entry.local in rows and not book.is_everywhere(entry) for entry in own)


def _script(entry: Entry) -> Script:
    return parts_of(entry.local).segments[:-1]
