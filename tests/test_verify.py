"""`kho verify`: an archive that is whole is found whole, and each way to be otherwise is named with its place."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from crawler.archive.lock import lock_portal
from crawler.archive.reader import iter_members
from crawler.errors import ArchiveLockedError, ConfigurationError
from crawler.store.fixity import last_whole
from crawler.store.reread import sample_of
from crawler.verify.audit import Progress, inspect, verify
from crawler.verify.repair import mend
from tests.command import ROOT, environment, kho, rows, value
from tests.conftest import Site
from tests.damaging import change, damages, flip, look, warcs
from tests.foreign_samples import page, warc_record, write


def test_an_archive_that_is_whole_is_found_whole_and_says_so_later(archive: Path) -> None:
    done = kho("verify", "--archive", archive)
    assert (done.returncode, done.stderr) == (0, "")
    assert "nguyên vẹn · whole: 2 files" in done.stdout
    checked_at = value(archive, "SELECT checked_at FROM fixity_checks WHERE result = 'whole'")
    with closing(Database(archive / "archive.db")) as db:
        assert last_whole(db, "longbien") == checked_at
    assert checked_at in kho("status", "--archive", archive).stdout
    assert json.loads((archive / "logs" / "fixity.jsonl").read_text(encoding="utf-8"))["checked_at"] == checked_at


def test_full_reads_every_page_again_and_finds_every_row_right(archive: Path) -> None:
    report = inspect(archive, "longbien", full=True)
    assert damages(report) == []
    in_pages = "articles UNION SELECT capture_id FROM article_revisions UNION SELECT capture_id FROM documents"
    assert report.extracted >= value(archive, f"SELECT count(*) FROM (SELECT capture_id FROM {in_pages})")
    assert report.captures == value(archive, "SELECT count(*) FROM captures")


def test_everybody_can_check_the_sums_without_kho(archive: Path) -> None:
    sums = (archive / "warc" / "longbien" / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    assert sums == [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}" for path in warcs(archive)]


def test_json_names_file_offset_record_and_what_to_do(archive: Path) -> None:
    place = rows(archive, "SELECT * FROM captures WHERE id = (SELECT min(capture_id) FROM articles)")[0]
    flip(archive / place["warc_file"], place["warc_offset"] + place["warc_length"] // 2)
    done = kho("verify", "--archive", archive, "--json")
    assert done.returncode == 5
    report = json.loads(done.stdout)
    assert report["result"] == "damaged"
    finding = report["findings"][0]
    assert finding["code"] == "record_damaged"
    assert [finding[key] for key in ("file", "offset", "length", "record_id", "url")] == [
        place[key] for key in ("warc_file", "warc_offset", "warc_length", "record_id", "requested_url")
    ]
    assert "copy" in finding["advice"]


def test_all_of_a_gzip_header_counts_though_no_crc_covers_it(archive: Path) -> None:
    path = warcs(archive)[0]
    members = list(iter_members(path))
    for byte in range(10):
        member = members[2 * byte]
        flip(path, member.offset + byte)
    found = {(finding.offset, finding.code) for finding in damages(look(archive))}
    assert {offset for offset, code in found if code == "record_damaged"} >= {m.offset for m in members[:20:2]}


def test_a_cut_byte_costs_its_record_and_the_others_are_found_where_they_are_now(archive: Path) -> None:
    path = warcs(archive)[0]
    member = list(iter_members(path))[5]
    data = path.read_bytes()
    path.write_bytes(data[: member.offset + 20] + data[member.offset + 21 :])
    found = damages(look(archive))
    assert {finding.code for finding in found} <= {"record_damaged", "row_moved", "original_missing"}
    assert [(f.offset, f.length) for f in found if f.code == "record_damaged"] == [(member.offset, member.length - 1)]
    _, done = mend(archive, None, full=False, dry_run=False)
    assert any("rows say now where their records are" in line for line in done)
    assert "row_moved" not in {finding.code for finding in damages(look(archive))}


READ_AGAIN = frozenset({"article_differs", "document_differs"})
"""What is found by reading pages again."""


@pytest.mark.parametrize(
    ("statement", "code", "said"),
    [
        ("UPDATE captures SET status = 201 WHERE id = 5", "row_differs", "status"),
        ("UPDATE captures SET payload_sha256 = 'ab' WHERE id = 5", "row_differs", "payload_sha256"),
        ("UPDATE captures SET requested_url = 'http://x.example/' WHERE id = 5", "row_differs", "requested_url"),
        ("UPDATE captures SET record_id = 'urn:uuid:1' WHERE id = 5", "row_without_record", "ahead"),
        ("UPDATE captures SET record_id = 'urn:uuid:1' WHERE id = 5", "record_without_row", "behind"),
        ("UPDATE payloads SET bytes = bytes + 1 WHERE url_id = (SELECT min(url_id) FROM payloads)",
         "payload_differs", "length or SHA-256"),
        ("UPDATE attachments SET sha256 = 'ab' WHERE id = (SELECT min(id) FROM attachments WHERE sha256 IS NOT NULL)",
         "attachment_differs", "not what `payloads` says"),
        ("UPDATE articles SET author = 'Ai đó'", "article_differs", "author"),
        ("UPDATE articles SET text = text || 'x'", "article_differs", "text"),
        ("UPDATE article_revisions SET title = 'x'", "article_differs", "title"),
        ("UPDATE view_counts SET views = views + 1", "article_differs", "views"),
        ("UPDATE documents SET signer = 'x' WHERE origin = 'page'", "document_differs", "signer"),
        ("UPDATE citations SET issuer = 'x'", "article_differs", "citations"),
        ("DELETE FROM articles_fts_data WHERE id > 10", "index_differs", "articles_fts"),
        ("DROP TABLE articles_exact", "index_differs", "lost"),
        ("DELETE FROM urls WHERE id = (SELECT url_id FROM captures WHERE id = 5)", "foreign_key", "captures"),
    ],
)  # fmt: skip
def test_a_row_that_says_otherwise_than_its_record_is_named(
    archive: Path, statement: str, code: str, said: str
) -> None:
    change(archive, statement)
    found = damages(inspect(archive, None, full=True, reread=code in READ_AGAIN))
    assert any(finding.code == code and said in finding.message for finding in found), found[:3]


def test_a_database_that_another_program_changed_is_not_as_kho_left_it(archive: Path) -> None:
    with closing(sqlite3.connect(archive / "archive.db")) as db:
        db.execute("UPDATE urls SET priority = priority + 1")
        db.commit()
    assert [finding.code for finding in damages(look(archive))] == ["database_changed"]


def test_a_crawl_does_not_wipe_out_the_traces(twice_crawled: Site, archive: Path) -> None:
    title = value(archive, "SELECT title FROM articles ORDER BY id").encode()
    flip(archive / "archive.db", (archive / "archive.db").read_bytes().index(title))
    here = Site(twice_crawled.portal, archive)
    said = here.crawl()
    assert "changed since Kho last closed it" in said
    assert "database_changed" in {finding.code for finding in damages(look(archive))}


@pytest.mark.parametrize(
    ("content", "code", "is_damage"), [(b"", "file_empty", False), (b"Just some words.\n" * 99, "not_a_warc", True)]
)
def test_a_file_that_is_none_of_ours_is_named_and_left_as_it_is(
    archive: Path, content: bytes, code: str, is_damage: bool
) -> None:
    path = archive / "warc" / "longbien" / "longbien-20300101000000-00001.warc.gz"
    path.write_bytes(content)
    report, _ = mend(archive, None, full=False, dry_run=False)
    of_it = [finding for finding in report.findings if finding.file and path.name in finding.file]
    assert [(finding.code, finding.is_damage) for finding in of_it] == [(code, is_damage)]
    assert path.read_bytes() == content


@pytest.mark.parametrize("left", [1, 0])
def test_files_that_are_gone_are_missed(archive: Path, left: int) -> None:
    for path in warcs(archive)[left:]:
        path.unlink()
    found = {finding.code for finding in damages(look(archive))}
    assert {"file_missing", "row_without_record"} <= found


def without_rights(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run `kho` as somebody whom file permissions bind: root is bound only without two of its capabilities."""
    rights = "-dac_override,-dac_read_search"
    bound = ["setpriv", "--bounding-set", rights, "--inh-caps", rights] if os.geteuid() == 0 else []
    command = [*bound, sys.executable, "-m", "crawler", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment(), cwd=ROOT)


