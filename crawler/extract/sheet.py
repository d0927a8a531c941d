"""A page laid out for reading: its tree, its blocks in order, its structured data, its links."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from typing import NamedTuple
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.extract.byline import Line, read_line
from crawler.extract.evidence import Evidence, gather
from crawler.extract.lists.more import more_references
from crawler.extract.lists.pager_links import is_shut, may_have_shut
from crawler.extract.markup.blocks import Block, Survey, survey
from crawler.extract.markup.marks import ASIDE, CHROME, CRUMBS, FOOTER, MENU, Marked
from crawler.extract.markup.tree import Parsed, text_of
from crawler.extract.text import fold
from crawler.items import Capture
from crawler.portals import Portal
from crawler.session_ids import without_session
from crawler.urls import DOWNLOAD_CALL, MAX_URL, resolve
from crawler.ways_back import without_way_back

NOT_ADDRESS = re.compile(r"^\s*(?:#|javascript:|mailto:|tel:|data:|about:|skype:|zalo:|$)", re.I)
PLAIN_PATH = re.compile(r"(?:/[A-Za-z0-9_-][A-Za-z0-9_.~-]*)+/?(?:\?[A-Za-z0-9_.~&=%-]+)?", re.A)
"""References that only need the site before them."""
OWN_START = ("/", "http://", "https://")
"""How references begin that mean the same on all pages of a site."""
MOST_TARGETS = 16_384
"""References of one site that are remembered."""
MAX_LINKS = 5_000
MAX_MENU = 1_000
MAX_HOME_LINKS = 30
LONGEST_MENU = 20_000
"""Characters of a menu's text that is remembered."""
MAX_HREF = 4_000
"""Characters; longer references lead nowhere. Source: `MAX_URL` of crawler.urls, and room for `javascript:`."""


SLACK = 8
"""Characters by which a folded text may be longer or shorter than it was."""
LINKED = 0.5
"""Share of linked text from which a block leads to another page."""


class Anchor(NamedTuple):
    """A link of a page."""

    element: HtmlElement
    url: str
    """Absolute."""


@dataclass(frozen=True)
class Sheet:
    """One HTML page, ready to be read."""

    capture: Capture
    portal: Portal
    parsed: Parsed

    @property
    def root(self) -> HtmlElement:
        """Return the root of the tree."""
        return self.parsed.root

    @property
    def base(self) -> str:
        """Return the address that relative links start from."""
        return self.capture.requested_url

    def read_line(self, text: str) -> Line:
        """Return what a line of the page says of dates, views and people."""
        return read_line(text, self.portal.date_order)

    @cached_property
    def survey(self) -> Survey:
        """Return what one walk over the page finds; it holds the elements, so that lxml makes each only once."""
        return survey(self.parsed.root)

    @property
    def blocks(self) -> list[Block]:
        """Return all blocks of the page in order; a block's `order` is its index."""
        return self.survey.blocks

    @cached_property
    def in_chrome(self) -> Marked:
        """Tell whether an element lies in a menu, a footer or a side bar."""
        return Marked(self.survey.marks, CHROME)

    @cached_property
    def in_aside(self) -> Marked:
        """Tell whether an element lies in chrome, or in a list of other articles, comments or counters."""
        return Marked(self.survey.marks, ASIDE)

    @cached_property
    def in_footer(self) -> Marked:
        """Tell whether an element lies in the footer."""
        return Marked(self.survey.marks, FOOTER)

    @cached_property
    def in_crumbs(self) -> Marked:
        """Tell whether an element lies in a breadcrumb, or in something so called that holds more."""
        return Marked(self.survey.marks, CRUMBS)

    @cached_property
    def in_menu(self) -> Marked:
        """Tell whether an element lies in a menu."""
        return Marked(self.survey.marks, MENU)

    @cached_property
    def anchors(self) -> list[Anchor]:
        """Return the page's links in page order, junk left out; `nofollow` speaks to search engines, not to us.

        A step of a pager that cannot be taken is no link.
        """
        shut = may_have_shut(self.capture.body)
        base, targets = self.base, _targets(site_of(self.base))
        heads = [one for one in self.root.iter("link") if one.get("rel") in ("next", "canonical")]
        links = [*((one, one.get("href") or "") for one in heads), *self.parsed.links]
        found = []
        for element, href in links[:MAX_LINKS]:
            if len(href) > MAX_HREF:
                continue
            url = targets[href] if href.startswith(OWN_START) else _target(base, href)
            if url is not None and not (shut and is_shut(element)):
                found.append(Anchor(element, url))
        return found

    @cached_property
    def more(self) -> list[Anchor]:
        """Return the buttons that bring more rows of a list, with the addresses that their scripts ask for."""
        asked = more_references(self.root, self.capture.body)
        targets = ((element, absolute(self.base, value)) for element, value in asked)
        return [Anchor(element, url) for element, url in targets if url is not None]

    @cached_property
    def menu(self) -> list[Anchor]:
        """Return the links of the page's menus."""
        known, in_menu = self.survey.marks, self.in_menu
        found = [one for one in self.anchors if (known[one[0]] & MENU if one[0] in known else in_menu(one[0]))]
        return found[:MAX_MENU]

    @cached_property
    def menu_text(self) -> str:
        """Return all that the menus say, folded."""
        marks = self.survey.marks
        return "\n".join(_folded_menu(block.text) for block in self.blocks if marks.get(block.element, 0) & MENU)

    @cached_property
    def menu_names(self) -> frozenset[str]:
        """Return the texts of the menus' links, folded."""
        return frozenset(fold(text_of(anchor.element)) for anchor in self.menu)

    @cached_property
    def home_names(self) -> frozenset[str]:
        """Return the texts of the links to the home page, folded."""
        near = [anchor for anchor in self.anchors if anchor.url.count("/") <= 3]
        homes = [anchor for anchor in near if anchor.url.rstrip("/").count("/") == 2]
        return frozenset([fold(text_of(anchor.element)) for anchor in homes[:MAX_HOME_LINKS]])

    @cached_property
    def evidence(self) -> Evidence:
        """Return what the structured data says."""
        return gather(self.parsed, self._stands)

    def _stands(self, headline: str) -> bool:
        """Return True if a folded text stands on the page as a block that leads to no other page."""
        sized = (one for one in self.blocks if abs(len(one.text) - len(headline)) <= SLACK and one.link_share < LINKED)
        return any(one.folded == headline and not self.in_aside(one.element) for one in sized)

    @cached_property
    def fetched_at(self) -> datetime:
        """Return when the response arrived."""
        try:
            moment = datetime.fromisoformat(self.capture.fetched_at)
        except ValueError:
            return datetime(2100, 1, 1, tzinfo=UTC)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

    @cached_property
    def head_title(self) -> str:
        """Return the text of `<title>`."""
        return next((block.text for block in self.blocks if block.element.tag == "title"), "")[:1_000]


