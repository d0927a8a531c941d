"""Bad input gets one clear line and the right exit code; nothing is half-written."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.command import ROOT, environment, kho, rows, value
from tests.conftest import Site
from tests.test_warc import warcio_check

GOOD = 'id = "x"\nname = "X"\nlevel = "ward"\nurl = "{url}"\n[[sections]]\nname = "Tin"\npath = "/tin-tuc"\n'


def with_portal(archive: Path, url: str, extra: str = "") -> Path:
    (archive / "portals").mkdir(parents=True)
    (archive / "portals" / "x.toml").write_text(GOOD.format(url=url) + extra, encoding="utf-8")
    return archive


def assert_one_line(done: subprocess.CompletedProcess[str], code: int, *words: str) -> None:
    """The command ended with `code` and one line that says `words`."""
    assert done.returncode == code, done.stderr
    lines = [line for line in done.stderr.splitlines() if line.startswith("kho: ")]
    assert len(lines) == 1, done.stderr
    for word in words:
        assert word in lines[0]
    assert "Traceback" not in done.stderr


def test_an_unknown_portal_is_named_with_one_that_may_be_meant(tmp_path: Path) -> None:
    assert_one_line(kho("crawl", "nowhere", "--archive", tmp_path), 2, "nowhere: no such portal", "kho portals")
    assert_one_line(kho("crawl", "longbein", "--archive", tmp_path), 2, "did you mean longbien")
    assert list(tmp_path.iterdir()) == []


def test_a_broken_portal_file_is_named_with_its_line(tmp_path: Path) -> None:
    archive = with_portal(tmp_path / "a", "http://127.0.0.1:9/", "\n[politeness\n")
    assert_one_line(kho("crawl", "x", "--archive", archive), 2, "x.toml", "not valid TOML", "line")


def test_a_wrong_type_in_a_portal_file_is_named_with_its_key(tmp_path: Path) -> None:
    archive = with_portal(tmp_path / "a", "http://127.0.0.1:9/", '\n[politeness]\ndelay = "fast"\n')
    assert_one_line(kho("crawl", "x", "--archive", archive), 2, "x.toml", "politeness.delay", "fast")
    assert kho("portals", "--archive", archive, "check").returncode == 2


def test_debug_shows_the_traceback(tmp_path: Path) -> None:
    done = kho("--debug", "crawl", "nowhere", "--archive", tmp_path)
    assert "Traceback" in done.stderr


def test_an_unreachable_host_is_a_failed_crawl_and_no_removal(tmp_path: Path) -> None:
    archive = with_portal(tmp_path / "a", "http://127.0.0.1:9/")
    done = kho("crawl", "x", "--archive", archive)
    assert done.returncode == 4, done.stderr
    assert [tuple(row) for row in rows(archive, "SELECT verdict, articles_new FROM crawls")] == [("failed", 0)]
    assert value(archive, "SELECT count(*) FROM urls WHERE state = 'gone'") == 0
    assert "Traceback" not in done.stderr


def test_a_portal_that_robots_txt_closes_to_us_is_left_alone(site: Callable[..., Site]) -> None:
    here = site(articles=12)
    here.portal.control("disallow", path="/")
    here.crawl(expect=4)
    assert value(here.archive, "SELECT count(*) FROM captures WHERE requested_url NOT LIKE '%/robots.txt'") == 0
    assert value(here.archive, "SELECT count(*) FROM urls WHERE reason = 'robots_disallowed'") > 0


def test_a_full_disk_ends_the_crawl_at_once_and_tears_no_record(site: Callable[..., Site]) -> None:
    here = site(articles=60)
    limit = 400_000
    code = (
        f"import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}));"
        f"sys.argv = ['kho', 'crawl', 'longbien', '--archive', {str(here.archive)!r}];"
        "from crawler.cli import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env=environment(),
        cwd=ROOT,
    )
    assert done.returncode == 4, done.stderr
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr
    for path in (here.archive / "warc" / "longbien").glob("*.warc.gz"):
        assert warcio_check(path).returncode == 0
    here.crawl()
    assert value(here.archive, "PRAGMA integrity_check") == "ok"
    reachable = sum(article["reachable"] for article in here.portal.articles())
    assert value(here.archive, "SELECT count(*) FROM articles") == reachable


@pytest.mark.skipif(os.geteuid() == 0 and not shutil.which("setpriv"), reason="root writes anywhere; needs setpriv")
def test_a_read_only_archive_is_one_line(tmp_path: Path) -> None:
    archive = with_portal(tmp_path / "a", "http://127.0.0.1:9/")
    for folder in (tmp_path, tmp_path.parent, tmp_path.parent.parent):
        folder.chmod(0o755)
    archive.chmod(0o555)
    command = [sys.executable, "-m", "crawler", "crawl", "x", "--archive", str(archive)]
    if os.geteuid() == 0:
        # Root without the capability to override permissions.
        command = [
            "setpriv",
            "--bounding-set=-dac_override,-dac_read_search",
            "--inh-caps=-dac_override,-dac_read_search",
            *command,
        ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, env=environment(), cwd=ROOT)
    archive.chmod(0o755)
    assert_one_line(done, 4, "cannot be written", "read-only")


def test_a_database_of_a_newer_schema_is_left_untouched(tmp_path: Path) -> None:
    archive = with_portal(tmp_path / "a", "http://127.0.0.1:9/")
    kho("crawl", "x", "--archive", archive)
    with closing(sqlite3.connect(archive / "archive.db")) as db:
        db.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('kho', 'm999', '2030-01-01')"
        )
        db.commit()
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = (archive / "archive.db").read_bytes()
    assert_one_line(kho("crawl", "x", "--archive", archive), 2, "newer")
    assert_one_line(kho("search", "dân", "--archive", archive), 2, "newer")
    assert (archive / "archive.db").read_bytes() == before


@pytest.mark.parametrize("verb", [("search", "x"), ("show", "x"), ("status",), ("export", "-o", "-"), ("serve",)])
def test_a_missing_archive_is_named_by_every_verb_that_reads(tmp_path: Path, verb: tuple[str, ...]) -> None:
    assert_one_line(kho(*verb, "--archive", tmp_path / "none"), 2, "none", "no such database")
    assert not (tmp_path / "none").exists()


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "archive.db").write_text("not a database, but long enough to have a header of some sort\n" * 30)
    assert_one_line(kho("status", "--archive", tmp_path), 5, "archive.db", "kho verify")


def test_a_database_that_breaks_while_it_is_read_is_damage_and_no_traceback(tmp_path: Path, crawled: Site) -> None:
    data = bytearray((crawled.archive / "archive.db").read_bytes())
    page = int.from_bytes(data[16:18], "big")
    for number in range(1, len(data) // page):
        data[number * page : number * page + 8] = b"damaged!"
    (tmp_path / "archive.db").write_bytes(data)
    assert_one_line(kho("search", "dân", "--archive", tmp_path), 5, "cannot be read", "kho verify")
