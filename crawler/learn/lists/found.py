"""The lists of a portal: which pages are lists, how many pages each has, and which of them are its sections."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass, replace

from crawler.address_rules import AddressRule
from crawler.extract.sections import unlabelled
from crawler.extract.taxonomy import topic_of
from crawler.extract.text import fold
from crawler.items import Listing
from crawler.learn.addresses.pagers import Pager, first_page, page_of, pager_number
from crawler.learn.addresses.patterns import choice
from crawler.learn.addresses.rules import Learned
from crawler.learn.links.page_words import says_page
from crawler.learn.links.shapes import local_of, parts_of, shape_of
from crawler.learn.lists.menus import unread_menu
from crawler.learn.lists.more import behind_buttons
from crawler.learn.lists.side_boxes import pages_of_boxes
from crawler.learn.sample.book import Book, Entry
from crawler.portals import Section
from crawler.routes import unrouted
from crawler.session_ids import without_session
from crawler.urls import is_on

LISTS = ("listing", "document_list")
LONGEST_NAME = 120
COUNTED = re.compile(r"(?<=\w)\s*[(\[]\d{1,5}[)\]]$")
"""How many articles a section has, behind its name: `Tin tức (17)`."""
NUMBER = re.compile(r"(?<=[^\W\d])\s*\d{1,5}$")
"""The same without brackets, or a part of the name: `Tin tức 17`, `Tổ dân phố 17`."""
PARTED = re.compile(r"\s+[|•·»–—-]\s+")
"""What stands in a page's title between its own and the portal's."""
FEWEST_ROWS = 3
"""Articles of its own from which a page of the menus is a list, whatever it looks like."""
MAX_PAGES = 20_000
"""Pages of a list that a pager may well declare; a larger number is something else."""
RARE = 0.3
"""Share of the pages up to which an article is linked here and there, not in a list beside all pages."""


@dataclass(frozen=True, slots=True)
class FoundList:
    """One list of the portal."""

    local: str
    name: str
    kind: str
    """`listing` or `document_list`; `unread` for an entry of a menu that was not fetched."""
    rows: int
    pages: int | None
    asked: str = ""
    """Path and query as links spell them, with the slash at the end that some servers want; empty: as `local`."""
    is_needless: bool = False
    """True for a list whose rows all stand in others."""


def find_lists(book: Book, pagers: Iterable[Pager], content: Iterable[Learned] = ()) -> list[FoundList]:
    """Return the lists of the portal by their first pages, those of the menus first.

    Entries of menus that were not fetched may be lists; those outside of menus are not if a rule of `content` has them.
    """
    rules = [re.compile(learned.rule.match) for learned in content]
    pagers = list(pagers)
    listed, behind, boxes = rows_of_lists(book), behind_buttons(book), pages_of_boxes(book)
    found: dict[str, FoundList] = {}
    entries = sorted(book.entries.values(), key=lambda entry: (-entry.menu, -len(entry.pages), entry.local))
    for entry in entries:
        if book.is_month(entry.local):
            continue
        paged = _page_of(book, entry, pagers)
        local = first_page(book, paged[0], entry.local) if paged else entry.local
        if local == "/" or (paged and paged[1] > 1 and local in found) or entry.local in behind:
            continue
        if entry.local in boxes and own_articles(book, entry, rules) < FEWEST_ROWS:
            continue
        if not book.is_frame(entry) and (entry.local in listed or any(rule.search(entry.local) for rule in rules)):
            continue  # A short article beside long lists of others looks like one.
        one = _as_list(book, entry, local, rules, pagers)
        if one is not None:
            found.setdefault(local, replace(one, asked=_spelled(book, local)))
    for entry in unread_menu(book):
        if page_of(entry.local, pagers) or (not entry.menu and any(rule.search(entry.local) for rule in rules)):
            continue
        found.setdefault(entry.local, FoundList(entry.local, entry.text, "unread", 0, None))
    pages = _pages_of_home(book, pagers)
    told_apart = any(rule.search(local) for rule in rules for local in pages)
    needed = not found or _holds_more(book, rules, pages)
    if pages and (needed or told_apart):
        # Numbered pages of the home page that look like articles are told apart as what they are.
        found["/"] = FoundList("/", "Trang chủ", "home", 0, max(pages.values()), is_needless=not needed)
    return list(found.values())


def _page_of(book: Book, entry: Entry, pagers: list[Pager]) -> tuple[str, int] | None:
    """Return the list and the number of a numbered page; menus name sections: `/list/2`, not its `/list/2/3`."""
    is_section = book.is_frame(entry) and pager_number(entry) is None
    return None if is_section else page_of(entry.local, pagers)


def rows_of_lists(book: Book, besides: Container[str] = ()) -> set[str]:
    """Return the addresses that are rows of lists: questions and procedures below a list of their own are no lists."""
    read = (seen for seen in book.pages if (at := book.local(seen.asked)) not in besides and not book.is_month(at))
    lists = (seen.page.listing for seen in read if seen.page.listing is not None)
    return {local for listing in lists for local in rows_in(book, listing)}


def rows_in(book: Book, listing: Listing) -> set[str]:
    """Return the addresses to which the rows of a list lead."""
    return {book.local(item.fetch_url) for item in listing.items}


def _holds_more(book: Book, rules: list[re.Pattern[str]], pages: Container[str]) -> bool:
    """Return True if the home page, which is paged, leads to articles that stand in no other list that was read."""
    home = book.entries.get("/")
    if home is None or home.observed is None:
        return False
    links = (link for link in home.observed.links if not link.in_aside and is_on(book.portal, link.url))
    linked = {local for link in links if any(rule.search(local := book.local(link.url)) for rule in rules)}
    return any(local not in pages for local in linked - rows_of_lists(book, pages))


def _spelled(book: Book, local: str) -> str:
    """Return the address of a list as links spell it, without the session of a page."""
    entry = book.entries.get(local)
    if entry is not None:
        return local_of(without_session(entry.fetch_url))
    return unrouted(local, book.portal.route) if book.portal.route is not None else ""


def _as_list(
    book: Book, entry: Entry, local: str, rules: list[re.Pattern[str]], pagers: list[Pager]
) -> FoundList | None:
    """Return a fetched page as a list: one the extractor takes for one, or one that leads to articles of its own.

    Links to its first page call the list by its name, those to the others by their numbers.
    """
    name = _name(book.entries.get(local, entry))
    if entry.kind in LISTS:
        listing = entry.observed.page.listing if entry.observed is not None else None
        rows, pages = (len(listing.items), listing.pages_declared) if listing else (0, None)
        pages = pages if pages and pages <= MAX_PAGES else _pages_linked(book, entry, local, pagers)
        return FoundList(local, name, str(entry.kind), rows, pages)
    may_be = entry.kind in ("other", "article") and (book.is_frame(entry) or _is_among_lists(book, entry, rules))
    rows = own_articles(book, entry, rules) if may_be else 0
    pages = _pages_linked(book, entry, local, pagers)
    return FoundList(local, name, "listing", rows, pages) if rows >= FEWEST_ROWS else None


def _is_among_lists(book: Book, entry: Entry, rules: list[re.Pattern[str]]) -> bool:
    """Return True for a page of a program whose others are lists: `/DanhSach.aspx?cid=5` among `?cid=1`, `2`, `4`.

    Its first rows may look like a byline and a text.
    """
    program = _program(entry.local)
    if not program[1] or any(rule.search(entry.local) for rule in rules):
        return False
    lists = (one.local for one in book.entries.values() if one.kind in LISTS)
    return sum(_program(local) == program for local in lists) >= FEWEST_ROWS


def _program(local: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return path and names of parameters."""
    return parts_of(local).segments, shape_of(local).keys


