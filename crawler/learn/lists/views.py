"""Other orders of the same lists, and copies of the same articles: what a crawl must not read twice."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from crawler.learn.addresses.patterns import key_pattern, quoted
from crawler.learn.addresses.tools import tool_entries
from crawler.learn.links.log_ins import says_log_in
from crawler.learn.links.looks import Looks
from crawler.learn.links.orders import NAMES, VALUES
from crawler.learn.links.shapes import pairs_of, parts_of, plain_key
from crawler.learn.lists.found import FoundList
from crawler.learn.sample.book import Book, Entry

MAX_PATTERN = 400


def without_views(lists: Iterable[FoundList], book: Book) -> tuple[list[FoundList], frozenset[str]]:
    """Return the lists that are lists of their own, and the parameters that only give another order of one.

    Another order is in no menu, has the address of another list and one parameter more, and as many pages.
    """
    lists = list(lists)
    bases = {(one.local.partition("?")[0], frozenset(pairs_of(one.local))): one for one in lists}
    kept, keys = [], set()
    for one in lists:
        path, pairs = one.local.partition("?")[0], frozenset(pairs_of(one.local))
        entry = book.entries.get(one.local)
        shorter = [(pair, bases.get((path, pairs - {pair}))) for pair in pairs]
        base = next(((pair, found) for pair, found in shorter if found is not None and _same_size(found, one)), None)
        if base is not None and entry is not None and not entry.menu:
            keys.add(plain_key(base[0].partition("=")[0]))
        else:
            kept.append(one)
    return [one for one in kept if not _keys(one) & keys], frozenset(keys)


def _keys(one: FoundList) -> set[str]:
    return {plain_key(pair.partition("=")[0]) for pair in pairs_of(one.local)}


def _same_size(base: FoundList, other: FoundList) -> bool:
    return other.kind == "unread" or (base.pages, base.rows) == (other.pages, other.rows)


def look_patterns(looks: Looks) -> Iterator[str]:
    """Yield regular expressions of the addresses of other looks: by the name alone where it has no other value.

    That of the state of Liferay's portlets has one more, which the book never sees: `normal` stands in most addresses.
    """
    for key in sorted({pair.partition("=")[0] for pair in looks.pairs}):
        known = looks.values(key)
        told = "|".join(sorted(quoted(pair.partition("=")[2]) for pair in known & looks.pairs))
        value = "" if known <= looks.pairs and key != "p_p_state" else f"(?:{told})(?:&|$)"
        yield f"[?&]{key_pattern(plain_key(key))}={value}"


def order_pattern(carried: Iterable[str]) -> str:
    """Return what matches path and query of an address that asks for an order, but for those that pagers carry."""
    spared = "|".join(sorted({_pair_pattern(pair) for pair in carried}))
    besides = f"(?!(?:{spared})(?:&|$))" if spared else ""
    return rf"[?&]{besides}(?:(?:{NAMES})=|[^=&]*={VALUES}(?:&|$))"


def _pair_pattern(pair: str) -> str:
    key, equals, value = pair.partition("=")
    return key_pattern(plain_key(key)) + equals + quoted(value)


def tool_pattern(book: Book) -> str | None:
    """Return the regular expression of the copies and forms that each article links to for itself."""
    heads = set()
    for (segments, keys), entries in tool_entries(book).items():
        extension = parts_of(entries[0].local).extension
        if keys and segments:
            heads.add("/" + "/".join(map(quoted, segments)) + quoted(extension) + r"\?")
        elif keys:
            heads |= {rf"/\?(?:.*&)?{key_pattern(key)}=" for key in keys if _only_tools(book, key)}
    good = [entry.local for entry in book.content if not entry.is_tool]
    heads = {head for head in heads if not any(re.match(head, local) for local in good)}
    pattern = f"^(?:{'|'.join(sorted(heads))})" if heads else None
    return pattern if pattern is not None and len(pattern) <= MAX_PATTERN else None


def _only_tools(book: Book, key: str) -> bool:
    tools = {entry.local for entries in tool_entries(book).values() for entry in entries}
    return all(local in tools for local in book.entries if any(name == key for name, _ in parts_of(local).pairs))


def log_in_patterns(book: Book) -> Iterator[str]:
    """Yield regular expressions of the addresses that links call so and that do not tell it themselves.

    By the path, if no other page has it; else by the parameters that all of them have and no other page.
    """
    called: dict[str, list[Entry]] = defaultdict(list)
    others: dict[str, list[Entry]] = defaultdict(list)
    for entry in book.entries.values():
        (called if _is_called(entry) else others)[entry.local.partition("?")[0]].append(entry)
    for path, entries in called.items():
        if path not in others:
            yield rf"^{quoted(path)}(?:\?|$)"
            continue
        common = set.intersection(*(set(pairs_of(one.local)) for one in entries)) - set().union(
            *(pairs_of(one.local) for one in others[path])
        )
        yield from (rf"^{quoted(path)}\?(?:.*&)?{_pair_pattern(pair)}(?:&|$)" for pair in sorted(common)[:1])


def _is_called(entry: Entry) -> bool:
    """Return True for an address that was never fetched, all of whose links say that one logs in there."""
    words = [text for text in entry.texts if text]
    return entry.observed is None and not entry.in_sitemap and bool(words) and all(map(says_log_in, words))
