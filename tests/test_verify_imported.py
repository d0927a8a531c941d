"""Damage in a file of others: told by the record in which it lies, and it costs that record alone."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from crawler.rebuild import check
from crawler.verify.repair import mend
from tests.command import kho, rows, value
from tests.conftest import Site
from tests.damaging import change, damages, look
from tests.foreign_samples import page, record_id, request_record, warc_record, write

DIGEST = "WARC-Block-Digest: sha256:{}"
NUMBERS = range(1, 7)


def response(url: str, number: int, *, digests: bool) -> bytes:
    one = page(url, f"<title>Tin {number}</title><h1>Tin số {number}</h1>", f"2019-05-01T10:00:{number:02d}Z")
    sum_ = hashlib.sha256(one.head + b"\r\n\r\n" + one.body).hexdigest()
    return warc_record(one, record_id(number), *([DIGEST.format(sum_)] if digests else []))


def request(url: str, number: int, *, digests: bool) -> bytes:
    sum_ = hashlib.sha256(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").hexdigest()
    return request_record(url, "GET", record_id(100 + number), *([DIGEST.format(sum_)] if digests else []))


Make = Callable[[str, bool], tuple[Path, list[bytes]]]


@pytest.fixture
def imported(twice_crawled: Site, archive: Path, tmp_path: Path) -> Make:
    """Return what imports six pages, each behind its request, and gives the file in the archive and its records."""

    def make(form: str, digests: bool = True) -> tuple[Path, list[bytes]]:
        urls = [f"{twice_crawled.portal.url}tin-tuc/bai-{number}.html" for number in NUMBERS]
        pairs = zip(urls, NUMBERS, strict=True)
        records = [make(url, n, digests=digests) for url, n in pairs for make in (request, response)]
        name = "x.warc" if form == "plain" else "x.warc.gz"
        done = kho("import", write(tmp_path / name, records, form), "--archive", archive)
        assert done.returncode == 0, done.stderr
        assert damages(look(archive)) == []
        return archive / "warc" / "longbien" / "imported" / name, records

    return make


def start_of(records: list[bytes], number: int) -> int:
    return sum(map(len, records[:number]))


def told(archive: Path) -> list[tuple[str, str | None]]:
    """Return what is found, but that the file is not as it was taken in."""
    return [
        (one.code, one.record_id)
        for one in damages(look(archive))
        if one.code != "file_changed" or one.offset is not None
    ]


RESPONSE, REQUEST = 3, 4
"""Which records are damaged: that of page 2, and the request for page 3."""
OF = {
    RESPONSE: "urn:uuid:00000000-0000-4000-8000-000000000002",
    REQUEST: "urn:uuid:00000000-0000-4000-8000-000000000103",
}


@pytest.mark.parametrize("digests", [True, False], ids=["digests", "no-digests"])
@pytest.mark.parametrize("how", ["cut", "add", "flip"])
@pytest.mark.parametrize("which", [RESPONSE, REQUEST], ids=["response", "request"])
def test_a_byte_in_a_block_costs_its_record_alone(
    archive: Path, imported: Make, which: int, how: str, digests: bool
) -> None:
    path, records = imported("plain", digests)
    at = start_of(records, which + 1) - 8
    data = path.read_bytes()
    path.write_bytes(data[:at] + {"cut": b"", "add": b"x" + data[at : at + 1], "flip": b"\x01"}[how] + data[at + 1 :])
    found = told(archive)
    moved = [one for one in found if one[0] == "row_moved"]
    assert len(moved) == (how != "flip")
    if which == REQUEST and how == "flip" and not digests:  # nothing vouches for it: told is where it may lie
        assert [code for code, _ in found] == ["file_changed"]
        return
    assert [one for one in found if one not in moved] == [("record_damaged", OF[which])]
    mend(archive, None, full=False, dry_run=False)
    assert [one for one in told(archive) if one[0] != "record_damaged"] == []
    lost = rows(archive, "SELECT c.record_id FROM problems p JOIN captures c ON c.id = p.capture_id "
                         "WHERE p.code IN ('record_damaged', 'record_missing')")  # fmt: skip
    assert [tuple(row) for row in lost] == ([(OF[which],)] if which == RESPONSE else [])


@pytest.mark.parametrize(
    ("cut", "put"),
    [(b"WARC/1.0\r\n", b"ARC/1.0\r\n"), (b"WARC/1.0\r\n", b"xWARC/1.0\r\n"), (b"Length: ", b"Length: 9")],
)
def test_a_damaged_head_costs_its_record_alone(archive: Path, imported: Make, cut: bytes, put: bytes) -> None:
    path, records = imported("plain", True)
    at = start_of(records, RESPONSE)
    data = path.read_bytes()
    path.write_bytes(data[:at] + data[at:].replace(cut, put, 1))
    found = told(archive)
    assert {code for code, _ in found} == {"record_damaged", "row_moved"}
    assert len(found) == 2
    mend(archive, None, full=False, dry_run=False)
    assert {code for code, _ in told(archive)} == {"record_damaged"}
    assert value(archive, "SELECT count(*) FROM problems WHERE code LIKE 'record_%'") <= 1


@pytest.mark.parametrize("which", [RESPONSE, REQUEST], ids=["response", "request"])
@pytest.mark.parametrize("cut", [0, 1])
def test_damage_in_a_packed_file_is_told_by_its_record(archive: Path, imported: Make, which: int, cut: int) -> None:
    path, records = imported("members", True)
    data = path.read_bytes()
    starts = [at for at in range(len(data)) if data.startswith(b"\x1f\x8b\x08", at)]
    assert len(starts) == len(records)
    at = starts[which + 1] - 20
    path.write_bytes(data[:at] + (b"" if cut else bytes([data[at] ^ 8])) + data[at + 1 :])
    (finding,) = [one for one in damages(look(archive)) if one.code == "record_damaged"]
    assert (finding.record_id, finding.offset) == (OF[which], starts[which])
    assert (finding.capture_id is not None) == (which == RESPONSE)


def test_after_a_byte_was_cut_a_rebuild_still_finds_the_records_that_are_whole(archive: Path, imported: Make) -> None:
    path, records = imported("plain", True)
    at = start_of(records, REQUEST) + 200
    data = path.read_bytes()
    path.write_bytes(data[:at] + data[at + 1 :])
    mend(archive, None, full=False, dry_run=False)
    checked = check(archive)
    assert (checked.rebuilt.faults, checked.comparison.found) == ([], [])


def test_a_row_that_was_changed_by_hand_costs_no_record(archive: Path, imported: Make) -> None:
    imported("plain", False)
    change(archive, "UPDATE captures SET warc_offset = warc_offset + 5 WHERE source = 'import'")
    assert [code for code, _ in told(archive)] == ["row_moved"]
    report, _ = mend(archive, None, full=False, dry_run=False)
    assert damages(report) == []
    change(archive, "UPDATE captures SET payload_sha256 = 'ab' WHERE id = (SELECT max(id) FROM captures)")
    assert [code for code, _ in told(archive)] == ["row_differs"]


@pytest.mark.parametrize("said", ["import", "backfill", "live"])
def test_a_row_that_says_another_source_than_its_crawl_is_named(archive: Path, imported: Make, said: str) -> None:
    imported("plain", True)
    for own in (0, 1):
        ids = f"SELECT max(id) FROM captures WHERE (source = 'live') = {own}"
        change(archive, f"UPDATE captures SET source = '{said}' WHERE id = ({ids})")
    wrong = 2 - (said in ("import", "live"))
    found = [(one.code, one.message.split()[-1]) for one in damages(look(archive))]
    assert found == [("row_differs", "source")] * wrong
