"""Files that cannot be read record by record, written anew: each record as a gzip member of its own."""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import BinaryIO

from crawler.archive.foreign.forms import RECORD_STARTS, Part, form_at
from crawler.archive.foreign.stream import MAX_RATIO, MIN_ROOM, BrokenBytesError, GzipMembers, plain
from crawler.archive.foreign.wacz import unpack
from crawler.archive.foreign.walk import Damage, walk
from crawler.archive.reader import find_next_head
from crawler.errors import ArchiveDamagedError, ConfigurationError

LEVEL = 6


def write_members(path: Path, part: Part, target: Path) -> list[str]:
    """Write the records of a part into `target`, a gzip member each; return what cannot be read, and is left out.

    Raises: ConfigurationError for bombs; ArchiveDamagedError if there is no whole record.
    """
    loose = target.with_name(target.name + ".loose")
    lost: list[str] = []
    try:
        with loose.open("w+b") as file, target.open("wb") as packed:
            for run in _write_loose(path, part, file, lost):
                _pack(file, run, packed, lost)
            if not packed.tell():
                raise ArchiveDamagedError(f"{path}: holds no whole record")
    finally:
        loose.unlink(missing_ok=True)
    return lost


def _write_loose(path: Path, part: Part, file: BinaryIO, lost: list[str]) -> list[Part]:
    """Write what is packed into `file`, and return the parts of it in which records lie one after the other."""
    if part.form == "stream":
        return _write_runs(path, part, file, lost)
    unpack(path, part, file)
    size = file.tell()
    form = form_at(file, path, 0, size)
    if form == "stream":
        raise ConfigurationError(f"{path}: {part.name!r} is packed twice over; unpack it first")
    return [Part(form, 0, size, part.name)]


def _write_runs(path: Path, part: Part, file: BinaryIO, lost: list[str]) -> list[Part]:
    """Unpack gzip members; where one cannot be read a new part begins, so that no record goes on behind the gap."""
    room = max(MAX_RATIO * (part.end - part.start), MIN_ROOM)
    runs: list[Part] = []
    at: int | None = part.start
    with path.open("rb") as source:
        while at is not None and at < part.end:
            begin, members, at = file.tell(), GzipMembers(source, at, part.end), None
            try:
                for piece in members.pieces():
                    file.write(piece)
                    if file.tell() > room:
                        raise ConfigurationError(f"{path}: refused: unpacks to more than {room} bytes")
            except BrokenBytesError as error:
                lost.append(f"byte {members.at}: {error}")
                at = find_next_head(source, members.at + 1, RECORD_STARTS)
            runs.append(Part("plain", begin, file.tell(), part.name))
    return runs


def _pack(file: BinaryIO, part: Part, target: BinaryIO, lost: list[str]) -> None:
    for place in walk(file, part):
        if isinstance(place, Damage):
            lost.append(f"byte {place.offset} of what {part.name} unpacks to: {place.message}")
            continue
        if part.form == "members":
            _copy(file, place.offset, place.length, target)
            continue
        packer = zlib.compressobj(LEVEL, zlib.DEFLATED, zlib.MAX_WBITS | 16)
        for piece in plain(file, place.offset, place.offset + place.length):
            target.write(packer.compress(piece))
        target.write(packer.flush())


def _copy(file: BinaryIO, offset: int, length: int, target: BinaryIO) -> None:
    for piece in plain(file, offset, offset + length):
        target.write(piece)
