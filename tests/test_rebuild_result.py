"""`kho rebuild` itself: what it says beforehand, what it puts in place, and what damage and kills leave of it."""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from crawler.archive.reader import iter_members
from crawler.store.compare import KEYS, compare
from crawler.store.database import open_read_only
from crawler.store.portal_rows import OF_PORTAL
from tests.command import kho, rows, start_kho, value
from tests.conftest import Site, make_site
from tests.rebuild_checks import checked, differences, kill_group

ARTICLES = 10
KILLS = 8


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An archive of two portals, crawled once. Tests work on a copy."""
    with ExitStack() as stack:
        folder = tmp_path_factory.mktemp("rebuild")
        here = make_site(stack, folder / "archive", ARTICLES)
        other = make_site(stack, folder / "other", 6, seed=7)
        text = other.portal.portal_text().replace('id = "longbien"', 'id = "other"')
        (here.archive / "portals" / "other.toml").write_text(text, encoding="utf-8")
        done = kho("crawl", "longbien", "other", "--archive", here.archive)
        assert done.returncode == 0, done.stderr
        yield here.archive


@pytest.fixture
def archive(original: Path, tmp_path: Path) -> Path:
    """A copy of the archive of two portals."""
    return shutil.copytree(original, tmp_path / "archive")


def edit(archive: Path, sql: str) -> None:
    """Change the database behind Kho's back."""
    with closing(sqlite3.connect(archive / "archive.db")) as db:
        db.execute(sql)
        db.commit()


def is_as(archive: Path, original: Path) -> bool:
    """Return True if both archives' databases hold the same rows."""
    with closing(open_read_only(archive / "archive.db")) as a, closing(open_read_only(original / "archive.db")) as b:
        return compare(a, b).total == 0


def test_two_portals_in_one_archive(archive: Path) -> None:
    assert value(archive, "SELECT count(*) FROM portals") == 2
    found = checked(archive)
    assert found["differences"] == []
    assert found["rows"]["captures"] == value(archive, "SELECT count(*) FROM captures")
    assert found["records"] == found["rows"]["captures"]


def test_each_difference_is_told_by_table_key_and_field(archive: Path) -> None:
    id_, title = rows(archive, "SELECT id, title FROM articles WHERE portal_id = 'longbien' ORDER BY id LIMIT 1")[0]
    gone = value(archive, "SELECT article_id || ' ' || observed_at FROM view_counts ORDER BY article_id DESC LIMIT 1")
    edit(archive, f"UPDATE articles SET title = 'another' WHERE id = '{id_}'")
    edit(archive, f"DELETE FROM view_counts WHERE article_id || ' ' || observed_at = '{gone}'")
    found = differences(archive, expect=1)
    assert {"table": "articles", "key": id_, "field": "title", "present": "another", "derived": title} in found
    assert {"table": "view_counts", "key": gone, "field": None, "present": False, "derived": True} in found
    assert len(found) == 2
    shown = kho("rebuild", "--check", "--archive", archive)
    assert shown.returncode == 1
    assert f'{id_}  title: "another" → ' in shown.stdout
    assert f"{gone}: only in the WARC files" in shown.stdout
    assert shown.stdout.splitlines()[-1].startswith("2 differences")


def test_a_portal_alone_is_checked_and_made_anew_and_the_others_rows_stay(archive: Path, original: Path) -> None:
    edit(archive, "UPDATE articles SET title = 'another'")
    assert {found["field"] for found in differences(archive, "--portal", "other", expect=1)} == {"title"}
    other = value(archive, "SELECT count(*) FROM articles WHERE portal_id = 'other'")
    assert len(differences(archive, "--portal", "other", expect=1)) == other
    assert kho("rebuild", "--portal", "other", "--archive", archive).returncode == 0
    assert differences(archive, "--portal", "other") == []
    longbien = "SELECT DISTINCT title FROM articles WHERE portal_id = 'longbien'"
    assert [row[0] for row in rows(archive, longbien)] == ["another"]
    assert rows(archive, "PRAGMA foreign_key_check") == []
    assert kho("rebuild", "--portal", "longbien", "--archive", archive).returncode == 0
    assert is_as(archive, original)
    assert value(archive, "SELECT count(*) FROM articles_fts WHERE articles_fts MATCH 'another'") == 0


def test_of_each_table_that_is_compared_it_is_known_which_rows_are_a_portals() -> None:
    assert set(OF_PORTAL) == {*KEYS, "replayed"}


def test_a_portal_that_is_not_there_is_wrong_usage(archive: Path) -> None:
    for option in ((), ("--check",)):
        done = kho("rebuild", *option, "--portal", "nowhere", "--archive", archive)
        assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)


