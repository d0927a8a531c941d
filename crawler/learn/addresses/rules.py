"""Groups of articles and documents -> address rules, with the evidence for each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from crawler.address_rules import AddressRule
from crawler.items import UrlKind
from crawler.learn.addresses.doubles import doubles_pattern, find_doubles
from crawler.learn.addresses.groups import Group
from crawler.learn.addresses.identity import (
    Part,
    is_whole,
    naming_keys,
    needless_keys,
    own_name,
    same_page,
    shared_name,
    with_beside,
)
from crawler.learn.addresses.patterns import (
    FEWEST_FOR_SHAPE,
    beside,
    constant_keys,
    escaped,
    key_pattern,
    path_pattern,
    query_pattern,
)
from crawler.learn.addresses.slots import Form, form_of
from crawler.learn.addresses.written import Written, written_as
from crawler.learn.links.shapes import EXTENSION, parts_of
from crawler.learn.sample.book import Entry
from crawler.tidy import SHOWN
from crawler.urls import local_under

PRESENTATION = re.compile(r"^(?:p_p_id|p_p_state|p_p_lifecycle|p_p_mode|p_p_col_\w+|\w*_viewMode|\w*_redirect)$")


@dataclass(frozen=True, slots=True)
class Learned:
    """One rule, and what speaks for it."""

    rule: AddressRule
    evidence: str
    needs_key: bool = False
    """True if it only matches addresses with certain parameters: it may then come before rules of paths."""


def content_rules(groups: Iterable[Group]) -> list[Learned]:
    """Return the rules of all groups of articles and documents: those that need a parameter first."""
    found: list[tuple[tuple[int, int, int], Learned]] = []
    for label in ("article", "document"):
        own = [group for group in groups if group.label == label and group.members]
        doubles = [id(group) for group, _ in _doubles(own)]
        own = [group for group in own if id(group) not in doubles]
        found += [(_rank(group), learned) for group, _, learned in _as_one(_of_label(own))]
    ordered = [learned for _, learned in sorted(found, key=lambda entry: entry[0])]
    return list({learned.rule.match: learned for learned in reversed(ordered)}.values())[::-1]


def ignored_doubles(groups: Iterable[Group]) -> str | None:
    """Return what matches the second addresses of articles and documents that have a better one; None if none do."""
    labelled = [[one for one in groups if one.label == label and one.members] for label in ("article", "document")]
    return doubles_pattern(double for own in labelled for double in _doubles(own))


def _doubles(groups: list[Group]) -> list[tuple[Group, Part]]:
    return list(find_doubles(_main(groups), groups)) if len(groups) > 1 else []


def _rank(group: Group) -> tuple[int, int, int]:
    loose = sum(kind == "text" for kind in group.shape.kinds)
    return (-len(group.shape.keys), loose - 2 * group.tail_id - 2 * bool(group.places), -len(group.members))


@dataclass(frozen=True, slots=True)
class _Named:
    """Which addresses stand for the pages, and what names these."""

    main: Group
    part: Part | None
    """Without the segments beside it."""
    name: Part | None
    shared: dict[int, tuple[Part, Part]]
    """Id of another group -> the parts by which it has the same pages."""

    @property
    def is_whole(self) -> bool:
        """Return True if the canonical address is one that a link may have: nothing in it stands for all pages."""
        return self.name is None or is_whole(self.main, self.name)

    @property
    def alike(self) -> set[int]:
        """Return the ids of all groups that get this one canonical address."""
        return {id(self.main), *(other for other, pair in self.shared.items() if pair[0] == self.part)}

    @property
    def leads_all(self) -> bool:
        """Return True if the addresses of all these groups can be written as the canonical ones."""
        pairs = (self.shared[other] for other in self.alike if other in self.shared)
        return self.name is None or all(_can_be(pair[1], self.name) for pair in pairs)


Ruled = tuple[Group, Part | None, Learned]
"""A group, what names its pages (None: the whole address), and its rule."""


def _of_label(groups: list[Group]) -> list[Ruled]:
    """Return the rules of one kind; groups whose addresses name the same pages get one canonical address."""
    if not groups:
        return []
    usual = _named(_main(groups), groups)
    others = (_named(group, groups) for group in groups if id(group) in usual.alike and not usual.is_whole)
    chosen = next((one for one in others if one.is_whole and one.leads_all and one.alike >= usual.alike), usual)
    main, name = chosen.main, chosen.name
    found: list[Ruled] = [(main, name, _rule(main, name, _canonical(main, name) if name else None))]
    for group in groups:
        pair = chosen.shared.get(id(group))
        if group is main or _is_covered(group, found):
            continue
        if pair is not None and name is not None and pair[0] == chosen.part and _can_be(pair[1], name):
            own = replace(pair[1], beside=name.beside)
            found.append((group, own, _rule(group, own, _canonical(main, name))))
        else:
            alone = own_name(group)
            found.append((group, alone, _rule(group, alone, _canonical(group, alone) if alone else None)))
    return found


def _as_one(found: list[Ruled]) -> list[Ruled]:
    """Return the rules; before those of addresses that can be written as others', what writes them so.

    Their own stay behind it, for addresses that lack a part or write it in a way of their own.
    """
    forms = [form_of(group, learned.rule, name) for group, name, learned in found]
    choices = (_all_written(forms, target) for target in forms if target is not None)
    best = max(choices, key=len, default={})
    together: list[Ruled] = []
    for at, (group, name, learned) in enumerate(found):
        if at in best:
            evidence = f"{best[at].pairs} pages fetched by these and by other addresses"
            rule = best[at].rule
            together.append((group, name, Learned(rule, evidence, needs_key=rule.match.endswith(r"\?"))))
        together.append((group, name, learned))
    return together


def _all_written(forms: list[Form | None], target: Form) -> dict[int, Written]:
    """Return index -> how the addresses of that form are written as those of `target`, where they can be.

    Not those that others are written as already.
    """
    rules = [form.rule for form in forms if form is not None]
    shared = Counter(rule.canonical for rule in rules)
    found: dict[int, Written] = {}
    for at, form in enumerate(forms):
        if form is None or form is target or (form.rule.canonical is not None and shared[form.rule.canonical] > 1):
            continue
        others = [rule for rule in rules if rule is not target.rule]
        if (written := written_as(form, target, others)) is not None:
            found[at] = written
    return found


def _can_be(part: Part, name: Part) -> bool:
    """Return True if addresses that name their pages by `part` say all that the canonical ones say."""
    return not name.beside or part.place == name.place


def _named(main: Group, groups: list[Group]) -> _Named:
    """Return what names the pages, if the addresses of `main` stand for them."""
    shared = {id(group): pair for group in groups if group is not main and (pair := shared_name(main, group))}
    part = next(iter(shared.values()))[0] if shared else own_name(main, groups)
    alike = [(group, shared[id(group)][1]) for group in groups if id(group) in shared and shared[id(group)][0] == part]
    return _Named(main, part, with_beside(main, part, alike) if part is not None else None, shared)


def _main(groups: list[Group]) -> Group:
    """Return the group whose addresses stand for the pages: the one that sitemaps list, else the largest."""
    return max(groups, key=lambda group: (sum(entry.in_sitemap for entry in group.members), len(group.members)))


def _is_covered(group: Group, found: list[Ruled]) -> bool:
    """Return True if rules already found match all addresses of a group, and write none of them as another's."""
    written: dict[str, Entry] = {}
    for entry in group.members:
        names = (local_under(learned.rule, entry.local) for _, _, learned in found)
        name = next((one for one in names if one is not None), None)
        if name is None or same_page(written.setdefault(name, entry), entry) is False:
            return False
    return True


