"""An HTTP response as a record holds it: status, headers, body with the chunks of the transfer undone. Pure."""

from __future__ import annotations

import re
from typing import NamedTuple

from crawler.archive.coding import TooLargeError, decode_content

STATUS_LINE = re.compile(rb"HTTP/\d(?:\.\d)? +(\d{3})(?: |$)")
"""`HTTP/1.1 200 OK`, `HTTP/2 200`."""
CHUNK_SIZE = re.compile(rb"[0-9a-fA-F]{1,8}(?=[ \t]*(?:;|$))")
GZIP_MAGIC = b"\x1f\x8b"
MAX_HEAD = 1 << 20
"""Bytes of a response's head."""

Headers = tuple[tuple[str, str], ...]


class Message(NamedTuple):
    """One response."""

    status: int
    """0 if what there is has no status line."""
    headers: Headers
    """Names lower-cased, repeated ones kept."""
    body: bytes


def split_message(block: bytes) -> Message:
    """Return the response that a block holds; a block without a status line is all body."""
    found = STATUS_LINE.match(block[:200].split(b"\n", 1)[0].rstrip(b"\r"))
    if found is None:
        return Message(0, (), block)
    head, body = _halves(block)
    return Message(int(found[1]), _headers(head), body)


def _halves(block: bytes) -> tuple[bytes, bytes]:
    """Split at the first blank line, whichever line ends the server wrote."""
    ends = [(block.find(end, 0, MAX_HEAD), len(end)) for end in (b"\r\n\r\n", b"\n\n")]
    found = [place for place in ends if place[0] != -1]
    if not found:
        return block[:MAX_HEAD], block[MAX_HEAD:]
    at, size = min(found)
    return block[:at], block[at + size :]


def _headers(head: bytes) -> Headers:
    found: list[tuple[str, list[str]]] = []
    for line in head.splitlines()[1:]:
        text = _text(line)
        if text[:1] in (" ", "\t") and found:
            found[-1][1].append(text.strip())
            continue
        name, colon, value = text[1:].partition(":")  # `:status: 200` of HTTP/2 begins with a colon
        if colon:
            found.append(((text[:1] + name).strip().lower(), [value.strip()]))
    return tuple((name, " ".join(values)) for name, values in found)


def _text(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("latin-1")


def header(headers: Headers, name: str) -> str:
    """Return the last value of a header, empty if there is none."""
    return next((value for key, value in reversed(headers) if key == name), "")


def without_chunks(message: Message) -> tuple[bytes, bool]:
    """Return the body with the chunks of its transfer undone, and whether it came to its end.

    Many programs say `chunked` and store the body without chunks: what is not chunked is given back as it is.
    """
    if "chunked" not in header(message.headers, "transfer-encoding").lower():
        return message.body, True
    body, at = bytearray(), 0
    while (end := message.body.find(b"\r\n", at, at + 200)) != -1:
        size = CHUNK_SIZE.match(message.body, at, end)
        if size is None:
            break
        length = int(size[0], 16)
        if length == 0:
            return bytes(body), True
        body += message.body[end + 2 : end + 2 + length]
        at = end + 2 + length
        if message.body[at : at + 2] not in (b"\r\n", b""):
            break
        at += 2
    is_cut = at > 0 and b"\r\n" not in message.body[at:]
    return (bytes(body), False) if is_cut else (message.body, True)


def is_short(message: Message, body: bytes) -> bool:
    """Return True if less came than the server had announced.

    A program that stores the body unpacked but keeps the headers of the packed one has lost nothing.
    """
    announced = header(message.headers, "content-length")
    if not announced.isascii() or not announced.isdigit() or len(announced) > 15 or len(body) >= int(announced):
        return False
    if "chunked" in header(message.headers, "transfer-encoding").lower():
        return False
    coding = header(message.headers, "content-encoding")
    try:
        return not coding or body.startswith(GZIP_MAGIC) or decode_content(body, coding) != body
    except TooLargeError:
        return True
