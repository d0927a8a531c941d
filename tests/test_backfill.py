"""`kho backfill`: a portal that is gone comes back from a web archive: a real pywb, in a process of its own."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from crawler.backfill.memento import exchange_of_memento
from crawler.cdx.answer import BrokenAnswerError, read_rows
from crawler.cdx.captures import CdxRow, thinned
from crawler.cdx.server import list_url, server_of
from crawler.errors import ConfigurationError
from tests.command import environment, kho, rows, start_kho, value
from tests.conftest import make_site
from tests.pywb import replaying
from tests.test_import import COMPARED, DOCUMENTS, unlike
from tests.test_replay import kho_replay, wrongly_replayed

FULL = COMPARED.replace("a.views_status", "a.views, a.views_raw, a.published_raw, a.views_status, a.first_seen_at")
VIEWS = "SELECT article_id AS id, observed_at, views FROM view_counts ORDER BY 1, 2"
CAPTURES = """
SELECT DISTINCT requested_url AS id, substr(fetched_at, 1, 19) AS at, status, mime, payload_sha256 FROM captures
WHERE requested_url NOT LIKE '%/robots.txt' -- unchanged, and seen more than twice: thinned
ORDER BY 1, 2
"""
ARTICLES = 16


@contextmanager
def web_archive(archive: Path, home: Path) -> Iterator[str]:
    """A pywb that replays the WARC files of an archive; gives the address of its CDX server."""
    home.mkdir()
    files = home / "files"
    shutil.copytree(archive / "warc" / "longbien", files)
    with replaying(home, sorted(files.glob("*.warc.gz"))) as port:
        yield f"http://127.0.0.1:{port}/kho/cdx"


@pytest.fixture(scope="module")
def gone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """An archive of a portal that has been edited since and is no more, and the CDX server that replays it."""
    folder = tmp_path_factory.mktemp("gone")
    with ExitStack() as stack:
        with ExitStack() as life:
            site = make_site(life, folder / "archive", ARTICLES)
            site.crawl()
            site.portal.control("edit", article=3, what="title")
            site.portal.control("delete", article=5)
            time.sleep(1.1)  # web archives know whole seconds
            site.crawl("--full")
        yield site.archive, stack.enter_context(web_archive(site.archive, folder / "pywb"))


def empty_like(archive: Path, folder: Path) -> Path:
    (folder / "portals").mkdir(parents=True)
    shutil.copy(archive / "portals" / "longbien.toml", folder / "portals")
    return folder


def in_seconds(found: list[Any]) -> list[dict[str, Any]]:
    """Rows with their times cut to whole seconds, as web archives know them."""
    times = ("first_seen_at", "observed_at")
    return [{key: row[key][:19] if key in times else row[key] for key in row.keys()} for row in found]  # noqa: SIM118


def test_a_portal_that_is_gone_comes_back_article_by_article(gone: tuple[Path, str], tmp_path: Path) -> None:
    archive, cdx = gone
    there = empty_like(archive, tmp_path / "archive")
    done = kho("backfill", "longbien", "--cdx", cdx, "--archive", there)
    assert done.returncode == 0, done.stderr + done.stdout
    for sql in (FULL, DOCUMENTS, VIEWS):
        assert unlike(in_seconds(rows(archive, sql)), in_seconds(rows(there, sql))) == []
    assert value(there, "SELECT count(*) FROM articles") == ARTICLES
    sql = "SELECT article_id AS id, revision, title, changed FROM article_revisions ORDER BY 1, 2"
    assert unlike(rows(archive, sql), rows(there, sql)) == []
    assert unlike(rows(archive, CAPTURES), rows(there, CAPTURES)) == []
    crawl = rows(there, "SELECT kind, verdict, captures FROM crawls")[0]
    assert tuple(crawl) == ("backfill", "complete", value(there, "SELECT count(*) FROM captures"))
    assert value(there, "SELECT count(*) FROM captures WHERE source <> 'backfill'") == 0
    assert kho("verify", "--full", "--archive", there).returncode == 0
    assert kho("rebuild", "--check", "--archive", there).returncode == 0
    with kho_replay(there) as port:
        assert wrongly_replayed(there, port) == []


def test_a_second_run_fetches_nothing_again_and_a_dry_run_nothing_at_all(
    gone: tuple[Path, str], tmp_path: Path
) -> None:
    archive, cdx = gone
    there = empty_like(archive, tmp_path / "archive")
    told = json.loads(kho("backfill", "longbien", "--cdx", cdx, "--dry-run", "--json", "--archive", there).stdout)
    assert 0 < told["to_fetch"] <= told["captures"]
    assert not (there / "archive.db").exists()
    assert kho("backfill", "longbien", "--cdx", cdx, "--archive", there).returncode == 0
    assert value(there, "SELECT count(*) FROM captures") == told["to_fetch"]
    assert kho("backfill", "longbien", "--cdx", cdx, "--archive", there).returncode == 0
    assert [row[0] for row in rows(there, "SELECT captures FROM crawls ORDER BY id")] == [told["to_fetch"], 0]


def test_after_kill_9_it_goes_on_and_fetches_nothing_twice(gone: tuple[Path, str], tmp_path: Path) -> None:
    archive, cdx = gone
    there = empty_like(archive, tmp_path / "archive")
    for captures in (20, 50):
        run = start_kho("backfill", "longbien", "--cdx", cdx, "--archive", there)
        while run.poll() is None and captures_in(there) < captures:
            time.sleep(0.02)
        os.killpg(run.pid, signal.SIGKILL)
        run.wait(20)
        assert run.stderr is not None
        run.stderr.close()
    assert kho("backfill", "longbien", "--cdx", cdx, "--archive", there).returncode == 0
    assert unlike(in_seconds(rows(archive, FULL)), in_seconds(rows(there, FULL))) == []
    ids = "SELECT count(*), count(DISTINCT requested_url || substr(fetched_at, 1, 19)) FROM captures"
    assert len(set(rows(there, ids)[0])) == 1
    assert kho("verify", "--archive", there).returncode == 0


def captures_in(archive: Path) -> int:
    try:
        return int(value(archive, "SELECT count(*) FROM captures"))
    except Exception:
        return 0


FAULT = """
import crawler.backfill.fetch
from crawler.cli import main
def broken(*_):
    raise ZeroDivisionError
