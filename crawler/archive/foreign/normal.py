"""A foreign record as Kho would have written it: the one form from which captures are made, whoever made the file.

Chunks of the transfer are undone, times are ours, addresses have no `<>`, digests are SHA-256 and of our own computing.
"""

from __future__ import annotations

import hashlib
import re
import uuid
from pathlib import Path
from typing import BinaryIO

from crawler.archive.coding import MAX_DECODED
from crawler.archive.foreign.dates import utc_of
from crawler.archive.foreign.digests import OF_BLOCKS, Digests, is_changed_form, is_digest, states_payload
from crawler.archive.foreign.http import Message, is_short, split_message, without_chunks
from crawler.archive.foreign.raw import NotARecordError, Raw, next_record
from crawler.archive.foreign.stream import GZIP_MAGIC, BrokenBytesError, ByteStream, GzipMember, plain
from crawler.archive.record import NAMESPACE, Record
from crawler.errors import ArchiveDamagedError
from crawler.urls import MAX_URL

MAX_BLOCK = MAX_DECODED
"""Bytes of a block that are held; what is longer is no page."""
UNUSABLE = re.compile(r"[\x00-\x20\x7f\x85\u2028\u2029\ud800-\udfff]")
WEB = ("http://", "https://")
SCHEME = re.compile(r"https?:", re.IGNORECASE)
HTTP_TYPES = ("application/http", "message/http")
USER = re.compile(r"https?://[^/?#]*@", re.IGNORECASE)


def read_foreign_record(archive: Path, file: str, offset: int, length: int = 0) -> Record:
    """Return the record at `offset` of an imported file (relative to the archive).

    Raises: ArchiveDamagedError naming file and offset.
    """
    try:
        with (archive / file).open("rb") as stream:
            return _read(stream, file, offset, length)
    except (OSError, BrokenBytesError, NotARecordError) as error:
        raise ArchiveDamagedError(f"{file}: no readable record at offset {offset}: {error}") from error


def _read(file: BinaryIO, name: str, offset: int, length: int) -> Record:
    size = file.seek(0, 2)
    file.seek(offset)
    packed = file.read(2) == GZIP_MAGIC
    pieces = GzipMember(file, offset, size).pieces() if packed else plain(file, offset, size)
    content = ByteStream(pieces)
    if not packed:
        content.skip_blank()
        offset += content.consumed
    raw = next_record(content)
    if raw is None:
        raise NotARecordError("the file ends here")
    return normalise(raw, name, offset, length)


def normalise(raw: Raw, file: str, offset: int, length: int) -> Record:
    """Return a record in our form. Raises: BrokenBytesError, NotARecordError."""
    block, size, digests = _block(raw)
    if not _is_stated(raw, digests):
        raise BrokenBytesError("the block is not the one that WARC-Block-Digest states")
    is_http = raw.kind in ("response", "revisit") and _is_http(raw.fields)
    message = split_message(block) if is_http else Message(0, (), block)
    body, came_whole = without_chunks(message)
    cut = not came_whole or size > len(block) or (raw.kind == "response" and is_short(message, body))
    fields = _fields(raw, body, digests.sha256(), cut=cut)
    return Record(
        kind=raw.kind,
        record_id=fields["warc-record-id"].strip("<>"),
        fields=fields,
        block=body,
        status=message.status,
        http_headers=message.headers,
        file=file,
        offset=offset,
        length=length,
        stated=raw.fields.get("warc-payload-digest", ""),
        fault="" if "warc-truncated" in fields or not is_http else _payload_fault(raw, block, message, body),
    )


def _is_http(fields: dict[str, str]) -> bool:
    """Return True if the block is an HTTP message: so called, or not named at all under an address of the web.

    A block without a status line is none, whatever it is called.
    """
    type_ = fields.get("content-type", "").partition(";")[0].strip().lower()
    return type_ in HTTP_TYPES or (not type_ and plain_url(fields.get("warc-target-uri", "")).startswith(WEB))


def _is_stated(raw: Raw, digests: Digests) -> bool:
    """Return False if a record states the digest of another block; wget states that of nothing for its revisits."""
    stated = raw.fields.get("warc-block-digest")
    return digests.states(stated) or (raw.kind == "revisit" and Digests().states(stated))


def is_vouched(raw: Raw) -> bool:
    """Return True if a record states a digest of its block by which changes to it are seen."""
    name = raw.fields.get("warc-block-digest", "").partition(":")[0].strip().lower().replace("-", "")
    return name in OF_BLOCKS and raw.kind != "revisit"


def _payload_fault(raw: Raw, block: bytes, message: Message, body: bytes) -> str:
    """Return what is wrong with the payload of a whole response by the digest that is stated of it, or "".

    Where the block is the one that is stated, and what came over the wire was unpacked, its digest says nothing.
    """
    stated = raw.fields.get("warc-payload-digest", "")
    held_elsewhere = raw.kind != "response" or (message.status == 304 and not body)
    if held_elsewhere or not is_digest(stated) or states_payload(stated, message, body, block):
        return ""
    if "warc-block-digest" in raw.fields and is_changed_form(message, body):
        return ""
    return "the payload is not the one that WARC-Payload-Digest states"


def _block(raw: Raw) -> tuple[bytes, int, Digests]:
    """Return the block as far as it is held, its full length, and its digests."""
    held, size, digests = bytearray(), 0, Digests()
    while piece := raw.read(1 << 16):
        digests.update(piece)
        size += len(piece)
        if len(held) < MAX_BLOCK:
            held += piece
    return bytes(held), size, digests


def _fields(raw: Raw, body: bytes, block_sha256: str, *, cut: bool) -> dict[str, str]:
    """Return the record's fields in our spelling."""
    fields = dict(raw.fields)
    for name in ("warc-target-uri", "warc-refers-to-target-uri"):
        if name in fields:
            fields[name] = plain_url(fields[name])
    for name in ("warc-date", "warc-refers-to-date"):
        if name in fields:
            fields[name] = utc_of(fields[name]) or ""
    if raw.kind == "revisit":
        fields.pop("warc-truncated", None)  # it says that the payload is left out, not that less of it came
    if raw.kind == "response":
        fields["warc-payload-digest"] = "sha256:" + hashlib.sha256(body).hexdigest()
    if not fields.get("warc-record-id", "").strip("<> "):
        named = "\n".join((fields.get("warc-target-uri", ""), fields.get("warc-date", ""), block_sha256))
        fields["warc-record-id"] = f"<{uuid.uuid5(NAMESPACE, named).urn}>"
    return fields | {"warc-truncated": fields.get("warc-truncated", "length")} if cut else fields


def plain_url(value: str) -> str:
    """Return an address as a program meant it: without `<>`, spaces escaped, no fragment, `http:` in lower case."""
    url = value.strip().removeprefix("<").removesuffix(">").strip().replace(" ", "%20").split("#", 1)[0]
    return SCHEME.sub(lambda found: found[0].lower(), url, count=1) if SCHEME.match(url) else url


def is_address(url: str) -> bool:
    """Return True if this can be the address of a page: of usual length, without control characters or a user."""
    return url.startswith(WEB) and len(url) <= MAX_URL and not UNUSABLE.search(url) and not USER.match(url)
