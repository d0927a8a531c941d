"""Import and backfill on a full disk, without rights, and beside a crawl: one clear line, and going on afterwards."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from crawler.archive.lock import lock_portal
from crawler.errors import ConfigurationError
from crawler.imports.keep import keep
from tests.command import ROOT, environment, kho, start_kho
from tests.foreign_samples import Exchange, page, record_id, warc_record, write
from tests.test_bad_files import has_small_disks
from tests.test_verify import without_rights
from tests.web_archives import HOST, Answer, listed, memento, serving

COUNT = 'SELECT \\"counted\\", count(*), count(DISTINCT requested_url) FROM captures'
SIZE = 300_000
FOUND = [(f"201905011000{number:02d}", f"http://{HOST}/tin-{number}") for number in range(30)]


def noise(name: str) -> str:
    """A page that cannot be packed to much less than SIZE."""
    return f"<title>{name}</title>" + os.urandom(SIZE // 2).hex()


def on_a_small_disk(disk: Path, script: str) -> subprocess.CompletedProcess[str]:
    """Run a script with a file system of 3 MB at `disk`, which can be made larger."""
    disk.mkdir()
    kho = f'kho() {{ {sys.executable} -m crawler "$@"; echo "exit $?"; }}'
    command = ["unshare", "-rm", "sh", "-c", f"mount -t tmpfs -o size=3m tmpfs {disk}\n{kho}\n{script}"]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment(), cwd=ROOT)


def pages() -> list[Exchange]:
    return [page(url, noise(at), f"2019-05-01T10:00:{at[-2:]}Z") for at, url in FOUND]


@pytest.mark.skipif(not has_small_disks(), reason="mounting a small disk is not allowed here")
def test_an_import_for_which_there_is_no_room_leaves_nothing_half_and_comes_in_later(tmp_path: Path) -> None:
    records = [warc_record(one, record_id(number)) for number, one in enumerate(pages())]
    file = write(tmp_path / "x.warc.gz", records, "members")
    disk = tmp_path / "disk"
    done = on_a_small_disk(disk, f"""
    kho import {file} --archive {disk}
    find {disk} -name 'x.warc*'
    mount -o remount,size=200m {disk}
    kho import {file} --archive {disk} --json
    kho verify --full --archive {disk}
    """)  # fmt: skip
    first, later = done.stdout.split("exit 4\n")
    assert "x.warc.gz cannot be copied there: No space left on device" in done.stderr
    assert done.stderr.count("\n") == 1
    assert "imported/x.warc" not in first + later.split("{")[0]
    assert done.stdout.count("exit 0\n") == 2
    assert f'"captures": {len(FOUND)}' in done.stdout


@pytest.mark.skipif(not has_small_disks(), reason="mounting a small disk is not allowed here")
def test_a_backfill_on_a_full_disk_ends_at_once_and_goes_on_when_there_is_room(tmp_path: Path) -> None:
    def answer(path: str, _: int) -> Answer:
        return (200, {}, listed(*FOUND)) if "/cdx" in path else memento(path, noise(path))

    disk = tmp_path / "disk"
    with serving(answer) as asked:
        done = on_a_small_disk(disk, f"""
        kho backfill longbien --cdx {asked.cdx} --archive {disk}
        mount -o remount,size=200m {disk}
        kho backfill longbien --cdx {asked.cdx} --archive {disk} --json
        kho verify --full --archive {disk}
        {sys.executable} -c "import sqlite3; print(*sqlite3.connect('{disk}/archive.db').execute('{COUNT}').fetchone())"
        """)  # fmt: skip
    assert "exit 4\n" in done.stdout.split("exit 0")[0], done.stdout + done.stderr
    told = [line for line in done.stderr.splitlines() if line.startswith("kho: ")]
    assert len(told) == 1, done.stderr
    assert "No space left on device" in told[0] or "disk is full" in told[0]
    assert "Traceback" not in done.stderr
    assert done.stdout.count("exit 0\n") == 2, done.stdout + done.stderr
    assert f"counted {len(FOUND)} {len(FOUND)}\n" in done.stdout
    assert len(asked.payloads) < 2 * len(FOUND)


@pytest.mark.skipif(os.geteuid() == 0 and not shutil.which("setpriv"), reason="root writes anywhere; needs setpriv")
def test_a_file_that_may_not_be_read_and_an_archive_that_may_not_be_written_are_one_line(tmp_path: Path) -> None:
    for folder in (tmp_path.parent.parent, tmp_path.parent, tmp_path):
        folder.chmod(0o755)
    file = write(tmp_path / "x.warc", [warc_record(pages()[0], record_id(1))], "plain")
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o555)
    done = without_rights("import", file, "--archive", closed)
    assert (done.returncode, done.stderr.count("\n")) == (4, 1), done.stderr
    assert "Permission denied" in done.stderr
    file.chmod(0)
    done = without_rights("import", file, "--archive", tmp_path / "archive")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
    assert "x.warc: cannot be read: Permission denied" in done.stderr
    assert list(closed.iterdir()) == []


def test_while_a_backfill_runs_an_import_of_the_same_portal_is_told_to_wait(tmp_path: Path) -> None:
    def answer(path: str, _: int) -> Answer:
        if "/cdx" in path:
            return 200, {}, listed(*FOUND)
        time.sleep(0.4)
        return memento(path)

    file = write(tmp_path / "x.warc", [warc_record(pages()[0], record_id(1))], "plain")
    with serving(answer) as asked:
        run = start_kho("backfill", "longbien", "--cdx", asked.cdx, "--archive", tmp_path / "archive")
        while not asked.payloads and run.poll() is None:
            pass
        beside = kho("import", file, "--archive", tmp_path / "archive")
        assert run.wait(60) == 0
        assert run.stderr is not None
        run.stderr.close()
    assert beside.returncode == 2
    assert beside.stderr.count("\n") == 1
    assert "longbien" in beside.stderr
    assert not (tmp_path / "archive" / "warc" / "longbien" / "imported").exists()
    assert kho("import", file, "--archive", tmp_path / "archive").returncode == 0


def test_of_two_imports_at_once_one_is_told_to_wait_and_has_touched_nothing(tmp_path: Path) -> None:
    file = write(tmp_path / "x.warc", [warc_record(pages()[0], record_id(1))], "plain")
    archive = tmp_path / "archive"
    with closing(lock_portal(archive, "longbien")):
        beside = kho("import", file, "--archive", archive)
    assert (beside.returncode, beside.stderr.count("\n")) == (2, 1), beside.stderr
    assert "longbien: another crawl is writing" in beside.stderr
    assert [path.name for path in archive.rglob("*") if path.is_file()] == [".lock"]
    assert kho("import", file, "--archive", archive).returncode == 0


def test_a_file_that_changed_since_it_was_looked_through_is_not_kept(tmp_path: Path) -> None:
    file = write(tmp_path / "x.warc", [warc_record(pages()[0], record_id(1))], "plain")
    with pytest.raises(ConfigurationError, match="changed while it was read"):
        keep(tmp_path / "archive", "longbien", file, "0" * 64)
    assert [path for path in (tmp_path / "archive").rglob("*") if path.is_file()] == []
