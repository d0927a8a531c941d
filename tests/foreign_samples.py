"""WARC, ARC and WACZ files as other programs write them, made byte by byte from pages that are in an archive."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path
from typing import NamedTuple

CRLF = b"\r\n"


class Exchange(NamedTuple):
    """One response of a server."""

    url: str
    date: str
    """`2022-05-01T10:00:00Z`."""
    head: bytes
    """Status line and headers, without the blank line."""
    body: bytes


def page(url: str, html: str, date: str = "2022-05-01T10:00:00Z", *headers: str) -> Exchange:
    """Return an exchange that brought a page."""
    lines = ("HTTP/1.1 200 OK", "Content-Type: text/html; charset=utf-8", *headers)
    return Exchange(url, date, "\r\n".join(lines).encode(), html.encode())


def warc_record(exchange: Exchange, *more: str, kind: str = "response", version: str = "1.0") -> bytes:
    """Return a WARC record; `more` are further lines of its head."""
    block = exchange.head + CRLF + CRLF + exchange.body
    lines = (
        f"WARC/{version}", f"WARC-Type: {kind}", f"WARC-Target-URI: {exchange.url}", f"WARC-Date: {exchange.date}",
        *more,
        "Content-Type: application/http; msgtype=response", f"Content-Length: {len(block)}", "", "",
    )  # fmt: skip
    return "\r\n".join(lines).encode() + block + CRLF + CRLF


def request_record(url: str, method: str, *more: str) -> bytes:
    """Return a `request` record."""
    block = f"{method} / HTTP/1.1\r\nHost: x\r\n\r\n".encode()
    lines = (
        "WARC/1.0", "WARC-Type: request", f"WARC-Target-URI: {url}", "WARC-Date: 2022-05-01T10:00:00Z", *more,
        "Content-Type: application/http; msgtype=request", f"Content-Length: {len(block)}", "", "",
    )  # fmt: skip
    return "\r\n".join(lines).encode() + block + CRLF + CRLF


def record_id(number: int) -> str:
    """Return the head line of a record's id."""
    return f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012d}>"


def arc_records(exchanges: list[Exchange]) -> list[bytes]:
    """Return the records of an ARC file, version 1, its head first."""
    about = b"1 0 InternetArchive\nURL IP-address Archive-date Content-type Archive-length\n"
    found = [b"filedesc://a.arc 0.0.0.0 20220501100000 text/plain %d\n" % len(about) + about + b"\n"]
    for url, date, head, body in exchanges:
        block = head + CRLF + CRLF + body
        stamp = "".join(char for char in date if char.isdigit())
        found.append(f"{url} 127.0.0.1 {stamp} text/html {len(block)}\n".encode() + block + b"\n")
    return found


def write(path: Path, records: list[bytes], form: str) -> Path:
    """Write records: `plain`, `members` (each a gzip member), `stream` (one gzip member), `stored`, `packed` (WACZ)."""
    members = b"".join(gzip.compress(record, mtime=0) for record in records)
    if form == "plain":
        path.write_bytes(b"".join(records))
    elif form == "members":
        path.write_bytes(members)
    elif form == "stream":
        path.write_bytes(gzip.compress(b"".join(records), mtime=0))
    else:
        how = zipfile.ZIP_STORED if form == "stored" else zipfile.ZIP_DEFLATED
        with zipfile.ZipFile(path, "w", how) as package:
            package.writestr("datapackage.json", "{}")
            package.writestr("archive/data.warc.gz", members)
            package.writestr("pages/pages.jsonl", "{}\n")
    return path