def _pages_linked(book: Book, entry: Entry, local: str, pagers: list[Pager]) -> int | None:
    """Return the highest number of a page of the list at `local` that any page links to; None if its own has none."""
    links = entry.observed.links if entry.observed is not None else ()
    own = [page_of(book.local(link.url), pagers) for link in links if is_on(book.portal, link.url)]
    paged = [page_of(other, pagers) for other in book.entries] if any(own) else []
    by_one = all(pager.step == 1 for pager in pagers)
    return max((one[1] for one in paged if one is not None and one[0] == local), default=None) if by_one else None


def own_articles(book: Book, entry: Entry, rules: list[re.Pattern[str]]) -> int:
    """Return to how many articles a page leads that are not linked all over the site."""
    if entry.observed is None:
        return 0
    linked = {book.local(link.url) for link in entry.observed.links if is_on(book.portal, link.url)}
    known = [book.entries[local] for local in linked if local in book.entries]
    rare = [one for one in known if len(one.pages) <= max(2, RARE * len(book.pages))]
    return sum(any(rule.search(one.local) for rule in rules) for one in rare)


def _pages_of_home(book: Book, pagers: list[Pager]) -> dict[str, int]:
    """Return the numbered pages of a home page that is a list itself, as blogs have it, and their numbers."""
    paged = ((local, page_of(local, pagers)) for local in book.entries)
    return {local: found[1] for local, found in paged if found is not None and found[0] == "/"}


