"""Captures of pages that a test writes itself."""

from __future__ import annotations

from crawler.items import Capture


def page_capture(url: str, body: str, fetched_at: str, mime: str = "text/html") -> Capture:
    """Return the capture of a page that came, fetched at a time such as `2024-06-01T00:00:00Z`."""
    return Capture(
        portal_id="a", crawl_id="a", requested_url=url, fetched_at=fetched_at, status=200, body=body.encode(), mime=mime
    )