def _canonical(group: Group, part: Part) -> str:
    """Return the address under which all spellings of a page are known, `{key}` standing for what names it."""
    scripts = Counter(_script(group, entry.local) for entry in group.members)
    common = {segments for segments, count in scripts.items() if count == max(scripts.values())}
    usual = [entry.local for entry in group.members if _script(group, entry.local) in common]
    model = min(usual, key=lambda local: (len(local), local))
    parts = parts_of(model)
    path, _, query = model.partition("?")
    segments = [segment for segment in path.split("/") if segment]
    if isinstance(part.place, str):
        pairs = [pair for pair in query.split("&") if pair]
        kept = [pair for pair in pairs if _is_fixed(group, pair.partition("=")[0])]
        named = next(pair.partition("=")[0] for pair in pairs if pair.partition("=")[2] and _is_named(pair, part))
        return _with_places(part, path) + "?" + "&".join(sorted([*map(escaped, kept), f"{named}={{key}}"]))
    value = part.value(model) or ""
    at = len(segments) + part.place
    segments[at] = "{key}" if part.style in ("segment", "rest") else _numbered(segments[at], value)
    for place in part.beside:
        segments[len(segments) + place] = f"{{{beside(place)}}}"
    tail = parts.extension if part.place == -1 and part.style in ("segment", "rest") else ""
    spared = {f"{{{beside(place)}}}" for place in part.beside}
    return "/" + "/".join(one if one in spared or "{key}" in one else escaped(one) for one in segments) + tail


