"""The captures that a web archive listed are fetched, archived and stored; what it cannot give now is asked again."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

from scrapy import Request

from crawler.archive.captures import live_capture
from crawler.archive.exchange import Exchange
from crawler.backfill.missing import Missing, is_refusal
from crawler.backfill.patience import GivenUpError, Patience
from crawler.backfill.payload import exchange_in, listed_as, payload_headers, source_of
from crawler.cdx.captures import CdxRow
from crawler.cdx.client import BUSY, Get, wait_asked
from crawler.cdx.server import Server
from crawler.clock import utc_now
from crawler.failures import network_reason
from crawler.replay.steps import Step
from crawler.session import CrawlSession
from crawler.store.captures import capture_id_of

logger = logging.getLogger(__name__)

ROUNDS = 3
"""How often a capture is asked for that the server cannot give now: at its turn, and again after all others."""
MAX_LEFT = 10_000
"""Captures that are remembered for the next round; the others are left to the next run."""


class Fetcher:
    """Fetches captures of one web archive into one session."""

    def __init__(
        self, get: Get, session: CrawlSession, server: Server, patience: Patience, vain: AbstractSet[tuple[str, str]]
    ) -> None:
        """`vain` are the captures that were asked for in vain before (`known_not_given`)."""
        self._get = get
        self._session = session
        self._server = server
        self._patience = patience
        self.missing = Missing()
        """The archive says that it has them, and has not: that is final, however often it is asked."""
        self.refused = Missing()
        self.asked_before = Missing()
        """Of those `vain` that are listed as they were."""
        self._vain = vain
        self._left: list[CdxRow] = []
        self._dropped = 0

    async def fetch_all(self, rows: Iterable[CdxRow], workers: int) -> int:
        """Fetch what is not stored yet; return how many captures the server could not give.

        Raises: ArchiveWriteError, GivenUpError.
        """
        for _ in range(ROUNDS):
            await self._round(iter(rows), workers)
            rows, self._left = self._left, []
        return len(list(rows)) + self._dropped

    async def _round(self, rows: Iterator[CdxRow], workers: int) -> None:
        """Fetch each once. Where one worker fails the others end what they have begun: nothing is torn off."""
        ended = await asyncio.gather(*(self._work(rows) for _ in range(workers)), return_exceptions=True)
        errors = [error for error in ended if error is not None]
        if errors:
            raise next((error for error in errors if not isinstance(error, GivenUpError)), errors[0])

    async def _work(self, rows: Iterator[CdxRow]) -> None:
        try:
            for row in rows:
                if await self._session.writer.write(capture_id_of, row.record_id()) is not None:
                    continue
                source, listed = source_of(row, self._server), listed_as(row)
                if (source, listed) in self._vain:
                    self.asked_before.add(source, listed)
                else:
                    await self._fetch(row)
        except Exception as error:
            self._patience.given_up = self._patience.given_up or str(error)
            raise

    async def _fetch(self, row: CdxRow) -> None:
        turn = await self._patience.turn()
        url, headers = self._server.payload_url(row), payload_headers(row, self._server)
        request = Request(url, headers=headers, dont_filter=True, meta={"dont_redirect": True})
        try:
            response = await self._get(request)
        except Exception as error:
            await self._not_fetched(row, network_reason(error), url, turn)
            return
        exchange = exchange_in(response, row, self._server)
        if exchange is not None:
            self._patience.answered()
            await self._take(row, exchange, url)
        elif response.status in BUSY or "dataloss" in response.flags:
            self._ask_again(row, f"{response.status}: {url}", turn, wait_asked(response))
        else:
            self._patience.answered()
            await self._not_there(row, response.status, url)

    async def _not_fetched(self, row: CdxRow, reason: str, url: str, turn: int) -> None:
        if reason == "too_large":  # asking again would not change that
            await self._not_there(row, reason, url)
        else:
            self._ask_again(row, f"{reason}: {url}", turn)

    def _ask_again(self, row: CdxRow, detail: str, turn: int, asked: float | None = None) -> None:
        logger.info("busy %s", detail)
        self._session.counts["failures"] += 1
        if len(self._left) < MAX_LEFT:
            self._left.append(row)
        else:
            self._dropped += 1
        self._patience.failed(detail, asked, turn=turn)

    async def _not_there(self, row: CdxRow, why: str | int, source: str) -> None:
        """Note a capture that is listed and not given, in the archive and for who started the run."""
        logger.info("not there why=%s url=%s", why, source)
        is_final = not is_refusal(why)
        (self.missing if is_final else self.refused).add(source, why)
        self._session.counts["not_given"] += 1
        event = {"event": "not_in_archive", "source": source, "why": str(why)}
        await self._session.record_event(row.url, event)
        if is_final:
            source, listed = source_of(row, self._server), listed_as(row)
            await self._session.note(Step(do="not_given", url=row.url, message=source, listed=listed))

    async def _take(self, row: CdxRow, exchange: Exchange, source: str) -> None:
        """Archive and store a capture. Raises: ArchiveWriteError."""
        session = self._session
        about = {
            "event": "backfilled", "crawl": session.crawl_id, "source": source, "cdx": self._server.cdx,
            "cdx_digest": row.digest, "fetched_at": utc_now(),
        }  # fmt: skip
        loop = asyncio.get_running_loop()
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
        session.counts.update(requests=1, captures=1, bytes=len(exchange.body), problems=len(page.problems))
        session.counts[page.kind] += 1
