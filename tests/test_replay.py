"""The archive is replayed by a program that knows nothing of Kho: pywb, in a process of its own."""

from __future__ import annotations

import hashlib
import http.client
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pytest

from crawler.demo.client import LOCAL
from tests.command import kho, rows, start_kho, value
from tests.conftest import Site
from tests.foreign_samples import page, record_id, warc_record, write
from tests.pywb import free_port, replaying, wait_for
from tests.shaped_files import sha1


@pytest.fixture(scope="module")
def wayback(crawled: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """pywb serving the crawled archive; gives its port."""
    files = sorted((crawled.archive / "warc" / "longbien").glob("*.warc.gz"))
    with replaying(tmp_path_factory.mktemp("pywb"), files) as port:
        yield port


@contextmanager
def kho_replay(archive: Path) -> Iterator[int]:
    """`kho replay` on an archive; gives its port."""
    port = free_port()
    server = start_kho("replay", "--archive", archive, "--port", str(port))
    try:
        wait_for(port)
        yield port
    finally:
        os.kill(server.pid, signal.SIGINT)
        assert server.wait(30) == 0
        assert server.stderr is not None
        server.stderr.close()


def replayed(port: int, url: str, fetched_at: str) -> tuple[int, str]:
    """Return status and payload digest of a capture, as pywb gives it back unchanged (`id_`)."""
    stamp = "".join(char for char in fetched_at[:19] if char.isdigit())
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request(
            "GET", f"/kho/{stamp}id_/{quote(url, safe=':/?&=%#+,;@[]!$()*~')}", headers={"Accept-Encoding": "gzip"}
        )
        response = connection.getresponse()
        return response.status, hashlib.sha256(response.read()).hexdigest()


def wrongly_replayed(archive: Path, wayback: int) -> list[tuple[str, int, tuple[int, str]]]:
    """Return the captures that come back with another status or payload."""
    captures = rows(archive, "SELECT requested_url, fetched_at, status, payload_sha256 FROM captures ORDER BY id")
    assert captures
    wrong = []
    for capture in captures:
        got = replayed(wayback, capture["requested_url"], capture["fetched_at"])
        if got != (capture["status"], capture["payload_sha256"]):
            wrong.append((capture["requested_url"], capture["status"], got))
    return wrong


def test_pywb_replays_every_captured_page(crawled: Site, wayback: int) -> None:
    assert value(crawled.archive, "SELECT count(*) FROM captures") > 1000
    assert wrongly_replayed(crawled.archive, wayback) == []


def test_kho_replay_shows_what_was_crawled_and_what_was_imported(site: Callable[..., Site], tmp_path: Path) -> None:
    here = site(articles=8)
    here.crawl()
    time.sleep(1.1)  # pywb knows whole seconds
    here.crawl("--full")
    forms = {"members": "old.warc.gz", "stored": "old.wacz", "stream": "whole.warc.gz"}
    for year, (form, name) in enumerate(forms.items(), 2017):
        old = page(here.portal.url, f"<html><title>Trang cũ {year}</title></html>", f"{year}-05-01T10:00:00Z")
        write(tmp_path / name, [warc_record(old, record_id(year), f"WARC-Payload-Digest: {sha1(old.body)}")], form)
    files = [tmp_path / name for name in forms.values()]
    assert kho("import", *files, "--archive", here.archive).returncode == 0
    assert value(here.archive, "SELECT count(*) FROM captures WHERE source = 'import'") == len(forms)
    before = {path: path.read_bytes() for path in (here.archive / "warc").rglob("*") if path.is_file()}
    with kho_replay(here.archive) as port:
        assert wrongly_replayed(here.archive, port) == []
    assert {path: path.read_bytes() for path in (here.archive / "warc").rglob("*") if path.is_file()} == before


def test_kho_replay_says_what_is_missing(tmp_path: Path) -> None:
    done = kho("replay", "--archive", tmp_path)
    assert done.returncode == 2
    assert "no such database" in done.stderr


def test_kho_serve_links_each_revision_to_its_replay(site: Callable[..., Site]) -> None:
    here = site(articles=4)
    here.crawl("--no-attachments")
    port = free_port()
    server = start_kho("serve", "--archive", here.archive, "--port", str(port), "--replay-port", "8123")
    try:
        wait_for(port)
        sql = "SELECT c.requested_url, c.fetched_at FROM article_revisions r JOIN captures c ON c.id = r.capture_id"
        for table in ("articles", "article_revisions"):
            with LOCAL.open(f"http://127.0.0.1:{port}/archive/{table}?_nosuggest=1") as response:
                html = unescape(response.read().decode())
            for capture in rows(here.archive, sql):
                stamp = "".join(char for char in capture["fetched_at"][:19] if char.isdigit())
                assert f"http://127.0.0.1:8123/kho/{stamp}/{capture['requested_url']}" in html
    finally:
        os.kill(server.pid, signal.SIGINT)
        server.wait(20)
        assert server.stderr is not None
        server.stderr.close()