crawler.backfill.fetch.exchange_in = broken
main()
"""


def test_a_fault_of_our_own_is_one_line_and_no_complete_run(gone: tuple[Path, str], tmp_path: Path) -> None:
    archive, cdx = gone
    there = empty_like(archive, tmp_path / "archive")
    command = [sys.executable, "-c", FAULT, "backfill", "longbien", "--cdx", cdx, "--archive", str(there)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, env=environment())
    assert done.returncode == 4
    assert "internal_error" in done.stderr
    assert "Traceback" not in done.stderr
    assert "ZeroDivisionError" in (there / "logs" / "backfill.log").read_text()
    assert value(there, "SELECT verdict || ' ' || reason FROM crawls") == "failed internal_error"
    # The next run, without the fault, brings all of it.
    assert kho("backfill", "longbien", "--cdx", cdx, "--archive", there).returncode == 0
    assert unlike(in_seconds(rows(archive, FULL)), in_seconds(rows(there, FULL))) == []


class Busy(BaseHTTPRequestHandler):
    """A CDX server that says 429 with Retry-After twice before it answers; payloads are gone."""

    asked: list[tuple[float, str]] = []  # noqa: RUF012

    def do_GET(self) -> None:
        self.asked.append((time.monotonic(), self.path))
        if len(self.asked) <= 2:
            self.send_response(429)
            self.send_header("Retry-After", "1")
            self.end_headers()
            return
        self.send_response(200 if "/cdx" in self.path else 404)
        self.end_headers()
        if "showNumPages" in self.path:
            self.wfile.write(b"1\n")
        elif "showResumeKey" in self.path and "localhost" not in self.path:
            host = self.path.split("url=")[1].split("&")[0].replace("%3A", ":")
            lines = [["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"],
                     ["x", "20190501100000", f"http://{host}/", "text/html", "200", "AAA", "10"]]  # fmt: skip
            self.wfile.write(json.dumps(lines).replace("], [", "],\n[").encode())

    def log_message(self, *_: Any) -> None:
        """Keep the test's output clean."""


