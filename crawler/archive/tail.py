"""The end of a WARC file whose writer was killed: whole records are kept, a torn one is cut off and kept beside it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import NamedTuple

from crawler.archive.ours import is_foreign
from crawler.archive.reader import iter_members, iter_records
from crawler.archive.seal import sealed_sums
from crawler.archive.warc import GZIP_HEADER, metadata_member
from crawler.errors import ArchiveDamagedError


class Torn(NamedTuple):
    """A torn last record that was cut off."""

    file: str
    """Relative to the archive."""
    offset: int
    length: int

    @property
    def message(self) -> str:
        """What happened, for people."""
        where = f"{self.file}: record at offset {self.offset}"
        return f"{where} was cut off after {self.length} bytes; the bytes are in logs/"


def warc_files(archive: Path, portal_id: str) -> list[str]:
    """Return the portal's own WARC files, oldest first, relative to the archive."""
    folder = archive / "warc" / portal_id
    return [f"warc/{portal_id}/{path.name}" for path in sorted(folder.glob("*.warc.gz"))]


def newest_crawl(archive: Path, portal_id: str) -> str | None:
    """Return the id of the crawl that wrote the portal's newest file whose head can be read, None if there is none."""
    for file in reversed(warc_files(archive, portal_id)):
        try:
            head = next(iter_records(archive, file), None)
        except (OSError, ArchiveDamagedError):
            continue
        if head is not None and head.kind == "warcinfo" and "isPartOf" in head.info():
            return head.info()["isPartOf"]
    return None


def torn_tail(archive: Path, file: str, start: int = 0, *, rows_end: int = 0) -> Torn | None:
    """Return the record that a killed writer left in part at the end of `file`, or None.

    What has rows was on disk once, and a file that is sealed was finished: an unreadable last record is damage there,
    and stays for a person to look at, as does a file that never was ours.

    Raises: ArchiveDamagedError if the file cannot be read.
    """
    path = archive / file
    try:
        torn = next((member for member in iter_members(path, start) if member.state == "torn"), None)
    except OSError as error:
        message = f"{file}: cannot be read: {error.strerror}; mend the file's permissions or its disk"
        raise ArchiveDamagedError(message) from error
    if torn is None or 0 < rows_end >= torn.offset or path.name in sealed_sums(path.parent)[0]:
        return None
    with path.open("rb") as stream:
        if torn.offset == 0 and not GZIP_HEADER.startswith(stream.read(len(GZIP_HEADER))):
            return None
    return None if is_foreign(archive, file) else Torn(file, torn.offset, torn.length)


def cut_torn_tail(archive: Path, file: str, start: int = 0, *, rows_end: int = 0) -> Torn | None:
    """Cut a torn last record off `file`, after saving its bytes in `logs/`; return what was cut, or None.

    A `metadata` record takes its place, unless the file holds nothing else.
    `start` is the offset of a record known to be whole, `rows_end` the byte up to which there are rows.
    Raises: ArchiveDamagedError if the file cannot be mended.
    """
    path = archive / file
    torn = torn_tail(archive, file, start, rows_end=rows_end)
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
            if torn.offset:
                stream.seek(torn.offset)
                stream.write(_note(torn))
            os.fsync(stream.fileno())
    except OSError as error:
        raise ArchiveDamagedError(f"{file}: torn at offset {torn.offset} and not mended: {error.strerror}") from error
    return torn


def _note(torn: Torn) -> bytes:
    """Return the record that stands in the place of a torn one: that it was there is a fact of the archive, too."""
    values = {"event": "record_torn", "message": torn.message, "offset": torn.offset, "bytes": torn.length}
    return metadata_member(f"urn:kho:torn:{torn.file}", values)[0]
