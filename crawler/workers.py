"""Worker processes that read pages: one parse per page, off the reactor, bounded in time and memory.

A page that kills or outlasts its worker costs that page alone: those that were in the pool with it are read again, one
by one, and blamed only if they die alone.
"""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import resource
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager

from crawler.archive.captures import decoded
from crawler.archive.coding import TooLargeError
from crawler.extract import extract
from crawler.items import Capture, Page, Problem
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
    confine()


def confine() -> None:
    """Make this process a worker: it ignores Ctrl-C, dies with its parent, and cannot eat the machine's memory."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    threading.Thread(target=_die_with_parent, daemon=True).start()


def _die_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work(capture: Capture) -> Page:
    assert _portal is not None
    return read_in_time(capture, _portal, _page_seconds)


def read_in_time(capture: Capture, portal: Portal, seconds: float) -> Page:
    """Return what a capture says; the alarm ends the whole process, even inside a library's C code."""
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        return read_page(capture, portal)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


@contextmanager
def _born_deaf() -> Iterator[None]:
    """Workers started within do not hear Ctrl-C while they load: until `confine` ignores it, the signal waits."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _submitted(pool: ProcessPoolExecutor, capture: Capture) -> Future[Page]:
    """Give a page to a pool, which may start a worker for it."""
    with _born_deaf():
        return pool.submit(_work, capture)


def _is_there() -> None:
    """Do nothing: the answer says that the worker has started."""


class Workers:
    """A pool of processes for one portal, and one process apart for pages under suspicion; broken ones are replaced."""

    def __init__(self, portal: Portal, count: int | None = None, *, page_seconds: float = PAGE_SECONDS) -> None:
        """`count` defaults to one per spare core. No process is started before it is needed."""
        self._portal = portal
        self._count = count or max(1, (os.cpu_count() or 2) - 1)
        self._page_seconds = page_seconds
        self._pool = self._new_pool(self._count)
        self._apart = self._new_pool(1)
        self._replacing = threading.Lock()
        self._suspects = threading.Lock()

    def _new_pool(self, count: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            count,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_start,
            initargs=(self._portal, self._page_seconds),
            max_tasks_per_child=TASKS_PER_WORKER,
        )

    async def read(self, capture: Capture) -> Page:
        """Return the page, or one that says why it could not be read."""
        return await asyncio.to_thread(self.read_now, capture)

    def read_now(self, capture: Capture) -> Page:
        """Return the page, or one that says why it could not be read; waits. Safe to call from several threads."""
        with self._replacing:
            pool = self._pool
        try:
            return _submitted(pool, capture).result()
        except BrokenProcessPool:
            logger.warning("worker died portal=%s url=%s", self._portal.id, capture.requested_url)
        with self._replacing:
            if self._pool is pool:
                self._pool = self._new_pool(self._count)
                pool.shutdown(wait=False, cancel_futures=True)
        with self._suspects:
            return self._read_apart(capture)

    def _read_apart(self, capture: Capture) -> Page:
        """Read a page with nothing beside it; the clock starts when the worker is there."""
        started = time.monotonic()
        try:
            with _born_deaf():
                there = self._apart.submit(_is_there)
            there.result()
            started = time.monotonic()
            return _submitted(self._apart, capture).result()
        except BrokenProcessPool:
            self._apart.shutdown(wait=False, cancel_futures=True)
            self._apart = self._new_pool(1)
        if time.monotonic() - started >= self._page_seconds:
            return unread_page(capture, self._portal, "extraction_timeout", f"not read within {self._page_seconds:g} s")
        return unread_page(capture, self._portal, "extraction_crashed", "the page ended a worker process of its own")

    def close(self) -> None:
        """End all workers."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._apart.shutdown(wait=True, cancel_futures=True)
