"""The captures of an archive as Heritrix and as Browsertrix would have saved them: record by record, as they write it.

Sources: https://heritrix.readthedocs.io/ (WARCWriterChainProcessor), https://github.com/webrecorder/browsertrix-crawler
(src/util/recorder.ts, tests/), https://specs.webrecorder.net/wacz/1.1.1/.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

from crawler.archive.captures import decoded, stored_capture
from crawler.archive.reader import read_record
from crawler.items import Capture
from tests.command import rows

CAPTURES = """
SELECT c.warc_file, c.warc_offset, o.warc_file AS file_of_original, o.warc_offset AS offset_of_original
FROM captures c LEFT JOIN captures o ON o.record_id = c.revisit_of WHERE c.status <> 304 ORDER BY c.id
"""
IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
RECODED = ("content-encoding", "content-length", "transfer-encoding")


def captures_of(archive: Path) -> Iterator[Capture]:
    """Yield what an archive holds, payloads content-coded as they came."""
    for row in rows(archive, CAPTURES):
        original = read_record(archive, row[2], row[3]) if row[2] else None
        yield stored_capture(read_record(archive, row[0], row[1]), portal_id="", crawl_id="", original=original)


def record(version: str, kind: str, fields: list[tuple[str, str]], type_: str, block: bytes) -> bytes:
    """Return a WARC record as a gzip member."""
    lines = [f"WARC/{version}", f"WARC-Type: {kind}", *(f"{name}: {text}" for name, text in fields)]
    head = "\r\n".join([*lines, f"Content-Type: {type_}", f"Content-Length: {len(block)}", "", ""])
    return gzip.compress(head.encode() + block + b"\r\n\r\n", mtime=0)


def uuid(number: int, kind: int) -> str:
    return f"<urn:uuid:0000000{kind}-0000-4000-8000-{number:012d}>"


def sha1(data: bytes) -> str:
    return f"sha1:{base64.b32encode(hashlib.sha1(data).digest()).decode()}"


def sha256(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def chunks(body: bytes) -> bytes:
    parts = [body[at : at + 700] for at in range(0, len(body), 700)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def heritrix(archive: Path, path: Path) -> Path:
    """Write a WARC file as Heritrix does: bytes as they came over the wire, DNS, requests, metadata, revisits."""
    date = "2024-01-01T00:00:00Z"
    info = b"software: Heritrix/3.4.0 http://crawler.archive.org\r\nformat: WARC File Format 1.0\r\n"
    found = [record("1.0", "warcinfo", [("WARC-Date", date), ("WARC-Filename", path.name),
                                        ("WARC-Record-ID", uuid(0, 1))], "application/warc-fields", info)]  # fmt: skip
    dns = [("WARC-Target-URI", "dns:127.0.0.1"), ("WARC-Date", date), ("WARC-Record-ID", uuid(1, 1))]
    found.append(record("1.0", "response", dns, "text/dns", b"20240101000000\n127.0.0.1.\t0\tIN\tA\t127.0.0.1\n"))
    seen: dict[tuple[str, str], tuple[str, str]] = {}
    for number, capture in enumerate(captures_of(archive), 2):
        found += _heritrix_records(number, capture, seen)
    path.write_bytes(b"".join(found))
    return path


def _heritrix_records(number: int, capture: Capture, seen: dict[tuple[str, str], tuple[str, str]]) -> list[bytes]:
    date, url, digest = capture.fetched_at[:19] + "Z", capture.requested_url, sha1(capture.body)
    is_chunked = number % 3 == 0
    lines = [f"HTTP/1.1 {capture.status} {'OK' if capture.status == 200 else ''}"]
    lines += [f"{name.title()}: {text}" for name, text in capture.headers if name not in RECODED[1:]]
    lines += ["Transfer-Encoding: chunked"] if is_chunked else [f"Content-Length: {len(capture.body)}"]
    head = ("\r\n".join(lines) + "\r\n\r\n").encode()
    fields = [
        ("WARC-Target-URI", url), ("WARC-Date", date), ("WARC-Payload-Digest", digest),
        ("WARC-IP-Address", "127.0.0.1"), ("WARC-Record-ID", uuid(number, 1)),
    ]  # fmt: skip
    before = seen.setdefault((url, digest), (date, uuid(number, 1)))
    kind, block = "response", head + (chunks(capture.body) if is_chunked else capture.body)
    if before[1] != uuid(number, 1):
        kind, block = "revisit", head
        fields += [
            ("WARC-Profile", IDENTICAL.replace("1.1", "1.0")), ("WARC-Refers-To-Target-URI", url),
            ("WARC-Refers-To-Date", before[0]), ("WARC-Truncated", "length"),
        ]  # fmt: skip
    same = [("WARC-Target-URI", url), ("WARC-Date", date), ("WARC-Concurrent-To", uuid(number, 1))]
    request = b"GET / HTTP/1.1\r\nUser-Agent: Mozilla/5.0 (compatible; heritrix/3.4.0)\r\nHost: x\r\n\r\n"
    return [
        record("1.0", kind, fields, "application/http; msgtype=response", block),
        record("1.0", "request", [*same, ("WARC-Record-ID", uuid(number, 2))], "application/http; msgtype=request",
               request),
        record("1.0", "metadata", [*same, ("WARC-Record-ID", uuid(number, 3))], "application/warc-fields",
               b"seed: \r\nvia: http://127.0.0.1/\r\nfetchTimeMs: 12\r\n"),
    ]  # fmt: skip


def browsertrix(archive: Path, path: Path) -> Path:
    """Write a WACZ as Browsertrix does: payloads unpacked, what pages are made of, texts and pictures beside them."""
    found = list(captures_of(archive))
    half = len(found) // 2
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as package:
        for name, part in (("rec-1", found[:half]), ("rec-2", found[half:])):
            records = [one for number, capture in enumerate(part) for one in _trix_records(name, number, capture)]
            package.writestr(f"archive/{name}.warc.gz", b"".join(records))
        text = [("WARC-Target-URI", f"urn:text:{found[0].requested_url}"), ("WARC-Date", "2024-01-01T00:00:00.000Z"),
                ("WARC-Record-ID", uuid(1, 9))]  # fmt: skip
        package.writestr("archive/text-0.warc.gz", record("1.1", "resource", text, "text/plain", b"Trang"))
        package.writestr("archive/empty.warc.gz", b"")
        package.writestr("indexes/index.cdx.gz", gzip.compress(b"", mtime=0), zipfile.ZIP_STORED)
        package.writestr("pages/pages.jsonl", '{"format":"json-pages-1.0","id":"pages"}\n', zipfile.ZIP_DEFLATED)
        package.writestr("logs/crawl.log", '{"logLevel":"info"}\n', zipfile.ZIP_DEFLATED)
        about = {"profile": "data-package", "wacz_version": "1.1.1", "software": "Browsertrix-Crawler 1.5"}
        package.writestr("datapackage.json", json.dumps(about), zipfile.ZIP_DEFLATED)
    return path


def _trix_records(name: str, number: int, packed: Capture) -> list[bytes]:
    capture = decoded(packed)
    id_ = f"<urn:uuid:{name}-{number}>"
    lines = [f"HTTP/1.1 {capture.status} OK"]
    lines += [f"{'x-orig-' if name in RECODED else ''}{name}: {text}" for name, text in capture.headers]
    block = ("\r\n".join(lines) + "\r\n\r\n").encode() + capture.body
    common = [("WARC-Target-URI", capture.requested_url), ("WARC-Date", capture.fetched_at)]
    page = [("WARC-Page-ID", "7f2c"), ("WARC-Resource-Type", "document"), ("WARC-Protocol", "h2")]
    digests = [("WARC-Payload-Digest", sha256(capture.body)), ("WARC-Block-Digest", sha256(block))]
    info = json.dumps({"pageid": "7f2c", "url": capture.requested_url, "urls": {}}).encode()
    about = [("WARC-Target-URI", f"urn:pageinfo:{capture.requested_url}"), ("WARC-Date", capture.fetched_at)]
    asked = [*common, ("WARC-Record-ID", f"<urn:uuid:{name}-{number}-q>"), ("WARC-Concurrent-To", id_)]
    return [
        record("1.1", "response", [*page, ("WARC-Record-ID", id_), *common, *digests],
               "application/http; msgtype=response", block),
        record("1.1", "request", asked, "application/http; msgtype=request", b"GET / HTTP/1.1\r\nhost: x\r\n\r\n"),
        record("1.1", "resource", [*about, ("WARC-Record-ID", f"<urn:uuid:{name}-{number}-i>")], "application/json",
               info),
    ]  # fmt: skip


def several(archive: Path, path: Path) -> Path:
    """Write a WACZ of WACZ files, as Browsertrix gives several crawls at once: stored, sizes told behind each entry."""
    inner = browsertrix(archive, path.with_name("inner.wacz"))
    stream = Unseekable()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as package:  # type: ignore[call-overload]
        for name, data in (("crawl-1.wacz", inner.read_bytes()), ("crawl-2.wacz", without_records())):
            with package.open(name, "w", force_zip64=True) as entry:
                entry.write(data)
        package.writestr("datapackage.json", json.dumps({"profile": "multi-wacz-package", "resources": []}))
    path.write_bytes(stream.getvalue())
    inner.unlink()
    return path


def without_records() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as package:
        package.writestr("datapackage.json", "{}")
    return held.getvalue()


class Unseekable(io.BytesIO):
    """Makes zipfile write as it does into a socket."""

    def seekable(self) -> bool:
        return False

    def seek(self, *_: int) -> int:
        raise OSError

    def tell(self) -> int:
        raise OSError
