"""Files that an archive once held: named where they are gone or empty, as what they held is in no row."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path, PurePosixPath

from crawler.archive.seal import sealed_sums
from crawler.errors import KhoError
from crawler.store.captures import files_of_captures
from crawler.store.database import open_read_only
from crawler.store.faults import DAMAGE


def lost_files(archive: Path, database: Path, portal_id: str | None) -> Iterator[str]:
    """Yield what is wrong with files that are listed as finished, or that rows of the present database name."""
    listed = {
        f"warc/{folder.name}/{name}" for folder in _folders(archive, portal_id) for name in sealed_sums(folder)[0]
    }
    for file in sorted(listed | _known(database, portal_id)):
        path = archive / file
        if not path.is_file():
            yield f"{file}: was here once and is gone; put a good copy in its place"
        elif not path.stat().st_size:
            yield f"{file}: is empty; put a good copy in its place"


def is_finished(archive: Path, file: str) -> bool:
    """Return True if a WARC file was closed whole: nothing is ever cut off from it."""
    path = PurePosixPath(file)
    return path.name in sealed_sums(archive / path.parent)[0]


def _folders(archive: Path, portal_id: str | None) -> list[Path]:
    there = (archive / "warc").glob("*")
    return [path for path in there if path.is_dir() and portal_id in (None, path.name)]


def _known(database: Path, portal_id: str | None) -> set[str]:
    """Return the files that the present database knows; none if it cannot be read."""
    try:
        with closing(open_read_only(database, current=False)) as db:
            return files_of_captures(db, portal_id)
    except (KhoError, *DAMAGE):
        return set()
