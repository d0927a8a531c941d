"""Bytes -> `Page`. Pure: no network, no clock, no database, no settings; the same capture always gives the same page.

In the order in which it happens: `page` (status and kind of body) -> `encodings/` -> `markup/` (tree, blocks) ->
`sheet` (blocks, structured data) -> `html_page` (kind of page) -> `article` (`zones/`: where title, byline and text
stand; `byline` and `printed/`: what its lines say; `settle`: what that makes of the date; `content`, `body`),
`documents` and `document_pages/`, or `lists/`. `numbers/` is the grammar of official numbers, for citations and
documents alike; `files/` reads attachments, a module for each format.
"""

from __future__ import annotations

import logging

from crawler.extract.page import read_page
from crawler.items import Capture, Page, Problem
from crawler.portals import Portal
from crawler.urls import capture_url

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
# Its verdicts on single pages ("discarding data") are no news of ours.


def extract(capture: Capture, portal: Portal) -> Page:
    """Return all that can be read in a capture. Never raises: a page that breaks the reader gives a problem."""
    try:
        return read_page(capture, portal)
    except Exception as error:
        # The one boundary that catches all: pages are hostile input, and one of them must not end a crawl.
        problem = Problem(code="extraction_crashed", message=f"{type(error).__name__}: {error}"[:500])
        return Page(url=_address(capture, portal), kind="other", problems=(problem,))


def _address(capture: Capture, portal: Portal) -> str:
    """Return the canonical address, or the one asked for if even that cannot be read."""
    try:
        return capture_url(capture, portal)
    except ValueError:
        return capture.requested_url
