"""A response of the sample -> a capture without a record; and whether what arrived is whole."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

import brotli

from crawler.archive.coding import TooLargeError, decode_content
from crawler.clock import utc_now
from crawler.items import Capture
from crawler.told import told

if TYPE_CHECKING:
    from scrapy.http import Response

    from crawler.portals import Portal

END = re.compile(rb"</(?:body|html|urlset|sitemapindex|rss|feed)\s*>|[}\]]\s*$", re.I)
"""How pages and lists for machines end; a stream without its own end is whole if these came."""
CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
BINARY = 0.02
"""Share of control characters from which a page is no text: what is packed has one in nine."""
LOOKED_AT = 2_000
TAIL = 1_000


def capture_of(response: Response, portal: Portal) -> Capture:
    """Return a response as a capture without a record, its content coding undone."""
    headers = tuple(
        (name.decode("latin-1").lower(), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
    )
    found = dict(headers)
    mime = found.get("content-type", "").partition(";")[0].strip().lower() or None
    return Capture(
        portal_id=portal.id, crawl_id="probe", requested_url=response.url, fetched_at=utc_now(),
        status=response.status, headers=headers, body=_unpacked(response, found.get("content-encoding")), mime=mime,
        payload_bytes=len(response.body),
    )  # fmt: skip


def _unpacked(response: Response, coding: str | None) -> bytes:
    """Return the body with its coding undone; one that is no page, for what it unpacks to, as it came."""
    try:
        return decode_content(response.body, coding)
    except TooLargeError:
        return response.body


def broken(response: Response, capture: Capture) -> str | None:
    """Return why what arrived cannot be read as it was meant; None for what is whole."""
    if "dataloss" in response.flags:
        return told("truncated")
    coding = (capture.header("content-encoding") or "").strip().lower()
    if not coding or not response.body or coding == "identity":
        return None
    if capture.body == response.body:
        return told("bad_coding") if _is_binary(capture) else None
    return None if END.search(capture.body[-TAIL:]) or _has_end(response.body, coding) else told("truncated")


def _is_binary(capture: Capture) -> bool:
    """Return True for what should be text, and is bytes: still packed. A label that is wrong does no harm."""
    head = capture.body[:LOOKED_AT]
    is_text = (
        capture.mime is None or capture.mime.startswith("text/") or "xml" in capture.mime or "json" in capture.mime
    )
    return is_text and len(CONTROL.findall(head)) > BINARY * len(head)


def _has_end(packed: bytes, coding: str) -> bool:
    """Return False if a packed stream stops before its end, of the codings that say where they end."""
    try:
        if coding in ("gzip", "x-gzip"):
            inflater = zlib.decompressobj(zlib.MAX_WBITS | 16)
            inflater.decompress(packed)
            return inflater.eof
        if coding == "br":
            unpacker = brotli.Decompressor()
            unpacker.process(packed)
            return bool(unpacker.is_finished())
    except (zlib.error, brotli.error):
        return False
    return True
