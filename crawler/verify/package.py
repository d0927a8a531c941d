"""A WACZ file read back: safe to open, each byte as it was written, and index, pages and database of one mind.

Nothing of it is unpacked to disk. Files that other programs made are checked as far as they say how.
"""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, cast

from crawler.archive.cdxj import read_index
from crawler.archive.plain_zip import CHUNK, Entry, Slice, directory, head
from crawler.archive.posted import index_key
from crawler.archive.scan import Fault, scan_stream
from crawler.archive.surt import stamp
from crawler.archive.wacz import BLOCKS, INDEX, PACKAGE, PACKAGE_DIGEST, PAGES, PROOF, PUBLIC_KEY, dump
from crawler.store import audit, packing
from crawler.store.audit_index import AuditIndex
from crawler.store.faults import DAMAGE
from crawler.verify.audit import attach
from crawler.verify.database import NAME
from crawler.verify.proof import Trust, proof_findings
from crawler.verify.report import Finding

MAX_ENTRIES = 100_000
MAX_RATIO = 200
"""What is packed tighter is a bomb, not an archive: WARC files are compressed already."""
MAX_JSON = 16 << 20
"""Bytes of the description of a package."""
OWN_FILES = (INDEX, BLOCKS, PAGES, PROOF, PUBLIC_KEY)
OWN_NAMES = re.compile(r"archive/[\w.-]+\.warc\.gz|" + "|".join(map(re.escape, OWN_FILES)))
AGAIN = "pack it again (`kho pack`), or put a good copy in its place"


def package_findings(path: Path, archive: Path, trust: Trust | None = None) -> Iterator[Finding]:
    """Yield what is wrong with a WACZ file. With its portal in `archive`, it is compared with the database, too.

    Of a signed or stamped one, notes say by whom and when, and what `trust` makes of that.
    """
    try:
        with path.open("rb") as file:
            yield from _checked(path, file, archive, trust or Trust())
    except OSError as error:
        yield _wrong(path, f"cannot be read: {error.strerror or error}")
    except (zipfile.BadZipFile, zlib.error, ValueError, EOFError, KeyError, TypeError, RecursionError) as error:
        yield _wrong(path, f"is no whole WACZ file: {error}")
    except (NotImplementedError, RuntimeError) as error:  # a compression that we do not know, a password
        yield _wrong(path, f"is no whole WACZ file: {error}")


def _wrong(path: Path, message: str) -> Finding:
    return Finding(code="package_damaged", file=str(path), message=message, advice=AGAIN)


def _checked(path: Path, file: BinaryIO, archive: Path, trust: Trust) -> Iterator[Finding]:
    with zipfile.ZipFile(file) as package:
        unsafe = next(_unsafe(package), None)
        if unsafe is not None:
            yield _wrong(path, unsafe)
            return
        described = _described(package)
        messages = [*_wrong_digests(package, described)]
        ours = str(described.get("software", "")).startswith("kho/")
        if ours:
            messages += _wrong_form(package, file)
        for message in messages:
            yield _wrong(path, message)
        yield from proof_findings(path, described, _digest_file(package), trust, ours=ours)
        if ours and not messages:
            yield from _contents(path, package, file, archive)


def _unsafe(package: zipfile.ZipFile) -> Iterator[str]:
    """Yield why a package should not be read at all."""
    entries = package.infolist()
    if len(entries) > MAX_ENTRIES:
        yield f"holds {len(entries)} files, more than any archive has"
    names = set()
    for entry in entries:
        name = PurePosixPath(entry.filename)
        if name.is_absolute() or ".." in name.parts or "\\" in entry.filename:
            yield f"names a file outside of itself: {entry.filename!r}"
        if entry.filename in names:
            yield f"names a file twice: {entry.filename!r}"
        names.add(entry.filename)
        if entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
            yield f"{entry.filename} would unpack to {entry.file_size} bytes: a bomb, not an archive"
    if PACKAGE not in names:
        yield f"holds no {PACKAGE}"


def _read(package: zipfile.ZipFile, name: str) -> bytes:
    if package.getinfo(name).file_size > MAX_JSON:
        raise ValueError(f"{name} is too large")
    return package.read(name)


def _described(package: zipfile.ZipFile) -> dict[str, Any]:
    described = json.loads(_read(package, PACKAGE))
    if not isinstance(described, dict) or not isinstance(described.get("resources"), list):
        raise zipfile.BadZipFile(f"{PACKAGE} does not describe a package")
    return described


def _wrong_digests(package: zipfile.ZipFile, described: dict[str, Any]) -> Iterator[str]:
    """Yield files that are not what the package says of them."""
    listed = {resource["path"]: resource for resource in described["resources"]}
    names = {entry.filename for entry in package.infolist() if not entry.is_dir()} - {PACKAGE, PACKAGE_DIGEST}
    for name in sorted(set(listed) ^ names):
        yield f"{name}: {'is missing' if name in listed else f'is not in {PACKAGE}'}"
    for name in sorted(set(listed) & names):
        algorithm, _, expected = str(listed[name].get("hash", "")).partition(":")
        size, digest = _digest(package, name, algorithm)
        if digest != expected or size != listed[name].get("bytes"):
            yield f"{name}: is not what {PACKAGE} says"
    stated = _digest_file(package)
    if stated and stated.get("hash") != f"sha256:{hashlib.sha256(_read(package, PACKAGE)).hexdigest()}":
        yield f"{PACKAGE}: is not what {PACKAGE_DIGEST} says"


