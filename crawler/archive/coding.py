"""Undo a content coding (gzip, deflate, br, zstd), within bounds.

Servers mislabel: a body that is not what its header says is returned as it came, which is what browsers do too.
"""

from __future__ import annotations

import zlib

import brotli
import zstandard

MAX_DECODED = 64 * 1024 * 1024
"""Bytes. A page that unpacks to more is a bomb, not a page."""


class TooLargeError(ValueError):
    """Raised when the decoded body would pass the limit; the caller should keep the record and not read it."""


def decode_content(body: bytes, coding: str | None, *, limit: int = MAX_DECODED) -> bytes:
    """Return `body` with the codings of a Content-Encoding header undone, last one first.

    Raises: TooLargeError beyond `limit` bytes.
    """
    for name in reversed([part.strip().lower() for part in (coding or "").split(",")]):
        body = _decode_one(body, name, limit)
    return body


def _decode_one(body: bytes, name: str, limit: int) -> bytes:
    try:
        match name:
            case "gzip" | "x-gzip":
                return _inflate(body, zlib.MAX_WBITS | 16, limit)
            case "deflate":
                return _deflate(body, limit)
            case "br":
                return _unbrotli(body, limit)
            case "zstd":
                return _unzstd(body, limit)
            case _:
                return body
    except (zlib.error, brotli.error, zstandard.ZstdError):
        return body


def _bounded(decoded: bytes, limit: int) -> bytes:
    if len(decoded) > limit:
        raise TooLargeError(f"body unpacks to more than {limit} bytes")
    return decoded


def _inflate(body: bytes, wbits: int, limit: int) -> bytes:
    """Return all gzip members, or as much as there is of a cut one."""
    decoded = bytearray()
    while body:
        inflater = zlib.decompressobj(wbits)
        decoded += inflater.decompress(body, limit - len(decoded) + 1)
        if len(decoded) > limit:
            raise TooLargeError(f"body unpacks to more than {limit} bytes")
        body = inflater.unused_data if inflater.eof else b""
        if body and not body.startswith(b"\x1f\x8b"):
            break
    return bytes(decoded)


def _deflate(body: bytes, limit: int) -> bytes:
    """RFC 9110 says zlib, some servers send raw deflate."""
    try:
        return _inflate(body, zlib.MAX_WBITS, limit)
    except zlib.error:
        return _inflate(body, -zlib.MAX_WBITS, limit)


def _unbrotli(body: bytes, limit: int) -> bytes:
    unpacker = brotli.Decompressor()
    decoded = _bounded(unpacker.process(body, output_buffer_limit=limit + 1), limit)
    return decoded if decoded or unpacker.is_finished() else body


def _unzstd(body: bytes, limit: int) -> bytes:
    reader = zstandard.ZstdDecompressor(max_window_size=2**27).stream_reader(body, read_across_frames=True)
    return _bounded(reader.read(limit + 1), limit)
