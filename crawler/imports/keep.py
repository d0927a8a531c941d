"""A file of others, copied as it is into `warc/<portal>/imported/`. The same content is kept once."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

from crawler.archive.seal import NAME
from crawler.checksums import add_sum, file_sha256, read_sums
from crawler.errors import ArchiveWriteError, ConfigurationError

UNSAFE = re.compile(r"[^\w.+@=-]+", re.ASCII)
MAX_NAME = 120
ENDINGS = (".warc.gz", ".arc.gz", ".warc", ".arc", ".wacz")


def imported_folder(archive: Path, portal_id: str) -> Path:
    """Return where the files of others about a portal lie."""
    return archive / "warc" / portal_id / "imported"


def kept_name(archive: Path, portal_id: str, sha256: str) -> str | None:
    """Return the name under which content is kept already, or None."""
    sums, _ = read_sums(imported_folder(archive, portal_id) / NAME)
    names = (name for name, sum_ in sums.items() if sum_ == sha256)
    return next((name for name in names if (imported_folder(archive, portal_id) / name).exists()), None)


def keep(archive: Path, portal_id: str, path: Path, sha256: str) -> Path:
    """Return the copy of a file in the archive, made if there is none. It is there whole, or not at all.

    Raises: ArchiveWriteError; ConfigurationError if its content is not (any more) that of the sum.
    """
    folder = imported_folder(archive, portal_id)
    held = kept_name(archive, portal_id, sha256)
    if held is not None:
        return folder / held
    try:
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / _free_name(folder, path.name, sha256)
        if not target.exists():
            _copy(path, target, sha256)
        add_sum(folder / NAME, target.name, sha256)
    except OSError as error:
        raise ArchiveWriteError(f"{folder}: {path.name} cannot be copied there: {error.strerror}") from error
    return target


def list_written(written: Path) -> None:
    """List the sum of a file that was written anew beside a copy, too. Raises: ArchiveWriteError."""
    sums = written.with_name(NAME)
    if written.name in read_sums(sums)[0]:
        return
    try:
        add_sum(sums, written.name, file_sha256(written))
    except OSError as error:
        raise ArchiveWriteError(f"{sums}: cannot be written: {error.strerror}") from error


def _free_name(folder: Path, name: str, sha256: str) -> str:
    """Return a name for the copy; one that is taken by other content gets the beginning of the digest."""
    safe = UNSAFE.sub("_", name).lstrip(".")[-MAX_NAME:] or "file.warc"
    taken = folder / safe
    if not taken.exists() or file_sha256(taken) == sha256:
        return safe
    ending = next((ending for ending in ENDINGS if safe.endswith(ending)), "")
    return f"{safe.removesuffix(ending)}-{sha256[:12]}{ending}"


def _copy(path: Path, target: Path, sha256: str) -> None:
    partial = target.with_name(target.name + ".partial")
    try:
        with path.open("rb") as source, partial.open("wb") as copy:
            shutil.copyfileobj(source, copy, 1 << 20)
            copy.flush()
            os.fsync(copy.fileno())
        if file_sha256(partial) != sha256:
            raise ConfigurationError(f"{path}: changed while it was read; import it when nothing writes to it any more")
        partial.replace(target)
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    finally:
        partial.unlink(missing_ok=True)
