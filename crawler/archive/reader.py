"""WARC in: records read back, whole members told from torn ones."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Literal, NamedTuple

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from crawler.archive.foreign.normal import read_foreign_record
from crawler.archive.record import Record
from crawler.errors import ArchiveDamagedError

CHUNK = 1 << 16
GZIP_HEAD = b"\x1f\x8b\x08"
IMPORTED = "/imported/"
"""In the path of files that other programs made."""
HEAD_BYTES = 512
"""Bytes of a member that are enough to see what it holds."""


class Member(NamedTuple):
    """One gzip member of a WARC file."""

    offset: int
    length: int
    state: Literal["whole", "damaged", "torn"]
    """`torn`: the last one, of a writer that was killed; `damaged`: unreadable, with more members behind it."""

    @property
    def whole(self) -> bool:
        """Return True if the member can be read."""
        return self.state == "whole"


def iter_members(path: Path, start: int = 0) -> Iterator[Member]:
    """Yield the gzip members of a file from offset `start` on. Reads in chunks; memory is flat.

    A damaged member costs itself alone: reading goes on with the next head of a WARC record.
    """
    with path.open("rb") as file:
        offset = start
        while length := _member_length(file, offset):
            if length > 0:
                yield Member(offset, length, "whole")
                offset += length
                continue
            after = find_next_head(file, offset + 1)
            end = after if after is not None else file.seek(0, io.SEEK_END)
            yield Member(offset, end - offset, "torn" if after is None else "damaged")
            offset = end


def _member_length(file: io.BufferedReader, offset: int) -> int:
    """Return the length of the member at `offset`, -1 if it cannot be read to its end, 0 at the end of the file."""
    file.seek(offset)
    inflater = zlib.decompressobj(zlib.MAX_WBITS | 16)
    length = 0
    while chunk := file.read(CHUNK):
        try:
            inflater.decompress(chunk)
        except zlib.error:
            return -1
        length += len(chunk) - len(inflater.unused_data)
        if inflater.eof:
            return length
    return -1 if length else 0


def find_next_head(file: BinaryIO, offset: int, starts: tuple[bytes, ...] = (b"WARC/",)) -> int | None:
    """Return the offset of the next member whose content begins like a record, or None."""
    file.seek(offset)
    window, base = b"", offset
    while chunk := file.read(CHUNK):
        window += chunk
        at = window.find(GZIP_HEAD)
        while at != -1 and at + HEAD_BYTES <= len(window):
            if _begins_record(window[at : at + HEAD_BYTES], starts):
                return base + at
            at = window.find(GZIP_HEAD, at + 1)
        keep = len(window) - HEAD_BYTES if at == -1 else at
        window, base = window[max(keep, 0) :], base + max(keep, 0)
    heads = (at for at in range(len(window)) if window.startswith(GZIP_HEAD, at))
    return next((base + at for at in heads if _begins_record(window[at:], starts)), None)


def _begins_record(head: bytes, starts: tuple[bytes, ...]) -> bool:
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(head, max(map(len, starts))).startswith(starts)
    except zlib.error:
        return False


def read_record(archive: Path, file: str, offset: int, length: int = 0) -> Record:
    """Return the record at `offset` of `file` (relative to the archive).

    Raises: ArchiveDamagedError naming file and offset.
    """
    if IMPORTED in file:
        return read_foreign_record(archive, file, offset, length)
    try:
        with (archive / file).open("rb") as stream:
            stream.seek(offset)
            record = next(iter(ArchiveIterator(stream)))
            return _read(record, file, offset, length)
    except (OSError, ArchiveLoadFailed, StopIteration, zlib.error, EOFError) as error:
        raise ArchiveDamagedError(f"{file}: no readable record at offset {offset}: {error}") from error


def _read(record: Any, file: str, offset: int, length: int) -> Record:
    http = record.http_headers
    headers = tuple((name.lower(), value) for name, value in http.headers) if http else ()
    status = int(http.get_statuscode() or 0) if http and record.rec_type in ("response", "revisit") else 0
    return Record(
        kind=record.rec_type,
        record_id=(record.rec_headers.get_header("WARC-Record-ID") or "").strip("<>"),
        fields={name.lower(): value for name, value in record.rec_headers.headers},
        block=record.raw_stream.read(),
        status=status,
        http_headers=headers,
        file=file,
        offset=offset,
        length=length,
    )


def iter_records(archive: Path, file: str, start: int = 0) -> Iterator[Record]:
    """Yield the whole records of `file` from offset `start` on; damaged ones and a torn last one are left out."""
    for member in iter_members(archive / file, start):
        if member.whole:
            yield read_record(archive, file, member.offset, member.length)
