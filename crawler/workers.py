"""Worker processes that read pages: one parse per page, off the reactor, bounded in time and memory.

A page that kills or outlasts its worker costs that page alone: it is read once more in a process of its own, and
blamed only if it ends that, too.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import resource
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from queue import LifoQueue

from crawler.archive.captures import decoded
from crawler.archive.coding import TooLargeError
from crawler.extract import extract
from crawler.items import Capture, Page, Problem
from crawler.nursery import Helper, HelperEndedError, die_with_parent, prepare
from crawler.portals import Portal
from crawler.problem_codes import ProblemCode
from crawler.urls import capture_url

logger = logging.getLogger(__name__)

PAGE_SECONDS = 30.0
"""A page takes about 0.01 s; the largest seen take 2 s."""
MEMORY_LIMIT = 4 << 30
"""Bytes of address space a worker may use."""
TASKS_PER_WORKER = 5_000
"""A worker is replaced after this many pages, so that fragmented memory is given back."""

_portal: Portal | None = None
_page_seconds = PAGE_SECONDS


def read_page(capture: Capture, portal: Portal) -> Page:
    """Return what a capture (body still content-coded) says."""
    try:
        return extract(decoded(capture), portal)
    except TooLargeError as error:
        return unread_page(capture, portal, "page_too_large", str(error))


def unread_page(capture: Capture, portal: Portal, code: ProblemCode, message: str) -> Page:
    """Return the page of a capture that could not be read, with the reason."""
    problem = Problem(code=code, message=message)
    return Page(url=capture_url(capture, portal), kind="other", problems=(problem,))


def _start(portal: Portal, page_seconds: float) -> None:
    """Prepare a worker for one portal."""
    global _portal, _page_seconds
    _portal, _page_seconds = portal, page_seconds
    _bound_memory()


def confine() -> None:
    """Make this process a worker: it ignores Ctrl-C, dies with its parent, and cannot eat the machine's memory."""
    gc.freeze()  # what it shares with its parent is left alone: to look through it would copy it
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _bound_memory()
    threading.Thread(target=die_with_parent, daemon=True).start()


def _bound_memory() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))


def _work(capture: Capture) -> Page:
    assert _portal is not None
    return read_in_time(capture, _portal, _page_seconds)


def read_in_time(capture: Capture, portal: Portal, seconds: float) -> Page:
    """Return what a capture says, or end with the whole process."""
    with in_time(seconds):
        return read_page(capture, portal)


@contextmanager
def in_time(seconds: float) -> Iterator[None]:
    """What is done within ends in time, or the whole process does, even inside a library's C code."""
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


class _Worker:
    """A process that reads the pages of one portal."""

    def __init__(self, portal: Portal, page_seconds: float) -> None:
        self._helper = Helper()
        self._helper.call(_start, portal, page_seconds)
        self.pages = 0

    def read(self, capture: Capture) -> Page:
        """Return the page. Raises: HelperEndedError."""
        self.pages += 1
        return self._helper.call(_work, capture)

    def close(self) -> None:
        self._helper.close()


class Workers:
    """A number of processes for one portal; those that end are replaced, and pages under suspicion are read apart."""

    def __init__(self, portal: Portal, count: int | None = None, *, page_seconds: float = PAGE_SECONDS) -> None:
        """`count` defaults to one per spare core. No worker is started before it is needed."""
        self._portal = portal
        self._count = count or max(1, (os.cpu_count() or 2) - 1)
        self._page_seconds = page_seconds
        self._idle: LifoQueue[_Worker | None] = LifoQueue()
        """One for each that does nothing: a worker, or None where one may be started."""
        for _ in range(self._count):
            self._idle.put(None)
        self._suspects = threading.Lock()
        self._closed = False
        prepare()

    async def read(self, capture: Capture) -> Page:
        """Return the page, or one that says why it could not be read."""
        return await asyncio.to_thread(self.read_now, capture)

    def read_now(self, capture: Capture) -> Page:
        """Return the page, or one that says why it could not be read; waits. Safe to call from several threads."""
        try:
            with self._worker() as worker:
                return worker.read(capture)
        except HelperEndedError:
            logger.warning("worker died portal=%s url=%s", self._portal.id, capture.requested_url)
        with self._suspects:
            return self._read_apart(capture)

    @contextmanager
    def _worker(self) -> Iterator[_Worker]:
        """Lend a worker that does nothing else; one that ended or has read enough does not come back."""
        worker, kept = self._idle.get(), None
        try:
            if self._closed:
                raise RuntimeError("the workers of this portal have ended")
            worker = worker or self._new_worker()
            yield worker
            kept = worker if worker.pages < TASKS_PER_WORKER else None
        finally:
            if worker is not kept and worker is not None:
                worker.close()
            self._idle.put(kept)

    def _new_worker(self) -> _Worker:
        return _Worker(self._portal, self._page_seconds)

    def _read_apart(self, capture: Capture) -> Page:
        """Read a page in a process of its own; the clock starts when that is there."""
        started = time.monotonic()
        try:
            with closing(self._new_worker()) as worker:
                started = time.monotonic()
                return worker.read(capture)
        except HelperEndedError:
            late = time.monotonic() - started >= self._page_seconds
        if late:
            return unread_page(capture, self._portal, "extraction_timeout", f"not read within {self._page_seconds:g} s")
        return unread_page(capture, self._portal, "extraction_crashed", "the page ended a worker process of its own")

    def close(self) -> None:
        """End all workers, each when it has read its page; pages that wait for one are not read."""
        self._closed = True
        for _ in range(self._count):
            worker = self._idle.get()
            if worker is not None:
                worker.close()
        self._idle.put(None)
