"""Digests that a record states, held against its bytes: in every spelling, of every form that programs take them of."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator

from crawler.archive.coding import TooLargeError, decode_content
from crawler.archive.foreign.http import Message, header

ALGORITHMS = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512")
OF_BLOCKS = ("sha256", "sha1", "md5")


class Digests:
    """Of bytes that come in pieces."""

    def __init__(self, names: tuple[str, ...] = OF_BLOCKS) -> None:
        self._digests = {name: hashlib.new(name, usedforsecurity=False) for name in names}

    def update(self, data: bytes) -> None:
        """Add bytes."""
        for digest in self._digests.values():
            digest.update(data)

    def sha256(self) -> str:
        """Return the SHA-256 in hex."""
        return self._digests["sha256"].hexdigest()

    def states(self, stated: str | None) -> bool:
        """Return False if a digest header, of a kind that we know, states something else."""
        name, value = _parts(stated)
        if name not in self._digests:
            return True
        raw = self._digests[name].digest()
        spellings = {
            raw.hex(),
            base64.b32encode(raw).decode().rstrip("=").lower(),
            base64.b64encode(raw).decode().lower(),
        }
        return value in {spelling.rstrip("=") for spelling in spellings}


def _parts(stated: str | None) -> tuple[str, str]:
    """Return algorithm and value of a digest header."""
    name, _, value = (stated or "").partition(":")
    return name.strip().lower().replace("-", ""), value.strip().rstrip("=").lower()


def states(stated: str, data: bytes) -> bool:
    """Return False if a digest header, of a kind that we know, states other bytes than these."""
    name, _ = _parts(stated)
    digests = Digests((name,) if name in ALGORITHMS else ())
    digests.update(data)
    return digests.states(stated)


def is_digest(stated: str) -> bool:
    """Return True if a header states a digest of a kind that we know."""
    return _parts(stated)[0] in ALGORITHMS


def states_payload(stated: str, message: Message, body: bytes, block: bytes) -> bool:
    """Return False if a digest header states none of the forms that the payload of this block has.

    Programs take it of what is behind the head, of that with its chunks undone, unpacked, or of the whole block.
    """
    return any(states(stated, form) for form in _forms(message, body, block))


def _forms(message: Message, body: bytes, block: bytes) -> Iterator[bytes]:
    yield message.body
    if body != message.body:
        yield body
    yield from unpacked(message.headers, body)
    yield block


def unpacked(headers: tuple[tuple[str, str], ...], body: bytes) -> Iterator[bytes]:
    """Yield what a body unpacks to, if it does."""
    try:
        found = decode_content(body, header(headers, "content-encoding"))
    except TooLargeError:
        return
    if found != body:
        yield found


def is_changed_form(message: Message, body: bytes) -> bool:
    """Return True if a program undid a coding that the head still speaks of: what came over the wire is not there."""
    chunks = "chunked" in header(message.headers, "transfer-encoding").lower() and body == message.body
    packed = header(message.headers, "content-encoding") != "" and not any(unpacked(message.headers, body))
    return chunks or packed


def is_same(stated: str, other: str) -> bool:
    """Return True if two digest headers state the same digest."""
    return is_digest(stated) and _parts(stated) == _parts(other)
