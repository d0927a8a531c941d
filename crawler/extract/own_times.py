"""Which times for machines in the body of a page are the article's: `<time>`, microdata, `<abbr class="published">`.

An element of side bars, heads, feet and lists of other articles looks just like the article's own. Its place tells:
beside the title, as a line of its own; or anywhere in the article's element under a name that says "published".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import islice, takewhile
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

from crawler.extract.byline import MAX_LINE
from crawler.extract.evidence import Evidence, Placed, dated
from crawler.extract.markup.blocks import Block
from crawler.extract.markup.marks import ASIDE, PAGE, own_marks
from crawler.extract.markup.tree import Named, climb, common_ancestor, text_of
from crawler.extract.printed.dates import Moment, find_dates
from crawler.extract.printed.machine_dates import read_figures
from crawler.extract.printed.people import EDGES, is_name
from crawler.extract.sheet import Sheet
from crawler.extract.text import clean, fold
from crawler.extract.zones.headlines import LINKED_TITLE
from crawler.extract.zones.own_place import is_today
from crawler.extract.zones.prune import OWN_FOOT
from crawler.extract.zones.rows import LINKED_WORDS
from crawler.extract.zones.spelling import spelled_out
from crawler.extract.zones.stamps import is_named, names_of
from crawler.extract.zones.zone import REACH
from crawler.urls import canonical_url, resolve

NOT_OWN = Named(r"updated|modified|comment|related")
OWN = Named(r"(?:^|\s)published(?:\s|$)")
"""`entry-date published updated`: one time that is both, since nothing was changed."""
ANOTHERS = Named(
    r"(?:^|\s)(?:wp-block-\w+-)?comment(?:s|list|-?(?:list|body|meta\w*|content|item)|s-(?:area|list|section))?(?:\s|$)"
    r"|related|latest|recent"
)
"""What holds the times of comments and of other articles."""
ENTRIES = frozenset(("article", "li", "tr"))
"""What holds one of several things."""
OF_PAGE = PAGE | {"head"}
ABOVE, FIRST = 4, 4
"""Blocks right above a title, and right below it on a page without running text, where its time may stand."""
LINKS = etree.XPath(".//a[@href]")
HEADLINE = etree.XPath(".//*[@itemprop='headline' or @itemprop='name']")
MOST_LINKS, UP = 12, 4


class _Place:
    """Where the title of a page stands, and the lines of its byline."""

    def __init__(self, sheet: Sheet, title: Block, zone: Iterable[Block]) -> None:
        self._sheet = sheet
        self._title = title
        self._zone = {block.order for block in zone}
        self._blocks: dict[HtmlElement, list[Block]] = {}
        for block in sheet.blocks:
            self._blocks.setdefault(block.element, []).append(block)
        self._above = set(climb(title.element))

    def is_own(self, placed: Placed) -> bool:
        """Return True if a time may be the article's, by its names and its place."""
        element = placed.element
        if any(NOT_OWN(one) and not OWN(one) for one in names_of(element)):
            return False
        scope = _scope(element) if placed.method == "meta" else None
        if scope is not None:
            return scope in self._above or self._says_title(scope)
        parent = element.getparent()
        if element.tag == "meta" and parent is not None and parent.tag in OF_PAGE:
            return True
        shared = common_ancestor(self._title.element, element)
        path = list(takewhile(lambda step: step is not shared, climb(element)))
        if any(self._is_anothers(step) for step in path):
            return False
        says_published = placed.method == "meta" or element.tag == "abbr" or is_named(element)
        if says_published and shared.tag not in PAGE:
            return not self._leads_on(path)
        if not text_of(element) and path and path[-1].getprevious() in self._above:
            return True  # A script will say it in words.
        block = self._block(element)
        return block is not None and self._is_beside(block, shared, path)

    def _block(self, element: HtmlElement) -> Block | None:
        """Return the block that an element stands in."""
        around = next((self._blocks[step] for step in climb(element) if step in self._blocks), [])
        said = text_of(element)
        return next((one for one in around if said in one.text), None)

    def _says_title(self, scope: HtmlElement) -> bool:
        """Return True for a box of data for machines, beside the article it speaks of, that names it or nothing."""
        if self._sheet.in_aside(scope):
            return False
        said = [one.get("content") or text_of(one) for one in cast("list[HtmlElement]", HEADLINE(scope))]
        return any(fold(one) == self._title.folded for one in said) or not (said or text_of(scope))

    def _is_anothers(self, step: HtmlElement) -> bool:
        """Return True for an element around a time, and not around the title, that holds what is no part of it."""
        if ANOTHERS(step) or step.tag == "article":
            return True
        foot = step.tag == "footer" or OWN_FOOT(step)
        own_foot = foot and any(one.tag == "article" and one in self._above for one in climb(step))
        return not own_foot and bool(own_marks(step, str(step.tag)) & ASIDE)

    def _is_beside(self, block: Block, shared: HtmlElement, path: list[HtmlElement]) -> bool:
        """Return True for a line of a byline above the title, or below it before the running text."""
        if block.order in self._zone or block.element is self._title.element:
            return True
        if len(block.text) > MAX_LINE:
            return False
        line = self._sheet.read_line(spelled_out(block))
        words = _words_beside(block)
        if not (line.is_byline or not words or is_name(words)) or self._leads_on(path):
            return False
        if block.order > self._title.order:
            return self._follows_title(block)
        near = self._title.order - block.order <= ABOVE and shared.tag not in PAGE
        return near and not (line.has_weekday or is_today(line, self._sheet))

    def _follows_title(self, block: Block) -> bool:
        """Return True for a block below the title before any running text."""
        between = self._sheet.blocks[self._title.order + 1 : block.order]
        behind = self._sheet.blocks[block.order + 1 : block.order + 1 + REACH]
        reach = REACH if any(one.is_prose for one in behind) else FIRST
        return len(between) < reach and not any(one.is_prose for one in between)

    def _leads_on(self, path: list[HtmlElement]) -> bool:
        """Return True if a time stands beside a link to another page, as long as a title, in the box of both."""
        for step in path[:UP]:
            for link in islice(cast("list[HtmlElement]", LINKS(step)), MOST_LINKS):
                text = text_of(link)
                entry = len(text) >= LINKED_WORDS and step.tag in ENTRIES and not is_name(text)
                if (len(text) >= LINKED_TITLE or entry) and not self._is_within_page(link):
                    return True
        return False

    def _is_within_page(self, link: HtmlElement) -> bool:
        """Return True for a link to a place in the page itself, as each comment has one: `…/tin-12/#comment-232`."""
        href, base, portal = link.get("href") or "", self._sheet.base, self._sheet.portal
        url = resolve(base, href) if "#" in href else None
        return url is not None and canonical_url(url, portal) == canonical_url(base, portal)


