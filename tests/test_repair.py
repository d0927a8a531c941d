"""`kho verify --repair`: what can be mended is, what is lost is marked and named, nothing is thrown away."""

from __future__ import annotations

from pathlib import Path

from crawler.archive.reader import iter_members, iter_records
from crawler.rebuild import check
from crawler.verify.audit import verify
from crawler.verify.repair import mend
from tests.command import kho, rows, value
from tests.conftest import Site
from tests.damaging import change, damages, flip, look, warcs


def test_a_lost_database_is_made_anew_from_the_warc_files(archive: Path) -> None:
    before = [tuple(row) for row in rows(archive, "SELECT id, title, text FROM articles ORDER BY id")]
    (archive / "archive.db").unlink()
    planned = kho("verify", "--repair", "--dry-run", "--archive", archive)
    assert planned.returncode == 5
    assert "would: make the database anew" in planned.stdout
    assert not (archive / "archive.db").exists()
    done = kho("verify", "--repair", "--archive", archive)
    assert done.returncode == 0, done.stdout
    assert [tuple(row) for row in rows(archive, "SELECT id, title, text FROM articles ORDER BY id")] == before


def test_a_database_that_is_none_is_put_aside_and_made_anew(archive: Path) -> None:
    (archive / "archive.db").write_bytes(b"not a database at all " * 500)
    report, done = mend(archive, None, full=False, dry_run=False)
    assert report.result == "whole"
    assert any("made anew" in line for line in done)
    assert any(path.read_bytes().startswith(b"not a database") for path in archive.glob("archive-*.db"))


def test_a_lost_index_is_made_anew_by_repair_and_by_the_next_crawl(twice_crawled: Site, archive: Path) -> None:
    change(archive, "DROP TABLE articles_exact", "DELETE FROM documents_fts_data WHERE id > 10")
    report, _ = mend(archive, None, full=False, dry_run=False)
    assert damages(report) == []
    change(archive, "DROP TABLE articles_exact")
    Site(twice_crawled.portal, archive).crawl("--full")
    assert damages(look(archive)) == []


def test_a_torn_tail_and_records_without_rows_are_mended(archive: Path) -> None:
    last = warcs(archive)[-1]
    (last.parent / "SHA256SUMS").unlink()
    torn = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03 half"
    with last.open("ab") as file:
        file.write(torn)
    lost = value(archive, "SELECT max(id) FROM captures WHERE revisit_of IS NOT NULL AND id NOT IN "
                          "(SELECT capture_id FROM articles UNION SELECT capture_id FROM view_counts "
                          "UNION SELECT capture_id FROM documents UNION SELECT capture_id FROM listings "
                          "UNION SELECT capture_id FROM payloads)")  # fmt: skip
    change(archive, f"DELETE FROM captures WHERE id = {lost}")
    assert {f.code for f in damages(look(archive))} == {"record_torn", "record_without_row"}
    report, done = mend(archive, None, full=False, dry_run=False)
    assert damages(report) == []
    assert "longbien: 1 records taken in, 1 torn ones cut off and kept in logs/" in done
    assert [path.read_bytes() for path in (archive / "logs").glob("torn-*")] == [torn]


def test_after_bytes_were_put_in_between_all_is_where_the_rows_say_the_end_of_the_crawl_too(archive: Path) -> None:
    path = warcs(archive)[-1]
    data, member = path.read_bytes(), list(iter_members(path))[5]
    path.write_bytes(data[: member.offset] + b"JUNK" * 10 + data[member.offset :])
    report, _ = mend(archive, None, full=False, dry_run=False)
    assert [(finding.code, finding.length) for finding in damages(report)] == [("record_damaged", 40)]
    assert check(archive).comparison.total == 0


def test_a_damaged_record_costs_itself_alone_and_its_rows_are_marked_and_kept(archive: Path) -> None:
    place = rows(archive, "SELECT * FROM captures WHERE id = (SELECT min(capture_id) FROM articles)")[0]
    flip(archive / place["warc_file"], place["warc_offset"] + 40)
    articles = value(archive, "SELECT count(*) FROM articles")
    report, _ = mend(archive, None, full=False, dry_run=False)
    assert [finding.record_id for finding in damages(report) if finding.code == "record_damaged"] == [
        place["record_id"]
    ]
    marked = rows(archive, "SELECT capture_id, message FROM problems WHERE code = 'record_damaged'")
    assert [row["capture_id"] for row in marked] == [place["id"]]
    assert f"{place['warc_file']}, offset {place['warc_offset']}" in marked[0]["message"]
    assert value(archive, "SELECT count(*) FROM articles") == articles
    mend(archive, None, full=False, dry_run=False)
    assert value(archive, "SELECT count(*) FROM problems WHERE code = 'record_damaged'") == 1
    assert "record_damaged" in kho("status", "--archive", archive).stdout


def test_a_damaged_last_record_is_never_taken_for_a_torn_one(twice_crawled: Site, archive: Path) -> None:
    last = warcs(archive)[-1]
    whole = last.read_bytes()
    flip(last, len(whole) - 300)
    damaged = last.read_bytes()
    Site(twice_crawled.portal, archive).crawl()
    mend(archive, None, full=False, dry_run=False)
    assert last.read_bytes() == damaged
    assert list((archive / "logs").glob("torn-*")) == []


def test_rows_ahead_of_the_warc_file_are_marked_never_silently_dropped(archive: Path) -> None:
    path = warcs(archive)[-1]
    (path.parent / "SHA256SUMS").unlink()
    last = [record for record in iter_records(archive, str(path.relative_to(archive)), 0) if record.kind == "revisit"][
        -1
    ]
    path.write_bytes(path.read_bytes()[: last.offset])
    report, done = mend(archive, None, full=False, dry_run=False)
    assert {finding.code for finding in damages(report)} == {"row_without_record"}
    assert any("captures marked whose record is lost" in line for line in done)
    assert rows(archive, "SELECT 1 FROM problems p JOIN captures c ON c.id = p.capture_id "
                         "WHERE p.code = 'record_missing' AND c.record_id = ?", last.record_id)  # fmt: skip


def test_a_killed_crawls_file_gets_its_sum_once_it_was_found_whole(archive: Path) -> None:
    sums = archive / "warc" / "longbien" / "SHA256SUMS"
    before = sums.read_text(encoding="utf-8")
    sums.write_text(before.splitlines()[0][:40], encoding="utf-8")
    assert verify(archive, None, full=False).result == "whole"
    assert sorted(sums.read_text(encoding="utf-8").splitlines()) == sorted(before.splitlines())
    assert verify(archive, None, full=False).result == "whole"


def test_repair_without_writing_rights_is_one_line(archive: Path) -> None:
    done = kho("verify", "--dry-run", "--archive", archive)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
