"""Bytes of a plain file, of one gzip member, or of a whole gzip file: read in pieces, never held whole."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import BinaryIO

CHUNK = 1 << 16
MAX_OUTPUT = 1 << 20
"""Bytes unpacked at once, however much a few packed bytes may hold."""
GZIP_MAGIC = b"\x1f\x8b"
MAX_RATIO = 200
"""How many bytes a byte may unpack to, all in all: pages come to 5 or 10, a bomb to 1000."""
MIN_ROOM = 1 << 28
"""Bytes that anything may unpack to."""
BOM = b"\xef\xbb\xbf"
BLANK = re.compile(rb"(?:[\r\n]|\xef\xbb\xbf)+")
"""Between records: line ends, and the mark that some editors write at the beginning of a file."""
PADDING = b"\r\n\0" + BOM


class BrokenBytesError(ValueError):
    """Raised when compressed bytes cannot be unpacked, or end too early; the caller should name the place."""


class ByteStream:
    """Pieces of bytes read as lines and blocks, each byte copied once."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._held = b""
        self._at = 0
        """How much of what is held was given out."""
        self.consumed = 0
        """Bytes given out so far."""

    def peek(self, size: int) -> bytes:
        """Return the next `size` bytes without taking them; fewer at the end."""
        while len(self._held) - self._at < size:
            piece = next(self._pieces, b"")
            if not piece:
                break
            self._held, self._at = self._held[self._at :] + piece, 0
        return self._held[self._at : self._at + size]

    def read(self, size: int) -> bytes:
        """Return the next bytes, at least one and at most `size`; nothing at the end."""
        if self._at >= len(self._held):
            self._held, self._at = next(self._pieces, b""), 0
        part = self._held[self._at : self._at + size]
        self._at += len(part)
        self.consumed += len(part)
        return part

    def line(self, limit: int) -> bytes:
        """Return the next line with its end. Raises: BrokenBytesError if it has more than `limit` bytes."""
        found = bytearray()
        while not found.endswith(b"\n") and self.peek(1):
            end = self._held.find(b"\n", self._at)
            found += self.read((end + 1 if end != -1 else len(self._held)) - self._at)
            if len(found) > limit:
                raise BrokenBytesError("a line of the record's head has no end")
        return bytes(found)

    def skip_blank(self) -> None:
        """Take line ends and byte order marks, however many there are."""
        while self.peek(3) and (found := BLANK.match(self._held, self._at)):
            self.read(found.end() - self._at)


def plain(file: BinaryIO, start: int, end: int) -> Iterator[bytes]:
    """Yield the bytes of `file` from `start` to `end`."""
    while start < end:
        file.seek(start)
        chunk = file.read(min(CHUNK, end - start))
        if not chunk:
            return
        start += len(chunk)
        yield chunk


class GzipMember:
    """One gzip member. Once `pieces` came to their end, `length` is its length in the file."""

    def __init__(self, file: BinaryIO, start: int, end: int) -> None:
        self._raw = plain(file, start, end)
        self.length = 0

    def pieces(self) -> Iterator[bytes]:
        """Yield what the member holds. Raises: BrokenBytesError."""
        inflater = zlib.decompressobj(zlib.MAX_WBITS | 16)
        taken = given = 0
        for chunk in self._raw:
            taken += len(chunk)
            for piece in _unpack(inflater, chunk):
                given += len(piece)
                if given > max(MIN_ROOM, MAX_RATIO * taken):
                    raise BrokenBytesError(f"{taken} packed bytes unpack to more than {given}")
                yield piece
            if inflater.eof:
                self.length = taken - len(inflater.unused_data)
                return
        raise BrokenBytesError("the file ends in the middle of a gzip member")


def _unpack(inflater: zlib._Decompress, data: bytes) -> Iterator[bytes]:
    while data and not inflater.eof:
        try:
            piece = inflater.decompress(data, MAX_OUTPUT)
        except zlib.error as error:
            raise BrokenBytesError(f"the gzip data cannot be unpacked ({error})") from None
        data = inflater.unconsumed_tail
        if piece:
            yield piece


class GzipMembers:
    """All gzip members from `start` to `end`, as one; blank bytes between them are passed over."""

    def __init__(self, file: BinaryIO, start: int, end: int) -> None:
        self._file = file
        self._end = end
        self.at = start
        """Where the member begins that is being read."""

    def pieces(self) -> Iterator[bytes]:
        """Yield what the members hold. Raises: BrokenBytesError."""
        while (at := behind_padding(self._file, self.at, self._end)) < self._end:
            self.at = at
            member = GzipMember(self._file, at, self._end)
            yield from member.pieces()
            self.at += member.length


def behind_padding(file: BinaryIO, start: int, end: int) -> int:
    """Return where the line ends, zeros and marks that some programs write between gzip members are over."""
    file.seek(start)
    if file.read(2) == GZIP_MAGIC:
        return start
    for chunk in plain(file, start, end):
        rest = chunk.lstrip(PADDING)
        start += len(chunk) - len(rest)
        if rest:
            return start
    return end
