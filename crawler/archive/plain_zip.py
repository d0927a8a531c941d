"""ZIP files in one plain form: nothing compressed, nothing optional, no dates, so each byte follows from what is in it.

Whoever reads one back can make head, directory and ending again and compare: a changed bit has nowhere to hide.
Source: APPNOTE.TXT 6.3.10, https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable, Iterable
from typing import BinaryIO, NamedTuple

CHUNK = 1 << 20
LIMIT = 0xFFFFFFFF
MAX_ENTRIES = 0xFFFF
UTF8 = 0x0800
FIRST_DAY = 0x0021
"""1 January 1980, the first day that ZIP knows."""


class Entry(NamedTuple):
    """One file in a ZIP."""

    name: str
    offset: int
    """Of its head."""
    size: int
    crc: int

    @property
    def start(self) -> int:
        """Where its content begins."""
        return self.offset + len(head(self))


def head(entry: Entry) -> bytes:
    """Return what stands before the content of a file."""
    big = entry.size >= LIMIT
    extra = struct.pack("<HHQQ", 1, 16, entry.size, entry.size) if big else b""
    size, name = LIMIT if big else entry.size, entry.name.encode()
    fields = (45 if big else 20, UTF8, 0, 0, FIRST_DAY, entry.crc, size, size, len(name), len(extra))
    return struct.pack("<4s5H3L2H", b"PK\x03\x04", *fields) + name + extra


def _line(entry: Entry) -> bytes:
    """Return a file's line in the directory."""
    large = [value for value in (entry.size, entry.size, entry.offset) if value >= LIMIT]
    extra = struct.pack(f"<HH{len(large)}Q", 1, 8 * len(large), *large) if large else b""
    size, offset, name = min(entry.size, LIMIT), min(entry.offset, LIMIT), entry.name.encode()
    version = 45 if large else 20
    fields = (version, version, UTF8, 0, 0, FIRST_DAY, entry.crc, size, size, len(name), len(extra), 0, 0, 0, 0, offset)
    return struct.pack("<4s6H3L5H2L", b"PK\x01\x02", *fields) + name + extra


def directory(entries: Iterable[Entry], start: int) -> bytes:
    """Return all that stands behind the last file, at `start`."""
    lines = [_line(entry) for entry in entries]
    size, count = sum(map(len, lines)), len(lines)
    ending = b""
    if max(start, size) >= LIMIT or count >= MAX_ENTRIES:
        ending = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, size, start)
        ending += struct.pack("<4sLQL", b"PK\x06\x07", 0, start + size, 1)
    shown = min(count, MAX_ENTRIES)
    last = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, shown, shown, min(size, LIMIT), min(start, LIMIT), 0)
    return b"".join((*lines, ending, last))


class PlainZip:
    """Writes a plain ZIP to a file that can be sought in."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.entries: list[Entry] = []

    def add(self, name: str, size: int, chunks: Iterable[bytes], told: Callable[[bytes], None] | None = None) -> Entry:
        """Append a file of `size` bytes; `told` gets each chunk. Raises: ValueError if it has another size; OSError."""
        empty = Entry(name, self._file.tell(), size, 0)
        self._file.write(head(empty))
        crc = written = 0
        for chunk in chunks:
            self._file.write(chunk)
            crc, written = zlib.crc32(chunk, crc), written + len(chunk)
            if told is not None:
                told(chunk)
        if written != size:
            raise ValueError(f"{name}: {written} bytes, announced were {size}")
        entry = empty._replace(crc=crc)
        end = self._file.tell()
        self._file.seek(entry.offset)
        self._file.write(head(entry))
        self._file.seek(end)
        self.entries.append(entry)
        return entry

    def close(self) -> None:
        """Write the directory; the file itself stays open."""
        self._file.write(directory(self.entries, self._file.tell()))


class Slice(io.RawIOBase):
    """A file in a plain ZIP, read as if it were one of its own."""

    def __init__(self, file: BinaryIO, start: int, size: int) -> None:
        super().__init__()
        self._file, self._start, self._size, self._at = file, start, size, 0

    def seekable(self) -> bool:
        """Return True."""
        return True

    def readable(self) -> bool:
        """Return True."""
        return True

    def tell(self) -> int:
        """Return the place in the slice."""
        return self._at

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to a place in the slice."""
        self._at = max(0, offset + (0, self._at, self._size)[whence])
        return self._at

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, not beyond the end of the slice."""
        left = max(0, self._size - self._at)
        self._file.seek(self._start + self._at)
        data = self._file.read(left if size < 0 else min(size, left))
        self._at += len(data)
        return data
