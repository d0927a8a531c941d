"""What a web archive gives back for a capture -> the exchange as it once was. Pure."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from email.utils import parsedate_to_datetime

from crawler.archive.exchange import Exchange, Headers
from crawler.archive.foreign.normal import normalise
from crawler.archive.foreign.raw import NotARecordError, next_record
from crawler.archive.foreign.stream import BrokenBytesError, ByteStream, GzipMember
from crawler.archive.record import Record
from crawler.cdx.captures import CdxRow
from crawler.clock import format_utc

ORIGINAL = b"x-archive-orig-"
KEPT = frozenset(
    {b"content-type", b"content-encoding", b"content-disposition", b"content-language", b"location", b"etag",
     b"last-modified"}
)  # fmt: skip
"""Headers that archives hand on under their own name; all others without the prefix are the archive's own."""
OF_TRANSFER = frozenset({b"content-encoding", b"content-length", b"transfer-encoding", b"connection"})
"""They speak of the transfer to the archive; the one to us may have been another."""
REWRITTEN = re.compile(rb"^(?:https?://[^/]+)?/(?:[\w.-]+/)*\d{14}(?:[a-z]{2}_)?/(https?:/.*)$")
"""`/web/20190501100000id_/http://…`: archives lead redirects to themselves."""


def is_memento(headers: Headers) -> bool:
    """Return True if this is a capture, not the archive's own page about one."""
    return memento_time(headers) is not None


def memento_time(headers: Headers) -> str | None:
    """Return the time of the capture that was given back, UTC, or None if it is none. Source: RFC 7089, 2.1.1."""
    value = next((value for name, value in headers if name.lower() == b"memento-datetime"), b"")
    try:
        return format_utc(parsedate_to_datetime(value.decode("latin-1")))
    except (ValueError, IndexError, TypeError, OverflowError):
        return None


def exchange_of_memento(row: CdxRow, status: int, headers: Headers, body: bytes) -> Exchange:
    """Return the exchange of a capture, from the answer of the archive's replay."""
    originals = [(name[len(ORIGINAL) :], value) for name, value in headers if name.lower().startswith(ORIGINAL)]
    own = [(name, value) for name, value in originals if name.lower() not in OF_TRANSFER]
    named = {name.lower() for name, _ in own}
    handed = [(name, value) for name, value in headers if name.lower() in KEPT and name.lower() not in named]
    return _exchange(row, status, tuple((name, _unrewritten(name, value)) for name, value in (*own, *handed)), body)


def _unrewritten(name: bytes, value: bytes) -> bytes:
    found = REWRITTEN.match(value) if name.lower() == b"location" else None
    return found[1] if found else value


def _exchange(row: CdxRow, status: int, headers: Headers, body: bytes) -> Exchange:
    return Exchange(
        url=row.url, fetched_at=row.at, method="GET", request_headers=(), request_body=b"", protocol="HTTP/1.1",
        status=status, headers=headers, body=body,
    )  # fmt: skip


def exchange_of_record(row: CdxRow, member: bytes) -> Exchange | None:
    """Return the exchange that a gzip member of a WARC file holds (Common Crawl), or None if it is not this capture."""
    stream = ByteStream(GzipMember(io.BytesIO(member), 0, len(member)).pieces())
    try:
        raw = next_record(stream)
        record = normalise(raw, row.filename, row.offset, row.length) if raw is not None else None
    except (BrokenBytesError, NotARecordError):
        return None
    if record is None or record.kind != "response" or not record.status or not _is_of(row, record):
        return None
    dropped = {"transfer-encoding"}
    headers = tuple((n.encode(), v.encode("utf-8")) for n, v in record.http_headers if n not in dropped)
    return replace(_exchange(row, record.status, headers, record.block), truncated="warc-truncated" in record.fields)


def _is_of(row: CdxRow, record: Record) -> bool:
    """Return True if the index speaks the truth of a record: this address, at this second."""
    at = record.fields.get("warc-date", "")
    return record.fields.get("warc-target-uri") == row.url and at != "" and at[:19] == row.at[:19]
