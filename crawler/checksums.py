"""SHA-256 of files, kept beside them in the form that `sha256sum -c` reads: checked without our code, too."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable
from pathlib import Path

CHUNK = 1 << 20
LINE = re.compile(r"([0-9a-f]{64})  ([^\r\n]+)")


def file_sha256(path: Path, progress: Callable[[int], None] | None = None) -> str:
    """Return the hex SHA-256 of a file; `progress` is told how many bytes were read. Raises: OSError."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            if progress is not None:
                progress(len(chunk))
    return digest.hexdigest()


def read_sums(path: Path) -> tuple[dict[str, str], list[str]]:
    """Return name -> hex digest, and the lines that are none. A last line without its end is of a killed writer.

    A file that is not there holds nothing. Raises: OSError if it cannot be read.
    """
    if not path.exists():
        return {}, []
    sums, wrong = {}, []
    *lines, _ = path.read_bytes().decode("utf-8", "replace").split("\n")
    for line in lines:
        found = LINE.fullmatch(line)
        if found:
            sums[found[2]] = found[1]
        elif line:
            wrong.append(line)
    return sums, wrong


def add_sum(path: Path, name: str, digest: str) -> None:
    """Append a line; it is on disk on return. A last line that a killed writer left open goes. Raises: OSError."""
    with path.open("a+b") as file:
        file.seek(0)
        file.truncate(file.read().rfind(b"\n") + 1)
        file.write(f"{digest}  {name}\n".encode())
        file.flush()
        os.fsync(file.fileno())
