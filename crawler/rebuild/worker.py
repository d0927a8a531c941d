"""What a worker process of a rebuild does: steps -> the captures and pages of their records."""

from __future__ import annotations

import logging
import pickle
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

from crawler.archive.captures import without_body
from crawler.errors import ArchiveDamagedError
from crawler.items import Capture, Page
from crawler.portals import Portal
from crawler.problem_codes import ProblemCode
from crawler.replay.perform import wanted_part
from crawler.replay.plan import the_one
from crawler.replay.replay import Work, capture_at
from crawler.replay.steps import CrawlFacts
from crawler.workers import confine, read_in_time, unread_page

logger = logging.getLogger(__name__)

Read = Callable[[Capture, Portal], Page]


class Batch(NamedTuple):
    """Steps to read."""

    crawl: bytes
    """Packed `CrawlFacts`."""
    steps: list[Work]


class Answer(NamedTuple):
    """What was read for a step: no capture where there is no readable record, no page where there is a fault."""

    capture: Capture | None = None
    """Without its body, which no row needs."""
    page: Page | None = None
    fault: str | None = None


def work(connection: Connection, archive: Path, page_seconds: float) -> None:
    """Answer batches until the connection ends."""
    confine()
    while True:
        try:
            batch: Batch = connection.recv()
        except EOFError:
            return
        crawl = _unpacked(batch.crawl)
        connection.send(
            [
                answer(archive, crawl, step, lambda capture, portal: read_in_time(capture, portal, page_seconds))
                for step in batch.steps
            ]
        )


@lru_cache(maxsize=4)
def _unpacked(crawl: bytes) -> CrawlFacts:
    facts: CrawlFacts = pickle.loads(crawl)
    return replace(facts, portal=the_one(facts.portal))


def answer(archive: Path, crawl: CrawlFacts, step: Work, read: Read) -> Answer:
    """Return what the record of a step says."""
    try:
        capture = capture_at(archive, crawl, step)
    except ArchiveDamagedError as error:
        return Answer(fault=str(error))
    if step.step.do == "exchange":
        return Answer(without_body(capture))
    try:
        page = wanted_part(read(capture, crawl.portal), crawl)
    except Exception as error:  # one page that cannot be read does not keep the others out
        logger.exception("not read portal=%s record=%s", crawl.portal.id, capture.record_id)
        return Answer(without_body(capture), fault=repr(error))
    return Answer(without_body(capture), page)


def unread(archive: Path, batch: Batch, code: ProblemCode, message: str) -> Answer:
    """Return the answer for a step whose page cannot be read, with the reason."""
    return answer(
        archive,
        _unpacked(batch.crawl),
        batch.steps[0],
        lambda capture, portal: unread_page(capture, portal, code, message),
    )
