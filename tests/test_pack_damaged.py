"""WACZ files that are damaged, untrue, hostile or made by others: refused or checked, in one line, nothing written."""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from crawler.archive.plain_zip import PlainZip
from crawler.verify.package import package_findings
from tests.command import ROOT, kho
from tests.conftest import Site


@pytest.fixture(scope="module")
def packed(twice_crawled: Site, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A small portal crawled twice, and a package of it: (archive, WACZ file). Tests must not write to them."""
    archive = shutil.copytree(twice_crawled.archive, tmp_path_factory.mktemp("pack") / "archive")
    done = kho("pack", "--archive", archive)
    assert done.returncode == 0, done.stderr
    return archive, next((archive / "wacz").glob("longbien-*.wacz"))


def messages(path: Path, archive: Path) -> list[str]:
    return [finding.message for finding in package_findings(path, archive)]


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def rewritten(path: Path, to: Path, name: str, data: bytes) -> Path:
    """Return a package whose `name` is `data`, with digests that fit: a lie told in good form."""
    found = parts(path) | {name: data}
    package = json.loads(found["datapackage.json"])
    for part in package["resources"]:
        content = found[part["path"]]
        part |= {"hash": f"sha256:{hashlib.sha256(content).hexdigest()}", "bytes": len(content)}
    found["datapackage.json"] = json.dumps(package, ensure_ascii=False, indent=2).encode() + b"\n"
    digest = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(found['datapackage.json']).hexdigest()}"}
    found["datapackage-digest.json"] = json.dumps(digest, indent=2).encode() + b"\n"
    with to.open("w+b") as file:
        package_ = PlainZip(file)
        for part_name, content in found.items():
            package_.add(part_name, len(content), [content])
        package_.close()
    return to


def is_valid_to_others(path: Path) -> bool:
    """What the webrecorder library's own command says of a package."""
    program = ROOT / ".venv-replay" / "bin" / "wacz"
    assert program.exists(), "wacz is missing: run `make .venv-replay/.installed`"
    done = subprocess.run([program, "validate", "-f", path], capture_output=True, text=True, check=False)
    return "the passed WACZ is valid" in done.stdout


def test_what_validate_lets_pass_is_refused_here(packed: tuple[Path, Path], tmp_path: Path) -> None:
    """A page that was never captured, an index without one of its lines: both with digests that fit."""
    archive, path = packed
    found = parts(path)
    page = json.dumps(
        {"id": "0" * 16, "url": "http://x.example/", "ts": "2026-01-01T00:00:00Z", "title": "?", "text": ""}
    )
    lie = rewritten(path, tmp_path / "a.wacz", "pages/pages.jsonl", found["pages/pages.jsonl"] + page.encode() + b"\n")
    assert "the page's capture is not in the package" in messages(lie, archive)
    lines = gzip.decompress(found["indexes/index.cdx.gz"]).splitlines(keepends=True)
    short = rewritten(path, tmp_path / "b.wacz", "indexes/index.cdx.gz", gzip.compress(b"".join(lines[1:])))
    assert "the record is not in the index" in messages(short, archive)
    assert [is_valid_to_others(each) for each in (lie, short)] == [True, True]
    assert not is_valid_to_others(shortened(path, tmp_path / "c.wacz"))


def shortened(path: Path, to: Path) -> Path:
    """Return a package in which one file is not what its digest says: that the other command does find."""
    found = parts(path)
    with to.open("w+b") as file:
        package = PlainZip(file)
        for name, content in found.items():
            data = content[:-1] if name == "pages/pages.jsonl" else content
            package.add(name, len(data), [data])
        package.close()
    return to


@pytest.mark.parametrize(
    "name", ["../outside.txt", "/etc/outside.txt", "archive/../../outside.txt", "a\\..\\outside.txt"]
)
def test_a_name_outside_of_the_package_is_one_line_and_nothing_is_written(tmp_path: Path, name: str) -> None:
    path = tmp_path / "in" / "x.wacz"
    path.parent.mkdir()
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("datapackage.json", '{"resources": []}')
        package.writestr(name, "out")
    before = sorted(tmp_path.rglob("*"))
    done = kho("verify", path, "--archive", tmp_path / "none")
    assert done.returncode == 5
    assert "names a file outside of itself" in done.stdout
    assert "Traceback" not in done.stderr
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is no whole WACZ file"),
        (b"just some words", "is no whole WACZ file"),
        (b"PK\x03\x04" + bytes(100), "is no whole WACZ file"),
    ],
)
def test_a_file_that_is_none_is_one_line(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "x.wacz"
    path.write_bytes(content)
    assert [said in message for message in messages(path, tmp_path)] == [True]
    assert len(messages(tmp_path / "gone.wacz", tmp_path)) == 1


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "x.wacz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("datapackage.json", '{"resources": []}')
        package.writestr("archive/x.warc.gz", bytes(50_000_000))
    found = messages(path, tmp_path)
    assert len(found) == 1
    assert "a bomb, not an archive" in found[0]


def test_a_package_of_another_program_is_held_to_its_own_digests(tmp_path: Path) -> None:
    path = tmp_path / "x.wacz"
    content = b"not really a WARC file"
    hash_ = f"sha256:{hashlib.sha256(content).hexdigest()}"
    part = {"name": "x", "path": "archive/x.warc.gz", "hash": hash_, "bytes": len(content)}
    for data, whole in ((content, True), (content + b"!", False)):
        with zipfile.ZipFile(path, "w") as package:
            package.writestr("datapackage.json", json.dumps({"software": "other 1.0", "resources": [part]}))
            package.writestr("archive/x.warc.gz", data)
        assert (messages(path, tmp_path) == []) == whole
