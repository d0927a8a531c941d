"""Groups of addresses -> the regular expressions of a portal file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote

from crawler.learn.addresses.groups import Group
from crawler.learn.addresses.identity import Part
from crawler.learn.links.shapes import parts_of

CLASSES = {"num": r"\d+", "day": r"\d{4}-\d{1,2}-\d{1,2}", "guid": r"[0-9a-fA-F{}%-]{36,44}", "text": r"[^/?]+"}
MAX_CHOICES = 60
MOST_PROGRAMS = 8
"""Segments beside a parameter that names the pages up to which these are programs; more are sections, or titles."""
FEWEST_FOR_LITERAL = 3
"""Addresses that must agree in a segment before it is taken for a fixed word."""
DAY_PATH = re.compile(r"/(?:19|20)\d\d(?:/\d{1,2}){0,2}$")
END_NUMBER = re.compile(r"[0-9]{1,18}$")
FIRST_OF_MANY = 1_000
"""A number from which a portal's numbers do not count from one, if none that was seen is smaller."""
FEWEST_FOR_SHAPE = 3
"""Addresses from which others of their shape are taken for pages of the same kind; fewer speak for themselves."""


def quoted(text: str) -> str:
    """Return a text as it stands in a regular expression; `-` and `/` need no mark."""
    return re.sub(r"\\([-&\\])", lambda found: found[0] if found[1] == "\\" else found[1], re.escape(text))


def escaped(text: str) -> str:
    """Return a text as it stands in a canonical address of a rule, where braces hold the names of groups."""
    return text.replace("{", quote("{")).replace("}", quote("}"))


def key_pattern(key: str) -> str:
    """Return the pattern of a parameter's name, any Liferay instance for `INSTANCE_*`."""
    return quoted(key).replace(r"INSTANCE_\*", r"INSTANCE_\w+")


def choice(values: Iterable[str]) -> str:
    """Return a pattern of alternatives."""
    found = sorted({quoted(value) for value in values})
    return found[0] if len(found) == 1 else f"(?:{'|'.join(found)})"


def beside(place: int) -> str:
    """Return the name of the group that holds a segment, which stands beside what names the page."""
    return f"part{-place}"


def path_pattern(group: Group, part: Part | None) -> str:
    """Return the pattern of a group's paths; the part that names the page is the group `key`."""
    if len(group.members) < FEWEST_FOR_SHAPE and not group.shape.keys:
        return "^" + choice(entry.local.partition("?")[0] for entry in group.members)
    segments = [segment_pattern(group, index, part) for index in range(len(group.shape.kinds))]
    return "^/" + "/".join(segments) + quoted(group.shape.extension)


def segment_pattern(group: Group, index: int, part: Part | None = None) -> str:
    """Return the pattern of one segment of a group's paths, counted from the first."""
    from_end = index - len(group.shape.kinds)
    if part is not None and from_end in part.beside:
        return f"(?P<{beside(from_end)}>{segment_pattern(group, index)})"
    if part is not None and part.place == from_end:
        return {
            "segment": r"(?P<key>[^/?]+?)-*",
            "tail": r"[^/?]*[-._](?P<key>\d{3,})",
            "head": r"(?P<key>\d{3,})-[^/?]+",
            "rest": r"\d{3,}-(?P<key>[^/?]+?)-*",
        }[part.style]
    values = {parts_of(entry.local).segments[index] for entry in group.members}
    if index in group.places and len(group.places[index]) <= MAX_CHOICES:
        return choice(group.places[index])
    is_last = from_end == -1
    if part is not None and 1 < len(values) <= MOST_PROGRAMS and _counts(group, part):
        return choice(values)
    few = len(values) > 1 or len(group.members) < FEWEST_FOR_LITERAL
    if not few and not _is_of_day(group, index) and (not is_last or group.shape.keys):
        return quoted(next(iter(values)))
    if is_last and group.tail_id:
        return r"[^/?]*[-._]" + _number_at_end(group)
    kind, _, mark = group.shape.kinds[index].partition(":")
    other = rf"(?!{choice(group.never[index])}(?:[./?]|$))" if index in group.never else ""
    return other + CLASSES[kind] + (f"-{mark}{_number_at_end(group)}" if mark else "")


def _counts(group: Group, part: Part) -> bool:
    """Return True if a parameter that is a number names the pages: other programs may count other pages from one."""
    return isinstance(part.place, str) and all((part.value(one.local) or "").isdecimal() for one in group.members)


def _number_at_end(group: Group) -> str:
    """Return the pattern of the numbers that end a group's addresses; those that count from one have one digit too."""
    ends = (END_NUMBER.search(parts_of(entry.local).segments[-1]) for entry in group.members)
    smallest = min((int(end[0]) for end in ends if end is not None), default=FIRST_OF_MANY)
    return r"\d+" if smallest < FIRST_OF_MANY else r"\d{2,}"


def _is_of_day(group: Group, index: int) -> bool:
    """Return True for a segment that is a year, or the month or day behind one: the next articles have another."""
    paths = [parts_of(entry.local).segments[: index + 1] for entry in group.members]
    return all(DAY_PATH.search("/" + "/".join(path)) for path in paths)


def constant_keys(group: Group) -> dict[str, str]:
    """Return the parameters that have one value on all of a group's addresses."""
    values: dict[str, set[str]] = {key: set() for key in group.shape.keys}
    for entry in group.members:
        for key, value in parts_of(entry.local).pairs:
            values[key].add(value)
    few = len(group.members) < FEWEST_FOR_LITERAL
    return {key: next(iter(found)) for key, found in values.items() if len(found) == 1 and not few}


def needs_key(key: str, value: str = r"[^&]+", *, name: str = "") -> str:
    """Return a look-ahead: the parameter is there, whatever stands around it."""
    inner = f"(?P<{name}>{value})" if name else value
    return rf"(?=(?:.*[?&])?{key_pattern(key)}={inner}(?:&|$))".replace("(?:.*[?&])?", r".*[?&]")


def query_pattern(group: Group, naming: Iterable[str], part: Part | None) -> str:
    """Return the pattern of a group's queries: the parameters that name a page, in any order."""
    wanted = list(dict.fromkeys(key for key in naming if key not in group.fixed))
    if part is not None and isinstance(part.place, str) and part.place not in wanted:
        wanted.append(part.place)
    fixed = "".join(needs_key(key, quoted(value)) for key, value in sorted(group.fixed.items()))
    if not wanted and fixed:
        return fixed + r"\?"
    if not wanted:
        return r"(?:\?|$)"
    ahead = "".join(
        needs_key(key, r"[^&]+?-*" if part is not None and key == part.place else r"[^&]+") for key in wanted
    )
    if part is not None and isinstance(part.place, str):
        ahead = ahead.replace(r"[^&]+?-*", r"(?P<key>[^&]+?)-*")
    return fixed + ahead + r"\?"
