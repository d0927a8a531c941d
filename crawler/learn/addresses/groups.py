"""Groups of addresses that are built alike, and what they lead to, by the pages of them that were fetched."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import permutations
from typing import Literal

from crawler.learn.addresses.pagers import Pager, first_page, page_of, pager_number
from crawler.learn.addresses.tools import tool_entries
from crawler.learn.links.shapes import Shape, has_tail_id, parts_of, shape_of
from crawler.learn.sample.book import Book, Entry

Label = Literal["article", "document", "other"]
LABELS: dict[str, Label] = {
    "article": "article", "document": "document", "listing": "other", "document_list": "other", "home": "other",
    "other": "other",
}  # fmt: skip
PLAIN = re.compile(r"[A-Za-z_-]{2,30}")
FEWEST_CONSTANT = 5
LONG_TEXT = 20
"""Characters of a link from which it may be the title of an article."""
ODD = 3
"""Pages of one section from which it is believed to hold no pages of the kind."""
LISTED, ROWS = 2, 5
"""The same for lists, and the rows that these must have."""
MOST_NAMED = 8
"""Segments of addresses of another kind that a rule names to leave them out."""
NOISE = 0.1
"""Share of a group's pages that may be read as something else without dividing it."""


@dataclass(slots=True)
class Group:
    """Addresses of one shape that lead to pages of one kind."""

    shape: Shape
    label: Label
    members: list[Entry]
    """Those believed to be of the kind: fetched, listed in a sitemap, or linked with a title."""
    fetched: int
    """How many were fetched."""
    agreed: int
    """How many of those were of the kind."""
    dated: int = 0
    """How many show a time, a counter or another mark of an article."""
    places: dict[int, frozenset[str]] = field(default_factory=dict)
    """Segment -> the values it must have, where only these lead to the kind."""
    never: dict[int, frozenset[str]] = field(default_factory=dict)
    """Segment -> the values that lead to something else: `video`, on a portal whose videos have addresses like news."""
    fixed: dict[str, str] = field(default_factory=dict)
    """Parameter -> the word it must have, where other words lead elsewhere: `menu=chitiet`, not `menu=in`."""
    tail_id: bool = False
    """True if only addresses whose last segment ends with a number are of the kind."""


def label_of(entry: Entry) -> Label | None:
    """Return what a fetched page is; None if it was not fetched, or told nothing."""
    seen = entry.observed
    if seen is None or seen.status != 200 or seen.page.redirect is not None:
        return None
    return LABELS.get(seen.page.kind)


def find_groups(book: Book, pagers: Iterable[Pager]) -> list[Group]:
    """Return the groups of articles and documents, the largest first.

    Articles without any mark count only on a portal where hardly one has a mark: `Giới thiệu` is no news.
    """
    pagers = list(pagers)
    left_out = {"/"} | {entry.local for entries in tool_entries(book).values() for entry in entries}
    by_shape: dict[Shape, list[Entry]] = defaultdict(list)
    lists: dict[Shape, list[Entry]] = defaultdict(list)
    for entry in book.entries.values():
        if entry.is_tag:
            lists[shape_of(entry.local)].append(entry)
        elif entry.local not in left_out and not (entry.failed or entry.is_tool or book.is_month(entry.local)):
            is_list = _is_of_list(book, entry, pagers)
            (lists if is_list else by_shape)[shape_of(entry.local)].append(entry)
    divided = ((shape, group) for shape, entries in by_shape.items() for group in _divide(shape, entries))
    found = [_without_sections(group, lists[shape]) for shape, group in divided]
    dated = sum(group.dated for group in found) > NOISE * sum(group.agreed for group in found)
    told = [group for group in found if group.label == "document" or group.dated or (not dated and group.agreed >= 3)]
    values = _values(book)
    for group in told:
        group.fixed = {key: value for key, value in _constants(group) if len(values[key]) > 1}
    _keep_apart(told)
    return sorted(told, key=lambda group: -len(group.members))


