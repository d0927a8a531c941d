"""What tests of `kho rebuild` share: the comparison as a user runs it, crawls that are killed, pages of other times."""

from __future__ import annotations

import io
import json
import os
import signal
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tests.command import kho, start_kho, value
from tests.conftest import Site

LONG_AGO = "2019-05-06T02:10:00Z"


def differences(archive: Path, *options: str, expect: int = 0) -> list[dict[str, Any]]:
    """Return what `kho rebuild --check` finds; it must end with this exit code."""
    return list(checked(archive, *options, expect=expect)["differences"])


def checked(archive: Path, *options: str, expect: int = 0) -> dict[str, Any]:
    """Return all that `kho rebuild --check --json` prints; it must end with this exit code."""
    done = kho("rebuild", "--check", "--json", "--archive", archive, *options)
    assert done.stdout, f"exit {done.returncode}: {done.stderr[-3000:]}"
    found: dict[str, Any] = json.loads(done.stdout)
    assert done.returncode == expect, f"{found['counts']}: {found['differences'][:10]} {found['faults'][:3]}"
    return found


def captures_so_far(archive: Path) -> int:
    """Return how many captures are committed; 0 while there is no database."""
    try:
        return int(value(archive, "SELECT count(*) FROM captures"))
    except Exception:
        return 0


def killed_crawl(site: Site, more: int) -> None:
    """Crawl, and kill the whole process group once so many more captures are committed."""
    crawl = start_kho("crawl", "longbien", "--archive", site.archive)
    wanted, deadline = captures_so_far(site.archive) + more, time.monotonic() + 60
    while captures_so_far(site.archive) < wanted and crawl.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    if crawl.poll() is None:
        kill_group(crawl.pid)
    crawl.wait(30)
    assert crawl.stderr is not None
    crawl.stderr.close()


def kill_group(pid: int) -> None:
    """Kill a command and all its workers, as a power cut would."""
    os.killpg(pid, signal.SIGKILL)


def saved_warc(path: Path, pages: Iterable[tuple[str, bytes]], date: str = LONG_AGO) -> Path:
    """Write a WARC file as another program would: these pages, captured at `date`. Return it."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for url, body in pages:
            http = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], "HTTP/1.1")
            record = writer.create_warc_record(
                url, "response", io.BytesIO(body), http_headers=http, warc_headers_dict={"WARC-Date": date}
            )
            writer.write_record(record)
    return path
