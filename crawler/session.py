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
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from crawler import __version__
from crawler.archive.captures import live_capture, with_dom
from crawler.archive.exchange import Exchange, Held
from crawler.archive.lock import lock_portal
from crawler.archive.tail import newest_crawl
from crawler.archive.warc import WarcWriter
from crawler.clock import parse_utc, utc_now
from crawler.dom import Dom
from crawler.forms import Forms
from crawler.items import Capture, Page
from crawler.portals import Portal
from crawler.recover import recover
from crawler.replay.journal import Journal
from crawler.replay.perform import wanted_part
from crawler.replay.steps import CrawlFacts, Step
from crawler.store.crawls import CrawlKind, Verdict
from crawler.store.database import open_database
from crawler.store.pages import Stored
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
    facts: CrawlFacts
    journal: Journal
    counts: Counter[str] = field(default_factory=Counter)
    """Progress so far: requests, bytes, captures, articles_new, articles_changed, failures, problems."""
    started: float = field(default_factory=time.monotonic)
    forms: Forms = field(default_factory=Forms)
    archive_thread: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(max_workers=1, thread_name_prefix="archive")
    )

    async def record(self, exchange: Exchange, held: Held | None) -> Capture:
        """Append an exchange to the archive and return its capture. Raises: ArchiveWriteError."""
        loop = asyncio.get_running_loop()
        written = await loop.run_in_executor(self.archive_thread, self.warc.append, exchange, held)
        self.counts["requests"] += 1
        self.counts["bytes"] += len(exchange.body)
        ids = {"portal_id": self.portal.id, "crawl_id": self.crawl_id}
        return live_capture(exchange, written, **ids, source=self.facts.source)

    async def record_dom(self, capture: Capture, dom: str) -> Capture:
        """Append the DOM of a rendered page and return the capture that is read from it. Raises: ArchiveWriteError."""
        loop, body = asyncio.get_running_loop(), dom.encode("utf-8", "replace")
        append = partial(self.warc.append_dom, capture.requested_url, capture.record_id, body)
        written = await loop.run_in_executor(self.archive_thread, append)
        return with_dom(capture, Dom(written.record_id, written.file, written.offset, written.length), body)

    async def record_event(self, url: str, values: Mapping[str, object]) -> None:
        """Append a `metadata` record on what kept us from a response. Raises: ArchiveWriteError."""
        loop = asyncio.get_running_loop()
        event = {"crawl": self.crawl_id, "at": utc_now(), **values}
        await loop.run_in_executor(self.archive_thread, self.warc.append_metadata, url, event)

    async def read(self, capture: Capture) -> Page:
        """Return what this crawl takes of a page, read in a worker process."""
        page = wanted_part(await self.workers.read(capture), self.facts)
        self.forms.learn(capture, page)
        return page

    async def store_page(self, capture: Capture, page: Page, *, due: str | None = None) -> Stored:
        """Store a page; `due` is the canonical address that was asked for. Raises: ArchiveWriteError."""
        dom = capture.dom.record_id if capture.dom else None
        step = Step(do="page", record=capture.record_id, url=due if due != page.url else None, dom=dom)
        return await self.writer.write(self.journal.page, step, capture, page)

    async def store_exchange(self, capture: Capture) -> None:
        """Store a capture that is no page of the frontier. Raises: ArchiveWriteError."""
        await self.writer.write(self.journal.exchange, Step(do="exchange", record=capture.record_id), capture)

    async def note(self, step: Step) -> None:
        """Do a step that stores no record. Raises: ArchiveWriteError."""
        await self.writer.write(self.journal.simple, step)

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
            step = Step(do="finish", at=finished_at, reason=reason, requests=requests, bytes=bytes_)
            verdict = self.writer.run(self.journal.simple, step)
            assert verdict is not None
        finally:
            self._close()
        return verdict

    def _close(self) -> None:
        try:
            self.writer.close()
        finally:
            self.warc.close()
            self.lock.close()


def new_crawl_id(portal_id: str, started_at: str, newest: str | None = None) -> str:
    """Return an id that sorts by time, and behind that of the newest crawl: `20261123T023918123Z-longbien`.

    Where the clock was set back it is a millisecond after that one: which crawl came first is told by the ids.
    """
    found = parse_utc(started_at).strftime(ID_TIME)[:-3] + f"Z-{portal_id}"
    if newest is None or newest < found:
        return found
    time = datetime.strptime(newest.partition("Z-")[0], ID_TIME).replace(tzinfo=UTC) + timedelta(milliseconds=1)
    logger.warning(
        "portal=%s the clock says %s, before the crawl %s began: is it right?", portal_id, started_at, newest
    )
    return time.strftime(ID_TIME)[:-3] + f"Z-{portal_id}"


ID_TIME = "%Y%m%dT%H%M%S%f"
DESCRIPTIONS: dict[CrawlKind, str] = {
    "crawl": "Crawl of", "import": "Pages saved by others, imported, of", "backfill": "Pages of a web archive, of",
}  # fmt: skip


def open_session(
    archive: Path, portal: Portal, portal_text: str, options: CrawlOptions, settings: Mapping[str, Any],
    *, kind: CrawlKind = "crawl", asked: Mapping[str, object] | None = None, lock: io.TextIOWrapper | None = None,
    began: str | None = None,
) -> CrawlSession:  # fmt: skip
    """Open the archive for one crawl: lock it, mend what a killed crawl left, note the start.

    `asked` is what is recorded as the user's wish, instead of `options`; `lock` the portal's, if it is held already;
    `began` when the first of its pages came, where that was before now.
    Raises: KhoError (locked, not writable, a database of a newer schema).
    """
    lock = lock or lock_portal(archive, portal.id)
    started_at = began or utc_now()
    crawl_id = new_crawl_id(portal.id, started_at, newest_crawl(archive, portal.id))
    known = {key: settings[key] for key in RECORDED_SETTINGS if key in settings}
    recorded = json.dumps({"options": asked or _shown(options), **known}, ensure_ascii=False)
    info = {
        "software": SOFTWARE,
        "isPartOf": crawl_id,
        "description": f"{DESCRIPTIONS[kind]} {portal.name}, {portal.url}",
        "robots": "obey" if portal.politeness.obey_robots else f"ignore: {portal.politeness.reason}",
        "http-header-user-agent": str(settings.get("USER_AGENT", "")),
        "kho-kind": kind,
        "kho-started": started_at,
        "kho-portal": portal.id,
        "kho-portal-file": portal_text,
        "kho-settings": recorded,
    }
    warc = WarcWriter(archive, portal.id, info)
    facts = CrawlFacts(
        crawl_id=crawl_id, portal=portal, kind=kind, started_at=started_at, software=SOFTWARE, settings=recorded
    )
    journal = Journal(warc, facts, info)
    workers = Workers(portal)
    try:
        writer = Writer(lambda: open_database(archive / "archive.db"), warc.sync, journal)
        try:
            writer.run(recover, archive, portal, workers.read_now)
            writer.run(journal.simple, Step(do="start"))
        except BaseException:
            writer.close()
            raise
    except BaseException:
        workers.close()
        lock.close()
        raise
    return CrawlSession(archive, portal, options, crawl_id, lock, warc, writer, workers, facts, journal)


def _shown(options: CrawlOptions) -> dict[str, object]:
    return {
        "full": options.full,
        "limit": options.limit,
        "since": options.since.isoformat() if options.since else None,
        "max_minutes": options.max_minutes,
        "attachments": options.attachments,
    }
