"""Portals whose text and counter come by script: read through a real browser, everything it asks for archived."""

from __future__ import annotations

import json
import re
import threading
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import which
from typing import Any

import pytest

from crawler.archive.reader import iter_records
from crawler.archive.record import Record
from crawler.archive.tail import warc_files
from crawler.render.chromium import NAMES
from tests.command import kho, rows, value
from tests.learn_paths import wordpress
from tests.learn_sites import make_news, served
from tests.test_warc import warcio_check

needs_browser = pytest.mark.skipif(
    not any(map(which, NAMES)), reason="no Chromium here (Debian: make browser, as root)"
)
COUNT = 6
SHELL = """<!DOCTYPE html><html lang=vi><head><meta charset=utf-8><title>Phường</title>
<link rel=stylesheet href=/style.css><script src=/app.js></script><script src=http://elsewhere.invalid/track.js></script>
</head><body><div id=app>Đang tải…</div><img src=/photo.png></body></html>"""
APP = """
window.open('/popup'); setTimeout(() => alert('Xin chào'), 0);
if (navigator.serviceWorker) navigator.serviceWorker.register('/worker.js').catch(() => {});
document.addEventListener('DOMContentLoaded', async () => {
  const data = await (await fetch('/api' + location.pathname)).json();
  document.title = data.title; document.getElementById('app').innerHTML = data.html;
  fetch('/private/secret.json').catch(() => {});
  if (data.hang) for (;;);
});
"""


COUNTER = """<script>
const at = document.querySelector('.posted-on');
if (at) at.insertAdjacentHTML('afterend', '<span> | Lượt xem: 321</span>');
</script>"""


def number_of(path: str) -> int:
    return int(path.rpartition("-")[2].partition(".")[0])


def article(number: int) -> dict[str, Any]:
    text = "".join(f"<p>Đoạn {at} của bài {number}: {'nhân dân trong phường hưởng ứng ' * 6}.</p>" for at in range(4))
    head = f"<h1>Ra quân tổng vệ sinh môi trường lần thứ {number}</h1>"
    byline = f"<p>Ngày đăng 0{number}/09/2021 | 08:1{number} | Lượt xem: {700 + number}</p>"
    return {"title": f"Bài {number}", "html": f"<article>{head}{byline}<div class=body>{text}</div></article>"}


def listing() -> dict[str, Any]:
    items = "".join(
        f"<li><a href='/tin/bai-viet-so-{at}.html'>Ra quân tổng vệ sinh môi trường lần thứ {at}</a></li>"
        for at in range(1, COUNT + 1)
    )
    return {"title": "Tin tức", "html": f"<h1>Tin tức</h1><ul class=list>{items}</ul>"}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        portal: Scripted = self.server.portal  # type: ignore[attr-defined]
        portal.asked[self.path] += 1
        kind, body = self._body(portal)
        data = body.encode()
        self.send_response(200)
        for name, text in (("Content-Type", kind), ("Content-Length", str(len(data)))):
            self.send_header(name, text)
        self.end_headers()
        self.wfile.write(data)

    def _body(self, portal: Scripted) -> tuple[str, str]:
        path = self.path
        if path == "/robots.txt":
            return "text/plain", "User-agent: *\nDisallow: /private/\n"
        if path == "/app.js":
            return "text/javascript", APP
        if path.startswith("/api/tin/bai"):
            number = number_of(path)
            return "application/json", json.dumps(article(number) | {"hang": number in portal.hanging})
        if path.startswith("/api/"):
            return "application/json", json.dumps(listing())
        return "text/html; charset=utf-8", SHELL

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class Scripted:
    """A portal that sends an empty page and lets a script fill it."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.hanging: set[int] = set()
        """Articles whose script never ends."""
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self.server.portal = self  # type: ignore[attr-defined]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/"

    def portal_text(self) -> str:
        return f"""id = "scripted"
