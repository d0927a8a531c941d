"""WACZ 1.1.1 out: WARC files, index, list of pages and their digests in one plain ZIP, streamed.

Not through the `wacz` library: it keeps pages and index in memory, and imports `surt`, which is under the AGPL. Its
`wacz validate` finds ours valid. Source: https://specs.webrecorder.net/wacz/1.1.1/
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from crawler.archive.plain_zip import CHUNK, PlainZip

VERSION = "1.1.1"
PAGES = "pages/pages.jsonl"
INDEX, BLOCKS = "indexes/index.cdx.gz", "indexes/index.idx"
PACKAGE, PACKAGE_DIGEST = "datapackage.json", "datapackage-digest.json"
PROOF, PUBLIC_KEY = "proof/README.txt", "proof/public-key.pem"
PAGES_FORMAT = "json-pages-1.0"


class WaczWriter:
    """Adds the parts of a package to a file, then what says which parts there are."""

    def __init__(self, file: BinaryIO) -> None:
        self._zip = PlainZip(file)
        self._resources: list[dict[str, Any]] = []

    def add_records(self, path: Path, name: str, size: int, ranges: Iterable[tuple[int, int]]) -> None:
        """Add the records of a WARC file that lie in `ranges` (offset, length), byte for byte."""
        self._add(f"archive/{PurePosixPath(name).name}", size, _copied(path, ranges))

    def add_file(self, name: str, file: BinaryIO) -> None:
        """Add all of an open file."""
        size = file.seek(0, 2)
        file.seek(0)
        self._add(name, size, iter(lambda: file.read(CHUNK), b""))

    def _add(self, name: str, size: int, chunks: Iterable[bytes]) -> None:
        digest = hashlib.sha256()
        self._zip.add(name, size, chunks, digest.update)
        path = PurePosixPath(name)
        resource = {"name": path.name.lower(), "path": name, "hash": f"sha256:{digest.hexdigest()}", "bytes": size}
        self._resources.append(resource)

    def close(self, facts: dict[str, Any], proof: Callable[[str], dict[str, Any]] = lambda _: {}) -> None:
        """Write `datapackage.json`, its digest, and the ZIP's directory.

        `proof` gets the digest (`sha256:…`) and returns what is to stand beside it.
        """
        package = {"profile": "data-package", "wacz_version": VERSION, **facts, "resources": self._resources}
        data = dump(package)
        self._zip.add(PACKAGE, len(data), [data])
        hash_ = f"sha256:{hashlib.sha256(data).hexdigest()}"
        digest = dump({"path": PACKAGE, "hash": hash_, **proof(hash_)})
        self._zip.add(PACKAGE_DIGEST, len(digest), [digest])
        self._zip.close()


def dump(values: object) -> bytes:
    """Return JSON as we write it: read and written again, it is the same."""
    return json.dumps(values, ensure_ascii=False, indent=2).encode() + b"\n"


def page_lines(title: str, pages: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    """Yield the lines of the list of pages: id, address, time of capture, title and text of each article."""
    yield _line({"format": PAGES_FORMAT, "id": "pages", "title": title, "hasText": True})
    for page in pages:
        yield _line(page | {"title": page["title"] or page["url"]})


def _line(values: dict[str, Any]) -> bytes:
    return json.dumps(values, ensure_ascii=False).encode() + b"\n"


def _copied(path: Path, ranges: Iterable[tuple[int, int]]) -> Iterator[bytes]:
    with path.open("rb") as file:
        for offset, length in ranges:
            file.seek(offset)
            left = length
            while left > 0 and (chunk := file.read(min(left, CHUNK))):
                left -= len(chunk)
                yield chunk
