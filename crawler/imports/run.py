"""One import of one portal: from the lock to the verdict. Nothing is begun where nothing is new."""

from __future__ import annotations

import asyncio
import io
from collections import Counter, deque
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from crawler.archive.foreign.walk import Place
from crawler.archive.lock import lock_portal
from crawler.archive.record import Record
from crawler.clock import utc_now
from crawler.errors import ArchiveWriteError
from crawler.imports.keep import keep, list_written
from crawler.imports.records import (
    DamagedRecordError,
    Import,
    iter_captures,
    new_capture_of,
    places_of,
    record_at,
    relative,
)
from crawler.imports.sources import RecordFile, record_files
from crawler.imports.survey import MAX_DAMAGES, requests_not_get
from crawler.items import Capture, Page
from crawler.portals import Portal
from crawler.replay.steps import Step
from crawler.session import CrawlOptions, CrawlSession, open_session
from crawler.store.crawls import Verdict, close_killed_crawls, has_unfinished
from crawler.store.database import open_database, open_read_only
from crawler.store.seal import close_and_seal
from crawler.urls import canonical_url

WINDOW = 8
"""Pages under way at once."""


class Given(NamedTuple):
    """A file that was given, and its SHA-256."""

    path: Path
    sha256: str


class _Kept(NamedTuple):
    """A file in the archive, where its records lie, and which of its requests were no GET."""

    given: Given
    path: Path
    sources: list[RecordFile]
    not_get: set[str]


@dataclass(slots=True)
class Imported:
    """What an import of one portal did."""

    portal_id: str
    crawl_id: str | None = None
    """None if nothing was new."""
    verdict: Verdict | None = None
    taken: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    """By `LeftOut`; `damaged` for records that cannot be read, `known` for those that were stored before."""
    renamed: int = 0
    """Of those taken in: kept under another id than theirs, which another record has."""
    articles: int = 0
    damages: list[DamagedRecordError] = field(default_factory=list)
    """The first `MAX_DAMAGES` records that are left out because they are damaged."""

    def leave_out(self, why: str | DamagedRecordError) -> None:
        """Count a record that is not taken in, and remember it if it is damaged."""
        if isinstance(why, DamagedRecordError) and len(self.damages) < MAX_DAMAGES:
            self.damages.append(why)
        self.left_out["damaged" if isinstance(why, DamagedRecordError) else why] += 1


def import_files(
    archive: Path, portal: Portal, portal_text: str, files: list[Given], progress: Callable[[int], None]
) -> Imported:
    """Take the records of a portal out of files into the archive. `progress` is told records.

    Nothing is copied or listed before the portal's lock is held: two imports at once would do it twice.
    Raises: KhoError.
    """
    with closing(lock_portal(archive, portal.id)) as lock:
        return _import(archive, portal, portal_text, files, progress, lock)


def _import(
    archive: Path, portal: Portal, portal_text: str, files: list[Given], progress: Callable[[int], None],
    lock: io.TextIOWrapper,
) -> Imported:  # fmt: skip
    kept = [_kept(archive, portal, given) for given in files]
    done = Imported(portal.id)
    first = _first_new(archive, portal, kept, done)
    if first is None:
        _close_killed(archive, portal)
        return done
    done.left_out.clear()
    done.damages.clear()
    asked = {"files": [given.path.name for given in files]}
    session = open_session(archive, portal, portal_text, CrawlOptions(), {}, kind="import", asked=asked, lock=lock)
    done.crawl_id = session.crawl_id
    try:
        reason = _run(session, kept, done, progress)
    except BaseException as error:
        with suppress(ArchiveWriteError):
            session.finish("archive_failed" if isinstance(error, ArchiveWriteError) else "internal_error")
        raise
    done.verdict = session.finish(reason)
    return done


def _kept(archive: Path, portal: Portal, given: Given) -> _Kept:
    path = keep(archive, portal.id, given.path, given.sha256)
    sources = record_files(path, path.parent)
    for written in (source.path for source in sources if source.path != path):
        list_written(written)
    return _Kept(given, path, sources, requests_not_get(sources))


def _first_new(archive: Path, portal: Portal, kept: list[_Kept], done: Imported) -> Capture | None:
    """Return the first capture that is not stored yet, or None. Writes nothing."""
    if not (archive / "archive.db").exists():
        return Capture(portal_id=portal.id, crawl_id="", requested_url="", fetched_at="", status=0)
    with closing(open_read_only(archive / "archive.db", current=False)) as db:
        run = Import(portal, "", utc_now())
        for source, not_get in ((source, file.not_get) for file in kept for source in file.sources):
            for found in iter_captures(lambda: db, archive, run, source, not_get):
                if isinstance(found, Capture):
                    return found
                done.leave_out(found)
    return None