def _keep_apart(groups: list[Group]) -> None:
    """Note the segments that lead to pages of another kind, on addresses that are built alike but for other parameters.

    `/Pages/Chi-tiet.aspx?ItemID=5&IDChuyenMuc=2` is an article, `/Pages/Van-ban-chi-tiet.aspx?ItemID=5` a document.
    """
    for group, other in permutations(groups, 2):
        alike = len(group.shape.kinds) == len(other.shape.kinds) and group.shape.extension == other.shape.extension
        if group.label == other.label or not alike:
            continue
        for index in _places(group.shape):
            own, theirs = (_at(one.members, index) for one in (group, other))
            if own and len(theirs) <= MOST_NAMED and own.isdisjoint(theirs):
                group.never[index] = group.never.get(index, frozenset()) | theirs


def _at(entries: Iterable[Entry], index: int) -> frozenset[str]:
    return frozenset(parts_of(entry.local).segments[index] for entry in entries)


def _values(book: Book) -> dict[str, set[str]]:
    """Return the values that each parameter has anywhere on the portal."""
    found: dict[str, set[str]] = defaultdict(set)
    for local in book.entries:
        for key, value in parts_of(local).pairs:
            found[key].add(value)
    return found


def _constants(group: Group) -> Iterable[tuple[str, str]]:
    """Yield the parameters that have one plain word for a value on all of a group's addresses, and that word."""
    pairs = [set(parts_of(entry.local).pairs) for entry in group.members]
    common = set.intersection(*pairs) if len(pairs) >= FEWEST_CONSTANT else set()
    return sorted((key, value) for key, value in common if PLAIN.fullmatch(value))


def _is_of_list(book: Book, entry: Entry, pagers: list[Pager]) -> bool:
    """Return True for entries of menus, lists that were read, and numbered pages of lists."""
    label = label_of(entry)
    if book.is_frame(entry) and label != "document":
        return True
    paged = page_of(entry.local, pagers)
    if label == "article":
        # The last page of a list, with a row or two, looks like an article.
        return paged is not None and _is_list(book.entries.get(first_page(book, paged[0], entry.local)))
    return paged is not None or pager_number(entry) is not None


def _is_list(entry: Entry | None) -> bool:
    return entry is not None and entry.kind in ("listing", "document_list")


def _divide(shape: Shape, entries: list[Entry]) -> list[Group]:
    """Return the groups of one shape: one if its pages agree, else one for each kind, told apart by the address."""
    labels = _labels(entries)
    if not labels or set(labels) == {"other"}:
        return []
    main, count = labels.most_common(1)[0]
    if count >= (1 - NOISE) * labels.total() and main != "other":
        return [_without_others(_group(shape, main, entries, {}, tail_id=_all_tailed(entries, main)), entries)]
    for feature in _features(shape):
        parts: dict[object, list[Entry]] = defaultdict(list)
        for entry in entries:
            parts[feature(entry)].append(entry)
        if len(parts) > 1 and all(_is_pure(part) for part in parts.values()):
            return _of_parts(shape, parts, feature)
    return [
        _without_others(_group(shape, label, entries, {}, tail_id=False), entries)
        for label in ("article", "document")
        if labels[label] > 0.5 * labels.total()
    ]  # fmt: skip


def _places(shape: Shape) -> range:
    """Return the segments that may name a section or program; the last names the page, if no parameter does."""
    return range(len(shape.kinds) if shape.keys else len(shape.kinds) - 1)


def _without_others(group: Group, entries: list[Entry]) -> Group:
    """Return the group without the sections of which enough pages were fetched, and none was of the kind."""
    for index in _places(group.shape):
        parts: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            parts[parts_of(entry.local).segments[index]].append(entry)
        counted = {value: _labels(own) for value, own in parts.items()}
        odd = {value for value, labels in counted.items() if set(labels) == {"other"} and labels.total() >= ODD}
        if odd:
            group.never[index] = frozenset(odd)
            group.members = [one for one in group.members if parts_of(one.local).segments[index] not in odd]
    return group


