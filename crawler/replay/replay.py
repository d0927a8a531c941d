"""Steps done again, from the WARC files: what the database lacks after a kill, or all of it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, Protocol

from sqlite_utils import Database

from crawler.archive.captures import stored_capture, with_dom
from crawler.archive.foreign.near import read_near
from crawler.archive.reader import IMPORTED, read_record
from crawler.archive.record import Record
from crawler.dom import Dom
from crawler.errors import ArchiveDamagedError
from crawler.items import Capture, Page
from crawler.portals import Portal
from crawler.replay.perform import take_exchange, take_page, take_simple
from crawler.replay.plan import crawl_facts, finish_step, step_of, told_steps
from crawler.replay.steps import CrawlFacts, Step
from crawler.store.captures import Place, capture_id_of, place_of_record
from crawler.store.crawls import close_killed_crawls, is_known, is_unfinished
from crawler.store.pages import store_fault
from crawler.store.record_index import RecordIndex
from crawler.store.replayed import note_replayed

logger = logging.getLogger(__name__)


class Work(NamedTuple):
    """A step, with where its record and that record's payload lie."""

    step: Step
    place: tuple[str, int, int] | None = None
    original: tuple[str, int] | None = None
    note: Place | None = None
    """The journal's record, on its last step: with it done, the rows have come so far."""
    dom: Dom | None = None
    """The page as a browser showed it, of a step that was read from that."""


class Done(NamedTuple):
    """A step with what was read for it. Without capture where there is no record to it, or no readable one.

    With a capture and a fault, its page could not be read.
    """

    work: Work
    capture: Capture | None = None
    page: Page | None = None
    fault: str | None = None


class Reader(Protocol):
    """Reads the records of steps, and the pages in them, in order; perhaps several at a time."""

    def read(self, crawl: CrawlFacts, work: Iterator[Work]) -> Iterator[Done]:
        """Yield the work with what was read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Which of the steps are to be done."""

    after: Place | None = None
    """Those behind this place: before it the rows are there."""
    until: Place | None = None
    """Those up to this place."""
    only_held: Callable[[str], bool] | None = None
    """Of the last crawl's records that no journal speaks of, those with one of these ids; all if None."""
    close: Callable[[str], bool] = lambda crawl_id: False  # noqa: ARG005
    """Whether to close a last crawl that was killed."""


@dataclass(slots=True)
class Outcome:
    """What came of it."""

    taken: int = 0
    """Records that were turned into rows."""
    behind: int = 0
    """Records that the bounds left out."""
    faults: list[str] = field(default_factory=list)
    """Records that cannot be read: file, offset, why."""