name = "UBND phường"
level = "ward"
url = "{self.url}"
render = true
[[sections]]
name = "Tin tức"
path = "/tin"
[[addresses]]
kind = "article"
match = "^/tin/.*-[0-9]+\\\\.html$"
[[addresses]]
kind = "listing"
match = "^/tin$"
"""


@pytest.fixture
def portal() -> Iterator[Scripted]:
    found = Scripted()
    threading.Thread(target=found.server.serve_forever, daemon=True).start()
    yield found
    found.server.shutdown()
    found.server.server_close()


@pytest.fixture
def archive(tmp_path: Path, portal: Scripted) -> Path:
    (tmp_path / "portals").mkdir()
    (tmp_path / "portals" / "scripted.toml").write_text(portal.portal_text(), encoding="utf-8")
    return tmp_path


def records(archive: Path) -> list[Record]:
    (file,) = warc_files(archive, "scripted")
    assert warcio_check(archive / file).returncode == 0
    return list(iter_records(archive, file))


@needs_browser
def test_what_scripts_wrote_is_read_and_what_they_asked_for_is_archived(archive: Path, portal: Scripted) -> None:
    done = kho("crawl", "scripted", "--archive", archive)
    assert done.returncode == 0, done.stderr[-3000:]
    found = rows(archive, "SELECT url, title, published_at, views, text FROM articles ORDER BY url")
    assert [(row["title"], row["published_at"], row["views"]) for row in found] == [
        (f"Ra quân tổng vệ sinh môi trường lần thứ {at}", f"2021-09-0{at}T08:1{at}:00+07:00", 700 + at)
        for at in range(1, COUNT + 1)
    ]
    assert all(row["text"].startswith("Đoạn 0 của bài") for row in found)

    kept = records(archive)
    responses = {one.fields["warc-target-uri"]: one for one in kept if one.kind == "response"}
    api = responses[f"{portal.url}api/tin/bai-viet-so-3.html"]
    assert json.loads(api.block) == article(3) | {"hang": False}
    page = responses[f"{portal.url}tin/bai-viet-so-3.html"]
    assert page.block.decode() == SHELL
    doms = {one.fields["warc-concurrent-to"]: one for one in kept if one.kind == "resource"}
    dom = doms[f"<{page.record_id}>"]
    assert dom.fields["warc-target-uri"] == f"urn:kho:dom:{portal.url}tin/bai-viet-so-3.html"
    assert "Lượt xem: 703" in dom.block.decode()


@needs_browser
def test_the_browser_asks_for_no_more_than_the_text_needs_and_nobody_but_the_portal(
    archive: Path, portal: Scripted
) -> None:
    assert kho("crawl", "scripted", "--archive", archive).returncode == 0
    assert portal.asked["/app.js"] == 1
    assert not {"/photo.png", "/style.css", "/worker.js", "/popup", "/private/secret.json"} & set(portal.asked)
    skips = {
        one.fields["warc-target-uri"]: one.json()["reason"]
        for one in records(archive)
        if one.kind == "metadata" and one.json().get("event") in ("not_rendered_with", "not_fetched")
    }
    assert skips["http://elsewhere.invalid/track.js"] == "off_portal"
    assert skips[f"{portal.url}private/secret.json"] == "robots_disallowed"
    assert skips[f"{portal.url}photo.png"] == "not_needed"


@needs_browser
def test_rebuild_and_verify_read_the_rendered_page(archive: Path) -> None:
    assert kho("crawl", "scripted", "--archive", archive).returncode == 0
    checked = kho("rebuild", "--check", "--archive", archive)
    assert (checked.returncode, checked.stdout.splitlines()[-1][:14]) == (0, "0 differences ")
    verified = kho("verify", "--full", "--archive", archive)
    assert verified.returncode == 0, verified.stdout
    assert kho("rebuild", "--archive", archive).returncode == 0
    assert value(archive, "SELECT count(*) FROM rendered") == COUNT + 2


@pytest.mark.slow
@needs_browser
def test_a_page_whose_script_never_ends_costs_itself_alone(archive: Path, portal: Scripted) -> None:
    portal.hanging.add(3)
    done = kho("crawl", "scripted", "--archive", archive)
    assert done.returncode == 3, done.stderr[-3000:]
    assert value(archive, "SELECT count(*) FROM articles") == COUNT - 1
    state, reason = rows(archive, "SELECT state, reason FROM urls WHERE url LIKE '%so-3.html'")[0]
    assert (state, reason) == ("due", "render_failed")
    assert kho("rebuild", "--check", "--archive", archive).returncode == 0
    assert kho("verify", "--archive", archive).returncode == 0


@needs_browser
def test_a_portal_that_scripts_fill_is_learned_by_its_address_alone(tmp_path: Path, portal: Scripted) -> None:
    done = kho("crawl", portal.url, "--archive", tmp_path)
    assert done.returncode == 0, done.stderr[-3000:]
    (file,) = (tmp_path / "portals").glob("*.toml")
    assert "render = true  # the home page has " in file.read_text(encoding="utf-8")
    found = rows(tmp_path, "SELECT title, views FROM articles ORDER BY views")
    assert [row["views"] for row in found] == [700 + at for at in range(1, COUNT + 1)]
    assert "/private/secret.json" not in portal.asked


@needs_browser
def test_a_counter_that_a_script_brings_is_noticed() -> None:
    news = make_news(30)
    build = wordpress(news)
    plain = build.answer

    def with_counter(path: str, query: dict[str, str], form: dict[str, str]) -> tuple[int, str, str]:
        status, kind, text = plain(path, query, form)
        return status, kind, text.replace("</body>", f"{COUNTER}</body>")

    build.answer = with_counter
    with served(build) as url:
        done = kho("probe", url)
    assert done.returncode == 0, done.stderr[-3000:]
    assert "render = true  # only scripts bring views: 2 articles compared" in done.stdout
    (views,) = re.findall(r"  views +([0-9]+) of ([0-9]+)", done.stderr)
    assert views[0] == views[1] != "0"
    assert "stable: 2 of 2 articles" in done.stderr


def test_without_a_browser_a_portal_that_scripts_fill_is_not_learned(tmp_path: Path, portal: Scripted) -> None:
    done = kho("probe", portal.url, KHO_CHROMIUM=str(tmp_path / "none"))
    assert done.returncode == 3
    assert "its content comes by script, and there is no browser here" in done.stderr


def test_without_a_browser_there_is_one_line_that_says_what_to_do(archive: Path, tmp_path: Path) -> None:
    done = kho("crawl", "scripted", "--archive", archive, KHO_CHROMIUM=str(tmp_path / "none"))
    assert done.returncode == 2
    assert done.stderr.strip().count("\n") == 0
    assert "apt-get install chromium" in done.stderr
    assert not (archive / "archive.db").exists()
