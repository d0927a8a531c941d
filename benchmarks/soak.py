"""Does a kill lose anything? Crawls of the sample portal are killed at random moments and started again.

    .venv/bin/python -m benchmarks.soak --kills 100 --articles 300

Who is killed, in turn: the process that fetches and writes, a worker that reads pages, the whole process group. After
each kill `kho verify --repair` stands for the restart: the archive must then be whole. At the end a crawl comes to its
end, and must have each article once, all readable. Prints its figures.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

from benchmarks.memory import descendants
from crawler.demo.client import DemoPortal
from crawler.verify.audit import inspect
from crawler.verify.repair import mend

VICTIMS = ("process", "worker", "group")
LONGEST = 5.0
"""Seconds after the start of a crawl within which it is killed."""


def start(archive: Path, *options: str) -> subprocess.Popen[bytes]:
    """Start a crawl in a process group of its own."""
    command = [sys.executable, "-m", "crawler", "crawl", "longbien", "--archive", str(archive), *options]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)


def kill(crawl: subprocess.Popen[bytes], victim: str) -> bool:
    """Kill, and wait until all is over; return False if the crawl had ended by itself."""
    if crawl.poll() is not None or (victim == "worker" and not kill_worker(crawl)):
        return False
    if victim == "group":
        os.killpg(crawl.pid, signal.SIGKILL)
    elif crawl.poll() is None:  # without a worker it goes on; then it is ended, too
        os.kill(crawl.pid, signal.SIGKILL)
    crawl.wait(60)
    return True


def kill_worker(crawl: subprocess.Popen[bytes]) -> bool:
    """Kill a process that reads pages, once there is one; return False if the crawl ends without."""
    while crawl.poll() is None:
        for pid in descendants(crawl.pid):
            if is_worker(pid, crawl.pid):
                os.kill(pid, signal.SIGKILL)
                time.sleep(0.5)
                return True
        time.sleep(0.01)
    return False


def is_worker(pid: int, crawl: int) -> bool:
    """Return True for a process that reads pages: a child of the one that the crawl has for this."""
    try:
        parent = int(Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[1])
    except OSError:
        return False
    return pid != crawl and parent != crawl


def soak(archive: Path, kills: int, chance: random.Random, longest: float = LONGEST) -> Counter[str]:
    """Kill so many crawls, each within so many seconds of its start; return what came of it."""
    counts: Counter[str] = Counter()
    while counts["kills"] < kills:
        victim = VICTIMS[counts["kills"] % len(VICTIMS)]
        crawl = start(archive, "--full")
        time.sleep(chance.uniform(0.5, longest))
        if not kill(crawl, victim):
            counts["ended before the kill"] += 1
            continue
        counts["kills"] += 1
        counts[f"kills of a {victim}"] += 1
        if not (archive / "warc").exists():
            counts["kills before anything was written"] += 1
            counts["restarts after which all was whole"] += 1
            continue
        report, done = mend(archive, None, full=False, dry_run=False)
        counts["restarts after which all was whole"] += report.result == "whole"
        counts["restarts with something to mend"] += bool(done)
        for finding in report.findings:
            if finding.is_damage:
                print(f"kill {counts['kills']} ({victim}): {finding}", flush=True)
    return counts


def last_crawl(archive: Path, portal: DemoPortal, counts: Counter[str]) -> bool:
    """Let a crawl come to its end; return True if nothing is lost, doubled or unreadable."""
    code = start(archive).wait(600)
    report = inspect(archive, None, full=True)
    with closing(sqlite3.connect(archive / "archive.db")) as db:
        stored = {row[0] for row in db.execute("SELECT url FROM articles WHERE removal IS NULL")}
        twice = db.execute("SELECT count(*) - count(DISTINCT record_id) FROM captures").fetchone()[0]
        revisions = db.execute("SELECT count(*) FROM article_revisions WHERE revision > 1").fetchone()[0]
    wanted = {article["url"] for article in portal.articles() if article["reachable"]}
    counts["articles lost"], counts["captures twice"] = len(wanted - stored), twice
    counts["revisions that are none"] = revisions
    counts["articles stored"], counts["records"] = len(stored), report.records
    print(f"last crawl: exit {code}, {report.result}, {report.extracted} pages read again")
    return not (code or report.damages or wanted - stored or twice or revisions)


def main() -> None:
    """Run it and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, DemoPortal(articles=arguments.articles) as portal:
        archive = Path(folder) / "archive"
        portal.begin_archive(archive)
        counts = soak(archive, arguments.kills, random.Random(arguments.seed))
        well = last_crawl(archive, portal, counts) and counts["restarts after which all was whole"] == arguments.kills
    for name, count in counts.items():
        print(f"{name}: {count}")
    print(f"{time.monotonic() - started:.0f} s")
    sys.exit(not well)


if __name__ == "__main__":
    main()
