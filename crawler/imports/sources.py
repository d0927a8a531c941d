"""A file of others -> the parts of it that are read record by record."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from crawler.archive.foreign.container import parts_of
from crawler.archive.foreign.forms import Part
from crawler.archive.foreign.members import write_members
from crawler.archive.foreign.walk import holds_several
from crawler.errors import ArchiveWriteError

MEMBERS = ".members.warc.gz"
"""Ending of a file written anew: the n-th part of `x.warc.gz` becomes `x.warc.gz.n.members.warc.gz`."""


class RecordFile(NamedTuple):
    """Where records are read: the file itself, or one written anew from a part of it."""

    path: Path
    part: Part
    lost: tuple[str, ...] = ()
    """What could not be read when it was written anew; nothing if that was done before."""


def record_files(path: Path, folder: Path) -> list[RecordFile]:
    """Return where the records of a file are read; what has to be written anew is written into `folder`, once.

    Raises: ConfigurationError if it is no web archive; ArchiveDamagedError; ArchiveWriteError.
    """
    found: list[RecordFile] = []
    for number, part in enumerate(parts_of(path), 1):
        if part.form == "members" and holds_several(path, part):
            part = part._replace(form="stream")
        if part.form in ("members", "plain"):
            found.append(RecordFile(path, part))
            continue
        target = folder / f"{path.name}.{number}{MEMBERS}"
        lost = () if target.exists() else _write(path, part, target)
        found.append(RecordFile(target, Part("members", 0, target.stat().st_size, part.name), lost))
    return found


def _write(path: Path, part: Part, target: Path) -> tuple[str, ...]:
    partial = target.with_name(target.name + ".partial")
    try:
        lost = write_members(path, part, partial)
        with partial.open("rb") as file:
            os.fsync(file.fileno())
        partial.replace(target)
    except OSError as error:
        raise ArchiveWriteError(
            f"{target.parent}: {path.name} cannot be unpacked there: {error.strerror or error}"
        ) from error
    finally:
        partial.unlink(missing_ok=True)
    return tuple(lost)
