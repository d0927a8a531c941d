"""How much does deriving the database cost? `kho rebuild` against trafilatura over the same WARC files, in one run.

    .venv/bin/python -m benchmarks.rebuild --articles 2000

Ours: `kho rebuild` as a user runs it, from the start of the process to the new database in its place. Theirs: each
WARC file read with fastwarc, and `trafilatura.bare_extraction` with metadata on each page that is an article, nothing
stored; once more on every page, since who does not know the portal must read its lists too. CPU seconds of all
processes, children included; they take turns, so that other work on the machine falls on all. The sample portal is
crawled first, unless `--archive` names an archive.
Mark: at least 5 times the articles per CPU second, against articles alone.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from benchmarks.memory import watched
from crawler.demo.client import DemoPortal

MARK = 5.0
RIVAL = "--rival"
"""Option that makes this script the other side, in a process of its own: what it reads is its value."""


class Run(NamedTuple):
    """One run of one side."""

    cpu: float
    """Seconds, of the process and all its children."""
    peak: float
    """MiB resident, the whole tree."""


def crawl(archive: Path, articles: int) -> None:
    """Crawl a fresh sample portal of so many articles, without attachments: no rival reads these."""
    with DemoPortal(articles=articles) as portal:
        portal.begin_archive(archive)
        command = [sys.executable, "-m", "crawler", "crawl", "longbien", "--archive", str(archive), "--no-attachments"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def measured(command: list[str]) -> Run:
    """Run a command to its end."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        peak, _ = watched(running)
    if running.returncode != 0:
        raise SystemExit(f"{' '.join(command)}: exit code {running.returncode}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Run(after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime, peak)


def article_urls(archive: Path) -> dict[str, str]:
    """Return record id -> address of all captures that are articles."""
    sql = """
    SELECT DISTINCT c.record_id, c.requested_url FROM sightings s JOIN captures c ON c.id = s.capture_id
    WHERE s.kind = 'article' AND s.state = 'page'
    """
    with closing(sqlite3.connect(f"file:{archive / 'archive.db'}?mode=ro", uri=True)) as db:
        return dict(db.execute(sql).fetchall())


def read_as_others_do(archive: Path, *, all_pages: bool) -> None:
    """Read the WARC files with fastwarc, and each article in them, or each page, with trafilatura."""
    from fastwarc.warc import ArchiveIterator
    from trafilatura import bare_extraction

    urls = article_urls(archive)
    for path in sorted((archive / "warc").rglob("*.warc.gz")):
        for record in ArchiveIterator(str(path), parse_http=True):
            url = urls.get((record.headers.get("WARC-Record-ID") or "").strip("<>"))
            if url is not None or (all_pages and _is_page(record)):
                bare_extraction(_page(record), url=url, with_metadata=True)


def _is_page(record: object) -> bool:
    headers = record.http_headers  # type: ignore[attr-defined]
    return headers is not None and headers.status_code == 200 and "html" in (headers.get("Content-Type") or "")


def _page(record: object) -> bytes:
    from crawler.archive.coding import decode_content

    body: bytes = record.reader.read()  # type: ignore[attr-defined]
    return decode_content(body, record.http_headers.get("Content-Encoding"))  # type: ignore[attr-defined]


def compare(archive: Path, rounds: int) -> tuple[float, float]:
    """Measure all in turn; print, and return how many times as many articles we read per CPU second as each other."""
    articles = len(article_urls(archive))
    rebuild = [sys.executable, "-m", "crawler", "rebuild", "--archive", str(archive)]
    rival = [sys.executable, "-m", "benchmarks.rebuild", "--archive", str(archive), RIVAL]
    sides = {
        "kho rebuild": rebuild,
        "fastwarc + trafilatura": [*rival, "articles"],
        "the same on every page": [*rival, "pages"],
    }
    runs: dict[str, list[Run]] = {name: [] for name in sides}
    for _ in range(rounds):
        for name, command in sides.items():
            runs[name].append(measured(command))
        _forget_old(archive)
    print(f"{articles} articles, {os.cpu_count()} cores, best of {rounds}")
    for name, measures in runs.items():
        cpu, peak = min(run.cpu for run in measures), max(run.peak for run in measures)
        print(f"{name:<24} {cpu:7.1f} s of CPU, {articles / cpu:6.1f} articles per CPU second, peak {peak:.0f} MiB")
    ours, theirs, whole = (min(run.cpu for run in measures) for measures in runs.values())
    return theirs / ours, whole / ours


def _forget_old(archive: Path) -> None:
    """Remove the databases that a rebuild keeps."""
    for kept in archive.glob("archive.db.*.old"):
        kept.unlink()


def main() -> None:
    """Measure and print; exit 1 below the mark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=2_000)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--archive", type=Path, help="an archive that is there already; a copy of it is worked on")
    parser.add_argument(RIVAL, choices=("articles", "pages"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.rival:
        read_as_others_do(arguments.archive, all_pages=arguments.rival == "pages")
        return
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "archive"
        if arguments.archive:
            shutil.copytree(arguments.archive, archive)
        else:
            crawl(archive, arguments.articles)
        ratio, whole = compare(archive, arguments.rounds)
    print(f"ratio {ratio:.2f} (mark: at least {MARK:.0f}); where the others read every page: {whole:.2f}")
    sys.exit(ratio < MARK)


if __name__ == "__main__":
    main()
