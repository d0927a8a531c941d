"""`kho import` and `kho backfill` find the portal of a page by host and alias; one file may speak of several."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from crawler.archive.captures import decoded
from tests.command import kho, rows, value
from tests.conftest import Site, make_site
from tests.foreign_samples import page, record_id, warc_record, write
from tests.shaped_files import captures_of
from tests.web_archives import Answer, listed, memento, serving

OTHER = "gialam.example"


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with ExitStack() as stack:
        found = make_site(stack, tmp_path_factory.mktemp("portals") / "archive", 6)
        found.crawl("--no-attachments")
        yield found


@pytest.fixture
def archive(here: Site, tmp_path: Path) -> Path:
    """A copy of the crawled archive, with the portal file of another portal beside."""
    shutil.copytree(here.archive, tmp_path / "archive")
    file = tmp_path / "archive" / "portals" / "longbien.toml"
    lines = file.read_text(encoding="utf-8").splitlines()
    new = {"id": '"gialam"', "name": '"Huyện Gia Lâm"', "url": f'"http://{OTHER}/"', "aliases": f'["www.{OTHER}"]'}
    text = "\n".join(f"{key} = {new[key]}" if (key := line.split(" =")[0]) in new else line for line in lines)
    file.with_name("gialam.toml").write_text(text, encoding="utf-8")
    return tmp_path / "archive"


def one_article(archive: Path) -> tuple[str, str, str]:
    """Return id, address as it was asked for, and page of an article whose page spells its title as it is stored."""
    held = {one.requested_url: decoded(one).body.decode("utf-8", "replace") for one in captures_of(archive)}
    sql = "SELECT a.id, a.title, c.requested_url FROM articles a JOIN captures c ON c.id = a.capture_id ORDER BY a.id"
    id_, title, url = next(row for row in rows(archive, sql) if row["title"] in held[row["requested_url"]])
    return id_, url, held[url].replace(title, f"{title} cũ")


def test_one_file_brings_pages_of_two_portals_and_those_of_an_alias_to_their_article(
    archive: Path, tmp_path: Path
) -> None:
    id_, url, html = one_article(archive)
    alias = url.replace("127.0.0.1", "localhost")
    there = urlsplit(url)._replace(netloc=f"www.{OTHER}").geturl()
    assert alias != url
    records = [
        warc_record(page(alias, html, "2019-05-01T10:00:00Z"), record_id(1)),
        warc_record(page(there, html, "2020-05-01T10:00:00Z"), record_id(2)),
        warc_record(page("http://elsewhere.example/", html), record_id(3)),
    ]
    file = write(tmp_path / "both.warc.gz", records, "members")
    done = kho("import", file, "--json", "--archive", archive)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["files"][0]["pages"] == {"longbien": 1, "gialam": 1}
    assert value(archive, "SELECT min(seen_at) FROM article_revisions WHERE article_id = ?", id_).startswith("2019")
    others = rows(archive, "SELECT url, first_seen_at FROM articles WHERE portal_id = 'gialam'")
    assert [(row[0].startswith(f"http://{OTHER}/"), row[1][:4]) for row in others] == [(True, "2020")]
    crawls = rows(archive, "SELECT portal_id, captures FROM crawls WHERE kind = 'import' ORDER BY 1")
    assert [tuple(row) for row in crawls] == [("gialam", 1), ("longbien", 1)]
    for portal in ("longbien", "gialam"):
        kept = archive / "warc" / portal / "imported" / "both.warc.gz"
        assert kept.read_bytes() == file.read_bytes()
    assert kho("verify", "--full", "--archive", archive).returncode == 0
    assert kho("rebuild", "--check", "--archive", archive).returncode == 0


def test_a_backfill_asks_for_aliases_too_and_stands_beside_what_was_crawled_and_imported(
    archive: Path, tmp_path: Path
) -> None:
    id_, url, html = one_article(archive)
    alias = url.replace("127.0.0.1", "localhost")
    old = page(url, html.replace(" cũ", " từ nhập"), "2020-05-01T10:00:00Z")
    imported = write(tmp_path / "x.warc", [warc_record(old, record_id(1))], "plain")
    assert kho("import", imported, "--archive", archive).returncode == 0
    hosts: set[str] = set()

    def answer(path: str, _: int) -> Answer:
        if "/cdx" not in path:
            return memento(path, html)
        hosts.add("alias" if "localhost" in path else "host")
        return 200, {}, listed(("20190501100000", alias)) if "localhost" in path else b"[]"

    with serving(answer) as asked:
        done = kho("backfill", "longbien", "--cdx", asked.cdx, "--archive", archive)
    assert done.returncode == 0, done.stderr
    assert hosts == {"alias", "host"}
    sql = """
    SELECT c.source FROM article_revisions r JOIN captures c ON c.id = r.capture_id
    WHERE r.article_id = ? ORDER BY r.revision
    """
    assert [row[0] for row in rows(archive, sql, id_)] == ["backfill", "import", "live"]
    assert kho("rebuild", "--check", "--archive", archive).returncode == 0
