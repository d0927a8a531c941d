"""The sample as it grows: what was fetched, and which address to ask for next."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from urllib.parse import urljoin, urlsplit

from crawler.items import Capture
from crawler.learn.addresses.twins import twin_prefixes
from crawler.learn.choose import next_address
from crawler.learn.lists.months import find_months
from crawler.learn.sample.blocks import REDIRECTS, Refused
from crawler.learn.sample.book import Book
from crawler.learn.sample.hops import Hops
from crawler.learn.sample.naming import portal_id
from crawler.learn.sample.observe import Observed
from crawler.learn.sample.own_path import own_path
from crawler.learn.sample.routing import find_route
from crawler.learn.sample.sessions import session_keys
from crawler.learn.sample.slashes import Slashes
from crawler.learn.sample.stability import ARTICLES, LISTS, to_ask_again
from crawler.portals import Portal
from crawler.urls import is_on

MAX_HOPS = 6
MAX_MAPS = 6
"""Sitemaps and feeds that are read, parts of an index among them."""
AGAIN = ARTICLES + LISTS
"""Pages that are fetched twice, to see whether they stay the same."""
MAPS = ("/sitemap.xml", "/sitemap_index.xml", "/wp-sitemap.xml")


def bare_portal(url: str) -> Portal:
    """Return the portal at an address of which nothing is known. Raises: ValueError for what is no address."""
    parts = urlsplit(url)
    host = parts.netloc.lower()
    return Portal(id=portal_id(url), name=host, level="other", url=f"{parts.scheme}://{host}/")


class Survey:
    """Decides what to fetch, and keeps what came."""

    def __init__(self, url: str, budget: int, wanted: Callable[[str], bool] = lambda _: True) -> None:
        """`wanted` is told the address where the home page was found, and says whether to go on from there."""
        self.start_url = url
        self.portal = bare_portal(url)
        self.budget = budget
        """Requests in all, robots.txt among them."""
        self.book = Book(self.portal)
        self.home: Observed | None = None
        self.failures: dict[str, str] = {}
        """Address -> why it could not be fetched."""
        self.refused = Refused()
        self.is_cut = False
        """True if the budget ended the sample, not the portal."""
        self.again: dict[str, Capture | None] = {}
        """Address that was asked for a second time -> what came then, None if nothing did."""
        self.aliases: set[str] = set()
        self.render: str | None = None
        """Why pages have to be rendered, if they have to."""
        self.slashes = Slashes()
        self._wanted = wanted
        self._is_over = False
        self._asked: set[str] = set()
        self._respelled: set[str] = set()
        """Pages that were asked for again where the server spells them otherwise."""
        self._hops = 0
        self._chains = Hops()
        self._home_urls: deque[str] = deque([url])
        self._maps: deque[str] = deque()
        self._machine_lists: set[str] = set()
        self._posts: str | None = None
        self._last = ""

    def add_sitemaps(self, urls: Iterable[str]) -> None:
        """Note sitemaps that robots.txt names."""
        self._maps.extendleft(url for url in urls if url not in self._maps)

    def add_feeds(self, urls: Iterable[str]) -> None:
        """Note the first feed of news that the home page names; WordPress names that of all comments as well."""
        self._maps.extend([url for url in urls if "comment" not in url.lower()][:1])

    def next_url(self) -> str | None:
        """Return the address to ask for next, None if the sample is done."""
        url = self._next()
        if url is not None:
            url = self._spelled(url)
            self._asked.add(self._local(url))
            self._last = url
        return url

    def _spelled(self, url: str) -> str:
        """Return the address of a page as the server wants it to end."""
        entry = self.book.entries.get(self._local(url))
        if entry is not None and entry.fetch_url == url:
            entry.fetch_url = self.slashes.spelled(url)
            return entry.fetch_url
        return url

    def _next(self) -> str | None:
        if self.home is None:
            return self._home_urls.popleft() if self._home_urls else None
        if self._is_over:
            return None
        for url in self._lists():
            if is_on(self.portal, url) and self._local(url) not in self._asked:
                self._machine_lists.add(url)
                return url
        robots = 1 + len(self.aliases - {self.portal.host})
        if len(self._asked) + len(self.again) >= self.budget - robots - AGAIN:
            self.is_cut = self.is_cut or self._next_page() is not None
            return self._once_more()
        return self._next_page() or self._once_more()

    def _next_page(self) -> str | None:
        """Return the page that tells most; archives by month are looked at where nothing else leads to all articles."""
        url = next_address(self.book, budget=self.budget, asked=frozenset(self._asked))
        if self.home is None or (months := find_months(self.book, self.home, is_over=url is None)) is None:
            return url
        self._add_anew(self.book.emptied(months=months), self.book.observed)
        return next_address(self.book, budget=self.budget, asked=frozenset(self._asked))

    def _lists(self) -> Iterator[str]:
        """Yield sitemaps and feeds and, where no sitemap has listed anything, what the system gives to machines."""
        while self._maps and len(self._machine_lists) < MAX_MAPS:
            yield self._maps.popleft()
        if self._posts is not None and len(self._machine_lists) < MAX_MAPS and not self.book.has_sitemap:
            url, self._posts = self._posts, None
            yield url

    def is_machine_list(self, url: str) -> bool:
        """Return True for a sitemap, a feed or a list of posts, asked for on the chance that it is there."""
        return url in self._machine_lists

    def _without_sessions(self) -> None:
        """Read all pages again where a parameter turns out to be a session's id, or a prefix to change nothing."""
        found, known = session_keys(self.book.pages) | self.book.sessions, self.book.portal
        prefixes = (*known.rewrites, *twin_prefixes(self.book))
        if found == self.book.sessions and prefixes == known.rewrites:
            return
        portal = known.model_copy(update={"rewrites": prefixes})
        self._add_anew(Book(portal, found, self.book.own_path, self.book.months), self.book.observed)
        self._asked = {self._local(self.portal.url.rstrip("/") + local) for local in self._asked}

    def see_anew(self, seen: Mapping[str, Observed]) -> None:
        """Take pages as they look now in place of what they showed before; by the addresses asked for."""
        self._add_anew(self.book.emptied(), [seen.get(one.asked, one) for one in self.book.observed])

    def _add_anew(self, book: Book, observed: Iterable[Observed]) -> None:
        self.book = book
        for seen in observed:
            self.book.add(seen)
        for url in self.failures:
            self.failed(url, self.failures[url])

    def _local(self, url: str) -> str:
        return self.book.local(url)

    def _once_more(self) -> str | None:
        """Return a page to fetch a second time."""
        url = to_ask_again(self.book, self.again)
        if url is not None:
            self.again[url] = None
        return url

    def is_again(self, url: str) -> bool:
        """Return True for the second fetch of a page, which brings nothing to learn from."""
        return url in self.again

    def failed(self, url: str, reason: str) -> None:
        """Note that an address could not be fetched."""
        self.failures[url] = reason
        entry = self.book.entry(url) if not self.is_again(url) else None
        if entry is not None:
            entry.failed = True

    def add(self, seen: Observed) -> None:
        """Take in what was fetched."""
        if self.home is None:
            self._add_home(seen)
            return
        self.book.add(seen)
        self._without_sessions()
        if seen.is_index:
            self._maps.extend(_spread(seen.listed))
        if seen.more is not None:
            self._posts = seen.more
        self.slashes.note(seen)
        if 300 <= seen.status < 400 and not self._asks_again(seen):
            self._sent_on(seen)
        elif seen.status == 200:
            self._chains.arrived(self._local(seen.asked))

    def _sent_on(self, seen: Observed) -> None:
        """Note a redirect; its target is asked for like any address, unless redirects do nothing but lead on."""
        self.failed(seen.asked, REDIRECTS)
        if seen.location is None:
            return
        local, target = self._local(seen.asked), self._local(seen.location)
        if self._chains.may_follow(local, target):
            self.book.entry(seen.location)
        elif target not in self.book.entries:
            self.failures[seen.asked] = f"redirect_loop: sends on again and again, the last time to {seen.location}"

    def _asks_again(self, seen: Observed) -> bool:
        """Return True for a redirect to another spelling of the same address, which is asked for next, once."""
        local = self._local(seen.asked)
        entry = self.book.entries.get(local)
        if entry is None or seen.location is None or self.slashes.turned(seen) is None or local in self._respelled:
            return False
        self._respelled.add(local)
        self._asked.discard(local)
        entry.fetch_url = seen.location
        return True

    def _add_home(self, seen: Observed) -> None:
        """Take the first page that does not send on for the home page; its host is the portal's."""
        if seen.status < 400 and seen.location and self._hops < MAX_HOPS:
            self._hops += 1
            if (
                not is_on(self.portal, seen.location)
                or urlsplit(seen.location).scheme != urlsplit(self.portal.url).scheme
            ):
                self._rebase(seen.location)
            self._home_urls.append(seen.location)
            return
        self.home = seen
        self._is_over = not self._wanted(seen.asked)
        self.portal = self.portal.model_copy(update={"route": find_route(seen, self.portal)})
        self.book = Book(self.portal, own_path=own_path(self.start_url, seen, self.portal))
        self.book.add(seen)
        self._maps.extend(urljoin(self.portal.url, path) for path in self._map_paths(seen))
        self._posts = seen.posts

    def _map_paths(self, home: Observed) -> Iterable[str]:
        wordpress = b"/wp-content/" in home.head or b"/wp-includes/" in home.head
        return ("/wp-sitemap.xml", *MAPS[:2]) if wordpress else MAPS[:1]

    def _rebase(self, url: str) -> None:
        """Take another host for the portal's, where its home page sends us."""
        self.aliases.add(self.portal.host)
        self.portal = bare_portal(url)
        self.book = Book(self.portal)


def _spread(urls: tuple[str, ...]) -> list[str]:
    """Return the first and last parts of an index of sitemaps: pages of news are mostly in either."""
    return list(dict.fromkeys([*urls[:2], *urls[-1:]]))