@pytest.fixture
def read_only(archive: Path) -> Iterator[Path]:
    """The archive, nothing of which may be written to."""
    paths = [*archive.rglob("*"), archive]
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    yield archive
    for path in reversed(paths):
        path.chmod(0o755 if path.is_dir() else 0o644)


def test_a_read_only_archive_can_be_verified_and_nothing_is_written_to_it(read_only: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in read_only.rglob("*")}
    done = without_rights("verify", "--archive", read_only)
    assert done.returncode == 0, done.stdout
    assert done.stderr == "this audit is not noted in the archive: Permission denied\n"
    assert {path: path.stat().st_mtime_ns for path in read_only.rglob("*")} == before
    mended = without_rights("verify", "--repair", "--archive", read_only)
    assert (mended.returncode, mended.stderr.count("\n")) == (4, 1)


def test_files_that_may_not_be_read_are_named(archive: Path) -> None:
    for path in (archive / "archive.db", warcs(archive)[0]):
        path.chmod(0)
    done = without_rights("verify", "--archive", archive, "--json")
    found = {(finding["code"], finding["file"]) for finding in json.loads(done.stdout)["findings"]}
    assert done.returncode == 5
    assert ("database_unreadable", "archive.db") in found
    assert ("file_unreadable", str(warcs(archive)[0].relative_to(archive))) in found


