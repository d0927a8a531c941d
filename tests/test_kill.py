"""Killed in mid-crawl and started again: the same articles as an undisturbed run, none twice, the WARC readable."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from crawler.archive.reader import iter_members
from crawler.items import Capture, Page
from crawler.portals import find_portal
from crawler.recover import recover
from crawler.store.database import open_database
from crawler.urls import canonical_url
from crawler.workers import read_page
from crawler.writer import Writer
from tests.command import rows, start_kho, value
from tests.conftest import Site
from tests.test_warc import warcio_check
from tests.truth import all_records, differences, reachable, stored_articles

KILLS = 6


def captures_so_far(archive: Path) -> int:
    try:
        return int(value(archive, "SELECT count(*) FROM captures"))
    except Exception:
        return 0


def kill_after(site: Site, captures: int, how: Callable[[int], None]) -> None:
    """Start a crawl and kill it once it has committed so many captures."""
    crawl = start_kho("crawl", "longbien", "--archive", site.archive)
    deadline = time.monotonic() + 60
    while captures_so_far(site.archive) < captures and crawl.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)
    if crawl.poll() is None:
        how(crawl.pid)
    crawl.wait(30)
    assert crawl.stderr is not None
    crawl.stderr.close()


def the_process(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


def the_whole_group(pid: int) -> None:
    os.killpg(pid, signal.SIGKILL)


@pytest.mark.slow
@pytest.mark.parametrize("how", [the_process, the_whole_group])
def test_after_kill_9_the_next_run_goes_on_and_nothing_is_lost_or_doubled(
    site: Callable[..., Site], how: Callable[[int], None]
) -> None:
    here = site(articles=150)
    here.portal.control("latency", seconds=0.01)
    chance = random.Random(7)
    for _ in range(KILLS):
        kill_after(here, captures_so_far(here.archive) + chance.randrange(1, 60), how)
        for path in (here.archive / "warc" / "longbien").glob("*.warc.gz"):
            assert sum(1 for member in iter_members(path) if not member.whole) <= 1
    here.crawl()
    assert set(stored_articles(here)) == set(reachable(here))
    assert [found for found in differences(here) if found[1] != "views"] == []
    assert value(here.archive, "SELECT count(*) FROM article_revisions") == len(reachable(here))
    assert value(here.archive, "PRAGMA integrity_check") == "ok"
    assert rows(here.archive, "PRAGMA foreign_key_check") == []
    for path in (here.archive / "warc" / "longbien").glob("*.warc.gz"):
        assert warcio_check(path).returncode == 0
    verdicts = [row[0] for row in rows(here.archive, "SELECT verdict FROM crawls ORDER BY id")]
    assert verdicts[-1] == "complete"
    assert set(verdicts[:-1]) <= {"interrupted", "complete"}


def test_every_whole_record_has_its_row_after_the_next_run(site: Callable[..., Site]) -> None:
    here = site(articles=60)
    kill_after(here, 40, the_whole_group)
    here.crawl()
    recorded = {record.record_id for record in all_records(here) if record.kind in ("response", "revisit")}
    stored = {row[0] for row in rows(here.archive, "SELECT record_id FROM captures")}
    assert recorded == stored


def test_a_record_whose_row_was_lost_while_later_ones_were_stored_is_taken_in_again(site: Callable[..., Site]) -> None:
    here = site(articles=40)
    here.crawl()
    sql = "SELECT max(id), record_id FROM captures WHERE mime = 'image/png'"
    last, record_id = rows(here.archive, sql)[0]
    with closing(sqlite3.connect(here.archive / "archive.db")) as db:
        db.execute("UPDATE attachments SET capture_id = NULL WHERE capture_id = ?", [last])
        db.execute("DELETE FROM payloads WHERE capture_id = ?", [last])
        db.execute("DELETE FROM captures WHERE id = ?", [last])
        db.commit()
    here.crawl()
    assert value(here.archive, "SELECT count(*) FROM captures WHERE record_id = ?", record_id) == 1
    assert value(here.archive, "SELECT count(*) FROM attachments WHERE capture_id IS NULL") == 0


def test_a_torn_record_is_cut_off_and_noted(site: Callable[..., Site]) -> None:
    here = site(articles=40)
    kill_after(here, 30, the_whole_group)
    last = sorted((here.archive / "warc" / "longbien").glob("*.warc.gz"))[-1]
    with last.open("ab") as file:
        file.write(b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03 the first half of a record")
    here.crawl()
    assert value(here.archive, "SELECT count(*) FROM problems WHERE code = 'record_torn'") == 1
    assert warcio_check(last).returncode == 0
    assert list((here.archive / "logs").glob("torn-*"))
    assert differences(here) == [] or {found[1] for found in differences(here)} == {"views"}


def test_ctrl_c_ends_cleanly_and_the_next_run_goes_on(site: Callable[..., Site]) -> None:
    here = site(articles=150)
    here.portal.control("latency", seconds=0.02)
    crawl = start_kho("crawl", "longbien", "--archive", here.archive)
    while captures_so_far(here.archive) < 20 and crawl.poll() is None:
        time.sleep(0.05)
    os.kill(crawl.pid, signal.SIGINT)
    assert crawl.wait(30) == 130
    assert crawl.stderr is not None
    assert "Traceback" not in crawl.stderr.read()
    crawl.stderr.close()
    assert value(here.archive, "SELECT verdict FROM crawls") == "interrupted"
    here.crawl()
    assert differences(here) == []


def test_one_page_that_cannot_be_taken_in_does_not_keep_the_others_out(site: Callable[..., Site]) -> None:
    here = site(articles=10)
    here.crawl()
    portal, _ = find_portal("longbien", here.archive)
    captures = value(here.archive, "SELECT count(*) FROM captures")
    bad = value(here.archive, "SELECT requested_url FROM captures WHERE id = (SELECT min(capture_id) FROM articles)")

    def read(capture: Capture) -> Page:
        if capture.requested_url == bad:
            raise RuntimeError("no such luck")
        return read_page(capture, portal)

    again = here.archive / "again.db"
    writer = Writer(lambda: open_database(again), lambda: None)
    assert writer.run(recover, here.archive, portal, read) == captures
    writer.close()
    with closing(sqlite3.connect(again)) as db:
        assert db.execute("SELECT count(*) FROM captures").fetchone() == (captures,)
        problems = db.execute("SELECT url, message FROM problems WHERE code = 'extraction_crashed'").fetchall()
    assert problems == [(canonical_url(bad, portal), "RuntimeError('no such luck')")]
