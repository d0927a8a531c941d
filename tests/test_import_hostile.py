"""Files made to harm, or by accident: one clear line, nothing written, and time in proportion to their length."""

from __future__ import annotations

import gzip
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest

from crawler.archive.foreign.container import parts_of
from crawler.archive.foreign.http import split_message
from crawler.archive.foreign.walk import Place, walk
from tests.command import kho
from tests.foreign_samples import page, warc_record


def bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("archive/data.warc.gz", b"WARC/1.0\r\n" + b"\0" * (400 << 20))


def climbing(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("archive/../../../evil.warc.gz", b"WARC/1.0\r\n")


def nested(**entries: bytes) -> Any:
    """Make a WACZ that holds a WACZ with such entries."""

    def make(path: Path, how: int = zipfile.ZIP_STORED) -> None:
        inner = path.with_name("inner")
        with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as package:
            for name, data in entries.items():
                package.writestr(name, data)
        with zipfile.ZipFile(path, "w", how) as package:
            package.write(inner, "crawl.wacz")
        inner.unlink()

    return make


def gzip_bomb(path: Path) -> None:
    size = 400 << 20
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://x/\r\nContent-Length: {size}\r\n\r\n"
    with gzip.open(path, "wb") as file:
        file.write(head.encode())
        for _ in range(400):
            file.write(bytes(1 << 20))


KNOWN = warc_record(page("https://longbien.hanoi.gov.vn/tin", "x"))
ELSEWHERE = warc_record(page("http://elsewhere.example/", "x"))
AT = len(gzip.compress(ELSEWHERE))
HOSTILE = {
    "empty.warc.gz": (lambda path: path.write_bytes(b""), 2, "is empty"),
    "text.warc.gz": (lambda path: path.write_text("just a text\n"), 2, "is no WARC"),
    "packed-text.warc.gz": (lambda path: path.write_bytes(gzip.compress(b"just a text\n")), 2, "neither WARC nor ARC"),
    "cut.warc.gz": (lambda path: path.write_bytes(gzip.compress(b"WARC/1.0\r\n" * 9)[:20]), 5, "cannot be read"),
    "only-damage.warc": (lambda path: path.write_bytes(KNOWN[:-40]), 5, "bytes too early; what is whole holds no page"),
    "only-damage.warc.gz": (
        lambda path: path.write_bytes(gzip.compress(ELSEWHERE) + gzip.compress(KNOWN)[:-9]), 5, f"byte {AT}: ",
    ),
    "bomb.warc.gz": (gzip_bomb, 5, "packed bytes unpack to more than"),
    "bomb.wacz": (bomb, 2, "refused: "),
    "climbing.wacz": (climbing, 2, "leads out of the package"),
    "no.wacz": (lambda path: path.write_bytes(b"PK\x03\x04 nothing"), 5, "cannot be read as a WACZ"),
    "nested-climbing.wacz": (nested(**{"archive/../../x.warc": b"WARC/1.0\r\n"}), 2, "leads out of the package"),
    "nested-packed.wacz": (nested(**{"archive/x.warc": b"WARC/1.0\r\n" * 9}), 2, "is packed twice over"),
    "nested-nothing.wacz": (nested(**{"datapackage.json": b"{}"}), 2, "no page of a portal"),
    "nested-deflated.wacz": (
        lambda path: nested(**{"datapackage.json": b"{}"})(path, zipfile.ZIP_DEFLATED), 2, "is packed twice over",
    ),
    "missing.warc.gz": (lambda path: None, 2, "no such file"),  # noqa: ARG005
    "elsewhere.warc": (
        lambda path: path.write_bytes(ELSEWHERE), 2, "no page of a portal",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_or_useless_file_is_one_clear_line_and_changes_nothing(tmp_path: Path, name: str) -> None:
    make, code, words = HOSTILE[name]
    make(tmp_path / name)
    before = sorted(path for path in tmp_path.rglob("*") if not path.name.endswith(("-shm", "-wal")))
    done = kho("import", tmp_path / name, "--archive", tmp_path / "archive")
    assert done.returncode == code
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert "Traceback" not in done.stderr
    assert sorted(path for path in tmp_path.rglob("*") if not path.name.endswith(("-shm", "-wal"))) == before


RECORD = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://x/\r\nContent-Length: 0\r\n"
SLOW = {
    "many lines": RECORD + b"a:\n" * 300_000 + b"\r\n\r\n\r\n",
    "a folded line": RECORD + b"a: b\r\n" + b" \n" * 400_000 + b"\r\n\r\n\r\n",
    "blank lines": RECORD + b"\r\n" * 2_000_000,
}


MOST_SECONDS = 12
"""CPU time on a busy machine, 2 to 4 on a quiet one; with the square of the length it would be minutes."""


@pytest.mark.parametrize("name", SLOW)
@pytest.mark.parametrize("packed", [False, True])
def test_heads_take_time_in_proportion_to_their_length(tmp_path: Path, name: str, packed: bool) -> None:
    path = tmp_path / "x.warc"
    path.write_bytes(gzip.compress(SLOW[name]) if packed else SLOW[name])
    began = time.process_time()
    (part,) = parts_of(path)
    with path.open("rb") as file:
        (place,) = walk(file, part)
    assert isinstance(place, Place)
    assert place.fields["warc-target-uri"] == "http://x/"
    assert time.process_time() - began < MOST_SECONDS


def test_the_head_of_a_response_takes_time_in_proportion_to_its_length() -> None:
    began = time.process_time()
    found = split_message(b"HTTP/1.1 200 OK\r\na: b\r\n" + b" x\r\n" * 200_000 + b"\r\nbody")
    assert (found.status, len(found.headers), found.body) == (200, 1, b"body")
    assert split_message(b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 2_000_000).status == 200
    assert time.process_time() - began < MOST_SECONDS
