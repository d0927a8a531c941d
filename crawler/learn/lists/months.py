"""Archives by month, where nothing else leads to the older articles of a blog: then they are its lists.

Elsewhere they are a calendar to be left alone: what stands in them stands in other lists, and some have no end.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from crawler.address_rules import AddressRule
from crawler.learn.addresses.archives import DATED, archive_patterns, month_pattern
from crawler.learn.addresses.pagers import TELLS, pager_number
from crawler.learn.addresses.rules import Learned
from crawler.learn.links.traps import is_trap
from crawler.learn.lists.found import LISTS
from crawler.learn.sample.book import Book, Entry
from crawler.learn.sample.observe import Observed

LOOKED_AT = 2
"""Months that are fetched before they are judged."""
ENOUGH = 15
"""Pages without any list among them from which a portal is believed to have none."""


def find_months(book: Book, home: Observed, *, is_over: bool) -> re.Pattern[str] | None:
    """Return what matches the months that the home page leads to; None where they need not be looked at, or were.

    They need not where a sitemap names all articles, or lists were met and the sample goes on (not `is_over`).
    """
    if book.months is not None or _is_mapped(book):
        return None
    if not (is_over or (len(book.pages) >= ENOUGH and not any(map(_is_of_list, book.entries.values())))):
        return None
    before, found = max(_linked_months(book, home).items(), key=lambda one: len(one[1]), default=("", []))
    return re.compile(month_pattern(before)) if archive_patterns(found) else None


def _linked_months(book: Book, home: Observed) -> dict[str, list[str]]:
    """Return the months that the home page leads to by the path they lie under; none of calendars called so."""
    found: dict[str, list[str]] = defaultdict(list)
    for local, url in {book.local(link.url): link.url for link in home.links}.items():
        match = DATED.match(local)
        if local in book.traps and match is not None and match["month"] and not is_trap(url, f"{local}/bai-viet"):
            found[match["before"]].append(local)
    return found


def _is_mapped(book: Book) -> bool:
    return book.has_sitemap and all(entry.in_sitemap for entry in book.read if entry.kind == "article")


def _is_of_list(entry: Entry) -> bool:
    """Return True for a list other than the home page, or for another page of one."""
    if entry.local == "/" or entry.kind == "article":
        return False
    return entry.kind in LISTS or pager_number(entry) is not None or TELLS.search(entry.local) is not None


def of_unread_months(book: Book) -> Iterator[Entry]:
    """Yield the oldest months until enough are known: what the home page shows stands in the newest."""
    months = _months(book)
    if sum(entry.observed is not None or entry.failed for entry in months) < LOOKED_AT:
        yield from (entry for entry in months if entry.observed is None and not entry.failed)


def _months(book: Book) -> list[Entry]:
    return sorted((entry for local, entry in book.entries.items() if book.is_month(local)), key=lambda one: one.local)


def month_rules(book: Book, home: Observed, content: Iterable[Learned]) -> list[Learned]:
    """Return the rules of months as lists, where articles stand in them and in no other page that was read.

    The home page comes before them all, for what is new stands there. Months that lead on to others, which the home
    page does not know, are those of a calendar.
    """
    months = _months(book)
    read = [entry.observed for entry in months if entry.observed is not None]
    firsts = [entry for entry in months if (match := DATED.match(entry.local)) and match[0] == _bare(match)]
    alone = _only_in(book, read, [re.compile(one.rule.match) for one in content])
    if book.months is None or not alone or not all(home.asked in entry.pages for entry in firsts):
        return []
    says = f"{len(firsts)} months; {len(alone)} articles of the {len(read)} read stand in no other list"
    first = AddressRule(kind="listing", match=r"^/(?:\?|$)", keep="^$")
    rule = AddressRule(kind="listing", match=book.months.pattern, keep="^$")
    return [Learned(first, "the newest articles; months have the others"), Learned(rule, says)]


def _bare(match: re.Match[str]) -> str:
    """Return the address of the first page of a month."""
    return match["before"] + match["month"]


def _only_in(book: Book, months: list[Observed], rules: list[re.Pattern[str]]) -> list[str]:
    """Return the articles to which months lead, and beside them no page but articles of these months."""
    linked = {local for seen in months for link in seen.links if (local := book.local(link.url)) in book.entries}
    rows = [book.entries[local] for local in linked if any(rule.search(local) for rule in rules)]
    within = {seen.asked for seen in (*months, *(row.observed for row in rows)) if seen is not None}
    return [row.local for row in rows if row.pages <= within]
