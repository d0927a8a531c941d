"""How we behave towards a server: what the portal file says, what robots.txt asks, what Retry-After asks.

Scrapy keeps the delay and adapts it (AutoThrottle); it parses `Crawl-delay` and Retry-After but does not act on them:
`PolitenessMiddleware` reads them into the `Pace` that the spider keeps. Imports nothing from Scrapy.
"""

from __future__ import annotations

import ipaddress
import os
import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from crawler.portals import Portal

MAX_WAIT = 600.0
"""Seconds. A server that asks for more is left alone until the next crawl."""
LOOPBACK_CONCURRENCY = 4


def is_loopback(portal: Portal) -> bool:
    """Return True if the portal is served by this very machine, as the sample portal is."""
    return is_loopback_host(urlsplit(portal.url).hostname or "")


def is_loopback_host(host: str) -> bool:
    """Return True if a host name or address is this very machine."""
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
    value = value.strip()
    if value.isascii() and value.isdecimal():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, IndexError, TypeError, OverflowError):  # the standard library's parser raises all of them
        return None
    return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - now).total_seconds())


class Pace:
    """When the portal may be asked again, by what it asked of us. Its hosts are one machine, and have one pace."""

    def __init__(self) -> None:
        self.crawl_delay = 0.0
        """Seconds between two requests, from robots.txt; 0 if it asks for none."""
        self._not_before = 0.0

    def wait(self) -> float:
        """Return the seconds until the next request may go out."""
        return max(0.0, self._not_before - time.monotonic())

    def went_out(self) -> None:
        """Note that a request goes out now."""
        self._not_before = max(self._not_before, time.monotonic() + self.crawl_delay)

    def hold(self, seconds: float) -> None:
        """Note that the server asks to be left alone for so long."""
        self._not_before = max(self._not_before, time.monotonic() + min(seconds, MAX_WAIT))
