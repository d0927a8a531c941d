"""A CDX server is borne with, and not trusted: its limits, its bad days, its lies."""

from __future__ import annotations

import os
import re
import signal
import time
from itertools import pairwise
from pathlib import Path

import pytest

from crawler.backfill.options import CDX_SECONDS, is_own, patience_with
from crawler.backfill.patience import MAX_FAILURES, GivenUpError, Patience
from crawler.cdx.server import WAYBACK, server_of
from crawler.politeness import MAX_WAIT
from tests.command import kho, rows, start_kho, value
from tests.web_archives import HOST, PAGES, Answer, listed, memento, serving


def backfilled(cdx: str, archive: Path, *options: str, **env: str) -> tuple[int, str]:
    done = kho("backfill", "longbien", "--cdx", cdx, "--archive", archive, *options, **env)
    assert "Traceback" not in done.stderr
    return done.returncode, "".join(line for line in done.stderr.splitlines(True) if line.startswith("kho: "))


def with_pages(cdx: str) -> str:
    """The same server as if it were a pywb, which is asked page by page."""
    return cdx.replace("/cdx/search/cdx", "/web/cdx")


def about_host(path: str) -> bool:
    return f"url={HOST}&" in path


def test_no_more_than_24_questions_a_minute_are_asked_of_a_server_that_is_not_our_own(tmp_path: Path) -> None:
    def answer(path: str, _: int) -> Answer:
        if "/cdx" not in path:
            return memento(path)
        return 200, {}, b"1\n" if "showNumPages" in path else listed(*PAGES[:1])

    assert CDX_SECONDS >= 60 / 24
    with serving(answer) as asked:
        code, told = backfilled(with_pages(asked.cdx), tmp_path, "--to", "2019-12-31", KHO_POLITE_LOOPBACK="1")
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
        assert backfilled(with_pages(asked.cdx), tmp_path) == (0, "")
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
    "far too many pages": ((200, {}, b"99999999999"), "is no CDX: 99999999999"),
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


def test_a_server_that_lists_more_days_than_it_was_asked_for_brings_no_more(tmp_path: Path) -> None:
    days = [(f"201905{day:02d}100000", f"http://{HOST}/tin-{day}") for day in range(1, 6)]
    with serving(lambda path, _: (200, {}, listed(*days)) if "/cdx" in path else memento(path)) as asked:
        done = kho(
            "backfill",
            "longbien",
            "--cdx",
            asked.cdx,
            "--archive",
            tmp_path,
            "--from",
            "2019-05-02",
            "--to",
            "2019-05-04",
        )
    assert done.returncode == 0, done.stderr
    fetched = rows(tmp_path, "SELECT fetched_at FROM captures ORDER BY 1")
    assert [row[0][:10] for row in fetched] == ["2019-05-02", "2019-05-03", "2019-05-04"]


def test_an_archive_that_gives_another_capture_than_asked_for_brings_nothing(tmp_path: Path) -> None:
    def answer(path: str, _: int) -> Answer:
        if "/cdx" in path:
            return 200, {}, listed(*PAGES)
        if "tin-0" in path:
            return 200, {"Content-Type": "text/html"}, b"<title>The archive's own page</title>"
        return memento("/web/20120101000000id_/")

    with serving(answer) as asked:
        code, told = backfilled(asked.cdx, tmp_path)
    assert code == 0
    assert f"{len(PAGES)} listed captures are not in the web archive, such as http://" in told
    assert len(asked.payloads) == len(PAGES)
    assert value(tmp_path, "SELECT count(*) FROM captures") == 0


@pytest.mark.parametrize(
    ("status", "code", "words"),
    [
        (404, 0, "not_in_archive: 2 listed captures are not in the web archive, such as http://127.0.0.1:"),
        (302, 0, "_/http://longbien.hanoi.gov.vn/tin-1 (302); noted in the WARC file"),
        (403, 3, "unreachable: 2 listed captures were refused, such as http://127.0.0.1:"),
    ],
)
def test_captures_listed_and_not_given_are_told_and_a_refusal_is_not_final(
    tmp_path: Path, status: int, code: int, words: str
) -> None:
    def answer(path: str, _: int) -> Answer:
        if "/cdx" in path:
            return 200, {}, listed(*(PAGES if about_host(path) else []))
        return (status, {"Location": "/web/20180101000000id_/x"}, b"") if re.search("tin-[12]", path) else memento(path)

    with serving(answer) as asked:
        done = backfilled(asked.cdx, tmp_path)
    assert done[0] == code
    assert words in done[1]
    assert done[1].count("\n") == 1
    assert value(tmp_path, "SELECT count(*) FROM captures") == len(PAGES) - 2


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--cdx", "nonsense"), "expected an address such as"),
        (("--cdx", "http://127.0.0.1/"), "where are the payloads?"),
        (("--cdx", "http://127.0.0.1:99999/cdx"), "expected an address such as"),
        (("--cdx", "http://[x/cdx"), "expected an address such as"),
        (("--from", "2020-01-01", "--to", "2019-01-01"), "is later than --to 2019-01-01"),
    ],
)
def test_what_cannot_be_meant_is_one_line_and_asks_nobody(tmp_path: Path, options: tuple[str, ...], words: str) -> None:
    done = kho("backfill", "longbien", *options, "--archive", tmp_path)
    assert done.returncode == 2
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "archive.db").exists()


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
