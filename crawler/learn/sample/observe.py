"""One capture -> what it shows (`Page`, by the extractor alone) and every link on it with its place and words."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import islice

from lxml.html import HtmlElement

from crawler.address_rules import AddressRule
from crawler.extract import extract
from crawler.extract.copies import named_original
from crawler.extract.encodings.decode import decode
from crawler.extract.kind import failure
from crawler.extract.lists.more import more_address
from crawler.extract.lists.posts import is_post_list, next_page, posts_address, read_posts
from crawler.extract.lists.sitemap import is_feed
from crawler.extract.markup.tree import Named, climb, hints, parse, text_of
from crawler.extract.sheet import Sheet
from crawler.extract.text import fold
from crawler.items import Capture, Page
from crawler.learn.links.languages import pictured
from crawler.learn.sample.forwarding import framed, sent_on
from crawler.learn.sample.goods import count_offers
from crawler.portals import Portal
from crawler.urls import resolve

LONGEST_TEXT = 300
MAX_LINKS = 2_000
"""Links of one page that are looked at."""
MAX_READ = 5_000_000
"""Bytes; larger pages are no pages of a portal."""
TAGS = Named(
    r"(?:^|\s|field-|entry-|post-|article-|news-)(?:tags?|tags?-?(?:links|list|cloud)|keywords?|tu-?khoa)(?:\s|$)"
)
"""What the element is called that holds the key words of an article."""
CATEGORIES = Named(r"categor|(?:^|[\s_-])cat-?links|chuyen-?muc|danh-?muc")
"""The same for the sections of an article, which some templates call its key words too."""
TAG_LABEL = re.compile(r"\W*(?:tu khoa|tags?|the)(?: \w+)?\s*:")
TAG_LEVELS, LONGEST_TAGS = 3, 300
GENERATOR = re.compile(rb"<meta[^>]{0,200}name=[\"']generator[\"'][^>]{0,20}content=[\"']([^\"']{1,100})", re.I)
PASSWORD = re.compile(rb"<input[^>]{0,300}type=[\"']?password", re.I)
SCRIPT = re.compile(rb"<script\b", re.I)
POSTBACK = re.compile(rb"__doPostBack\s*\(\s*(?:'|&#39;|\\')", re.I)


@dataclass(frozen=True, slots=True)
class Seen:
    """One link of a page."""

    url: str
    """Absolute."""
    text: str
    in_menu: bool
    in_aside: bool
    """True in menus, side bars, footers and lists of other news."""
    is_more: bool = False
    """True for what the script of a button asks for, to bring more rows of a list."""
    is_tag: bool = False
    """True for a key word of an article: its own list holds what other lists hold."""
    language: str = ""
    """The language that it says to lead to, by its code or the flag on it; empty if it says none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """What one fetch of the sample showed."""

    asked: str
    """Absolute address that was asked for."""
    status: int
    page: Page
    """As the extractor reads it without a portal file."""
    location: str | None = None
    """Where the server, or a page without any link, sends us instead, absolute, on whatever host."""
    canonical: str | None = None
    """What the page itself names as its one address, absolute, if that is a page of the portal."""
    links: tuple[Seen, ...] = ()
    listed: tuple[str, ...] = ()
    """Addresses that a sitemap or feed lists; empty for pages."""
    is_index: bool = False
    """True for an index of sitemaps."""
    posts: str | None = None
    """Where the page says that its system lists its posts for machines."""
    more: str | None = None
    """The page after this one of such a list."""
    generator: str | None = None
    offers: int = 0
    """Links with a price beside them."""
    text_chars: int = 0
    scripts: int = 0
    says_closed: bool = False
    """True if it says that the site is closed or under repair, and little else."""
    has_password: bool = False
    has_postback: bool = False
    size: int = 0
    """Bytes of the body."""
    head: bytes = b""
    """The first bytes of the body, for hints."""

    @property
    def is_map(self) -> bool:
        """Return True for a sitemap, or an index of them."""
        return self.is_index or b"<urlset" in self.head[:4_096]

    @property
    def is_post_list(self) -> bool:
        """Return True for a list that a publishing system gives to machines as JSON."""
        return bool(self.listed) and self.head.lstrip().startswith(b"[")


