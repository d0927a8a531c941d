"""Articles that are linked by addresses of two builds: those of one are written as those of the other.

`/Chi-tiet.aspx?l=TinXa&ItemID=5` is `/TinXa.aspx?ItemID=5`: on all pages that were fetched both ways, what changes in
the second stands somewhere in the first. So the first says all that the second says, and gets its canonical address.
Where it does not, or where it says more that may name another page, each keeps its own address.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from crawler.address_rules import AddressRule
from crawler.learn.addresses.groups import Group
from crawler.learn.addresses.identity import DOUBTS, HEAD_NUMBER, TAIL_NUMBER, Part, same_page
from crawler.learn.addresses.patterns import CLASSES, constant_keys, needs_key, quoted
from crawler.learn.addresses.slots import Form, filled, parts_of_group, path_with, pattern_of
from crawler.learn.sample.book import Entry
from crawler.tidy import SHOWN
from crawler.urls import local_under

PROOFS = 2
"""Addresses whose page was met both ways, one of them at least fetched both ways."""
TELLING = 4
"""Characters from which one value alone shows what stands where: `5` may stand anywhere by chance."""
REPEATED = 3
"""Addresses with a value that others had before them, from which it is believed what else goes with it."""
MANY = 10
"""Addresses from which it is believed that a number is never given twice."""
ALMOST_ALL = 0.9
"""Share of the addresses that have a title of their own, where what differs is the title."""
SAFE = r"\w[\w.~-]*"
"""What is written alike in paths and in queries."""
ANY, MAYBE, MAYBE_SAFE = CLASSES["text"], "[^/?]*", r"[\w.~-]*"
AFTER = r"(?:\.\w+)?(?:[/?&]|$)"
Pair = tuple[Entry, Entry]


@dataclass(frozen=True, slots=True)
class Written:
    """How addresses of one form are written as another's."""

    rule: AddressRule
    pairs: int
    """Pages that were fetched both ways."""


def written_as(source: Form, target: Form, others: list[AddressRule]) -> Written | None:
    """Return the rule by which addresses of `source` are written as those of `target`; None if that is not proven.

    `others` are the rules that speak of such addresses, too.
    """
    pairs = list(_fetched_pairs(source.group, target.group))
    filling = _filling(source, target, pairs) if pairs else None
    if filling is None or not _is_all(source, set(filling.values()), pairs):
        return None
    rule = _rule(source, target, filling)
    return Written(rule, len(pairs)) if _is_proven(rule, source, target, others) else None


def _fetched_pairs(source: Group, target: Group) -> Iterator[Pair]:
    """Yield the pages that were fetched both ways; not those of which one group has several that are alike."""
    for entry in _fetched(source):
        twins = [other for other in _fetched(target) if same_page(entry, other)]
        own = [other for other in _fetched(source) if same_page(entry, other)]
        if len(twins) == len(own) == 1:
            yield entry, twins[0]


def _fetched(group: Group) -> list[Entry]:
    return [one for one in group.members if one.observed is not None and one.observed.page.article is not None]


def _filling(source: Form, target: Form, pairs: list[Pair]) -> dict[str, Part] | None:
    """Return which part of the first addresses fills which slot of the second, on every pair; None if one stays empty.

    What all of the second have alike needs none; but where the first say it as well, they may differ in it.
    """
    found: dict[str, Part] = {}
    candidates = parts_of_group(source.group)
    for name, slot in target.slots.items():
        said = [slot.value(other.local) for _, other in pairs]
        fitting = [part for part in candidates if [part.value(entry.local) for entry, _ in pairs] == said]
        told = len(set(said)) > 1 or len(said[0] or "") >= TELLING
        if fitting and told and _are_one(source.group, fitting) and _can_fill(fitting[0], slot, target.group):
            found[name] = fitting[0]
        elif name in target.naming or fitting:
            return None
    return found if len({part.place for part in found.values()}) == len(found) else None


def _can_fill(part: Part, slot: Part, target: Group) -> bool:
    """Return False for a parameter where the segment has words that it must not be: they are told by its end."""
    return not (isinstance(part.place, str) and _is_moved(part, slot) and "(?!" in (pattern_of(target, slot) or ""))


def _is_moved(part: Part, slot: Part) -> bool:
    return isinstance(part.place, str) != isinstance(slot.place, str)


def _are_one(group: Group, parts: list[Part]) -> bool:
    return all(part.value(entry.local) == parts[0].value(entry.local) for part in parts for entry in group.members)


def _is_all(source: Form, used: set[Part], pairs: list[Pair]) -> bool:
    """Return True if what the first addresses say beside the parts that are used names no other page."""
    return all(part in used or _follows(source.group, part, used, pairs) for part in source.naming.values())


