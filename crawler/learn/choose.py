"""Which address of the sample to fetch next: breadth over the shapes of addresses and over the sections."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from itertools import chain

from crawler.learn.addresses.chains import of_unread_next
from crawler.learn.addresses.pagers import pager_number
from crawler.learn.addresses.pairs import of_unproven_pairs
from crawler.learn.addresses.tools import tool_entries
from crawler.learn.addresses.twins import of_unproven_twins
from crawler.learn.links.shapes import Shape, has_tail_id, parts_of, shape_of
from crawler.learn.lists.menus import is_menu
from crawler.learn.lists.months import of_unread_months
from crawler.learn.lists.parts import of_unseen_parts
from crawler.learn.lists.side_boxes import pages_of_boxes
from crawler.learn.sample.book import Book, Entry

MENU_SHARE = 0.45
"""Share of the sample that may be spent on the entries of menus."""
PAGED = 4
"""How much less another page of a list tells than a page of another kind."""
ENOUGH = 15
"""Pages from which it is known what only makes another look of a page; what may be one waits until then."""
MOST_PROGRAMS = 8
"""Names before the parameters of one shape of addresses from which they are those of pages."""

Cell = tuple[object, ...]


def cell_of(entry: Entry) -> Cell:
    """Return what makes addresses alike enough that a few of them speak for all."""
    parts = parts_of(entry.local)
    shape = shape_of(entry.local)
    first = parts.segments[0] if len(parts.segments) > 1 else ""
    return (shape.kinds, shape.extension, len(shape.keys), shape.keys, first, has_tail_id(entry.local))


def _cells(book: Book) -> Callable[[Entry], Cell]:
    """Return what gives the cell of an address, among all that are known.

    Programs of one folder may lead to pages of different kinds by one parameter: `/tin.aspx?id=1`, `/vanban.aspx?id=1`.
    Where each address has a name of its own before its parameters, that is no program's.
    """
    programs: dict[Shape, set[str]] = defaultdict(set)
    for entry in book.entries.values():
        if (parts := parts_of(entry.local)).pairs:
            programs[shape_of(entry.local)].update(parts.segments[-1:])

    def cell(entry: Entry) -> Cell:
        few = 1 < len(programs.get(shape_of(entry.local), ())) <= MOST_PROGRAMS
        return (*cell_of(entry), *(parts_of(entry.local).segments[-1:] if few else ()))

    return cell


def next_address(book: Book, *, budget: int, asked: frozenset[str]) -> str | None:
    """Return the absolute address to fetch next, or None if nothing new can be learned.

    Menu entries and other addresses take turns; of the latter the cell that was looked at least comes first. Pages that
    only look like lists, by a box beside a text of their own, take no turn of the menus.
    """
    fresh = [
        entry for local, entry in book.entries.items() if local not in asked and not (entry.failed or entry.is_tool)
    ]
    known = {entry.local for tools in tool_entries(book).values() for entry in tools}
    fresh = [entry for entry in fresh if not (entry.local in known or _is_of_article(book, entry))]
    fresh = _looks_last(book, [entry for entry in fresh if not book.is_month(entry.local)])
    first = chain(of_unseen_parts(book), of_unread_next(book), of_unproven_twins(book), of_unproven_pairs(book))
    months = (entry for entry in of_unread_months(book) if entry.local not in asked)
    part = next((entry for entry in first if entry in fresh), None) or next(months, None)
    if part is not None:
        return part.fetch_url
    taken = [entry for local, entry in book.entries.items() if local in asked]
    menu = [entry for entry in fresh if is_menu(book, entry)]
    boxes = pages_of_boxes(book)
    spent = sum(is_menu(book, entry) or (_is_list(entry) and entry.local not in boxes) for entry in taken)
    if menu and spent < MENU_SHARE * budget and spent <= len(taken) - spent + 4:
        return max(menu, key=lambda entry: (entry.menu + len(entry.pages), -len(entry.local))).fetch_url
    others = [entry for entry in fresh if not is_menu(book, entry)] or menu
    if not others:
        return None
    cell = _cells(book)
    count = Counter(map(cell, taken))
    shapes = Counter(shape_of(entry.local) for entry in taken)
    pagers = sum(pager_number(entry) is not None for entry in taken)

    def rank(entry: Entry) -> tuple[int, int, int]:
        later = PAGED * pagers if pager_number(entry) is not None else 0
        return (count[cell(entry)] * 2 + later, shapes[shape_of(entry.local)], -len(entry.pages))

    return min(others, key=rank).fetch_url


def _is_list(entry: Entry) -> bool:
    return entry.kind in ("listing", "document_list")


def _looks_last(book: Book, entries: list[Entry]) -> list[Entry]:
    """Return the addresses without those that may be other looks, as long as few pages were seen and others are left.

    Fetched at once, each would be a new kind of address, and be preferred for it. A language is told by two pages.
    """
    entries = [entry for entry in entries if not book.switches.may_be(entry.local)]
    if len(book.pages) >= ENOUGH:
        return entries
    return [entry for entry in entries if not book.looks.may_be(entry.local)] or entries


def _is_of_article(book: Book, entry: Entry) -> bool:
    """Return True for a number under an article that changes a parameter of its own address: comments, other news."""
    if pager_number(entry) is None:
        return False
    path = entry.local.partition("?")[0]
    linking = [book.entries.get(book.local(page)) for page in entry.pages]
    return bool(linking) and all(
        one is not None and one.kind == "article" and one.is_dated and one.local.partition("?")[0] == path
        for one in linking
    )
