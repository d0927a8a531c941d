"""What one crawl of one portal holds open: lock, archive writer, database writer, worker processes."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import time
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from crawler import __version__
from crawler.archive.captures import live_capture
from crawler.archive.exchange import Exchange, Held
from crawler.archive.lock import lock_portal
from crawler.archive.warc import WarcWriter
from crawler.clock import parse_utc, utc_now
from crawler.items import Capture
from crawler.portals import Portal
from crawler.recover import recover
from crawler.store.crawls import Verdict, finish_crawl, start_crawl
from crawler.store.database import open_database
from crawler.workers import Workers
from crawler.writer import Writer

logger = logging.getLogger(__name__)

SOFTWARE = f"kho/{__version__}"
RECORDED_SETTINGS = (
    "USER_AGENT",
    "ROBOTSTXT_OBEY",
    "DOWNLOAD_DELAY",
    "CONCURRENT_REQUESTS_PER_DOMAIN",
    "DOWNLOAD_MAXSIZE",
)
"""Scrapy settings kept in `warcinfo` and in the `crawls` table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlOptions:
    """What the user asked of one crawl."""

    full: bool = False
    """Fetch everything again, not only what is new or due."""
    limit: int | None = None
    """Stop after so many articles."""
    since: date | None = None
    """Leave out articles that the listings date before this day."""
    max_minutes: float | None = None
    attachments: bool = True


@dataclass(slots=True)
class CrawlSession:
    """Open for as long as the crawl runs. Made by `open_session`, ended by `finish`."""

    archive: Path
    portal: Portal
    options: CrawlOptions
    crawl_id: str
    lock: io.TextIOWrapper
    warc: WarcWriter
    writer: Writer
    workers: Workers
    counts: Counter[str] = field(default_factory=Counter)
    """Progress so far: requests, bytes, captures, articles_new, articles_changed, failures, problems."""
    started: float = field(default_factory=time.monotonic)
    archive_thread: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(max_workers=1, thread_name_prefix="archive")
    )

    async def record(self, exchange: Exchange, held: Held | None) -> Capture:
        """Append an exchange to the archive and return its capture. Raises: ArchiveWriteError."""
        loop = asyncio.get_running_loop()
        written = await loop.run_in_executor(self.archive_thread, self.warc.append, exchange, held)
        self.counts["requests"] += 1
        self.counts["bytes"] += len(exchange.body)
        return live_capture(exchange, written, portal_id=self.portal.id, crawl_id=self.crawl_id)

    async def record_event(self, url: str, values: Mapping[str, object]) -> None:
        """Append a `metadata` record on what kept us from a response. Raises: ArchiveWriteError."""
        loop = asyncio.get_running_loop()
        event = {"crawl": self.crawl_id, "at": utc_now(), **values}
        await loop.run_in_executor(self.archive_thread, self.warc.append_metadata, url, event)

    def finish(self, reason: str) -> Verdict:
        """Note the end in archive and database, close everything, and return the verdict.

        Raises: ArchiveWriteError, after everything is closed.
        """
        finished_at = utc_now()
        end = {"crawl": self.crawl_id, "event": "crawl_finished", "at": finished_at, "reason": reason, **self.counts}
        try:
            self.workers.close()
            self.archive_thread.shutdown()
            self.warc.append_metadata(f"urn:kho:crawl:{self.crawl_id}", end)
            requests, bytes_ = self.counts["requests"], self.counts["bytes"]
            verdict = self.writer.run(
                finish_crawl, self.crawl_id, finished_at=finished_at, reason=reason, requests=requests, bytes_=bytes_
            )
        finally:
            self._close()
        return verdict

    def _close(self) -> None:
        try:
            self.writer.close()
        finally:
            self.warc.close()
            self.lock.close()


def new_crawl_id(portal_id: str, started_at: str) -> str:
    """Return an id that sorts by time: `20261123T023918123Z-longbien`."""
    return parse_utc(started_at).strftime("%Y%m%dT%H%M%S%f")[:-3] + f"Z-{portal_id}"


def open_session(
    archive: Path, portal: Portal, portal_text: str, options: CrawlOptions, settings: Mapping[str, Any]
) -> CrawlSession:
    """Open the archive for one crawl: lock it, mend what a killed crawl left, note the start.

    Raises: KhoError (locked, not writable, a database of a newer schema).
    """
    lock = lock_portal(archive, portal.id)
    started_at = utc_now()
    crawl_id = new_crawl_id(portal.id, started_at)
    recorded = json.dumps({"options": _shown(options), **{key: settings[key] for key in RECORDED_SETTINGS}})
    info = {
        "software": SOFTWARE,
        "isPartOf": crawl_id,
        "description": f"Crawl of {portal.name}, {portal.url}",
        "robots": "obey" if portal.politeness.obey_robots else f"ignore: {portal.politeness.reason}",
        "http-header-user-agent": str(settings["USER_AGENT"]),
        "kho-started": started_at,
        "kho-portal": portal.id,
        "kho-portal-file": portal_text,
        "kho-settings": recorded,
    }
    warc = WarcWriter(archive, portal.id, info)
    workers = Workers(portal)
    try:
        writer = Writer(lambda: open_database(archive / "archive.db"), warc.sync)
        try:
            writer.run(recover, archive, portal, workers.read_now)
            writer.run(
                start_crawl, crawl_id=crawl_id, portal=portal, kind="crawl", started_at=started_at,
                software=SOFTWARE, settings=recorded,
            )  # fmt: skip
        except BaseException:
            writer.close()
            raise
    except BaseException:
        workers.close()
        lock.close()
        raise
    return CrawlSession(archive, portal, options, crawl_id, lock, warc, writer, workers)


def _shown(options: CrawlOptions) -> dict[str, object]:
    return {
        "full": options.full,
        "limit": options.limit,
        "since": options.since.isoformat() if options.since else None,
        "max_minutes": options.max_minutes,
        "attachments": options.attachments,
    }
