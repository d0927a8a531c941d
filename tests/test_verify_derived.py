"""`kho verify --full`: rows that are missing, and rows that no page says, are found like rows that say otherwise."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crawler.verify.audit import Progress, inspect
from crawler.verify.repair import mend
from tests.command import kho, rows, value
from tests.damaging import change, damages, flip

MISSING = {
    "citations": "DELETE FROM citations WHERE rowid = (SELECT min(rowid) FROM citations)",
    "attachments": "DELETE FROM attachments WHERE id = (SELECT max(id) FROM attachments)",
    "view_counts": "DELETE FROM view_counts WHERE rowid = (SELECT max(rowid) FROM view_counts)",
    "article_revisions": "DELETE FROM article_revisions WHERE rowid = (SELECT max(rowid) FROM article_revisions)",
    "documents": "DELETE FROM documents WHERE id = (SELECT max(id) FROM documents)",
    "sections": "DELETE FROM sections WHERE id = (SELECT max(id) FROM sections)",
    "section_runs": "DELETE FROM section_runs WHERE rowid = (SELECT max(rowid) FROM section_runs)",
}
INVENTED = """
INSERT INTO articles SELECT {columns} FROM articles WHERE seq = 3
"""


def invent_article(archive: Path) -> None:
    """Add an article that no page says: another one's row under an id of its own."""
    names = [row["name"] for row in rows(archive, "SELECT name FROM pragma_table_info('articles')")]
    new = {"seq": "9999", "id": "'0123456789abcdef'", "url": "url || '?no-page'"}
    change(archive, INVENTED.format(columns=", ".join(new.get(name, name) for name in names)))


def test_missing_and_invented_rows_are_found_named_and_mended(archive: Path) -> None:
    invent_article(archive)
    change(archive, *MISSING.values())
    found = {(finding.code, finding.table) for finding in damages(inspect(archive, None, full=True))}
    assert found >= {("row_lost", table) for table in MISSING} | {("row_unproven", "articles")}
    report, done = mend(archive, None, full=True, dry_run=False)
    assert report.result == "whole", done
    assert value(archive, "SELECT count(*) FROM articles WHERE id = '0123456789abcdef'") == 0


def test_a_missing_row_is_told_with_table_key_the_record_that_gives_it_and_what_to_do(archive: Path) -> None:
    article = value(archive, "SELECT article_id FROM citations ORDER BY rowid")
    of_article = f"(SELECT capture_id FROM articles WHERE id = '{article}')"
    record = rows(archive, f"SELECT warc_file, record_id, requested_url FROM captures WHERE id = {of_article}")[0]
    change(archive, "DELETE FROM citations WHERE rowid = (SELECT min(rowid) FROM citations)")
    done = kho("verify", "--full", "--json", "--archive", archive)
    assert done.returncode == 5
    (finding,) = json.loads(done.stdout)["findings"]
    assert (finding["code"], finding["table"], finding["key"].split()[0]) == ("row_lost", "citations", article)
    assert [finding[name] for name in ("file", "record_id", "url")] == list(record)
    assert "kho rebuild" in finding["advice"]
    text = kho("verify", "--full", "--archive", archive).stdout
    assert f"citations: {finding['key']}" in text


def test_what_lives_from_a_lost_record_is_told_once_and_other_rows_are_in_doubt_not_mended(archive: Path) -> None:
    place = rows(archive, "SELECT c.* FROM articles a JOIN captures c ON c.id = a.capture_id ORDER BY a.seq")[0]
    flip(archive / place["warc_file"], place["warc_offset"] + 40)
    mend(archive, None, full=False, dry_run=False)
    found = damages(inspect(archive, None, full=True))
    codes = {finding.code for finding in found}
    assert "record_damaged" in codes
    assert not codes & {"row_lost", "row_unproven", "article_differs"}
    assert not any(place["requested_url"] in (finding.key or "") for finding in found)
    invent_article(archive)
    articles = value(archive, "SELECT count(*) FROM articles")
    report, _ = mend(archive, None, full=True, dry_run=False)
    assert ("row_in_doubt", "0123456789abcdef") in {(finding.code, finding.key) for finding in damages(report)}
    assert value(archive, "SELECT count(*) FROM articles") == articles


def test_rows_that_another_version_read_may_read_otherwise_now_which_is_no_damage(archive: Path) -> None:
    change(
        archive, "UPDATE articles SET extractor = 'kho/0.0.1'", "UPDATE documents SET extractor = 'kho/0.0.1'",
        "UPDATE articles SET author = 'Ai đó'", *list(MISSING.values())[:3],
    )  # fmt: skip
    report = inspect(archive, None, full=True)
    assert damages(report) == []
    assert report.counts["extractor_changed"] >= value(archive, "SELECT count(*) FROM articles")


@pytest.mark.parametrize("code", ["extraction_timeout", "extraction_crashed"])
def test_a_page_that_took_too_long_once_is_a_note(archive: Path, code: str) -> None:
    capture = value(archive, "SELECT capture_id FROM articles ORDER BY seq")
    change(archive, f"INSERT INTO problems (crawl_id, capture_id, code, message) "
                    f"SELECT crawl_id, id, '{code}', 'x' FROM captures WHERE id = {capture}")  # fmt: skip
    report = inspect(archive, None, full=True)
    assert damages(report) == []
    assert [one.capture_id for one in report.findings if one.code == "not_reread"] == [capture]


def test_a_full_audit_tells_how_far_it_is(archive: Path) -> None:
    told: list[int] = []
    report = inspect(archive, None, full=True, progress=Progress(extracted=told.append))
    assert told[-1] == report.extracted == report.captures
