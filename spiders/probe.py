"""A small sample of an unknown portal, as polite as a crawl: `kho probe URL`.

The spider fetches one page after the other and hands each to the learner, which says what to ask for next.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncIterator
from time import monotonic
from typing import Any
from urllib.parse import urljoin, urlsplit

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from crawler.archive.coding import decode_content
from crawler.clock import utc_now
from crawler.failures import network_reason
from crawler.items import Capture
from crawler.learn.observe import Observed, observe
from crawler.learn.refusals import needs_browser
from crawler.learn.rendering import gained, shows_more, to_compare
from crawler.learn.survey import Survey
from crawler.nursery import Helper
from crawler.politeness import Pace, politeness_settings
from crawler.portals import Portal
from crawler.robots import RobotsUnreachableError
from crawler.workers import in_time
from spiders.probe_browser import ProbeBrowser

logger = logging.getLogger(__name__)
progress = logging.getLogger("kho.progress")

MAX_PAGE = 8 * 1024 * 1024
"""Bytes; a page that is larger is not fetched to its end."""
POLITE = frozenset({"crawler.robots.RobotsMiddleware", "crawler.middlewares.PolitenessMiddleware"})
"""What a sample needs of the crawl's middlewares; it is not archived: the crawl will be."""
READ_SECONDS = 40.0
MAX_FAILURES = 5
SAY_SECONDS = 10.0
FEED = re.compile(rb"<link[^>]{0,300}application/(?:rss|atom)\+xml[^>]{0,300}>", re.I)
HREF = re.compile(rb"href=[\"']?([^\"'\s>]{1,500})", re.I)


class ProbeSpider(Spider):
    """Fetches what a `Survey` asks for."""

    name = "probe"

    def __init__(self, survey: Survey) -> None:
        super().__init__()
        self.survey = survey
        self.pace = Pace()
        self.captures: dict[str, Capture] = {}
        """Asked address -> what came, content coding undone."""
        self.requests = 0
        self._promised = 0
        """Requests that are under way, or about to be."""
        self._hosts: set[str] = set()
        """Hosts that were asked: of each robots.txt comes first."""
        self._failures = 0
        self._said = monotonic()
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
        try:
            while self.requests < self.survey.budget and self._failures < MAX_FAILURES:
                url = self.survey.next_url()
                if url is None:
                    break
                if not self.may_ask(url):
                    if self.survey.home is None:
                        self.survey.failed(url, f"redirects used up the sample of {self.survey.budget} requests")
                    break
                await self._ask(url)
                self._say_how_far()
            await self._compare()
        finally:
            await self._browser.close()
            self._reader.close()
        nothing: tuple[Request, ...] = ()
        for request in nothing:
            yield request

    def may_ask(self, url: str) -> bool:
        """Return True while the sample may cost what an address does: of a new host robots.txt, too."""
        return self.requests + self._promised + self._cost(url) <= self.survey.budget

    def _cost(self, url: str) -> int:
        return 1 if urlsplit(url).netloc in self._hosts else 2

    def _say_how_far(self) -> None:
        """Log every few seconds how much of the sample there is."""
        if monotonic() - self._said >= SAY_SECONDS:
            self._said = monotonic()
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
            return await self.crawler.engine.download_async(request)
        except IgnoreRequest as error:
            self.survey.failed(request.url, _why_ignored(error))
        except Exception as error:  # whatever the network does is a finding
            reason = network_reason(error)
            logger.info("not fetched reason=%s url=%s", reason, request.url)
            self.survey.failed(request.url, f"{reason}: {error}"[:200])
            self._failures += reason != "robots_disallowed"
        finally:
            self._promised -= cost
        return None

    async def _read(self, url: str, response: Response) -> None:
        capture = capture_of(response, self.survey.portal)
        if self.survey.render is not None:
            capture = await self._browser.shown(capture) or capture
        self.captures[url] = capture
        seen = await self._observed(url, capture)
        if seen is None:
            return
        blocked = seen.page.kind == "challenge" or seen.status in (429, 503)
        self._failures = self._failures + 1 if blocked else 0
        if self.survey.home is None:
            self.survey.add_feeds(_feeds(capture))
            seen = await self._filled(url, capture, seen)
        self.survey.add(seen)

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
        self.captures[url] = shown
        return filled

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


def _observed_in_time(capture: Capture, portal: Portal) -> Observed:
    """Return what a page shows, or end with the whole process."""
    with in_time(READ_SECONDS):
        return observe(capture, portal)


def _why_ignored(error: IgnoreRequest) -> str:
    """Return why a request was not sent: forbidden, or a host that does not even give its robots.txt."""
    if isinstance(error, RobotsUnreachableError):
        return "the server cannot be reached, or cannot give its robots.txt"
    return "robots.txt forbids it"


def capture_of(response: Response, portal: Portal) -> Capture:
    """Return a response as a capture without a record, its content coding undone."""
    headers = tuple(
        (name.decode("latin-1").lower(), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
    )
    found = dict(headers)
    coding = found.get("content-encoding")
    try:
        body = decode_content(response.body, coding) if coding else response.body
    except Exception:  # a body that cannot be unpacked is read as it came
        body = response.body
    mime = found.get("content-type", "").partition(";")[0].strip().lower() or None
    return Capture(
        portal_id=portal.id, crawl_id="probe", requested_url=response.url, fetched_at=utc_now(),
        status=response.status, headers=headers, body=body, mime=mime, payload_bytes=len(response.body),
    )  # fmt: skip


def _feeds(capture: Capture) -> list[str]:
    """Return the feeds that a page's head names."""
    found = []
    for tag in FEED.findall(capture.body[:200_000])[:5]:
        match = HREF.search(tag)
        if match:
            found.append(urljoin(capture.requested_url, match[1].decode("utf-8", "replace").replace("&amp;", "&")))
    return found
