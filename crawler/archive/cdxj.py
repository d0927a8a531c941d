"""CDXJ lines, and the compressed index of a WACZ file: blocks of lines, each a gzip member, and a list of the blocks.

Source: https://specs.webrecorder.net/cdxj/0.1.0/, and cdxj-indexer's CompressedWriter for the list of blocks.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from crawler.archive.surt import stamp

BLOCK = 1024
"""Lines."""
MAX_LINE = 1 << 20
"""Characters."""
NAME = "index.cdx.gz"


def cdxj_line(key: str, row: Any) -> str:
    """Return the line of one capture; `row` has the columns of `crawler.store.packing.LINES`."""
    values = {
        "url": row["url"],
        "mime": "warc/revisit" if row["kind"] == "revisit" else row["mime"] or "unk",
        "status": str(row["status"]),
        "digest": f"sha256:{row['payload_sha256']}",
        "length": str(row["length"]),
        "offset": str(row["offset"]),
        "filename": PurePosixPath(row["file"]).name,
    }
    if row["posted"]:
        values |= {"method": "POST", "requestBody": row["posted"]}
    return f"{key} {stamp(row['date'])} {json.dumps(values, ensure_ascii=False)}\n"


def write_index(lines: Iterable[str], data: BinaryIO, blocks: BinaryIO) -> None:
    """Write sorted lines as blocks to `data`, and the list of the blocks to `blocks`."""
    blocks.write(f"!meta 0 {json.dumps({'format': 'cdxj-gzip-1.0', 'filename': NAME})}\n".encode())
    waiting, offset = iter(lines), 0
    while block := list(islice(waiting, BLOCK)):
        packed = gzip.compress("".join(block).encode(), mtime=0)
        place = {"offset": offset, "length": len(packed), "digest": f"sha256:{hashlib.sha256(packed).hexdigest()}"}
        key = block[0].partition("{")[0].strip()
        blocks.write(f"{key} {json.dumps(place)}\n".encode())
        data.write(packed)
        offset += len(packed)


def read_index(data: BinaryIO) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Yield key, time stamp and values of each line of an index. Raises: ValueError, OSError, EOFError if damaged."""
    with gzip.open(data, "rt", encoding="utf-8") as lines:
        for line in iter(lambda: lines.readline(MAX_LINE), ""):
            key, ts, values = line.split(" ", 2)
            yield key, ts, json.loads(values)
