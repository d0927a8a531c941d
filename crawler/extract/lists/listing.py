"""One page of a list: its rows, and what its pager says."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import islice
from typing import cast
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.extract.lists.pager_links import in_pager
from crawler.extract.lists.postback import Group
from crawler.extract.lists.teasers import title_links
from crawler.extract.markup.blocks import Block
from crawler.extract.markup.tree import climb, text_of
from crawler.extract.printed.dates import find_dates
from crawler.extract.sheet import Sheet
from crawler.extract.text import clean, fold
from crawler.extract.zones.spelling import spelled_out
from crawler.items import Listing, ListingItem, UrlKind
from crawler.urls import address, canonical_url, is_on

ROW_KINDS: frozenset[UrlKind | None] = frozenset(("article", "document"))
PAGE_OF = re.compile(
    r"\b(?:trang|page)\s*:?\s*(\d{1,6})\s*(?:/|cua|tren(?: tong so)?|of|trong(?: tong so)?)\s*(\d{1,6})\b"
)
NEXT = re.compile(
    r"^\W*(?:(?:trang )?(?:tiep(?: theo)?|sau|ke tiep|next(?: page)?)"
    r"|(?:xem )?(?:cac |nhung )?(?:tin (?:tuc )?|bai (?:viet |dang )?|muc )?cu hon"
    r"|older(?: (?:posts?|entries|articles|news|stories))?)\W*$|^[›»>⟩→]$"
)
"""`Older posts` are the next page: lists begin with the newest."""
PAGE_PARAMETER = re.compile(r"(?:[?&](?:\w*_cur|page|trang|p|pageindex)=|/(?:page|trang)[-/])(\d{1,6})\b", re.I)
LONGEST_STEP = 24
"""Characters of a link's words up to which they may say a page."""
PAGE_IN_PATH = re.compile(r"/(?:page|trang)[-/]\d{1,6}(?=/|$)", re.I)
INDEX = re.compile(r"/(?:index|default)\.\w{3,5}$", re.I)
"""The page that servers show for a folder: `/index2.html` is the second page of `/`."""
DIGITS = re.compile(r"[0-9]{1,6}")
MAX_ROWS = 500
MAX_ROW_TEXT = 2_000
MAX_ROW_NODES = 200


@dataclass(frozen=True, slots=True)
class Row:
    """A link to a listed page, and the element that is its row."""

    url: str
    fetch_url: str
    kind: UrlKind
    element: HtmlElement
    title: str


def _candidates(sheet: Sheet) -> list[Row]:
    """Return the links to articles and documents that stand in no menu and no side list."""
    if not sheet.portal.addresses:
        return _title_rows(sheet)
    own = canonical_url(sheet.base, sheet.portal)
    found = []
    for element, url in sheet.anchors:
        known = address(url, sheet.portal)
        if known.kind in ROW_KINDS and known.url != own and known.kind is not None and not sheet.in_aside(element):
            title = text_of(element) or clean(element.get("title") or "")
            found.append(Row(known.url, url, known.kind, element, title))
    return found[: 4 * MAX_ROWS]


def _title_rows(sheet: Sheet) -> list[Row]:
    """Return the links that are as long as a title, for portals whose file has no rules of addresses."""
    found = [(canonical_url(url, sheet.portal), url, element) for element, url in title_links(sheet)]
    return [Row(url, fetch_url, "article", element, text_of(element)) for url, fetch_url, element in found]


def _row_elements(rows: list[Row]) -> list[tuple[Row, HtmlElement]]:
    """Return each link with its row: the largest element around it that links to no other listed page."""
    urls: dict[HtmlElement, str | None] = {}
    for row in rows:
        for step in climb(row.element):
            urls[step] = row.url if urls.get(step, row.url) == row.url else None
    found = []
    for row in rows:
        around = row.element
        for step in climb(row.element):
            if urls[step] is None or step.tag in ("body", "html"):
                break
            around = step
        found.append((row, around))
    return found


