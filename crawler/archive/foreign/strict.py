"""A file of others read record by record and strictly: which are whole, and where what is not.

Unlike `walk`, which believes what heads say, this holds each block to its digest or CRC, and goes on behind damage with
the next head, wherever it lies: a byte too many or too few costs its record alone.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from crawler.archive.foreign.container import parts_of
from crawler.archive.foreign.forms import RECORD_STARTS, Part
from crawler.archive.foreign.normal import is_vouched, normalise
from crawler.archive.foreign.raw import NotARecordError, Raw, next_record
from crawler.archive.foreign.stream import (
    CHUNK,
    GZIP_MAGIC,
    BrokenBytesError,
    ByteStream,
    GzipMember,
    behind_padding,
    plain,
)
from crawler.archive.foreign.wacz import ZIP_MAGIC
from crawler.archive.foreign.walk import MAX_PLAIN_HEAD, PLAIN_HEAD, next_plain_head
from crawler.archive.reader import find_next_head
from crawler.archive.record import Record
from crawler.errors import KhoError

ANY_HEAD = re.compile(rb"(?=WARC/\d\.\d\r?\n[A-Za-z-]+:)|" + PLAIN_HEAD.pattern)
"""Where a record begins, even if the line before it has lost its end."""
BEGINS = re.compile(rb"WARC/\d|\S+:\S* \S+ \d{14} ")
HEAD = 1 << 16
"""Bytes in which the head of a damaged record is looked for."""
ID = re.compile(rb"^WARC-Record-ID:\s*<?([^>\s]+)", re.IGNORECASE | re.MULTILINE)
URL = re.compile(rb"^WARC-Target-URI:\s*<?([^>\s]+)", re.IGNORECASE | re.MULTILINE)
STEP = 32
STRAY = 64
"""Bytes behind a record that no head of another has room in."""


class Whole(NamedTuple):
    """A record that can be read."""

    offset: int
    length: int
    kind: str
    record_id: str
    second_id: str
    """Under which it is kept where another record has its id."""
    url: str
    vouched: bool
    """A digest or CRC says that its block is as it was."""
    gap: int
    """Bytes of line ends behind it."""


class Broken(NamedTuple):
    """Bytes that are no whole record."""

    offset: int
    length: int
    message: str
    record_id: str | None
    url: str | None


def check_file(archive: Path, name: str) -> Iterator[Whole | Broken]:
    """Yield the records of an imported file, and what of it is none. Raises: OSError."""
    path = archive / name
    try:
        parts = parts_of(path)
    except KhoError:
        yield from _check_formless(path, name)
        return
    with path.open("rb") as file:
        for part in parts:
            if part.form != "packed":
                yield from check_part(file, name, part)


def _check_formless(path: Path, name: str) -> Iterator[Whole | Broken]:
    """Look for records in a file whose beginning, or list of contents, is damaged."""
    with path.open("rb") as file:
        is_zip, size = file.read(4) == ZIP_MAGIC, file.seek(0, 2)
        packed = find_next_head(file, 0, RECORD_STARTS) is not None
        for found in check_part(file, name, Part("members" if packed else "plain", 0, size, name)):
            if not is_zip or isinstance(found, Whole):  # what lies between the records of a WACZ is no damage
                yield found


def check_part(file: BinaryIO, name: str, part: Part) -> Iterator[Whole | Broken]:
    """Yield the records of a part of a file, and what of it is none."""
    packed, at = part.form != "plain", part.start
    while (at := behind_padding(file, at, part.end)) < part.end:
        found = _member(file, name, at, part.end) if packed else _plain_record(file, name, at, part.end)
        if isinstance(found, Broken):
            found = found._replace(length=_next_head(file, at + 1, part.end, packed=packed) - at)
        yield found
        at += found.length


def _next_head(file: BinaryIO, start: int, end: int, *, packed: bool) -> int:
    after = find_next_head(file, start, RECORD_STARTS) if packed else next_plain_head(file, start, end, ANY_HEAD)
    return end if after is None else min(after, end)


def _member(file: BinaryIO, name: str, at: int, end: int) -> Whole | Broken:
    """Return the first record of a gzip member; what its CRC says holds for all of it."""
    member, raw = GzipMember(file, at, end), None
    stream = ByteStream(member.pieces())
    try:
        raw = _begin(stream)
        record = normalise(raw, name, at, 0)
        while stream.read(CHUNK):
            pass
    except (BrokenBytesError, NotARecordError) as error:
        return _broken(at, error, raw, _unpacked(file, at))
    return _whole(record, at, member.length, vouched=True)


def _plain_record(file: BinaryIO, name: str, at: int, end: int) -> Whole | Broken:
    stream, raw = ByteStream(plain(file, at, end)), None
    file.seek(at)
    head = file.read(min(HEAD, end - at))
    try:
        raw = _begin(stream)
        record = normalise(raw, name, at, 0)
        length, vouched = stream.consumed, is_vouched(raw)
        stream.skip_blank()
        if not vouched and not BEGINS.match(stream.peek(MAX_PLAIN_HEAD)):
            _expect_end(file, at, at + length, end)
    except (BrokenBytesError, NotARecordError) as error:
        return _broken(at, error, raw, head)
    return _whole(record, at, length, vouched=vouched, gap=stream.consumed - length)


def _whole(record: Record, at: int, length: int, *, vouched: bool, gap: int = 0) -> Whole:
    url = record.fields.get("warc-target-uri", "")
    return Whole(at, length, record.kind, record.record_id, record.second_id(), url, vouched, gap)


def _begin(stream: ByteStream) -> Raw:
    raw = next_record(stream)
    if raw is None:
        raise NotARecordError("there is nothing but line ends")
    return raw


def _expect_end(file: BinaryIO, at: int, record_end: int, end: int) -> None:
    """Of a record without digest that no other follows: tell a wrong length from a damaged record behind it.

    Raises: NotARecordError if another record begins inside of it, or only a few bytes behind it.
    """
    inside = next_plain_head(file, at + 1, record_end, ANY_HEAD)
    behind = next_plain_head(file, record_end - 1, min(end, record_end + STRAY + MAX_PLAIN_HEAD), ANY_HEAD)
    if inside is not None or (behind is not None and behind <= record_end + STRAY):
        raise NotARecordError("the record does not end where its length says")


def _broken(at: int, error: Exception, raw: Raw | None, head: bytes) -> Broken:
    """Return the damage, named by what can be read of its head."""
    if raw is not None:
        names = (raw.fields.get("warc-record-id", "").strip("<> "), raw.fields.get("warc-target-uri", "").strip("<> "))
    else:
        head = head.replace(b"\r\n", b"\n").partition(b"\n\n")[0]
        found = (pattern.search(head) for pattern in (ID, URL))
        names = tuple(one[1].decode("utf-8", "replace") if one else "" for one in found)  # type: ignore[assignment]
    return Broken(at, 0, str(error), names[0] or None, names[1] or None)


def _unpacked(file: BinaryIO, at: int) -> bytes:
    """Return what a damaged gzip member holds in front of its damage, as far as a head is long."""
    file.seek(at)
    data, inflater, found = file.read(HEAD), zlib.decompressobj(zlib.MAX_WBITS | 16), b""
    if not data.startswith(GZIP_MAGIC):
        return b""
    for start in range(0, len(data), STEP):
        try:
            found += inflater.decompress(data[start : start + STEP], HEAD)
        except zlib.error:
            break
        if len(found) >= HEAD or inflater.eof:
            break
    return found