def test_a_server_that_asks_for_time_gets_it(gone: tuple[Path, str], tmp_path: Path) -> None:
    there = empty_like(gone[0], tmp_path / "archive")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Busy)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        cdx = f"http://127.0.0.1:{server.server_port}/cdx/search/cdx"
        done = kho("backfill", "longbien", "--cdx", cdx, "--archive", there)
    finally:
        server.shutdown()
        server.server_close()
    assert done.returncode == 0, done.stderr
    times = [at for at, _ in Busy.asked]
    assert times[1] - times[0] >= 1
    assert times[2] - times[1] >= 1
    payloads = [path for _, path in Busy.asked if path.startswith("/web/")]
    assert len(payloads) == 1
    assert payloads[0].startswith("/web/20190501100000id_/http://")


def row(day: int, digest: str) -> CdxRow:
    return CdxRow("http://x/", f"2019-01-{day:02d}T00:00:00.000Z", "200", digest)


@pytest.mark.parametrize(
    ("digests", "every", "kept"),
    [
        ("aaaa", None, [1, 4]),
        ("aaba", None, [1, 3, 4]),
        ("a", None, [1]),
        ("aaaaaaa", 2, [1, 3, 5, 7]),
        ("abab", None, [1, 2, 3, 4]),
        ("aaaaaa", 2, [1, 3, 5, 6]),
        ("----", None, [1, 2, 3, 4]),
        ("a--aa", None, [1, 2, 3, 4, 5]),
    ],
)
def test_first_last_and_changed_captures_are_kept(digests: str, every: int | None, kept: list[int]) -> None:
    found = thinned([row(day, digest) for day, digest in enumerate(digests, 1)], every)
    assert [int(one.at[8:10]) for one in found] == kept


def test_lines_of_wayback_of_pywb_and_of_common_crawl_are_read() -> None:
    wayback = (
        '[["urlkey","timestamp","original","mimetype","statuscode","digest","length"],\n'
        '["vn,x)/","20190501100000","http://x.vn/","text/html","200","ABC","10"],\n'
        '["vn,x)/","20200501100000","http://x.vn/","warc/revisit","-","ABC","10"]]\n'
    )
    pywb = (
        '{"urlkey": "vn,x)/", "timestamp": "20190501100000", "url": "http://x.vn/", "status": "503", "digest": "A"}\n'
    )
    crawl = '{"timestamp": "20190501100000", "url": "http://x.vn/", "status": "200", "filename": "f", "offset": "7", '
    crawl += '"length": "9"}'
    assert [found.at[:4] for found in read_rows(wayback)] == ["2019", "2020"]
    assert list(read_rows(pywb)) == []  # a server that was down says nothing of the page
    assert [found[4:] for found in read_rows(crawl)] == [("f", 7, 9)]
    with pytest.raises(BrokenAnswerError):
        list(read_rows(crawl + "\nno json\n"))


def test_where_payloads_are_follows_from_the_address_of_the_index() -> None:
    found = row(1, "a")
    assert server_of("https://web.archive.org/cdx/search/cdx").payload_url(found) == (
        "https://web.archive.org/web/20190101000000id_/http://x/"
    )
    assert server_of("http://127.0.0.1:8080/kho/cdx").payload_url(found).startswith("http://127.0.0.1:8080/kho/2019")
    assert server_of("https://index.commoncrawl.org/CC-MAIN-2021-04-index").replay is None
    url = list_url("http://h/c/cdx", "x.vn", date(2019, 1, 2), None)
    assert url == "http://h/c/cdx?url=x.vn&matchType=host&output=json&from=20190102"
    for wrong in ("ftp://x/cdx", "http://x/", "nonsense"):
        with pytest.raises(ConfigurationError):
            server_of(wrong)


def test_headers_of_the_archive_are_told_from_those_of_the_page() -> None:
    headers = (
        (b"Server", b"nginx"), (b"X-Archive-Orig-Server", b"Apache-Coyote/1.1"),
        (b"X-Archive-Orig-Content-Length", b"9"),
        (b"Content-Type", b"text/html"), (b"Memento-Datetime", b"Tue, 01 Jan 2019 00:00:00 GMT"),
        (b"Location", b"https://web.archive.org/web/20190101000000id_/http://x/home"),
    )  # fmt: skip
    found = exchange_of_memento(row(1, "a"), 302, headers, b"")
    assert found.headers == (
        (b"Server", b"Apache-Coyote/1.1"), (b"Content-Type", b"text/html"), (b"Location", b"http://x/home"),
    )  # fmt: skip
    assert (found.url, found.fetched_at, found.status) == ("http://x/", "2019-01-01T00:00:00.000Z", 302)
