"""What a server really sends, over IPv6: codings, wrong labels, chunks, odd headers, dropped lines: kept as it came.

The server is a plain one that writes prepared bytes; the crawl is the command, and the records are read by warcio and
by fastwarc, which must find the same in them.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import socket
import threading
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import brotli
import pytest
import zstandard
from fastwarc.warc import ArchiveIterator as FastIterator
from fastwarc.warc import WarcRecordType
from warcio.archiveiterator import ArchiveIterator

from crawler.store.reasons import URL_REASONS
from tests.command import kho, rows, value

PAGE = (
    '<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>{name} - Phường Thử</title></head><body>'
    '<h1>Hội nghị {name}</h1><p class="date">15/04/2021 10:15</p><div class="content">'
    + "<p>Sáng ngày 15/4, phường đã tổ chức hội nghị triển khai nhiệm vụ trọng tâm của năm {name}.</p>" * 9
    + "</div></body></html>"
)
PORTAL = """id = "x"
name = "X"
level = "ward"
url = "{url}"
[[sections]]
name = "Tin"
path = "/tin-tuc"
[[addresses]]
match = '^/tin-tuc/[a-z-]+-\\d+\\.html$'
kind = "article"
[politeness]
delay = 0
reason = "a server on this machine"
"""
KINDS = {name: getattr(WarcRecordType, name) for name in
         ("warcinfo", "response", "request", "revisit", "metadata")}  # fmt: skip
Answer = tuple[int, list[tuple[bytes, bytes]], bytes]
HTML = (b"Content-Type", b"text/html; charset=utf-8")


def page(name: str) -> bytes:
    return PAGE.format(name=name).encode()


def coded(coding: bytes, body: bytes) -> Answer:
    return 200, [HTML, (b"Content-Encoding", coding)], body


ANSWERS: dict[str, Answer] = {
    "/tin-tuc/gzip-1.html": coded(b"gzip", gzip.compress(page("gzip"), mtime=0)),
    "/tin-tuc/br-2.html": coded(b"br", brotli.compress(page("br"))),
    "/tin-tuc/zstd-3.html": coded(b"zstd", zstandard.compress(page("zstd"))),
    "/tin-tuc/deflate-4.html": coded(b"deflate", zlib.compress(page("deflate"))),
    "/tin-tuc/raw-deflate-5.html": coded(b"deflate", zlib.compress(page("raw-deflate"))[2:-4]),
    "/tin-tuc/not-gzip-6.html": coded(b"gzip", page("not-gzip")),
    "/tin-tuc/not-br-7.html": coded(b"br", page("not-br")),
    "/tin-tuc/not-zstd-8.html": coded(b"zstd", page("not-zstd")),
    "/tin-tuc/twice-9.html": coded(b"gzip, br", brotli.compress(gzip.compress(page("twice"), mtime=0))),
    "/tin-tuc/headers-10.html": (
        200,
        [HTML, (b"X-Unit", "Phường Thử Nghiệm".encode()), (b"X-Unit", b"\xe9\xff"), (b"Set-Cookie", b"a=1"),
         (b"Set-Cookie", b"b=2")],
        page("headers"),
    ),
    "/tin-tuc/error-11.html": (500, [HTML], b"<html><body>He thong dang ban</body></html>"),
    "/tin-tuc/empty-12.html": (200, [HTML], b""),
}  # fmt: skip
CHUNKED, KEPT, DROPPED = "/tin-tuc/chunked-20.html", "/tin-tuc/kept-21.html", "/tin-tuc/dropped-22.html"
FORBIDDEN = "/tin-tuc/forbidden-23.html"
PATHS = (*ANSWERS, CHUNKED, KEPT, DROPPED, FORBIDDEN)
READ = ("gzip", "br", "zstd", "deflate", "raw-deflate", "not-gzip", "not-br", "not-zstd", "twice", "headers",
        "chunked", "kept")  # fmt: skip


class Handler(BaseHTTPRequestHandler):
    """Writes the prepared bytes."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if self.path in ANSWERS:
            self._send(*ANSWERS[self.path])
        elif self.path == CHUNKED:
            body = page("chunked")
            chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:7], body[7:900], body[900:]))
            self._raw(200, [HTML, (b"Transfer-Encoding", b"chunked")], chunks + b"0\r\n\r\n")
        elif self.path == KEPT:
            same = self.headers.get("If-None-Match") == '"v1"'
            self._send(304 if same else 200, [HTML, (b"ETag", b'"v1"')], b"" if same else page("kept"))
        elif self.path == DROPPED:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
        elif self.path == "/robots.txt":
            self._send(200, [(b"Content-Type", b"text/plain")], b"User-agent: *\nDisallow: " + FORBIDDEN.encode())
        elif self.path in ("/", "/tin-tuc"):
            links = "".join(f'<li><a href="{path}">Tin {path[9:-5]}</a> 15/04/2021</li>' for path in PATHS)
            self._send(200, [HTML], f"<html><body><h1>Tin</h1><ul>{links}</ul></body></html>".encode())
        else:
            self._send(404, [HTML], b"<html><body>Khong tim thay</body></html>")

    def _send(self, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
        length = [] if status == 304 else [(b"Content-Length", b"%d" % len(body))]
        self._raw(status, headers + length, body)

    def _raw(self, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
        head = b"".join(name + b": " + content + b"\r\n" for name, content in headers)
        self.wfile.write(b"HTTP/1.1 %d OK\r\n" % status + head + b"\r\n" + body)

    def log_message(self, *_: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    """On the IPv6 loopback."""

    address_family = socket.AF_INET6


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The server's pages, crawled twice. Tests must not write to it."""
    server = Server(("::1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    folder = tmp_path_factory.mktemp("fidelity") / "archive"
    (folder / "portals").mkdir(parents=True)
    text = PORTAL.format(url=f"http://[::1]:{server.server_port}/")
    (folder / "portals" / "x.toml").write_text(text, encoding="utf-8")
    for _ in range(2):
        done = kho("crawl", "x", "--full", "--archive", folder)
        assert done.returncode in (0, 3), done.stderr
    server.shutdown()
    server.server_close()
    return folder


def records(archive: Path) -> list[dict[str, Any]]:
    """All records as warcio reads them, digests checked: headers, HTTP headers, payload.

    Not through `warcio check`: that unpacks each payload, too, and its reader fails at brotli 1.2.
    """
    found = []
    for path in sorted((archive / "warc" / "x").glob("*.warc.gz")):
        with path.open("rb") as file:
            for record in ArchiveIterator(file, check_digests=True):
                headers = dict(record.rec_headers.headers)
                http = record.http_headers.headers if record.http_headers else []
                body = record.raw_stream.read()
                assert record.digest_checker.passed is not False, record.digest_checker.problems  # None: no payload
                found.append({"kind": record.rec_type, "fields": headers, "http": http, "body": body})
    return found


def response_of(archive: Path, path: str) -> dict[str, Any]:
    """The first response from one address."""
    return next(record for record in records(archive) if record["kind"] == "response"
                and record["fields"]["WARC-Target-URI"].endswith(path))  # fmt: skip


@pytest.mark.parametrize("path", [path for path, answer in ANSWERS.items()])
def test_a_body_is_kept_as_it_came_with_the_digest_of_just_that(archive: Path, path: str) -> None:
    record = response_of(archive, path)
    body = ANSWERS[path][2]
    assert record["body"] == body
    assert record["fields"]["WARC-Payload-Digest"] == f"sha256:{hashlib.sha256(body).hexdigest()}"
    assert record["fields"]["WARC-IP-Address"] == "::1"


def test_of_a_chunked_answer_the_chunks_are_undone_and_the_record_says_so(archive: Path) -> None:
    record = response_of(archive, CHUNKED)
    assert record["body"] == page("chunked")
    assert record["fields"]["WARC-Payload-Digest"] == f"sha256:{hashlib.sha256(page('chunked')).hexdigest()}"
    assert "transfer-encoding" not in {name.lower() for name, _ in record["http"]}


def test_header_values_that_are_not_ascii_and_repeated_ones_are_kept(archive: Path) -> None:
    block = gzip_member(archive, "/tin-tuc/headers-10.html")
    for line in (
        b"X-Unit: " + "Phường Thử Nghiệm".encode(),
        b"X-Unit: \xe9\xff",
        b"Set-Cookie: a=1",
        b"Set-Cookie: b=2",
    ):
        assert b"\r\n" + line + b"\r\n" in block


def gzip_member(archive: Path, path: str) -> bytes:
    """The unpacked bytes of a record, found by its row."""
    row = rows(archive, "SELECT * FROM captures WHERE requested_url LIKE '%' || ? ORDER BY id LIMIT 1", path)[0]
    with (archive / row["warc_file"]).open("rb") as file:
        file.seek(row["warc_offset"])
        return gzip.decompress(file.read(row["warc_length"]))


def test_pages_in_all_codings_are_read_and_mislabelled_ones_too(archive: Path) -> None:
    texts = [row["text"] for row in rows(archive, "SELECT text FROM articles")]
    missed = [name for name in READ if not any(f"trọng tâm của năm {name}." in text for text in texts)]
    assert missed == []


def test_a_page_that_is_as_it_was_is_a_revisit_of_what_is_held(archive: Path) -> None:
    first = response_of(archive, KEPT)
    again = [record for record in records(archive) if record["kind"] == "revisit"
             and record["fields"]["WARC-Target-URI"].endswith(KEPT)]  # fmt: skip
    assert [record["fields"]["WARC-Refers-To"] for record in again] == [first["fields"]["WARC-Record-ID"]]
    assert again[0]["fields"]["WARC-Payload-Digest"] == first["fields"]["WARC-Payload-Digest"]
    assert value(archive, "SELECT count(*) FROM article_revisions WHERE revision > 1") == 0


def test_what_kept_us_from_a_page_is_in_the_archive_with_a_reason_of_the_closed_list(archive: Path) -> None:
    told = [json.loads(record["body"]) | {"url": record["fields"]["WARC-Target-URI"]}
            for record in records(archive) if record["kind"] == "metadata"]  # fmt: skip
    failed = {each["url"][-len(DROPPED) :]: each["reason"] for each in told if each.get("event") == "not_fetched"}
    assert failed[DROPPED] == "connection_lost"
    assert set(failed.values()) <= URL_REASONS
    assert value(archive, "SELECT reason FROM urls WHERE url LIKE '%' || ?", FORBIDDEN) == "robots_disallowed"
    assert any("robots_disallowed" in json.dumps(each) for each in told)
    assert not [record for record in records(archive) if record["kind"] == "request"
                and record["fields"]["WARC-Target-URI"].endswith(FORBIDDEN)]  # fmt: skip


def kind_of(record: Any) -> str:
    return next(name for name, kind in KINDS.items() if record.record_type == kind)


def test_warcio_and_fastwarc_read_the_same_records(archive: Path) -> None:
    fast = []
    for path in sorted((archive / "warc" / "x").glob("*.warc.gz")):
        with path.open("rb") as file:
            for record in FastIterator(file, parse_http=False):
                assert record.verify_block_digest()
                record.parse_http()
                fast.append((record.record_id.strip("<>"), kind_of(record), record.reader.read()))
    slow = [
        (record["fields"]["WARC-Record-ID"].strip("<>"), record["kind"], record["body"]) for record in records(archive)
    ]
    assert len(slow) > 2 * len(PATHS)
    assert fast == slow


def test_all_that_is_whole_is_found_whole(archive: Path) -> None:
    assert kho("verify", "--full", "--archive", archive).returncode == 0
