"""All records of one part of a file, in order: where each lies, what its head says. Damage costs its record alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from crawler.archive.foreign.forms import RECORD_STARTS, Part
from crawler.archive.foreign.raw import NotARecordError, Raw, next_record
from crawler.archive.foreign.stream import CHUNK, BrokenBytesError, ByteStream, GzipMember, behind_padding, plain
from crawler.archive.reader import find_next_head

LARGE = 1 << 20
"""Bytes of a block beyond which it is leapt over, in files that are not packed."""
PLAIN_HEAD = re.compile(rb"\n(?=WARC/\d|(?:https?|dns):[^\s]{1,2000} [0-9A-Fa-f.:]{2,45} \d{14} [^\n]{1,500}\d\r?\n)")
"""Where a record begins in a file that is not packed: of a WARC, or the one line of an ARC record's head."""
MAX_PLAIN_HEAD = 2_600
SEVERAL = "a gzip member holds more than one record"


class Place(NamedTuple):
    """Where one record lies, and what its head says."""

    offset: int
    length: int
    kind: str
    fields: dict[str, str]
    method: str
    """Of a `request`: GET, POST …; empty for others."""


class Damage(NamedTuple):
    """Bytes that are no whole record."""

    offset: int
    message: str


def walk(file: BinaryIO, part: Part) -> Iterator[Place | Damage]:
    """Yield the records of a part of a file, and what of it cannot be read."""
    yield from _walk_members(file, part) if part.form == "members" else _walk_plain(file, part)


def _walk_members(file: BinaryIO, part: Part) -> Iterator[Place | Damage]:
    offset = part.start
    while (offset := behind_padding(file, offset, part.end)) < part.end:
        member = GzipMember(file, offset, part.end)
        stream = ByteStream(member.pieces())
        try:
            found = _place(stream, offset)
            _expect_end(stream)
        except (BrokenBytesError, NotARecordError) as error:
            yield Damage(offset, str(error))
            after = find_next_head(file, offset + 1, RECORD_STARTS)
            offset = after if after is not None and after < part.end else part.end
            continue
        if found is not None:
            yield found._replace(length=member.length)
        offset += member.length


def _expect_end(stream: ByteStream) -> None:
    stream.skip_blank()
    begins, more = stream.peek(max(map(len, RECORD_STARTS))), 0
    while rest := stream.read(CHUNK):  # to its end: bytes that were changed are a worse fault than bytes too many
        more += len(rest.strip(b"\r\n"))
    if begins.startswith(RECORD_STARTS):
        raise NotARecordError(SEVERAL)
    if more:
        raise NotARecordError(f"a gzip member holds {more} bytes behind its record")


def holds_several(path: Path, part: Part) -> bool:
    """Return True if somewhere in a part of gzip members one holds more than one record."""
    with path.open("rb") as file:
        return any(isinstance(found, Damage) and found.message == SEVERAL for found in walk(file, part))


def _walk_plain(file: BinaryIO, part: Part) -> Iterator[Place | Damage]:
    offset = part.start
    stream = ByteStream(plain(file, offset, part.end))
    while offset < part.end:
        base = at = offset - stream.consumed
        try:
            stream.skip_blank()
            at = base + stream.consumed
            found, far = _place_in_plain(stream, at, part.end - base)
        except (BrokenBytesError, NotARecordError) as error:
            yield Damage(at, str(error))
            after = next_plain_head(file, at, part.end)
            if after is None:
                return
            offset, stream = after, ByteStream(plain(file, after, part.end))
            continue
        if found is None:
            return
        offset = base + stream.consumed + far
        yield found._replace(length=offset - at)
        if far:
            stream = ByteStream(plain(file, offset, part.end))


def _place(stream: ByteStream, offset: int) -> Place | None:
    """Read one record to its end."""
    raw = next_record(stream)
    if raw is None:
        return None
    place = _head(raw, offset)
    raw.drain()
    return place


def _place_in_plain(stream: ByteStream, offset: int, end: int) -> tuple[Place | None, int]:
    """Read one record; of a large one the rest is not read but said how long it is. `end` is where the stream ends."""
    raw = next_record(stream)
    if raw is None:
        return None, 0
    place = _head(raw, offset)
    if raw.left <= LARGE or stream.consumed + raw.left > end:
        raw.drain()
    return place, raw.left


def _head(raw: Raw, offset: int) -> Place:
    return Place(offset, 0, raw.kind, raw.fields, _method(raw) if raw.kind == "request" else "")


def _method(raw: Raw) -> str:
    first = raw.read(16)
    return first.split(b" ")[0].decode("ascii", "replace").upper()


def next_plain_head(file: BinaryIO, start: int, end: int, head: re.Pattern[bytes] = PLAIN_HEAD) -> int | None:
    """Return where the next record of a file that is not packed begins, or None."""
    held, base = b"", start
    for chunk in plain(file, start, end):
        held += chunk
        if found := head.search(held):
            return base + found.end()
        base += max(0, len(held) - MAX_PLAIN_HEAD)
        held = held[-MAX_PLAIN_HEAD:]
    return None
