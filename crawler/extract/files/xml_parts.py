"""The XML parts of zipped documents (OOXML, OpenDocument), read as events: no tree, no entities, no network.

Bounded: what a part unpacks to is counted while it is read, whatever the archive declares; libxml2 stops at 256 levels.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any, cast

from lxml import etree

from crawler.extract.files.sink import Sink, UnreadableError

MAX_PART = 64_000_000
"""Bytes of one part, unpacked."""
MAX_PARTS = 20_000
CHUNK = 65_536
HEAD = 200
ENCRYPTED = 0x1


class Silent:
    """Hears a part and does nothing; readers override what they need. Names come without namespace."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Hear that an element begins."""

    def end(self, name: str) -> None:
        """Hear that an element ends."""

    def data(self, text: str) -> None:
        """Hear text."""


class _Target:
    """Between lxml and `Silent`: takes namespaces off, refuses document types."""

    def __init__(self, events: Silent) -> None:
        self._events = events

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        plain = {key.rpartition("}")[2]: value for key, value in attributes.items()}
        self._events.start(tag.rpartition("}")[2], plain)

    def end(self, tag: str) -> None:
        self._events.end(tag.rpartition("}")[2])

    def data(self, text: str) -> None:
        self._events.data(text)

    def doctype(self, *_: object) -> None:
        raise UnreadableError("its XML has a document type: entities are not read")

    def close(self) -> None:
        """Nothing is kept."""


def open_zip(body: bytes) -> zipfile.ZipFile:
    """Return the archive. Raises: UnreadableError if it is damaged or has too many parts."""
    if body.count(b"PK\x01\x02") > MAX_PARTS:
        raise UnreadableError("too many parts in one archive")
    try:
        return zipfile.ZipFile(BytesIO(body))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise UnreadableError(f"damaged archive: {error}") from error


def head_of(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return the first bytes of a part. Raises: UnreadableError if it is encrypted; KeyError."""
    info = archive.getinfo(name)
    if info.flag_bits & ENCRYPTED:
        raise UnreadableError("needs a password")
    with archive.open(info) as stream:
        return stream.read(HEAD)


def chunks_of(archive: zipfile.ZipFile, name: str, sink: Sink) -> Iterator[bytes]:
    """Yield one part as it is unpacked. Raises: UnreadableError if it is damaged, encrypted or too large; KeyError."""
    info = archive.getinfo(name)
    if info.flag_bits & ENCRYPTED:
        raise UnreadableError("needs a password")
    if info.file_size > MAX_PART:
        raise UnreadableError(f"{name} unpacks to {info.file_size} bytes; at most {MAX_PART} are read")
    size = 0
    with archive.open(info) as stream:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > MAX_PART:
                raise UnreadableError(f"{name} unpacks to more than it declares and is read")
            sink.tick()
            yield chunk


def read_part(archive: zipfile.ZipFile, name: str, events: Silent, sink: Sink) -> None:
    """Send the events of one part. Raises: UnreadableError if it is damaged, encrypted or too large; KeyError."""
    target = cast("Any", _Target(events))  # The stubs ask for a `comment`, lxml does not.
    parser = etree.XMLParser(target=target, resolve_entities=False, no_network=True, huge_tree=False)
    for chunk in chunks_of(archive, name, sink):
        parser.feed(chunk)
    parser.close()
