"""What to fetch next: takes due addresses from the frontier, and knows which are under way.

Only a handful of addresses is held at a time, so memory does not grow with the portal, and a kill loses nothing: the
frontier itself is the `urls` table.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from dataclasses import dataclass

from crawler.clock import parse_utc, utc_after, utc_now
from crawler.items import Capture, Page
from crawler.replay.steps import Step
from crawler.session import CrawlSession
from crawler.store.frontier import DueUrl, next_batch, next_due_at
from crawler.store.pages import Stored

BATCH = 16
RETRY_HORIZON = 120
"""Seconds a crawl waits for an address that failed and is to be tried again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """An address that was asked for, and what the server said."""

    due: DueUrl
    capture: Capture


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """The same, with what we understood."""

    due: DueUrl
    capture: Capture
    page: Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The same, stored."""

    due: DueUrl
    stored: Stored


class Feed:
    """Hands out due addresses, at most `window` at a time."""

    def __init__(self, session: CrawlSession, window: int) -> None:
        self._session = session
        self._window = window
        self._ready: deque[DueUrl] = deque()
        self._leased: dict[int, str] = {}
        self._freed = asyncio.Event()
        self._reread = False
        self.has_begun = False
        """True once an address was given back: robots.txt has then been read."""
        kinds = {"listing", "article", "document", "attachment", "other"}
        self._kinds = kinds if session.options.attachments else kinds - {"attachment"}

    async def next(self) -> DueUrl | None:
        """Return the next due address as soon as one may be fetched, or None when nothing is left."""
        while self._leased and (len(self._leased) >= self._window or self._articles_to_go() <= 0):
            await self._wait_for_release()
        if self._articles_to_go() <= 0:
            return None
        while not self._ready:
            await self._refill()
            if self._ready:
                break
            if self._leased:
                await self._wait_for_release()
            elif not await self._wait_for_retry() and not await self._reread_listings():
                return None
        due = self._ready.popleft()
        self._leased[due.id] = due.kind
        return due

    @property
    def under_way(self) -> int:
        """How many addresses were handed out and not given back."""
        return len(self._leased)

    async def released(self) -> None:
        """Return when an address was given back."""
        await self._wait_for_release()

    def release(self, url_id: int) -> None:
        """Take back an address: its rows are written, or its failure is noted."""
        self._leased.pop(url_id, None)
        self.has_begun = True
        self._freed.set()

    def _articles_to_go(self) -> float:
        """How many more articles the user's limit allows, those under way counted as had."""
        limit = self._session.options.limit
        if limit is None:
            return float("inf")
        return limit - self._session.counts["article"] - sum(kind == "article" for kind in self._leased.values())

    def is_over_limit(self) -> bool:
        """Return True if as many articles were read as the user asked for."""
        limit = self._session.options.limit
        return limit is not None and self._session.counts["article"] >= limit

    async def _wait_for_release(self) -> None:
        self._freed.clear()
        await self._freed.wait()

    async def _refill(self) -> None:
        found = await self._session.writer.write(
            next_batch, self._session.portal.id, now=utc_now(), limit=BATCH, leased=self._leased, kinds=self._kinds
        )
        self._ready.extend(found)

    async def _wait_for_retry(self) -> bool:
        """Sleep until a failed address may be tried again; return False if there is none."""
        now = utc_now()
        at = await self._session.writer.write(
            next_due_at, self._session.portal.id, now=now, horizon=utc_after(now, seconds=RETRY_HORIZON)
        )
        if at is None:
            return False
        await asyncio.sleep(max(0.05, (parse_utc(at) - parse_utc(now)).total_seconds()))
        return True

    async def _reread_listings(self) -> bool:
        """Once, at the end: read the first listing pages again, for what was published while we read."""
        if self._reread or self._session.counts["listing"] <= len(self._session.portal.sections):
            return False
        self._reread = True
        await self._session.note(Step(do="reread", at=utc_now()))
        return True

    def is_over_time(self) -> bool:
        """Return True if the user's time limit has passed."""
        limit = self._session.options.max_minutes
        return limit is not None and time.monotonic() - self._session.started > limit * 60
