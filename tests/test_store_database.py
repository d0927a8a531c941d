"""Opening the database: what is made, what is refused, what is left alone."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import re
import sqlite3
from contextlib import closing
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from crawler.errors import ArchiveWriteError, KhoError, SchemaTooNewError
from crawler.fold import fold, fold_key
from crawler.store.database import open_database, open_read_only
from crawler.store.seal import close_and_seal, seal_state

CONTRACT = {
    "portals", "crawls", "sections", "section_runs", "urls", "captures", "articles", "article_revisions",
    "view_counts", "documents", "attachments", "citations", "problems", "articles_fts", "documents_fts",
}  # fmt: skip
VIEWS = {
    "article_history", "views_daily", "articles_by_month", "section_coverage", "portal_health", "cited_documents",
}  # fmt: skip


def mark_as_newer(path: Path) -> None:
    """Make the file look as if a later version of Kho had migrated it."""
    db = Database(path)
    db["_sqlite_migrations"].insert({"migration_set": "kho", "name": "m0099_from_the_future", "applied_at": "2030"})
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    db.close()


def test_a_new_database_has_all_tables_and_views_of_the_contract(tmp_path: Path) -> None:
    db = open_database(tmp_path / "archive.db")
    assert set(db.table_names()) >= CONTRACT
    assert set(db.view_names()) >= VIEWS


def test_a_database_is_in_wal_mode_with_foreign_keys_on_and_waits_for_others(tmp_path: Path) -> None:
    db = open_database(tmp_path / "archive.db")
    values = {
        name: db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "foreign_keys", "busy_timeout")
    }
    assert values == {"journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 30_000}


def test_all_tables_are_strict(tmp_path: Path) -> None:
    db = open_database(tmp_path / "archive.db")
    kinds = db.execute("SELECT name, strict FROM pragma_table_list WHERE type = 'table' AND schema = 'main'").fetchall()
    assert {name for name, strict in kinds if not strict} <= {"sqlite_schema", "_sqlite_migrations", "sqlite_stat1"}


def test_a_row_without_its_capture_is_refused(tmp_path: Path) -> None:
    db = open_database(tmp_path / "archive.db")
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        db.execute("INSERT INTO payloads VALUES (1, 1, 'application/pdf', 1, 'x', NULL, NULL)")


def test_a_transaction_begun_by_the_caller_can_be_undone_by_the_caller(tmp_path: Path) -> None:
    db = open_database(tmp_path / "archive.db")
    db.execute("BEGIN IMMEDIATE")
    db.execute("INSERT INTO portals (id, name, url, level) VALUES ('a', 'A', 'http://a/', 'ward')")
    db.execute("ROLLBACK")
    assert db["portals"].count == 0


def opened_and_sealed(path: Path, times: int, start: Barrier) -> None:
    """Open, write to and seal a database so many times over, once all others are ready as well."""
    start.wait()
    for number in range(times):
        db = open_database(path)
        db.execute(
            "INSERT INTO portals (id, name, url, level) VALUES (?, 'A', 'http://a/', 'ward')",
            (f"{os.getpid()}-{number}",),
        )
        close_and_seal(db)


def test_processes_that_begin_at_once_make_one_database_and_leave_a_seal_that_fits(tmp_path: Path) -> None:
    # New processes, as crawls are: a fork of one that runs threads, as tests do, may wait for a lock for ever.
    new = multiprocessing.get_context("spawn")
    path, start = tmp_path / "archive.db", new.Barrier(6)
    crawls = [new.Process(target=opened_and_sealed, args=(path, 5, start)) for _ in range(6)]
    for crawl in crawls:
        crawl.start()
    for crawl in crawls:
        crawl.join(60)
    assert [crawl.exitcode for crawl in crawls] == [0] * 6
    assert seal_state(path) == "kept"
    with closing(open_read_only(path)) as db:
        assert db["portals"].count == 30


def test_opening_twice_changes_nothing(tmp_path: Path) -> None:
    open_database(tmp_path / "archive.db").close()
    before = hashlib.sha256((tmp_path / "archive.db").read_bytes()).digest()
    open_database(tmp_path / "archive.db").close()
    assert hashlib.sha256((tmp_path / "archive.db").read_bytes()).digest() == before


@pytest.mark.parametrize("open_", [open_database, open_read_only])
def test_a_database_of_a_newer_schema_is_refused_by_name_and_left_as_it_is(tmp_path: Path, open_: object) -> None:
    path = tmp_path / "archive.db"
    open_database(path).close()
    mark_as_newer(path)
    before = path.read_bytes()
    with pytest.raises(SchemaTooNewError, match=r"archive\.db: written by a newer version .*m0099_from_the_future"):
        open_(path)  # type: ignore[operator]
    assert path.read_bytes() == before


def test_migrations_of_other_programs_in_the_same_file_do_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    db = open_database(path)
    db["_sqlite_migrations"].insert({"migration_set": "someone else", "name": "theirs", "applied_at": "2030"})
    db.close()
    again = open_database(path)
    assert again["articles"].exists()
    again.close()


def test_reading_where_there_is_no_database_says_what_to_do_and_makes_none(tmp_path: Path) -> None:
    with pytest.raises(KhoError, match=r"no such database.*kho crawl"):
        open_read_only(tmp_path / "archive.db")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("open_", [open_database, open_read_only])
def test_a_file_that_is_no_database_is_refused_in_one_line_and_left_as_it_is(tmp_path: Path, open_: object) -> None:
    path = tmp_path / "archive.db"
    path.write_text("This is a letter, not a database. " * 50)
    with pytest.raises(KhoError, match=r"archive\.db: cannot be read as a SQLite database") as caught:
        open_(path)  # type: ignore[operator]
    assert "\n" not in str(caught.value)
    assert path.read_text().startswith("This is a letter")


def test_a_database_whose_schema_is_no_text_any_more_is_refused_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    open_database(path).close()
    for offset in (match.end() for match in re.finditer(rb"CREATE TABLE .", path.read_bytes())):
        damaged = bytearray(path.read_bytes())
        damaged[offset] = 0xCF
        (tmp_path / "damaged.db").write_bytes(damaged)
        with pytest.raises(KhoError, match="cannot be read as a SQLite database"):
            open_read_only(tmp_path / "damaged.db")


def test_an_empty_file_becomes_a_database(tmp_path: Path) -> None:
    (tmp_path / "archive.db").touch()
    assert set(open_database(tmp_path / "archive.db").table_names()) >= CONTRACT


def test_a_database_of_another_program_has_an_older_schema(tmp_path: Path) -> None:
    other = Database(tmp_path / "archive.db")
    other["notes"].insert({"text": "mine"})
    other.close()
    with pytest.raises(KhoError, match="schema is older"):
        open_read_only(tmp_path / "archive.db")


def test_a_folder_that_is_missing_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(ArchiveWriteError, match="cannot be written"):
        open_database(tmp_path / "nowhere" / "archive.db")


def test_a_database_opened_for_reading_cannot_be_written(tmp_path: Path) -> None:
    open_database(tmp_path / "archive.db").close()
    db = open_read_only(tmp_path / "archive.db")
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        db.execute("DELETE FROM portals")


def test_a_reader_sees_what_the_writer_has_committed_while_it_goes_on_writing(tmp_path: Path) -> None:
    writer = open_database(tmp_path / "archive.db")
    writer.execute("INSERT INTO portals (id, name, url, level) VALUES ('a', 'A', 'http://a/', 'ward')")
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("INSERT INTO portals (id, name, url, level) VALUES ('b', 'B', 'http://b/', 'ward')")
    reader = open_read_only(tmp_path / "archive.db")
    assert [row["id"] for row in reader.query("SELECT id FROM portals")] == ["a"]


@pytest.mark.parametrize("name", ["a b", "a?mode=memory", "a%20b", "a#b", "đảng"])
def test_a_path_with_signs_that_mean_something_in_addresses_is_taken_as_it_is(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    open_database(folder / "archive.db").close()
    open_read_only(folder / "archive.db").close()
    assert (folder / "archive.db").is_file()


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Tin tức - Sự kiện nổi bật", "tin tuc su kien noi bat"),
        ("TIN TỨC – SỰ KIỆN NỔI BẬT", "tin tuc su kien noi bat"),
        ("  Đảng,   đoàn thể ", "dang doan the"),
        ("Đảng", "dang"),
        ("!!!", ""),
    ],
)
def test_a_section_has_one_key_whatever_its_case_marks_and_punctuation(name: str, key: str) -> None:
    assert fold_key(name) == key


@given(st.text())
def test_folding_keeps_the_length_and_is_idempotent(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)
