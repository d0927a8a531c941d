"""`kho import`: files that real programs made come in as if Kho had crawled; each page at its own time."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.request import ProxyHandler, build_opener

import pytest

from crawler.replay.index import index_portal
from tests.command import kho, rows, value
from tests.conftest import Site, make_site
from tests.pywb import recording
from tests.truth import differences

ARTICLES = 12
FETCH = """
import sys
from warcio.capture_http import capture_http
import http.client, urllib.request
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
with capture_http(sys.argv[1]):
    for url in sys.stdin.read().split():
        try:
            opener.open(url).read()
        except urllib.error.HTTPError:
            pass
"""
COMPARED = """
SELECT a.id, a.url, a.title, a.summary, a.text, a.markdown, a.author, a.source, a.published_at, a.published_precision,
       a.published_method, a.updated_at, a.views_status, a.body_method, a.fingerprint, a.revision,
       a.removal, a.extractor, s.key AS section,
       (SELECT json_group_array(json_array(t.url, t.fetch_url, t.role, t.label, t.filename, t.sha256, t.text))
        FROM (SELECT * FROM attachments WHERE article_id = a.id ORDER BY position) t) AS attachments,
       (SELECT json_group_array(json_array(c.field, c.position, c.raw, c.number_norm))
        FROM (SELECT * FROM citations WHERE article_id = a.id ORDER BY 2, 3, 4) c) AS citations
FROM articles a LEFT JOIN sections s ON s.id = a.section_id ORDER BY a.id
"""
DOCUMENTS = """
SELECT id, url, number, number_norm, type, issuer, issued_on, effective_on, signer, abstract, status, origin,
       fingerprint
FROM documents ORDER BY id
"""


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A small sample portal, crawled once; gives site and archive."""
    with ExitStack() as stack:
        found = make_site(stack, tmp_path_factory.mktemp("import") / "archive", ARTICLES)
        found.crawl()
        yield found


def beside(here: Site, folder: Path) -> Site:
    """An empty archive for the same portal."""
    (folder / "portals").mkdir(parents=True)
    shutil.copy(here.archive / "portals" / "longbien.toml", folder / "portals")
    return Site(here.portal, folder)


def addresses(here: Site) -> list[str]:
    sql = "SELECT DISTINCT requested_url FROM captures ORDER BY id"
    return [row[0] for row in rows(here.archive, sql)]


def by_wget(here: Site, folder: Path) -> Path:
    return wget(folder, "site", addresses(here))


def wget(folder: Path, name: str, urls: list[str], *options: str) -> Path:
    """Have wget save these addresses."""
    program = shutil.which("wget")
    assert program, "wget is missing: apt-get install wget (a tool that writes WARC files of its own)"
    run = [program, "-q", "-i", "-", "-e", "robots=off", "--delete-after", f"--warc-file={name}", "--no-proxy"]
    subprocess.run([*run, *options], cwd=folder, input="\n".join(urls), text=True, check=False, timeout=120)
    return folder / f"{name}.warc.gz"


def by_warcio(here: Site, folder: Path) -> Path:
    path = folder / "warcio.warc.gz"
    script = [sys.executable, "-c", FETCH, str(path)]
    subprocess.run(script, input="\n".join(addresses(here)), text=True, check=True, timeout=120)
    return path


def by_pywb(here: Site, folder: Path) -> Path:
    with recording(folder) as record:
        opener = build_opener(ProxyHandler({}))
        for url in addresses(here):
            try:
                opener.open(record + url).read()
            except OSError:
                continue
    return next(folder.rglob("*.warc.gz"))


def unlike(own: list[Any], other: list[Any]) -> list[tuple[Any, ...]]:
    """Return (id, column, ours, theirs) wherever two results differ."""
    if len(own) != len(other):
        return [("rows", "count", len(own), len(other))]
    pairs = [(a, b, key) for a, b in zip(own, other, strict=True) for key in a.keys() if a[key] != b[key]]  # noqa: SIM118
    return [(a["id"], key, a[key], b[key]) for a, b, key in pairs]


