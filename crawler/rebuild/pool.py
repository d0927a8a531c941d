"""Worker processes that read the pages of batches of steps; what they read comes back in order.

They are forked where that is safe, so that what reads pages is loaded once. A page that ends its worker, or outlasts
it, costs that page alone: the batch is read again, one by one, and a page that ends a worker then is blamed.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import sys
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from pathlib import Path

from crawler.problem_codes import ProblemCode
from crawler.rebuild.worker import Answer, Batch, unread, work
from crawler.replay.replay import Work
from crawler.replay.steps import CrawlFacts
from crawler.workers import PAGE_SECONDS, TASKS_PER_WORKER

CONTEXT = multiprocessing.get_context("fork") if sys.platform == "linux" else multiprocessing.get_context("spawn")
"""No thread of ours runs beside the one that starts workers; the libraries of other systems start some themselves."""


@dataclass(slots=True)
class _Order:
    """A batch on its way."""

    crawl: bytes
    """`CrawlFacts`, packed once for all batches of a crawl."""
    steps: list[Work]
    answers: list[Answer] = field(default_factory=list)
    alone: bool = False
    """Its steps are read one by one: a worker ended over it."""

    @property
    def is_done(self) -> bool:
        return len(self.answers) == len(self.steps)

    def next_batch(self) -> Batch:
        """Return what a worker is to read next."""
        first = len(self.answers)
        return Batch(self.crawl, self.steps[first : first + 1] if self.alone else self.steps[first:])


class _Worker:
    """One process, the connection to it, and what it reads now."""

    def __init__(self, archive: Path, page_seconds: float) -> None:
        self.connection, theirs = CONTEXT.Pipe()
        self.process = CONTEXT.Process(target=work, args=(theirs, archive, page_seconds), daemon=True)
        self.process.start()
        theirs.close()
        self.order: _Order | None = None
        self.read = 0

    def give(self, order: _Order) -> None:
        """Have the next batch of an order read."""
        self.order = order
        batch = order.next_batch()
        self.read += len(batch.steps)
        self.connection.send(batch)

    def end(self) -> int | None:
        """End the process at once; return its exit code."""
        self.process.kill()
        self.process.join()
        self.connection.close()
        return self.process.exitcode


class Pool:
    """A number of workers for one archive. They are started when there is work, and replaced now and then."""

    def __init__(self, archive: Path, count: int, *, page_seconds: float = PAGE_SECONDS) -> None:
        self._archive = archive
        self._count = count
        self._page_seconds = page_seconds
        self._workers: list[_Worker] = []
        self._waiting: deque[_Order] = deque()

    def read(self, crawl: CrawlFacts, batches: Iterator[list[Work]]) -> Iterator[list[Answer]]:
        """Yield the answers to each batch, in order; so many batches are under way that no worker waits for long."""
        packed, under_way = pickle.dumps(crawl), deque[_Order]()
        for steps in batches:
            order = _Order(packed, steps)
            under_way.append(order)
            if steps:
                self._waiting.append(order)
            self.go_on()
            if len(under_way) > 2 * self._count:
                yield self._answers(under_way.popleft())
        while under_way:
            yield self._answers(under_way.popleft())

    def _answers(self, order: _Order) -> list[Answer]:
        while not order.is_done:
            self.go_on(None)
        return order.answers

    def go_on(self, seconds: float | None = 0) -> None:
        """Take what workers have read, and give them more; wait so long for one (None: until there is one)."""
        self._give()
        busy = {worker.connection: worker for worker in self._workers if worker.order is not None}
        for connection in wait(list(busy), seconds) if busy else ():
            assert isinstance(connection, Connection)
            self._take(busy[connection])
        self._give()

    def _give(self) -> None:
        idle = [worker for worker in self._workers if worker.order is None]
        while self._waiting and (idle or len(self._workers) < self._count):
            worker = idle.pop() if idle else self._start()
            try:
                worker.give(self._waiting[0])
            except OSError:  # it ended while it had nothing to do
                self._remove(worker)
                continue
            self._waiting.popleft()

    def _start(self) -> _Worker:
        worker = _Worker(self._archive, self._page_seconds)
        self._workers.append(worker)
        return worker

    def _remove(self, worker: _Worker) -> int | None:
        self._workers.remove(worker)
        return worker.end()

    def _take(self, worker: _Worker) -> None:
        """Take the answer of a worker, or note that it ended."""
        order, worker.order = worker.order, None
        assert order is not None
        try:
            order.answers += worker.connection.recv()
        except (EOFError, OSError):
            self._ended(order, self._wait_for(worker))
        else:
            if worker.read >= TASKS_PER_WORKER:
                self._remove(worker)
        if not order.is_done:
            self._waiting.appendleft(order)

    def _wait_for(self, worker: _Worker) -> int | None:
        """Return how a worker ended whose connection is closed."""
        worker.process.join(1)
        return self._remove(worker)

    def _ended(self, order: _Order, exit_code: int | None) -> None:
        """Have the steps of an order read one by one; blame the one that was read alone."""
        if not order.alone:
            order.alone = True
            return
        late = exit_code == -signal.SIGALRM
        code: ProblemCode = "extraction_timeout" if late else "extraction_crashed"
        message = f"not read within {self._page_seconds:g} s" if late else "the page ended a worker process of its own"
        order.answers.append(unread(self._archive, order.next_batch(), code, message))

    def close(self) -> None:
        """End all workers."""
        self._waiting.clear()
        while self._workers:
            self._remove(self._workers[-1])


def cores() -> int:
    """Return how many workers to have: the writer waits for pages most of the time."""
    return os.cpu_count() or 1