def _digest_file(package: zipfile.ZipFile) -> dict[str, Any]:
    """Return what stands beside the package's description; nothing if there is no such file."""
    if PACKAGE_DIGEST not in package.namelist():
        return {}
    stated = json.loads(_read(package, PACKAGE_DIGEST))
    if not isinstance(stated, dict) or not stated:
        raise zipfile.BadZipFile(f"{PACKAGE_DIGEST} holds no digest")
    return stated


def _digest(package: zipfile.ZipFile, name: str, algorithm: str) -> tuple[int, str]:
    digest, size = hashlib.new(algorithm if algorithm in ("sha256", "md5") else "sha256", usedforsecurity=False), 0
    with package.open(name) as content:
        while chunk := content.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return size, digest.hexdigest()


def _entries(package: zipfile.ZipFile) -> list[Entry]:
    return [Entry(info.filename, info.header_offset, info.file_size, info.CRC) for info in package.infolist()]


def _wrong_form(package: zipfile.ZipFile, file: BinaryIO) -> Iterator[str]:
    """Yield where a package of ours is not, byte for byte, in the one form in which Kho writes them."""
    place = 0
    entries = _entries(package)
    for entry in entries:
        if entry.name not in (PACKAGE, PACKAGE_DIGEST) and not OWN_NAMES.fullmatch(entry.name):
            yield f"{entry.name}: is no name that Kho gives"
        expected = head(entry)
        file.seek(entry.offset)
        if entry.offset != place or file.read(len(expected)) != expected:
            yield f"{entry.name}: the head of the file in the ZIP is not as Kho writes it"
        place = entry.start + entry.size
    file.seek(place)
    expected = directory(entries, place)
    if file.read(len(expected) + 1) != expected:
        yield "the directory of the ZIP is not as Kho writes it"
    for name in (PACKAGE, PACKAGE_DIGEST):
        data = _read(package, name)
        if dump(json.loads(data)) != data:
            yield f"{name}: is not as Kho writes it"


def _contents(path: Path, package: zipfile.ZipFile, file: BinaryIO, archive: Path) -> Iterator[Finding]:
    with tempfile.TemporaryDirectory(prefix="kho-verify-") as folder, AuditIndex(Path(folder) / "package.db") as index:
        places = {entry.name: entry for entry in _entries(package)}
        for name, entry in places.items():
            if name.startswith("archive/"):
                _index_records(index, cast(BinaryIO, Slice(file, entry.start, entry.size)), name)
        with package.open(INDEX) as data:
            _index_lines(index, cast(BinaryIO, data))
        with package.open(PAGES) as data:
            _index_pages(index, cast(BinaryIO, data))
        index.flush()
        index.merge([])
        yield from (_in(path, finding) for finding in _compared(index, archive))


def _in(path: Path, finding: Finding) -> Finding:
    return replace(finding, file=f"{path}: {finding.file}")


def _index_records(index: AuditIndex, stream: BinaryIO, name: str) -> None:
    for found in scan_stream(stream, name):
        index.add("faults" if isinstance(found, Fault) else "records", asdict(found))


def _index_lines(index: AuditIndex, data: BinaryIO) -> None:
    before = ("", "")
    for key, ts, values in read_index(data):
        if key != index_key(values["url"], values.get("requestBody")) or (key, ts) < before:
            raise ValueError(f"{INDEX}: is not in the order of its keys at {values['url']}")
        before = (key, ts)
        line = {
            "file": f"archive/{values['filename']}", "offset": int(values["offset"]), "length": int(values["length"]),
            "url": values["url"], "ts": ts, "digest": values["digest"], "status": int(values["status"]),
        }  # fmt: skip
        index.add("lines", line)


def _index_pages(index: AuditIndex, data: BinaryIO) -> None:
    for number, line in enumerate(iter(lambda: data.readline(MAX_JSON), b"")):
        page = json.loads(line)
        if number:
            index.add("pages", page)


def _compared(index: AuditIndex, archive: Path) -> Iterator[Finding]:
    index.connection.create_function("stamp", 1, stamp, deterministic=True)
    for row in audit.rows(index, audit.FAULTS_ALONE):
        yield _row(row, row["message"])
    for sql, message in (
        (packing.LINES_WITHOUT_RECORD, "the index names a record that is not there, or not as it says"),
        (packing.RECORDS_WITHOUT_LINE, "the record is not in the index"),
        (packing.REVISITS_WITHOUT_ORIGINAL, "revisits a record that is not in the package"),
        (packing.PAGES_WITHOUT_RECORD, "the page's capture is not in the package"),
    ):
        for row in audit.rows(index, sql):
            yield _row(row, message)
    yield from _beside_the_database(index, archive)


def _beside_the_database(index: AuditIndex, archive: Path) -> Iterator[Finding]:
    """Compare with the archive's database, if it knows any of the package's records."""
    if not (archive / NAME).is_file():
        return
    try:
        attach(index, archive)
        if not packing.is_known(index):
            return
        for sql, message in (
            (packing.RECORDS_UNKNOWN, "the database has no such capture"),
            (packing.PAGES_UNKNOWN, "the database has no such version of the article"),
        ):
            for row in audit.rows(index, sql):
                yield replace(_row(row, message), code="package_differs")
    except DAMAGE as error:
        yield Finding(
            code="database_damaged", file=NAME, message=f"the package could not be compared with it: {error}",
            advice="verify the archive itself first: `kho verify`",
        )  # fmt: skip


def _row(row: dict[str, Any], message: str) -> Finding:
    return Finding(
        code="package_damaged", message=message, advice=AGAIN, file=row["file"], offset=row["offset"],
        length=row["length"], record_id=row["record_id"], url=row["url"], id=row.get("id"),
    )  # fmt: skip
