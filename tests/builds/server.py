"""What the six portals share: an HTTP server that counts its requests by kind, and what it knows of itself."""

from __future__ import annotations

import json
import sys
import threading
from abc import ABC, abstractmethod
from collections import Counter
from dataclasses import replace
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.builds.files import file_reply
from tests.builds.messages import Reply, Request
from tests.builds.words import group_thousands
from tests.builds.world import HANOI, Article, World, make_world

MOST_FORM = 200_000
"""Bytes of a form that the server reads."""


class Build(ABC):
    """One portal, served on 127.0.0.1 while its `with` block runs."""

    name: ClassVar[str]
    sections: ClassVar[tuple[str, ...]]
    robots: ClassVar[str] = "User-agent: *\nDisallow: /admin/\n"

    def __init__(self, articles: int = 120, port: int = 0) -> None:
        self.world: World = make_world(self.name, self.sections, articles)
        self.counts: Counter[str] = Counter()
        self.asked: list[tuple[str, str]] = []
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", port), _handler(self))
        self.base = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Build:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self.close()

    def close(self) -> None:
        """Give the port back."""
        self._server.server_close()

    def look(self, request: Request) -> Reply:
        """Return what a request gets, without counting it."""
        return self._uncounted(request)

    @abstractmethod
    def answer(self, request: Request) -> Reply:
        """Return the page that a request gets; each build has its own."""

    @abstractmethod
    def address(self, article: Article) -> str:
        """Return the path and query of an article; each build has its own."""

    @abstractmethod
    def without_trap(self, request: Request) -> Request | None:
        """Return the request that a trap is a copy of, or None if the request is no trap; each build has its own."""

    def reply(self, request: Request) -> Reply:
        """Answer a request, traps and control included, and count it."""
        if request.path == "/__control":
            return Reply("control", json.dumps({"counts": self.counts, "truth": self.truth()}), "application/json")
        reply = self._uncounted(request)
        with self._lock:
            self.counts[reply.kind] += 1
            self.asked.append((reply.kind, request.path + "?" + "&".join(f"{k}={v}" for k, v in request.query.items())))
        return reply

    def _uncounted(self, request: Request) -> Reply:
        if request.path == "/robots.txt":
            return Reply("robots", self.robots.replace("BASE", self.base), "text/plain")
        copied = self.without_trap(request)
        if copied is not None:
            return replace(self._uncounted(copied), kind="trap")
        return file_reply(request.path) or self.answer(request)

    def truth(self) -> list[dict[str, Any]]:
        """Return what each article is, as its own page shows it: JSON values only."""
        return [self._truth_of(article) for article in self.world.articles]

    def _truth_of(self, article: Article) -> dict[str, Any]:
        when = article.when.date().isoformat() if article.day_only else article.when.isoformat()
        return {
            "url": self.base + self.address(article),
            "title": article.title,
            "published_at": when,
            "published_precision": "day" if article.day_only else "minute",
            "number": article.number,
            "views": article.views,
            "section": article.section.name,
            "body": " ".join(article.body_texts()),
            "beside": " ".join(article.beside_texts()),
            "attachments": [article.attachment] if article.attachment else [],
        }

    def visitors(self) -> str:
        """Return the count of visitors as the foot prints it; it grows with every request."""
        return group_thousands(6_070_214 + sum(self.counts.values()))


class _Server(ThreadingHTTPServer):
    """A server that does not mind clients that hang up."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Print what went wrong, but for a client that went away."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


def clock() -> datetime:
    """Return the time that pages show in their heads."""
    return datetime.now(HANOI)


def _handler(build: Build) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 30

        def do_GET(self) -> None:
            self._send(self._request({}))

        def do_POST(self) -> None:
            length = min(int(self.headers.get("Content-Length") or 0), MOST_FORM)
            self._send(self._request(dict(parse_qsl(self.rfile.read(length).decode(), keep_blank_values=True))))

        do_HEAD = do_GET  # noqa: N815 - the name that http.server looks for

        def _request(self, form: dict[str, str]) -> Request:
            parts = urlsplit(self.path)
            return Request(
                self.command, unquote(parts.path), dict(parse_qsl(parts.query, keep_blank_values=True)), form
            )

        def _send(self, request: Request) -> None:
            reply = build.reply(request)
            body = reply.body.encode() if isinstance(reply.body, str) else reply.body
            self.send_response(reply.status)
            for name, value in (("Content-Type", reply.mime), ("Content-Length", str(len(body))), *reply.headers):
                self.send_header(name, value)
            self.end_headers()
            if request.method != "HEAD":
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Print nothing."""

    return Handler
