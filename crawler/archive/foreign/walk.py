"""All records of one part of a file, in order: where each lies, what its head says. Damage costs its record alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from crawler.archive.foreign.forms import Part
from crawler.archive.foreign.raw import NotARecordError, Raw, next_record
from crawler.archive.foreign.stream import CHUNK, BrokenBytesError, ByteStream, GzipMember, plain
from crawler.archive.reader import find_next_head

LARGE = 1 << 20
"""Bytes of a block beyond which it is leapt over, in files that are not packed."""
PLAIN_HEAD = b"\nWARC/1."


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
    while offset < part.end:
        member = GzipMember(file, offset, part.end)
        stream = ByteStream(member.pieces())
        try:
            found = _place(stream, offset)
            _expect_end(stream)
        except (BrokenBytesError, NotARecordError) as error:
            yield Damage(offset, str(error))
            after = find_next_head(file, offset + 1)
            offset = after if after is not None and after < part.end else part.end
            continue
        if found is not None:
            yield found._replace(length=member.length)
        offset += member.length


def _expect_end(stream: ByteStream) -> None:
    while rest := stream.read(CHUNK):
        if rest.strip(b"\r\n"):
            raise NotARecordError("a gzip member holds more than one record")


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
            after = _next_plain_head(file, at, part.end)
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


def _next_plain_head(file: BinaryIO, start: int, end: int) -> int | None:
    """Return where the next record of a plain WARC file begins, or None."""
    held, base = b"", start
    for chunk in plain(file, start, end):
        held += chunk
        at = held.find(PLAIN_HEAD)
        if at != -1:
            return base + at + 1
        keep = len(PLAIN_HEAD) - 1
        base += max(0, len(held) - keep)
        held = held[-keep:]
    return None
