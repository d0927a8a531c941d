"""`kho import` of what Heritrix, Browsertrix, `wacz` and Kho itself write: the same articles as of our own crawl."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from crawler.archive.captures import decoded
from tests.command import kho, rows, start_kho, value
from tests.conftest import Site, make_site
from tests.foreign_samples import page, record_id, warc_record, write
from tests.pywb import pywb_bin
from tests.rebuild_checks import captures_so_far
from tests.shaped_files import browsertrix, captures_of, heritrix, several
from tests.test_import import COMPARED, DOCUMENTS, beside, unlike

ARTICLES = 12
VIEWS = "SELECT article_id AS id, substr(observed_at, 1, 19) AS at, views FROM view_counts ORDER BY 1, 2"
REVISIONS = "SELECT article_id AS id, revision, title, changed FROM article_revisions ORDER BY 1, 2"
Maker = Callable[[Path, Path], Path]


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A small sample portal, crawled twice, with an edit between."""
    with ExitStack() as stack:
        found = make_site(stack, tmp_path_factory.mktemp("shapes") / "archive", ARTICLES)
        found.crawl()
        found.portal.control("edit", article=3, what="title")
        time.sleep(1.1)  # some programs write whole seconds
        found.crawl("--full")
        yield found


def own_warc(archive: Path, path: Path) -> Path:
    """All WARC files of the archive as one."""
    files = sorted((archive / "warc" / "longbien").glob("*.warc.gz"))
    path.write_bytes(b"".join(file.read_bytes() for file in files))
    return path


def own_wacz(archive: Path, path: Path) -> Path:
    done = kho("pack", "--portal", "longbien", "--archive", archive, "-o", path)
    assert done.returncode == 0, done.stderr
    return path


def by_wacz(archive: Path, path: Path) -> Path:
    """A WACZ that the `wacz` program makes of what Heritrix saved."""
    warc = heritrix(archive, path.with_name("crawl.warc.gz"))
    run = [pywb_bin() / "wacz", "create", "-o", path, "-f", warc, "--detect-pages"]
    subprocess.run(run, check=True, capture_output=True, timeout=120)
    return path


MADE: dict[str, tuple[Maker, str]] = {
    "Heritrix": (heritrix, "heritrix.warc.gz"),
    "Browsertrix": (browsertrix, "browsertrix.wacz"),
    "Browsertrix, several crawls": (several, "several.wacz"),
    "wacz create": (by_wacz, "created.wacz"),
    "Kho's WARC": (own_warc, "kho.warc.gz"),
    "Kho's WACZ": (own_wacz, "kho.wacz"),
}


@pytest.mark.parametrize("name", MADE)
def test_articles_and_revisions_are_those_of_our_own_crawl(here: Site, tmp_path: Path, name: str) -> None:
    make, file_name = MADE[name]
    file = make(here.archive, tmp_path / file_name)
    there = beside(here, tmp_path / "archive").archive
    done = kho("import", file, "--archive", there)
    assert (done.returncode, done.stderr) == (0, "")
    for sql in (COMPARED, DOCUMENTS, REVISIONS, VIEWS):
        assert unlike(rows(here.archive, sql), rows(there, sql)) == []
    assert value(there, "SELECT count(*) FROM captures WHERE source = 'import'") >= len(list(captures_of(here.archive)))
    assert kho("verify", "--full", "--archive", there).returncode == 0
    assert kho("rebuild", "--check", "--archive", there).returncode == 0
    assert "0 taken in" in kho("import", file, "--archive", there).stdout
    assert value(there, "SELECT count(*) FROM crawls") == 1


def test_what_one_program_saved_and_another_saved_too_stands_side_by_side(here: Site, tmp_path: Path) -> None:
    there = beside(here, tmp_path / "archive").archive
    files = [heritrix(here.archive, tmp_path / "h.warc.gz"), browsertrix(here.archive, tmp_path / "b.wacz")]
    assert kho("import", *files, "--archive", there).returncode == 0
    assert unlike(rows(here.archive, COMPARED), rows(there, COMPARED)) == []
    assert value(there, "SELECT count(*) FROM captures") == 2 * len(list(captures_of(here.archive)))


def test_an_import_that_is_killed_goes_on_and_takes_nothing_in_twice(here: Site, tmp_path: Path) -> None:
    file = heritrix(here.archive, tmp_path / "heritrix.warc.gz")
    there = beside(here, tmp_path / "archive").archive
    for captures in (1, 40):
        run = start_kho("import", file, "--archive", there)
        while run.poll() is None and captures_so_far(there) < captures:
            time.sleep(0.01)
        os.killpg(run.pid, signal.SIGKILL)
        run.wait(20)
        assert run.stderr is not None
        run.stderr.close()
    assert kho("import", file, "--archive", there).returncode == 0
    for sql in (COMPARED, DOCUMENTS, REVISIONS):
        assert unlike(rows(here.archive, sql), rows(there, sql)) == []
    assert value(there, "SELECT count(*) FROM captures") == len(list(captures_of(here.archive)))
    assert kho("verify", "--full", "--archive", there).returncode == 0
    assert kho("rebuild", "--check", "--archive", there).returncode == 0
    assert [path.name for path in (there / "warc" / "longbien" / "imported").glob("*.partial")] == []


def test_damage_in_the_very_first_record_costs_that_record_alone(here: Site, tmp_path: Path) -> None:
    file = heritrix(here.archive, tmp_path / "heritrix.warc.gz")
    data = bytearray(file.read_bytes())
    data[60] ^= 0xFF
    file.write_bytes(data)
    there = beside(here, tmp_path / "archive").archive
    done = kho("import", file, "--archive", there)
    assert done.returncode == 5
    assert "byte 0: " in done.stderr
    assert unlike(rows(here.archive, COMPARED), rows(there, COMPARED)) == []


def test_pages_of_several_years_in_one_file_are_revisions_in_the_order_of_their_time(
    here: Site, tmp_path: Path
) -> None:
    archive = tmp_path / "archive"
    shutil.copytree(here.archive, archive)
    sql = "SELECT a.id, a.title, c.requested_url FROM articles a JOIN captures c ON c.id = a.capture_id ORDER BY a.id"
    held = {capture.requested_url: decoded(capture).body.decode("utf-8", "replace") for capture in captures_of(archive)}
    id_, title, url = next(row for row in rows(archive, sql) if row["title"] in held[row["requested_url"]])
    years = {2021: "Tên thứ ba của bài", 2019: "Tên thứ nhất của bài", 2020: "Tên thứ hai của bài"}
    old = [page(url, held[url].replace(title, name), f"{year}-05-01T10:00:00Z") for year, name in years.items()]
    records = [warc_record(one, record_id(number)) for number, one in enumerate(old)]
    assert kho("import", write(tmp_path / "x.warc.gz", records, "members"), "--archive", archive).returncode == 0
    revisions = rows(archive, "SELECT title FROM article_revisions WHERE article_id = ? ORDER BY revision", id_)
    assert [row[0] for row in revisions][:3] == [years[year] for year in sorted(years)]
    sql = "SELECT title, substr(first_seen_at, 1, 10) FROM articles WHERE id = ?"
    assert tuple(rows(archive, sql, id_)[0]) == (title, "2019-05-01")
    assert kho("rebuild", "--check", "--archive", archive).returncode == 0
