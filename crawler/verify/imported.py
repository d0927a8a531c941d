"""Files of others: as they were taken in, each record that a row lives from where and as the row says.

A file that is as it was taken in is not read record by record: its rows' records are. Where its sum or one of its rows
does not fit, all of it is (`crawler.archive.foreign.strict`), so that damage is told by the record in which it lies,
and a record that only lies elsewhere now is not taken for lost.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from crawler.archive.captures import stored_capture
from crawler.archive.foreign.strict import Broken, check_file
from crawler.archive.reader import IMPORTED, read_record
from crawler.archive.record import Record
from crawler.archive.seal import NAME, sealed_sums
from crawler.checksums import file_sha256
from crawler.errors import ArchiveDamagedError
from crawler.store import audit
from crawler.store.audit_foreign import faults_left, take_fault, unvouched, whole_record
from crawler.store.audit_index import AuditIndex
from crawler.verify.collect import Read
from crawler.verify.records import COPY, REBUILD, RESTORE, at_place, sealed_findings, unreadable
from crawler.verify.report import Finding

TAKEN_IN = "the file is not as it was taken in"
MOVE = "`kho verify --repair` makes the rows say where the records are; a good copy of the file is better"
NO_ROW = "put a good copy of this file in its place; no row lives from what is damaged here"


def imported_file_findings(archive: Path, portals: list[str]) -> Iterator[Finding]:
    """Yield files of others that are not as they were taken in."""
    for portal in portals:
        folder = f"warc/{portal}/imported"
        paths = [path for path in sorted((archive / folder).glob("*")) if path.name != NAME]
        read = [_summed(f"{folder}/{path.name}", path) for path in paths]
        yield from (unreadable(file) for file in read if file.error is not None)
        yield from sealed_findings(archive, folder, read, TAKEN_IN)
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


def imported_findings(
    index: AuditIndex, archive: Path, portal_id: str | None, told: Iterable[Finding]
) -> Iterator[Finding]:
    """Yield captures whose record lies elsewhere, cannot be read, or says otherwise; then damage that no row stands on.

    `told` is what was found of whole files.
    """
    changed = {one.file for one in told if one.code == "file_changed" and one.file and IMPORTED in one.file}
    files = {row["file"] for row in audit.rows(index, audit.IMPORTED_FILES, portal_id)}
    for file in sorted(files | changed):
        yield from _ImportedFile(index, archive, file, changed=file in changed).findings()


def broken_findings(archive: Path, told: Iterable[Finding]) -> Iterator[Finding]:
    """Yield the damage in changed files of others, where there is no database to hold beside it."""
    for file in sorted({one.file for one in told if one.code == "file_changed" and one.file and IMPORTED in one.file}):
        for found in check_file(archive, file):
            if isinstance(found, Broken):
                yield Finding(code="record_damaged", file=file, advice=RESTORE, **found._asdict())


def moved_records(archive: Path, database: Path, file: str) -> list[tuple[str, str, int, int]]:
    """Return record id, file, offset and length of the records of an imported file that lie elsewhere than rows say."""
    with tempfile.TemporaryDirectory(prefix="kho-verify-") as folder, AuditIndex(Path(folder) / "all.db") as index:
        index.merge(())
        index.attach(database, immutable=False)
        return list(_ImportedFile(index, archive, file, changed=True).moves())


class _ImportedFile:
    """One imported file beside its rows."""

    def __init__(self, index: AuditIndex, archive: Path, file: str, *, changed: bool) -> None:
        self._index = index
        self._archive = archive
        self._file = file
        self._changed = changed
        self._walked = False
        self._moved: list[audit.Row] = []
        """The first row that names another place than its record's, and that place."""
        self._moved_count = 0
        self._damaged = 0

    def findings(self) -> Iterator[Finding]:
        if self._changed:
            self._walk()
        for row in audit.rows_of_file(self._index, audit.IMPORTED, self._file):
            for finding in self._row(row):
                self._damaged += finding.code == "record_damaged"
                yield finding
        yield from self._moved_finding()
        for fault in faults_left(self._index, self._file):
            self._damaged += 1
            yield at_place(fault, "record_damaged", fault["message"], NO_ROW)
        if self._changed and not self._damaged:
            yield from self._suspected()

    def moves(self) -> Iterator[tuple[str, str, int, int]]:
        """Yield the places of the records that rows look for elsewhere."""
        self._walk()
        for row in audit.rows_of_file(self._index, audit.IMPORTED, self._file):
            there = whole_record(self._index, row) if self._at_its_place(row) is None else None
            if there is not None:
                yield row["record_id"], self._file, there["offset"], there["length"]

    def _walk(self) -> None:
        """Read all of the file, once."""
        if self._walked:
            return
        self._walked = True
        try:
            for found in check_file(self._archive, self._file):
                table = "foreign_faults" if isinstance(found, Broken) else "foreign_records"
                self._index.add(table, {"file": self._file, "code": "damaged"} | found._asdict())
        except OSError:
            pass  # a file that is gone or cannot be read is told of by itself
        self._index.flush()

    def _at_its_place(self, row: audit.Row) -> Record | None:
        try:
            record = read_record(self._archive, row["file"], row["offset"], row["length"]).known_as(row["record_id"])
        except ArchiveDamagedError:
            return None
        if record.record_id != row["record_id"] or record.offset != row["offset"]:
            return None
        there = whole_record(self._index, row) if self._walked else None
        return record if there is None or there["offset"] == row["offset"] else None

    def _row(self, row: audit.Row) -> Iterator[Finding]:
        record = self._at_its_place(row)
        if record is None:
            record = self._elsewhere(row)
        if record is None:
            yield self._lost(row)
            return
        differing = _differing(record, row)
        if differing and self._is_of_the_file(row, differing):
            take_fault(self._index, row)  # told here, with the row
            message = f"the record is not as it was taken in: {', '.join(differing)}"
            yield at_place(row, "record_damaged", message, RESTORE)
        elif differing:
            yield at_place(
                row, "row_differs", f"the row says otherwise than the record: {', '.join(differing)}", REBUILD
            )

    def _elsewhere(self, row: audit.Row) -> Record | None:
        """Return the record of a row from where it lies now, None if it is not whole anywhere in the file."""
        self._walk()
        there = whole_record(self._index, row)
        if there is None:
            return None
        try:
            record = read_record(self._archive, self._file, there["offset"], there["length"])
        except ArchiveDamagedError:
            return None
        self._moved = self._moved or [row, there]
        self._moved_count += 1
        return record

    def _is_of_the_file(self, row: audit.Row, differing: list[str]) -> bool:
        """Return True if it is the record that was changed, not the row: of its head nothing vouches for anything."""
        if not self._changed or differing == ["source"]:
            return False
        there = whole_record(self._index, row)
        return "payload_sha256" not in differing or there is None or not there["vouched"]

    def _lost(self, row: audit.Row) -> Finding:
        fault = take_fault(self._index, row)
        if fault is None:
            return at_place(row, "record_damaged", "the record that stands here is not the row's, or none", RESTORE)
        place = {name: fault[name] for name in ("offset", "length")}
        return at_place(row | place, "record_damaged", fault["message"], RESTORE)

    def _moved_finding(self) -> Iterator[Finding]:
        if not self._moved:
            return
        row, there = self._moved
        message = (
            f"this and {self._moved_count - 1} records after it lie elsewhere than their rows say, "
            f"the first at offset {there['offset']}; they are whole"
        )
        yield at_place(row, "row_moved", message, MOVE)

    def _suspected(self) -> Iterator[Finding]:
        """Say where a change can lie that no digest shows."""
        rows, total = unvouched(self._index, self._file)
        if not rows:
            return
        if rows[0].get("is_odd"):
            message = "the record ends otherwise than all others of the file: bytes of it are gone, or were added"
            yield at_place(rows[0], "record_damaged", message, NO_ROW)
            return
        message = (
            f"what states a digest is whole: the change lies in a head, or in one of {total} records without, from"
        )
        yield at_place(rows[0], "file_changed", f"{message} this one on", COPY)


def _differing(record: Record, row: audit.Row) -> list[str]:
    """Return what an imported record says otherwise than its row; of a revisit, only what it has itself."""
    capture = stored_capture(record, portal_id="", crawl_id="", source="import")
    said: dict[str, object] = {"url": capture.requested_url, "fetched_at": capture.fetched_at, "source": capture.source}
    if record.kind == "response":
        said |= {
            "status": capture.status, "mime": capture.mime, "bytes": capture.payload_bytes,
            "payload_sha256": capture.payload_sha256,
        }  # fmt: skip
    return [name for name, value in said.items() if value != row[name]]
