"""Workers of a rebuild: answers come in order, and a page that kills or outlasts its worker costs that page alone."""

from __future__ import annotations

import json
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path

from crawler.archive.reader import iter_records
from crawler.rebuild.pool import Pool
from crawler.rebuild.worker import Answer
from crawler.replay.replay import Work
from crawler.replay.steps import CrawlFacts, Step
from tests.rebuild_checks import saved_warc
from tests.test_workers import HUGE, PAGE, PORTAL, children, codes

FILE = "warc/longbien/longbien-20261123022333-00001.warc.gz"
CRAWL = CrawlFacts(
    crawl_id="20261123T022333000Z-longbien",
    portal=PORTAL,
    kind="crawl",
    started_at="2026-11-23T02:23:33Z",
    software="kho",
    settings=json.dumps({}),
)


def steps(archive: Path, bodies: list[bytes]) -> list[Work]:
    """Return the steps of an archive of these pages, one address each."""
    (archive / FILE).parent.mkdir(parents=True)
    home = PORTAL.url.rstrip("/")
    saved_warc(archive / FILE, [(f"{home}/tin-tuc/{number}", body) for number, body in enumerate(bodies)])
    records = [record for record in iter_records(archive, FILE) if record.kind == "response"]
    assert len(records) == len(bodies)
    return [Work(Step(do="page", record=one.record_id), (FILE, one.offset, one.length)) for one in records]


def batches(work: list[Work], size: int) -> Iterator[list[Work]]:
    found = iter(work)
    while batch := list(islice(found, size)):
        yield batch


def number_of(answer: Answer) -> int:
    assert answer.capture is not None
    return int(answer.capture.requested_url.rpartition("/")[2])


def test_answers_come_in_order_whoever_reads(tmp_path: Path) -> None:
    work = steps(tmp_path, [PAGE] * 50)
    with closing(Pool(tmp_path, 3)) as pool:
        answers = [answer for batch in pool.read(CRAWL, batches(work, 4)) for answer in batch]
    assert [number_of(answer) for answer in answers] == list(range(50))
    assert all(answer.page is not None and answer.fault is None for answer in answers)


def test_a_page_that_takes_too_long_is_given_up_and_its_neighbours_are_read(tmp_path: Path) -> None:
    bodies = [PAGE, PAGE, HUGE, PAGE, HUGE, PAGE]
    work = steps(tmp_path, bodies)
    with closing(Pool(tmp_path, 2, page_seconds=0.5)) as pool:
        answers = [answer for batch in pool.read(CRAWL, batches(work, 5)) for answer in batch]
    read = [[code for code in codes(one.page) if code.startswith("extraction")] for one in answers if one.page]
    assert read == [["extraction_timeout"] if body is HUGE else [] for body in bodies]


def test_a_killed_worker_is_replaced_and_its_batch_read_again(tmp_path: Path) -> None:
    work = steps(tmp_path, [PAGE] * 40)
    before, killed = children(), 0
    with closing(Pool(tmp_path, 2)) as pool:
        found: list[Answer] = []
        for batch in pool.read(CRAWL, batches(work, 4)):
            found += batch
            for pid in children() - before:
                os.kill(pid, signal.SIGKILL)
                killed += 1
    assert killed > 2
    assert [number_of(answer) for answer in found] == list(range(40))


def test_a_page_that_ends_its_worker_each_time_is_named_as_the_cause(tmp_path: Path) -> None:
    work = steps(tmp_path, [PAGE, HUGE])
    with closing(Pool(tmp_path, 1, page_seconds=60)) as pool, kept_from_working():
        (answers,) = pool.read(CRAWL, iter([work[1:]]))
    assert answers[0].page is not None
    assert codes(answers[0].page) == ["extraction_crashed"]
    with closing(Pool(tmp_path, 1)) as pool:
        assert [len(answers) for answers in pool.read(CRAWL, iter([[], work[:1]]))] == [0, 1]


@contextmanager
def kept_from_working() -> Iterator[None]:
    """Kill what works for this process, again and again."""
    before, over = children(), threading.Event()

    def kill() -> None:
        while not over.wait(0.3):
            for pid in children() - before:
                os.kill(pid, signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        yield
    finally:
        over.set()
        killer.join()