def _with_places(part: Part, path: str) -> str:
    """Return a path in which the names of groups stand for the segments that are part of a page's name."""
    segments = [escaped(segment) for segment in path.split("/")]
    for place in part.beside:
        at = len(segments) + place
        tail = EXTENSION.search(segments[at]) if place == -1 else None
        segments[at] = f"{{{beside(place)}}}" + (tail[0] if tail else "")
    return "/".join(segments)


def _script(group: Group, local: str) -> tuple[str, ...]:
    """Return the part of a path that says which program or section gives the page."""
    segments = parts_of(local).segments
    return segments if group.shape.keys else segments[:-1]


def _numbered(segment: str, value: str) -> str:
    """Return a segment of which only its number names the page."""
    extension = re.search(r"\.[a-z]{2,5}$", segment)
    return "{key}" + (extension[0] if extension else "") if value in segment else "{key}"


def _is_named(pair: str, part: Part) -> bool:
    return parts_of(f"/?{pair}").pairs[0][0] == part.place


def _is_fixed(group: Group, key: str) -> bool:
    return key in constant_keys(group) and not SHOWN.match(key)


def _rule(group: Group, part: Part | None, canonical: str | None) -> Learned:
    naming = naming_keys(group)
    if len(group.members) < FEWEST_FOR_SHAPE and not group.shape.keys:
        part, canonical = None, None
    if part is not None and isinstance(part.place, str):
        naming = []
    elif part is not None:
        naming = [key for key in naming if canonical is None]
    required = [key for key in constant_keys(group) if not SHOWN.match(key) and not PRESENTATION.match(key)]
    wanted = [*naming, *(required if naming or (part is not None and isinstance(part.place, str)) else [])]
    match = path_pattern(group, part) + query_pattern(group, naming, part)
    keep = None
    if canonical is None:
        needless = needless_keys(group, naming)
        kept = (
            [key for key in [*wanted, *group.shape.keys, *group.fixed] if not SHOWN.match(key) and key not in needless]
            if naming or group.fixed
            else []
        )
        keep = "^(?:" + "|".join(sorted({key_pattern(key) for key in kept})) + ")$" if kept else "^$"
    kind: UrlKind = "document" if group.label == "document" else "article"
    rule = AddressRule(kind=kind, match=match, canonical=canonical, keep=keep)
    evidence = f"{group.agreed} of {group.fetched} pages fetched, {len(group.members)} addresses seen"
    return Learned(rule, evidence, needs_key=match.endswith(r"\?"))
