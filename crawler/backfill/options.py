"""What a backfill was asked for, and how it behaves towards the web archive that it asks."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from crawler.backfill.patience import Patience
from crawler.cdx.server import WAYBACK, Server
from crawler.politeness import LOOPBACK_CONCURRENCY, is_loopback_host

CDX_SECONDS = 2.5
"""Between two questions to a CDX server: the Wayback Machine bears 24 a minute."""
PAYLOAD_SECONDS = 1.5
"""Between two payloads of a web archive."""
BUSY_SECONDS = 30.0
"""How long a server that is busy is left alone if it does not say; twice as long each further time."""
OWN_BUSY_SECONDS = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class BackfillOptions:
    """What the user asked of one backfill."""

    cdx: str = WAYBACK
    since: date | None = None
    until: date | None = None
    every: int | None = None
    """Days after which an unchanged page is fetched again; None: only where its digest changed."""
    again: bool = False
    """Ask once more for captures that the archive lists and did not have."""
    dry_run: bool = False

    def covers(self, at: str) -> bool:
        """Return True if a capture of this time (UTC) was asked for, whatever the server lists."""
        return str(self.since or "") <= at[:10] <= str(self.until or "9999")

    def asked(self) -> dict[str, object]:
        """Return what was asked for, as it is kept with the run."""
        asked = {
            "cdx": self.cdx,
            "captured_since": self.since,
            "captured_until": self.until,
            "every": self.every,
            "again": self.again or None,
        }
        return {key: value and str(value) for key, value in asked.items()}


def is_own(server: Server) -> bool:
    """Return True if the server is this very machine: there is nobody to disturb."""
    host = urlsplit(server.cdx).hostname or ""
    return is_loopback_host(host) and not os.environ.get("KHO_POLITE_LOOPBACK")


def workers_for(server: Server) -> int:
    """Return how many payloads are under way at once."""
    return LOOPBACK_CONCURRENCY if is_own(server) else 1


def patience_with(server: Server) -> Patience:
    """Return how the server is borne with."""
    if is_own(server):
        return Patience(gap=0.0, pause=OWN_BUSY_SECONDS)
    return Patience(gap=CDX_SECONDS, pause=BUSY_SECONDS)


def archive_settings(server: Server) -> dict[str, Any]:
    """Return the Scrapy settings: a web archive's server is no portal, and its answers are not the portal's.

    Its CDX and raw payloads are made for programs; robots.txt speaks of its pages for people.
    """
    delay = 0.0 if is_own(server) else PAYLOAD_SECONDS
    return {
        "ROBOTSTXT_OBEY": False,
        "DOWNLOAD_DELAY": delay,
        "AUTOTHROTTLE_ENABLED": not is_own(server),
        "AUTOTHROTTLE_START_DELAY": delay,
        "CONCURRENT_REQUESTS_PER_DOMAIN": workers_for(server),
        "DOWNLOAD_TIMEOUT": 180,
        "DOWNLOADER_MIDDLEWARES": {
            "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
            "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
        },
        "ITEM_PIPELINES": {},
    }
