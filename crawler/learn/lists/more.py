"""Lists that go on behind a button: the program that its script asks for the next rows -> address rules."""

from __future__ import annotations

import re
from collections import defaultdict

from crawler.address_rules import AddressRule
from crawler.learn.addresses.patterns import key_pattern, needs_key, quoted
from crawler.learn.addresses.rules import Learned
from crawler.learn.links.shapes import parts_of
from crawler.learn.sample.book import Book, Entry

NUMBER = re.compile(r"(?<!\d)\d+(?!\d)")
SECOND = "2"
"""What the button of a list's first page asks for, where pages are numbered."""
Program = tuple[str, tuple[str, ...]]


def programs_behind_buttons(book: Book) -> dict[Program, list[Entry]]:
    """Return the addresses that only buttons ask for, by the program that answers; own pages of the lists are none."""
    asked = [entry for entry in book.entries.values() if entry.more and entry.more == entry.texts.total()]
    locals_of = {entry.local: {book.local(page) for page in entry.pages} for entry in asked}
    elsewhere = {_path(one) for one, pages in locals_of.items() if all(_path(page) != _path(one) for page in pages)}
    found: dict[Program, list[Entry]] = defaultdict(list)
    for entry in asked:
        if _path(entry.local) in elsewhere:
            found[_path(entry.local), tuple(sorted({key for key, _ in parts_of(entry.local).pairs}))].append(entry)
    return found


def behind_buttons(book: Book) -> set[str]:
    """Return the addresses that only buttons ask for, as the book knows them."""
    return {entry.local for entries in programs_behind_buttons(book).values() for entry in entries}


def more_rules(book: Book) -> list[Learned]:
    """Return a rule for each program that gives the rows behind buttons."""
    return [_rule(program, entries, book) for program, entries in sorted(programs_behind_buttons(book).items())]


def _path(local: str) -> str:
    return NUMBER.sub("#", local.partition("?")[0])


def _rule(program: Program, entries: list[Entry], book: Book) -> Learned:
    """Return the rule of one program: its parameters are all needed, and one of them may number the pages."""
    path, keys = program
    behind = {book.entries[entry.local].fetch_url for entry in entries}
    firsts = [dict(parts_of(entry.local).pairs) for entry in entries if not entry.pages & behind]
    paging = next((key for key in keys if firsts and all(one[key] == SECOND for one in firsts)), None)
    ahead = "".join(
        needs_key(key, r"\d{1,6}", name="page") if key == paging else needs_key(key, "[^&]+") for key in keys
    )
    match = "^" + r"\d+".join(map(quoted, path.split("#"))) + ahead + (r"\?" if keys else r"(?:\?|$)")
    keep = "^(?:" + "|".join(key_pattern(key) for key in keys) + ")$" if keys else "^$"
    rule = AddressRule(kind="listing", match=match, keep=keep)
    return Learned(rule, f"what {len(entries)} buttons ask for: more rows of lists", needs_key=bool(keys))
