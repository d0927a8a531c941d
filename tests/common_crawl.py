"""A local server that behaves as index.commoncrawl.org and data.commoncrawl.org do, for captures of an archive.

Sources: https://index.commoncrawl.org/, https://github.com/commoncrawl/cc-index-server,
https://commoncrawl.org/blog/announcing-the-common-crawl-index (rows), https://data.commoncrawl.org/ (ranges).
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from crawler.archive.captures import decoded
from tests.foreign_samples import Exchange, warc_record
from tests.shaped_files import captures_of

LINES_A_PAGE = 20
OF_TRANSFER = ("content-encoding", "content-length", "transfer-encoding")


@dataclass
class CommonCrawl:
    """Two indexes, each with a WARC file; what was asked is kept."""

    bucket: dict[str, bytes] = field(default_factory=dict)
    """Name of a file -> its bytes."""
    lines: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    """Name of an index -> its rows."""
    asked: list[tuple[float, str, str]] = field(default_factory=list)
    """When, path, Range header."""
    cdx: str = ""

    def add(self, index: str, exchange: Exchange, status: int, mime: str) -> None:
        """Put a record into the WARC file of an index, and its row into the index."""
        name = f"crawl-data/{index}/segments/1/warc/{index}-00000.warc.gz"
        member = gzip.compress(warc_record(exchange, f"WARC-Record-ID: <urn:cc:{len(self.lines[index])}>"), mtime=0)
        held = self.bucket.setdefault(name, gzip.compress(b"WARC/1.0\r\nWARC-Type: warcinfo\r\n\r\n\r\n\r\n", mtime=0))
        self.bucket[name] = held + member
        row = {
            "urlkey": exchange.url, "timestamp": re.sub(r"\D", "", exchange.date[:19]), "url": exchange.url,
            "mime": mime, "mime-detected": mime, "status": str(status),
            "digest": base64.b32encode(hashlib.sha1(exchange.body).digest()).decode(),
            "length": str(len(member)), "offset": str(len(held)), "filename": name, "languages": "vie",
        }  # fmt: skip
        self.lines[index].append(row)


def crawled_by_it(archive: Path, indexes: dict[str, str]) -> CommonCrawl:
    """Return what Common Crawl would hold of an archive; `indexes`: name -> the time from which it has the captures.

    Payloads are stored unpacked, and what was said of their coding is renamed.
    """
    found = CommonCrawl(lines={name: [] for name in indexes})
    for capture in map(decoded, captures_of(archive)):
        index = max((name for name, start in indexes.items() if capture.fetched_at >= start), key=indexes.__getitem__)
        lines = [f"HTTP/1.1 {capture.status} X"]
        lines += [f"{'X-Crawl-' if name in OF_TRANSFER else ''}{name}: {value}" for name, value in capture.headers]
        head = "\r\n".join([*lines, f"Content-Length: {len(capture.body)}"]).encode()
        date = capture.fetched_at[:19] + "Z"
        found.add(index, Exchange(capture.requested_url, date, head, capture.body), capture.status, capture.mime or "")
    return found


@contextmanager
def common_crawl(crawl: CommonCrawl) -> Iterator[str]:
    """Serve it; gives the address of `collinfo.json`."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"crawl": crawl}))
    Thread(target=server.serve_forever, daemon=True).start()
    crawl.cdx = f"http://127.0.0.1:{server.server_port}/collinfo.json"
    try:
        yield crawl.cdx
    finally:
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    crawl: CommonCrawl
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        range_ = self.headers.get("Range", "")
        self.crawl.asked.append((time.monotonic(), self.path, range_))
        path, query = urlsplit(self.path).path, parse_qs(urlsplit(self.path).query)
        if path == "/collinfo.json":
            self.answer(200, json.dumps([self.about(name) for name in reversed(list(self.crawl.lines))]).encode())
        elif path.endswith("-index"):
            self.index(path[1:].removesuffix("-index"), {key: values[0] for key, values in query.items()})
        elif path[1:] in self.crawl.bucket:
            self.range(self.crawl.bucket[path[1:]], range_)
        else:
            self.answer(404, b"<Error><Code>NoSuchKey</Code></Error>")

    def about(self, name: str) -> dict[str, str]:
        return {
            "id": name, "name": name, "timegate": f"https://index.commoncrawl.org/{name}/",
            "cdx-api": f"https://index.commoncrawl.org/{name}-index",
            "from": "2020-01-01T00:00:00", "to": "2099-01-01T00:00:00",
        }  # fmt: skip

    def index(self, name: str, query: dict[str, str]) -> None:
        host = query["url"]
        found = [row for row in self.crawl.lines[name] if urlsplit(row["url"]).netloc == host]
        pages = -(-len(found) // LINES_A_PAGE)
        if query.get("showNumPages") == "true":
            self.answer(200, json.dumps({"pages": pages, "pageSize": 5, "blocks": pages}).encode() + b"\n")
            return
        page = int(query["page"])
        lines = found[page * LINES_A_PAGE : (page + 1) * LINES_A_PAGE]
        if lines:
            self.answer(200, "".join(json.dumps(row) + "\n" for row in lines).encode())
        else:
            self.answer(404, json.dumps({"message": f"No Captures found for: {host}"}).encode())

    def range(self, data: bytes, range_: str) -> None:
        found = re.fullmatch(r"bytes=(\d+)-(\d+)", range_)
        if found is None:
            self.answer(403, b"whole files are not for this test")
            return
        first, last = int(found[1]), min(int(found[2]), len(data) - 1)
        if first > last:
            self.answer(416, b"")
            return
        self.answer(206, data[first : last + 1], ("Content-Range", f"bytes {first}-{last}/{len(data)}"))

    def answer(self, status: int, body: bytes, *headers: tuple[str, str]) -> None:
        self.send_response(status)
        for name, value in (*headers, ("Content-Length", str(len(body)))):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Keep the test's output clean."""
