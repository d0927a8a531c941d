"""Which part of an address names its page: the part that is the same wherever the same page is linked.

Two addresses are one page if they are linked with the same words (a title), or if both were fetched and show the same.
Nothing is merged without such evidence: an address that might be another page keeps its own name.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import unquote

from crawler.extract.text import fold
from crawler.learn.addresses.groups import Group
from crawler.learn.links.shapes import parts_of
from crawler.learn.sample.book import Entry

DOUBTS = 20
"""Pairs proven one page for each pair that seems to be two."""
ENOUGH = 0.9
"""Share of the comparable pairs that must be the same page."""
SHORTEST_TITLE = 15
FEWEST_CUT = 25
"""Characters of a title from which it may be the beginning of a longer one; some links cut it, or add a teaser."""
HEAD_NUMBER = re.compile(r"^(\d{3,})-(.+)$")
TAIL_NUMBER = re.compile(r"^.*[-._](\d{3,})$")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an address that may name its page."""

    style: str
    """`segment` whole, `tail` its last number, `head` its first number, `rest` what follows that, or `key`."""
    place: int | str
    """Index of the segment from the end (-1 is the last), or name of the parameter."""
    beside: tuple[int, ...] = ()
    """Segments that stay in the name too, since all addresses of one page have them alike: its section.

    With a parameter they are part of its value: `ItemID=5` of one list of SharePoint is no `ItemID=5` of another.
    """

    def value(self, local: str) -> str | None:
        """Return what this part of an address says, None if the address has no such part."""
        parts = parts_of(local)
        if isinstance(self.place, str):
            value = next((value for key, value in parts.pairs if key == self.place and value), None)
            return value and "/".join([value, *(_at(parts.segments, place) or "" for place in self.beside)])
        if len(parts.segments) < -self.place:
            return None
        segment = parts.segments[self.place]
        if self.style == "segment":
            return unquote(segment).rstrip("-") or None
        pattern, index = {"tail": (TAIL_NUMBER, 1), "head": (HEAD_NUMBER, 1), "rest": (HEAD_NUMBER, 2)}[self.style]
        match = pattern.match(unquote(segment))
        return match[index].rstrip("-") if match else None


def titles_of(entry: Entry) -> list[str]:
    """Return the beginnings of the titles under which an address is known, folded."""
    article = entry.observed.page.article if entry.observed is not None else None
    texts = [*entry.texts, (article.title or "") if article is not None else ""]
    clean = (re.sub(r"\W+", " ", fold(text)).strip() for text in texts)
    return [text for text in clean if len(text) >= SHORTEST_TITLE]


def same_page(first: Entry, second: Entry) -> bool | None:
    """Return whether two addresses show the same article or are linked with the same title; None if nothing says."""
    one = first.observed.page.article if first.observed is not None else None
    two = second.observed.page.article if second.observed is not None else None
    if one is not None and two is not None:
        return one.title == two.title and one.published_at == two.published_at and one.text[:200] == two.text[:200]
    mine, theirs = titles_of(first), titles_of(second)
    if not mine or not theirs:
        return None
    return any(_agree(one, other) for one in mine for other in theirs)


