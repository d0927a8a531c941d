"""WARC 1.1 out: exchanges in, record id and place out. Imports nothing from Scrapy.

Every record is a gzip member of its own, built here byte for byte: warcio's writer would percent-encode header
values that are not ASCII, and leaves out the block of a revisit.
Source: ISO 28500:2017, https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import threading
import uuid
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, NamedTuple

from crawler.archive.exchange import Exchange, Held
from crawler.archive.seal import seal_warc
from crawler.clock import parse_utc, utc_now
from crawler.errors import ArchiveWriteError

ROLL_OVER = 1_000_000_000
"""Bytes after which the next exchange starts a new file."""
GZIP_HEADER = bytes.fromhex("1f8b0800000000000003")
"""The head of each member: no CRC covers it, so it is always the same and a changed bit is seen."""
GZIP_LEVEL = 6
"""Level 9, warcio's default, costs a fifth more time for one percent less space on portal pages."""
REVISIT_PROFILE = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED_PROFILE = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
POSTBACK = "Kho-Postback"
"""Our own field of a response to a posted form: what of the request's body names the page; the target URI does not."""

DOM_URI = "urn:kho:dom:"
"""Before the address of a rendered page, as other browser-based crawlers name what they derive (`urn:text:`)."""
DOM_TYPE = "text/html; charset=utf-8"

RecordType = Literal["warcinfo", "request", "response", "revisit", "metadata", "resource"]


class Written(NamedTuple):
    """Where a record lies."""

    record_id: str
    """Without angle brackets: `urn:uuid:…`."""
    file: str
    """Relative to the archive directory, with `/`."""
    offset: int
    length: int
    revisit_of: str | None
    payload_sha256: str
    """Hex; as the record says. For a revisit that of the payload it stands for, though none came over the wire."""


def _new_id() -> str:
    return f"urn:uuid:{uuid.uuid4()}"


def _digest(data: bytes) -> str:
    return "sha256:" + hashlib.sha256(data).hexdigest()


