"""A file of others -> the parts of it that are read record by record."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from crawler.archive.foreign.container import parts_of
from crawler.archive.foreign.forms import Part
from crawler.archive.foreign.members import write_members

MEMBERS = ".members.warc.gz"
"""Ending of a file written anew: the n-th part of `x.warc.gz` becomes `x.warc.gz.n.members.warc.gz`."""


class RecordFile(NamedTuple):
    """Where records are read: the file itself, or one written anew from a part of it."""

    path: Path
    part: Part


def record_files(path: Path, folder: Path) -> list[RecordFile]:
    """Return where the records of a file are read; what has to be written anew is written into `folder`, once.

    Raises: ConfigurationError if it is no web archive; ArchiveDamagedError.
    """
    found: list[RecordFile] = []
    for number, part in enumerate(parts_of(path), 1):
        if part.form in ("members", "plain"):
            found.append(RecordFile(path, part))
            continue
        target = folder / f"{path.name}.{number}{MEMBERS}"
        if not target.exists():
            _write(path, part, target)
        found.append(RecordFile(target, Part("members", 0, target.stat().st_size, part.name)))
    return found


def _write(path: Path, part: Part, target: Path) -> None:
    partial = target.with_name(target.name + ".partial")
    try:
        write_members(path, part, partial)
        with partial.open("rb") as file:
            os.fsync(file.fileno())
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
