"""WACZ: a zip file with WARC files in `archive/`, or (Browsertrix: several crawls at once) with such files in it.

Sources: https://specs.webrecorder.net/wacz/1.1.1/;
https://github.com/webrecorder/browsertrix (`multi-wacz-package`: its entries are stored as they are).
"""

from __future__ import annotations

import io
import zlib
from pathlib import Path
from typing import BinaryIO, cast
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from crawler.archive.foreign.forms import Part, form_at
from crawler.archive.foreign.stream import CHUNK, MAX_RATIO, MIN_ROOM
from crawler.errors import ArchiveDamagedError, ConfigurationError

ZIP_MAGIC = b"PK\x03\x04"
RECORD_FILES = (".warc", ".warc.gz", ".arc", ".arc.gz")
LOCAL_HEAD = 30
MAX_ENTRIES = 100_000
MAX_NESTED = 1_000


def wacz_parts(file: BinaryIO, path: Path, size: int) -> list[Part]:
    """Return the parts of a WACZ that hold records, in order. Raises: ConfigurationError, ArchiveDamagedError."""
    entries = _entries(file, path, size)
    if chosen := [entry for entry in entries if _holds_records(entry)]:
        return [_entry_part(file, path, entry) for entry in chosen]
    inner = [entry for entry in entries if entry.filename.endswith(".wacz")]
    if not inner:
        raise ConfigurationError(f"{path}: a zip file without WARC files in archive/: no WACZ")
    if len(inner) > MAX_NESTED:
        raise ConfigurationError(f"{path}: refused: holds {len(inner)} WACZ files, more than {MAX_NESTED}")
    return [part for entry in inner for part in _nested(file, path, entry)]


def _nested(file: BinaryIO, path: Path, entry: ZipInfo) -> list[Part]:
    """Return the parts of a WACZ in a WACZ, named by both; a crawl that saved nothing has none."""
    start, end = _place(file, path, entry)
    if entry.compress_type != ZIP_STORED:
        raise ConfigurationError(f"{path}: {entry.filename!r} is packed twice over; unpack {path.name} first")
    window = cast("BinaryIO", _Window(file, start, end))
    found = _entries(window, path, end - start)
    parts = [_entry_part(window, path, one) for one in found if _holds_records(one)]
    if any(part.form == "packed" for part in parts):
        raise ConfigurationError(f"{path}: {entry.filename!r} is packed twice over; unpack {path.name} first")
    return [Part(form, start + at, start + to, f"{entry.filename}/{name}") for form, at, to, name in parts]


def _holds_records(entry: ZipInfo) -> bool:
    is_named_so = entry.filename.startswith("archive/") and entry.filename.endswith(RECORD_FILES)
    return is_named_so and entry.file_size > 0


class _Window(io.RawIOBase):
    """Bytes of a file from `start` to `end`, as a file of their own."""

    def __init__(self, file: BinaryIO, start: int, end: int) -> None:
        super().__init__()
        self._file = file
        self._start = start
        self._size = end - start
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        if base + offset < 0:
            raise ValueError("before the beginning")
        self._at = base + offset
        return self._at

    def read(self, size: int | None = -1) -> bytes:
        left = max(0, self._size - self._at)
        size = left if size is None or size < 0 else min(size, left)
        self._file.seek(self._start + self._at)
        data = self._file.read(size)
        self._at += len(data)
        return data


def _entries(file: BinaryIO, path: Path, size: int) -> list[ZipInfo]:
    """Return the entries of a package in the order in which they lie there, those of hostile packages never."""
    try:
        with ZipFile(file) as package:
            entries = package.infolist()
    except (BadZipFile, OSError, ValueError, EOFError, NotImplementedError, zlib.error) as error:
        raise ArchiveDamagedError(f"{path}: cannot be read as a WACZ (zip) file: {error}") from None
    _check_entries(path, entries, size)
    return sorted(entries, key=lambda entry: entry.header_offset)


def _check_entries(path: Path, entries: list[ZipInfo], size: int) -> None:
    """Raise ConfigurationError for packages that were made to harm."""
    for entry in entries:
        name = entry.filename.replace("\\", "/")
        if name.startswith("/") or ":" in name.split("/")[0] or ".." in name.split("/"):
            raise ConfigurationError(
                f"{path}: refused: the name of an entry leads out of the package: {entry.filename!r}"
            )
    room = max(MAX_RATIO * size, MIN_ROOM)
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > room:
        raise ConfigurationError(f"{path}: refused: its {len(entries)} entries unpack to more than {room} bytes")


def _entry_part(file: BinaryIO, path: Path, entry: ZipInfo) -> Part:
    """Return the part of one entry; entries that are stored as they are can be read in place."""
    start, end = _place(file, path, entry)
    if entry.compress_type != ZIP_STORED:
        return Part("packed", start, end, entry.filename)
    return Part(form_at(file, path, start, end), start, end, entry.filename)


def _place(file: BinaryIO, path: Path, entry: ZipInfo) -> tuple[int, int]:
    """Return where the bytes of an entry begin and end."""
    file.seek(entry.header_offset)
    head = file.read(LOCAL_HEAD)
    if len(head) < LOCAL_HEAD or not head.startswith(ZIP_MAGIC) or entry.flag_bits & 1:
        raise ArchiveDamagedError(f"{path}: the entry {entry.filename!r} is damaged or encrypted")
    start = (
        entry.header_offset + LOCAL_HEAD + int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
    )
    return start, start + entry.compress_size


def unpack(path: Path, part: Part, target: BinaryIO) -> None:
    """Write what a packed entry of a WACZ holds. Raises: ArchiveDamagedError; ConfigurationError for bombs."""
    room = max(MAX_RATIO * (part.end - part.start), MIN_ROOM)
    try:
        with ZipFile(path) as package, package.open(part.name) as entry:
            while chunk := entry.read(CHUNK):
                target.write(chunk)
                if target.tell() > room:
                    raise ConfigurationError(f"{path}: refused: {part.name!r} unpacks to more than {room} bytes")
    except (BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise ArchiveDamagedError(f"{path}: the entry {part.name!r} cannot be unpacked: {error}") from None
