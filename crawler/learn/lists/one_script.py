"""Lists and plain pages that have the address of an article but for its name: `doku.php?id=tin_tuc:start`.

Where one script gives all pages by one parameter, the rule of articles fits these as well; theirs must come before it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from crawler.address_rules import AddressRule
from crawler.learn.addresses.patterns import choice, needs_key, quoted
from crawler.learn.addresses.rules import Learned
from crawler.learn.links.shapes import plain_key
from crawler.learn.sample.book import Book, Entry


def rules_before(book: Book, keyed: Iterable[Learned], listed: Iterable[Learned]) -> list[Learned]:
    """Return the rules of lists, and new ones of pages of the menus, that speak of what rules of articles fit, too.

    A rule of lists that fits a page that was read as an article is none of them.
    """
    articles = [re.compile(one.rule.match) for one in keyed if one.rule.kind == "article"]
    fitting = [entry for local, entry in book.entries.items() if any(rule.search(local) for rule in articles)]
    read = [entry.local for entry in fitting if entry.kind == "article" and not book.is_frame(entry)]
    lists = [
        one
        for one in listed
        if any(re.search(one.rule.match, entry.local) for entry in fitting)
        and not any(re.search(one.rule.match, local) for local in read)
    ]
    known = [re.compile(one.rule.match) for one in lists]
    plain = [entry for entry in fitting if _is_plain(book, entry) and not any(one.search(entry.local) for one in known)]
    return [*lists, *_plain_rules(plain)]


def _is_plain(book: Book, entry: Entry) -> bool:
    return book.is_frame(entry) and entry.kind in ("other", "article")


def _plain_rules(entries: Iterable[Entry]) -> Iterator[Learned]:
    """Yield a rule for each script and parameter by which pages of the menus are known."""
    by_script: dict[tuple[str, str], set[str]] = defaultdict(set)
    for entry in entries:
        path, _, query = entry.local.partition("?")
        key, _, value = query.partition("=")
        if "&" not in query:
            by_script[path, plain_key(key)].add(value)
    for (path, key), values in sorted(by_script.items()):
        match = f"^{quoted(path)}{needs_key(key, choice(values))}\\?"
        yield Learned(AddressRule(kind="other", match=match), f"{len(values)} pages of the menus that are no news")