def _follows(group: Group, part: Part, used: set[Part], pairs: list[Pair]) -> bool:
    """Return True if a part goes with one that is used: the number of a section with its name, a title with its id.

    A section goes with an id, too, where one program was seen to show the ids of several: these do not begin anew.
    """
    if any(_goes_with(group, part, one, used) for one in used):
        return True
    if len(group.members) < MANY or not any(_is_id(group, one) for one in used):
        return False
    values = _said(group, part)
    if len(set(values)) >= ALMOST_ALL * len(values):
        same_place = any(part.place == one.place for one in used)
        return all(not value.isdecimal() and (same_place or not _has_number(value)) for value in values)
    return 2 * len(set(values)) <= len(values) and len({part.value(entry.local) for entry, _ in pairs}) > 1


def _goes_with(group: Group, part: Part, other: Part, used: set[Part]) -> bool:
    """Return True if addresses that are alike in `other` are alike in `part`, though they are many pages."""
    pairs = set(zip(_said(group, other), _said(group, part), strict=True))
    known = {value for value, _ in pairs}
    pages = set(zip(*(_said(group, one) for one in used), strict=True))
    return len(pairs) == len(known) and len(pages) - len(known) >= max(REPEATED, len(known))


def _is_id(group: Group, part: Part) -> bool:
    """Return True for a number of which every address has its own."""
    values = _said(group, part)
    return all(value.isdecimal() for value in values) and len(set(values)) == len(values)


def _has_number(text: str) -> bool:
    return bool(TAIL_NUMBER.match(text) or HEAD_NUMBER.match(text))


def _said(group: Group, part: Part) -> list[str]:
    return [part.value(entry.local) or "" for entry in group.members]


def _rule(source: Form, target: Form, filling: dict[str, Part]) -> AddressRule:
    """Return the rule of addresses that have all parts, and else what all of `source` have alike."""
    held = {part: _held(name, part, source, target) for name, part in filling.items()}
    said = {part.place: pattern for part, pattern in held.items() if isinstance(part.place, str)}
    alike = {key: quoted(value) for key, value in sorted(_alike(source).items())}
    ahead = [needs_key(key, pattern) for key, pattern in (alike | said).items()]
    match = path_with(source.group, held) + "".join(ahead) + (r"\?" if ahead else r"(?:\?|$)")
    return AddressRule(kind=source.rule.kind, match=match, canonical=filled(target, set(filling)))


def _alike(source: Form) -> dict[str, str]:
    """Return the parameters that all addresses have with one value, as it is written there, and that may matter."""
    keys = {part.place: source.fixed[name] for name, part in source.slots.items() if name in source.fixed}
    kept = {str(key): value for key, value in keys.items() if isinstance(key, str) and not SHOWN.match(key)}
    return kept | {key: value for key, value in source.group.fixed.items() if key in constant_keys(source.group)}


def _held(name: str, part: Part, source: Form, target: Form) -> str:
    """Return the group that holds a part: what it may be in both addresses, in signs that both write alike."""
    slot = target.slots[name]
    mine, wanted = pattern_of(source.group, part), pattern_of(target.group, slot)
    in_path, is_moved = isinstance(part.place, int), _is_moved(part, slot)
    if mine is not None or wanted is not None:
        ahead = f"(?={wanted}{AFTER})" if mine is not None and wanted is not None and mine != wanted else ""
        found = f"{ahead}(?P<{name}>{mine or wanted})"
        return found.replace(ANY, SAFE).replace(MAYBE, MAYBE_SAFE) if is_moved else found
    text = SAFE if is_moved else ANY if in_path else r"[^&]+"
    cut = "?)-*" if target.is_cut and name == "key" else "?)" if part.place == -1 else ")"
    return f"(?P<{name}>{text}{cut}"


def _is_proven(rule: AddressRule, source: Form, target: Form, others: list[AddressRule]) -> bool:
    """Return True if what is written alike is one page, some of it was met both ways, and no rule writes it anew."""
    mine, theirs = _by_name(rule, source.group), _by_name(target.rule, target.group)
    names = mine.keys() | theirs.keys()
    if any(local_under(one, name) not in (None, name) for name in names for one in [rule, target.rule, *others]):
        return False
    if not all(re.search(target.rule.match, name) for name in mine):
        return False
    both = [(one, other) for name, own in mine.items() for one in own for other in theirs[name]]
    own = [(own[0], other) for own in mine.values() for other in own[1:]]
    told = Counter(same_page(*pair) for pair in both)
    seen = [same_page(*pair) for pair in (*both, *own) if all(entry.observed is not None for entry in pair)]
    doubts = told[False] + sum(same_page(*pair) is False for pair in own)
    return any(seen) and False not in seen and told[True] >= max(PROOFS, DOUBTS * doubts)


def _by_name(rule: AddressRule, group: Group) -> dict[str, list[Entry]]:
    """Return canonical address -> the addresses of a group that a rule writes so."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in group.members:
        if (written := local_under(rule, entry.local)) is not None:
            found[written].append(entry)
    return found
