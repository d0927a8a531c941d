"""The same pages from a web archive: its CDX server is asked what it holds, and the raw payloads are fetched.

`kho backfill PORTAL`, or `scrapy crawl backfill -a portal=longbien`. Nothing is asked for twice: what has its record is
left out, so a run that was killed goes on where it was.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from sqlite_utils import Database

from crawler.backfill.fetch import Fetcher
from crawler.backfill.options import BackfillOptions, archive_settings, patience_with, workers_for
from crawler.backfill.patience import GivenUpError
from crawler.backfill.payload import listed_as, source_of
from crawler.cdx.answer import has_record, read_rows
from crawler.cdx.captures import CdxList
from crawler.cdx.client import CdxClient
from crawler.cdx.server import WAYBACK, server_of
from crawler.clock import utc_now
from crawler.errors import ArchiveWriteError
from crawler.portals import Portal, find_portal
from crawler.session import CrawlOptions, CrawlSession, open_session
from crawler.store.captures import capture_id_of
from crawler.store.crawls import Verdict, verdict_of_saved
from crawler.store.database import open_read_only
from crawler.store.not_given import known_not_given
from crawler.urls import canonical_url, is_on

logger = logging.getLogger(__name__)


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
        self.patience = patience_with(self.server)
        self.outcome: Verdict | None = None
        self.reason: str | None = None
        self.detail = ""
        self.missing = ""
        """For people: captures that the server lists and does not have; no run will bring them, so none is partial."""
        self.asked_before = ""
        """For people: those of them that were asked for by an earlier run, and by this one no more."""
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
        crawler.settings.setdict(archive_settings(server_of(options.cdx)), priority="spider")
        session = None
        if options.dry_run:
            crawler.settings.set("EXTENSIONS", {}, priority="spider")
        else:
            session = open_session(
                archive, portal, text, CrawlOptions(), crawler.settings, kind="backfill", asked=options.asked()
            )
        spider = super().from_crawler(crawler, archive=archive, portal=portal, opened=session, options=options)
        crawler.signals.connect(spider._broke, signal=signals.spider_error)
        return spider

    @property
    def session(self) -> CrawlSession:
        """The archive, open for writing."""
        assert self.opened is not None
        return self.opened

    async def start(self) -> AsyncIterator[Request]:
        """Ask what there is, then fetch each capture that is not in our archive yet. Yields nothing."""
        unlisted = ""
        try:
            unlisted = await self._list_captures()
            if self.opened is None:
                self.to_fetch = self._count_to_fetch()
            elif not unlisted or (self.listed and self.patience.begin_again()):
                await self._fetch(self.opened)
            if unlisted:
                self.fail("unreachable", unlisted)
        except ArchiveWriteError as error:
            self.fail("archive_failed", str(error))
        except GivenUpError as error:
            self.fail("unreachable", f"{unlisted}; {error}" if unlisted else str(error))
        return
        yield

    async def _list_captures(self) -> str:
        """Ask what there is of all hosts, its own first; return which list is missing, "" if none is."""
        own = self.portal.host
        hosts = [own, *sorted(self.portal.hosts - {own})]
        client = CdxClient(self.get, self.server, self.patience, self.options)
        try:
            await client.list_captures(hosts, self._keep)
        except GivenUpError as error:
            return str(error)
        finally:
            self.listed = len(self._list)
        return ""

    async def get(self, request: Request) -> Response:
        """Return the web archive's answer."""
        engine = self.crawler.engine
        assert engine is not None
        return await engine.download_async(request)

    def _keep(self, text: str) -> None:
        """Put the captures of an answer into the list. Raises: BrokenAnswerError."""
        for row in read_rows(text, utc_now()):
            is_wanted = self.options.covers(row.at) and is_on(self.portal, row.url)
            if is_wanted and (self.server.replay is not None or has_record(row)):
                self._list.add(canonical_url(row.url, self.portal), row)

    def _count_to_fetch(self) -> int:
        rows = self._list.chosen(self.options.every)
        path = self.archive / "archive.db"
        if not path.exists():
            return sum(1 for _ in rows)
        with closing(open_read_only(path, current=False)) as db:
            vain = self._vain(db)
            new = (row for row in rows if capture_id_of(db, row.record_id()) is None)
            return sum((source_of(row, self.server), listed_as(row)) not in vain for row in new)

    def _vain(self, db: Database) -> set[tuple[str, str]]:
        """Return the captures that need not be asked for: an earlier run did, in vain."""
        return set() if self.options.again else known_not_given(db, self.portal.id)

    async def _fetch(self, session: CrawlSession) -> None:
        """Fetch all that is worth it. Raises: ArchiveWriteError, GivenUpError."""
        self._committing = asyncio.create_task(self._commit_regularly())
        vain = await session.writer.write(self._vain)
        fetcher = Fetcher(self.get, session, self.server, self.patience, vain)
        try:
            left = await fetcher.fetch_all(self._list.chosen(self.options.every), workers_for(self.server))
        finally:
            self.missing = fetcher.missing.told("are not in the web archive")
            self.asked_before = fetcher.asked_before.told("were not in the web archive before, and not asked for now")
        if left:
            self.fail("unreachable", f"the server could not give {left} captures now; run it again")
        elif fetcher.refused.count:
            self.fail("unreachable", fetcher.refused.told("were refused"))

    async def _commit_regularly(self) -> None:
        try:
            await self.session.writer.commit_regularly()
        except ArchiveWriteError as error:
            self.fail("archive_failed", str(error))

    def _broke(self, **_: Any) -> None:
        """A fault of our own: the run is not complete, and what was not stored is asked for again by the next one."""
        self.fail("internal_error", "the backfill could not go on; see logs/backfill.log")

    def fail(self, reason: str, detail: str) -> None:
        """End the run for `reason`; the first one given counts."""
        if self.reason is None:
            self.reason, self.detail = reason, detail
            self.patience.given_up = self.patience.given_up or detail
            logger.info("backfill ends early portal=%s reason=%s: %s", self.portal.id, reason, detail)

    def closed(self, reason: str) -> None:
        """Close the archive and keep the verdict; called by Scrapy at the very end."""
        if self._committing is not None:
            self._committing.cancel()
        self._list.close()
        self._folder.cleanup()
        ended = {"finished": "finished", "shutdown": "interrupted"}.get(reason, "internal_error")
        if self.opened is None:
            self.outcome = verdict_of_saved(self.reason or ended, brought=self.listed > 0)
            return
        try:
            self.outcome = self.session.finish(self.reason or ended)
        except ArchiveWriteError as error:
            self.outcome = Verdict("failed", self.detail or str(error))