def _without_sections(group: Group, lists: list[Entry]) -> Group:
    """Return the group without what stands beside lists that were read, or lists of key words.

    `/category/{name}` beside `/tin-tuc/{name}`.
    """
    for index in range(len(group.shape.kinds) - 1):
        read = Counter(parts_of(entry.local).segments[index] for entry in lists if entry.is_tag or _has_rows(entry))
        own = {parts_of(entry.local).segments[index] for entry in group.members if label_of(entry) == group.label}
        odd = {value for value, count in read.items() if count >= LISTED and value not in own}
        if odd:
            group.never[index] = group.never.get(index, frozenset()) | odd
            group.members = [one for one in group.members if parts_of(one.local).segments[index] not in odd]
    return group


def _has_rows(entry: Entry) -> bool:
    """Return True for a page that was read as a list of articles, rows and all."""
    listing = entry.observed.page.listing if entry.observed is not None and _is_list(entry) else None
    return listing is not None and len(listing.items) >= ROWS


def _labels(entries: Iterable[Entry]) -> Counter[Label]:
    return Counter(label for entry in entries if (label := label_of(entry)) is not None)


def _is_pure(entries: list[Entry]) -> bool:
    return len(_labels(entries)) <= 1


Feature = Callable[[Entry], object]


def _features(shape: Shape) -> list[Feature]:
    """Return what may tell apart addresses of one shape: a number at the end, or a segment that names no page."""

    def at(index: int) -> Feature:
        return lambda entry: (index, parts_of(entry.local).segments[index])

    tail: list[Feature] = [lambda entry: ("tail", has_tail_id(entry.local))] if shape.kinds else []
    return tail + [at(index) for index in _places(shape)]


def _of_parts(shape: Shape, parts: dict[object, list[Entry]], feature: Feature) -> list[Group]:
    """Return a group for each kind; parts of which nothing was fetched are of the kind that their links look like."""
    by_label: dict[Label, list[Entry]] = defaultdict(list)
    for entries in parts.values():
        labels = _labels(entries)
        label = labels.most_common(1)[0][0] if labels else _guess(entries)
        if label is not None:
            by_label[label] += entries
    found = []
    for label, entries in by_label.items():
        if label == "other":
            continue
        values = {feature(entry) for entry in entries}
        places: dict[int, frozenset[str]] = {}
        for value in values:
            if isinstance(value, tuple) and isinstance(value[0], int):
                places[value[0]] = places.get(value[0], frozenset()) | {value[1]}
        found.append(_group(shape, label, entries, places, tail_id=("tail", True) in values))
    return found


def _guess(entries: list[Entry]) -> Label | None:
    titled = sum(len(entry.text) >= LONG_TEXT or entry.in_sitemap for entry in entries)
    return "article" if titled * 2 > len(entries) else None


def _all_tailed(entries: list[Entry], label: Label) -> bool:
    """Return True if every page of the kind has an address that ends with a number, and enough were seen."""
    own = [entry for entry in entries if label_of(entry) == label]
    return len(own) >= 3 and all(has_tail_id(entry.local) for entry in own if entry.local)


def _group(
    shape: Shape, label: Label, entries: list[Entry], places: dict[int, frozenset[str]], *, tail_id: bool
) -> Group:
    labels = _labels(entries)
    members = [entry for entry in entries if label_of(entry) == label or _is_believed(entry)]
    tail_id = tail_id and all(has_tail_id(entry.local) for entry in members)
    dated = sum(entry.is_dated for entry in members)
    return Group(shape, label, members, labels.total(), labels[label], dated, places, tail_id=tail_id)


def _is_believed(entry: Entry) -> bool:
    """Return True for an address that was not fetched, and is linked like a page of content."""
    return label_of(entry) is None and (entry.in_sitemap or len(entry.text) >= LONG_TEXT or entry.main > 0)
