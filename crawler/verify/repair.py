"""What an audit found, mended as far as it can be: planned first, then done, each step named.

Nothing is thrown away: bytes cut off and databases replaced are kept, rows whose record is lost are marked and stay.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Literal, NamedTuple

from sqlite_utils import Database

from crawler.archive.reader import IMPORTED, iter_records
from crawler.archive.tail import torn_tail, warc_files
from crawler.clock import utc_now
from crawler.errors import PortalFileError
from crawler.items import Capture, Page
from crawler.portals import Portal, find_portal
from crawler.recover import recover
from crawler.store.captures import rows_end
from crawler.store.database import open_database
from crawler.store.health import remake_index
from crawler.store.marks import LossCode, mark_loss, move_records
from crawler.store.replayed import replayed_moves_along
from crawler.store.seal import close_and_seal, forget_seal
from crawler.verify.audit import Progress, conclude, inspect, locked, portals_in
from crawler.verify.extraction import PortalFiles
from crawler.verify.imported import moved_records
from crawler.verify.report import Code, Finding, Report
from crawler.workers import Workers

Verb = Literal["take_in", "move_rows", "remake_index", "mark", "rebuild", "seal"]

OF_THE_DATABASE: frozenset[Code] = frozenset({
    "database_missing", "database_damaged", "database_changed", "foreign_key", "row_differs", "payload_differs",
    "attachment_differs", "row_lost", "row_unproven",
})  # fmt: skip
"""What a new database, made from the WARC files, mends.

