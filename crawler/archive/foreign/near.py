"""A record that is not where it was: bytes before it were cut out of the file, or came into it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from crawler.archive.foreign.forms import RECORD_STARTS
from crawler.archive.foreign.normal import read_foreign_record
from crawler.archive.foreign.walk import next_plain_head
from crawler.archive.reader import find_next_head
from crawler.archive.record import Record
from crawler.errors import ArchiveDamagedError

REACH = 1 << 16
"""Bytes in front of a place and behind it. Damage that moves records further is rare, and told by the audit."""


def read_near(archive: Path, file: str, offset: int, length: int, is_wanted: Callable[[Record], bool]) -> Record | None:
    """Return the wanted record of an imported file that lies nearest to a place, or None if none is near."""
    try:
        with (archive / file).open("rb") as stream:
            heads = sorted(_heads(stream, max(0, offset - REACH), offset + REACH), key=lambda at: abs(at - offset))
    except OSError:
        return None
    for at in heads:
        try:
            record = read_foreign_record(archive, file, at, length)
        except ArchiveDamagedError:
            continue
        if is_wanted(record):
            return record
    return None


def _heads(file: BinaryIO, start: int, end: int) -> Iterator[int]:
    """Yield where records seem to begin, packed or not."""
    at = find_next_head(file, start, RECORD_STARTS)
    while at is not None and at < end:
        yield at
        at = find_next_head(file, at + 1, RECORD_STARTS)
    at, size = start, file.seek(0, 2)
    while (at := next_plain_head(file, at, min(end, size)) or end) < end:
        yield at