def _scope(element: HtmlElement) -> HtmlElement | None:
    """Return the element of the thing that a property of microdata belongs to."""
    return next((step for step in climb(element) if step.get("itemscope") is not None), None)


def _words_beside(block: Block) -> str:
    """Return the words of a block that stand in no `<time>`."""
    words = block.text
    for one in block.element.iter("time"):
        words = words.replace(text_of(cast("HtmlElement", one)), " ", 1)
    return clean(words).strip(EDGES)


def _clocks(own: list[Placed]) -> tuple[tuple[Moment, ...], bool]:
    """Return the moments that `<time>` elements print, and whether one prints none beside the clock of another zone.

    Themes of WordPress print and tell a time on one clock: at `+00:00` nobody set the zone of the portal, and what the
    figures are is not known. `Z` is a time that a program has turned into UTC.
    """
    shown: list[Moment] = []
    doubtful = False
    for element, _, raw in own:
        if element.tag == "time":
            clocks = [one.moment for one in find_dates(text_of(element)) if one.moment.time is not None]
            shown += clocks
            doubtful |= not clocks and raw[-1:].isdigit() and read_figures(raw) is not None
    return tuple(shown), doubtful


def _only(own: list[Placed]) -> list[tuple[str, str, Moment]]:
    """Return the one time that some elements tell; of several, none is known to be the article's."""
    found = [entry for _, method, raw in own for entry in dated(method, raw)]
    return found[:1] if len({moment for _, _, moment in found}) == 1 else []


def with_own_times(sheet: Sheet, title: Block, zone: Iterable[Block]) -> Evidence:
    """Return what the structured data says, the times among it that the body's elements tell of this article."""
    evidence, doubt = sheet.evidence, sheet.portal.zone_doubtful
    if not evidence.placed:
        return replace(evidence, is_zone_doubtful=doubt)
    place = _Place(sheet, title, zone)
    own = [one for one in evidence.placed if place.is_own(one)]
    data, times = ([one for one in own if one.method == method] for method in ("meta", "time"))
    named = [one for one in times if one.element.tag == "time" and is_named(one.element)]
    named = named or [one for one in times if one.element.tag == "abbr"]
    shown, is_doubtful = _clocks(times)
    published = (*evidence.published, *_only(data), *_only(named or times))
    return replace(evidence, published=published, shown=shown, is_zone_doubtful=doubt or is_doubtful)
