"""A small sample of an unknown portal, as polite as a crawl: `kho probe URL`.

The spider fetches one page after the other and hands each to the learner, which says what to ask for next.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from crawler.items import Capture
from crawler.learn.sample.arrived import broken, capture_of
from crawler.learn.sample.feeds import named_feeds
from crawler.learn.sample.observe import Observed, observe
from crawler.learn.survey import Survey
from crawler.learn.verdict.refusals import needs_browser
from crawler.learn.verdict.rendering import enough_to_compare, gained, shows_more, to_compare
from crawler.nursery import Helper
from crawler.politeness import Pace, politeness_settings
from crawler.portals import Portal
from crawler.sampled import Keeper
from crawler.seldom import Seldom
from crawler.told import network_told
from crawler.workers import in_time
from spiders.probe_browser import HTML, ProbeBrowser

logger = logging.getLogger(__name__)
progress = logging.getLogger("kho.progress")

MAX_PAGE = 8 * 1024 * 1024
"""Bytes; a page that is larger is not fetched to its end."""
POLITE = frozenset({"crawler.robots.RobotsMiddleware", "crawler.middlewares.PolitenessMiddleware"})
"""What a sample needs of the crawl's middlewares; it archives nothing: the crawl that takes it does."""
READ_SECONDS = 40.0
MAX_FAILURES = 5
MAX_RENDERED = 20
"""Pages that are rendered once it is known that all will be; each takes a second or more."""
PATIENCE = 60.0
"""Seconds that a sample waits because the server asks it to; one that asks for more is left alone."""
SAY_SECONDS = 10.0


