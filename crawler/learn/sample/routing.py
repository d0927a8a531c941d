"""Whether a portal's pages have their paths in parameters, told from the links of its home page."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from urllib.parse import parse_qsl, urlsplit

from crawler.address_rules import Route
from crawler.learn.sample.observe import Observed, Seen
from crawler.portals import Portal
from crawler.tidy import tidy_path
from crawler.urls import is_on

FEWEST, SHARE = 6, 0.4
"""Links of one program whose parameter holds a path of several steps, and their share of all of its links."""
USUAL = 0.8
"""Share of the links of such a program that have a parameter which stands before the path."""
PATH = re.compile(r"[^/:?]+(?:/[^/?]+)+/?")
FEWEST_TWICE = 2
"""Pages that must be linked with the first parameter and without it."""
WORD = re.compile(r"[A-Za-z_-]{1,40}")
Pairs = list[tuple[str, str]]


def find_route(home: Observed, portal: Portal) -> Route | None:
    """Return the program by which most links of a home page lead on, and its parameters; None if there is none."""
    own = [link for link in home.links if is_on(portal, link.url)]
    links: dict[str, list[Pairs]] = {}
    for path, pairs in map(_asked, dict.fromkeys(link.url for link in own)):
        links.setdefault(path, []).append(pairs)
    for path, queries in links.items():
        asking = [pairs for pairs in queries if pairs]
        name, count = _named(asking, PATH).most_common(1)[0] if _named(asking, PATH) else ("", 0)
        if count >= FEWEST and count >= SHARE * len(asking):
            parameters = (*_before(asking, name), name)
            return Route(path=path, parameters=parameters, default=_left_out(own, path, parameters))
    return None


def _asked(url: str) -> tuple[str, Pairs]:
    """Return the program that an address asks, and its parameters."""
    parts = urlsplit(url)
    return tidy_path(parts.path), parse_qsl(parts.query)


def _named(queries: list[Pairs], value: re.Pattern[str]) -> Counter[str]:
    """Return how many queries have a parameter with such a value, by its name."""
    return Counter(key for pairs in queries for key, said in dict(pairs).items() if value.fullmatch(said))


def _before(queries: list[Pairs], name: str) -> list[str]:
    """Return the parameters that stand before the path in nearly all links, each with a word for a value."""
    counts = _named(queries, WORD)
    order = next(pairs for pairs in queries if PATH.fullmatch(dict(pairs).get(name, "")))
    keys = [key for key, _ in order]
    return [key for key in keys[: keys.index(name)] if counts[key] >= USUAL * len(queries)]


def _left_out(links: list[Seen], path: str, parameters: tuple[str, ...]) -> str | None:
    """Return what the first parameter is where links leave it out: what it is in others with the same path and words.

    NukeViet answers `/index.php?nv=news&op=Tin/Bai-5` in the portal's own language.
    """
    first, *others = parameters
    said: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for link in links if others else ():
        program, pairs = _asked(link.url)
        told = dict(pairs) if program == path else {}
        if told.get(parameters[-1]):
            said[(link.text, *(told.get(name, "") for name in others))].add(told.get(first, ""))
    twice = [values - {""} for values in said.values() if len(values) > 1 and "" in values]
    values = set().union(*twice)
    return values.pop() if len(twice) >= FEWEST_TWICE and len(values) == 1 else None
