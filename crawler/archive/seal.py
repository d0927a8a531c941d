"""The sum of each finished WARC file, in `SHA256SUMS` of its folder: `cd warc/longbien && sha256sum -c SHA256SUMS`.

A file gets its line when it is closed; from then on it never changes. One that a killed crawl left has none until an
audit has found it whole.
"""

from __future__ import annotations

import logging
from pathlib import Path

from crawler.checksums import add_sum, read_sums

logger = logging.getLogger(__name__)

NAME = "SHA256SUMS"


def seal_warc(archive: Path, file: str, sha256: str) -> None:
    """Note the sum of a finished WARC file (path relative to the archive); a full disk costs the line alone."""
    path = archive / file
    try:
        add_sum(path.parent / NAME, path.name, sha256)
    except OSError as error:
        logger.warning("not sealed file=%s: %s", file, error.strerror)


def sealed_sums(folder: Path) -> tuple[dict[str, str], list[str]]:
    """Return file name -> SHA-256 of a folder's finished WARC files, and lines of its list that cannot be read."""
    return read_sums(folder / NAME)
