"""All WARC files read, in parallel: what is in them and what is wrong with them, as an index that SQL can compare."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from contextlib import contextmanager
from ctypes import c_longlong
from dataclasses import asdict
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from typing import BinaryIO, NamedTuple

from crawler.archive.ours import FOREIGN, is_foreign
from crawler.archive.scan import Checked, Fault, scan_file
from crawler.store.audit_index import AuditIndex

POLL_SECONDS = 0.2
CHUNK = 1 << 20
SMALL = 64 << 20
"""Bytes in all: less is read sooner than other processes have started."""

Progress = Callable[[int], None]
"""Told how many bytes were read, all in all."""

_done: Synchronized[int] | None = None


class Read(NamedTuple):
    """What came of reading one file."""

    file: str
    sha256: str | None
    """None if it could not be read."""
    error: str | None
    faults: int
    records: int


@contextmanager
def collected(archive: Path, files: list[str], progress: Progress) -> Iterator[tuple[AuditIndex, list[Read]]]:
    """Yield the index of all records of `files`, and how reading each of them went; the index ends with the block."""
    with tempfile.TemporaryDirectory(prefix="kho-verify-") as folder:
        parts = [Path(folder) / f"{number}.db" for number in range(len(files))]
        read = list(_read_all(archive, files, parts, progress))
        with AuditIndex(Path(folder) / "all.db") as index:
            index.merge(part for part in parts if part.exists())
            yield index, sorted(read)


def _read_all(archive: Path, files: list[str], parts: list[Path], progress: Progress) -> Iterator[Read]:
    total = sum((archive / file).stat().st_size for file in files if (archive / file).exists())
    if total < SMALL or len(files) < 2:
        yield from _read_here(archive, files, parts, progress)
    else:
        yield from _read_in_processes(archive, files, parts, progress)


def _read_here(archive: Path, files: list[str], parts: list[Path], progress: Progress) -> Iterator[Read]:
    done = 0

    def count(bytes_: int) -> None:
        nonlocal done
        done += bytes_
        progress(done)

    for file, part in zip(files, parts, strict=True):
        yield read_file(archive, file, part, count)


def _read_in_processes(archive: Path, files: list[str], parts: list[Path], progress: Progress) -> Iterator[Read]:
    context = multiprocessing.get_context("spawn")
    done: Synchronized[int] = context.Value(c_longlong, 0)
    with ProcessPoolExecutor(os.cpu_count(), mp_context=context, initializer=_start, initargs=(done,)) as pool:
        waiting = {pool.submit(read_file, archive, file, part) for file, part in zip(files, parts, strict=True)}
        while waiting:
            ended, waiting = wait(waiting, timeout=POLL_SECONDS, return_when=FIRST_COMPLETED)
            progress(done.value)
            for future in ended:
                yield future.result()


def _start(done: Synchronized[int]) -> None:
    global _done
    _done = done


def _count(bytes_: int) -> None:
    if _done is not None:
        with _done.get_lock():
            _done.value += bytes_


def read_file(archive: Path, file: str, part: Path, progress: Progress = _count) -> Read:
    """Read one file into an index of its own. Its sum is taken as it is read: a large file is read once."""
    counts = {"faults": 0, "records": 0}
    sum_ = hashlib.sha256()
    with AuditIndex(part) as index:
        try:
            with (archive / file).open("rb") as again:
                for found in _found(archive, file, progress):
                    table = "faults" if isinstance(found, Fault) else "records"
                    index.add(table, asdict(found))
                    counts[table] += 1
                    _add(sum_, again, found.length)
        except OSError as error:
            return Read(file, None, error.strerror or str(error), **counts)
        finally:
            index.flush()
    return Read(file, sum_.hexdigest(), None, **counts)


def _found(archive: Path, file: str, progress: Progress) -> Iterator[Checked | Fault]:
    """Yield what is in a file; of one that another program wrote, only that."""
    if not is_foreign(archive, file):
        yield from scan_file(archive, file, progress)
        return
    size = (archive / file).stat().st_size
    yield Fault(file=file, offset=0, length=size, code="foreign", message=FOREIGN)
    progress(size)


def _add(sum_: hashlib._Hash, stream: BinaryIO, length: int) -> None:
    while length > 0 and (chunk := stream.read(min(length, CHUNK))):
        sum_.update(chunk)
        length -= len(chunk)
