"""What changes in a group's addresses from page to page, as its rule keeps it: the slots of a canonical address."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.address_rules import AddressRule
from crawler.learn.addresses.groups import Group
from crawler.learn.addresses.identity import Part, covers, varies
from crawler.learn.addresses.patterns import CLASSES, beside, escaped, quoted, segment_pattern
from crawler.learn.links.shapes import pairs_of, parts_of

NUMBER = r"\d{3,}"
PLAIN_KEY = re.compile(r"[\w.-]+", re.A)
"""Names of parameters that are written as they are; not those with the instances of Liferay."""


@dataclass(frozen=True, slots=True)
class Form:
    """How a group's addresses are written: `/tin/{part2}/{part1}.html?l={by_l}`."""

    group: Group
    rule: AddressRule
    template: str
    slots: dict[str, Part]
    """Name in the template -> what of the address stands there."""
    fixed: dict[str, str]
    """The names of those that are alike in all addresses -> how it is written."""
    is_cut: bool = False
    """True if dashes at the end of the key are no part of it."""

    @property
    def naming(self) -> dict[str, Part]:
        """Return the slots in which addresses differ."""
        return {name: part for name, part in self.slots.items() if name not in self.fixed}


def form_of(group: Group, rule: AddressRule, part: Part | None) -> Form | None:
    """Return how a group's addresses are written under its rule; None if none can be told.

    `part` is what the rule names the pages by; without it they keep their address.
    """
    if rule.canonical is not None and part is not None:
        besides = {beside(place): Part("segment", place) for place in part.beside}
        slots = {"key": Part(part.style, part.place), **besides}
        return Form(group, rule, rule.canonical, slots, {}, is_cut=part.style in ("segment", "key"))
    return _kept(group, rule) if all(map(PLAIN_KEY.fullmatch, group.shape.keys)) else None


def _kept(group: Group, rule: AddressRule) -> Form:
    """Return the form of addresses that are kept as they are, but for parameters that name nothing."""
    model = group.members[0].local
    parts = parts_of(model)
    slots: dict[str, Part] = {}
    fixed: dict[str, str] = {}
    path, query = "", []
    for place, segment in zip(range(-len(parts.segments), 0), parts.segments, strict=True):
        slots[beside(place)] = Part("segment", place)
        fixed |= {} if varies(group, place) else {beside(place): segment}
        path += f"/{{{beside(place)}}}"
    for pair in pairs_of(model):
        key, _, value = pair.partition("=")
        if rule.keep is None or re.search(rule.keep, key):
            slots[_named(key)] = Part("key", key)
            fixed |= {} if len(_values(group, Part("key", key))) > 1 else {_named(key): value}
            query.append(f"{escaped(key)}={{{_named(key)}}}")
    template = (path or "/") + parts.extension + ("?" if query else "") + "&".join(query)
    return Form(group, rule, template, slots, fixed)


def _named(key: str) -> str:
    """Return the name of the group that holds a parameter."""
    return "by_" + re.sub(r"\W", "_", key, flags=re.ASCII)


def filled(form: Form, names: set[str]) -> str:
    """Return the template with groups of these names, and what else is the same in all addresses."""
    fixed = {name: escaped(value) for name, value in form.fixed.items()}
    return form.template.format_map(fixed | {name: f"{{{name}}}" for name in names})


def parts_of_group(group: Group) -> list[Part]:
    """Return all parts of a group's addresses that differ from page to page: what may fill a slot of another's."""
    places = range(-len(group.shape.kinds), 0)
    found = [Part(style, place) for style in ("segment", "tail", "head", "rest") for place in places]
    found += [Part("key", key) for key in group.shape.keys if PLAIN_KEY.fullmatch(key)]
    return [part for part in found if len(_values(group, part)) > 1 and covers(group, part)]


def _values(group: Group, part: Part) -> set[str | None]:
    return {part.value(entry.local) for entry in group.members}


def pattern_of(group: Group, part: Part) -> str | None:
    """Return the pattern of what a part may be; None if it may be any text."""
    if isinstance(part.place, str) or part.style == "rest":
        return None
    if part.style in ("tail", "head"):
        return NUMBER
    found = segment_pattern(group, len(group.shape.kinds) + part.place)
    return None if found == CLASSES["text"] else found


def path_with(group: Group, groups: dict[Part, str]) -> str:
    """Return the pattern of a group's paths in which parts are held by groups: part -> `(?P<name>pattern)`."""
    segments = [segment_pattern(group, index) for index in range(len(group.shape.kinds))]
    around = {"segment": "{}", "tail": r"[^/?]*[-._]{}", "head": "{}-[^/?]+", "rest": r"\d{{3,}}-{}"}
    for part, held in groups.items():
        if isinstance(part.place, int):
            segments[part.place] = around[part.style].format(held)
    return "^/" + "/".join(segments) + quoted(group.shape.extension)
