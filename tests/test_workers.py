"""Worker processes: a page that kills or outlasts its worker costs that page alone; no worker outlives its parent."""

from __future__ import annotations

import asyncio
import gzip
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from crawler.items import Capture, Page
from crawler.portals import find_portal
from crawler.workers import Workers
from tests.command import ROOT, environment

PORTAL, _ = find_portal("longbien", None)
PAGE = "<html><body><h1>Trang thử</h1><p>Một đoạn văn.</p></body></html>".encode()


def capture(body: bytes = PAGE, **headers: str) -> Capture:
    return Capture(
        portal_id="longbien",
        crawl_id="c",
        requested_url="http://longbien.hanoi.gov.vn/tin-tuc",
        fetched_at="2026-11-23T02:39:18.123Z",
        status=200,
        headers=(("content-type", "text/html; charset=utf-8"), *headers.items()),
        body=body,
        mime="text/html",
    )


def codes(page: Page) -> list[str]:
    return [problem.code for problem in page.problems]


def children(of: int | str = "self") -> set[int]:
    """Return the forks of a process, and what `multiprocessing` started for it; servers of other tests are neither."""
    started = {int(pid) for task in Path(f"/proc/{of}/task").glob("*/children") for pid in task.read_text().split()}
    own = Path("/proc/self/cmdline").read_bytes()
    commands = {pid: Path(f"/proc/{pid}/cmdline").read_bytes() for pid in started}
    return {pid for pid, command in commands.items() if command == own or b"spawn_main" in command}


def readers() -> set[int]:
    """Return the processes that read pages: they are forks of a child of ours."""
    return {pid for child in children() for pid in children(of=child)}


def test_a_page_is_read_in_another_process_with_its_content_coding_undone() -> None:
    pool = Workers(PORTAL, 1)
    page = asyncio.run(pool.read(capture(gzip.compress(PAGE), **{"content-encoding": "gzip"})))
    pool.close()
    assert page.url == "http://longbien.hanoi.gov.vn/tin-tuc"
    assert not [problem for problem in page.problems if problem.code.startswith("extraction")]


@pytest.mark.parametrize("killed", [readers, children, lambda: readers() | children()])
def test_killed_processes_are_replaced_and_the_page_read_again(killed: Callable[[], set[int]]) -> None:
    pool = Workers(PORTAL, 1)

    async def scenario() -> str:
        await pool.read(capture())
        for pid in killed():
            os.kill(pid, signal.SIGKILL)
        return (await pool.read(capture())).url

    assert asyncio.run(scenario()) == "http://longbien.hanoi.gov.vn/tin-tuc"
    pool.close()


def test_a_bomb_is_a_problem_and_not_a_page() -> None:
    pool = Workers(PORTAL, 1)
    bomb = gzip.compress(bytes(70 * 1024 * 1024))
    page = asyncio.run(pool.read(capture(bomb, **{"content-encoding": "gzip"})))
    pool.close()
    assert [problem.code for problem in page.problems] == ["page_too_large"]


def test_workers_end_when_their_parent_is_killed() -> None:
    code = (
        "import asyncio, os, sys; from tests.test_workers import *;"
        "pool = Workers(PORTAL, 1); asyncio.run(pool.read(capture()));"
        "print(*readers(), *children(), flush=True); import time; time.sleep(60)"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", "if __name__ == '__main__': exec(" + repr(code) + ")"],
        stdout=subprocess.PIPE, text=True, env=environment(), cwd=ROOT,
    )  # fmt: skip
    assert parent.stdout is not None
    pids = [int(pid) for pid in parent.stdout.readline().split()]
    assert len(pids) >= 2
    parent.kill()
    parent.wait(10)
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and any(Path(f"/proc/{pid}").exists() for pid in pids):
        time.sleep(0.1)
    assert [pid for pid in pids if Path(f"/proc/{pid}").exists()] == []
    parent.stdout.close()


HUGE = b"<h1>T</h1>" + b"<p>chu <b>viet</b> nam</p>" * 70_000
"""Takes seconds to read."""


def test_a_page_that_takes_too_long_is_given_up_and_its_neighbours_are_read() -> None:
    pool = Workers(PORTAL, 2, page_seconds=0.5)

    async def scenario() -> list[Page]:
        return await asyncio.gather(*(pool.read(capture(body)) for body in (PAGE, HUGE, PAGE, HUGE, PAGE)))

    pages = asyncio.run(scenario())
    pool.close()
    timeouts = [["extraction_timeout"] if body is HUGE else [] for body in (PAGE, HUGE, PAGE, HUGE, PAGE)]
    assert [[code for code in codes(page) if code.startswith("extraction")] for page in pages] == timeouts


def test_a_page_that_ends_its_worker_twice_is_named_as_the_cause() -> None:
    pool = Workers(PORTAL, 1, page_seconds=60)

    async def scenario() -> Page:
        reading = asyncio.create_task(pool.read(capture(HUGE)))
        while not reading.done():
            for pid in readers():
                os.kill(pid, signal.SIGKILL)
            await asyncio.sleep(0.3)
        return reading.result()

    assert codes(asyncio.run(scenario())) == ["extraction_crashed"]
    pool.close()


def test_a_worker_does_not_hear_ctrl_c_while_it_loads(caplog: pytest.LogCaptureFixture) -> None:
    pool = Workers(PORTAL, 1)

    async def scenario() -> Page:
        reading = asyncio.create_task(pool.read(capture()))
        while not reading.done():
            for pid in readers() | children():
                os.kill(pid, signal.SIGINT)
            await asyncio.sleep(0.02)
        return reading.result()

    assert asyncio.run(scenario()).url == "http://longbien.hanoi.gov.vn/tin-tuc"
    pool.close()
    assert "worker died" not in caplog.text


def test_a_worker_holds_no_lock_of_its_parent(tmp_path: Path) -> None:
    code = (
        "import asyncio; from pathlib import Path; from tests.test_workers import *;"
        "from crawler.archive.lock import lock_portal;"
        f"archive = Path({str(tmp_path)!r}); held = lock_portal(archive, 'longbien');"
        "pool = Workers(PORTAL, 1); asyncio.run(pool.read(capture())); held.close();"
        "assert len(readers()) == 1; lock_portal(archive, 'longbien').close()"
    )
    done = subprocess.run(
        [sys.executable, "-c", "if __name__ == '__main__': exec(" + repr(code) + ")"],
        timeout=60, env=environment(), cwd=ROOT, check=False,
    )  # fmt: skip
    assert done.returncode == 0
