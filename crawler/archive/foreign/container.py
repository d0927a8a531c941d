"""What kind of file is this, and in which parts of it do records lie?

A part can be read record by record if each record is a gzip member, or if nothing is packed at all. What cannot (one
gzip stream for the whole file, a WACZ that packed its WARC files once more) is written anew, a member for each record.
"""

from __future__ import annotations

from pathlib import Path

from crawler.archive.foreign.forms import Part, form_at
from crawler.archive.foreign.wacz import ZIP_MAGIC, wacz_parts
from crawler.errors import ConfigurationError


def parts_of(path: Path) -> list[Part]:
    """Return the parts of a file that hold records.

    Raises: ConfigurationError if it is no web archive; ArchiveDamagedError if it is a damaged one.
    """
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(0)
            if file.read(4) == ZIP_MAGIC:
                return wacz_parts(file, path, size)
            return [Part(form_at(file, path, 0, size), 0, size, path.name)]
    except OSError as error:
        raise ConfigurationError(f"{path}: cannot be read: {error.strerror}") from None
