"""Worker processes that read pages: one parse per page, off the reactor, bounded in time and memory.

A page that kills or outlasts its worker costs that page alone.
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
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from crawler.archive.captures import decoded
from crawler.archive.coding import TooLargeError
from crawler.extract import extract
from crawler.items import Capture, Page, Problem, ProblemCode
from crawler.portals import Portal
from crawler.urls import canonical_url

logger = logging.getLogger(__name__)

PAGE_SECONDS = 60
MEMORY_LIMIT = 4 << 30
"""Bytes of address space a worker may use."""
TASKS_PER_WORKER = 5_000
"""A worker is replaced after this many pages, so that fragmented memory is given back."""

_portal: Portal | None = None


def read_page(capture: Capture, portal: Portal) -> Page:
    """Return what a capture (body still content-coded) says."""
    try:
        return extract(decoded(capture), portal)
    except TooLargeError as error:
        return unread_page(capture, portal, "page_too_large", str(error))


def unread_page(capture: Capture, portal: Portal, code: ProblemCode, message: str) -> Page:
    """Return the page of a capture that could not be read, with the reason."""
    problem = Problem(code=code, message=message)
    return Page(url=canonical_url(capture.requested_url, portal), kind="other", problems=(problem,))


def _start(portal: Portal) -> None:
    """Prepare a worker: it ignores Ctrl-C, dies with its parent, and cannot eat the machine's memory."""
    global _portal
    _portal = portal
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    threading.Thread(target=_die_with_parent, daemon=True).start()


def _die_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work(capture: Capture) -> Page:
    """Read one page; the alarm ends the whole worker, even inside a library's C code."""
    assert _portal is not None
    signal.alarm(PAGE_SECONDS)
    try:
        return read_page(capture, _portal)
    finally:
        signal.alarm(0)


class Workers:
    """A pool of processes for one portal; broken ones are replaced."""

    def __init__(self, portal: Portal, count: int | None = None) -> None:
        """`count` defaults to one per spare core."""
        self._portal = portal
        self._count = count or max(1, (os.cpu_count() or 2) - 1)
        self._pool = self._new_pool()

    def _new_pool(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            self._count,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_start,
            initargs=(self._portal,),
            max_tasks_per_child=TASKS_PER_WORKER,
        )

    async def read(self, capture: Capture) -> Page:
        """Return the page; if it outlasts one worker or kills two, a page that says so."""
        for _ in range(2):
            pool = self._pool
            started = time.monotonic()
            try:
                return await asyncio.get_running_loop().run_in_executor(pool, _work, capture)
            except BrokenProcessPool:
                logger.warning("worker died portal=%s url=%s", self._portal.id, capture.requested_url)
                self._replace(pool)
            if time.monotonic() - started >= PAGE_SECONDS:
                return unread_page(capture, self._portal, "extraction_timeout", f"not read within {PAGE_SECONDS} s")
        return unread_page(capture, self._portal, "extraction_crashed", "the page ended two worker processes")

    def _replace(self, broken: ProcessPoolExecutor) -> None:
        """Start a new pool, unless another page's failure has done so already."""
        if self._pool is broken:
            self._pool = self._new_pool()
            broken.shutdown(wait=False, cancel_futures=True)

    def close(self) -> None:
        """End all workers."""
        self._pool.shutdown(wait=True, cancel_futures=True)
