"""The end of a WARC file whose writer was killed: whole records are kept, a torn one is cut off and kept beside it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import NamedTuple

from crawler.archive.reader import iter_members
from crawler.errors import ArchiveDamagedError


class Torn(NamedTuple):
    """A torn last record that was cut off."""

    file: str
    """Relative to the archive."""
    offset: int
    length: int


def warc_files(archive: Path, portal_id: str) -> list[str]:
    """Return the portal's own WARC files, oldest first, relative to the archive."""
    folder = archive / "warc" / portal_id
    return [f"warc/{portal_id}/{path.name}" for path in sorted(folder.glob("*.warc.gz"))]


def cut_torn_tail(archive: Path, file: str, start: int = 0) -> Torn | None:
    """Cut a torn last record off `file`, after saving its bytes in `logs/`; return what was cut, or None.

    `start` is the offset of a record known to be whole. Raises: ArchiveDamagedError if the file cannot be mended.
    """
    path = archive / file
    torn = next((member for member in iter_members(path, start) if member.state == "torn"), None)
    if torn is None:
        return None
    try:
        logs = archive / "logs"
        logs.mkdir(exist_ok=True)
        with path.open("r+b") as stream:
            stream.seek(torn.offset)
            with (logs / f"torn-{path.name}-{torn.offset}.bin").open("wb") as kept:
                shutil.copyfileobj(stream, kept)
                kept.flush()
                os.fsync(kept.fileno())
            stream.truncate(torn.offset)
            os.fsync(stream.fileno())
    except OSError as error:
        raise ArchiveDamagedError(f"{file}: torn at offset {torn.offset} and not mended: {error.strerror}") from error
    return Torn(file, torn.offset, torn.length)
