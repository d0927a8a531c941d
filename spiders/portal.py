"""One portal, live. `kho crawl PORTAL`, or `scrapy crawl portal -a portal=longbien`.

The spider asks for what the frontier says is due and hands on what came; pages are read in crawler/pipelines.py.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.clock import utc_now
from crawler.errors import ArchiveWriteError
from crawler.failures import SKIPS, network_reason
from crawler.feed import Extracted, Feed, Fetched, Kept
from crawler.forms import Filled
from crawler.politeness import Pace, is_loopback, politeness_settings
from crawler.portals import find_portal
from crawler.postback import split_posted
from crawler.render.chromium import RENDERING, require_browser
from crawler.replay.steps import Step
from crawler.sampled import Sample
from crawler.session import CrawlOptions, CrawlSession, open_session
from crawler.store.crawls import Verdict
from crawler.store.frontier import DueUrl
from crawler.told import network_told
from crawler.urls import spelling

logger = logging.getLogger(__name__)

MAX_FAILURES = 5
"""Failures in a row after which the server is left alone until the next crawl."""
CONDITIONAL = frozenset({"attachment", "other"})
"""Kinds asked for with If-None-Match; an article is always fetched whole, for its view count, a list for the ledger."""


class PortalSpider(Spider):
    """Crawls one portal into one archive."""

    name = "portal"

    def __init__(self, session: CrawlSession, window: int, sample: Sample) -> None:
        super().__init__()
        self.session = session
        self.sample = dict(sample)
        """What was fetched before the crawl, by the address asked for, until it is taken."""
        self.feed = Feed(session, window)
        self.pace = Pace()
        self.outcome: Verdict | None = None
        self.reason: str | None = None
        self.detail = ""
        self._failures = 0
        self._committing: asyncio.Task[None] | None = None
        self._closing: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler, *_: Any, **kwargs: Any) -> PortalSpider:
        """Open the archive and set Scrapy up for this portal.

        Arguments, as strings from `-a` or as given by `kho crawl`: portal (id or address), archive (folder), options,
        sample.
        Raises: KhoError.
        """
        archive = Path(kwargs.get("archive") or os.environ.get("KHO_ARCHIVE") or "data")
        portal, text = find_portal(kwargs.get("portal", ""), archive)
        if portal.render:
            require_browser()
            middlewares = crawler.settings.getdict("DOWNLOADER_MIDDLEWARES") | RENDERING
            crawler.settings.set("DOWNLOADER_MIDDLEWARES", middlewares, priority="spider")
        crawler.settings.setdict(politeness_settings(portal), priority="spider")
        if not is_loopback(portal) and not crawler.settings["CONTACT"]:
            logger.warning("KHO_CONTACT is not set: whoever runs %s cannot reach you (see README)", portal.url)
        options = kwargs.get("options") or _options_from(kwargs)
        sample: Sample = {} if portal.render else kwargs.get("sample") or {}
        began = min((one.fetched_at for one in sample.values()), default=None)
        session = open_session(archive, portal, text, options, crawler.settings, began=began)
        window = 2 * crawler.settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN")
        spider = super().from_crawler(crawler, session=session, window=window, sample=sample)
        crawler.signals.connect(spider._stored, signal=signals.item_scraped)
        crawler.signals.connect(spider._not_stored, signal=signals.item_error)
        crawler.signals.connect(spider._not_parsed, signal=signals.spider_error)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """Yield a request for each due address, until nothing is due or a limit is reached."""
        session = self.session
        self._committing = asyncio.create_task(self._commit_regularly())
        try:
            await session.note(Step(do="seed", at=utc_now()))
            while not self._must_stop():
                if await self._had_to_wait():
                    continue
                due = await self.feed.next()
                if self._must_stop() or due is None:
                    break
                if split_posted(due.url)[1] and self.session.forms.get(due.url) is None:
                    await self._form_lost(due)
                    continue
                request = self._request(due)
                if request.url not in self.sample:
                    self.pace.went_out()
                yield request
        except ArchiveWriteError as error:
            self.abort(error)

    async def _had_to_wait(self) -> bool:
        """Wait a little if the server asked for time, and say so; the caller then looks again whether to go on."""
        one_by_one = self.pace.crawl_delay or not self.feed.has_begun
        if one_by_one and self.feed.under_way:
            await self.feed.released()
            return True
        wait = self.pace.wait()
        if wait:
            await asyncio.sleep(min(wait, 1.0))
        return wait > 0

    async def _commit_regularly(self) -> None:
        try:
            await self.session.writer.commit_regularly()
        except ArchiveWriteError as error:
            self.abort(error)

    def _request(self, due: DueUrl) -> Request:
        headers = {"Accept-Encoding": "gzip, deflate, br, zstd"}
        if due.kind in CONDITIONAL and due.last_record_id and not self.session.options.full:
            if due.etag:
                headers["If-None-Match"] = due.etag
            if due.last_modified:
                headers["If-Modified-Since"] = due.last_modified
        request = Request(
            due.fetch_url if due.failures else spelling(due.fetch_url, due.kind, self.session.portal),
            callback=self.parse,
            errback=self.failed,
            headers=headers,
            dont_filter=True,
            meta={"due": due, "dont_redirect": True, "download_slot": self.session.portal.id},
        )
        filled = self.session.forms.get(due.url)
        return request if filled is None else posting(request, filled, split_posted(due.url)[1])

    async def _form_lost(self, due: DueUrl) -> None:
        """Put off a page that only a form leads to which is not held: the next crawl walks the list again."""
        await self.session.note(Step(do="not_fetched", url=due.url, at=utc_now(), reason="awaits_form"))
        self.feed.release(due.id)

    def parse(self, response: Response, **_: Any) -> Iterator[Fetched]:
        """Hand on what was archived."""
        yield Fetched(due=response.meta["due"], capture=response.meta["capture"])

    async def failed(self, failure: Failure) -> None:
        """Note in the frontier why there is no response."""
        request: Request = failure.request  # type: ignore[attr-defined]
        due: DueUrl = request.meta["due"]
        error = failure.value
        assert error is not None
        if isinstance(error, ArchiveWriteError):
            return
        reason = network_reason(error)
        logger.info("not fetched portal=%s reason=%s url=%s", self.session.portal.id, reason, request.url)
        self.session.counts["failures"] += 1
        self.session.counts[reason] += 1
        try:
            await self.session.note(Step(do="not_fetched", url=due.url, at=utc_now(), reason=reason))
        except ArchiveWriteError as unwritable:
            self.abort(unwritable)
        finally:
            self._note(reason, network_told(error).partition(": ")[2])
            self.feed.release(due.id)

    def _stored(self, item: Kept) -> None:
        if item.stored.failure is None:
            self._failures = 0
            self.session.forms.drop(item.due.url)
        else:
            self._note(item.stored.failure, item.due.url)
        self.feed.release(item.due.id)

    def _not_stored(self, item: Fetched | Extracted) -> None:
        """A page of which not even the capture could be stored; the traceback is in the log."""
        logger.error("not stored portal=%s url=%s", self.session.portal.id, item.due.url)
        self._note("unexpected", item.due.url)
        self.feed.release(item.due.id)

    def _not_parsed(self, response: Response | Failure | None) -> None:
        """A fault of our own in `start`, `parse` or `failed`: an address must not stay under way for ever."""
        self.fail("internal_error", "the crawl could not go on; see logs/crawl.log")
        request = getattr(response, "request", None)
        if request is not None:
            self.feed.release(request.meta["due"].id)

    def _note(self, reason: str, detail: str) -> None:
        """Count failures in a row; skips are the portal's wish, not a failure."""
        if reason in SKIPS:
            return
        self._failures += 1
        if self._failures >= MAX_FAILURES:
            blocked = reason in ("challenge", "http_429", "http_4xx")
            last = f"{MAX_FAILURES} failures in a row, the last one {reason} ({detail})"
            self.fail("blocked" if blocked else "unreachable", last)

    def fail(self, reason: str, detail: str) -> None:
        """End the crawl for `reason`; the first one given counts."""
        if self.reason is None:
            self.reason, self.detail = reason, detail
            logger.info("crawl ends early portal=%s reason=%s: %s", self.session.portal.id, reason, detail)

    def abort(self, error: ArchiveWriteError) -> None:
        """End the crawl at once: what cannot be archived must not be read.

        Closing waits for the requests in flight, and those may be waiting for our caller: so it is not awaited here.
        """
        self.fail("archive_failed", str(error))
        engine = self.crawler.engine
        if self._closing is None and engine is not None:
            self._closing = asyncio.create_task(engine.close_spider_async(reason="archive_failed"))

    def _must_stop(self) -> bool:
        if self.reason is None and self.feed.is_over_limit():
            self.reason = "limit"
        if self.reason is None and self.feed.is_over_time():
            self.reason = "time_limit"
        return self.reason is not None

    def closed(self, reason: str) -> None:
        """Close the archive and keep the verdict; called by Scrapy at the very end."""
        if self._committing is not None:
            self._committing.cancel()
        if reason == "finished" and not self.session.counts["captures"] and self.session.counts["robots_disallowed"]:
            self.reason = self.reason or "robots_disallowed"
        if reason == "finished" and self.session.options.since is not None:
            self.reason = self.reason or "since"
        ended = {"finished": "finished", "shutdown": "interrupted"}.get(reason, "internal_error")
        try:
            self.outcome = self.session.finish(self.reason or ended)
        except ArchiveWriteError as error:
            self.outcome = Verdict("failed", self.detail or str(error))
        logger.info("crawl closed portal=%s verdict=%s reason=%s", self.session.portal.id, *self.outcome)


def posting(request: Request, filled: Filled, posted: str) -> Request:
    """Return a request that posts a form; `posted` is what of it names the page."""
    headers = request.headers.copy()
    headers["Content-Type"] = "application/x-www-form-urlencoded"
    if filled.cookie:
        headers["Cookie"] = filled.cookie
    meta = request.meta | {"postback": posted}
    return request.replace(url=filled.form.url, method="POST", body=filled.body, headers=headers, meta=meta)


def _options_from(arguments: dict[str, Any]) -> CrawlOptions:
    """Read the options of a plain `scrapy crawl portal -a …`: full=1, limit=20, since=2021-09-01, attachments=0."""
    return CrawlOptions(
        full=arguments.get("full") in ("1", "true", "yes"),
        limit=int(arguments["limit"]) if "limit" in arguments else None,
        since=date.fromisoformat(arguments["since"]) if "since" in arguments else None,
        max_minutes=float(arguments["max_minutes"]) if "max_minutes" in arguments else None,
        attachments=arguments.get("attachments") not in ("0", "false", "no"),
    )
