"""All addresses that the sample has met: where each was linked, with which words, and what its page was."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from crawler.extract.text import fold
from crawler.learn.links.languages import Switches
from crawler.learn.links.log_ins import says_log_in
from crawler.learn.links.looks import Looks
from crawler.learn.links.orders import carried_orders
from crawler.learn.links.shapes import local_of, pairs_of
from crawler.learn.links.traps import TOOL_TEXT, is_foreign, is_trap, own_language
from crawler.learn.sample.observe import Observed
from crawler.learn.sample.own_path import is_outside
from crawler.portals import Portal
from crawler.routes import meant_by
from crawler.urls import canonical_url, is_on, spelled_plainly

CONTENT = ("article", "listing", "document", "document_list")
FRAME_SHARE = 0.5
"""Share of the pages that link to an address from which it belongs to the frame of the site."""
SHORT = 45
"""Characters up to which a link's words may be the name of a section."""
UNREAD = ("date_unparsed", "date_conflict")
"""Problems that say of a page that it shows a time, if none that can be believed."""
SHARED = 3
"""Pages with one title from which it is none of theirs."""
TELLING = 20
"""Characters from which words are one article's title."""


@dataclass(slots=True)
class Entry:
    """One address of the portal."""

    local: str
    """Path and query, canonical without a portal file."""
    fetch_url: str
    texts: Counter[str] = field(default_factory=Counter)
    pages: set[str] = field(default_factory=set)
    """Addresses of the observed pages that link here."""
    tags: int = 0
    """Links from the key words of articles."""
    menu: int = 0
    """Links from menus."""
    main: int = 0
    """Links from the content of pages."""
    more: int = 0
    """Buttons whose scripts ask for it, to bring more rows of a list."""
    in_sitemap: bool = False
    observed: Observed | None = None
    failed: bool = False
    """True if it could not be fetched, or robots.txt forbids it."""
    spellings: set[str] = field(default_factory=set)

    @property
    def text(self) -> str:
        """Return the longest words with which it is linked."""
        return max(self.texts, key=len, default="")

    @property
    def is_tag(self) -> bool:
        """Return True if it is only linked as a key word of articles."""
        return bool(self.tags) and self.tags == self.texts.total() and not self.in_sitemap

    @property
    def is_tool(self) -> bool:
        """Return True if all its links say that it is a tool, a key word, an order of a list, or a calendar's step."""
        if self.is_tag:
            return True
        words = [text for text in self.texts if text]
        return (
            bool(words)
            and not self.in_sitemap
            and all(TOOL_TEXT.match(fold(text)) or says_log_in(text) for text in words)
        )

    @property
    def kind(self) -> str | None:
        """Return what the extractor takes its page for; None if it was not fetched."""
        return self.observed.page.kind if self.observed is not None else None

    @property
    def is_dated(self) -> bool:
        """Return True for an article that shows any mark of one: a time, a counter, an author."""
        article = self.observed.page.article if self.observed is not None else None
        if article is None or self.observed is None:
            return False
        told = (article.published_at, article.views, article.published_raw)
        return any(one is not None for one in told) or any(one.code in UNREAD for one in self.observed.page.problems)

    @property
    def is_updated(self) -> bool:
        """Return True for an article that says when it was last changed: a wiki's page may say no more."""
        article = self.observed.page.article if self.observed is not None else None
        return article is not None and article.updated_at is not None


