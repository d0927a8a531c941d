"""A file that someone saved -> the captures in it: an HTML page, a WARC file, a browser's web archive, any other file.

What a file is, its first bytes say. One capture of each file, but for WARC: there each `response` record is one. Memory
is bounded by the largest record; what unpacks to more than `MAX_DECODED` bytes is told as a problem, and not read.
"""

from __future__ import annotations

import email
import email.policy
import io
import mimetypes
import os
import re
import sys
import zlib
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import BinaryIO, cast

from crawler.archive.coding import MAX_DECODED, TooLargeError, decode_content
from crawler.clock import format_utc
from crawler.items import Capture, Problem
from crawler.saved.warc import iter_responses, too_large

GZIP = b"\x1f\x8b"
WARC = b"WARC/"
HEAD = 1 << 14
"""Bytes that say what a file is."""
STANDARD_INPUT = "-"
OLDEST = datetime(2000, 1, 1, tzinfo=UTC)
"""A file's time before this is none: archives without times unpack to 1970 or 1980."""
MHTML = b"content-type: multipart/related"
HTML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html)\b", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """One page as it was saved. `capture.requested_url` is empty where the file does not tell its address."""

    file: str
    """As it was named by the caller."""
    capture: Capture
    dated: bool = False
    """True if the file itself says when it was captured."""
    problems: tuple[Problem, ...] = ()
    """What kept the page from being read; it is not extracted then."""


def iter_saved(file: str) -> Iterator[Saved]:
    """Yield what a file holds; `-` is standard input.

    Raises: OSError if the file cannot be read. Whatever is wrong with its content is a problem of the page.
    """
    opened = nullcontext(sys.stdin.buffer) if file == STANDARD_INPUT else Path(file).open("rb")  # noqa: SIM115
    with opened as stream:
        buffered = cast("io.BufferedReader", stream)
        head = _peek(buffered)
        if _plain(head).startswith(WARC):
            for capture, problems in iter_responses(buffered):
                yield Saved(file=file, capture=capture, dated=bool(capture.fetched_at), problems=problems)
        else:
            yield _one(file, buffered, head)


def _peek(stream: io.BufferedReader) -> bytes:
    """Return the first bytes of a stream without taking them from it."""
    return stream.peek(HEAD)[:HEAD]


def _plain(head: bytes) -> bytes:
    """Return the first bytes with gzip undone."""
    if not head.startswith(GZIP):
        return head
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(head, HEAD)
    except zlib.error:
        return head


def _one(file: str, stream: BinaryIO, head: bytes) -> Saved:
    """Return the single page of a file that is no WARC."""
    body, problems = _read(stream, packed=head.startswith(GZIP))
    capture = _capture(_mime(file, body), body, file_time(stream))
    if MHTML in _plain(head)[:4_096].lower():
        return _web_archive(file, capture)
    return Saved(file=file, capture=capture, problems=problems)


def _read(stream: BinaryIO, *, packed: bool) -> tuple[bytes, tuple[Problem, ...]]:
    """Return the bytes of a file, gzip undone; nothing but a problem if they are too many."""
    body = stream.read(MAX_DECODED + 1)
    if len(body) > MAX_DECODED:
        return b"", (too_large(f"more than {MAX_DECODED} bytes"),)
    try:
        return (decode_content(body, "gzip") if packed else body), ()
    except TooLargeError as error:
        return b"", (too_large(str(error)),)


def _capture(mime: str | None, body: bytes, fetched_at: str, url: str = "") -> Capture:
    return Capture(
        portal_id="", crawl_id="", requested_url=url, fetched_at=fetched_at, status=200, body=body, mime=mime,
        payload_bytes=len(body),
    )  # fmt: skip


def _mime(file: str, body: bytes) -> str | None:
    """Return the media type that a file's name tells; pages are saved as `.aspx`, `tin?tep=7.pdf` or with no ending."""
    if HTML.match(body[:HEAD]):
        return "text/html"
    name = file.lower().removesuffix(".gz")
    return mimetypes.guess_type(name)[0] if name != STANDARD_INPUT else None


def file_time(stream: BinaryIO) -> str:
    """Return when a file was last changed: no page in it was captured later. The present, if the file cannot say."""
    try:
        changed = datetime.fromtimestamp(os.fstat(stream.fileno()).st_mtime, UTC)
    except (OSError, ValueError, OverflowError):
        changed = datetime.now(UTC)
    return format_utc(changed if changed >= OLDEST else datetime.now(UTC))


def _web_archive(file: str, whole: Capture) -> Saved:
    """Return the page of a `.mhtml` file, as Chrome and Edge save it: a mail whose first HTML part is the page."""
    message = email.message_from_bytes(whole.body, policy=email.policy.default)
    pages = (part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml"))
    page = next(pages, None)
    if page is None:
        return Saved(file=file, capture=whole)
    url = str(message.get("snapshot-content-location") or page.get("content-location") or "")
    date = _mail_date(str(message.get("date") or ""))
    body = cast("bytes", page.get_payload(decode=True)) or b""
    charset = page.get_content_charset()
    capture = _capture(
        "text/html", body, date or whole.fetched_at, url if url.startswith(("http://", "https://")) else ""
    )
    headers = (("content-type", f"text/html; charset={charset}"),) if charset else ()
    return Saved(file=file, capture=replace(capture, headers=headers), dated=date is not None)


def _mail_date(text: str) -> str | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    return format_utc(moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC))
