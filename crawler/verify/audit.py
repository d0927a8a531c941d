"""One audit of an archive, from the lock to the note in the list of audits."""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from crawler import __version__
from crawler.archive.lock import lock_portal
from crawler.archive.seal import seal_warc, sealed_sums
from crawler.archive.tail import warc_files
from crawler.checksums import file_sha256
from crawler.clock import utc_now
from crawler.errors import ArchiveWriteError, ConfigurationError, KhoError
from crawler.store import audit as rows
from crawler.store.audit_index import AuditIndex
from crawler.store.database import open_database
from crawler.store.faults import DAMAGE
from crawler.store.fixity import Check, append_check, store_checks
from crawler.store.seal import close_and_seal
from crawler.verify.collect import collected
from crawler.verify.database import NAME, database_findings, guarded
from crawler.verify.derived import TooMuchLostError, derived_findings
from crawler.verify.extraction import extraction_findings
from crawler.verify.imported import broken_findings, imported_file_findings, imported_findings
from crawler.verify.records import (
    fault_findings,
    file_findings,
    payload_findings,
    reference_findings,
    row_findings,
)
from crawler.verify.report import Finding, Report

logger = logging.getLogger(__name__)

SOFTWARE = f"kho/{__version__}"


class Progress(NamedTuple):
    """Told how far the audit is."""

    read: Callable[[int, int], None] = lambda done, total: None  # noqa: ARG005
    """Bytes of WARC files, of all."""
    extracted: Callable[[int], None] = lambda done: None  # noqa: ARG005
    """Pages read again."""


def portals_in(archive: Path) -> list[str]:
    """Return the portals that have WARC files in the archive."""
    return sorted(path.name for path in (archive / "warc").glob("*") if path.is_dir())


def verify(archive: Path, portal_id: str | None, *, full: bool, progress: Progress | None = None) -> Report:
    """Look over an archive, or one portal's part of it. Nothing is changed but the list of audits and missing seals.

    Raises: ConfigurationError if there is no archive or no such portal in it; ArchiveLockedError while a crawl is
    writing; SchemaTooNewError.
    """
    with locked(archive, portal_id):
        report = inspect(archive, portal_id, full=full, progress=progress)
        conclude(archive, report)
    return report


def conclude(archive: Path, report: Report) -> None:
    """Seal what was found whole, and note the audit."""
    if report.result == "whole":
        _seal_files(archive, _portals(archive, report.portal_id))
    _note(archive, report)


@contextmanager
def locked(archive: Path, portal_id: str | None, *, to_write: bool = False) -> Iterator[None]:
    """Keep crawls of the portal, or of all, out. A read-only archive needs no lock, unless it is `to_write`.

    Raises: ConfigurationError, ArchiveLockedError, ArchiveWriteError.
    """
    with ExitStack() as stack:
        for portal in _portals(archive, portal_id):
            try:
                stack.enter_context(lock_portal(archive, portal))
            except ArchiveWriteError:
                if to_write:
                    raise
        yield


def _portals(archive: Path, portal_id: str | None) -> list[str]:
    there = portals_in(archive)
    if not there and not (archive / NAME).exists():
        raise ConfigurationError(f"{archive}: no archive is here (no {NAME}, no warc/); name one with --archive")
    if portal_id is not None and portal_id not in there:
        raise ConfigurationError(f"{portal_id}: this archive holds no WARC file of it (see `kho portals`)")
    return [portal_id] if portal_id else there


def inspect(
    archive: Path, portal_id: str | None, *, full: bool, progress: Progress | None = None, reread: bool = True
) -> Report:
    """Look over an archive and change nothing. Without `reread` no page is read again: bytes and rows alone."""
    progress, started = progress or Progress(), time.monotonic()
    report = Report(
        archive=str(archive), portal_id=portal_id, depth="full" if full else "sample", checked_at=utc_now(),
        software=SOFTWARE,
    )  # fmt: skip
    report.add(database_findings(archive))
    sound = not {"database_missing", "database_unreadable", "database_damaged"} & set(report.counts)
    _read_files(archive, report, progress, with_rows=sound)
    if sound and reread:
        report.add(guarded(lambda: _extracted(archive, report, progress, full=full)))
    report.seconds = round(time.monotonic() - started, 3)
    return report