class Replay:
    """Does the steps of one portal's crawls on a database, inside the transaction that is open."""

    def __init__(
        self, db: Database, archive: Path, portal_id: str, index: RecordIndex, reader: Reader, bounds: Bounds,
        tick: Callable[[], None] = lambda: None, *, rules: Portal | None = None,
    ) -> None:  # fmt: skip
        """`tick` is called after each step; `rules` stand for the portal files of all crawls."""
        self._db = db
        self._archive = archive
        self._portal_id = portal_id
        self._index = index
        self._reader = reader
        self._bounds = bounds
        self._tick = tick
        self._rules = rules
        self.outcome = Outcome()

    def run(self) -> Outcome:
        """Do all steps within the bounds. Raises: KhoError."""
        crawls = self._index.crawls()
        for number, crawl_id in enumerate(crawls):
            facts = crawl_facts(self._index, self._archive, self._portal_id, crawl_id, self._rules)
            later = crawls[number + 1] if number + 1 < len(crawls) else None
            self._crawl(facts, is_last=later is None or not self._begins(later))
        return self.outcome

    def _begins(self, crawl_id: str) -> bool:
        """Return True if the first step of a crawl is within the bounds."""
        first = next((note.place for note in self._index.notes_of(crawl_id)), None)
        return first is None or self._bounds.until is None or first <= self._bounds.until

    def _crawl(self, crawl: CrawlFacts, *, is_last: bool) -> None:
        self._do(crawl, self._told(crawl))
        if not self._begins(crawl.crawl_id):
            self.outcome.behind += sum(1 for _ in self._index.records_of(crawl.crawl_id))
            return
        self._do(crawl, self._left(crawl, is_last=is_last))
        self._end(crawl, is_last=is_last)

    def _told(self, crawl: CrawlFacts) -> Iterator[Work]:
        """Yield the steps that the journal tells."""
        for told in told_steps(self._index, crawl):
            if not self._is_within(told.place):
                continue
            for number, step in enumerate(told.steps, 1):
                yield self._work(step, told.place if number == len(told.steps) else None)

    def _is_within(self, place: Place) -> bool:
        after, until = self._bounds.after, self._bounds.until
        return (after is None or place > after) and (until is None or place <= until)

    def _left(self, crawl: CrawlFacts, *, is_last: bool) -> Iterator[Work]:
        """Yield the records that no step spoke of: archived, and not stored before the crawl was killed."""
        held = self._bounds.only_held if is_last else None
        for record in self._index.records_of(crawl.crawl_id):
            if capture_id_of(self._db, record.record_id) is not None:
                continue
            if held is not None and not held(record.record_id):
                self.outcome.behind += 1
                continue
            yield self._work(step_of(record, crawl, self._index.dom(record.record_id)), None)

    def _work(self, step: Step, note: Place | None) -> Work:
        if step.place is not None:
            return Work(step, step.place, step.original, note)
        record = self._index.record(step.record) if step.record else None
        if record is None:
            return Work(step, None, None, note)
        dom = self._index.dom(step.dom) if step.dom else None
        return Work(step, (record.file, record.offset, record.length), self._original(record.refers_to), note, dom)

    def _original(self, refers_to: str | None) -> tuple[str, int] | None:
        """Return where the payload lies that a revisit stands for."""
        if refers_to is None:
            return None
        record = self._index.record(refers_to)
        if record is not None:
            return record.file, record.offset
        return place_of_record(self._db, refers_to)

    def _do(self, crawl: CrawlFacts, work: Iterator[Work]) -> None:
        for done in self._reader.read(crawl, work):
            self._begin(crawl, done.work.step)
            self._do_one(crawl, done)
            if done.work.note is not None:
                note_replayed(self._db, crawl.portal.id, done.work.note)
            self._tick()

    def _begin(self, crawl: CrawlFacts, step: Step) -> None:
        """Begin a crawl whose first step is damaged."""
        if step.do != "start" and not is_known(self._db, crawl.crawl_id):
            take_simple(self._db, crawl, Step(do="start"))

    def _do_one(self, crawl: CrawlFacts, done: Done) -> None:
        step = done.work.step
        if step.do not in ("page", "exchange"):
            take_simple(self._db, crawl, step)
        elif done.capture is None:
            self.outcome.faults.append(done.fault or f"{crawl.crawl_id}: record {step.record} is not there")
        elif capture_id_of(self._db, done.capture.record_id) is None:
            self.outcome.taken += 1
            self._take(crawl, done, done.capture)

    def _take(self, crawl: CrawlFacts, done: Done, capture: Capture) -> None:
        """Store the record of a step."""
        if done.work.step.do == "exchange":
            take_exchange(self._db, crawl, capture)
        elif done.page is None:
            store_fault(self._db, crawl.portal, capture, done.fault or "")
        else:
            take_page(self._db, crawl, done.work.step, capture, done.page)

    def _end(self, crawl: CrawlFacts, *, is_last: bool) -> None:
        """Close a crawl whose end is damaged, or, where that is asked for, one that was killed."""
        if not is_unfinished(self._db, crawl.crawl_id):
            return
        if self._index.damages(crawl.crawl_id) and self._bounds.until is None:
            for note in self._index.notes_of(crawl.crawl_id):
                if note.values.get("event") == "crawl_finished":
                    take_simple(self._db, crawl, finish_step(note))
                    return
        if is_last and self._bounds.close(crawl.crawl_id):
            close_killed_crawls(self._db, crawl.portal.id, "~")


def capture_at(archive: Path, crawl: CrawlFacts, work: Work) -> Capture:
    """Return the capture of a step's record. Raises: ArchiveDamagedError."""
    if work.place is None:
        raise ArchiveDamagedError(f"{crawl.crawl_id}: record {work.step.record} is not there any more")
    record = _record(archive, work.place, work.step.record or "")
    ids = {"portal_id": crawl.portal.id, "crawl_id": crawl.crawl_id}
    capture = stored_capture(record, **ids, original=_payload(archive, work, record), source=crawl.source)
    return capture if work.step.dom is None else _rendered(archive, capture, work)


def _original_near(archive: Path, file: str, offset: int, revisit: Record) -> Record | None:
    """Return the record nearest to where a revisit's payload lay that it can mean."""
    url = revisit.fields.get("warc-refers-to-target-uri") or revisit.fields.get("warc-target-uri")
    return read_near(
        archive, file, offset, 0, lambda one: one.kind == "response" and one.fields.get("warc-target-uri") == url
    )


def _rendered(archive: Path, capture: Capture, work: Work) -> Capture:
    """Return the capture as it was read: from the DOM. Raises: ArchiveDamagedError if that is not there."""
    if work.dom is None:
        raise ArchiveDamagedError(f"{capture.warc_file}: the rendered page {work.step.dom} is not there any more")
    record = read_record(archive, *work.dom[1:])
    return with_dom(capture, work.dom, record.block)


def _record(archive: Path, place: tuple[str, int, int], record_id: str) -> Record:
    """Return the record at a place; of a file of others, from near it, where bytes were lost before it.

    Raises: ArchiveDamagedError.
    """
    fault = ArchiveDamagedError(f"{place[0]}: another record than expected at offset {place[1]}")
    try:
        record = read_record(archive, *place).known_as(record_id)
    except ArchiveDamagedError as error:
        fault = error
    else:
        if record.record_id == record_id:
            return record
    near = read_near(archive, *place, lambda one: one.is_known_as(record_id)) if IMPORTED in place[0] else None
    if near is None:
        raise fault
    return near.known_as(record_id)


def _payload(archive: Path, work: Work, revisit: Record) -> Record | None:
    if work.original is None:
        return None
    try:
        return read_record(archive, *work.original).known_as(work.step.original_id or "")
    except ArchiveDamagedError as error:
        near = _original_near(archive, *work.original, revisit) if IMPORTED in work.original[0] else None
        if near is not None:
            return near
        logger.warning("revisited record is not readable: %s", error)
        return None
