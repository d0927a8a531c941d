"""What kind of file is this, and in which parts of it do records lie?

A part can be read record by record if each record is a gzip member, or if nothing is packed at all. What cannot (one
gzip stream for the whole file, a WACZ that packed its WARC files once more) is written anew, a member for each record.
"""

from __future__ import annotations

import shutil
import zlib
from pathlib import Path
from typing import BinaryIO, Literal, NamedTuple
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from crawler.archive.foreign.raw import NotARecordError, next_record
from crawler.archive.foreign.stream import CHUNK, GZIP_MAGIC, BrokenBytesError, ByteStream, GzipMember
from crawler.errors import ArchiveDamagedError, ConfigurationError

ZIP_MAGIC = b"PK\x03\x04"
ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
STARTS = (b"WARC/", b"filedesc:")
RECORD_FILES = (".warc", ".warc.gz", ".arc", ".arc.gz")
MAX_RATIO = 200
"""How many bytes a byte may unpack to, all in all: pages come to 5 or 10, a bomb to 1000."""
MIN_ROOM = 1 << 28
"""Bytes that anything may unpack to."""
LOCAL_HEAD = 30
MAX_ENTRIES = 100_000

Form = Literal["members", "plain", "stream", "packed"]


class Part(NamedTuple):
    """Bytes of a file in which records lie one after the other."""

    form: Form
    """`members` and `plain` are read as they are; `stream` and `packed` have to be written anew."""
    start: int
    end: int
    name: str
    """File name, or that of the entry of a WACZ."""


def parts_of(path: Path) -> list[Part]:
    """Return the parts of a file that hold records.

    Raises: ConfigurationError if it is no web archive; ArchiveDamagedError if it is a damaged one.
    """
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(0)
            if file.read(4) == ZIP_MAGIC:
                return list(_wacz(file, path, size))
            return [Part(form_at(file, path, 0, size), 0, size, path.name)]
    except OSError as error:
        raise ConfigurationError(f"{path}: cannot be read: {error.strerror}") from None


def form_at(file: BinaryIO, path: Path, start: int, end: int) -> Form:
    """Return how records lie from `start` on. Raises: ConfigurationError, ArchiveDamagedError, naming `path`."""
    file.seek(start)
    head = file.read(min(9, end - start))
    if not head:
        raise ConfigurationError(f"{path}: is empty")
    if head.startswith(STARTS):
        return "plain"
    if head.startswith(ZSTD_MAGIC):
        raise ConfigurationError(f"{path}: is packed with zstd; unpack it first (zstd -d)")
    if not head.startswith(GZIP_MAGIC):
        raise ConfigurationError(f"{path}: is no WARC, ARC or WACZ file, whatever its name says")
    return _gzip_form(file, path, start, end)


def _gzip_form(file: BinaryIO, path: Path, start: int, end: int) -> Form:
    """Return `members` if the first gzip member holds one whole record, and nothing else."""
    stream = ByteStream(GzipMember(file, start, end).pieces())
    try:
        if not stream.peek(9).startswith(STARTS):
            raise ConfigurationError(f"{path}: is packed with gzip, but holds neither WARC nor ARC records")
        first = next_record(stream)
        if first is not None:
            first.drain()
        while rest := stream.read(CHUNK):
            if rest.strip(b"\r\n"):
                return "stream"
    except (BrokenBytesError, NotARecordError) as error:
        raise ArchiveDamagedError(f"{path}: its first record cannot be read: {error}") from None
    return "members"


def _wacz(file: BinaryIO, path: Path, size: int) -> list[Part]:
    try:
        with ZipFile(file) as package:
            entries = package.infolist()
    except (BadZipFile, OSError, ValueError, EOFError, NotImplementedError, zlib.error) as error:
        raise ArchiveDamagedError(f"{path}: cannot be read as a WACZ (zip) file: {error}") from None
    _check_entries(path, entries, size)
    chosen = [
        entry for entry in entries if entry.filename.startswith("archive/") and entry.filename.endswith(RECORD_FILES)
    ]
    if not chosen:
        raise ConfigurationError(f"{path}: a zip file without WARC files in archive/: no WACZ")
    return [_entry_part(file, path, entry) for entry in sorted(chosen, key=lambda entry: entry.header_offset)]


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
    file.seek(entry.header_offset)
    head = file.read(LOCAL_HEAD)
    if len(head) < LOCAL_HEAD or not head.startswith(ZIP_MAGIC) or entry.flag_bits & 1:
        raise ArchiveDamagedError(f"{path}: the entry {entry.filename!r} is damaged or encrypted")
    start = (
        entry.header_offset + LOCAL_HEAD + int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
    )
    end = start + entry.compress_size
    if entry.compress_type != ZIP_STORED:
        return Part("packed", start, end, entry.filename)
    return Part(form_at(file, path, start, end), start, end, entry.filename)


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


def copy_part(path: Path, part: Part, target: BinaryIO) -> None:
    """Write the bytes of a part as they are."""
    with path.open("rb") as file:
        file.seek(part.start)
        shutil.copyfileobj(file, target, CHUNK)