@pytest.mark.parametrize("verb", [("rebuild", "--check"), ("rebuild",), ("crawl", "longbien", "--full")])
def test_a_warc_file_that_may_not_be_read_is_one_line_and_nothing_is_taken_for_lost(
    archive: Path, verb: tuple[str, ...]
) -> None:
    path = warcs(archive)[-1]
    path.chmod(0)
    done = without_rights(*verb, "--archive", archive)
    file = path.relative_to(archive)
    line = f"kho: {file}: cannot be read: Permission denied; mend the file's permissions or its disk"
    assert (done.returncode, done.stderr.splitlines()[-1]) == (5, line)
    without_rights("verify", "--repair", "--archive", archive)
    path.chmod(0o644)
    assert value(archive, "SELECT count(*) FROM problems WHERE code LIKE 'record_%'") == 0
    assert verify(archive, None, full=False).result == "whole"


def test_a_file_of_others_that_may_not_be_read_is_named(archive: Path, tmp_path: Path) -> None:
    exchange = page(value(archive, "SELECT url FROM portals") + "tin", "<title>Tin</title>")
    file = write(tmp_path / "x.warc", [warc_record(exchange)], "plain")
    assert kho("import", file, "--archive", archive).returncode == 0
    (archive / "warc" / "longbien" / "imported" / "x.warc").chmod(0)
    done = without_rights("verify", "--archive", archive)
    assert done.returncode == 5
    assert "file_unreadable  warc/longbien/imported/x.warc" in done.stdout


def test_an_audit_and_a_crawl_keep_out_of_each_others_way(archive: Path) -> None:
    with lock_portal(archive, "longbien"), pytest.raises(ArchiveLockedError):
        verify(archive, None, full=False)


def test_no_archive_and_no_such_portal_are_one_line(tmp_path: Path, archive: Path) -> None:
    with pytest.raises(ConfigurationError, match="no archive is here"):
        verify(tmp_path / "nothing", None, full=False)
    with pytest.raises(ConfigurationError, match="badinh: this archive holds no WARC file"):
        verify(archive, "badinh", full=False)
    assert not (tmp_path / "nothing").exists()


def test_progress_comes_to_its_end(archive: Path) -> None:
    told: list[tuple[int, int]] = []
    pages: list[int] = []
    report = inspect(
        archive, None, full=False, progress=Progress(read=lambda *at: told.append(at), extracted=pages.append)
    )
    assert told[-1] == (report.bytes, report.bytes)
    assert pages[-1] == report.extracted


@pytest.mark.parametrize("total", [60, 1_000, 123_456])
@pytest.mark.parametrize("days", [1, 7, 30])
def test_audits_come_by_all_articles_whatever_the_days_between_them(total: int, days: int) -> None:
    step, _ = sample_of(total, date(2026, 1, 1))
    firsts = {sample_of(total, date(2026, 1, 1) + timedelta(days=days * number))[1] for number in range(step)}
    assert firsts == set(range(step))
    assert total / step <= 50


def test_files_of_others_are_held_to_the_sums_and_records_they_were_taken_in_with(
    twice_crawled: Site, tmp_path: Path
) -> None:
    archive = tmp_path / "archive"
    shutil.copytree(twice_crawled.archive / "portals", archive / "portals")
    assert kho("import", warcs(twice_crawled.archive)[0], "--archive", archive).returncode == 0
    assert damages(inspect(archive, None, full=True)) == []
    place = rows(archive, "SELECT * FROM captures WHERE id = (SELECT min(capture_id) FROM articles)")[0]
    flip(archive / place["warc_file"], place["warc_offset"] + place["warc_length"] // 2)
    found = damages(look(archive))
    assert {finding.code for finding in found} == {"file_changed", "record_damaged"}
    assert place["record_id"] in {finding.record_id for finding in found}
    (archive / place["warc_file"]).unlink()
    assert "file_missing" in {finding.code for finding in damages(look(archive))}


@pytest.mark.parametrize("field", ["status = 404", "fetched_at = '2018-01-01T00:00:00.000Z'", "bytes = bytes + 1"])
def test_a_row_that_lies_about_an_imported_record_is_named_with_what_it_says(
    twice_crawled: Site, archive: Path, tmp_path: Path, field: str
) -> None:
    old = page(f"{twice_crawled.portal.url}tin-tuc/bai-cu.html", "<h1>Bài cũ</h1>")
    done = kho("import", write(tmp_path / "x.warc", [warc_record(old)], "plain"), "--archive", archive)
    assert done.returncode == 0, done.stderr
    assert damages(look(archive)) == []
    change(archive, f"UPDATE captures SET {field} WHERE source = 'import'")
    assert [(found.code, found.message.split()[-1]) for found in damages(look(archive))] == [
        ("row_differs", field.split()[0])
    ]