def observe(capture: Capture, portal: Portal) -> Observed:
    """Return what a capture (content coding undone) shows; `portal` is a bare one, without rules."""
    body = capture.body
    seen = Observed(
        asked=capture.requested_url, status=capture.status, page=extract(replace(capture, body=body), portal),
        location=resolve(capture.requested_url, capture.header("location") or "") if capture.status >= 300 else None,
        size=len(body), head=body[:20_000],
    )  # fmt: skip
    if capture.status != 200 or len(body) > MAX_READ:
        return seen
    if is_feed(body):
        return replace(seen, listed=_listed(capture, portal), is_index=b"<sitemapindex" in body[:4_096])
    if is_post_list(capture):
        return replace(seen, listed=_posts(capture, portal), more=next_page(capture))
    if seen.page.payload is not None:
        return seen
    sheet = Sheet(capture, portal, parse(decode(body, capture.header("content-type") or capture.mime).text))
    generator = GENERATOR.search(body[:20_000])
    links, location = _links(sheet), None
    if not links and seen.page.kind != "challenge":
        frames = framed(capture.requested_url, body)
        location = sent_on(capture) or (frames[0] if len(frames) == 1 else None)
        links = tuple(Seen(url, "", in_menu=False, in_aside=False) for url in frames if location is None)
    return replace(
        seen,
        location=location,
        says_closed=failure(sheet) == "closed",
        canonical=named_original(sheet),
        links=links,
        posts=posts_address(body[:20_000], sheet.base),
        generator=generator[1].decode("utf-8", "replace") if generator else None,
        offers=count_offers(sheet),
        text_chars=sum(len(block.text) for block in sheet.blocks),
        scripts=len(SCRIPT.findall(body)),
        has_password=bool(PASSWORD.search(body)),
        has_postback=bool(POSTBACK.search(body)),
    )


def _listed(capture: Capture, portal: Portal) -> tuple[str, ...]:
    """Return all addresses that a sitemap or feed lists, as it spells them."""
    return tuple(link.fetch_url for link in extract(capture, _every(portal)).links)


def _posts(capture: Capture, portal: Portal) -> tuple[str, ...]:
    return tuple(link.fetch_url for link in read_posts(capture, _every(portal)))


def _every(portal: Portal) -> Portal:
    """Return a portal to which each address is an article's."""
    return portal.model_copy(update={"addresses": (AddressRule(kind="article", match="^/"),)})


def _links(sheet: Sheet) -> tuple[Seen, ...]:
    return tuple(
        Seen(
            url,
            _words(element),
            sheet.in_menu(element),
            sheet.in_aside(element),
            is_more=more_address(element) is not None,
            is_tag=_is_tag(element),
            language=_language(element),
        )
        for element, url in (sheet.anchors + sheet.more)[:MAX_LINKS]
        if element.tag != "link"
    )


def _is_tag(element: HtmlElement) -> bool:
    """Return True for a link among the key words of an article: by its `rel`, or by what it stands in."""
    rel = (element.get("rel") or "").split()
    if "tag" in rel:
        around = islice(climb(element), 0, 2)
        return "category" not in rel and not any(CATEGORIES(step) for step in around)
    for step in islice(climb(element), 1, 1 + TAG_LEVELS):
        if TAGS.says(hints(step)):
            return True
        text = text_of(step)
        if len(text) > LONGEST_TAGS:
            return False
        if TAG_LABEL.match(fold(text)):
            return True
    return False


def _language(element: HtmlElement) -> str:
    """Return the language of the page that a link leads to, as its attributes or its picture say."""
    picture = element.find(".//img")
    flag = pictured(picture.get("src") or "") if picture is not None else ""
    return element.get("hreflang") or element.get("lang") or flag


def _words(element: HtmlElement) -> str:
    """Return the text of a link, or what its title or picture says."""
    text = text_of(element)
    if not text:
        picture = element.find(".//img")
        text = element.get("title") or (picture.get("alt") if picture is not None else None) or ""
    return " ".join(text.split())[:LONGEST_TEXT]