def _main_group(rows: list[tuple[Row, HtmlElement]], pager: HtmlElement | None) -> list[tuple[Row, HtmlElement]]:
    """Return the rows of the page's own list: those by the pager, else the largest group, dated rows counting more."""
    parents = [cast("HtmlElement | None", element.getparent()) for _, element in rows]
    above = set(climb(pager)) if pager is not None else set()
    near = {parent: _nearness(parent, above) for parent in parents}
    scores: Counter[HtmlElement | None] = Counter()
    for element, parent in {element: parent for (_, element), parent in zip(rows, parents, strict=True)}.items():
        scores[parent] += 3 if find_dates(_row_text(element)) else 1
    best = max(scores, key=lambda parent: (-near[parent], scores[parent]), default=None)
    return [entry for entry, parent in zip(rows, parents, strict=True) if parent is best]


def _row_text(element: HtmlElement) -> str:
    """Return the beginning of a row's text."""
    return clean(" ".join(islice(element.itertext(), MAX_ROW_NODES)))[:MAX_ROW_TEXT]


def _nearness(parent: HtmlElement | None, above: set[HtmlElement]) -> int:
    """Return how many levels lie between a list and the first element that holds the pager too."""
    for level, step in enumerate(climb(parent) if parent is not None else ()):
        if step in above:
            return level
    return 0


def _items(rows: list[tuple[Row, HtmlElement]]) -> tuple[ListingItem, ...]:
    """Return one item for each address, its longest link text as title; asked for as its shortest link has it."""
    found: dict[str, ListingItem] = {}
    plain: dict[str, str] = {}
    for row, element in rows:
        plain[row.url] = min(plain.get(row.url, row.fetch_url), row.fetch_url, key=len)
        held = found.get(row.url)
        if held is not None and len(held.title or "") >= len(row.title):
            continue
        rest = _row_text(element).replace(row.title, " ", 1)
        dates = find_dates(rest)
        raw = rest[dates[0].start : dates[0].end].strip() if len({mention.moment for mention in dates}) == 1 else None
        found[row.url] = ListingItem(url=row.url, fetch_url=row.fetch_url, title=row.title or None, published_raw=raw)
    return tuple(replace(item, fetch_url=plain[url]) for url, item in found.items())[:MAX_ROWS]


@dataclass(frozen=True, slots=True)
class Pager:
    """What the pager of a list says."""

    page: int = 1
    pages: int | None = None
    next_url: str | None = None
    element: HtmlElement | None = None


def _page_of(block: Block) -> re.Match[str] | None:
    """Return what `Trang 1 trên 2` says; the numbers linked right behind it are no more of its digits."""
    match = PAGE_OF.search(fold(block.text))
    return (PAGE_OF.search(fold(spelled_out(block))) or match) if match else None


