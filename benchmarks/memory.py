"""Does memory grow with the portal? Crawls a small and a large sample portal and compares the peaks.

    .venv/bin/python -m benchmarks.memory --small 2000 --large 20000

Prints peak resident size of the whole process tree (crawl and workers, summed) and of its largest process, and the
ratio large / small. Mark: at most 1.3.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from crawler.demo.client import DemoPortal

MARK = 1.3
POLL_SECONDS = 0.25


class Peak(NamedTuple):
    """Peak resident sizes in MiB, and how long the crawl took."""

    tree: float
    largest: float
    seconds: float


def descendants(pid: int) -> Iterator[int]:
    """Yield a process and all its descendants. Linux alone."""
    yield pid
    for of_thread in Path(f"/proc/{pid}/task").glob("*/children"):  # a worker is a child of the thread that began it
        try:
            children = of_thread.read_text(encoding="ascii").split()
        except OSError:
            continue
        for child in children:
            yield from descendants(int(child))


def resident(pid: int) -> float:
    """Return the resident size of a process in MiB; 0 if it is gone."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def crawl_peak(articles: int) -> Peak:
    """Crawl a fresh sample portal of so many articles, without attachments; return the peaks."""
    with tempfile.TemporaryDirectory() as folder, DemoPortal(articles=articles) as portal:
        archive = Path(folder) / "archive"
        (archive / "portals").mkdir(parents=True)
        (archive / "portals" / "longbien.toml").write_text(portal.portal_text(), encoding="utf-8")
        started = time.monotonic()
        command = [sys.executable, "-m", "crawler", "crawl", "longbien", "--archive", str(archive), "--no-attachments"]
        crawl = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        tree = largest = 0.0
        while crawl.poll() is None:
            sizes = [resident(pid) for pid in descendants(crawl.pid)]
            tree, largest = max(tree, sum(sizes)), max(largest, *sizes)
            time.sleep(POLL_SECONDS)
        if crawl.returncode != 0:
            raise SystemExit(f"the crawl of {articles} articles ended with exit code {crawl.returncode}")
        return Peak(tree, largest, time.monotonic() - started)


def main() -> None:
    """Run both crawls and print the comparison."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--small", type=int, default=2_000)
    parser.add_argument("--large", type=int, default=20_000)
    arguments = parser.parse_args()
    peaks = {}
    for articles in (arguments.small, arguments.large):
        peaks[articles] = crawl_peak(articles)
        peak = peaks[articles]
        print(
            f"{articles} articles: {peak.tree:.0f} MiB, largest process {peak.largest:.0f} MiB, {peak.seconds:.0f} s",
            flush=True,
        )
    ratio = peaks[arguments.large].tree / peaks[arguments.small].tree
    print(f"ratio {ratio:.2f} (mark: at most {MARK})")
    sys.exit(ratio > MARK)


if __name__ == "__main__":
    main()
