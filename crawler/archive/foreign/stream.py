"""Bytes of a plain file, of one gzip member, or of a whole gzip file: read in pieces, never held whole."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import BinaryIO

CHUNK = 1 << 16
MAX_OUTPUT = 1 << 20
"""Bytes unpacked at once, however much a few packed bytes may hold."""
GZIP_MAGIC = b"\x1f\x8b"


class BrokenBytesError(ValueError):
    """Raised when compressed bytes cannot be unpacked, or end too early; the caller should name the place."""


class ByteStream:
    """Pieces of bytes read as lines and blocks."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._held = b""
        self.consumed = 0
        """Bytes given out so far."""

    def peek(self, size: int) -> bytes:
        """Return the next `size` bytes without taking them; fewer at the end."""
        while len(self._held) < size:
            piece = next(self._pieces, b"")
            if not piece:
                break
            self._held += piece
        return self._held[:size]

    def read(self, size: int) -> bytes:
        """Return the next bytes, at least one and at most `size`; nothing at the end."""
        if not self._held:
            self._held = next(self._pieces, b"")
        part, self._held = self._held[:size], self._held[size:]
        self.consumed += len(part)
        return part

    def line(self, limit: int) -> bytes:
        """Return the next line with its end. Raises: BrokenBytesError if it has more than `limit` bytes."""
        found = bytearray()
        while not found.endswith(b"\n") and self.peek(1):
            at = self._held.find(b"\n")
            found += self.read(at + 1 if at != -1 else len(self._held))
            if len(found) > limit:
                raise BrokenBytesError("a line of the record's head has no end")
        return bytes(found)


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
        taken = 0
        for chunk in self._raw:
            taken += len(chunk)
            yield from _unpack(inflater, chunk)
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


def gzip_file(file: BinaryIO, start: int, end: int) -> Iterator[bytes]:
    """Yield what all gzip members from `start` to `end` hold, as one. Raises: BrokenBytesError."""
    while start < end:
        file.seek(start)
        if file.read(2) != GZIP_MAGIC:
            return  # padding behind the last member
        member = GzipMember(file, start, end)
        yield from member.pieces()
        start += member.length
