"""A local web archive that answers as it is told: what it is asked is kept."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

HOST = "longbien.hanoi.gov.vn"
PAGES = [(f"2019050110{number:02d}00", f"http://{HOST}/tin-{number}") for number in range(5)]
HEAD = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"]
Answer = tuple[int, dict[str, str], bytes]
Answerer = Callable[[str, int], Answer]
"""Path and how often it was asked for before -> status, headers, body."""


class Asked:
    """What a server was asked, and when."""

    def __init__(self) -> None:
        self.at: list[float] = []
        self.paths: list[str] = []
        self.cdx = ""

    @property
    def questions(self) -> list[float]:
        return [at for at, path in zip(self.at, self.paths, strict=True) if "/cdx" in path]

    @property
    def payloads(self) -> list[str]:
        return [path for path in self.paths if "/cdx" not in path]


@contextmanager
def serving(answer: Answerer) -> Iterator[Asked]:
    """A web archive that answers as told; gives what it is asked, and its address."""
    asked = Asked()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            before = asked.paths.count(self.path)
            asked.at.append(time.monotonic())
            asked.paths.append(self.path)
            status, headers, body = answer(self.path, before)
            self.send_response(status)
            for name, text in headers.items():
                self.send_header(name, text)
            self.end_headers()
            try:
                self.wfile.write(body)
            except OSError:
                return  # it had enough

        def log_message(self, *_: Any) -> None:
            """Keep the test's output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    asked.cdx = f"http://127.0.0.1:{server.server_port}/cdx/search/cdx"
    try:
        yield asked
    finally:
        server.shutdown()
        server.server_close()


def listed(*found: tuple[str, str], status: str = "200") -> bytes:
    """What the Wayback Machine says of (time, address)."""
    lines = [HEAD, *(["x", at, url, "text/html", status, f"D{at}", "10"] for at, url in found)]
    return ("[" + ",\n".join(json.dumps(line) for line in lines) + "]\n").encode()


def memento(path: str, html: str = "<title>Trang cũ</title>") -> Answer:
    """The payload that a path asks for, as the Wayback Machine gives it."""
    found = re.match(r"/web/(\d{14})id_/", path)
    assert found
    moment = time.strptime(found[1], "%Y%m%d%H%M%S")
    headers = {"Memento-Datetime": time.strftime("%a, %d %b %Y %H:%M:%S GMT", moment), "Content-Type": "text/html"}
    return 200, headers, html.encode()