Not in it: pages that read otherwise now. The rows may be right and this version of Kho wrong; a person decides.
"""
LOSSES: dict[Code, LossCode] = {"record_damaged": "record_damaged", "row_without_record": "record_missing"}
UNREADABLE: frozenset[Code] = frozenset({"database_missing", "database_damaged"})


class Step(NamedTuple):
    """One thing to do."""

    verb: Verb
    what: str
    """For people."""
    portal_id: str = ""
    findings: tuple[Finding, ...] = ()


def mend(
    archive: Path, portal_id: str | None, *, full: bool, dry_run: bool, progress: Progress | None = None
) -> tuple[Report, list[str]]:
    """Look over an archive, mend what can be mended, and look again; return the last report and what was done.

    Raises: as `verify`; ArchiveWriteError on a read-only archive.
    """
    with locked(archive, portal_id, to_write=not dry_run):
        report = inspect(archive, portal_id, full=full, progress=progress)
        steps = plan(archive, report)
        if dry_run:
            return report, [f"would: {step.what}" for step in steps]
        done = list(repair(archive, steps))
        if done:
            report = inspect(archive, portal_id, full=full, progress=progress)
        conclude(archive, report)
    return report, done


def plan(archive: Path, report: Report) -> list[Step]:
    """Return what can be done about the findings of a report, in the order in which to do it."""
    steps = [_about_the_database(report)] if OF_THE_DATABASE & set(report.counts) else []
    steps += [
        Step("remake_index", f"make the index anew: {finding.message}", findings=(finding,))
        for finding in _with(report, "index_differs")
    ]
    steps += [
        Step("move_rows", f"{finding.file}: make the rows say where its records are", findings=(finding,))
        for finding in {finding.file: finding for finding in _with(report, "row_moved")}.values()
    ]
    steps += [
        Step("take_in", f"{portal}: cut off and keep a torn record, take in records without rows", portal)
        for portal in _behind(report, portals_in(archive))
    ]
    hidden = {finding.file for finding in _with(report, "file_unreadable")}  # its records are there, for all we know
    found = (finding for code in LOSSES for finding in _with(report, code) if finding.file not in hidden)
    lost = tuple(finding for finding in found if finding.capture_id is not None)
    if lost:
        steps.append(Step("mark", f"mark {len(lost)} captures whose record is lost; their rows stay", findings=lost))
    return steps


def _with(report: Report, code: Code) -> Iterator[Finding]:
    return (finding for finding in report.findings if finding.code == code)


def _about_the_database(report: Report) -> Step:
    """A new database has no rows of records that are lost: where the old one is readable, it is kept for them."""
    lost = any(finding.capture_id is not None for code in LOSSES for finding in _with(report, code))
    if lost and not UNREADABLE & set(report.counts):
        return Step("seal", "keep the database: it holds rows whose records are lost, which a new one would not")
    return Step("rebuild", "make the database anew from the WARC files; the old one is kept beside it")


def _behind(report: Report, portals: list[str]) -> list[str]:
    files = {finding.file or "" for code in ("record_torn", "record_without_row") for finding in _with(report, code)}
    return [portal for portal in portals if any(file.startswith(f"warc/{portal}/") for file in files)]


def repair(archive: Path, steps: Iterable[Step]) -> Iterator[str]:
    """Do the steps; yield a line for each that says what came of it. Raises: KhoError."""
    for step in steps:
        yield _do(archive, step)


def _do(archive: Path, step: Step) -> str:
    match step.verb:
        case "rebuild":
            return _rebuild(archive)
        case "take_in":
            return _take_in(archive, step.portal_id)
        case "seal":
            return f"not done: {step.what}. `kho rebuild` does it all the same"
        case "move_rows":
            return f"{_move_rows(archive, step.findings[0].file or '')} rows say now where their records are"
        case "remake_index":
            with _database(archive) as db:
                for finding in step.findings:
                    remake_index(db, finding.message.partition(":")[0])
            return f"done: {step.what}"
        case "mark":
            with _database(archive) as db:
                marked = sum(_mark(db, finding) for finding in step.findings)
            return f"{marked} captures marked whose record is lost, {len(step.findings) - marked} were marked before"


@contextmanager
def _database(archive: Path) -> Iterator[Database]:
    """The database for one step: all of it or nothing."""
    db = open_database(archive / "archive.db")
    try:
        with db.conn:
            db.execute("BEGIN IMMEDIATE")
            yield db
    finally:
        close_and_seal(db)


def _mark(db: Database, finding: Finding) -> bool:
    place = f"{finding.file}, offset {finding.offset}: {finding.message}"
    assert finding.capture_id is not None
    return mark_loss(db, finding.capture_id, LOSSES[finding.code], place)


def _move_rows(archive: Path, file: str) -> int:
    """Make the rows of a file of others, or all rows of our own files, say where their records are."""
    if IMPORTED in file:
        places = moved_records(archive, archive / "archive.db", file)
        with _database(archive) as db:
            return move_records(db, places)
    with _database(archive) as db:
        return sum(_move(db, archive, portal) for portal in portals_in(archive))


def _move(db: Database, archive: Path, portal_id: str) -> int:
    records = (
        (record.record_id, record.file, record.offset, record.length)
        for file in warc_files(archive, portal_id)
        for record in iter_records(archive, file)
        if record.kind in ("response", "revisit")
    )
    with replayed_moves_along(db, portal_id):
        return move_records(db, records)


def _take_in(archive: Path, portal_id: str) -> str:
    """Do what the start of a crawl does, for all files of the portal."""
    portal = _portal(archive, portal_id)
    workers = Workers(portal)

    def read(capture: Capture) -> Page:
        return workers.read_now(capture)

    try:
        with _database(archive) as db:
            torn = [torn_tail(archive, file, rows_end=rows_end(db, file)) for file in warc_files(archive, portal_id)]
            taken = recover(db, archive, portal, read, everything=True)
    finally:
        workers.close()
    cut = sum(one is not None for one in torn)
    return f"{portal_id}: {taken} records taken in, {cut} torn ones cut off and kept in logs/"


def _portal(archive: Path, portal_id: str) -> Portal:
    """Return the portal as its file says; as its newest WARC file says, if it has none any more."""
    try:
        return find_portal(portal_id, archive)[0]
    except PortalFileError:
        return PortalFiles(archive).of_file(warc_files(archive, portal_id)[-1], portal_id)


def _rebuild(archive: Path) -> str:
    """Make the database anew, by `crawler.rebuild`; the old one is kept."""
    kept = _put_aside(archive)
    with ExitStack() as stack:
        stack.callback(_restore_if_missing, archive, kept)
        rebuild = _rebuilder()
        if rebuild is not None:
            rebuild(archive)
        else:
            for portal_id in portals_in(archive):
                _take_in(archive, portal_id)
    return f"the database was made anew from the WARC files; the old one is {kept.name if kept else 'lost'}"


def _rebuilder() -> Callable[[Path], object] | None:
    """Return what `kho rebuild` calls; None where this version has no such command."""
    try:
        module = importlib.import_module("crawler.rebuild")
    except ModuleNotFoundError:
        return None
    found: Callable[[Path], object] | None = getattr(module, "rebuild", None)
    return found


def _put_aside(archive: Path) -> Path | None:
    path = archive / "archive.db"
    forget_seal(path)
    if not path.exists():
        return None
    stamp = "".join(char for char in utc_now() if char.isdigit())
    kept = path.with_name(f"archive-{stamp}.db")
    for ending in ("", "-wal", "-shm"):
        part = path.with_name(path.name + ending)
        if part.exists():
            part.replace(kept.with_name(kept.name + ending))
    return kept


def _restore_if_missing(archive: Path, kept: Path | None) -> None:
    path = archive / "archive.db"
    if kept is not None and not path.exists():
        kept.replace(path)