class Book:
    """The addresses of one portal, and those of other hosts that its pages link to."""

    def __init__(
        self,
        portal: Portal,
        sessions: frozenset[str] = frozenset(),
        own_path: str = "",
        months: re.Pattern[str] | None = None,
    ) -> None:
        self.portal = portal
        self.own_path = own_path
        """Path under which the portal lies; empty for a whole host. Pages elsewhere are a neighbour's."""
        self.sessions = sessions
        """Parameters that carry a session's id: another value on each page, and no part of any name."""
        self.months = months
        """What matches archives by month that are looked at as lists; None while they are left alone, as traps."""
        self.entries: dict[str, Entry] = {}
        self.traps: dict[str, str] = {}
        """Addresses never to be fetched: path and query -> absolute."""
        self.elsewhere: dict[str, set[str]] = {}
        """Host -> addresses on it that pages link to."""
        self.observed: list[Observed] = []
        self.listed: dict[str, tuple[str, ...]] = {}
        """Sitemap or feed -> addresses it lists."""
        self.looks = Looks()
        self.switches = Switches()
        self.carried: frozenset[str] = frozenset()
        """What addresses carry that changes nothing: orders that pagers put into all pages of a list, own language."""
        self._titles: Counter[str] = Counter()

    def emptied(self, *, months: re.Pattern[str] | None = None) -> Book:
        """Return a book of the same portal without its pages, which are read anew."""
        return Book(self.portal, self.sessions, self.own_path, months or self.months)

    def add(self, seen: Observed) -> None:
        """Take in what one fetch showed."""
        self.observed.append(seen)
        self._titles.update([seen.page.title] if seen.page.title and seen.links else [])
        own = self.entry(seen.asked)
        if own is not None:
            own.observed = seen
        for url in seen.listed:
            entry = self.entry(url) if not seen.is_index else None
            if entry is not None:
                entry.in_sitemap = True
        if seen.listed:
            self.listed[seen.asked] = seen.listed
        linked = [(link, self.local(link.url)) for link in seen.links if is_on(self.portal, link.url)]
        asked, asking = self.local(seen.asked), [(link, local) for link, local in linked if "?" in link.url]
        # Before any address of this page is taken for another order of its rows.
        self.carried |= {pair for link, local in asking for pair in carried_orders(asked, local, link.text)}
        self.carried |= own_language({local for _, local in linked})
        told = [(local, link.text, link.language) for link, local in linked if not is_foreign(local)]
        self.switches.note(asked, told)
        for link in seen.links:
            entry = self.entry(link.url)
            if entry is not None:
                entry.texts[link.text] += 1
                entry.pages.add(seen.asked)
                entry.menu += link.in_menu
                entry.tags += link.is_tag
                entry.more += link.is_more
                entry.main += not link.in_aside
        for link, local in asking:
            if not (link.is_more or link.is_tag):
                self.looks.note(asked, local, link.text)
        self._leave_looks()

    def _leave_looks(self) -> None:
        """Take out of the book what turns out to be another look of a page that has an address of its own."""
        self.looks.settle()
        for local in [local for local in self.entries if self._is_look(local)]:
            self.traps.setdefault(local, self.entries.pop(local).fetch_url)

    def _is_look(self, local: str) -> bool:
        """Return True for another look of a page, or its copy in another language."""
        found = self.looks.pairs
        return self.switches.is_copy(local) or bool(found and not found.isdisjoint(pairs_of(local)))

    def entry(self, url: str) -> Entry | None:
        """Return the entry of an address, made if it is new; None for traps and other hosts."""
        if not is_on(self.portal, url):
            parts = urlsplit(url)
            if parts.hostname:
                self.elsewhere.setdefault(parts.netloc.lower(), set()).add(url)
            return None
        if is_outside(url, self.own_path):
            return None
        local = self.local(url)
        known = self.entries.get(local)
        if known is not None:
            known.spellings.add(url)
            return known
        if not self.is_month(local) and (
            is_trap(url, local, self.carried) or is_foreign(local) or self._is_look(local)
        ):
            self.traps.setdefault(local, url)
            return None
        self.entries[local] = Entry(local, spelled_plainly(url, self.portal))
        return self.entries[local]

    def local(self, url: str) -> str:
        """Return path and query of an address as the book knows it."""
        path, _, query = local_of(canonical_url(url, self.portal)).partition("?")
        query = "&".join(pair for pair in query.split("&") if pair and pair.partition("=")[0] not in self.sessions)
        return meant_by(f"{path}?{query}" if query else path, self.portal.route)

    def is_month(self, local: str) -> bool:
        """Return True for an archive of a month that may be a list."""
        return self.months is not None and self.months.search(local) is not None

    @property
    def has_sitemap(self) -> bool:
        """Return True if a sitemap was read that lists pages."""
        return any(seen.listed and seen.is_map for seen in self.observed)

    @property
    def pages(self) -> list[Observed]:
        """Return the observed HTML pages."""
        return [seen for seen in self.observed if seen.links]

    @property
    def read(self) -> list[Entry]:
        """Return the addresses whose pages came."""
        return [one for one in self.entries.values() if one.observed is not None and one.observed.status == 200]

    @property
    def content(self) -> list[Entry]:
        """Return the addresses whose pages are articles, documents, or lists of them."""
        return [one for one in self.entries.values() if one.kind in CONTENT]

    def is_everywhere(self, entry: Entry) -> bool:
        """Return True for an address to which at least half of the pages link."""
        return len(entry.pages) >= max(2, FRAME_SHARE * len(self.pages))

    def _shows_another(self, entry: Entry) -> bool:
        """Return True for a page of the menus whose title is what links to another page say, or that of other pages.

        Some portals show the newest article of a section in full where its list begins; the titles of others are found
        in what stands beside every page.
        """
        title = entry.observed.page.title if entry.observed is not None else None
        if not title or len(entry.text) > SHORT or len(title) < TELLING or title in entry.texts:
            return False
        if self._titles[title] >= SHARED:
            return True
        return any(title in other.texts for other in self.entries.values() if other is not entry)

    def is_frame(self, entry: Entry) -> bool:
        """Return True for an address that is linked all over the site with words as short as a section's name."""
        if entry.is_dated and entry.kind == "article" and not self._shows_another(entry):
            return False
        if entry.is_tool:
            return False
        return (self.is_everywhere(entry) or entry.menu > 0) and len(entry.text) <= SHORT
