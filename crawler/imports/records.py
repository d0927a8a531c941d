"""The records of an imported file -> captures, in the order in which they lie there.

A live import and `kho rebuild` both read them here, so that both see the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Literal, NamedTuple

from sqlite_utils import Database

from crawler.archive.captures import stored_capture
from crawler.archive.foreign.digests import is_digest, is_same, states, unpacked
from crawler.archive.foreign.normal import plain_url, read_foreign_record
from crawler.archive.foreign.walk import Damage, Place, walk
from crawler.archive.reader import read_record
from crawler.archive.record import Record
from crawler.errors import ArchiveDamagedError
from crawler.imports.sources import RecordFile
from crawler.imports.survey import RESPONSES, LeftOut, why_left_out
from crawler.items import Capture
from crawler.portals import Portal
from crawler.store.captures import Place as StoredPlace
from crawler.store.captures import captures_of_address, facts_of_record, record_of_payload
from crawler.store.frontier import url_id_of
from crawler.urls import canonical_url


class Import(NamedTuple):
    """One import of one portal."""

    portal: Portal
    crawl_id: str
    started_at: str
    """No capture may be newer."""


class DamagedRecordError(ArchiveDamagedError):
    """Raised for a record whose head is whole and whose block is not; the caller should leave it out and name it."""

    def __init__(self, file: str, place: Place, error: ArchiveDamagedError) -> None:
        self.file = file
        self.offset = place.offset
        self.record_id = place.fields.get("warc-record-id", "").strip("<> ") or None
        self.url = plain_url(place.fields.get("warc-target-uri", "")) or None
        named = ", ".join(name for name in (self.record_id, self.url) if name)
        super().__init__(f"{error} ({named})")

    def as_json(self) -> dict[str, object]:
        """Return place, names and fault."""
        names = ("file", "offset", "record_id", "url")
        return {name: getattr(self, name) for name in names} | {"message": str(self)}


def places_of(source: RecordFile, portal: Portal, not_get: set[str], started_at: str) -> Iterator[Place]:
    """Yield where the responses of a portal lie, in order."""
    with source.path.open("rb") as file:
        for place in walk(file, source.part):
            if isinstance(place, Damage) or place.kind not in RESPONSES:
                continue
            if why_left_out(place, portal, not_get, started_at) is None:
                yield place


def relative(archive: Path, path: Path) -> str:
    """Return the path of a file of the archive as `captures` names it."""
    return path.relative_to(archive).as_posix()


def record_at(archive: Path, source: RecordFile, place: Place) -> Record | LeftOut | DamagedRecordError:
    """Return the record at a place, or why it cannot be taken in."""
    try:
        record = read_foreign_record(archive, relative(archive, source.path), place.offset, place.length)
    except ArchiveDamagedError as error:
        return DamagedRecordError(relative(archive, source.path), place, error)
    if record.fault:
        fault = ArchiveDamagedError(f"{record.file}: record at offset {record.offset}: {record.fault}")
        return DamagedRecordError(record.file, place, fault)
    return "no_response" if record.kind == "response" and not record.status else record


def capture_of(db: Database, archive: Path, run: Import, record: Record) -> Capture | LeftOut:
    """Return the capture of a record, the payload of a revisit looked up among what is stored."""
    original = None
    if record.kind == "revisit" and record.status != 304:
        original = original_of(db, archive, run.portal, record)
        if original is None:
            return "no_original"
    ids = {"portal_id": run.portal.id, "crawl_id": run.crawl_id}
    return stored_capture(record, **ids, original=original, source="import")


def new_capture_of(db: Database, archive: Path, run: Import, record: Record) -> Capture | LeftOut | Literal["known"]:
    """Return the capture of a record that is not stored yet, or why there is none.

    Where its id is that of another record (two programs gave out the same, or a file was edited) both are kept: this
    one under an id that follows from what it says, the same each time.
    """
    capture = capture_of(db, archive, run, record)
    if not isinstance(capture, Capture):
        return capture
    facts = (capture.requested_url, capture.fetched_at, capture.status, capture.payload_sha256)
    for record_id in (record.record_id, record.second_id()):
        held = facts_of_record(db, record_id)
        if held is None:
            return replace(capture, record_id=record_id)
        if held == facts:
            break
    return "known"


def original_of(db: Database, archive: Path, portal: Portal, record: Record) -> Record | None:
    """Return the stored record that holds a revisit's payload, or None.

    By its id, or by address and time, unless it states another payload; or else the newest of that address before it,
    if its payload is the one stated.
    """
    refers_to = record.fields.get("warc-refers-to", "").strip("<> ")
    stored = record_of_payload(db, refers_to) if refers_to else None
    found = _readable(archive, *stored) if stored is not None else None
    if found is not None and _may_stand_for(record, found):
        return found
    url = record.fields.get("warc-refers-to-target-uri") or record.fields["warc-target-uri"]
    url_id = url_id_of(db, portal.id, canonical_url(url, portal))
    date = record.fields.get("warc-refers-to-date", "")[:19]
    for fetched_at, stored in captures_of_address(db, url_id or 0, before=record.fields["warc-date"]):
        found = _readable(archive, *stored)
        is_meant = fetched_at[:19] == date or is_digest(record.stated)
        if found is not None and is_meant and _may_stand_for(record, found):
            return found
    return None


def _may_stand_for(revisit: Record, original: Record) -> bool:
    """Return False if a revisit states another payload than this one."""
    if is_same(revisit.stated, original.stated) or states(revisit.stated, original.block):
        return True
    return any(states(revisit.stated, body) for body in unpacked(original.http_headers, original.block))


def _readable(archive: Path, record_id: str, place: StoredPlace) -> Record | None:
    try:
        return read_record(archive, place.warc_file, place.warc_offset).known_as(record_id)
    except ArchiveDamagedError:
        return None


def iter_captures(
    db: Callable[[], Database], archive: Path, run: Import, source: RecordFile, not_get: set[str], *, start: int = 0
) -> Iterator[Capture | LeftOut | Literal["known"] | DamagedRecordError]:
    """Yield the captures of a file from byte `start` on, and why there is none.

    For readers that store each before they ask for the next.
    """
    for place in places_of(source, run.portal, not_get, run.started_at):
        if place.offset >= start:
            record = record_at(archive, source, place)
            yield new_capture_of(db(), archive, run, record) if isinstance(record, Record) else record
