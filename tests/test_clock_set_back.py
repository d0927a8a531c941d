"""The clock was set back between two crawls: files and crawls keep their order, nothing is lost, and it is named."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from crawler.archive import warc
from crawler.archive.warc import WarcWriter
from crawler.session import new_crawl_id
from tests.command import ROOT, environment, kho, rows
from tests.foreign_samples import record_id, warc_record, write
from tests.test_import_records import bring, is_whole, old, stored

TWO_HOURS_AGO = """
from datetime import datetime, timedelta
from crawler import clock
from crawler.cli import main
class SetBack(datetime):
    @classmethod
    def now(cls, zone=None):
        return datetime.now(zone) - timedelta(hours=2)
clock.datetime = SetBack
main()
"""


@pytest.mark.parametrize(
    ("there", "now", "named"),
    [
        ([], "2026-12-02T08:00:00.000Z", "x-20261202080000-00001"),
        (["x-20261202070000-00003"], "2026-12-02T08:00:00.000Z", "x-20261202080000-00001"),
        (["x-20261202080000-00001"], "2026-12-02T08:00:00.900Z", "x-20261202080000-00002"),
        (["x-20261202080000-00007"], "2026-12-02T08:00:00.000Z", "x-20261202080000-00008"),
        (["x-20261202080000-00007"], "2026-12-02T06:00:00.000Z", "x-20261202080000-00008"),
        (["x-20261202080000-00007", "x-other", "x-y-20271202080000-00001"], "1970-01-01T00:00:09.000Z",
         "x-20261202080000-00008"),
    ],
)  # fmt: skip
def test_a_new_file_sorts_behind_all_that_are_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: list[str], now: str, named: str
) -> None:
    folder = tmp_path / "warc" / "x"
    folder.mkdir(parents=True)
    for name in there:
        (folder / f"{name}.warc.gz").write_bytes(b"")
    monkeypatch.setattr(warc, "utc_now", lambda: now)
    writer = WarcWriter(tmp_path, "x", {})
    assert writer.append_metadata("urn:x", {}).file == f"warc/x/{named}.warc.gz"
    writer.close()


NOW = "2026-12-02T08:00:00.123Z"


@pytest.mark.parametrize(
    ("newest", "new"),
    [
        (None, "20261202T080000123Z-x"),
        ("20261202T070000000Z-x", "20261202T080000123Z-x"),
        ("20261202T080000123Z-x", "20261202T080000124Z-x"),
        ("20261202T095959999Z-x", "20261202T100000000Z-x"),
    ],
)
def test_a_new_crawl_sorts_behind_the_newest_one(newest: str | None, new: str) -> None:
    assert new_crawl_id("x", NOW, newest) == new


def test_what_comes_in_under_a_clock_that_was_set_back_is_in_its_place_and_can_be_made_again(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    files = [
        write(tmp_path / f"{number}.warc", [warc_record(old(number), record_id(number))], "plain")
        for number in (1, 2, 3)
    ]
    bring(archive, files[0])
    run = [sys.executable, "-c", TWO_HOURS_AGO, "import", str(files[1]), "--archive", str(archive)]
    done = subprocess.run(run, capture_output=True, text=True, check=False, env=environment(), cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert "is it right?" in done.stderr
    assert is_whole(archive)
    assert "is it right?" not in bring(archive, files[2])
    assert len(stored(archive)) == 3
    crawls = rows(archive, "SELECT id, started_at FROM crawls ORDER BY rowid")
    assert [row[0] for row in crawls] == sorted(row[0] for row in crawls)
    assert crawls[1][1] < crawls[0][1]  # what the clock said stays as it was said
    held = rows(archive, "SELECT c.crawl_id, r.warc_file FROM captures c, replayed r ORDER BY c.id")
    assert held[0][1] == max(f"warc/longbien/{path.name}" for path in (archive / "warc" / "longbien").glob("*.gz"))
    assert is_whole(archive)
    assert kho("rebuild", "--archive", archive).returncode == 0
