"""A WARC file of ours read in one pass, strictly: each record with its digests recomputed, each fault with its place.

Memory is flat: blocks are hashed as they come. Why not fastwarc: it is faster at finding records, but says neither
where a damaged one ends nor whether a gzip header was changed, and those are the questions here.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal

from crawler.archive.member import Member, UnreadableError
from crawler.archive.posted import FORM, MAX_FORM, posted_query
from crawler.archive.reader import find_next_head

MAX_HEAD = 1 << 20
"""Bytes; the head of a record or of a response is a few hundred."""
END = b"\r\n\r\n"
"""What stands behind the block of a record."""
HTTP_TYPE = "application/http"

FaultCode = Literal["torn", "damaged", "digest", "not_a_record", "foreign"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A record that is whole."""

    file: str
    offset: int
    length: int
    kind: str
    record_id: str
    url: str
    date: str
    status: int | None
    mime: str | None
    coding: str | None
    """Content-Encoding of the response."""
    payload_bytes: int
    payload_sha256: str
    """Recomputed over the payload in this record; of a revisit, which holds none, as the record states it."""
    refers_to: str | None
    concurrent_to: str | None
    truncated: bool
    crawl_id: str | None
    """`isPartOf`, of a warcinfo."""
    posted: str | None = None
    """What a request posted, as indexes name it (`crawler.archive.posted`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A place in the file that is not as Kho wrote it."""

    file: str
    offset: int
    length: int
    code: FaultCode
    message: str
    record_id: str | None = None
    url: str | None = None


def scan_file(archive: Path, file: str, progress: Callable[[int], None] | None = None) -> Iterator[Checked | Fault]:
    """Yield each record of a WARC file of ours, and each fault. `progress` is told the bytes that were read.

    Raises: OSError if the file cannot be read.
    """
    with (archive / file).open("rb") as stream:
        for found in scan_stream(stream, file):
            yield found
            if progress is not None:
                progress(found.length)


def scan_stream(stream: BinaryIO, file: str) -> Iterator[Checked | Fault]:
    """Yield what `scan_file` does, of an open file that can be sought in; `file` is its name."""
    size, offset = stream.seek(0, 2), 0
    while offset < size:
        found = _check(stream, file, offset)
        if isinstance(found, Fault) and not found.length:
            found = _bounded(stream, found, size)
        yield found
        offset += found.length


def _bounded(stream: BinaryIO, fault: Fault, size: int) -> Fault:
    """Return the fault with its end: the next record, or the end of the file."""
    after = find_next_head(stream, fault.offset + 1)
    end = size if after is None else after
    torn = after is None
    return Fault(
        file=fault.file, offset=fault.offset, length=end - fault.offset, code="torn" if torn else fault.code,
        message=fault.message, record_id=fault.record_id, url=fault.url,
    )  # fmt: skip


def _check(stream: BinaryIO, file: str, offset: int) -> Checked | Fault:
    """Return the record at `offset`, or what is wrong with it; its length is 0 if even its end is not known."""
    member = Member(stream, offset)
    record = _Record(member.chunks())
    try:
        record.read()
    except UnreadableError as error:
        fields = record.fields
        return Fault(
            file=file, offset=offset, length=member.length, code="damaged" if not member.length else "not_a_record",
            message=str(error), record_id=_plain_id(fields.get("warc-record-id")), url=fields.get("warc-target-uri"),
        )  # fmt: skip
    wrong = record.wrong_digest()
    if wrong is not None:
        return Fault(
            file=file, offset=offset, length=member.length, code="digest", message=wrong,
            record_id=_plain_id(record.fields.get("warc-record-id")), url=record.fields.get("warc-target-uri"),
        )  # fmt: skip
    return record.checked(file, offset, member.length)


def _plain_id(value: str | None) -> str | None:
    return value.strip("<>") if value else None


class _Digest:
    """SHA-256, which Kho writes, and SHA-1, which other programs do."""

    def __init__(self) -> None:
        self.sha256 = hashlib.sha256()
        self._sha1 = hashlib.sha1(usedforsecurity=False)

    def update(self, data: bytes) -> None:
        self.sha256.update(data)
        self._sha1.update(data)

    def is_stated(self, stated: str) -> bool:
        """Return True if a digest header states what was read."""
        return stated in (
            f"sha256:{self.sha256.hexdigest()}",
            f"sha1:{base64.b32encode(self._sha1.digest()).decode()}",
            f"sha1:{self._sha1.hexdigest()}",
        )


