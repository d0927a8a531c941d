"""Files that are not what their name says, places that may not be written to: one clear line, nothing lost."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from crawler.checksums import file_sha256
from tests.command import ROOT, environment, kho
from tests.conftest import make_site
from tests.test_verify import without_rights


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A small archive. Tests leave it as it is."""
    with ExitStack() as stack:
        site = make_site(stack, tmp_path_factory.mktemp("bad") / "archive", 12)
        site.crawl()
        yield site.archive


def zipped(name: str, data: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("datapackage.json", '{"profile": "data-package", "resources": []}')
        package.writestr(name, data)
    return file.getvalue()


BAD = {
    "empty.warc.gz": b"",
    "empty.wacz": b"",
    "words.warc.gz": b"Only words, no records.\n" * 200,
    "words.wacz": b"Only words, no ZIP.\n" * 200,
    "bomb.wacz": zipped("archive/bomb.warc.gz", bytes(300_000_000)),
    "outside.wacz": zipped("../../outside.warc.gz", b"WARC/1.1\r\n"),
    "root.wacz": zipped("/outside.warc.gz", b"WARC/1.1\r\n"),
}


def content(folder: Path) -> dict[str, str]:
    """Each file below a folder with its digest; locks and the files of an open database left out."""
    passing = (".lock", "-wal", "-shm")
    return {str(path.relative_to(folder)): file_sha256(path) for path in sorted(folder.rglob("*"))
            if path.is_file() and not path.name.endswith(passing)}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_one_line_of_import_and_changes_nothing(archive: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(BAD[name])
    before, beside = content(archive.parent), content(tmp_path)
    done = kho("import", tmp_path / name, "--archive", archive)
    lines = [line for line in done.stderr.splitlines() if line]
    assert done.returncode in (2, 5), done.stdout + done.stderr
    assert [line.startswith("kho: ") and name in line for line in lines] == [True], done.stderr
    assert (content(archive.parent), content(tmp_path)) == (before, beside)


@pytest.mark.parametrize("name", [name for name in BAD if name.endswith(".wacz")])
def test_a_bad_package_is_refused_by_verify_and_changes_nothing(archive: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(BAD[name])
    before, beside = content(archive.parent), content(tmp_path)
    done = kho("verify", tmp_path / name, "--archive", archive)
    assert (done.returncode, done.stderr) == (5, "")
    assert done.stdout.count("✗ package_damaged") == 1
    assert (content(archive.parent), content(tmp_path)) == (before, beside)


def test_a_package_that_is_not_there_is_a_wrong_name_and_no_damage(archive: Path, tmp_path: Path) -> None:
    done = kho("verify", tmp_path / "none.wacz", "--archive", archive)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"kho: {tmp_path / 'none.wacz'}: no such file\n"


@pytest.mark.skipif(os.geteuid() == 0 and not shutil.which("setpriv"), reason="root writes anywhere; needs setpriv")
def test_a_package_that_may_not_be_written_and_a_key_that_may_not_be_read_are_one_line(
    archive: Path, tmp_path: Path
) -> None:
    for folder in (*reversed(tmp_path.parents), tmp_path):
        if folder.is_relative_to(tmp_path.parent.parent):
            folder.chmod(0o755)
    closed, key = tmp_path / "closed", tmp_path / "key.pem"
    closed.mkdir(mode=0o555)
    key.write_text("secret")
    key.chmod(0)
    to_closed = without_rights("pack", "--archive", archive, "-o", closed / "x.wacz")
    assert (to_closed.returncode, to_closed.stderr.count("\n")) == (4, 1)
    assert "x.wacz: cannot be written: Permission denied" in to_closed.stderr
    unread = without_rights("pack", "--archive", archive, "-o", tmp_path / "x.wacz", "--sign", key)
    assert (unread.returncode, unread.stderr.count("\n")) == (2, 1)
    assert "key.pem: cannot be read: Permission denied" in unread.stderr
    assert list(closed.iterdir()) == []
    assert not (tmp_path / "x.wacz").exists()


def has_small_disks() -> bool:
    """Whether this machine lets us mount a file system of our own."""
    command = ["unshare", "-rm", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    return bool(shutil.which("unshare")) and subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(not has_small_disks(), reason="mounting a small disk is not allowed here")
def test_on_a_disk_that_is_really_full_pack_leaves_nothing_and_repair_loses_nothing(
    archive: Path, tmp_path: Path
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    warc = sum(path.stat().st_size for path in (archive / "warc").rglob("*.warc.gz"))
    script = f"""
    mount -t tmpfs -o size={warc + 120_000} tmpfs {disk} && mkdir {disk}/a
    cp -r {archive}/warc {archive}/portals {disk}/a
    {sys.executable} -m crawler pack --archive {archive} -o {disk}/x.wacz; echo "exit $?"
    {sys.executable} -m crawler verify --repair --archive {disk}/a; echo "exit $?"
    cd {disk} && find . -type f -not -name '*.lock' | sort && cd a/warc/longbien && sha256sum -c SHA256SUMS
    """
    done = subprocess.run(
        ["unshare", "-rm", "sh", "-c", script], capture_output=True, text=True, check=False, env=environment(), cwd=ROOT
    )
    said = done.stdout + done.stderr
    assert done.stdout.startswith("exit 4\n"), said
    assert "x.wacz: cannot be written: No space left on device" in done.stderr
    assert "Traceback" not in said
    assert "archive.db.new: cannot be written: database or disk is full" in done.stderr
    assert done.stdout.count("exit 4\n") == 2
    assert "x.wacz" not in done.stdout
    assert ": OK" in done.stdout
