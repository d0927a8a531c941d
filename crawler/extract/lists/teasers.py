"""The rows of a list on a portal whose addresses no rule describes: links as long as titles, in numbers."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.extract.markup.blocks import Block
from crawler.extract.markup.tree import Inherited, climb, text_of
from crawler.extract.sheet import Sheet
from crawler.extract.text import fold
from crawler.portals import Portal
from crawler.urls import canonical_url, is_on

FEWEST = 5
"""Rows from which a page counts as a list."""
FEWEST_HEADED = 3
"""The same for rows whose links are headings."""
LEVELS = 6
"""Steps from a link up to the element that holds all rows."""
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5"))
SHORTEST = 20
"""Characters of a link that may be an article's title; menus have shorter ones."""
MOST = 400
OWN_TEXT = 500
"""Characters of running text outside the rows from which the page is no list."""
LINKED = 0.9
"""Share of a line that is link, from which it is a link and nothing else."""
NOT_PAGE = re.compile(
    r"/(?:login|dang-nhap|rss|feed|tag|tags|search|tim-kiem)(?:/|$)|\.(?:pdf|docx?|xlsx?|jpe?g|png|zip)$", re.I
)


@lru_cache(maxsize=8)
def _row_reader(portal: Portal) -> Callable[[str], bool]:
    """Return what tells of an absolute address whether a row of a list may lead there; side boxes are on all pages."""

    @lru_cache(maxsize=8_192)
    def may_be_row(url: str) -> bool:
        path = urlsplit(url).path
        return is_on(portal, url) and (len(path) >= 2 or "?" in url) and not NOT_PAGE.search(path)

    return may_be_row


def title_links(sheet: Sheet) -> list[tuple[HtmlElement, str]]:
    """Return the links whose text is as long as a title, with their addresses, outside menus and side lists."""
    own, may_be_row = canonical_url(sheet.base, sheet.portal), _row_reader(sheet.portal)
    found = []
    for element, url in sheet.anchors:
        if sheet.in_aside(element) or len(text_of(element)) < SHORTEST or not may_be_row(url):
            continue
        if canonical_url(url, sheet.portal) == own:
            continue
        found.append((element, url))
        if len(found) >= MOST:
            break
    return found


def _lists(links: list[tuple[HtmlElement, str]]) -> set[HtmlElement]:
    """Return the innermost elements that hold enough links to different pages."""
    held: dict[HtmlElement, set[str]] = {}
    headed: dict[HtmlElement, set[str]] = {}
    for element, url in links:
        above = list(climb(element))[1 : LEVELS + 1]
        is_headed = any(step.tag in HEADINGS for step in above[:2])
        for step in above:
            held.setdefault(step, set()).add(url)
            if is_headed:
                headed.setdefault(step, set()).add(url)
    lists = {element for element, urls in held.items() if len(urls) >= FEWEST}
    lists |= {element for element, urls in headed.items() if len(urls) >= FEWEST_HEADED}
    outer = {step for element in lists for step in list(climb(element))[1:]}
    return lists - outer


def _teasers(sheet: Sheet) -> set[int]:
    """Return the numbers of the texts that stand under a link each, in one element with it; none if they are few.

    They tell what is behind the links: those of the newest documents, in a column beside the list.
    """
    pairs = pairwise(sheet.blocks)
    found = {under.order for above, under in pairs if above.link_share > LINKED and _is_under(under, above)}
    return found if len(found) >= FEWEST_HEADED else set()


def _is_under(block: Block, link: Block) -> bool:
    return not block.link_chars and block.element is link.element and block.element.tag not in ("body", "html")


def is_list(sheet: Sheet) -> bool:
    """Return True if the page is mostly a list of links to other pages: rows enough, and little text besides them."""
    lists = _lists(title_links(sheet))
    if not lists:
        return False
    in_rows = Inherited(lambda element: element in lists)
    outside, teasers = 0, _teasers(sheet)
    for block in sheet.blocks:
        if block.is_prose and not (in_rows(block.element) or block.order in teasers or sheet.in_aside(block.element)):
            outside += len(block.text)
            if outside >= OWN_TEXT:
                return False
    return True


def is_search(url: str, title: str | None) -> bool:
    """Return True for a search form or its results."""
    parts = urlsplit(url)
    asked = re.search(r"(?:^|&)(?:s|q|keywords?|tu-?khoa|search\w*|txtsearch)=[^&]", parts.query, re.I)
    named = re.match(r"^(?:ket qua )?tim kiem\b.{0,60}$|^search\b.{0,60}$|^tra cuu\b.{0,40}$", fold(title or ""))
    path = re.search(r"/(?:tim-?kiem|search|tra-cuu)(?:[/.?]|$)", parts.path, re.I)
    return bool(asked or named or path)
