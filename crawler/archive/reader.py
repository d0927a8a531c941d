"""WARC in: records read back, whole members told from torn ones."""

from __future__ import annotations

import io
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from crawler.errors import ArchiveDamagedError

CHUNK = 1 << 16


class Member(NamedTuple):
    """One gzip member of a WARC file."""

    offset: int
    length: int
    whole: bool
    """False for the torn last member of a file whose writer was killed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One WARC record, read whole. HTTP parts are empty for records that hold none."""

    kind: str
    record_id: str
    fields: dict[str, str]
    """WARC headers, names lower-cased."""
    block: bytes
    """For HTTP records without their head: the payload, still content-coded."""
    status: int = 0
    http_headers: tuple[tuple[str, str], ...] = ()
    file: str = ""
    offset: int = 0
    length: int = 0

    def json(self) -> dict[str, Any]:
        """Return the block of a `metadata` record."""
        values: dict[str, Any] = json.loads(self.block)
        return values

    def info(self) -> dict[str, str]:
        """Return the values of a `warcinfo` record that Kho wrote."""
        pairs = (line.partition(": ") for line in self.block.decode().splitlines())
        return {key: json.loads(value) if value.startswith('"') else value for key, _, value in pairs if key}


def iter_members(path: Path, start: int = 0) -> Iterator[Member]:
    """Yield the gzip members of a file from offset `start` on. Reads in chunks; memory is flat."""
    with path.open("rb") as file:
        file.seek(start)
        buffer = b""
        offset = start
        while buffer or (buffer := file.read(CHUNK)):
            length, whole, buffer = _skip_member(file, buffer)
            yield Member(offset, length, whole)
            if not whole:
                return
            offset += length


def _skip_member(file: io.BufferedReader, buffer: bytes) -> tuple[int, bool, bytes]:
    """Return length of the member at the head of `buffer`, whether it is whole, and the bytes that follow it."""
    inflater = zlib.decompressobj(zlib.MAX_WBITS | 16)
    length = 0
    while buffer:
        try:
            inflater.decompress(buffer)
        except zlib.error:
            return length + len(buffer), False, b""
        length += len(buffer) - len(inflater.unused_data)
        if inflater.eof:
            return length, True, inflater.unused_data
        buffer = file.read(CHUNK)
    return length, False, b""


def read_record(archive: Path, file: str, offset: int, length: int = 0) -> Record:
    """Return the record at `offset` of `file` (relative to the archive).

    Raises: ArchiveDamagedError naming file and offset.
    """
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
    """Yield the whole records of `file` from offset `start` on; a torn last one is left out."""
    for member in iter_members(archive / file, start):
        if member.whole:
            yield read_record(archive, file, member.offset, member.length)
