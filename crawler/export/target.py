"""Where an export goes: a file that appears whole or not at all, or standard output."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from crawler.errors import KhoError

STDOUT = "-"


@contextmanager
def open_target(path: str, *, encoding: str = "utf-8") -> Iterator[TextIO]:
    """Yield a text stream for `path` (`-`: standard output); line ends are written as given.

    Raises: KhoError if the file cannot be written; an older file of that name is then still there, unchanged.
    """
    if path == STDOUT:
        yield from _standard_output(encoding)
        return
    target = Path(path)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with part.open("w", encoding=encoding, newline="") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(target)
    except OSError as error:
        raise KhoError(f"{path}: cannot be written: {error.strerror or error}") from error
    finally:
        _remove(part)


def _remove(part: Path) -> None:
    # A folder that is no folder, or may not be written: the error that matters was raised already.
    try:
        part.unlink(missing_ok=True)
    except OSError:
        return


def _standard_output(encoding: str) -> Iterator[TextIO]:
    stream = io.TextIOWrapper(sys.stdout.buffer, encoding=encoding, newline="")
    try:
        yield stream
    finally:
        stream.flush()
        stream.detach()
