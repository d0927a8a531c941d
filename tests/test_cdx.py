"""A CDX server is borne with, and not trusted: its limits, its bad days, its lies."""

from __future__ import annotations

import json
import os
import re
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.backfill_options import CDX_SECONDS, is_own, patience_with
from crawler.cdx_answer import BrokenAnswerError, number_of_pages, read_rows
from crawler.cdx_server import WAYBACK, server_of
from crawler.patience import MAX_FAILURES, GivenUpError, Patience
from crawler.politeness import MAX_WAIT
from tests.command import kho, rows, start_kho, value

HOST = "longbien.hanoi.gov.vn"
HEAD = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"]
Answer = tuple[int, dict[str, str], bytes]
Answerer = Callable[[str, int], Answer]
"""Path and how often it was asked for before -> status, headers, body."""


class Asked:
    """What a server was asked, and when."""

    def __init__(self) -> None:
        self.at: list[float] = []
        self.paths: list[str] = []
        self.cdx = ""

    @property
    def questions(self) -> list[float]:
        return [at for at, path in zip(self.at, self.paths, strict=True) if "/cdx" in path]

    @property
    def payloads(self) -> list[str]:
        return [path for path in self.paths if "/cdx" not in path]


@contextmanager
def serving(answer: Answerer) -> Iterator[Asked]:
    """A web archive that answers as told; gives what it is asked, and its address."""
    asked = Asked()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            before = asked.paths.count(self.path)
            asked.at.append(time.monotonic())
            asked.paths.append(self.path)
            status, headers, body = answer(self.path, before)
            self.send_response(status)
            for name, text in headers.items():
                self.send_header(name, text)
            self.end_headers()
            try:
                self.wfile.write(body)
            except OSError:
                return  # it had enough

        def log_message(self, *_: Any) -> None:
            """Keep the test's output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    asked.cdx = f"http://127.0.0.1:{server.server_port}/cdx/search/cdx"
    try:
        yield asked
    finally:
        server.shutdown()
        server.server_close()


def listed(*found: tuple[str, str], status: str = "200") -> bytes:
    """What the Wayback Machine says of (time, address)."""
    lines = [HEAD, *(["x", at, url, "text/html", status, f"D{at}", "10"] for at, url in found)]
    return ("[" + ",\n".join(json.dumps(line) for line in lines) + "]\n").encode()


def memento(path: str, html: str = "<title>Trang cũ</title>") -> Answer:
    """The payload that a path asks for, as the Wayback Machine gives it."""
    found = re.match(r"/web/(\d{14})id_/", path)
    assert found
    moment = time.strptime(found[1], "%Y%m%d%H%M%S")
    headers = {"Memento-Datetime": time.strftime("%a, %d %b %Y %H:%M:%S GMT", moment), "Content-Type": "text/html"}
    return 200, headers, html.encode()


def backfilled(cdx: str, archive: Path, *options: str, **env: str) -> tuple[int, str]:
    done = kho("backfill", "longbien", "--cdx", cdx, "--archive", archive, *options, **env)
    assert "Traceback" not in done.stderr
    return done.returncode, "".join(line for line in done.stderr.splitlines(True) if line.startswith("kho: "))


def about_host(path: str) -> bool:
    return f"url={HOST}&" in path


PAGES = [(f"2019050110{number:02d}00", f"http://{HOST}/tin-{number}") for number in range(5)]


def test_no_more_than_24_questions_a_minute_are_asked_of_a_server_that_is_not_our_own(tmp_path: Path) -> None:
    def answer(path: str, _: int) -> Answer:
        if "/cdx" not in path:
            return memento(path)
        return 200, {}, b"1\n" if "showNumPages" in path else listed(*PAGES[:1])

    assert CDX_SECONDS >= 60 / 24
    with serving(answer) as asked:
        code, told = backfilled(asked.cdx, tmp_path, "--to", "2019-12-31", KHO_POLITE_LOOPBACK="1")
    assert (code, told) == (0, "")
    gaps = [after - before for before, after in pairwise(asked.questions)]
    assert len(gaps) >= 2
    assert min(gaps) >= CDX_SECONDS - 0.01
    assert len(asked.payloads) == 1
    assert not is_own(server_of(WAYBACK))


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_heeded_for_lists_and_for_payloads(tmp_path: Path, status: int) -> None:
    def answer(path: str, before: int) -> Answer:
        if before == 0 and ("page=0" in path or "tin-2" in path):
            return status, {"Retry-After": "1"}, b"slow down"
        if "/cdx" not in path:
            return memento(path)
        return 200, {}, b"1\n" if "showNumPages" in path else listed(*(PAGES if about_host(path) else []))

    with serving(answer) as asked:
        assert backfilled(asked.cdx, tmp_path) == (0, "")
    assert value(tmp_path, "SELECT count(*) FROM captures WHERE source = 'backfill'") == len(PAGES)
    for wanted in (f"url={HOST}&", "tin-2"):
        times = [at for at, path in zip(asked.at, asked.paths, strict=True) if wanted in path]
        assert any(after - before >= 1 for before, after in pairwise(times))
    first = next(at for at, path in zip(asked.at, asked.paths, strict=True) if "tin-2" in path)
    held = [path for at, path in zip(asked.at, asked.paths, strict=True) if first + 0.1 < at < first + 0.9]
    assert held == []  # all of it is left alone, not that address alone


def test_a_server_that_asks_for_more_time_than_a_run_should_wait_is_left_to_the_next_run(tmp_path: Path) -> None:
    with serving(lambda *_: (429, {"Retry-After": str(int(MAX_WAIT) + 1)}, b"")) as asked:
        code, told = backfilled(asked.cdx, tmp_path)
    assert code == 4
    assert "asks to be left alone for 601 seconds" in told
    assert len(asked.paths) == 1


def test_a_capture_that_the_server_cannot_give_now_keeps_no_other_from_coming(tmp_path: Path) -> None:
    def answer(path: str, _: int) -> Answer:
        if "tin-1" in path:
            return 502, {}, b"bad gateway"
        if "/cdx" not in path:
            return memento(path)
        return 200, {}, listed(*(PAGES if about_host(path) else []))

    with serving(answer) as asked:
        code, told = backfilled(asked.cdx, tmp_path)
    assert code == 3
    assert told.count("\n") == 1
    assert "the server could not give 1 captures now; run it again" in told
    assert value(tmp_path, "SELECT count(*) FROM captures") == len(PAGES) - 1
    with serving(lambda path, _: memento(path) if "/cdx" not in path else answer(path.replace("tin-1", ""), 0)) as well:
        assert backfilled(well.cdx, tmp_path) == (0, "")
    assert value(tmp_path, "SELECT count(*) FROM captures") == len(PAGES)
    assert len(well.payloads) == 1


def test_after_ctrl_c_it_goes_on(tmp_path: Path) -> None:
    def answer(path: str, _: int) -> Answer:
        if "/cdx" not in path:
            time.sleep(0.3)
            return memento(path)
        return 200, {}, listed(*((at, f"{url}-{more}") for at, url in PAGES for more in range(9) if about_host(path)))

    with serving(answer) as asked:
        run = start_kho("backfill", "longbien", "--cdx", asked.cdx, "--archive", tmp_path)
        while len(asked.payloads) < 8 and run.poll() is None:
            time.sleep(0.02)
        os.kill(run.pid, signal.SIGINT)
        assert run.wait(30) == 130
        assert run.stderr is not None
        assert "Traceback" not in run.stderr.read()
        run.stderr.close()
        assert backfilled(asked.cdx, tmp_path) == (0, "")
    verdicts = [row[0] for row in rows(tmp_path, "SELECT verdict FROM crawls ORDER BY id")]
    assert verdicts == ["interrupted", "complete"]
    counted = rows(tmp_path, "SELECT count(*), count(DISTINCT requested_url) FROM captures")[0]
    assert tuple(counted) == (9 * len(PAGES), 9 * len(PAGES))
    assert len(asked.payloads) < 9 * len(PAGES) + 6
    assert kho("verify", "--full", "--archive", tmp_path).returncode == 0


def endless(body: bytes) -> bytes:
    return body * ((70 << 20) // len(body))


BAD = {
    "an HTML page": ((200, {}, b"<html><title>Sorry</title>\x1b[2J"), "is no CDX: <html><title>Sorry</title>?[2J"),
    "an error in plain text": ((200, {}, b"org.archive.util.io.RuntimeIOException: Blocked"), "is no CDX: org.arch"),
    "other JSON": ((200, {}, b'{"captures": 3}'), 'is no CDX: {"captures": 3}'),
    "deep JSON": ((200, {}, b'{"a":' * 200_000), "is no CDX"),
    "a deep list": ((200, {}, b"[" * 500_000), "is no CDX"),
    "bytes": ((200, {}, bytes(range(256)) * 40), "is no CDX"),
    "far too many pages": ((200, {}, b"99999999999"), "speaks of 99999999999 pages"),
    "no such collection": ((404, {}, b"<html>Not Found"), "answered 404 (<html>Not Found)"),
    "forbidden": ((403, {}, b"Blocked Site Error"), "answered 403 (Blocked Site Error)"),
    "elsewhere": ((302, {"Location": "http://127.0.0.1:9/"}, b""), "answered 302"),
    "without an end": ((200, {}, endless(listed(*PAGES))), "too large: narrow it with --from and --to"),
    "cut off": ((200, {"Content-Length": "9999"}, listed(*PAGES)), f"{MAX_FAILURES} failures in a row"),
    "always busy": ((503, {}, b""), f"{MAX_FAILURES} failures in a row, the last one 503"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_answer_is_one_clear_line_and_a_failed_run(tmp_path: Path, name: str) -> None:
    answer, words = BAD[name]
    with serving(lambda *_: answer) as asked:
        code, told = backfilled(asked.cdx, tmp_path)
    assert code == 4
    assert words in told
    assert told.count("\n") == 1
    assert len(told) < 500
    assert asked.payloads == []
    assert value(tmp_path, "SELECT verdict || ' ' || reason FROM crawls") == "failed unreachable"


def test_nobody_there_is_one_clear_line(tmp_path: Path) -> None:
    code, told = backfilled("http://127.0.0.1:9/cdx", tmp_path)
    assert code == 4
    assert "refused: http://127.0.0.1:9/cdx" in told
    assert told.count("\n") == 1


HOSTILE_ROWS = [
    "http://elsewhere.example/tin-1", f"http://{HOST}.elsewhere.example/", f"http://{HOST}@elsewhere.example/",
    f"http://user:password@{HOST}/", "javascript:alert(1)", "file:///etc/passwd", f"ftp://{HOST}/", "//", "",
    f"http://{HOST}/" + "a" * 3_000, f"http://{HOST}/\r\nWARC-Type: warcinfo", f"http://{HOST}/\x00",
    f"http://{HOST}:99999999/", f"http://[{HOST}/", f"http://{HOST}/\ud800",
]  # fmt: skip


def test_hostile_rows_are_left_out_and_the_others_fetched(tmp_path: Path) -> None:
    found = [("20190501100000", url) for url in HOSTILE_ROWS] + PAGES
    found += [(at, f"http://{HOST}/luc-{at[:3]}") for at in ("29990101000000", "20199999999999", "x", "", "9" * 5_000)]

    def answer(path: str, _: int) -> Answer:
        return (200, {}, listed(*found)) if "/cdx" in path else memento(path)

    with serving(answer) as asked:
        assert backfilled(asked.cdx, tmp_path) == (0, "")
    stored = [row[0] for row in rows(tmp_path, "SELECT requested_url FROM captures ORDER BY 1")]
    assert stored == [url for _, url in PAGES]
    assert len(asked.payloads) == len(PAGES)
    assert kho("verify", "--full", "--archive", tmp_path).returncode == 0


def test_an_archive_that_gives_another_capture_than_asked_for_brings_nothing(tmp_path: Path) -> None:
    def answer(path: str, _: int) -> Answer:
        if "/cdx" in path:
            return 200, {}, listed(*PAGES)
        if "tin-0" in path:
            return 200, {"Content-Type": "text/html"}, b"<title>The archive's own page</title>"
        return memento("/web/20120101000000id_/")

    with serving(answer) as asked:
        assert backfilled(asked.cdx, tmp_path) == (0, "")
    assert len(asked.payloads) == len(PAGES)
    assert value(tmp_path, "SELECT count(*) FROM captures") == 0


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from([*HEAD, "url", "status"]), inner),
    max_leaves=12,
)


@given(st.lists(VALUES, max_size=6), st.integers(0, 400), st.booleans())
def test_whatever_a_server_says_gives_rows_of_usable_addresses_or_is_refused(
    values: list[object], cut: int, lines: bool
) -> None:
    text = "\n".join(json.dumps(value) for value in values) if lines else json.dumps(values)
    try:
        for row in read_rows(text[: max(0, len(text) - cut)]):
            assert row.url.startswith(("http://", "https://"))
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", row.at)
        number_of_pages(text)
    except BrokenAnswerError as error:
        assert "\n" not in str(error)  # noqa: PT017


@given(st.text(alphabet='[]{},:"0 \n\\a', max_size=300))
def test_no_text_breaks_the_reader(text: str) -> None:
    try:
        assert list(read_rows(text)) == []
    except BrokenAnswerError:
        assert text.strip(" \n,")


def test_a_list_that_is_cut_off_is_noticed_wherever_it_is_cut() -> None:
    whole = listed(*PAGES).decode().strip()
    assert len(list(read_rows(whole))) == len(PAGES)
    for size in range(1, len(whole)):
        with pytest.raises(BrokenAnswerError):
            list(read_rows(whole[:size]))


def test_a_list_on_one_line_without_a_head_is_read_too() -> None:
    one_line = json.dumps([["x", at, url, "text/html", "200", "D", "10"] for at, url in PAGES])
    assert [row.url for row in read_rows(one_line)] == [url for _, url in PAGES]


def test_reading_takes_time_in_proportion_to_the_answer() -> None:
    for text in ('"' * 300_000, '"\n' * 100_000, "[1,\n" * 100_000, "[ " * 200_000, '{"a":' * 100_000, "]" * 300_000):
        began = time.process_time()
        with pytest.raises(BrokenAnswerError):
            list(read_rows(text))
        assert time.process_time() - began < 2


def test_patience_doubles_its_pauses_and_ends() -> None:
    patience = Patience(gap=0, pause=0.0)
    for _ in range(MAX_FAILURES - 1):
        patience.failed("503")
    patience.answered()
    for _ in range(MAX_FAILURES - 1):
        patience.failed("503")
    with pytest.raises(GivenUpError):
        patience.failed("503")
    assert patience.given_up
    assert patience_with(server_of(WAYBACK)).given_up is None
