"""Addresses -> the keys under which pywb looks them up, as pywb's own indexer makes them.

Its rules for odd addresses are many, and a page with another key is not found. So it is given a WARC file of empty
records, one for each capture, and its answers are read: its programs run as processes of their own (pywb is GPL).
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

MIME = "kho/"


def pywb_keys(indexer: Path, urls: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Yield id and key for each id and address; `indexer` is pywb's `cdx-indexer`."""
    with TemporaryDirectory(prefix="kho-replay-") as folder:
        path = Path(folder) / "addresses.warc"
        with path.open("wb") as file:
            _write(file, urls)
        run = [str(indexer), "-j", str(path)]
        with subprocess.Popen(run, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
            assert process.stdout is not None
            for line in process.stdout:
                key, _, rest = line.partition(" ")
                values = json.loads(rest[rest.find("{") :]) if "{" in rest else {}
                if str(values.get("mime", "")).startswith(MIME):
                    yield int(values["mime"].removeprefix(MIME)), key


def _write(file: BinaryIO, urls: Iterable[tuple[int, str]]) -> None:
    for id_, url in urls:
        head = (
            f"WARC/1.0\r\nWARC-Type: resource\r\nWARC-Record-ID: <urn:kho:{id_}>\r\nWARC-Target-URI: {url}\r\n"
            f"WARC-Date: 2000-01-01T00:00:00Z\r\nContent-Type: {MIME}{id_}\r\nContent-Length: 0\r\n\r\n\r\n\r\n"
        )
        file.write(head.encode("utf-8", "surrogateescape"))