@pytest.mark.parametrize("options", [("--portal", "longbien"), ("--new-rules",)])
def test_what_a_changed_portal_file_would_change_is_told_before_it_is_done(
    archive: Path, original: Path, options: tuple[str, ...]
) -> None:
    path = archive / "portals" / "longbien.toml"
    text = path.read_text(encoding="utf-8")
    name = value(archive, "SELECT name FROM portals WHERE id = 'longbien'")
    path.write_text(text.replace(f'name = "{name}"', 'name = "Another name"', 1), encoding="utf-8")
    assert differences(archive) == []
    assert differences(archive, "--portal", "longbien") == []
    told = kho("rebuild", "--dry-run", *options, "--json", "--archive", archive)
    assert told.returncode == 0, told.stderr
    found = json.loads(told.stdout)["differences"]
    wanted = {"table": "portals", "key": "longbien", "field": "name", "present": name, "derived": "Another name"}
    assert wanted in found
    assert is_as(archive, original)
    assert not list(archive.glob("*.old"))
    assert kho("rebuild", *options, "--archive", archive).returncode == 0
    assert value(archive, "SELECT name FROM portals WHERE id = 'longbien'") == "Another name"
    assert value(archive, "SELECT count(*) FROM portals WHERE name = 'Another name'") == 1
    path.write_text(text, encoding="utf-8")
    assert differences(archive) == [], "the choice is in the WARC files: not in the database, not in the file alone"
    assert kho("verify", "--full", "--archive", archive).returncode == 0
    (archive / "archive.db").unlink()
    assert kho("rebuild", "--archive", archive).returncode == 0
    assert value(archive, "SELECT name FROM portals WHERE id = 'longbien'") == "Another name"