def _read_files(archive: Path, report: Report, progress: Progress, *, with_rows: bool) -> None:
    portals = [report.portal_id] if report.portal_id else portals_in(archive)
    files = [file for portal in portals for file in warc_files(archive, portal)]
    total = sum((archive / file).stat().st_size for file in files)
    with collected(archive, files, lambda done: progress.read(done, total)) as (index, read):
        report.files, report.bytes = len(files), total
        report.records = rows.count(index, "records")
        report.add(file_findings(archive, portals, read))
        of_others = list(imported_file_findings(archive, portals))
        report.add(of_others)
        if not with_rows:
            report.add(fault_findings(index, archive, with_rows=False))
            report.add(broken_findings(archive, of_others))
            return
        report.add(guarded(lambda: _compared(index, archive, report, of_others)))


def _compared(index: AuditIndex, archive: Path, report: Report, of_others: list[Finding]) -> Iterator[Finding]:
    attach(index, archive)
    report.captures = rows.count(index, "arc.captures")
    yield from fault_findings(index, archive, with_rows=True)
    yield from row_findings(index, report.portal_id)
    yield from reference_findings(index)
    yield from payload_findings(index, archive, report.portal_id)
    yield from imported_findings(index, archive, report.portal_id, of_others)


def attach(index: AuditIndex, archive: Path) -> None:
    """Make the archive's database readable beside an index. Raises: sqlite3.DatabaseError."""
    path = archive / NAME
    wal = path.with_name(f"{NAME}-wal")
    index.attach(path, immutable=not _is_writable(archive) and not (wal.exists() and wal.stat().st_size))


def _is_writable(archive: Path) -> bool:
    """Return True if SQLite can make its shared memory beside the database."""
    try:
        with closing(sqlite3.connect(f"file:{archive / NAME}?mode=ro", uri=True)) as db:
            db.execute("SELECT 1 FROM sqlite_master").fetchone()
    except sqlite3.OperationalError:
        return False
    return True


def _extracted(archive: Path, report: Report, progress: Progress, *, full: bool) -> Iterator[Finding]:
    def count(done: int) -> None:
        report.extracted = done
        progress.extracted(done)

    if full:
        try:
            yield from derived_findings(archive, report, count)
        except (KhoError, TooMuchLostError) as error:
            yield _not_compared(error)
        else:
            return
    yield from extraction_findings(archive, report.portal_id, full=full, checked_at=report.checked_at, progress=count)


def _not_compared(error: Exception) -> Finding:
    why = str(error) or "too many records are lost"
    return Finding(
        code="not_compared", file=NAME, message=f"missing and invented rows were not looked for: {why}",
        advice="mend that first and verify again; each page that has a row was read again",
    )  # fmt: skip


def _seal_files(archive: Path, portals: list[str]) -> None:
    """Give finished files that a killed crawl left without a sum their sum, now that they were found whole."""
    for portal in portals:
        for file in warc_files(archive, portal):
            path = archive / file
            sums, _ = sealed_sums(path.parent)
            if path.name not in sums and path.stat().st_size:
                seal_warc(archive, file, file_sha256(path))


def _note(archive: Path, report: Report) -> None:
    """Note the audit in the list, and in the database unless it is damaged itself."""
    first = report.first_damage
    check: Check = {
        "checked_at": report.checked_at, "portal_id": report.portal_id, "depth": report.depth, "result": report.result,
        "files": report.files, "records": report.records, "captures": report.captures, "extracted": report.extracted,
        "damages": report.damages, "seconds": report.seconds, "software": report.software,
        "first_damage": f"{first.file}: {first.message}" if first else None,
    }  # fmt: skip
    try:
        append_check(archive, check)
        if not any(code.startswith("database") for code in report.counts if code != "database_unsealed"):
            db = open_database(archive / NAME)
            try:
                with db.conn:
                    store_checks(db, archive)
            finally:
                close_and_seal(db)
    except (OSError, KhoError, *DAMAGE) as error:
        logger.warning("this audit is not noted in the archive: %s", getattr(error, "strerror", None) or error)
