"""The same pages from a web archive: its CDX server is asked what it holds, and the raw payloads are fetched.

`kho backfill PORTAL`, or `scrapy crawl backfill -a portal=longbien`. Nothing is asked for twice: what has its record is
left out, so a run that was killed goes on where it was.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.archive.captures import live_capture
from crawler.archive.exchange import Exchange
from crawler.backfill_options import BackfillOptions, archive_settings
from crawler.backfill_payload import exchange_in, payload_headers
from crawler.cdx import WAYBACK, CdxList, CdxRow, number_of_pages, read_rows, server_of
from crawler.clock import utc_now
from crawler.errors import ArchiveWriteError
from crawler.failures import network_reason
from crawler.politeness import Pace, is_loopback_host, retry_after
from crawler.portals import Portal, find_portal
from crawler.session import CrawlOptions, CrawlSession, open_session
from crawler.store.captures import capture_id_of
from crawler.store.crawls import Verdict, verdict_of_saved
from crawler.store.database import open_read_only
from crawler.urls import canonical_url, is_on

logger = logging.getLogger(__name__)

CDX_SECONDS = 2.5
"""Between two questions to a CDX server: the Wayback Machine bears 24 a minute."""
BUSY = frozenset({429, 500, 502, 503, 504})
BUSY_SECONDS = 30.0
"""How long a server that is busy is left alone if it does not say; twice as long each further time."""
MAX_FAILURES = 6
"""Failures in a row after which the server is left alone until the next run."""


class BackfillSpider(Spider):
    """Fetches what a web archive holds of one portal."""

    name = "backfill"

    def __init__(self, archive: Path, portal: Portal, opened: CrawlSession | None, options: BackfillOptions) -> None:
        super().__init__()
        self.archive = archive
        self.portal = portal
        self.opened = opened
        """None for a dry run, which writes nothing."""
        self.options = options
        self.listed = 0
        """Captures that the server lists."""
        self.to_fetch = 0
        """Of a dry run: captures that would be fetched."""
        self.server = server_of(options.cdx)
        self.pace = Pace()
        self.outcome: Verdict | None = None
        self.reason: str | None = None
        self.detail = ""
        self._failures = 0
        self._folder = TemporaryDirectory(prefix="kho-backfill-")
        self._list = CdxList(Path(self._folder.name) / "cdx.db")
        self._committing: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler, *_: Any, **kwargs: Any) -> BackfillSpider:
        """Open the archive and set Scrapy up for the web archive's server. Arguments as for `PortalSpider`.

        Raises: KhoError.
        """
        archive = Path(kwargs.get("archive") or os.environ.get("KHO_ARCHIVE") or "data")
        portal, text = find_portal(kwargs.get("portal", ""), archive)
        options = kwargs.get("options") or BackfillOptions(cdx=kwargs.get("cdx", WAYBACK))
        local = is_loopback_host(urlsplit(server_of(options.cdx).cdx).hostname or "")
        crawler.settings.setdict(archive_settings(local=local), priority="spider")
        asked = {"cdx": options.cdx, "captured_since": options.since, "captured_until": options.until,
                 "every": options.every}  # fmt: skip
        session = None
        if options.dry_run:
            crawler.settings.set("EXTENSIONS", {}, priority="spider")
        else:
            session = open_session(
                archive, portal, text, CrawlOptions(), crawler.settings, kind="backfill",
                asked={key: value and str(value) for key, value in asked.items()},
            )  # fmt: skip
        spider = super().from_crawler(crawler, archive=archive, portal=portal, opened=session, options=options)
        crawler.signals.connect(spider._not_parsed, signal=signals.spider_error)
        return spider

    @property
    def session(self) -> CrawlSession:
        """The archive, open for writing."""
        assert self.opened is not None
        return self.opened

    async def start(self) -> AsyncIterator[Request]:
        """Yield what to ask: first what there is, then each capture that is not in our archive yet."""
        if self.opened is not None:
            self._committing = asyncio.create_task(self._commit_regularly())
        try:
            for host in self.portal.hosts:
                await self._list_host(host)
            if self.options.dry_run:
                self.to_fetch = self._count_to_fetch()
            elif not self.reason:
                async for request in self._payloads():
                    yield request
        except ArchiveWriteError as error:
            self.fail("archive_failed", str(error))

    async def _list_host(self, host: str) -> None:
        """Put all captures of a host into the list, page by page where the server has pages."""
        options, ask = self.options, self.server.list_url
        first = await self._ask(ask(host, options.since, options.until, showNumPages="true"))
        if first is None:
            return
        pages = number_of_pages(first)
        if pages is None:
            self._keep_rows(first)
            return
        for page in range(pages):
            text = await self._ask(ask(host, options.since, options.until, page=str(page)))
            if text is not None:
                self._keep_rows(text)

    async def _ask(self, url: str) -> str | None:
        """Return the answer of the CDX server, however often it has to be asked; None if it gives none."""
        engine = self.crawler.engine
        assert engine is not None
        for attempt in range(MAX_FAILURES):
            await self._wait()
            try:
                response = await engine.download_async(Request(url, dont_filter=True))
            except Exception as error:
                self._busy(attempt, None, f"{network_reason(error)}: {url}")
                continue
            if self._seconds_between():
                self.pace.hold(self._seconds_between())
            if response.status == 200:
                return response.body.decode("utf-8", "replace")
            if response.status not in BUSY:
                self.fail("unreachable", f"the CDX server answered {response.status}: {url}")
                return None
            self._busy(attempt, response, f"{response.status}: {url}")
        self.fail("unreachable", f"the CDX server gave no answer: {url}")
        return None

    def _seconds_between(self) -> float:
        return 0.0 if is_loopback_host(urlsplit(self.server.cdx).hostname or "") else CDX_SECONDS

    def _keep_rows(self, text: str) -> None:
        for row in read_rows(text):
            if is_on(self.portal, row.url):
                self._list.add(canonical_url(row.url, self.portal), row)
                self.listed += 1

    def _count_to_fetch(self) -> int:
        rows = self._list.chosen(self.options.every)
        path = self.archive / "archive.db"
        if not path.exists():
            return sum(1 for _ in rows)
        with closing(open_read_only(path, current=False)) as db:
            return sum(capture_id_of(db, row.record_id()) is None for row in rows)

    async def _payloads(self) -> AsyncIterator[Request]:
        rows: Iterator[CdxRow] = self._list.chosen(self.options.every)
        for row in rows:
            if self.reason:
                return
            if await self.session.writer.write(capture_id_of, row.record_id()) is None:
                await self._wait()
                yield self._request(row)

    def _request(self, row: CdxRow) -> Request:
        meta = {"row": row, "dont_redirect": True}
        url, headers = self.server.payload_url(row), payload_headers(row, self.server)
        return Request(url, self.parse, errback=self.failed, headers=headers, dont_filter=True, meta=meta)

    async def parse(self, response: Response) -> AsyncIterator[Request]:
        """Archive and store what came; what the server could not give now is asked for again."""
        row: CdxRow = response.meta["row"]
        exchange = exchange_in(response, row, self.server)
        if exchange is not None:
            self._failures = 0
            await self._take(row, exchange, response.url)
        elif response.status in BUSY and not self.reason:
            self._busy(self._failures, response, f"{response.status}: {response.url}")
            await self._wait()
            yield self._request(row)
        else:
            logger.info("not there status=%s url=%s", response.status, response.url)
            await self.session.record_event(row.url, {"event": "not_in_archive", "source": response.url})

    async def _take(self, row: CdxRow, exchange: Exchange, source: str) -> None:
        session = self.session
        about = {
            "event": "backfilled", "crawl": session.crawl_id, "source": source, "cdx": self.server.cdx,
            "cdx_digest": row.digest, "fetched_at": utc_now(),
        }  # fmt: skip
        loop = asyncio.get_running_loop()
        try:
            written = await loop.run_in_executor(
                session.archive_thread, session.warc.append_saved, exchange, row.record_id(), about
            )
            ids = {"portal_id": session.portal.id, "crawl_id": session.crawl_id}
            capture = live_capture(exchange, written, **ids, source="backfill")
            page = await session.read(capture)
            if row.url.endswith("/robots.txt"):
                await session.store_exchange(capture)
            else:
                await session.store_page(capture, page)
        except ArchiveWriteError as error:
            self.fail("archive_failed", str(error))
            return
        session.counts.update(requests=1, captures=1, bytes=len(exchange.body), problems=len(page.problems))
        session.counts[page.kind] += 1

    async def failed(self, failure: Failure) -> AsyncIterator[Request]:
        """Ask again for what the network lost, until it loses too much."""
        request: Request = failure.request  # type: ignore[attr-defined]
        assert failure.value is not None
        self._busy(self._failures, None, f"{network_reason(failure.value)}: {request.url}")
        if not self.reason:
            await self._wait()
            yield self._request(request.meta["row"])

    def _busy(self, attempt: int, response: Response | None, detail: str) -> None:
        """Leave the server alone for as long as it asks, or a while that doubles."""
        header = response.headers.get(b"Retry-After") if response is not None else None
        asked = retry_after(header.decode("latin-1") if header else None, datetime.now(UTC))
        self.pace.hold(asked if asked is not None else BUSY_SECONDS * 2**attempt)
        if self.opened is not None:
            self.opened.counts["failures"] += 1
        self._failures += 1
        logger.info("busy attempt=%d %s", attempt, detail)
        if self._failures >= MAX_FAILURES:
            self.fail("unreachable", f"{MAX_FAILURES} failures in a row, the last one {detail}")

    async def _wait(self) -> None:
        while (wait := self.pace.wait()) and not self.reason:
            await asyncio.sleep(min(wait, 1.0))

    async def _commit_regularly(self) -> None:
        try:
            await self.session.writer.commit_regularly()
        except ArchiveWriteError as error:
            self.fail("archive_failed", str(error))

    def _not_parsed(self, **_: Any) -> None:
        """A fault of our own: the run is not complete, and what was not stored is asked for again by the next one."""
        self.fail("internal_error", "the backfill could not go on; see logs/backfill.log")

    def fail(self, reason: str, detail: str) -> None:
        """End the run for `reason`; the first one given counts."""
        if self.reason is None:
            self.reason, self.detail = reason, detail
            logger.info("backfill ends early portal=%s reason=%s: %s", self.portal.id, reason, detail)

    def closed(self, reason: str) -> None:
        """Close the archive and keep the verdict; called by Scrapy at the very end."""
        if self._committing is not None:
            self._committing.cancel()
        self._list.close()
        self._folder.cleanup()
        ended = {"finished": "finished", "shutdown": "interrupted"}.get(reason, "internal_error")
        if self.opened is None:
            self.outcome = verdict_of_saved(self.reason or ended)
            return
        try:
            self.outcome = self.session.finish(self.reason or ended)
        except ArchiveWriteError as error:
            self.outcome = Verdict("failed", self.detail or str(error))
