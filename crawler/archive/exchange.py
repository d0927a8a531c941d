"""One HTTP exchange as it went over the wire, before it is a record."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from urllib.parse import urlsplit

Headers = tuple[tuple[bytes, bytes], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """Request and response of one exchange. Header names and values are bytes as we were given them."""

    url: str
    fetched_at: str
    """When the response had arrived: UTC, `2026-11-23T02:39:18.123Z`."""
    method: str
    request_headers: Headers
    request_body: bytes
    protocol: str
    """`HTTP/1.1`."""
    status: int
    headers: Headers
    body: bytes
    """Still content-coded; transfer coding (chunks) undone."""
    ip_address: str | None = None
    truncated: bool = False
    postback: str = ""
    """What of the request's body names the page (`crawler.postback.posted_part`); empty unless a form was posted."""

    @property
    def payload_sha256(self) -> str:
        """Hex SHA-256 of the body."""
        return hashlib.sha256(self.body).hexdigest()

    def response_head(self) -> bytes:
        """Return status line and headers. The reason phrase is left empty: we are not told it, and invent none."""
        return _head(f"{self.protocol} {self.status} ".encode("ascii"), self.headers)

    def request_block(self) -> bytes:
        """Return the request as sent, with the query string in its first line."""
        parts = urlsplit(self.url)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        line = f"{self.method} {target} {self.protocol}".encode()
        named = {name.lower() for name, _ in self.request_headers}
        host = () if b"host" in named else ((b"Host", parts.netloc.rpartition("@")[2].encode("idna")),)
        return _head(line, (*host, *self.request_headers)) + self.request_body


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The newest full response that we hold for an address; the same payload again becomes a `revisit` of it."""

    record_id: str
    payload_sha256: str
    fetched_at: str
    requested_url: str


def _head(first: bytes, headers: Headers) -> bytes:
    lines = [first, *(name + b": " + value for name, value in headers)]
    return b"\r\n".join(line.replace(b"\r", b" ").replace(b"\n", b" ") for line in lines) + b"\r\n\r\n"
