"""Rows beside records: what the index of the WARC files and the database say of each other, as findings."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from crawler.archive.captures import decoded, stored_capture
from crawler.archive.coding import TooLargeError
from crawler.archive.reader import read_record
from crawler.archive.record import Record
from crawler.archive.seal import NAME, sealed_sums
from crawler.archive.tail import torn_tail
from crawler.archive.warc import GZIP_HEADER
from crawler.checksums import file_sha256
from crawler.errors import ArchiveDamagedError
from crawler.items import Capture
from crawler.store import audit
from crawler.store.audit_index import AuditIndex
from crawler.verify.collect import Read
from crawler.verify.report import Code, Finding

MEND = "`kho verify --repair` mends it, as does the next crawl of this portal"
RESTORE = "put a good copy of this file in its place; `kho verify --repair` marks what lived from the lost record"
REBUILD = "the WARC files are right: `kho rebuild` makes the database anew from them"
COPY = "put a good copy of this file in its place, or keep it and know that it is not as it was written"
WHOLE = "each record is whole, but the file is not as it was"
TAKEN_IN = "the file is not as it was taken in"
"""Of files of others only the records that rows live from are looked into."""

ADVICE: dict[Code, str] = {"record_torn": MEND, "not_a_warc": "this is no file of ours: move it out of the archive"}


def file_findings(archive: Path, portals: list[str], read: list[Read]) -> Iterator[Finding]:
    """Yield what is wrong with whole files: unreadable, empty, missing, or changed where no record's digest reaches."""
    for file in read:
        if file.error is not None:
            yield _unreadable(file)
        elif not file.records and not file.faults:
            yield Finding(
                code="file_empty", file=file.file, message="holds no record",
                advice="a crawl was killed before its first record; the file may be deleted",
            )  # fmt: skip
    for folder in (f"warc/{portal}" for portal in portals):
        yield from _sealed(archive, folder, [file for file in read if str(Path(file.file).parent) == folder], WHOLE)


def _unreadable(file: Read) -> Finding:
    return Finding(
        code="file_unreadable", file=file.file, message=f"cannot be read: {file.error}",
        advice="mend the file's permissions or its disk, and verify again",
    )  # fmt: skip


def _sealed(archive: Path, folder: str, read: list[Read], changed: str) -> Iterator[Finding]:
    """Yield where files are not as the list of their sums has them; `changed` says it of one that was read."""
    sums, wrong = sealed_sums(archive / folder)
    for line in wrong:
        yield Finding(
            code="sums_unreadable", file=f"{folder}/{NAME}", message=f"a line that is no sum: {line[:80]!r}",
            advice="put a good copy of this list in its place, or delete the line and verify again",
        )  # fmt: skip
    names = {Path(file.file).name: file for file in read}
    for name, expected in sums.items():
        file = names.get(name)
        if file is None:
            yield Finding(
                code="file_missing", file=f"{folder}/{name}", message="was finished once and is gone",
                advice="put a copy of this file in its place",
            )  # fmt: skip
        elif file.sha256 not in (None, expected) and not file.faults:
            yield Finding(code="file_changed", file=file.file, message=changed, advice=COPY)


def fault_findings(index: AuditIndex, archive: Path, *, with_rows: bool) -> Iterator[Finding]:
    """Yield what is wrong inside WARC files, with the row that lives from it where there is one."""
    for row in audit.rows(index, audit.FAULTS if with_rows else audit.FAULTS_ALONE):
        code = _code(archive, row)
        yield _at(row, code, row["message"], ADVICE.get(code, RESTORE))


def _code(archive: Path, row: audit.Row) -> Code:
    """Return what a fault is: what a killed writer left can be mended, what was whole once cannot."""
    if row["code"] != "torn":
        return "record_damaged"
    with (archive / row["file"]).open("rb") as stream:
        if row["offset"] == 0 and not stream.read(len(GZIP_HEADER)).startswith(GZIP_HEADER[:2]):
            return "not_a_warc"
    torn = torn_tail(archive, row["file"], row["offset"], rows_end=row["rows_end"])
    return "record_torn" if torn is not None else "record_damaged"


def row_findings(index: AuditIndex, portal_id: str | None) -> Iterator[Finding]:
    """Yield where rows and records do not fit each other. Raises: sqlite3.DatabaseError."""
    for row in audit.rows(index, audit.ROWS_WITHOUT_RECORD, portal_id):
        message = "the row's record is not in the file: the database is ahead of the WARC file, or the file was cut"
        yield _at(
            row, "row_without_record", message, "put a good copy of the file in its place, or `kho verify --repair`"
        )
    for row in audit.rows(index, audit.RECORDS_WITHOUT_ROW):
        yield _at(row, "record_without_row", "the record has no row: the database is behind the WARC file", MEND)
    for row in audit.rows(index, audit.DIFFERENT, portal_id):
        fields = ", ".join(audit.different_fields(row))
        yield _at(row, "row_differs", f"the row says otherwise than the record: {fields}", REBUILD)
    yield from _moved(index, portal_id)
    for row in audit.rows(index, audit.TWICE):
        yield _at(
            row, "record_twice", "two records carry this id", "one of the files is a copy of the other: move it away"
        )


