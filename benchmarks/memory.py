"""Does memory grow with the portal? A small and a large one are crawled, rebuilt and audited, and the peaks compared.

    .venv/bin/python -m benchmarks.memory --small 2000 --large 20000

Prints peak resident size of the whole process tree (command and workers, summed) and of its largest process, for the
crawl, `kho rebuild` and `kho verify --full`, and for each the ratio large / small. Mark: at most 1.3.
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
POLL_SECONDS = 0.1


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


def watched(running: subprocess.Popen[bytes]) -> tuple[float, float]:
    """Wait for a process; return the peak resident size of its tree, and of the largest process in it, in MiB."""
    tree = largest = 0.0
    while running.poll() is None:
        sizes = [resident(pid) for pid in descendants(running.pid)]
        tree, largest = max(tree, sum(sizes)), max(largest, *sizes)
        time.sleep(POLL_SECONDS)
    return tree, largest


WORK = {
    "crawl": ("crawl", "longbien", "--no-attachments"),
    "rebuild": ("rebuild",),
    "verify": ("verify", "--full"),
}
"""What is measured, one after the other on one archive."""


def peaks_of(articles: int) -> dict[str, Peak]:
    """Crawl a fresh sample portal of so many articles, rebuild its database, read all of it again; return the peaks."""
    with tempfile.TemporaryDirectory() as folder, DemoPortal(articles=articles) as portal:
        archive = Path(folder) / "archive"
        portal.begin_archive(archive)
        return {name: peak(articles, *words, "--archive", str(archive)) for name, words in WORK.items()}


def peak(articles: int, *words: str) -> Peak:
    """Run a command to its end; print and return its peaks."""
    started = time.monotonic()
    command = [sys.executable, "-m", "crawler", *words]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        tree, largest = watched(running)
    if running.returncode != 0:
        raise SystemExit(f"kho {words[0]} with {articles} articles ended with exit code {running.returncode}")
    found = Peak(tree, largest, time.monotonic() - started)
    print(
        f"{articles} articles, {words[0]}: {found.tree:.0f} MiB, largest process {found.largest:.0f} MiB, "
        f"{found.seconds:.0f} s",
        flush=True,
    )
    return found


def main() -> None:
    """Measure both portals and print the comparison; exit 1 above the mark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--small", type=int, default=2_000)
    parser.add_argument("--large", type=int, default=20_000)
    arguments = parser.parse_args()
    small, large = peaks_of(arguments.small), peaks_of(arguments.large)
    ratios = {name: large[name].tree / small[name].tree for name in WORK}
    for name, ratio in ratios.items():
        print(f"{name}: ratio {ratio:.2f} (mark: at most {MARK})")
    sys.exit(max(ratios.values()) > MARK)


if __name__ == "__main__":
    main()