@pytest.mark.parametrize("made", [by_wget, by_warcio, by_pywb])
def test_articles_of_a_file_that_another_program_made_are_those_of_our_own_crawl(
    here: Site, tmp_path: Path, made: Any
) -> None:
    (tmp_path / "work").mkdir()
    file = made(here, tmp_path / "work")
    there = beside(here, tmp_path / "archive")
    done = kho("import", file, "--archive", there.archive)
    assert (done.returncode, done.stderr) == (0, "")
    assert [found for found in differences(there) if found[1] != "views"] == []
    for sql in (COMPARED, DOCUMENTS):
        assert unlike(rows(here.archive, sql), rows(there.archive, sql)) == []
    assert kho("verify", "--full", "--archive", there.archive).returncode == 0
    kept = there.archive / "warc" / "longbien" / "imported" / file.name
    assert kept.read_bytes() == file.read_bytes()
    crawl = rows(there.archive, "SELECT * FROM crawls")[0]
    assert (crawl["kind"], crawl["verdict"], crawl["articles_new"]) == ("import", "complete", ARTICLES)
    assert value(there.archive, "SELECT count(*) FROM captures WHERE source <> 'import'") == 0
    seen = kho("status", "--archive", there.archive, "--json").stdout
    assert crawl["id"] in seen


def test_what_wget_left_out_because_it_held_it_is_a_revisit_whatever_the_order_of_the_files(
    here: Site, tmp_path: Path
) -> None:
    files = [url for url in addresses(here) if "/documents/" in url][:4]
    first = wget(tmp_path, "first", files, "--warc-cdx")
    time.sleep(1.1)  # wget writes whole seconds
    later = wget(tmp_path, "later", files, "--warc-dedup=first.cdx")
    there = beside(here, tmp_path / "archive")
    done = kho("import", later, first, "--archive", there.archive)
    assert (done.returncode, done.stderr) == (0, "")
    told = rows(there.archive, "SELECT bytes, payload_sha256, truncated FROM captures WHERE revisit_of IS NULL")
    assert len(told) == len(files)
    again = rows(there.archive, "SELECT bytes, payload_sha256, truncated FROM captures WHERE revisit_of IS NOT NULL")
    assert [tuple(row) for row in again] == [tuple(row) for row in told]
    assert value(there.archive, "SELECT count(*) FROM problems WHERE code = 'payload_truncated'") == 0
    assert kho("rebuild", "--check", "--archive", there.archive).returncode == 0


def state_of(folder: Path) -> dict[str, bytes]:
    passing = ("-shm", "-wal", ".lock")
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.endswith(passing)]
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def test_a_file_imported_twice_changes_nothing_and_a_dry_run_nothing_at_all(here: Site, tmp_path: Path) -> None:
    file = by_warcio(here, tmp_path)
    there = beside(here, tmp_path / "archive")
    before = state_of(there.archive)
    told = json.loads(kho("import", file, "--dry-run", "--json", "--archive", there.archive).stdout)
    assert told["files"][0]["pages"] == {"longbien": len(addresses(here))}
    assert state_of(there.archive) == before
    assert kho("import", file, "--archive", there.archive).returncode == 0
    once = state_of(there.archive)
    other_name = tmp_path / "same.warc.gz"
    shutil.copy(file, other_name)
    again = kho("import", file, other_name, "--archive", there.archive)
    assert again.returncode == 0
    assert "0 taken in" in again.stdout
    assert state_of(there.archive) == once


def test_a_crawl_after_an_import_goes_on_as_usual_and_finds_what_is_new(tmp_path: Path) -> None:
    with ExitStack() as stack:
        site = make_site(stack, tmp_path / "archive", ARTICLES)
        file = by_warcio(make_own(site, tmp_path), tmp_path)
        assert kho("import", file, "--archive", site.archive).returncode == 0
        site.portal.control("publish", count=3)
        site.crawl()
        assert [found for found in differences(site) if found[1] != "views"] == []
        kinds = rows(site.archive, "SELECT kind, verdict FROM crawls ORDER BY id")
        assert [tuple(row) for row in kinds] == [("import", "complete"), ("crawl", "complete")]
        with index_portal(site.archive, "longbien") as index:
            assert index.count() == value(site.archive, "SELECT count(*) FROM captures")


def make_own(site: Site, tmp_path: Path) -> Site:
    """A crawl of the same portal into an archive of its own, for its list of addresses."""
    own = beside(site, tmp_path / "own")
    own.crawl()
    return own
