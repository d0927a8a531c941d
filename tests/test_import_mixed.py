"""Files whose records lie in more than one form, and damage to those that are unpacked first: no record is lost."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest

from crawler.archive.foreign.walk import Place, walk
from crawler.imports.sources import MEMBERS, record_files
from tests.command import kho
from tests.foreign_samples import Exchange, arc_records, page, record_id, warc_record, write
from tests.test_bad_files import has_small_disks
from tests.test_import_faults import on_a_small_disk

PAGES = [page(f"http://longbien.hanoi.gov.vn/tin-{n}", os.urandom(3000).hex()) for n in range(40)]
WARC = [warc_record(one, record_id(number)) for number, one in enumerate(PAGES)]


def packed(*records: bytes) -> bytes:
    """One gzip member that holds these records."""
    return gzip.compress(b"".join(records), mtime=0)


def found_in(path: Path, folder: Path) -> tuple[list[int], list[str]]:
    """Return the numbers of the pages that are found in a file, and what is told of its damage."""
    folder.mkdir(exist_ok=True)
    numbers, told = [], []
    for source in record_files(path, folder):
        told += source.lost
        with source.path.open("rb") as file:
            for found in walk(file, source.part):
                if not isinstance(found, Place):
                    told.append(f"byte {found.offset}: {found.message}")
                elif found.kind == "response":
                    numbers.append(int(found.fields["warc-target-uri"].rpartition("-")[2]))
    return numbers, told


ALL = list(range(len(PAGES)))
MIXED = {
    "a member a record, then one for the rest": packed(WARC[0]) + packed(WARC[1]) + packed(*WARC[2:]),
    "two records a member": packed(WARC[0]) + b"".join(packed(*WARC[n : n + 2]) for n in range(1, len(WARC), 2)),
    "blank bytes between members": b"\r\n\r\n".join(map(packed, WARC)) + b"\0" * 512,
    "blank bytes between large members": packed(*WARC[:9]) + b"\n" + packed(*WARC[9:]) + b"\0" * 512,
}


@pytest.mark.parametrize("how", MIXED)
def test_all_records_are_found_however_members_hold_them(tmp_path: Path, how: str) -> None:
    path = tmp_path / "x.warc.gz"
    path.write_bytes(MIXED[how])
    assert found_in(path, tmp_path / "written") == (ALL, [])


def test_all_records_of_a_package_that_packed_its_files_once_more_are_found(tmp_path: Path) -> None:
    path = write(tmp_path / "x.wacz", WARC, "packed")
    assert found_in(path, tmp_path / "written") == (ALL, [])


def test_a_file_in_one_piece_that_is_cut_off_gives_what_is_whole_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "x.warc.gz"
    path.write_bytes(packed(*WARC)[: len(packed(*WARC[:20]))])
    numbers, told = found_in(path, tmp_path / "written")
    assert numbers in (ALL[:19], ALL[:20])
    assert told[0] == "byte 0: the file ends in the middle of a gzip member"


def test_damage_to_one_of_several_large_members_costs_no_record_of_the_others(tmp_path: Path) -> None:
    members = [packed(*WARC[:10]), packed(*WARC[10:20]), packed(*WARC[20:])]
    path = tmp_path / "x.warc.gz"
    path.write_bytes(members[0] + members[1][:5000] + members[2])
    numbers, told = found_in(path, tmp_path / "written")
    assert set(numbers) >= {*ALL[:10], *ALL[20:]}
    assert told[0].startswith(f"byte {len(members[0])}: ")


def damaged(records: list[bytes], form: str) -> bytes:
    """The 7th record cannot be read: a byte within it was changed, or its head is none."""
    if form == "plain":
        broken = records[7].replace(b"Content-Length: ", b"Content-Length: x", 1)
        if broken == records[7]:
            broken = broken.replace(b" text/html ", b" text/html x", 1)
        return b"".join([*records[:7], broken, *records[8:]])
    members = [bytearray(packed(record)) for record in records]
    members[7][len(members[7]) // 2] ^= 0xFF
    return b"".join(members)


@pytest.mark.parametrize("form", ["plain", "members"])
@pytest.mark.parametrize("kind", ["WARC/1.0", "WARC/0.18", "ARC"])
def test_a_damaged_record_costs_itself_alone_in_every_kind_of_file(tmp_path: Path, kind: str, form: str) -> None:
    records = arc_records(PAGES)[1:] if kind == "ARC" else [one.replace(b"WARC/1.0", kind.encode(), 1) for one in WARC]
    head = arc_records([])[:1] if kind == "ARC" else []
    path = tmp_path / "x"
    path.write_bytes((packed(*head) if head and form == "members" else b"".join(head)) + damaged(records, form))
    numbers, told = found_in(path, tmp_path / "written")
    assert numbers == ALL[:7] + ALL[8:]
    assert len(told) == 1


def test_what_is_lost_is_named_by_import_and_what_was_written_anew_is_in_the_list_of_sums(tmp_path: Path) -> None:
    path = tmp_path / "x.warc.gz"
    path.write_bytes(packed(*WARC)[:50_000])
    done = kho("import", path, "--archive", tmp_path / "archive")
    assert done.returncode == 5
    assert f"kho: {path}: byte 0: the file ends in the middle of a gzip member; left out" in done.stderr
    folder = tmp_path / "archive" / "warc" / "longbien" / "imported"
    listed = (folder / "SHA256SUMS").read_text().splitlines()
    assert [line[66:] for line in listed] == ["x.warc.gz", f"x.warc.gz.1{MEMBERS}"]
    assert "file_unlisted" not in kho("verify", "--archive", tmp_path / "archive").stdout


@pytest.mark.skipif(not has_small_disks(), reason="mounting a small disk is not allowed here")
def test_no_room_to_unpack_is_one_line_and_leaves_nothing(tmp_path: Path) -> None:
    large = [Exchange(one.url, one.date, one.head, one.body * 40) for one in PAGES]
    path = write(tmp_path / "x.warc.gz", [warc_record(one) for one in large], "stream")
    disk = tmp_path / "disk"
    done = on_a_small_disk(disk, f"TMPDIR={disk} kho import {path} --archive {disk}/archive; find {disk} -type f")
    assert done.stdout == "exit 4\n"
    assert "x.warc.gz cannot be unpacked there: No space left on device" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    done = kho("import", tmp_path, "--archive", tmp_path / "archive")
    assert (done.returncode, done.stderr) == (2, f"kho: {tmp_path}: is a folder or a device, not a file\n")