def _agree(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return short == long or (len(short) >= FEWEST_CUT and f"{long} ".startswith(f"{short} "))


def parts_in(group: Group) -> list[Part]:
    """Return the parts of a group's addresses that differ from page to page, those that differ most first."""
    places = range(-1, -min(3, len(group.shape.kinds)) - 1, -1)
    found = [Part(style, place) for place in places for style in ("segment", "tail", "head", "rest")]
    found += [Part("key", key) for key in group.shape.keys]
    paths = tuple(place for place in range(-len(group.shape.kinds), 0) if varies(group, place))
    found += [Part("key", key, paths) for key in group.shape.keys if paths]
    sizes = {part: len({part.value(entry.local) for entry in group.members} - {None}) for part in found}
    return sorted((part for part in found if sizes[part] > 1), key=lambda part: (bool(part.beside), -sizes[part]))


def duplicates(groups: Iterable[tuple[Group, Part]], *, fetched: bool = False) -> tuple[int, int, int]:
    """Return how many pairs of addresses share the value of their part: proven one page, proven two, unknown.

    With `fetched` only pages that were fetched prove anything: notices of one title come again every month.
    """
    by_value: dict[str, list[Entry]] = defaultdict(list)
    for group, part in groups:
        for entry in group.members:
            value = part.value(entry.local)
            if value:
                by_value[value].append(entry)
    counts: Counter[bool | None] = Counter()
    for entries in by_value.values():
        for other in entries[1:]:
            seen = entries[0].observed is not None and other.observed is not None
            counts[same_page(entries[0], other) if seen or not fetched else None] += 1
    return counts[True], counts[False], counts[None]


def is_name(groups: list[tuple[Group, Part]], *, fetched: bool = False) -> bool:
    """Return True if the parts name the pages of the groups: shared values are shared pages, and some are shared."""
    same, other, _ = duplicates(groups, fetched=fetched)
    alone = all(isinstance(part.place, str) and not part.beside for _, part in groups)
    return same >= 1 and same >= DOUBTS * other and not (alone and _paths_matter(groups, fetched=fetched))


def _paths_matter(groups: list[tuple[Group, Part]], *, fetched: bool) -> bool:
    """Return True if no page was met under two paths by one value of its parameter, though the paths differ."""
    if not any(varies(group, place) for group, _ in groups for place in range(-len(group.shape.kinds), 0)):
        return False
    by_value: dict[str | None, dict[tuple[str, ...], Entry]] = defaultdict(dict)
    for group, part in groups:
        for entry in group.members:
            if not fetched or entry.observed is not None:
                by_value[part.value(entry.local)].setdefault(parts_of(entry.local).segments, entry)
    found = (list(entries.values()) for value, entries in by_value.items() if value)
    return not any(same_page(first, other) for first, *others in found for other in others)


def own_name(group: Group, others: Iterable[Group] = ()) -> Part | None:
    """Return the part by which addresses of one group that differ otherwise are one page; None if none are.

    A parameter by which `others` name their pages comes first: they may turn out to have the same ones.
    """
    named = {key for other in others for key in naming_keys(other) if other is not group}
    covering = (part for part in parts_in(group) if covers(group, part))
    parts = sorted(covering, key=lambda part: (bool(part.beside), part.place not in named))
    return next((part for part in parts if is_name([(group, part)], fetched=True)), None)


def covers(group: Group, part: Part) -> bool:
    """Return True if all addresses of a group have a part."""
    return all(part.value(entry.local) for entry in group.members)


def shared_name(main: Group, other: Group) -> tuple[Part, Part] | None:
    """Return the parts of two groups that carry the same names of the same pages; None if there are none."""
    best: tuple[int, Part, Part] | None = None
    keys_only = same_paths(main, other)
    for mine in parts_in(main):
        if keys_only and not isinstance(mine.place, str):
            continue
        values = _values(main, mine)
        for theirs in parts_in(other):
            common = {value for value in values & _values(other, theirs) if len(value) >= 3}
            pair = [(main, mine), (other, theirs)]
            if not common or (best is not None and len(common) <= best[0]):
                continue
            if len(common) == 1 and not _is_proof(pair, next(iter(common))):
                continue
            if covers(main, mine) and covers(other, theirs) and is_name(pair):
                best = (len(common), mine, theirs)
    return best[1:] if best is not None else None


def _is_proof(pair: list[tuple[Group, Part]], value: str) -> bool:
    """Return True if one value alone proves that two parts name the same pages, fetched both ways.

    A title's words do, and the parameter that one program needs: it was asked for a page without the others.
    """
    mine, theirs = ([one for one in group.members if part.value(one.local) == value] for group, part in pair)
    told = [same_page(one, other) for one in mine for other in theirs if one.observed and other.observed]
    return (len(value) >= FEWEST_CUT or _needs_no_more(pair)) and any(told) and all(told)


def _needs_no_more(pair: list[tuple[Group, Part]]) -> bool:
    """Return True for one parameter of one program, of which no two addresses with more parameters have one value."""
    (main, mine), (other, theirs) = pair
    fewer, more = sorted((set(main.shape.keys), set(other.shape.keys)), key=len)
    paths = {parts_of(entry.local).segments for group, _ in pair for entry in group.members}
    values = [
        part.value(entry.local) for group, part in pair if set(group.shape.keys) == more for entry in group.members
    ]
    return mine == theirs and fewer < more and len(paths) == 1 and len(set(values)) == len(values)


def same_paths(main: Group, other: Group) -> bool:
    """Return True if most addresses of `other` are those of `main` but for their parameters: paths prove nothing then.

    `/tin-tuc/mot-bai?ngonngu=en` is `/tin-tuc/mot-bai`; whether `/thong-bao/mot-bai` is the same page, nobody knows.
    """
    paths = {parts_of(entry.local).segments for entry in main.members}
    shared = [entry for entry in other.members if parts_of(entry.local).segments in paths]
    return main.shape.kinds == other.shape.kinds and 2 * len(shared) > len(other.members)


def with_beside(main: Group, part: Part, others: Iterable[tuple[Group, Part]]) -> Part:
    """Return the part with the segments of `main` that no two addresses of one page were seen to differ in."""
    named = [(main, part), *((group, own) for group, own in others if own.place == part.place)]
    if isinstance(part.place, str):
        return part
    by_value: dict[str | None, set[tuple[str, ...]]] = defaultdict(set)
    for group, own in named:
        for entry in group.members:
            by_value[own.value(entry.local)].add(parts_of(entry.local).segments)
    several = [list(spellings) for value, spellings in by_value.items() if value and len(spellings) > 1]
    places = [place for place in range(-len(main.shape.kinds), 0) if place != part.place and varies(main, place)]
    alike = (place for place in places if all(len({_at(one, place) for one in own}) == 1 for own in several))
    return replace(part, beside=tuple(alike))


def is_whole(group: Group, part: Part) -> bool:
    """Return True if a name is made of all segments in which the addresses of its group differ."""
    places = range(-len(group.shape.kinds), 0)
    held = {part.place, *part.beside}
    return isinstance(part.place, int) and all(place in held or not varies(group, place) for place in places)


def varies(group: Group, place: int) -> bool:
    """Return True if the addresses of a group differ in a segment, counted from the end."""
    return len({_at(parts_of(entry.local).segments, place) for entry in group.members}) > 1


def _at(segments: tuple[str, ...], place: int) -> str | None:
    return segments[place] if len(segments) >= -place else None


def _values(group: Group, part: Part) -> set[str]:
    return {value for entry in group.members if (value := part.value(entry.local))}


def naming_keys(group: Group) -> list[str]:
    """Return the parameters that name a group's pages: with the path, they tell its addresses apart."""
    varying = [part for part in parts_in(group) if part.style == "key" and not part.beside]
    chosen: list[str] = []
    while not _tells_apart(group, chosen):
        rest = [part for part in varying if part.place not in chosen]
        if not rest:
            break
        chosen.append(str(rest[0].place))
    return chosen


def needless_keys(group: Group, naming: list[str]) -> set[str]:
    """Return the parameters that a page is proven to be without: it was met under several values of them.

    All others stay in its address, though they name nothing: without them a server may give another page.
    """
    by_name: dict[object, list[Entry]] = defaultdict(list)
    for entry in group.members:
        parts = parts_of(entry.local)
        by_name[parts.segments, tuple(pair for pair in parts.pairs if pair[0] in naming)].append(entry)
    found: set[str] = set()
    for entries in by_name.values():
        for other in entries[1:]:
            seen = entries[0].observed is not None and other.observed is not None
            if seen and same_page(entries[0], other):
                mine, theirs = set(parts_of(entries[0].local).pairs), set(parts_of(other.local).pairs)
                found |= {key for key, _ in mine ^ theirs}
    return found - set(naming)


def _tells_apart(group: Group, keys: list[str]) -> bool:
    """Return True if addresses with the same path and the same values of `keys` are never proven two pages."""
    by_value: dict[object, list[Entry]] = defaultdict(list)
    for entry in group.members:
        parts = parts_of(entry.local)
        by_value[parts.segments, tuple(pair for pair in parts.pairs if pair[0] in keys)].append(entry)
    pairs = [(entries[0], other) for entries in by_value.values() for other in entries[1:]]
    proven = [verdict for first, second in pairs if (verdict := same_page(first, second)) is not None]
    return proven.count(False) <= (1 - ENOUGH) * len(proven) and (bool(proven) or not pairs)
