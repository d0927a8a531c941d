"""One writer per portal: a lock on the portal's WARC folder, held as long as the process lives."""

from __future__ import annotations

import fcntl
import io
import os
from pathlib import Path

from crawler.errors import ArchiveLockedError, ArchiveWriteError


def lock_portal(archive: Path, portal_id: str) -> io.TextIOWrapper:
    """Return the open lock file; closing it, or the end of the process, gives the lock back.

    Raises: ArchiveLockedError if another process holds it; ArchiveWriteError if the archive cannot be written.
    """
    folder = archive / "warc" / portal_id
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / ".lock").open("a+", encoding="ascii")
    except OSError as error:
        raise ArchiveWriteError(f"{folder}: cannot be written: {error.strerror}. Is the archive read-only?") from error
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.seek(0)
        holder = file.read().strip() or "unknown"
        file.close()
        raise ArchiveLockedError(f"{portal_id}: another crawl is writing to {archive} (process {holder})") from None
    file.truncate(0)
    file.write(f"{os.getpid()}\n")
    file.flush()
    return file