class _Record:
    """Reads one record from the chunks of its member."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._held = b""
        self.fields: dict[str, str] = {}
        self._http: dict[bytes, bytes] = {}
        self._status: int | None = None
        self._block = _Digest()
        self._payload = _Digest()
        self._payload_bytes = 0
        self._crawl_id: str | None = None
        self._form = b""

    def read(self) -> None:
        """Read all. Raises: UnreadableError."""
        head = self._until_blank_line()
        lines = head.decode("utf-8", "replace").split("\r\n")
        if lines[0] != "WARC/1.1":
            raise UnreadableError("the gzip member holds no WARC record")
        pairs = (line.partition(": ") for line in lines[1:])
        self.fields = {name.lower(): value for name, _, value in pairs}
        length = self.fields.get("content-length", "")
        if not length.isascii() or not length.isdigit() or "warc-record-id" not in self.fields:
            raise UnreadableError("the WARC record has no length or no id")
        self._read_block(int(length))
        rest = self._held
        for chunk in self._chunks:
            rest += chunk
            if len(rest) > len(END):
                break
        if rest != END:
            raise UnreadableError("the WARC record does not end where its length says")

    def _until_blank_line(self, limit: int | None = None) -> bytes:
        """Return what comes before the next blank line; the rest is held."""
        data = self._held
        while b"\r\n\r\n" not in data:
            chunk = next(self._chunks, b"")
            if not chunk or len(data) > (limit or MAX_HEAD):
                raise UnreadableError("the head of the record has no end")
            data += chunk
        head, _, self._held = data.partition(b"\r\n\r\n")
        return head

    def _read_block(self, length: int) -> None:
        if self.fields.get("content-type", "").startswith(HTTP_TYPE):
            head = self._until_blank_line()
            self._read_http(head)
            self._block.update(head + b"\r\n\r\n")
            length -= len(head) + 4
        while length > 0:
            data = self._held or next(self._chunks, b"")
            if not data:
                raise UnreadableError("the WARC record is shorter than its length says")
            part, self._held = data[:length], data[length:]
            self._block.update(part)
            self._payload.update(part)
            self._payload_bytes += len(part)
            length -= len(part)
            self._note_crawl(part)
            self._note_form(part)
        if length < 0:
            raise UnreadableError("the WARC record is shorter than its HTTP head")

    def _read_http(self, head: bytes) -> None:
        first, *lines = head.split(b"\r\n")
        if self.fields.get("warc-type") in ("response", "revisit"):
            status = first.split(b" ")[1:2]
            self._status = int(status[0]) if status and status[0].isdigit() else 0
        self._http = {
            name.strip().lower(): value.strip() for name, _, value in (line.partition(b":") for line in lines)
        }

    def _note_crawl(self, part: bytes) -> None:
        if self.fields.get("warc-type") == "warcinfo" and self._crawl_id is None:
            line = next((line for line in part.split(b"\r\n") if line.startswith(b"isPartOf: ")), None)
            self._crawl_id = line.partition(b": ")[2].strip(b'"').decode("utf-8", "replace") if line else None

    def _note_form(self, part: bytes) -> None:
        kind = self._http.get(b"content-type", b"") if self.fields.get("warc-type") == "request" else b""
        if kind.startswith(FORM) and len(self._form) < MAX_FORM:
            self._form += part

    def wrong_digest(self) -> str | None:
        """Return what is wrong with the digests that the record states, or None."""
        block, payload = self.fields.get("warc-block-digest"), self.fields.get("warc-payload-digest")
        if block is None or not self._block.is_stated(block):
            return "the block is not the one that WARC-Block-Digest states"
        if self.fields.get("warc-type") == "revisit" or payload is None or self._payload.is_stated(payload):
            return None
        return "the payload is not the one that WARC-Payload-Digest states"

    def checked(self, file: str, offset: int, length: int) -> Checked:
        """Return what is known of the record, once it was read."""
        fields, revisit = self.fields, self.fields.get("warc-type") == "revisit"
        stated = fields.get("warc-payload-digest", "").removeprefix("sha256:")
        return Checked(
            file=file,
            offset=offset,
            length=length,
            kind=fields.get("warc-type", ""),
            record_id=fields["warc-record-id"].strip("<>"),
            url=fields.get("warc-target-uri", ""),
            date=fields.get("warc-date", ""),
            status=self._status,
            mime=_text(self._http.get(b"content-type", b"")).split(";")[0].strip().lower() or None,
            coding=_text(self._http.get(b"content-encoding", b"")).lower() or None,
            payload_bytes=self._payload_bytes,
            payload_sha256=stated if revisit else self._payload.sha256.hexdigest(),
            refers_to=_plain_id(fields.get("warc-refers-to")),
            concurrent_to=_plain_id(fields.get("warc-concurrent-to")),
            truncated="warc-truncated" in fields,
            crawl_id=self._crawl_id,
            posted=posted_query(self._form) if self._form else None,
        )


def _text(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")
