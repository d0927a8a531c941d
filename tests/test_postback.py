"""Lists that are paged by posting the page's form (ASP.NET): read to their end, and nothing else is ever posted."""

from __future__ import annotations

import os
import signal
import sqlite3
import time
import zipfile
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pytest

from crawler.archive.cdxj import read_index
from crawler.archive.reader import iter_records
from crawler.archive.tail import warc_files
from tests.command import kho, rows, start_kho, value
from tests.test_warc import warcio_check
from tests.webforms import LISTS, WebForms

ARTICLES = {number for news in LISTS for page in range(1, news.pages + 1) for number in news.items(page)}


@pytest.fixture
def portal() -> Iterator[WebForms]:
    with WebForms() as found:
        yield found


@pytest.fixture
def archive(tmp_path: Path, portal: WebForms) -> Path:
    (tmp_path / "portals").mkdir()
    (tmp_path / "portals" / "webforms.toml").write_text(portal.portal_text(), encoding="utf-8")
    return tmp_path


def crawl(archive: Path, *options: str, expect: int = 0) -> str:
    done = kho("crawl", "webforms", "--archive", archive, *options)
    assert done.returncode == expect, f"exit {done.returncode}: {done.stderr[-3000:]}{done.stdout[-1000:]}"
    return done.stdout + done.stderr


def stored(archive: Path) -> set[int]:
    return {int(row["url"].rpartition("=")[2]) for row in rows(archive, "SELECT url FROM articles")}


def test_every_page_of_every_list_is_reached_once_and_no_trap_is_touched(archive: Path, portal: WebForms) -> None:
    crawl(archive)
    assert portal.refused == []
    assert sorted(post[:2] for post in portal.posts) == sorted(
        (news.path, page) for news in LISTS for page in range(2, news.pages + 1)
    )
    assert stored(archive) == ARTICLES
    ledger = rows(
        archive, "SELECT pages_declared, pages_reached, items_listed, verdict FROM section_runs ORDER BY rowid"
    )
    assert sorted((row["pages_reached"], row["items_listed"]) for row in ledger) == sorted(
        (news.pages, news.count) for news in LISTS
    )
    assert {row["verdict"] for row in ledger} == {"complete"}


def test_the_archive_holds_what_was_posted_and_what_came_under_the_address_of_the_page(
    archive: Path, portal: WebForms
) -> None:
    crawl(archive)
    (file,) = warc_files(archive, "webforms")
    records = list(iter_records(archive, file))
    posted = [record for record in records if record.kind == "response" and "kho-postback" in record.fields]
    assert len(posted) == len(portal.posts)
    for record in posted:
        address = record.fields["warc-target-uri"]
        assert address.removeprefix(portal.url[:-1]) in {news.path for news in LISTS}
        request = next(one for one in records if one.fields.get("warc-concurrent-to") == f"<{record.record_id}>")
        assert request.fields["warc-target-uri"] == address
        assert b"__VIEWSTATE=" in request.block
        assert b"__EVENTTARGET=ctl00%24main%24" in request.block
    assert warcio_check(archive / file).returncode == 0


def test_the_frontier_tells_the_pages_apart_without_their_state(archive: Path, portal: WebForms) -> None:
    crawl(archive)
    urls = {row["url"] for row in rows(archive, "SELECT url FROM urls WHERE instr(url, '__wb_method=POST')")}
    assert (
        f"{portal.url}TinTuc.aspx?cat=1&__wb_method=POST&__EVENTARGUMENT=Page%242"
        "&__EVENTTARGET=ctl00%24main%24gvTin&__kho_page=2"
    ) in urls
    assert len(urls) == sum(news.pages - 1 for news in LISTS)
    assert max(map(len, urls)) < 200


def test_rebuild_and_verify_find_the_same(archive: Path) -> None:
    crawl(archive)
    checked = kho("rebuild", "--check", "--archive", archive)
    assert (checked.returncode, checked.stdout.splitlines()[-1][:14]) == (0, "0 differences ")
    assert kho("verify", "--archive", archive).returncode == 0


