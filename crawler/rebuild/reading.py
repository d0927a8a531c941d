"""Records and their pages read ahead of the writer, several at a time, given back in order."""

from __future__ import annotations

import logging
import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from crawler.archive.captures import without_body
from crawler.errors import ArchiveDamagedError
from crawler.items import Capture, Page
from crawler.portals import Portal
from crawler.replay.perform import wanted_part
from crawler.replay.replay import Done, Work, capture_at
from crawler.replay.steps import CrawlFacts
from crawler.workers import Workers, read_page

logger = logging.getLogger(__name__)

AHEAD = 32
"""Records under way at once: memory does not grow with the archive."""


class ReadingAhead:
    """Reads records in threads and pages in worker processes, one pool for the portal file in force."""

    def __init__(self, archive: Path, cores: int | None = None) -> None:
        """`cores` defaults to all: the writer waits for pages most of the time. 0: pages are read in this process."""
        self._archive = archive
        self._cores = (os.cpu_count() or 1) if cores is None else cores
        self._threads = ThreadPoolExecutor(AHEAD, thread_name_prefix="reading")
        self._pool: tuple[Portal, Workers] | None = None

    def read(self, crawl: CrawlFacts, work: Iterator[Work]) -> Iterator[Done]:
        """Yield the work with what was read, in order."""
        read = self._page_reader(crawl.portal)
        under_way: deque[Future[Done] | Done] = deque()
        for one in work:
            if one.step.record is None:
                under_way.append(Done(one))
            else:
                under_way.append(self._threads.submit(self._read, crawl, one, read))
            if len(under_way) >= AHEAD:
                yield _ready(under_way.popleft())
        while under_way:
            yield _ready(under_way.popleft())

    def _read(self, crawl: CrawlFacts, work: Work, read: Callable[[Capture], Page]) -> Done:
        try:
            capture = capture_at(self._archive, crawl, work)
        except ArchiveDamagedError as error:
            return Done(work, fault=str(error))
        if work.step.do == "exchange":
            return Done(work, without_body(capture))
        try:
            page = wanted_part(read(capture), crawl)
        except Exception as error:  # one page that cannot be read does not keep the others out
            logger.exception("not read portal=%s record=%s", crawl.portal.id, capture.record_id)
            return Done(work, without_body(capture), fault=repr(error))
        return Done(work, without_body(capture), page)

    def _page_reader(self, portal: Portal) -> Callable[[Capture], Page]:
        """Return what reads pages of the portal as its file said then: a pool of processes, unless none is wanted."""
        if not self._cores:
            return lambda capture: read_page(capture, portal)
        if self._pool is None or self._pool[0] != portal:
            self._end_pool()
            self._pool = (portal, Workers(portal, self._cores))
        return self._pool[1].read_now

    def _end_pool(self) -> None:
        if self._pool is not None:
            self._pool[1].close()
            self._pool = None

    def close(self) -> None:
        """End all threads and processes."""
        self._threads.shutdown(cancel_futures=True)
        self._end_pool()


def _ready(one: Future[Done] | Done) -> Done:
    return one if isinstance(one, Done) else one.result()
