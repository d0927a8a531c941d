"""`kho extract` on files of all sorts: encodings, gzip, web archives of browsers, WARC, and what is no page."""

from __future__ import annotations

import base64
import gzip
import json
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from tests.command import ROOT, environment
from tests.saved_files import TITLE, URL, objects, page, warc


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1258"])
def test_a_page_is_read_in_the_encoding_it_was_saved_in(tmp_path: Path, encoding: str) -> None:
    text = page().replace("charset='utf-8'", f"charset='{encoding}'")
    if encoding == "windows-1258":
        text = "".join(map(_half, text))
    path = tmp_path / "trang.html"
    path.write_bytes(text.encode(encoding))
    (found,) = objects(path, "--url", URL)
    assert (found["article"]["title"], found["article"]["views"]) == (TITLE, 1084)


def _half(char: str) -> str:
    """Return a letter with its tone mark apart from it, as windows-1258 has them."""
    parts = unicodedata.normalize("NFD", char)
    tones = [mark for mark in parts[1:] if mark in "\u0300\u0301\u0303\u0309\u0323"]
    if not tones:
        return char
    return unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in tones)) + tones[0]


def test_a_page_comes_packed_by_gzip_or_from_standard_input(tmp_path: Path) -> None:
    packed = tmp_path / "trang.html.gz"
    packed.write_bytes(gzip.compress(page().encode()))
    assert objects(packed, "--url", URL)[0]["article"]["views"] == 1084
    for body in (page().encode(), packed.read_bytes()):
        done = subprocess.run(
            [sys.executable, "-m", "crawler", "extract", "-", "--url", URL], input=body, capture_output=True,
            timeout=60, check=True, env=environment(), cwd=ROOT,
        )  # fmt: skip
        found = json.loads(done.stdout)
        assert (found["file"], found["article"]["views"]) == ("-", 1084)


def test_a_browsers_web_archive_tells_address_and_time(tmp_path: Path) -> None:
    path = tmp_path / "trang.mhtml"
    body = base64.encodebytes(page("3 giờ trước").encode()).decode()
    path.write_text(
        "From: <Saved by Blink>\nSnapshot-Content-Location: https://mau.example/tin/9.html\nSubject: x\n"
        "Date: Mon, 23 Nov 2026 09:39:18 +0700\nMIME-Version: 1.0\n"
        'Content-Type: multipart/related; type="text/html"; boundary="----B"\n\n\n------B\nContent-Type: text/html\n'
        "Content-Transfer-Encoding: base64\nContent-Location: https://mau.example/tin/9.html\n\n"
        f"{body}\n------B\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n------B--\n"
    )
    (found,) = objects(path)
    assert (found["url"], found["fetched_at"]) == ("https://mau.example/tin/9.html", "2026-11-23T02:39:18.000Z")
    assert (found["article"]["title"], found["article"]["published_at"]) == (TITLE, "2026-11-23")


@pytest.mark.parametrize("packed", [True, False])
def test_each_response_of_a_warc_file_is_an_object(tmp_path: Path, packed: bool) -> None:
    body = page().encode()
    chunked = b"%x\r\n" % len(body) + body + b"\r\n0\r\n\r\n"
    path = warc(
        tmp_path / "a.warc",
        ("https://mau.example/tin/1.html", body, {}),
        ("https://mau.example/tin/2.html", gzip.compress(body), {"Content-Encoding": "gzip"}),
        ("https://mau.example/tin/3.html", chunked, {"Transfer-Encoding": "chunked"}),
        packed=packed,
    )
    found = objects(path, "--fetched-at", "2030-01-01T00:00:00Z")
    assert [one["url"][-6:] for one in found] == ["1.html", "2.html", "3.html"]
    assert {one["article"]["views"] for one in found} == {1084}
    assert {one["fetched_at"] for one in found} == {"2024-03-01T02:10:00Z"}
    assert len({one["record_id"] for one in found}) == 3


def test_a_damaged_record_costs_itself_alone(tmp_path: Path) -> None:
    pages = [(f"https://mau.example/tin/{n}.html", page(title=f"{TITLE} {n}").encode(), {}) for n in range(4)]
    path = warc(tmp_path / "a.warc.gz", *pages)
    whole = path.read_bytes()
    heads = [at for at in range(len(whole)) if whole.startswith(b"\x1f\x8b\x08", at)]
    path.write_bytes(whole[: heads[2] + 40] + b"\xff" * 60 + whole[heads[2] + 100 :])
    found = objects(path)
    assert [one["article"]["title"][-1] for one in found if one["article"]] == ["0", "2", "3"]
    assert [one["code"] for other in found if not other["article"] for one in other["problems"]] != []
    path.write_bytes(whole[: heads[4] + 200])
    assert [one["kind"] for one in objects(path)][:3] == ["article"] * 3


def test_other_files_are_told_for_what_they_are(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4\n%broken")
    (tmp_path / "empty.html").write_bytes(b"")
    (tmp_path / "notes.txt").write_text("Ghi chép về hội nghị tổng kết.", encoding="utf-8")
    pdf, empty, notes = objects(*(tmp_path / name for name in ("a.pdf", "empty.html", "notes.txt")))
    assert [one["kind"] for one in (pdf, empty, notes)] == ["other"] * 3
    assert pdf["payload"]["mime"] == "application/pdf"
    assert (notes["payload"]["text"], notes["payload"]["text_status"]) == (
        "Ghi chép về hội nghị tổng kết.",
        "extracted",
    )


def test_a_gzip_bomb_is_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "bomb.html.gz"
    path.write_bytes(gzip.compress(b"\x00" * 200_000_000))
    (found,) = objects(path)
    assert [one["code"] for one in found["problems"]] == ["page_too_large"]


def test_a_warc_file_comes_from_standard_input_too(tmp_path: Path) -> None:
    path = warc(tmp_path / "a.warc.gz", ("https://mau.example/tin/1.html", page().encode(), {}))
    done = subprocess.run(
        [sys.executable, "-m", "crawler", "extract", "-"], input=path.read_bytes(), capture_output=True, timeout=60,
        check=True, env=environment(), cwd=ROOT,
    )  # fmt: skip
    assert json.loads(done.stdout)["article"]["views"] == 1084


def test_a_page_is_a_page_whatever_its_file_is_called(tmp_path: Path) -> None:
    names = ("View_Detail.aspx?ItemID=192", "tin", "tin.php", "xem?tep=ke-hoach.pdf", "trang.js")
    for name in names:
        (tmp_path / name).write_bytes(b"\xef\xbb\xbf\n<!DOCTYPE html>" + page().encode())
    assert {one["kind"] for one in objects(*(tmp_path / name for name in names))} == {"article"}