def pack_record(kind: RecordType, fields: Mapping[str, str], content_type: str, block: bytes) -> bytes:
    """Return one WARC record as a gzip member. `fields` are WARC headers beyond type, digest, length."""
    head = {
        "WARC-Type": kind,
        **fields,
        "WARC-Block-Digest": _digest(block),
        "Content-Type": content_type,
        "Content-Length": str(len(block)),
    }
    lines = ["WARC/1.1", *(f"{name}: {value}" for name, value in head.items()), "", ""]
    packer = zlib.compressobj(GZIP_LEVEL, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    member = packer.compress("\r\n".join(lines).encode() + block + b"\r\n\r\n") + packer.flush()
    return GZIP_HEADER + member[len(GZIP_HEADER) :]


def _sync_folder(folder: Path) -> None:
    """Return when the names in `folder` are on disk, too: a synced file without a name is lost."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _revisit_fields(exchange: Exchange, held: Held | None) -> dict[str, str]:
    """Return the headers of a revisit record, or none if the exchange brought a payload we did not hold."""
    if held is None or exchange.truncated:
        return {}
    same = exchange.status == 200 and exchange.payload_sha256 == held.payload_sha256
    if not same and exchange.status != 304:
        return {}
    return {
        "WARC-Profile": REVISIT_PROFILE if same else NOT_MODIFIED_PROFILE,
        "WARC-Refers-To": f"<{held.record_id}>",
        "WARC-Refers-To-Target-URI": held.requested_url,
        "WARC-Refers-To-Date": held.fetched_at,
        "WARC-Payload-Digest": f"sha256:{held.payload_sha256}",
    }


def pack_exchange(exchange: Exchange, held: Held | None) -> tuple[bytes, bytes, str, str | None]:
    """Return response (or revisit) member, request member, the response's record id, and whom it revisits."""
    record_id = _new_id()
    common = {"WARC-Target-URI": exchange.url, "WARC-Date": exchange.fetched_at}
    revisit = _revisit_fields(exchange, held)
    fields = {"WARC-Record-ID": f"<{record_id}>", **common}
    if exchange.ip_address:
        fields["WARC-IP-Address"] = exchange.ip_address
    if exchange.truncated:
        fields["WARC-Truncated"] = "disconnect"
    if exchange.postback:
        fields[POSTBACK] = exchange.postback
    fields |= revisit or {"WARC-Payload-Digest": _digest(exchange.body)}
    block = exchange.response_head() + (b"" if revisit else exchange.body)
    response = pack_record("revisit" if revisit else "response", fields, "application/http;msgtype=response", block)
    request = pack_record(
        "request",
        {
            "WARC-Record-ID": f"<{_new_id()}>",
            **common,
            "WARC-Concurrent-To": f"<{record_id}>",
            "WARC-Payload-Digest": _digest(exchange.request_body),
        },
        "application/http;msgtype=request",
        exchange.request_block(),
    )
    return response, request, record_id, held.record_id if revisit and held else None


def pack_saved(exchange: Exchange, record_id: str, source: Mapping[str, object]) -> tuple[bytes, bytes]:
    """Return the response member of what a web archive gave back, and the metadata member on where it was."""
    common = {"WARC-Target-URI": exchange.url, "WARC-Date": exchange.fetched_at}
    fields = {"WARC-Record-ID": f"<{record_id}>", **common, "WARC-Payload-Digest": _digest(exchange.body)}
    if exchange.truncated:
        fields["WARC-Truncated"] = "length"
    block = exchange.response_head() + exchange.body
    about = {"WARC-Record-ID": f"<{_new_id()}>", **common, "WARC-Concurrent-To": f"<{record_id}>"}
    text = json.dumps(source, ensure_ascii=False, sort_keys=True).encode()
    response = pack_record("response", fields, "application/http;msgtype=response", block)
    return response, pack_record("metadata", about, "application/json", text)


def metadata_member(url: str, values: Mapping[str, object]) -> tuple[bytes, str, str]:
    """Return a `metadata` record on `url`, `values` as a JSON object; its id, and the SHA-256 of its block."""
    record_id = _new_id()
    fields = {"WARC-Record-ID": f"<{record_id}>", "WARC-Target-URI": url, "WARC-Date": utc_now()}
    block = json.dumps(values, ensure_ascii=False, sort_keys=True).encode()
    return pack_record("metadata", fields, "application/json", block), record_id, hashlib.sha256(block).hexdigest()


def dom_member(url: str, response_id: str, dom: bytes) -> tuple[bytes, str, str]:
    """Return a `resource` record with the DOM of a rendered page; its id, and the SHA-256 of its block.

    It never went over the wire: what the server sent for the page, its scripts and its data has records of its own.
    """
    record_id = _new_id()
    fields = {"WARC-Record-ID": f"<{record_id}>", "WARC-Target-URI": DOM_URI + url, "WARC-Date": utc_now()}
    fields["WARC-Concurrent-To"] = f"<{response_id}>"
    return pack_record("resource", fields, DOM_TYPE, dom), record_id, hashlib.sha256(dom).hexdigest()


class WarcWriter:
    """Appends to the WARC files of one crawl of one portal. Safe to call from several threads."""

    def __init__(self, archive: Path, portal_id: str, info: Mapping[str, str], *, roll_over: int = ROLL_OVER) -> None:
        """`info` goes into the `warcinfo` record at the head of each file: one value a key, kept as JSON strings."""
        self._archive = archive
        self._portal_id = portal_id
        self._info = dict(info)
        self._roll_over = roll_over
        self._serial = 0
        self._file: io.FileIO | None = None
        self._name = ""
        self._hash = hashlib.sha256()
        self._lock = threading.Lock()
        self.bytes_written = 0

    def append(self, exchange: Exchange, held: Held | None = None) -> Written:
        """Append one exchange; it is durable after the next `sync`.

        Raises: ArchiveWriteError; the file then ends with the last whole record.
        """
        response, request, record_id, revisit_of = pack_exchange(exchange, held)
        with self._lock:
            offset = self._append(response + request)
            digest = held.payload_sha256 if revisit_of and held else exchange.payload_sha256
            return Written(record_id, self._name, offset, len(response), revisit_of, digest)

    def append_saved(self, exchange: Exchange, record_id: str, source: Mapping[str, object]) -> Written:
        """Append an exchange that a web archive gave back, and a metadata record on where it was. As `append`."""
        response, about = pack_saved(exchange, record_id, source)
        with self._lock:
            offset = self._append(response + about)
            return Written(record_id, self._name, offset, len(response), None, exchange.payload_sha256)

    def append_dom(self, url: str, response_id: str, dom: bytes) -> Written:
        """Append the DOM of a page (UTF-8) as a browser had it after the response given. As `append`."""
        member, record_id, sum_ = dom_member(url, response_id, dom)
        with self._lock:
            offset = self._append(member)
            return Written(record_id, self._name, offset, len(member), None, sum_)

    def append_metadata(self, url: str, values: Mapping[str, object]) -> Written:
        """Append a `metadata` record on `url`: `values` as a JSON object."""
        member, record_id, sum_ = metadata_member(url, values)
        with self._lock:
            offset = self._append(member)
            return Written(record_id, self._name, offset, len(member), None, sum_)

    def sync(self) -> None:
        """Return when all that was appended is on disk. Raises: ArchiveWriteError."""
        with self._lock:
            if self._file is not None:
                self._fsync(self._file)

    def close(self) -> None:
        """Sync and close the current file."""
        with self._lock:
            self._close()

    def _close(self) -> None:
        if self._file is not None:
            self._fsync(self._file)
            self._file.close()
            self._file = None
            seal_warc(self._archive, self._name, self._hash.hexdigest())

    def _fsync(self, file: io.FileIO) -> None:
        try:
            os.fsync(file.fileno())
        except OSError as error:
            raise ArchiveWriteError(f"{self._name}: cannot be synced: {error.strerror}") from error

    def _append(self, members: bytes) -> int:
        if self._file is None or self._file.tell() >= self._roll_over:
            self._close()
            self._open()
        assert self._file is not None
        return self._write(self._file, members)

    def _write(self, file: io.FileIO, members: bytes) -> int:
        """Write all or nothing: what is left of a failed write is cut off again."""
        offset = file.tell()
        try:
            view = memoryview(members)
            while view:
                view = view[file.write(view) :]
        except OSError as error:
            file.truncate(offset)
            file.seek(offset)
            raise ArchiveWriteError(
                f"{self._name}: cannot be written: {error.strerror}. Free some space and start the crawl again"
            ) from error
        self._hash.update(members)
        self.bytes_written += len(members)
        return offset

    def _open(self) -> None:
        folder = self._archive / "warc" / self._portal_id
        name = self._free_name(folder)
        self._name = f"warc/{self._portal_id}/{name}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            # "x": a file that is there already is never written to by a second crawl.
            self._file = io.FileIO(folder / name, "x")
            self._hash = hashlib.sha256()
            _sync_folder(folder)
        except OSError as error:
            raise ArchiveWriteError(f"{folder / name}: cannot be created: {error.strerror}") from error
        try:
            self._write(self._file, self._warcinfo(name))
        except ArchiveWriteError:
            # A file without its head says of no record where it comes from: better none.
            self._file.close()
            self._file = None
            (folder / name).unlink()
            raise

    def _free_name(self, folder: Path) -> str:
        """Return the name of the next file. It sorts behind all that are there, even if the clock was set back."""
        pattern = re.compile(rf"{re.escape(self._portal_id)}-(\d{{14}})-(\d{{5}})\.warc\.gz")
        taken = [found.groups() for path in folder.glob("*.warc.gz") if (found := pattern.fullmatch(path.name))]
        last, serial = max(taken, default=("", "0"))
        stamp = max(parse_utc(utc_now()).strftime("%Y%m%d%H%M%S"), last)
        self._serial = max(self._serial, int(serial) if stamp == last else 0) + 1
        return f"{self._portal_id}-{stamp}-{self._serial:05d}.warc.gz"

    def _warcinfo(self, name: str) -> bytes:
        lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in self._info.items()]
        block = "\r\n".join(["format: WARC File Format 1.1", *lines, ""]).encode()
        fields = {"WARC-Record-ID": f"<{_new_id()}>", "WARC-Filename": name, "WARC-Date": utc_now()}
        return pack_record("warcinfo", fields, "application/warc-fields", block)