def read_pager(sheet: Sheet) -> Pager:
    """Return this page's number, the number of pages as declared, and the address of the next."""
    page, pages, element = address(sheet.base, sheet.portal).page, None, None
    for block in sheet.blocks:
        if len(block.text) <= 200 and (match := _page_of(block)):
            page, pages, element = page or int(match[1]), int(match[2]), block.element
            break
    numbered = _numbered(sheet)
    if page is None and numbered and (skipped := _skipping(numbered)):
        own = PAGE_PARAMETER.search(sheet.base)
        page = int(own[1]) // skipped + 1 if own else 1
        numbered = [(number // skipped + 1, url, element) for number, url, element in numbered]
    numbered = [entry for entry in numbered if entry[0]]
    page = page or 1
    if pages is None and _tells_number(numbered, page):
        pages = max(page, *(number for number, _, _ in numbered))
    pages = max(pages, page) if pages is not None else None
    following = (
        next((url for number, url, _ in numbered if number == page + 1), None)
        or _next_by_words(sheet, page)
        or _next_by_button(sheet)
        or _month_before(sheet)
    )
    if element is None and numbered:
        element = numbered[0][2]
    return Pager(page, pages, following if pages is None or page < pages else None, element)


def _is_same_list(first: str, second: str, sheet: Sheet) -> bool:
    """Return True if two addresses on the portal differ only in the number of the page, as far as paths go."""
    return bool(_stems(first, sheet) & _stems(second, sheet))


def _stems(url: str, sheet: Sheet) -> set[str]:
    """Return the path of an address without a page's number in it, and without the one that its rule reads.

    Where pages are counted from nought, the path has one less.
    """
    known = address(url, sheet.portal)
    path = PAGE_IN_PATH.sub("", urlsplit(known.url).path)
    found = {INDEX.sub("/", path).rstrip("/")}
    printed = (known.page, known.page - 1) if known.page else ()
    places = ([match.span() for match in re.finditer(rf"(?<!\d)0*{number}(?!\d)", path)][-1:] for number in printed)
    last = next((place for place in places if place), [])
    return found | {INDEX.sub("/", path[:begin] + path[end:]).rstrip("/") for begin, end in last}


def _numbered(sheet: Sheet) -> list[tuple[int, str, HtmlElement]]:
    """Return the links to other pages of the same list: number, absolute address, element."""
    found = []
    for element, url in sheet.anchors:
        if element.tag != "a" or not is_on(sheet.portal, url) or (sheet.in_chrome(element) and not in_pager(element)):
            continue
        known = address(url, sheet.portal)
        match = PAGE_PARAMETER.search(url) if known.page is None and known.kind in (None, "listing") else None
        number = known.page or (int(match[1]) if match else None)
        if match is not None and not _may_say_page(text_of(element)):
            continue  # `?p=153` is an article of WordPress, linked by its title and by its date.
        if number is not None and _is_same_list(url, sheet.base, sheet):
            found.append((number, url, element))
    return found


def _tells_number(numbered: list[tuple[int, str, HtmlElement]], page: int) -> bool:
    """Return True if a pager tells how many pages there are; one of steps alone (`Trước`, `Sau`) does not."""
    return any(number > page + 1 or DIGITS.search(_words(element)) for number, _, element in numbered)


def _may_say_page(text: str) -> bool:
    return len(text) <= LONGEST_STEP and not find_dates(text)


def _skipping(numbered: list[tuple[int, str, HtmlElement]]) -> int | None:
    """Return what addresses count a page as: 10 where `page=20` is linked as `3`, 1 where `page=2` is; None as `2`."""
    texts = [text_of(element) for _, _, element in numbered]
    told = {(number, int(text)) for (number, _, _), text in zip(numbered, texts, strict=True) if DIGITS.fullmatch(text)}
    steps = {number // (shown - 1) for number, shown in told if shown > 1 and number % (shown - 1) == 0}
    step = steps.pop() if len(steps) == 1 else 0
    shifted = all(number == step * (shown - 1) for number, shown in told) and any(n != shown for n, shown in told)
    return step if step and shifted else None


def _words(element: HtmlElement) -> str:
    """Return what a link says; an arrow that is a picture says it by its `alt`."""
    picture = element.find(".//img")
    return text_of(element) or ((picture.get("alt") or "") if picture is not None else "")


def _next_by_words(sheet: Sheet, page: int) -> str | None:
    """Return the address of the link that says "next"; by its number it may be the page before: the newer one."""
    own = canonical_url(sheet.base, sheet.portal)
    for element, url in sheet.anchors:
        says = element.get("rel") == "next" or NEXT.match(fold(_words(element)))
        if (
            says
            and is_on(sheet.portal, url)
            and _is_same_list(url, own, sheet)
            and canonical_url(url, sheet.portal) != own
            and (address(url, sheet.portal).page or page) >= page
        ):
            return url
    return None


def _next_by_button(sheet: Sheet) -> str | None:
    """Return the address that a button under the list asks for the next rows."""
    own = canonical_url(sheet.base, sheet.portal)
    asked = (url for _, url in sheet.more if is_on(sheet.portal, url) and canonical_url(url, sheet.portal) != own)
    return next((url for url in asked if address(url, sheet.portal).kind in (None, "listing")), None)


def _month_before(sheet: Sheet) -> str | None:
    """Return the address of the archive of the month before this one; from the home page, of the newest."""
    own = address(sheet.base, sheet.portal).month
    found = {month: url for _, url in sheet.anchors if (month := address(url, sheet.portal).month) is not None}
    return found.get(max((month for month in found if own is None or month < own), default=""))


def read_listing(sheet: Sheet, section: str | None, posted: list[Group]) -> Listing:
    """Return the page as one page of a list; without rows it has no items.

    `posted`: its pagers that post a form. Of several, the list cannot be told by them.
    """
    pager = read_pager(sheet)
    rows = _row_elements(_candidates(sheet))
    element = posted[0].element if pager.element is None and len(posted) == 1 else pager.element
    return Listing(
        section=section,
        page=pager.page,
        pages_declared=pager.pages,
        items=_items(_main_group(rows, element)) if rows else (),
        next_url=canonical_url(pager.next_url, sheet.portal) if pager.next_url else None,
        next_fetch_url=pager.next_url,
    )
