"""Where the records of a WARC file of ours lie, found quickly, by fastwarc: it unpacks the rest unseen.

A damaged member costs itself alone: reading goes on with the next head of a record. What a record says is read
elsewhere (`crawler.archive.reader`), so that all of Kho reads the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from fastwarc.warc import ArchiveIterator, WarcRecord

from crawler.archive.reader import iter_members

MAX_NOTE = 64 << 20
"""Bytes of a `warcinfo` or `metadata` record that are read."""
NOTES = frozenset({"warcinfo", "metadata"})
FAULTS = (OSError, ValueError, EOFError)
"""What fastwarc raises on bytes that are no record."""


class RecordPlace(NamedTuple):
    """A record, as far as its head tells."""

    offset: int
    length: int
    """Bytes of its member; up to the next record, where what lies between is damaged."""
    kind: str
    record_id: str
    url: str
    refers_to: str | None
    block: bytes
    """Of `warcinfo` and `metadata`; empty for others."""


class Damage(NamedTuple):
    """Bytes that hold no readable record."""

    offset: int
    length: int
    is_last: bool
    """True if no record follows: perhaps the torn end of a killed crawl."""


def iter_places(path: Path, start: int = 0) -> Iterator[RecordPlace | Damage]:
    """Yield where each record of a file lies, from offset `start` on, and where there is none.

    Raises: OSError if the file cannot be read.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        while start < size:
            held: RecordPlace | None = None
            for found in _heads(file, start):
                if held is not None:
                    yield held._replace(length=found.offset - held.offset)
                held = found
            # The last one before the end, or before damage, may be no whole record itself.
            last = next(iter_members(path, held.offset if held else start))
            if held is not None and last.whole:
                yield held._replace(length=last.length)
            else:
                yield Damage(last.offset, last.length, last.state == "torn")
            start = last.offset + last.length


def _heads(file: BinaryIO, start: int) -> Iterator[RecordPlace]:
    """Yield records until the end of the file or the first damage."""
    file.seek(start)
    try:
        for record in ArchiveIterator(file, parse_http=False):
            yield _place(record)
    except FAULTS:
        return


def _place(record: WarcRecord) -> RecordPlace:
    headers = record.headers
    kind = headers.get("WARC-Type") or ""
    # A rendered page belongs to its response.
    refers_to = headers.get("WARC-Concurrent-To" if kind == "resource" else "WARC-Refers-To")
    return RecordPlace(
        offset=record.stream_pos,
        length=0,
        kind=kind,
        record_id=(headers.get("WARC-Record-ID") or "").strip("<> "),
        url=headers.get("WARC-Target-URI") or "",
        refers_to=refers_to.strip("<> ") if refers_to else None,
        block=record.reader.read(MAX_NOTE) if kind in NOTES else b"",
    )
