"""What a backfill was asked for, and how it behaves towards the web archive that it asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from crawler.cdx import WAYBACK

PAYLOAD_SECONDS = 1.5
"""Between two payloads of a web archive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackfillOptions:
    """What the user asked of one backfill."""

    cdx: str = WAYBACK
    since: date | None = None
    until: date | None = None
    every: int | None = None
    """Days after which an unchanged page is fetched again; None: only where its digest changed."""
    dry_run: bool = False


def archive_settings(*, local: bool) -> dict[str, Any]:
    """Return the Scrapy settings: a web archive's server is no portal, and its answers are not the portal's.

    Its CDX and raw payloads are made for programs; robots.txt speaks of its pages for people.
    """
    return {
        "ROBOTSTXT_OBEY": False,
        "DOWNLOAD_DELAY": 0.0 if local else PAYLOAD_SECONDS,
        "AUTOTHROTTLE_ENABLED": not local,
        "AUTOTHROTTLE_START_DELAY": 0.0 if local else PAYLOAD_SECONDS,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 4 if local else 1,
        "DOWNLOAD_TIMEOUT": 180,
        "DOWNLOADER_MIDDLEWARES": {
            "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
            "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
        },
        "ITEM_PIPELINES": {},
    }
