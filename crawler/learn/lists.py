"""The sections of a portal and how their lists are paged -> sections and address rules of the portal file."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterable
from dataclasses import dataclass, replace

from crawler.address_rules import AddressRule
from crawler.extract.taxonomy import topic_of
from crawler.learn.book import Book, Entry
from crawler.learn.choose import unread_menu
from crawler.learn.more import behind_buttons
from crawler.learn.page_words import says_page
from crawler.learn.pagers import Pager, page_of, pager_number, suffix_pattern, tail_of
from crawler.learn.patterns import choice, key_pattern, needs_key, quoted
from crawler.learn.rules import Learned
from crawler.learn.shapes import local_of, parts_of, plain_key
from crawler.learn.side_boxes import pages_of_boxes
from crawler.portals import Section
from crawler.session_ids import without_session
from crawler.urls import is_on

LISTS = ("listing", "document_list")
LONGEST_NAME = 120
COUNTED = re.compile(r"(?<=\w)\s*[(\[]\d{1,5}[)\]]$")
"""How many articles a section has, behind its name: `Tin tức (17)`."""
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


def find_lists(book: Book, pagers: Iterable[Pager], content: Iterable[Learned] = ()) -> list[FoundList]:
    """Return the lists of the portal by their first pages, those of the menus first.

    Entries of menus that were not fetched may be lists; those outside of menus are not if a rule of `content` has them.
    """
    rules = [re.compile(learned.rule.match) for learned in content]
    pagers = list(pagers)
    listed, behind, boxes = _rows_of_lists(book), behind_buttons(book), pages_of_boxes(book)
    found: dict[str, FoundList] = {}
    entries = sorted(book.entries.values(), key=lambda entry: (-entry.menu, -len(entry.pages), entry.local))
    for entry in entries:
        paged = _page_of(book, entry, pagers)
        local = _first_page(book, paged[0], entry.local) if paged else entry.local
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
    if pages and (not found or told_apart or _holds_more(book, rules, pages)):
        # Numbered pages of the home page that look like articles are told apart as what they are.
        found["/"] = FoundList("/", "Trang chủ", "home", 0, max(pages.values()))
    return list(found.values())


def _page_of(book: Book, entry: Entry, pagers: list[Pager]) -> tuple[str, int] | None:
    """Return the list and the number of a numbered page; menus name sections: `/list/2`, not its `/list/2/3`."""
    is_section = book.is_frame(entry) and pager_number(entry) is None
    return None if is_section else page_of(entry.local, pagers)


def _rows_of_lists(book: Book, besides: Container[str] = ()) -> set[str]:
    """Return the addresses that are rows of lists: questions and procedures below a list of their own are no lists."""
    read = (seen for seen in book.pages if book.local(seen.asked) not in besides)
    lists = (seen.page.listing for seen in read if seen.page.listing is not None)
    return {book.local(item.fetch_url) for listing in lists for item in listing.items}


def _holds_more(book: Book, rules: list[re.Pattern[str]], pages: Container[str]) -> bool:
    """Return True if the home page, which is paged, leads to articles that stand in no other list that was read."""
    home = book.entries.get("/")
    if home is None or home.observed is None:
        return False
    links = (link for link in home.observed.links if not link.in_aside and is_on(book.portal, link.url))
    linked = {local for link in links if any(rule.search(local := book.local(link.url)) for rule in rules)}
    return not linked <= _rows_of_lists(book, pages)


def _spelled(book: Book, local: str) -> str:
    """Return the address of a list as links spell it, without the session of a page."""
    entry = book.entries.get(local)
    return local_of(without_session(entry.fetch_url)) if entry is not None else ""


def _first_page(book: Book, base: str, local: str) -> str:
    """Return the address of a list's first page as menus give it: `/tin-tuc.htm` of `/tin-tuc/trang-2.htm`."""
    extended = base + parts_of(local).extension
    return extended if base not in book.entries and extended in book.entries else base


def _as_list(
    book: Book, entry: Entry, local: str, rules: list[re.Pattern[str]], pagers: list[Pager]
) -> FoundList | None:
    """Return a fetched page as a list: one the extractor takes for one, or one that leads to articles of its own."""
    if entry.kind in LISTS:
        listing = entry.observed.page.listing if entry.observed is not None else None
        rows, pages = (len(listing.items), listing.pages_declared) if listing else (0, None)
        pages = pages if pages and pages <= MAX_PAGES else _pages_linked(book, entry, local, pagers)
        return FoundList(local, _name(entry), str(entry.kind), rows, pages)
    rows = own_articles(book, entry, rules) if entry.kind in ("other", "article") and book.is_frame(entry) else 0
    pages = _pages_linked(book, entry, local, pagers)
    return FoundList(local, _name(entry), "listing", rows, pages) if rows >= FEWEST_ROWS else None


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
        and entry.local not in known | {"/"} and pager_number(entry) is None
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
    texts = [
        COUNTED.sub("", text) for text, _ in entry.texts.most_common() if 1 < len(text) <= 60 and not says_page(text)
    ]
    return ((texts[0] if texts else "") or listed or (page.title if page else "") or entry.local)[:LONGEST_NAME]


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
    found = []
    if len(extensions) == 1 and not pager.stems:
        first = rf"^/(?P<list>{choice(stem.strip('/') for stem in stems)}){_first_suffix(pager)}(?:\?|$)"
        rule = AddressRule(kind="listing", match=first, canonical="/{list}" + extensions.pop())
        found.append(Learned(rule, f"page 1 of {evidence} has two addresses"))
    pages = rf"^{choice(stem.rstrip('/') for stem in stems)}{suffix_pattern(pager, group='page')}(?:\?|$)"
    found.append(Learned(AddressRule(kind="listing", match=pages, keep="^$"), f"{pager.links} links to pages"))
    return found


def _first_suffix(pager: Pager) -> str:
    """Return the pattern of what a pager puts behind a list's path for the first page."""
    before, _, after = pager.name.partition("#")
    return f"{quoted(before)}0*1{quoted(after)}"


def _stem(path: str) -> str:
    return re.sub(r"\.(?:html?|aspx?|php|jsp)$", "", path)
