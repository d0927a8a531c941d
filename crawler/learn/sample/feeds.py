"""The feeds that the head of a page names."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from crawler.items import Capture

FEED = re.compile(rb"<link[^>]{0,300}application/(?:rss|atom)\+xml[^>]{0,300}>", re.I)
HREF = re.compile(rb"href=[\"']?([^\"'\s>]{1,500})", re.I)


def named_feeds(capture: Capture) -> list[str]:
    """Return the addresses of the feeds that a page's head names, absolute."""
    found = []
    for tag in FEED.findall(capture.body[:200_000])[:5]:
        match = HREF.search(tag)
        if match:
            found.append(urljoin(capture.requested_url, match[1].decode("utf-8", "replace").replace("&amp;", "&")))
    return found
