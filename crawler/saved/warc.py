"""WARC files made by anyone -> the captures of their `response` records, for `kho extract`.

Unlike `archive.reader`, which reads what Kho wrote: addresses in `<>` (wget), bodies that are still chunked, records
without compression, and damage anywhere. A record that cannot be read is told as `record_torn`; reading goes on behind.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed

from crawler.archive.captures import decoded, stored_capture
from crawler.archive.coding import MAX_DECODED, TooLargeError
from crawler.archive.reader import find_next_head
from crawler.archive.record import Record
from crawler.items import Capture, Problem

Problems = tuple[Problem, ...]
FAULTS = (ArchiveLoadFailed, zlib.error, EOFError, ValueError, KeyError, IndexError, OSError)
"""What warcio raises on bytes that are no record."""


def iter_responses(stream: io.BufferedReader) -> Iterator[tuple[Capture, Problems]]:
    """Yield each response with its content coding undone, and what kept its body from being read."""
    start: int | None = 0
    while start is not None:
        iterator = ArchiveIterator(stream)
        try:
            for record in iterator:
                if record.rec_type == "response" and record.http_headers is not None:
                    yield _read(record)
            start = None
        except FAULTS as error:
            at = start + iterator.offset
            yield _torn(at, error)
            start = _next(stream, at)


def _next(stream: io.BufferedReader, at: int) -> int | None:
    """Move to the next record behind the one at `at`; None if there is none, or the stream cannot be moved."""
    found = find_next_head(stream, at + 1) if stream.seekable() else None
    if found is not None:
        stream.seek(found)
    return found


def _torn(at: int, error: Exception) -> tuple[Capture, Problems]:
    capture = Capture(portal_id="", crawl_id="", requested_url="", fetched_at="", status=0, warc_offset=at)
    message = f"no readable record at byte {at}: {' '.join(str(error).split())}"[:500]
    return capture, (Problem(code="record_torn", message=message),)


def _read(record: Any) -> tuple[Capture, Problems]:
    """Return the capture of a response record."""
    fields = {name.lower(): value for name, value in record.rec_headers.headers}
    headers = tuple((name.lower(), value) for name, value in record.http_headers.headers)
    status = record.http_headers.get_statuscode() or ""
    body = record.raw_stream.read(MAX_DECODED + 1)
    held = Record(
        kind="response",
        record_id=fields.get("warc-record-id", "").strip("<>"),
        fields=_named(fields, cut=_is_cut(record, body)),
        block=_unchunked(body, headers),
        status=int(status) if status.isdecimal() else 0,
        http_headers=headers,
    )
    return _decoded(stored_capture(held, portal_id="", crawl_id="", source="import"))


def _named(fields: dict[str, str], *, cut: bool) -> dict[str, str]:
    """Return the record's fields with those that a capture needs, as it needs them."""
    needed = {
        "warc-target-uri": fields.get("warc-target-uri", "").strip("<>"),
        "warc-date": fields.get("warc-date", ""),
    }
    return fields | needed | ({"warc-truncated": "length"} if cut else {})


def _is_cut(record: Any, body: bytes) -> bool:
    """Return True if the file ends before the record does."""
    return len(body) <= MAX_DECODED and getattr(record.raw_stream, "limit", 0) > 0


def _unchunked(body: bytes, headers: tuple[tuple[str, str], ...]) -> bytes:
    """Return the body without its chunks, where the writer kept them; a body that only says so is left as it is."""
    if not any(name == "transfer-encoding" and "chunked" in value.lower() for name, value in headers):
        return body
    reader = ChunkedDataReader(io.BytesIO(body))
    parts = []
    while part := reader.read(1 << 16):
        parts.append(part)
    return b"".join(parts)


def _decoded(capture: Capture) -> tuple[Capture, Problems]:
    if len(capture.body) > MAX_DECODED:
        return capture, (too_large(f"more than {MAX_DECODED} bytes"),)
    try:
        return decoded(capture), ()
    except TooLargeError as error:
        return capture, (too_large(str(error)),)


def too_large(message: str) -> Problem:
    """Return the problem of a body that is not read for its size."""
    return Problem(code="page_too_large", message=message)
