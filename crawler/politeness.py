"""How we behave towards a server: what the portal file says, what robots.txt asks, what Retry-After asks.

Scrapy keeps the delay and adapts it (AutoThrottle); it parses `Crawl-delay` and Retry-After but does not act on them.
"""

from __future__ import annotations

import asyncio
import ipaddress
import os
import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy import signals

from crawler.portals import Portal

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.robotstxt import RobotParser

MAX_WAIT = 600.0
"""Seconds. A server that asks for more is left alone until the next crawl."""
LOOPBACK_CONCURRENCY = 4


def is_loopback(portal: Portal) -> bool:
    """Return True if the portal is served by this very machine, as the sample portal is."""
    host = urlsplit(portal.url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def politeness_settings(portal: Portal) -> dict[str, Any]:
    """Return the Scrapy settings for one portal. On loopback there is nobody to disturb, and no delay."""
    polite = portal.politeness
    local = is_loopback(portal) and not os.environ.get("KHO_POLITE_LOOPBACK")
    delay = 0.0 if local else polite.delay
    concurrency = LOOPBACK_CONCURRENCY if local else polite.concurrency
    return {
        "ROBOTSTXT_OBEY": polite.obey_robots,
        "DOWNLOAD_DELAY": delay,
        "AUTOTHROTTLE_START_DELAY": delay,
        "AUTOTHROTTLE_ENABLED": not local,
        "AUTOTHROTTLE_TARGET_CONCURRENCY": float(concurrency),
        "CONCURRENT_REQUESTS_PER_DOMAIN": concurrency,
    }


def retry_after(value: str | None, now: datetime) -> float | None:
    """Return the seconds that a Retry-After header asks for, or None if it asks for nothing readable."""
    if not value:
        return None
    if value.strip().isdecimal():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, IndexError, TypeError, OverflowError):  # the standard library's parser raises all of them
        return None
    return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - now).total_seconds())


class PolitenessMiddleware:
    """Holds requests back until the portal may be asked again; its hosts are one machine, and share one gate."""

    def __init__(self, crawler: Crawler) -> None:
        self._agent: str = crawler.settings["USER_AGENT"]
        self._crawl_delay = 0.0
        self._not_before = 0.0
        self._gate = asyncio.Lock()
        crawler.signals.connect(self._robots_parsed, signal=signals.robots_parsed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> PolitenessMiddleware:
        """Scrapy's way to make a component."""
        return cls(crawler)

    def _robots_parsed(self, robotparser: RobotParser) -> None:
        delay = robotparser.crawl_delay(self._agent)
        if delay:
            self._crawl_delay = max(self._crawl_delay, min(float(delay), MAX_WAIT))

    async def process_request(self, request: Request) -> None:  # noqa: ARG002  Scrapy names its arguments
        """Wait for our turn."""
        async with self._gate:
            while (wait := self._not_before - time.monotonic()) > 0:
                await asyncio.sleep(wait)
            self._not_before = time.monotonic() + self._crawl_delay

    async def process_response(self, request: Request, response: Response) -> Response:  # noqa: ARG002
        """Note how long the server asks us to wait."""
        if response.status in (429, 503):
            header = response.headers.get(b"Retry-After")
            wait = retry_after(header.decode("latin-1") if header else None, datetime.now(UTC))
            if wait:
                self._not_before = max(self._not_before, time.monotonic() + min(wait, MAX_WAIT))
        return response
