"""Records and their pages read ahead of the writer, in batches, given back in order."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from crawler.rebuild.pool import Pool, cores
from crawler.rebuild.worker import Answer, answer
from crawler.replay.replay import Done, Work
from crawler.replay.steps import CrawlFacts
from crawler.workers import read_page

BATCH = 16
"""Steps that are given to a worker at once: memory does not grow with the archive."""
GLANCE = 4
"""After so many steps are stored, it is seen to it that no worker waits."""


class ReadingAhead:
    """Reads records and pages in worker processes, or in this one."""

    def __init__(self, archive: Path, count: int | None = None) -> None:
        """`count` defaults to one worker per core. 0: all is read in this process."""
        self._archive = archive
        count = cores() if count is None else count
        self._pool = Pool(archive, count) if count else None

    def read(self, crawl: CrawlFacts, work: Iterator[Work]) -> Iterator[Done]:
        """Yield the work with what was read, in order."""
        if self._pool is None:
            yield from (self._here(crawl, one) for one in work)
            return
        taken: list[list[Work]] = []
        for answers in self._pool.read(crawl, _to_read(work, taken)):
            found = iter(answers)
            for number, one in enumerate(taken.pop(0), 1):
                yield _done(one, next(found)) if one.step.record is not None else Done(one)
                if number % GLANCE == 0:
                    self._pool.go_on()

    def _here(self, crawl: CrawlFacts, one: Work) -> Done:
        return Done(one) if one.step.record is None else _done(one, answer(self._archive, crawl, one, read_page))

    def close(self) -> None:
        """End all processes."""
        if self._pool is not None:
            self._pool.close()


def _to_read(work: Iterator[Work], taken: list[list[Work]]) -> Iterator[list[Work]]:
    """Yield batches of the steps that have a record, and note in `taken` the batches as they were."""
    while batch := list(islice(work, BATCH)):
        taken.append(batch)
        yield [one for one in batch if one.step.record is not None]


def _done(work: Work, read: Answer) -> Done:
    return Done(work, *read)