def test_a_portal_file_that_says_what_it_said_is_not_noted_again(archive: Path) -> None:
    path = archive / "portals" / "longbien.toml"
    path.write_text("# looked through by a person\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    for _ in range(2):
        done = kho("rebuild", "--portal", "longbien", "--json", "--archive", archive)
        assert (done.returncode, json.loads(done.stdout)["noted"]) == (0, [])


def test_a_portal_without_a_file_any_more_is_made_anew_with_the_one_of_its_time(archive: Path, original: Path) -> None:
    (archive / "portals" / "other.toml").unlink()
    edit(archive, "UPDATE articles SET title = 'another' WHERE portal_id = 'other'")
    assert kho("rebuild", "--portal", "other", "--archive", archive).returncode == 0
    assert is_as(archive, original)


def test_what_is_captured_after_a_correction_is_read_with_its_own_portal_file(site: Callable[..., Site]) -> None:
    here = site(articles=6)
    path = here.archive / "portals" / "longbien.toml"
    text = path.read_text(encoding="utf-8")
    here.crawl()
    name = value(here.archive, "SELECT name FROM portals")
    for number, new in enumerate(("Second name", "Third name"), 1):
        path.write_text(text.replace(f'name = "{name}"', f'name = "{new}"', 1), encoding="utf-8")
        assert kho("rebuild", "--portal", "longbien", "--archive", here.archive).returncode == 0
        assert value(here.archive, "SELECT name FROM portals") == new
        path.write_text(text, encoding="utf-8")
        here.portal.control("publish", count=1)
        here.crawl()
        assert value(here.archive, "SELECT name FROM portals") == name, "the newest crawl says what it is called"
        assert value(here.archive, "SELECT count(*) FROM articles") == 6 + number
        assert differences(here.archive) == []


def test_the_old_database_is_kept_and_the_new_one_is_whole(archive: Path, original: Path) -> None:
    edit(archive, "UPDATE articles SET title = 'another'")
    done = kho("rebuild", "--archive", archive)
    assert done.returncode == 0, done.stderr
    (kept,) = archive.glob("archive.db.*.old")
    assert str(kept) in done.stdout
    with closing(sqlite3.connect(kept)) as db:
        assert db.execute("SELECT DISTINCT title FROM articles").fetchall() == [("another",)]
    assert is_as(archive, original)
    assert kho("verify", "--full", "--archive", archive).returncode == 0
    assert {path.name for path in archive.glob("archive.db.new*")} == set()


@pytest.mark.parametrize("how", ["missing", "empty", "damaged", "no database"])
def test_a_lost_or_damaged_database_is_no_hindrance(archive: Path, original: Path, how: str) -> None:
    path = archive / "archive.db"
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    if how == "missing":
        path.unlink()
    else:
        content = path.read_bytes()
        damaged = content[:5000] + bytes(40_000) + content[45_000:]
        path.write_bytes({"empty": b"", "damaged": damaged, "no database": b"nothing of the kind"}[how])
    done = kho("rebuild", "--archive", archive)
    assert done.returncode == 0, done.stderr
    assert is_as(archive, original)


def test_a_damaged_record_costs_itself_alone(archive: Path) -> None:
    sql = """
    SELECT c.record_id, c.warc_file, c.warc_offset, c.warc_length, a.id FROM articles a
    JOIN captures c ON c.id = a.capture_id WHERE a.portal_id = 'longbien' ORDER BY c.warc_offset LIMIT 1 OFFSET 3
    """
    record_id, file, offset, length, article = rows(archive, sql)[0]
    captures, articles = (value(archive, f"SELECT count(*) FROM {table}") for table in ("captures", "articles"))
    data = bytearray((archive / file).read_bytes())
    data[offset + length // 2] ^= 0x55
    (archive / file).write_bytes(data)
    done = kho("rebuild", "--archive", archive)
    assert done.returncode == 5
    assert f"offset {offset}" in done.stdout
    assert value(archive, "SELECT count(*) FROM captures") == captures - 1
    assert value(archive, "SELECT count(*) FROM captures WHERE record_id = ?", record_id) == 0
    assert value(archive, "SELECT count(*) FROM articles") == articles - 1
    assert value(archive, "SELECT count(*) FROM articles WHERE id = ?", article) == 0


@pytest.mark.parametrize("how", ["gone", "empty", "cut"])
def test_a_finished_file_that_is_gone_empty_or_cut_is_named_and_the_old_database_kept(archive: Path, how: str) -> None:
    (file,) = (archive / "warc" / "longbien").glob("*.warc.gz")
    if how == "gone":
        file.unlink()
    else:
        os.truncate(file, 0 if how == "empty" else file.stat().st_size - 100)
    done = kho("rebuild", "--archive", archive)
    assert done.returncode == 5
    (told,) = [line for line in done.stdout.splitlines() if line.startswith("✗")]
    assert told.startswith(f"✗ warc/longbien/{file.name}: ")
    assert len(list(archive.glob("archive.db.*.old"))) == 1


def test_damage_to_the_head_and_to_the_journal_costs_no_page(archive: Path) -> None:
    """The records themselves tell what no journal tells any more; of the head, what the first journal repeats."""
    captures = value(archive, "SELECT count(*) FROM captures")
    for path in (archive / "warc").rglob("*.warc.gz"):
        data = bytearray(path.read_bytes())
        members = list(iter_members(path))
        for member in (members[0], members[-1]):
            data[member.offset + member.length // 2] ^= 0x55
        path.write_bytes(data)
    done = kho("rebuild", "--archive", archive)
    assert done.returncode in (0, 5), done.stderr
    assert value(archive, "SELECT count(*) FROM captures") == captures


def test_killed_at_any_moment_it_leaves_the_old_database_or_the_new_one(archive: Path, original: Path) -> None:
    chance = random.Random(11)
    edit(archive, "UPDATE articles SET title = 'another'")
    started = time.monotonic()
    assert kho("rebuild", "--archive", shutil.copytree(archive, archive.with_name("whole"))).returncode == 0
    whole = time.monotonic() - started
    for number in range(KILLS):
        rebuild = start_kho("rebuild", "--archive", archive)
        # The last ones fall into the end, where the databases change places.
        time.sleep(whole * (chance.random() if number < KILLS // 2 else 0.75 + chance.random() / 4))
        if rebuild.poll() is None:
            kill_group(rebuild.pid)
        rebuild.wait(30)
        assert rebuild.stderr is not None
        rebuild.stderr.close()
        assert value(archive, "PRAGMA integrity_check") == "ok"
        old = [row[0] for row in rows(archive, "SELECT DISTINCT title FROM articles")] == ["another"]
        assert old or is_as(archive, original)
    assert kho("rebuild", "--archive", archive).returncode == 0
    assert is_as(archive, original)
    assert not list(archive.glob("archive.db.new*"))


def test_a_crawl_goes_on_from_the_new_database(site: Callable[..., Site]) -> None:
    here = site(articles=8)
    here.crawl()
    (here.archive / "archive.db").unlink()
    assert kho("rebuild", "--archive", here.archive).returncode == 0
    here.portal.control("publish", count=2)
    here.crawl()
    assert value(here.archive, "SELECT articles_new FROM crawls ORDER BY id DESC LIMIT 1") == 2
    assert differences(here.archive) == []