def _close_killed(archive: Path, portal: Portal) -> None:
    """Close an import that was killed when all but its end was written."""
    path = archive / "archive.db"
    with closing(open_read_only(path, current=False)) as db:
        if not has_unfinished(db, portal.id):
            return
    db = open_database(path)
    try:
        with db.conn:
            close_killed_crawls(db, portal.id, "~")
    finally:
        close_and_seal(db)


def _run(session: CrawlSession, kept: list[_Kept], done: Imported, progress: Callable[[int], None]) -> str:
    """Take in all files and return the reason why it ended."""
    try:
        asyncio.run(_Taker(session, done, progress).take_all(kept))
    except KeyboardInterrupt:
        return "interrupted"
    return "finished"


class _Taker:
    """Reads pages in worker processes and stores them in the order in which they lie in the files."""

    def __init__(self, session: CrawlSession, done: Imported, progress: Callable[[int], None]) -> None:
        self._session = session
        self._run = Import(session.portal, session.crawl_id, utc_now())
        self._done = done
        self._progress = progress
        self._under_way: deque[tuple[Capture, asyncio.Task[Page]]] = deque()

    async def take_all(self, kept: list[_Kept]) -> None:
        """Take in the records of all files. Raises: ArchiveWriteError."""
        committing = asyncio.create_task(self._session.writer.commit_regularly())
        try:
            for file in kept:
                for source in file.sources:
                    await self._take(file, source)
                    await self._store_all()
        finally:
            committing.cancel()
            for _, task in self._under_way:
                task.cancel()

    async def _take(self, file: _Kept, source: RecordFile) -> None:
        places = places_of(source, self._session.portal, file.not_get, self._run.started_at)
        begun = False
        while (place := await asyncio.to_thread(next, places, None)) is not None:
            self._progress(1)
            capture = await self._capture(source, place)
            if capture is None:
                continue
            if not begun:
                await asyncio.to_thread(self._note, file, source, place.offset)
                begun = True
            self._under_way.append((capture, asyncio.create_task(self._session.read(capture))))
            if len(self._under_way) >= WINDOW:
                await self._store_first()

    async def _capture(self, source: RecordFile, place: Place) -> Capture | None:
        """Return the capture of the record at a place, or None if it is stored already or left out."""
        session = self._session
        record = await asyncio.to_thread(record_at, session.archive, source, place)
        if not isinstance(record, Record):
            await self._leave_out(record)
            return None
        ids = {record.record_id, record.second_id()}
        if record.kind == "revisit" or any(capture.record_id in ids for capture, _ in self._under_way):
            await self._store_all()  # what it refers to, or has its id, may be under way
        capture = await session.writer.write(new_capture_of, session.archive, self._run, record)
        if not isinstance(capture, Capture):
            await self._leave_out(capture)
            return None
        self._done.renamed += capture.record_id != record.record_id
        return capture

    async def _leave_out(self, why: str | DamagedRecordError) -> None:
        self._done.leave_out(why)
        if isinstance(why, DamagedRecordError):
            url = canonical_url(why.url or "", self._session.portal)
            await self._session.note(Step(do="damaged", url=url, message=str(why)))

    def _note(self, file: _Kept, source: RecordFile, offset: int) -> None:
        """Write into our own WARC that from here on this import took in the records of a file."""
        archive, given = self._session.archive, file.given
        event = {
            "crawl": self._session.crawl_id, "event": "import", "at": self._run.started_at, "name": given.path.name,
            "file": relative(archive, file.path), "sha256": given.sha256,
            "records": relative(archive, source.path), "part": source.part.name, "from": offset,
        }  # fmt: skip
        self._session.warc.append_metadata(f"urn:kho:import:{given.sha256}", event)

    async def _store_all(self) -> None:
        while self._under_way:
            await self._store_first()

    async def _store_first(self) -> None:
        capture, task = self._under_way[0]
        page = await task
        self._under_way.popleft()
        session = self._session
        if capture.requested_url.endswith("/robots.txt"):
            await session.store_exchange(capture)
        else:
            await session.store_page(capture, page)
        self._done.taken += 1
        self._done.articles += page.kind == "article"
        session.counts["captures"] += 1
        session.counts["requests"] += 1
        session.counts["bytes"] += capture.payload_bytes
