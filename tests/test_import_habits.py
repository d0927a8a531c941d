"""`kho import` of what is valid, or common, and rare: dates, spellings, and what stands before the first record."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.archive.foreign.dates import is_coarse, utc_of
from crawler.archive.foreign.normal import read_foreign_record
from tests.command import kho, rows
from tests.foreign_samples import page, record_id, warc_record, write
from tests.test_import_mixed import ALL, WARC, found_in, packed
from tests.test_import_records import bring, is_whole, old

DATES = {
    "2019-05-02T10:00:07Z": "2019-05-02T10:00:07.000Z",
    "2019-05-02T10:00:07.5Z": "2019-05-02T10:00:07.500Z",
    "2019-05-02T10:00:07.123456789Z": "2019-05-02T10:00:07.123Z",
    "2019-05-02T10:00Z": "2019-05-02T10:00:00.000Z",
    "2019-05-02t10:00:07z": "2019-05-02T10:00:07.000Z",
    "2019-05-02T17:00:07+07:00": "2019-05-02T10:00:07.000Z",
    "2019-05-02T17:00+0700": "2019-05-02T10:00:00.000Z",
    "2019-05-01T23:30:00-03:30": "2019-05-02T03:00:00.000Z",
    "20190502100007": "2019-05-02T10:00:07.000Z",
    "2019-05-02T10:00:07": None,  # whose clock?
    "2019-05-02T17:00:07+25:00": None,
    "2019-02-30T10:00:00Z": None,
    "0001-01-01T00:00:00+07:00": None,
    "02/05/2019 10:00": None,
}


@pytest.mark.parametrize("date", DATES)
def test_a_date_that_names_a_minute_and_a_zone_is_read(date: str) -> None:
    assert (utc_of(date), is_coarse(date)) == (DATES[date], False)


@pytest.mark.parametrize("date", ["2019", "2019-05", "2019-05-02", "2019-05-02T10Z"])
def test_a_date_without_a_minute_gets_none_and_is_named(tmp_path: Path, date: str) -> None:
    assert (utc_of(date), is_coarse(date)) == (None, True)
    records = [warc_record(old(1, date=date), record_id(1))]
    alone = bring(tmp_path / "archive", write(tmp_path / "a.warc", records, "plain"), 2)
    assert "no page that can be taken in (1 coarse_date, 0 other_host" in alone
    records.append(warc_record(old(2), record_id(2)))
    told = bring(tmp_path / "archive", write(tmp_path / "b.warc", records, "plain"))
    assert "left out: 1 dated without hour and minute" in told
    assert [row[0] for row in rows(tmp_path / "archive", "SELECT fetched_at FROM captures")] == [
        "2022-05-01T10:00:00.000Z"
    ]


TYPE = b"Content-Type: application/http; msgtype=response\r\n"
SPELLINGS = {
    "HTTP://": warc_record(old()).replace(b"http://longbien", b"HTTP://LongBien"),
    "Application/HTTP": warc_record(old()).replace(TYPE, b"content-type: Application/HTTP;msgtype=response\r\n"),
    "no Content-Type": warc_record(old()).replace(TYPE, b""),
    "message/http": warc_record(old()).replace(TYPE, b"Content-Type: message/http\r\n"),
}


@pytest.mark.parametrize("name", SPELLINGS)
def test_a_response_is_one_however_it_is_spelled(tmp_path: Path, name: str) -> None:
    bring(tmp_path / "archive", write(tmp_path / "x.warc", [SPELLINGS[name]], "plain"))
    stored = rows(
        tmp_path / "archive", "SELECT requested_url, status, url FROM captures c JOIN urls u ON u.id = url_id"
    )
    assert [(row[0].lower(), *row[1:]) for row in stored] == [(old().url, 200, old().url)]
    assert stored[0][0].startswith("http://")
    assert is_whole(tmp_path / "archive")


def test_a_block_without_a_status_line_is_no_response_whatever_it_is_called(tmp_path: Path) -> None:
    headless = warc_record(old()._replace(head=b"no head at all")).replace(TYPE, b"")
    write(tmp_path / "x.warc", [headless], "plain")
    assert read_foreign_record(tmp_path, "x.warc", 0).status == 0


BOM = b"\xef\xbb\xbf"
BEFORE = {
    "a blank line": b"\r\n" + b"".join(WARC),
    "a byte order mark": BOM + b"".join(WARC),
    "both, packed": packed(BOM + b"\r\n" + WARC[0]) + b"".join(map(packed, WARC[1:])),
    "a mark before what is packed": BOM + b"".join(map(packed, WARC)),
    "blank lines before what is packed": b"\r\n\r\n" + b"".join(map(packed, WARC)),
    "an empty gzip member": packed() + b"".join(map(packed, WARC)),
    "empty and blank gzip members": 2 * packed() + packed(b"\r\n") + b"".join(map(packed, WARC)),
    "an empty member before all in one": packed() + packed(*WARC),
}


@pytest.mark.parametrize("name", BEFORE)
def test_what_is_blank_before_the_first_record_costs_none(tmp_path: Path, name: str) -> None:
    path = tmp_path / "x.warc.gz"
    path.write_bytes(BEFORE[name])
    assert found_in(path, tmp_path / "written") == (ALL, [])


NOTHING = {
    "a mark": BOM, "lines": b"\r\n" * 9, "a member": packed(), "blank members": 3 * packed(b"\n"),
    "text": BOM + b"a text",
}  # fmt: skip


@pytest.mark.parametrize("name", NOTHING)
def test_a_file_with_nothing_behind_what_is_blank_is_none(tmp_path: Path, name: str) -> None:
    path = tmp_path / "x.warc.gz"
    path.write_bytes(NOTHING[name])
    done = kho("import", path, "--archive", tmp_path / "archive")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr


def test_a_page_whose_date_has_an_offset_stands_at_its_time_in_utc(tmp_path: Path) -> None:
    record = warc_record(page(old().url, "<title>Trang cũ</title>", "2019-05-02T06:30:00+07:00"))
    bring(tmp_path / "archive", write(tmp_path / "x.warc", [record], "plain"))
    sql = "SELECT fetched_at FROM captures"
    assert [row[0] for row in rows(tmp_path / "archive", sql)] == ["2019-05-01T23:30:00.000Z"]
