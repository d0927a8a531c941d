"""The next record of a WARC or ARC file: its fields, and where its block begins.

Sources: ISO 28500:2017; https://iipc.github.io/warc-specifications/;
https://archive.org/web/researcher/ArcFileFormat.php (ARC, versions 1 and 2).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from crawler.archive.foreign.stream import BrokenBytesError, ByteStream

MAX_HEAD = 1 << 20
"""Bytes of a record's head."""
ARC_V1 = ("url", "ip", "date", "mime", "length")
ARC_V2 = ("url", "ip", "date", "mime", "result", "checksum", "location", "offset", "filename", "length")


class NotARecordError(ValueError):
    """Raised when what begins here is no record; the caller should look for the next one."""


@dataclass(slots=True)
class Raw:
    """A record whose head was read; its block is read from `stream`."""

    kind: str
    """WARC-Type; `response` for the records of an ARC file, `warcinfo` for its head."""
    fields: dict[str, str]
    """WARC header names, lower-cased; the first of repeated ones."""
    block_length: int
    stream: ByteStream
    _left: int = field(init=False)

    def __post_init__(self) -> None:
        self._left = self.block_length

    def read(self, size: int) -> bytes:
        """Return the next bytes of the block, nothing at its end. Raises: BrokenBytesError if the file ends before."""
        if self._left == 0:
            return b""
        part = self.stream.read(min(size, self._left))
        if not part:
            raise BrokenBytesError(f"the record ends {self._left} bytes too early")
        self._left -= len(part)
        return part

    @property
    def left(self) -> int:
        """Bytes of the block that were not read yet."""
        return self._left

    def drain(self) -> None:
        """Read the block to its end."""
        while self.read(1 << 16):
            pass


def next_record(stream: ByteStream) -> Raw | None:
    """Return the next record, None at the end. Raises: NotARecordError, BrokenBytesError."""
    stream.skip_blank()  # records end with one or two line ends; some programs write more, some fewer
    start = stream.peek(5)
    if not start:
        return None
    return _warc(stream) if start == b"WARC/" else _arc(stream)


def _warc(stream: ByteStream) -> Raw:
    stream.line(MAX_HEAD)
    lines: list[tuple[str, list[str]]] = []
    size = 0
    while (line := stream.line(MAX_HEAD).rstrip(b"\r\n")) != b"":
        size += len(line)
        if size > MAX_HEAD:
            raise BrokenBytesError("the record's head has no end")
        text = _text(line)
        name, colon, value = text.partition(":")
        if text[0] in " \t" and lines:
            lines[-1][1].append(text.strip())
        elif colon:
            lines.append((name.strip().lower(), [value.strip()]))
    fields: dict[str, str] = {}
    for name, values in lines:
        fields.setdefault(name, " ".join(values).strip())
    return Raw(fields.get("warc-type", "").lower(), fields, _length(fields.get("content-length")), stream)


def _arc(stream: ByteStream) -> Raw:
    """An ARC record's head is one line; the address may hold spaces, the rest may not."""
    words = _text(stream.line(MAX_HEAD)).rstrip("\r\n").split(" ")
    names = ARC_V2 if len(words) == len(ARC_V2) else ARC_V1
    if len(words) < len(ARC_V1) or ":" not in words[0]:
        raise NotARecordError("what begins here is neither a WARC nor an ARC record")
    rest = len(names) - 1
    named = dict(zip(names, [" ".join(words[:-rest]), *words[-rest:]], strict=True))
    url = named["url"]
    fields = {
        "warc-target-uri": url, "warc-date": named["date"], "warc-ip-address": named["ip"],
        "content-type": "application/http" if url.lower().startswith(("http:", "https:")) else named["mime"],
        "content-length": named["length"],
    }  # fmt: skip
    kind = "warcinfo" if url.startswith("filedesc:") else "response"
    return Raw(kind, fields, _length(named["length"]), stream)


def _length(value: str | None) -> int:
    if value is None or not value.isascii() or not value.isdigit() or len(value) > 15:
        raise NotARecordError("the record has no length")
    return int(value)


def _text(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("latin-1")
