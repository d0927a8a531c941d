"""Files that cannot be read record by record, written anew: each record as a gzip member of its own."""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import BinaryIO

from crawler.archive.foreign.forms import Form, Part, form_at
from crawler.archive.foreign.stream import MAX_RATIO, MIN_ROOM, BrokenBytesError, gzip_file, plain
from crawler.archive.foreign.wacz import unpack
from crawler.archive.foreign.walk import Damage, walk
from crawler.errors import ArchiveDamagedError, ConfigurationError

LEVEL = 6


def write_members(path: Path, part: Part, target: Path) -> None:
    """Write the records of a part into `target`, a gzip member each; a cut or damaged end is left out.

    Raises: ConfigurationError for bombs; ArchiveDamagedError if there is no whole record.
    """
    loose = target.with_name(target.name + ".loose")
    try:
        with loose.open("w+b") as file:
            form = _write_loose(path, part, file)
            size = file.tell()
            with target.open("wb") as packed:
                _pack(file, Part(form, 0, size, part.name), packed)
                if not packed.tell():
                    raise ArchiveDamagedError(f"{path}: holds no whole record")
    finally:
        loose.unlink(missing_ok=True)


def _write_loose(path: Path, part: Part, file: BinaryIO) -> Form:
    """Write the unpacked records, one after the other, and return their form: `plain`, or `members`."""
    if part.form == "packed":
        unpack(path, part, file)
        form = form_at(file, path, 0, file.seek(0, 2))
        if form != "stream":
            return form
        raise ConfigurationError(f"{path}: {part.name!r} is packed twice over; unpack it first")
    room = max(MAX_RATIO * (part.end - part.start), MIN_ROOM)
    with path.open("rb") as source:
        try:
            for piece in gzip_file(source, part.start, part.end):
                file.write(piece)
                if file.tell() > room:
                    raise ConfigurationError(f"{path}: refused: unpacks to more than {room} bytes")
        except BrokenBytesError:
            pass  # the records before it are whole, and the one it cuts is named when it is read
    return "plain"


def _pack(file: BinaryIO, part: Part, target: BinaryIO) -> None:
    for place in walk(file, part):
        if isinstance(place, Damage):
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
