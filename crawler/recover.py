"""After a kill: what the WARC files hold and the database does not is taken in; a torn record is cut off and noted.

The archive is written before the database, so the database can only be behind. Only the newest records are looked at.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database

from crawler.archive.tail import cut_torn_tail, warc_files
from crawler.errors import ArchiveDamagedError
from crawler.items import Capture, Page
from crawler.portals import Portal
from crawler.replay.index import index_portal
from crawler.replay.perform import wanted_part
from crawler.replay.replay import Bounds, Done, Replay, Work, capture_at
from crawler.replay.steps import CrawlFacts
from crawler.store.captures import Place, resume_place, rows_end
from crawler.store.health import lost_indexes, remake_index
from crawler.store.replayed import replayed_to
from crawler.workers import Workers

logger = logging.getLogger(__name__)


def recover(
    db: Database, archive: Path, portal: Portal, read: Callable[[Capture], Page], *, everything: bool = False
) -> int:
    """Take in the records of `portal` that have no rows yet, their pages read by `read`; return how many.

    Only the newest records are looked at, unless `everything` is asked for.
    """
    for index in lost_indexes(db):
        logger.warning("full-text index lost, made anew: %s", index)
        remake_index(db, index)
    after = replayed_to(db, portal.id)
    resume = None if everything else _resume(resume_place(db, portal.id), after)
    _cut_torn_records(db, archive, portal.id, resume)
    with index_portal(archive, portal.id, resume) as found, closing(_OneByOne(archive, portal, read)) as reader:
        outcome = Replay(db, archive, portal.id, found, reader, Bounds(after=after)).run()
    for fault in outcome.faults:
        logger.warning("not taken in: %s", fault)
    if outcome.taken:
        logger.warning("taken in after an interrupted crawl portal=%s captures=%d", portal.id, outcome.taken)
    return outcome.taken


def _resume(records: Place | None, journal: Place | None) -> Place | None:
    """Return the place from which on to look: that of the oldest record in question."""
    return min(records, journal) if records is not None and journal is not None else records


def _cut_torn_records(db: Database, archive: Path, portal_id: str, resume: Place | None) -> None:
    for file in warc_files(archive, portal_id):
        if resume is None or file >= resume.warc_file:
            start = resume.warc_offset if resume is not None and file == resume.warc_file else 0
            torn = cut_torn_tail(archive, file, start, rows_end=rows_end(db, file))
            if torn is not None:
                logger.warning("%s", torn.message)


class _OneByOne:
    """Reads pages as the crawl that begins would; those of other times by the portal file of their time."""

    def __init__(self, archive: Path, portal: Portal, read: Callable[[Capture], Page]) -> None:
        self._archive = archive
        self._portal = portal
        self._read = read
        self._other: tuple[Portal, Workers] | None = None

    def read(self, crawl: CrawlFacts, work: Iterator[Work]) -> Iterator[Done]:
        """Yield the work with what was read."""
        for one in work:
            yield Done(one) if one.step.record is None else self._one(crawl, one)

    def _one(self, crawl: CrawlFacts, work: Work) -> Done:
        try:
            capture = capture_at(self._archive, crawl, work)
        except ArchiveDamagedError as error:
            return Done(work, fault=str(error))
        if work.step.do == "exchange":
            return Done(work, capture)
        try:
            return Done(work, capture, wanted_part(self._reader(crawl.portal)(capture), crawl))
        except Exception as error:  # one page that cannot be read does not keep the others out
            logger.exception("not read portal=%s record=%s", self._portal.id, capture.record_id)
            return Done(work, capture, fault=repr(error))

    def _reader(self, portal: Portal) -> Callable[[Capture], Page]:
        if portal == self._portal:
            return self._read
        if self._other is None or self._other[0] != portal:
            self.close()
            self._other = (portal, Workers(portal, 1))
        return self._other[1].read_now

    def close(self) -> None:
        """End the processes that were started here."""
        if self._other is not None:
            self._other[1].close()
            self._other = None
