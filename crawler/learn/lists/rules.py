"""Lists and how they are paged -> address rules of the portal file."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from crawler.address_rules import AddressRule
from crawler.learn.addresses.pagers import Pager, page_of, suffix_pattern, tail_of
from crawler.learn.addresses.patterns import choice, key_pattern, needs_key, quoted
from crawler.learn.addresses.rules import Learned
from crawler.learn.links.shapes import parts_of, plain_key
from crawler.learn.lists.found import FoundList


def list_rules(lists: list[FoundList], pagers: Iterable[Pager]) -> list[Learned]:
    """Return the rules of lists: one for those known by their path, one for each path that parameters complete."""
    pagers = list(pagers)
    by_path = sorted({found.local for found in lists if "?" not in found.local})
    found: list[Learned] = []
    by_keys: dict[tuple[str, tuple[str, ...]], list[str]] = defaultdict(list)
    for one in lists:
        path, _, query = one.local.partition("?")
        if query:
            keys = tuple(sorted(plain_key(pair.partition("=")[0]) for pair in query.split("&")))
            by_keys[path, keys].append(query)
    for (path, keys), queries in sorted(by_keys.items()):
        found += _by_query(path, keys, queries, pagers)
    return found + (_by_path(by_path, pagers) if by_path else [])


def needless_pages(
    lists: Iterable[FoundList], pagers: Iterable[Pager], addresses: Iterable[str], content: Iterable[Learned]
) -> tuple[tuple[str, str], ...]:
    """Return what matches the numbered pages of lists that are not read, where rules of articles match those too.

    `/page/2` of a home page beside articles at `/{section}/{name}`.
    """
    rules, pagers = [re.compile(one.rule.match) for one in content], list(pagers)
    bases = {one.local for one in lists}
    taken: dict[Pager, set[str]] = defaultdict(set)
    for local in addresses:
        for pager in pagers if any(rule.search(local) for rule in rules) else ():
            paged = page_of(local, [pager]) if pager.style in ("path", "inner") else None
            if paged is not None and paged[0] in bases:
                taken[pager].add(paged[0])
    found = [one.rule for pager, own in taken.items() for one in _paged_by_path(sorted(own), pager, "")]
    return tuple(
        (match, "numbered pages of lists that are not read") for match in dict.fromkeys(one.match for one in found)
    )


def _pager_keys(pagers: list[Pager]) -> list[str]:
    return [pager.name for pager in pagers if pager.style == "key"]


def _number(pagers: list[Pager]) -> str:
    """Return the look-ahead that reads the page's number, where parameters number pages by one."""
    keys = [key_pattern(pager.name) for pager in pagers if pager.style == "key" and pager.step == 1]
    return rf"(?:(?=.*[?&](?:{'|'.join(keys)})=(?P<page>\d{{1,6}})(?:&|$))|)" if keys else ""


def _keep(keys: Iterable[str]) -> str:
    patterns = sorted({key_pattern(key) for key in keys})
    return "^(?:" + "|".join(patterns) + ")$" if patterns else "^$"


def _by_query(path: str, keys: tuple[str, ...], queries: list[str], pagers: list[Pager]) -> list[Learned]:
    values: dict[str, set[str]] = defaultdict(set)
    for query in queries:
        for pair in query.split("&"):
            key, _, value = pair.partition("=")
            values[plain_key(key)].add(value)
    ahead = "".join(needs_key(key, choice(values[key])) for key in keys)
    keep = _keep([*keys, *_pager_keys(pagers)])
    evidence = f"{len(queries)} lists"
    first = _first_by_key(rf"^{quoted(path)}{ahead}", pagers, keep=_keep(keys), evidence=evidence)
    rule = AddressRule(kind="listing", match=f"^{quoted(path)}{ahead}{_number(pagers)}\\?", keep=keep)
    return [*first, Learned(rule, evidence)]


def _first_by_key(head: str, pagers: list[Pager], *, keep: str, evidence: str) -> list[Learned]:
    """Return the rule by which the first page, asked for by its number or its first row, is the list itself."""
    firsts = [f"{key_pattern(pager.name)}={_first_number(pager)}" for pager in pagers if pager.style == "key"]
    if not firsts:
        return []
    match = rf"{head}(?=.*[?&](?:{'|'.join(firsts)})(?:&|$))"
    return [Learned(AddressRule(kind="listing", match=match, keep=keep), f"page 1 of {evidence} has two addresses")]


def _first_number(pager: Pager) -> str:
    """Return the pattern of a first page's number; rows are counted from nought, or from one as SharePoint does."""
    return "0*1" if pager.step == 1 else "0*[01]" if pager.step else "0+"


def _by_path(paths: list[str], pagers: list[Pager]) -> list[Learned]:
    evidence = f"{len(paths)} lists and entries of menus"
    head = f"^{choice(paths)}" if len(paths) > 1 else f"^{quoted(paths[0])}"
    found = _first_by_key(head + r"(?=\?)", pagers, keep="^$", evidence=evidence)
    for pager in pagers:
        if pager.style in ("path", "inner"):
            found += _paged_by_path(paths, pager, evidence)
    rule = AddressRule(kind="listing", match=rf"{head}{_number(pagers)}(?:\?|$)", keep=_keep(_pager_keys(pagers)))
    return [*found, Learned(rule, evidence)]


def _paged_by_path(paths: list[str], pager: Pager, evidence: str) -> list[Learned]:
    """Return the rules of numbered pages whose number is in the path; the first of them is the list itself."""
    tail = tail_of(pager)
    stems = sorted({path.removesuffix(tail) if tail else _stem(path) for path in paths if path.endswith(tail)})
    extensions = {tail or parts_of(path).extension for path in paths if path.endswith(tail)}
    if not stems:
        return []
    found, group = [], "page" if pager.step else "index"
    if len(extensions) == 1 and not pager.stems:
        first = rf"^/(?P<list>{choice(stem.strip('/') for stem in stems)}){_first_suffix(pager)}(?:\?|$)"
        rule = AddressRule(kind="listing", match=first, canonical="/{list}" + extensions.pop())
        found.append(Learned(rule, f"page 1 of {evidence} has two addresses"))
    pages = rf"^{choice(stem.rstrip('/') for stem in stems)}{suffix_pattern(pager, group=group)}(?:\?|$)"
    found.append(Learned(AddressRule(kind="listing", match=pages, keep="^$"), f"{pager.links} links to pages"))
    return found


def _first_suffix(pager: Pager) -> str:
    """Return the pattern of what a pager puts behind a list's path for the first page."""
    before, _, after = pager.name.partition("#")
    return f"{quoted(before)}{_first_number(pager)}{quoted(after)}"


def _stem(path: str) -> str:
    return re.sub(r"\.(?:html?|aspx?|php|jsp)$", "", path)
