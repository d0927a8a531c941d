"""One gzip member as Kho writes it, read strictly: each of its bits is accounted for.

The CRC at its end covers what it unpacks to. Two places it does not cover: the header, which is always the same ten
bytes, and the bits that fill up the last byte of the deflate stream, which are zero.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import BinaryIO

from crawler.archive.warc import GZIP_HEADER

CHUNK = 1 << 14
"""Bytes read at once; they unpack to 16 MiB at most."""
TRAILER = 8
"""CRC and length."""


class UnreadableError(ValueError):
    """Raised when a member is not as Kho wrote it; the caller should name it and go on behind it."""


class Member:
    """The member at an offset. Read `chunks` to their end, then `length` and `raw_sha256` of the file are known."""

    def __init__(self, file: BinaryIO, offset: int) -> None:
        self._file = file
        self._offset = offset
        self.length = 0
        """Bytes in the file, once all was read."""

    def chunks(self) -> Iterator[bytes]:
        """Yield what the member holds. Raises: UnreadableError; `length` is then 0."""
        self._file.seek(self._offset)
        inflater = _after_header(self._file.read(len(GZIP_HEADER)))
        length = len(GZIP_HEADER)
        before, held = inflater.copy(), b""
        while chunk := self._file.read(CHUNK):
            start = inflater.copy()
            try:
                content = inflater.decompress(chunk)
            except zlib.error as error:
                raise UnreadableError(f"the gzip member cannot be unpacked ({error})") from None
            used = chunk[: len(chunk) - len(inflater.unused_data)]
            if inflater.eof:
                _check_filling(*((start, used) if len(used) > TRAILER else (before, held + used)))
                self.length = length + len(used)
            yield content
            if inflater.eof:
                return
            length += len(chunk)
            before, held = start, chunk
        raise UnreadableError("the gzip member is cut off: the file ends in it")


def _after_header(header: bytes) -> zlib._Decompress:
    if header != GZIP_HEADER:
        what = (
            "is no gzip member" if not header.startswith(GZIP_HEADER[:2]) else "has a gzip header that Kho never writes"
        )
        raise UnreadableError(f"what begins here {what}")
    inflater = zlib.decompressobj(zlib.MAX_WBITS | 16)
    inflater.decompress(header)
    return inflater


def _check_filling(inflater: zlib._Decompress, data: bytes) -> None:
    """Raise UnreadableError if the last bits of the deflate stream are not zero.

    `data` is the rest of the member, to be unpacked by `inflater`. The highest bit set is taken away: if that changes
    nothing, it was no part of the stream.
    """
    end = len(data) - TRAILER - 1
    last = data[end]
    if last == 0:
        return
    without = data[:end] + bytes([last ^ (1 << (last.bit_length() - 1))]) + data[end + 1 :]
    try:
        inflater.decompress(without)
    except zlib.error:
        return
    if inflater.eof:
        raise UnreadableError("bits that Kho leaves zero are set at the end of the gzip member")
