"""Small portals of several builds, each a handful of functions from address to page, served on loopback."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from crawler.demo.articles import Edits, World, make_head
from crawler.demo.body import make_body

SECTIONS = (
    ("tin-tuc", "Tin tức - Sự kiện"), ("xay-dung-dang", "Xây dựng Đảng"), ("kinh-te", "Kinh tế"),
    ("van-hoa-xa-hoi", "Văn hóa - Xã hội"), ("thong-bao", "Thông báo"),
)  # fmt: skip
STATIC = (("gioi-thieu", "Giới thiệu chung"), ("co-cau-to-chuc", "Cơ cấu tổ chức"), ("lien-he", "Liên hệ"))
ROWS = 10
DAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")


@dataclass(frozen=True)
class News:
    """One article and its truth."""

    id: int
    slug: str
    title: str
    section: int
    moment: datetime
    views: int
    paragraphs: tuple[str, ...]

    @property
    def published_at(self) -> str:
        return f"{self.moment:%Y-%m-%dT%H:%M}:00+07:00"


def make_news(count: int) -> list[News]:
    """Return articles, newest first."""
    world = World(7, count, datetime(2024, 5, 17, 9, 30, tzinfo=UTC))
    found = []
    for index in range(count):
        head = make_head(world, index, index % len(SECTIONS))
        body = make_body(world, head, Edits())
        paragraphs = tuple(block.texts[0] for block in body.blocks if block.kind == "p" and not block.anchor)
        moment = datetime(2024, 5, 17, 9, 30, tzinfo=UTC) - timedelta(hours=7 * index, minutes=13 * (index % 5))
        found.append(
            News(4001 + 7 * index, head.slug.rsplit("-", 1)[0], f"{head.title} ({index + 1})", index % len(SECTIONS),
                 moment, 100 + 17 * index, paragraphs)
        )  # fmt: skip
    return found


Page = tuple[int, str, str]
"""Status, media type and text."""


def html(body: str, title: str = "", head: str = "") -> Page:
    name = escape(title)
    return (
        200,
        "text/html; charset=utf-8",
        f"<!DOCTYPE html><html><head><title>{name}</title>{head}</head><body>{body}</body></html>",
    )


MISSING: Page = (404, "text/html; charset=utf-8", "<html><body><h1>404</h1></body></html>")


@dataclass
class Build:
    """A portal: `answer(path, query, form)` gives its pages; `traps` says which addresses no crawl should ask for."""

    news: list[News]
    answer: Callable[[str, dict[str, str], dict[str, str]], Page] = lambda *_: MISSING
    is_trap: Callable[[str], bool] = lambda _: False
    asked: Counter[str] = field(default_factory=Counter)

    def of(self, section: int) -> list[News]:
        return [one for one in self.news if one.section == section]


def with_more(build: Build, more: str) -> Build:
    """Return a portal with something more at the end of each of its pages."""
    plain = build.answer

    def answer(path: str, query: dict[str, str], form: dict[str, str]) -> Page:
        status, mime, text = plain(path, query, form)
        return status, mime, text.replace("</body>", f"{more}</body>")

    build.answer = answer
    return build


@contextmanager
def served(build: Build) -> Iterator[str]:
    """Serve a portal and give its address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self, form: dict[str, str] | None = None) -> None:
            parts = urlsplit(self.path)
            build.asked[self.path] += 1
            status, mime, text = build.answer(unquote(parts.path), dict(parse_qsl(parts.query)), form or {})
            data = text.encode()
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", text)
            self.send_header("Content-Type", mime)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            self.do_GET(dict(parse_qsl(body)))

        def log_message(self, *_: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def paged(items: list[News], number: int) -> tuple[list[News], int]:
    return items[(number - 1) * ROWS : number * ROWS], max(1, -(-len(items) // ROWS))


def rows_of(items: list[News], link: Callable[[News], str], css: str = "item") -> str:
    return "".join(
        f'<div class="{css}"><h3><a href="{escape(link(one))}">{escape(one.title)}</a></h3>'
        f"<span>{one.moment:%d/%m/%Y}</span><p>{escape(one.paragraphs[0][:90])}...</p></div>"
        for one in items
    )
