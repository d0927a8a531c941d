"""Hostile pages, and all pages we have, whole and mutilated: a result or a problem in bounded time, no exception."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.extract import extract
from crawler.items import Capture, Page
from crawler.portals import Portal
from tests.command import ROOT, environment
from tests.conftest import SHARED
from tests.hostile_pages import HEAD, PAGES, TEXT, TITLE, article, line_of
from tests.saved_pages import page_files

SECONDS = 10.0
"""CPU time within which any page must be read, a third of what a worker gives it.

The slowest, 100,000 links to files, takes 3 to 4 s, and 8 s on a machine with four times as much to do as it has cores.
"""
MEMORY = 800
"""MiB of a process that has read the largest of them; a page of 20 MB is held a few times while it is read."""
LARGEST = [name for name in PAGES if name.startswith(("19 MB", "20 MB", "100,000 links", "one row", "200,000"))]
PORTAL = Portal(id="mau", name="Mẫu", level="ward", url="https://mau.example/")
MUTATIONS = 12
"""Of each page."""


def read(body: bytes, url: str = "https://mau.example/tin/mau.html") -> tuple[Page, float]:
    """Return what is read in a page, and the CPU seconds that it took."""
    capture = Capture(
        portal_id="mau", crawl_id="c1", requested_url=url, fetched_at="2026-11-23T02:39:18Z", status=200, body=body,
        mime="text/html",
    )  # fmt: skip
    started = time.process_time()
    page = extract(capture, PORTAL)
    return page, time.process_time() - started


def crashes(page: Page) -> list[str]:
    """Return what the last boundary caught: a fault of ours, whatever the page is."""
    return [problem.message for problem in page.problems if problem.code == "extraction_crashed"]


@pytest.mark.parametrize("name", PAGES)
def test_a_hostile_page_is_read_or_is_a_problem_in_bounded_time(name: str) -> None:
    page, seconds = read(PAGES[name]())
    assert crashes(page) == []
    assert seconds < SECONDS
    assert page.article is not None or page.problems or page.kind != "article"
    if page.article is not None and page.article.published_at is not None:
        assert page.article.published_at == "2021-09-28T14:44:00+07:00"


def test_the_largest_of_them_leave_memory_bounded() -> None:
    code = (
        "import resource; from tests.hostile_pages import PAGES; from tests.test_extract_hostile import LARGEST, read\n"
        "for name in LARGEST: read(PAGES[name]())\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        timeout=240,
        check=True,
        env=environment(),
        cwd=ROOT,
    )
    assert int(done.stdout) < MEMORY


def test_what_is_no_page_at_all_is_told() -> None:
    kinds = {
        name: read(PAGES[name]())[0].kind for name in ("nothing", "zeros", "a PDF called HTML", "a picture called HTML")
    }
    assert set(kinds.values()) == {"other"}
    assert [one.code for one in read(PAGES["20 MB of paragraphs"]())[0].problems] == ["page_too_large"]
    assert "page_too_deep" in [one.code for one in read(PAGES["100,000 nested divs"]())[0].problems]


UNREAD = {
    "random bytes in a page": b"<html><body>" + random.Random(1).randbytes(30_000),
    "a page that turns into random bytes": b"<html><body><p>Tin</p>"
    + b" " * 5_000
    + random.Random(1).randbytes(30_000),
    "a comment never closed": f"{HEAD}<ul><li>Tin</ul><!-- x {TITLE}{TEXT}".encode(),
    "a script never closed": f"{HEAD}<ul><li>Tin</ul><script>var a = 1; {TITLE}{TEXT}".encode(),
    "a heading of 1 MB": f"{HEAD}<h1>{line_of('hội nghị ')}</h1>".encode(),
}


@pytest.mark.parametrize("name", UNREAD)
def test_a_page_that_nothing_is_found_in_for_a_fault_of_its_own_says_so(name: str) -> None:
    page, _ = read(UNREAD[name])
    assert page.kind == "other"
    assert {one.code for one in page.problems} & {"page_unreadable", "page_too_large"}


def test_a_page_that_is_read_in_part_says_so_and_small_pages_of_nothing_do_not() -> None:
    page, _ = read(article("<p>Một đoạn của bài.</p>" * 60_000))
    assert page.kind == "article"
    assert "page_too_large" in [one.code for one in page.problems]
    quiet, _ = read(f"{HEAD}<!-- menu --><script>var a;</script><form>Tên <input></form></body></html>".encode())
    assert (quiet.kind, quiet.problems) == ("other", ())


def known_pages() -> list[Path]:
    """Return every saved page that we can lay hands on."""
    return [*page_files(), *sorted((SHARED / "real").glob("*.html"))]


def mutations(body: bytes, seed: int) -> Iterator[bytes]:
    """Yield a page cut off, with bytes flipped, with tags dropped, doubled or swapped."""
    rng = random.Random(seed)
    for _ in range(MUTATIONS):
        way = rng.randrange(4)
        if way == 0:
            yield body[: rng.randrange(len(body) + 1)]
        elif way == 1:
            yield _flipped(body, rng)
        else:
            yield _without_tags(body, rng, doubled=way == 3)


def _flipped(body: bytes, rng: random.Random) -> bytes:
    changed = bytearray(body)
    for _ in range(max(1, len(body) // 500)):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def _without_tags(body: bytes, rng: random.Random, *, doubled: bool) -> bytes:
    """Return a page with one in ten of its tags dropped, or put in twice."""
    parts = body.split(b"<")
    kept = [part * 2 if doubled and rng.random() < 0.1 else part for part in parts if doubled or rng.random() > 0.1]
    return b"<".join(kept)


@pytest.mark.parametrize("path", known_pages(), ids=lambda path: path.stem)
def test_a_page_mutilated_anywhere_is_read_without_an_exception_and_no_slower(path: Path) -> None:
    body = path.read_bytes()
    for mutilated in (body, *mutations(body, seed=len(body))):
        page, seconds = read(mutilated)
        assert crashes(page) == []
        assert seconds < SECONDS