def taken_by(content: Iterable[Learned], lists: Iterable[FoundList]) -> list[str]:
    """Return the addresses of lists that rules of articles match too: `/tin-tuc/luu-tru` beside `/tin-tuc/{name}`."""
    rules = [re.compile(learned.rule.match) for learned in content]
    return [one.local for one in lists if any(rule.search(one.local) for rule in rules)]


def plain_pages(book: Book, lists: Iterable[FoundList], apart: Iterable[str] = ()) -> list[Learned]:
    """Return the rule of pages in the menus that are neither lists nor news: kept, and never taken for articles.

    Beside them those `apart`: lists that are not read, for other ways lead to all articles.
    """
    known, boxes = {one.local for one in lists}, pages_of_boxes(book)
    framed = {
        entry.local for entry in book.entries.values()
        if book.is_frame(entry) and (entry.kind in ("other", "article") or entry.local in boxes)
        and entry.local not in known | {"/"} and pager_number(entry) is None and not book.is_month(entry.local)
    }  # fmt: skip
    pages = sorted(local for local in framed.union(apart) if "?" not in local)
    if not pages:
        return []
    rule = AddressRule(kind="other", match=rf"^{choice(pages)}(?:\?|$)", keep="^$")
    return [Learned(rule, f"{len(pages)} pages of the menus that are neither lists nor news")]


def _name(entry: Entry) -> str:
    """Return the name of a list: what menus call it, else what its page is headed."""
    page = entry.observed.page if entry.observed is not None else None
    listed = page.listing.section if page is not None and page.listing is not None else None
    title = (page.title if page is not None else None) or ""
    texts = [
        COUNTED.sub("", text) for text, _ in entry.texts.most_common() if 1 < len(text) <= 60 and not says_page(text)
    ]
    names = [unlabelled(text) or text for text in (*texts, listed or "", title, entry.local) if text]
    others = (*names[1:], *filter(None, map(unlabelled, PARTED.split(title))))
    return _uncounted(names[0], {fold(other) for other in others})[:LONGEST_NAME]


def _uncounted(name: str, others: Container[str]) -> str:
    """Return the name without a number behind it, where it is called so elsewhere: `Kinh tế 24`, headed `Kinh tế`."""
    bare = NUMBER.sub("", name)
    return bare if fold(bare) in others else name


def sections_of(lists: Iterable[FoundList]) -> list[Section]:
    """Return the sections that a crawl starts from: lists that were read and had rows."""
    return [
        Section(
            name=found.name, path=found.asked or found.local, topic=topic_of(found.name),
            kind="documents" if found.kind == "document_list" else "articles",
        )
        for found in lists
        if found.kind not in ("unread", "home") and found.rows
    ]  # fmt: skip