class ProbeSpider(Spider):
    """Fetches what a `Survey` asks for."""

    name = "probe"

    def __init__(self, survey: Survey) -> None:
        super().__init__()
        self.survey = survey
        self.pace = Pace()
        self.captures: dict[str, Capture] = {}
        """Asked address -> what came, content coding undone."""
        self.keeper = Keeper()
        self.rendered: set[str] = set()
        """Addresses whose captures hold the page as scripts fill it."""
        self.requests = 0
        self._promised = 0
        """Requests that are under way, or about to be."""
        self._hosts: set[str] = set()
        """Hosts that were asked: of each robots.txt comes first."""
        self._failures = 0
        """Addresses in a row that gave no page."""
        self._last_failure = ""
        self._seldom = Seldom(SAY_SECONDS)
        self._browser = ProbeBrowser(self)
        self._reader = Helper()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *_: Any, **kwargs: Any) -> ProbeSpider:
        """Set Scrapy up for one portal. Arguments: `survey`."""
        survey: Survey = kwargs["survey"]
        settings = politeness_settings(survey.portal) | {
            "EXTENSIONS": {}, "ITEM_PIPELINES": {}, "DOWNLOAD_MAXSIZE": MAX_PAGE, "DOWNLOAD_WARNSIZE": 0,
        }  # fmt: skip
        crawler.settings.setdict(settings, priority="spider")
        known = crawler.settings.getdict("DOWNLOADER_MIDDLEWARES")
        middlewares = {path: order if path in POLITE else None for path, order in known.items()}
        crawler.settings.set("DOWNLOADER_MIDDLEWARES", middlewares, priority="spider")
        spider = super().from_crawler(crawler, survey=survey)
        crawler.signals.connect(spider._robots_parsed, signal=signals.robots_parsed)
        crawler.signals.connect(spider._went_out, signal=signals.request_reached_downloader)
        return spider

    def _robots_parsed(self, robotparser: Any) -> None:
        """Take the sitemaps that robots.txt names."""
        rules = getattr(robotparser, "rp", None)
        self.survey.add_sitemaps(list(getattr(rules, "sitemaps", None) or []))

    def _went_out(self, request: Request) -> None:
        self.requests += 1
        self._hosts.add(urlsplit(request.url).netloc)

    async def start(self) -> AsyncIterator[Request]:
        """Ask for one page after the other; yields nothing, since each answer decides what comes next."""
        compared = False
        try:
            while self._has_room and not self._is_over() and (url := self.survey.next_url()) is not None:
                if not self.may_ask(url):
                    if self.survey.home is None:
                        self.survey.failed(url, f"redirects used up the sample of {self.survey.budget} requests")
                    break
                await self._ask(url)
                self._say_how_far()
                if not compared and enough_to_compare(self.survey.book):
                    compared = True
                    await self._compare()
            if self._has_room or not compared:
                await self._compare()
        finally:
            await self._browser.close()
            self._reader.close()
        nothing: tuple[Request, ...] = ()
        for request in nothing:
            yield request

    def _is_over(self) -> bool:
        """Return True, and note why, if the server gives no pages any more, or wants to be left alone."""
        home, refused = self.survey.home, self.survey.refused
        if home is not None and (home.status >= 400 or home.asked in refused.blocked):
            return True
        wait = self.pace.wait()
        if wait > max(PATIENCE, self.pace.crawl_delay):
            refused.ended = f"the server asks to be left alone for {wait:.0f} seconds"
        elif self._failures >= MAX_FAILURES:
            refused.ended = f"{MAX_FAILURES} addresses in a row gave no page, the last one {self._last_failure}"
        return bool(refused.ended)

    @property
    def _has_room(self) -> bool:
        """Return True while the sample may cost one more request."""
        return self.requests < self.survey.budget

    def may_ask(self, url: str) -> bool:
        """Return True while the sample may cost what an address does: of a new host robots.txt, too."""
        return self.requests + self._promised + self._cost(url) <= self.survey.budget

    def _cost(self, url: str) -> int:
        return 1 if urlsplit(url).netloc in self._hosts else 2

    def _say_how_far(self) -> None:
        """Log every few seconds how much of the sample there is."""
        if self._seldom.is_due():
            progress.info("sample of %s: %d of at most %d requests", self.survey.portal.host, self.requests,
                          self.survey.budget)  # fmt: skip

    async def _wait(self) -> None:
        while wait := self.pace.wait():
            await asyncio.sleep(min(wait, 5.0))
        self.pace.went_out()

    async def _ask(self, url: str) -> None:
        """Fetch one address and hand on what it shows."""
        response = await self.download(Request(url))
        if response is not None:
            await self._read(url, response)

    async def download(self, request: Request) -> Response | None:
        """Send a request as politely as a crawl does; None, and noted, if nothing comes."""
        headers = {"Accept-Encoding": "gzip, deflate, br, zstd"} | request.headers.to_unicode_dict()
        request = request.replace(
            headers=headers, dont_filter=True, meta={"dont_redirect": True, "download_slot": "probe"}
        )
        assert self.crawler.engine is not None
        cost = self._cost(request.url)
        self._promised += cost
        try:
            await self._wait()
            response = await self.crawler.engine.download_async(request)
        except IgnoreRequest as error:
            self.survey.failed(request.url, network_told(error))
        except Exception as error:  # whatever the network does is a finding
            self._failed(request.url, network_told(error))
        else:
            self.keeper.keep(request, response)
            return response
        finally:
            self._promised -= cost
        return None

    def _failed(self, url: str, reason: str) -> None:
        """Note that nothing of use came, which counts towards the end of the sample."""
        logger.info("not fetched reason=%s url=%s", reason, url)
        self.survey.failed(url, reason)
        self._count_failure(url, reason)

    def _count_failure(self, url: str, reason: str) -> None:
        self._failures += 1
        self._last_failure = f"{url}: {reason}"

    async def _read(self, url: str, response: Response) -> None:
        capture = capture_of(response, self.survey.portal)
        fault = broken(response, capture)
        if fault is not None:
            self._failed(url, fault)
            return
        if self.survey.render is not None and (shown := await self._browser.shown(capture)) is not None:
            capture = shown
            self.rendered.add(url)
        again = self.survey.is_again(url)
        (self.survey.again if again else self.captures)[url] = capture
        seen = await self._observed(url, capture)
        if seen is None:
            return
        if self.survey.home is None:
            self.survey.add_feeds(named_feeds(capture))
            seen = await self._filled(url, capture, seen)
        self._note_block(seen)
        if not again:
            self.survey.add(seen)

    def _note_block(self, seen: Observed) -> None:
        """Count answers that are no pages; lists for machines are often forbidden where pages are not."""
        if self.survey.is_machine_list(seen.asked):
            return
        if self.survey.refused.note(seen):
            self._count_failure(seen.asked, self.survey.refused.blocked[seen.asked])
        else:
            self._failures = 0

    async def _observed(self, url: str, capture: Capture) -> Observed | None:
        """Return what a page shows, read in another process; None, and noted, if it kills or outlasts its reader."""
        try:
            return await asyncio.to_thread(self._reader.call, _observed_in_time, capture, self.survey.portal)
        except Exception as error:  # costs that page alone
            self.survey.failed(url, f"could not be read: {type(error).__name__}")
            self._reader.close()
            self._reader = Helper()
            return None

    async def _filled(self, url: str, capture: Capture, seen: Observed) -> Observed:
        """Return the home page as scripts fill it, where they do; all pages are then read so."""
        shown = await self._browser.shown(capture) if needs_browser(seen) else None
        filled = await self._observed(url, shown) if shown is not None else None
        if shown is None or filled is None or not shows_more(seen, filled):
            return seen
        self.survey.render = f"the home page has {seen.text_chars} characters without scripts, {filled.text_chars} with"
        self._take_rendered(url, shown)
        return filled

    def _take_rendered(self, url: str, shown: Capture) -> None:
        self.captures[url] = shown
        self.rendered.add(url)

    async def _compare(self) -> None:
        """Look at a few articles both ways, where something lacks on all of them that scripts may bring."""
        compared = to_compare(self.survey.book) if self.survey.render is None and self._browser.is_there else []
        gains: list[frozenset[str]] = []
        for plain in compared:
            shown = await self._browser.shown(self.captures[plain.asked])
            seen = await self._observed(plain.asked, shown) if shown is not None else None
            gains.append(gained(plain, seen) if seen is not None else frozenset())
        fields = frozenset.intersection(*gains) if gains else frozenset()
        if fields:
            self.survey.render = f"only scripts bring {', '.join(sorted(fields))}: {len(gains)} articles compared"
            await self._render_all()

    async def _render_all(self) -> None:
        """Read what came before anew, as scripts fill it: the crawl will read it so. What the budget allows."""
        seen: dict[str, Observed] = {}
        articles = [one.asked for one in self.survey.book.pages if one.page.article and one.asked in self.captures]
        for url in list(dict.fromkeys([*articles, *self.captures]))[:MAX_RENDERED]:
            shown = await self._browser.shown(self.captures[url]) if self._has_room else None
            filled = await self._observed(url, shown) if shown is not None else None
            if shown is not None and filled is not None:
                self._take_rendered(url, shown)
                seen[filled.asked] = filled
        self.survey.see_anew(seen)
        self.survey.again = dict.fromkeys(self.survey.again)

    @property
    def counted(self) -> dict[str, Capture]:
        """Return what a report is made of: all that came, or what was rendered where the crawl will render."""
        if self.survey.render is None:
            return self.captures
        return {url: one for url, one in self.captures.items() if url in self.rendered or one.mime not in HTML}


def _observed_in_time(capture: Capture, portal: Portal) -> Observed:
    """Return what a page shows, or end with the whole process."""
    with in_time(READ_SECONDS):
        return observe(capture, portal)
