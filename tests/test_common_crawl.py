"""`kho backfill` from Common Crawl: its list of indexes is asked, and records are read out of WARC files by range."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest

from crawler.cdx.answer import BrokenAnswerError, read_collections
from crawler.cdx.server import server_of
from tests.command import kho, rows, value
from tests.common_crawl import CommonCrawl, common_crawl, crawled_by_it
from tests.conftest import make_site
from tests.foreign_samples import page
from tests.test_backfill import FULL, VIEWS, empty_like, in_seconds
from tests.test_import import DOCUMENTS, unlike

ARTICLES = 16
INDEXES = ("CC-MAIN-2025-05", "CC-MAIN-2025-08")
REVISIONS = "SELECT article_id AS id, revision, title, changed FROM article_revisions ORDER BY 1, 2"


@pytest.fixture(scope="module")
def gone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, CommonCrawl]]:
    """An archive of a portal that is no more, and what Common Crawl holds of it, each crawl in an index of its own."""
    folder = tmp_path_factory.mktemp("gone")
    with ExitStack() as life:
        site = make_site(life, folder / "archive", ARTICLES)
        site.crawl()
        site.portal.control("edit", article=3, what="title")
        site.crawl("--full")
    second = value(site.archive, "SELECT max(started_at) FROM crawls")
    with ExitStack() as stack:
        crawl = crawled_by_it(site.archive, dict(zip(INDEXES, ("", second), strict=True)))
        stack.enter_context(common_crawl(crawl))
        yield site.archive, crawl


def test_a_portal_comes_back_from_the_indexes_of_common_crawl_article_by_article(
    gone: tuple[Path, CommonCrawl], tmp_path: Path
) -> None:
    archive, crawl = gone
    there = empty_like(archive, tmp_path / "archive")
    done = kho("backfill", "longbien", "--cdx", crawl.cdx, "--archive", there)
    assert done.returncode == 0, done.stderr + done.stdout
    for sql in (FULL, DOCUMENTS, REVISIONS, VIEWS):
        assert unlike(in_seconds(rows(archive, sql)), in_seconds(rows(there, sql))) == []
    assert value(there, "SELECT count(*) FROM articles") == ARTICLES
    assert kho("verify", "--full", "--archive", there).returncode == 0
    assert kho("rebuild", "--check", "--archive", there).returncode == 0
    payloads = [(path, range_) for _, path, range_ in crawl.asked if path.startswith("/crawl-data/")]
    assert len(payloads) == len(set(payloads)) == value(there, "SELECT count(*) FROM captures")
    assert all(range_.startswith("bytes=") for _, range_ in payloads)
    asked = len(payloads)
    assert kho("backfill", "longbien", "--cdx", crawl.cdx, "--archive", there).returncode == 0
    assert len([path for _, path, _ in crawl.asked if path.startswith("/crawl-data/")]) == asked


def test_a_single_index_is_asked_alone(gone: tuple[Path, CommonCrawl], tmp_path: Path) -> None:
    archive, crawl = gone
    there = empty_like(archive, tmp_path / "archive")
    index = crawl.cdx.replace("collinfo.json", f"{INDEXES[0]}-index")
    told = kho("backfill", "longbien", "--cdx", index, "--dry-run", "--json", "--archive", there)
    assert json.loads(told.stdout)["captures"] == len(crawl.lines[INDEXES[0]])


def test_an_index_that_does_not_tell_the_truth_brings_no_wrong_page(
    gone: tuple[Path, CommonCrawl], tmp_path: Path
) -> None:
    archive, real = gone
    url = next(row["url"] for row in real.lines[INDEXES[0]] if row["status"] == "200" and "robots" not in row["url"])
    host = url.split("/")[2]
    crawl = CommonCrawl(lines={INDEXES[0]: []})
    for number in range(4):
        other = page(f"http://{host}/other-{number}", "<title>Trang khác</title>", f"2020-01-0{number + 1}T00:00:00Z")
        crawl.add(INDEXES[0], other, 200, "text/html")
    one, two, three, four = crawl.lines[INDEXES[0]]
    one["url"] = url  # another page
    two["timestamp"] = "20190101000000"  # another time
    three["offset"] = str(int(three["offset"]) + 3)  # the middle of a record
    four["offset"] = "99999999"  # behind the end of the file
    crawl.lines[INDEXES[0]] += [
        one | {"filename": "../../etc/passwd"}, one | {"filename": "http://elsewhere.example/x.warc.gz"},
        one | {"length": "0"}, one | {"length": "999999999999"}, one | {"offset": "x"}, one | {"filename": ""},
    ]  # fmt: skip
    there = empty_like(archive, tmp_path / "archive")
    with common_crawl(crawl) as cdx:
        done = kho("backfill", "longbien", "--cdx", cdx, "--archive", there)
    assert done.returncode == 0, done.stderr
    assert value(there, "SELECT count(*) FROM captures") == 0
    paths = {path for _, path, _ in crawl.asked if not path.startswith(("/collinfo", "/CC-MAIN"))}
    assert paths == {f"/{two['filename']}"}


def test_where_the_files_of_an_index_are() -> None:
    for cdx in ("https://index.commoncrawl.org/", "https://index.commoncrawl.org/collinfo.json",
                "https://index.commoncrawl.org/CC-MAIN-2021-04-index"):  # fmt: skip
        assert server_of(cdx).data == "https://data.commoncrawl.org/"
    assert server_of("https://index.commoncrawl.org").has_collections
    assert server_of("http://127.0.0.1:80/CC-MAIN-2021-04-index").data == "http://127.0.0.1:80/"


def test_indexes_of_other_days_are_not_asked_and_what_is_no_list_is_refused() -> None:
    listed = json.dumps([
        {"id": "CC-MAIN-2024-10", "from": "2024-02-20T17:33:44", "to": "2024-03-05T14:00:00"},
        {"id": "CC-MAIN-2021-04", "from": "2021-01-15T00:00:00", "to": "2021-01-28T00:00:00"},
        {"id": "CC-MAIN-2009-2010"}, {"id": "../x"}, {"id": 7}, "x",
    ])  # fmt: skip
    assert read_collections(listed, None, None) == ["CC-MAIN-2009-2010", "CC-MAIN-2021-04", "CC-MAIN-2024-10"]
    assert read_collections(listed, date(2021, 1, 20), date(2022, 1, 1)) == ["CC-MAIN-2009-2010", "CC-MAIN-2021-04"]
    for wrong in ("", "<html>", "[]", "{}", '[{"id": "../x"}]', "[" * 100_000):
        with pytest.raises(BrokenAnswerError):
            read_collections(wrong, None, None)