def _moved(index: AuditIndex, portal_id: str | None) -> Iterator[Finding]:
    """Yield one finding a file, however many records lie elsewhere than their rows say."""
    for _, rows in groupby(audit.rows(index, audit.MOVED, portal_id), key=lambda row: row["r_file"]):
        first = next(rows)
        others = sum(1 for _ in rows)  # noqa: B031
        message = (
            f"this and {others} records after it lie elsewhere than their rows say, "
            f"the first at {first['r_file']} offset {first['r_offset']}"
        )
        yield _at(first, "row_moved", message, "`kho verify --repair` makes the rows say where the records are")


def reference_findings(index: AuditIndex) -> Iterator[Finding]:
    """Yield records that refer to records that are not there."""
    for row in audit.rows(index, audit.LOST_ORIGINALS):
        what = "has another payload" if row["found"] else "is not in the archive"
        message = f"revisits {row['refers_to']}, which {what}"
        yield _at(row, "original_missing", message, "put a good copy of the file that held it in its place")
    for row in audit.rows(index, audit.LONE_REQUESTS):
        yield _at(
            row, "response_missing", f"the request's response {row['concurrent_to']} is not in the archive", RESTORE
        )
    for row in audit.rows(index, audit.HEADLESS):
        yield _at(row, "not_a_warc", "the file does not begin with a warcinfo record", COPY)


def payload_findings(index: AuditIndex, archive: Path, portal_id: str | None) -> Iterator[Finding]:
    """Yield attached files that are not what their rows say."""
    for row in audit.rows(index, audit.WRONG_PAYLOADS, portal_id):
        yield _at(row, "payload_differs", "length or SHA-256 of the file is not what `payloads` says", REBUILD)
    for row in audit.rows(index, audit.CODED_PAYLOADS, portal_id):
        if not _is_coded_payload(archive, row):
            yield _at(row, "payload_differs", "length or SHA-256 of the file is not what `payloads` says", REBUILD)
    for row in audit.rows(index, audit.WRONG_ATTACHMENTS, portal_id):
        yield _at(row, "attachment_differs", "the attachment is not what `payloads` says of its file", REBUILD)


def imported_file_findings(archive: Path, portals: list[str]) -> Iterator[Finding]:
    """Yield files of others that are not as they were taken in."""
    for portal in portals:
        folder = f"warc/{portal}/imported"
        paths = [path for path in sorted((archive / folder).glob("*")) if path.name != NAME]
        read = [_summed(f"{folder}/{path.name}", path) for path in paths]
        yield from (_unreadable(file) for file in read if file.error is not None)
        yield from _sealed(archive, folder, read, TAKEN_IN)
        listed, _ = sealed_sums(archive / folder)
        for path in paths:
            if path.name not in listed:
                yield Finding(
                    code="file_unlisted", file=f"{folder}/{path.name}", message="is not in the list of imported files",
                    advice="an import was killed, or the file was put here by hand: `kho import` takes it in",
                )  # fmt: skip


def _summed(file: str, path: Path) -> Read:
    try:
        return Read(file, file_sha256(path), None, 0, 0)
    except OSError as error:
        return Read(file, None, error.strerror or str(error), 0, 0)


def _is_coded_payload(archive: Path, row: audit.Row) -> bool:
    """Return True if the file, its content coding undone, is what its row says."""
    try:
        record = read_record(archive, row["file"], row["offset"], row["length"])
        body = decoded(stored_capture(record, portal_id="", crawl_id="")).body
    except (ArchiveDamagedError, TooLargeError):
        return False
    return (row["bytes"], row["sha256"]) == (len(body), hashlib.sha256(body).hexdigest())


def imported_findings(index: AuditIndex, archive: Path, portal_id: str | None) -> Iterator[Finding]:
    """Yield captures from files of others whose record cannot be read or says otherwise than they do."""
    for row in audit.rows(index, audit.IMPORTED, portal_id):
        try:
            record = read_record(archive, row["file"], row["offset"], row["length"]).known_as(row["record_id"])
        except ArchiveDamagedError as error:
            yield _at(row, "record_damaged", str(error), RESTORE)
            continue
        capture = stored_capture(record, portal_id="", crawl_id="", source="import")
        if record.record_id != row["record_id"] or _is_other_payload(record, capture, row):
            message = "the record is not the one that the row says, or its payload another"
            yield _at(row, "record_damaged", message, RESTORE)
        elif differing := _differing(record, capture, row):
            yield _at(row, "row_differs", f"the row says otherwise than the record: {', '.join(differing)}", REBUILD)


def _is_other_payload(record: Record, capture: Capture, row: audit.Row) -> bool:
    return record.kind == "response" and capture.payload_sha256 != row["payload_sha256"]


def _differing(record: Record, capture: Capture, row: audit.Row) -> list[str]:
    """Return what an imported record says otherwise than its row; of a revisit, only what it has itself."""
    said: dict[str, object] = {"url": capture.requested_url, "fetched_at": capture.fetched_at}
    if record.kind == "response":
        said |= {"status": capture.status, "mime": capture.mime, "bytes": capture.payload_bytes}
    return [name for name, value in said.items() if value != row[name]]


def _at(row: audit.Row, code: Code, message: str, advice: str) -> Finding:
    return Finding(
        code=code, message=message, advice=advice, file=row["file"], offset=row["offset"], length=row["length"],
        record_id=row["record_id"], url=row["url"], capture_id=row["capture_id"],
    )  # fmt: skip