def test_a_package_lists_each_page_under_what_was_posted(archive: Path, portal: WebForms) -> None:
    crawl(archive)
    package = archive / "page.wacz"
    packed = kho("pack", "--archive", archive, "-o", package)
    assert packed.returncode == 0, packed.stderr
    with zipfile.ZipFile(package) as file, file.open("indexes/index.cdx.gz") as index:
        lines = [(key, values) for key, _, values in read_index(BytesIO(index.read()))]
    posted = [(key, values) for key, values in lines if "__wb_method=post" in key]
    assert len(posted) == len({key for key, _ in posted}) == len(portal.posts)
    assert {values["url"].removeprefix(portal.url[:-1]) for _, values in posted} == {news.path for news in LISTS}
    key, values = next((key, values) for key, values in posted if "page$3" in key)
    assert values["method"] == "POST"
    assert values["requestBody"].startswith("__EVENTTARGET=ctl00$main$gvTin&__EVENTARGUMENT=Page$3&")
    assert "__eventargument=page$3&__eventtarget=ctl00$main$gvtin" in key
    assert kho("verify", package, "--archive", archive).returncode == 0


def test_an_unchanged_portal_is_left_after_the_first_pages(archive: Path, portal: WebForms) -> None:
    crawl(archive)
    portal.posts.clear()
    crawl(archive)
    assert portal.posts == []
    crawl(archive, "--full")
    assert len(portal.posts) == sum(news.pages - 1 for news in LISTS)
    assert portal.refused == []


def test_after_kill_9_the_lists_are_walked_to_their_end(archive: Path, portal: WebForms) -> None:
    for posts in (3, 9, 5):
        portal.posts.clear()
        crawling = start_kho("crawl", "webforms", "--archive", archive)
        deadline = time.monotonic() + 60
        while len(portal.posts) < posts and crawling.poll() is None and time.monotonic() < deadline:
            time.sleep(0.01)
        os.killpg(crawling.pid, signal.SIGKILL)
        crawling.wait(30)
        assert crawling.stderr is not None
        crawling.stderr.close()
    crawl(archive)
    assert stored(archive) == ARTICLES
    assert portal.refused == []
    waiting = "SELECT count(*) FROM urls WHERE reason = 'awaits_form' OR state = 'due'"
    assert value(archive, waiting) == 0
    assert kho("rebuild", "--check", "--archive", archive).returncode == 0


def test_new_pages_that_a_killed_crawl_had_not_reached_are_not_forgotten(archive: Path, portal: WebForms) -> None:
    crawl(archive)
    url = f"{portal.url}TinTuc.aspx?cat=2&__wb_method=POST&%"
    ids = [row["id"] for row in rows(archive, "SELECT id FROM urls WHERE url LIKE ? ORDER BY id", url)]
    with closing(sqlite3.connect(archive / "archive.db")) as db:
        db.execute("UPDATE urls SET state = 'due', due_at = first_seen_at WHERE id = ?", [ids[3]])
        db.commit()
    portal.posts.clear()
    crawl(archive)
    assert [post[1] for post in portal.posts] == [2, 3, 4, 5]
    assert {post[0] for post in portal.posts} == {LISTS[1].path}


def test_a_server_that_always_gives_the_same_page_is_not_asked_for_ever(archive: Path, portal: WebForms) -> None:
    portal.stuck_at = 2
    crawl(archive, expect=3)
    assert len(portal.posts) < 3 * len(LISTS)
    assert portal.refused == []


def test_an_unknown_portal_of_this_kind_is_onboarded_and_read_to_its_end(tmp_path: Path, portal: WebForms) -> None:
    done = kho("crawl", portal.url, "--archive", tmp_path)
    assert done.returncode == 0, done.stderr
    assert stored(tmp_path) == ARTICLES
    assert portal.refused == []
    assert len(portal.posts) == sum(news.pages - 1 for news in LISTS)
    assert value(tmp_path, "SELECT sum(requests) FROM crawls") <= 1.3 * len(ARTICLES)