def _folded_menu(text: str) -> str:
    """Return what `fold` does; a portal's menu is the same on all of its pages."""
    return _folded_again(text) if len(text) <= LONGEST_MENU else fold(text)


_folded_again = lru_cache(maxsize=256)(fold)


@lru_cache(maxsize=256)
def site_of(base: str) -> str:
    """Return scheme and host of an address, with the slash behind them."""
    parts = urlsplit(base)
    return f"{parts.scheme}://{parts.netloc}/"


def _start(site: str, base: str, href: str) -> str:
    """Return what a reference starts from, as little as it needs: menus are the same on every page of a site."""
    if href[:7] == "http://" or href[:8] == "https://":
        return ""
    return site if href[:1] == "/" else base


@lru_cache(maxsize=8_192)
def _resolved(start: str, href: str) -> str | None:
    """Return what `crawler.urls.resolve` does; for most references on a portal that is to put two texts together."""
    if PLAIN_PATH.fullmatch(href) and len(start) + len(href) <= MAX_URL:
        return without_way_back(without_session(start[:-1] + href)) if _resolved(start, "") else None
    return resolve(start, href)


@lru_cache(maxsize=8_192)
def _target(start: str, href: str) -> str | None:
    """Return where a link leads; None for mail, scripts and the page itself."""
    if NOT_ADDRESS.match(href) and not DOWNLOAD_CALL.match(href.strip()):
        return None
    return _resolved(start, href)


class _Targets(dict[str, "str | None"]):
    """Where the links of a site lead that do not depend on the page they stand on; found when first asked for."""

    def __init__(self, site: str) -> None:
        self._site = site

    def __missing__(self, href: str) -> str | None:
        if len(self) >= MOST_TARGETS:
            self.clear()
        target = self[href] = _target(_start(self._site, "", href), href)
        return target


_targets = lru_cache(maxsize=64)(_Targets)


def absolute(base: str, href: str) -> str | None:
    """Return what `crawler.urls.resolve` does; menus repeat on every page, so answers are remembered."""
    return _resolved(_start(site_of(base), base, href), href) if len(href) <= MAX_HREF else None
