"""How records lie in a part of a file: each a gzip member, not packed at all, or all in one gzip stream."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO, Literal, NamedTuple

from crawler.archive.foreign.raw import NotARecordError, next_record
from crawler.archive.foreign.stream import CHUNK, GZIP_MAGIC, BrokenBytesError, ByteStream, GzipMember, behind_padding
from crawler.archive.reader import find_next_head
from crawler.errors import ArchiveDamagedError, ConfigurationError

ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
STARTS = (b"WARC/", b"filedesc:")
"""How a file begins."""
RECORD_STARTS = (b"WARC/", b"http://", b"https://", b"dns:")
"""How a record within a file begins: of a WARC, of an ARC."""
Form = Literal["members", "plain", "stream", "packed"]


class Part(NamedTuple):
    """Bytes of a file in which records lie one after the other."""

    form: Form
    """`members` and `plain` are read as they are; `stream` and `packed` have to be written anew."""
    start: int
    end: int
    name: str
    """File name, or that of the entry of a WACZ."""


def form_at(file: BinaryIO, path: Path, start: int, end: int) -> Form:
    """Return how records lie from `start` on. Raises: ConfigurationError, ArchiveDamagedError, naming `path`."""
    start = behind_padding(file, start, end)
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
    """Return `members` if the first gzip member that is not empty holds one whole record, and nothing else."""
    try:
        stream = _first_member(file, start, end)
        blank = stream.consumed
        if not stream.peek(9).startswith(STARTS):
            raise ConfigurationError(f"{path}: is packed with gzip, but holds neither WARC nor ARC records")
        if blank:
            return "stream"  # other programs would not find the record behind it
        first = next_record(stream)
        if first is not None:
            first.drain()
        while rest := stream.read(CHUNK):
            if rest.strip(b"\r\n"):
                return "stream"
    except (BrokenBytesError, NotARecordError) as error:
        after = find_next_head(file, start + 1, RECORD_STARTS)
        if after is None or after >= end:
            raise ArchiveDamagedError(f"{path}: its first record cannot be read: {error}") from None
    return "members"  # damage at the beginning costs its record alone, too


def _first_member(file: BinaryIO, start: int, end: int) -> ByteStream:
    """Return the first member that is not empty, what is blank at its beginning taken. Raises: BrokenBytesError."""
    while True:
        member = GzipMember(file, start, end)
        stream = ByteStream(member.pieces())
        stream.skip_blank()
        if stream.peek(1):
            return stream
        start = behind_padding(file, start + member.length, end)
        if start >= end:
            return stream
