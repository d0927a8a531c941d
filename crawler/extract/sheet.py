"""A page laid out for reading: its tree, its blocks in order, its structured data, its links."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from typing import NamedTuple, cast
from urllib.parse import urlsplit

from lxml import etree
from lxml.html import HtmlElement

from crawler.extract.blocks import Block, blocks_of
from crawler.extract.evidence import Evidence, gather
from crawler.extract.tree import Inherited, Parsed, hints
from crawler.items import Capture
from crawler.portals import Portal
from crawler.urls import DOWNLOAD_CALL, resolve

CHROME_TAGS = frozenset(("nav", "footer", "aside", "head", "menu"))
CHROME_WORDS = re.compile(r"\b(?:footer|navigation|navbar|breadcrumbs?|(?:main|top|mega|left|right)-?menu|menubar)\b")

ASIDE_WORDS = re.compile(
    r"related|lien-?quan|other-(?:news|assets)|tin-?khac|comment|binh-?luan|visitor|thong-?ke|tooltip|popup|modal"
)
NOT_ADDRESS = re.compile(r"^\s*(?:#|javascript:|mailto:|tel:|data:|about:|skype:|zalo:|$)", re.I)
ANCHORS = etree.XPath("//a[@href] | //area[@href] | //link[@rel='next'][@href] | //link[@rel='canonical'][@href]")
MAX_LINKS = 5_000


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

    @cached_property
    def blocks(self) -> list[Block]:
        """Return all blocks of the page in order; a block's `order` is its index."""
        self.elements  # noqa: B018 -- made first, so that the walk and all climbs find them made
        return blocks_of(self.parsed.root)

    @cached_property
    def elements(self) -> list[HtmlElement]:
        """Return all elements; held, so that lxml makes each one's Python object only once."""
        return list(self.parsed.root.iter())

    @cached_property
    def in_chrome(self) -> Inherited:
        """Tell whether an element lies in a menu, a footer or a side bar."""
        return Inherited(_is_chrome)

    @cached_property
    def in_aside(self) -> Inherited:
        """Tell whether an element lies in chrome, or in a list of other articles, comments or counters."""
        return Inherited(_is_aside)

    @cached_property
    def anchors(self) -> list[Anchor]:
        """Return the page's links in page order, junk left out; `nofollow` speaks to search engines, not to us."""
        found = []
        for element in cast("list[HtmlElement]", ANCHORS(self.root))[:MAX_LINKS]:
            href = element.get("href") or ""
            if NOT_ADDRESS.match(href) and not DOWNLOAD_CALL.match(href.strip()):
                continue
            url = absolute(self.base, href)
            if url is not None:
                found.append(Anchor(element, url))
        return found

    @cached_property
    def evidence(self) -> Evidence:
        """Return what the structured data says."""
        return gather(self.parsed)

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


def _is_chrome(element: HtmlElement) -> bool:
    """Return True if the element itself is a menu, a footer or a side bar."""
    return element.tag in CHROME_TAGS or bool(element.attrib and CHROME_WORDS.search(hints(element)))


def _is_aside(element: HtmlElement) -> bool:
    """Return True if the element itself is chrome, or holds other articles, comments or counters."""
    if element.tag == "body" or not element.attrib:
        return element.tag in CHROME_TAGS
    return _is_chrome(element) or bool(ASIDE_WORDS.search(hints(element)))


@lru_cache(maxsize=8_192)
def _resolved(base: str, href: str) -> str | None:
    return resolve(base, href)


def absolute(base: str, href: str) -> str | None:
    """Return what `crawler.urls.resolve` does; menus repeat on every page, so answers are remembered."""
    if href.startswith("/") and not href.startswith("//"):
        parts = urlsplit(base)
        return _resolved(f"{parts.scheme}://{parts.netloc}/", href)
    return _resolved(base if not href.startswith(("http://", "https://")) else "", href)
