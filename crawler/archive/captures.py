"""Record -> `Capture`: one path for a live crawl, a rebuild and an import, so that all read the same thing."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from crawler.archive.coding import decode_content
from crawler.archive.exchange import Exchange
from crawler.archive.record import Record
from crawler.archive.warc import DOM_TYPE, POSTBACK, Written
from crawler.dom import Dom
from crawler.items import Capture, Source


def live_capture(
    exchange: Exchange, written: Written, *, portal_id: str, crawl_id: str, source: Source = "live"
) -> Capture:
    """Return the capture of an exchange that was just archived; its body is still content-coded."""
    headers = tuple((_text(name).lower(), _text(value)) for name, value in exchange.headers)
    return Capture(
        portal_id=portal_id,
        crawl_id=crawl_id,
        requested_url=exchange.url,
        fetched_at=exchange.fetched_at,
        status=exchange.status,
        headers=headers,
        body=exchange.body,
        mime=_mime(headers),
        payload_bytes=len(exchange.body),
        payload_sha256=written.payload_sha256,
        record_id=written.record_id,
        warc_file=written.file,
        warc_offset=written.offset,
        warc_length=written.length,
        revisit_of=written.revisit_of,
        source=source,
        truncated=exchange.truncated,
        postback=exchange.postback,
    )


def stored_capture(
    record: Record, *, portal_id: str, crawl_id: str, original: Record | None = None, source: Source = "live"
) -> Capture:
    """Return the capture that a `response` or `revisit` record holds; its body is still content-coded.

    `original` is the record that a revisit refers to, where the payload lies.
    """
    # A server that says 304 sends nothing; where the same payload came again, it came over the wire.
    held = original if record.status != 304 else None
    body = held.block if held is not None else record.block
    # Some programs write revisits without the head of the response: it was that of the original.
    head = original if original is not None and record.status == 0 else record
    refers_to = record.fields.get("warc-refers-to")
    return Capture(
        portal_id=portal_id,
        crawl_id=crawl_id,
        requested_url=record.fields["warc-target-uri"],
        fetched_at=record.fields["warc-date"],
        status=head.status,
        headers=head.http_headers,
        body=body,
        mime=_mime(head.http_headers),
        payload_bytes=len(body),
        payload_sha256=_sha256_of(record, original) or hashlib.sha256(body).hexdigest(),
        record_id=record.record_id,
        warc_file=record.file,
        warc_offset=record.offset,
        warc_length=record.length,
        revisit_of=original.record_id if original is not None else refers_to.strip("<>") if refers_to else None,
        source=source,
        truncated=any("warc-truncated" in one.fields for one in (record, held) if one is not None),
        postback=record.fields.get(POSTBACK.lower(), ""),
    )


def _sha256_of(record: Record, original: Record | None) -> str | None:
    """Return the payload's sum as the record has it that holds it; as a revisit states it where that is not there."""
    held = original if original is not None and original.kind == "response" else record
    return _stated_sha256(held) or _stated_sha256(record) or _stated_sha256(original)


def _stated_sha256(record: Record | None) -> str | None:
    """Return the payload digest that a record states, where it is one of our kind."""
    stated = record.fields.get("warc-payload-digest", "") if record is not None else ""
    return stated.removeprefix("sha256:") if stated.startswith("sha256:") else None


def with_dom(capture: Capture, dom: Dom, body: bytes) -> Capture:
    """Return the capture of a rendered page: the DOM is read, in the place of what the server sent."""
    headers = tuple(pair for pair in capture.headers if pair[0] not in ("content-encoding", "content-type"))
    return replace(capture, headers=(*headers, ("content-type", DOM_TYPE)), body=body, dom=dom)


def decoded(capture: Capture) -> Capture:
    """Return the capture with its body's content coding undone: what extraction reads.

    Raises: TooLargeError if it unpacks to more than a page can be.
    """
    return replace(capture, body=decode_content(capture.body, capture.header("content-encoding")))


def without_body(capture: Capture) -> Capture:
    """Return the capture without its payload, which no row needs."""
    return replace(capture, body=b"")


def _text(value: bytes) -> str:
    """Return a header's bytes as text, as warcio will when it reads them back."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _mime(headers: tuple[tuple[str, str], ...]) -> str | None:
    value = next((value for name, value in reversed(headers) if name == "content-type"), "")
    return value.split(";")[0].strip().lower() or None
