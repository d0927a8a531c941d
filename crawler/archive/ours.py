"""Is a WARC file one that Kho wrote, and is a metadata record? What others wrote may say anything."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from crawler.archive.reader import iter_members, read_record
from crawler.archive.warc import GZIP_HEADER
from crawler.errors import ArchiveDamagedError

CRAWL_ID = re.compile(r"\d{8}T\d{6}\d*Z-\S+")
FOREIGN = "no file of Kho's: move it out of warc/, `kho import` takes it in"
NO_NOTE = "a metadata record that Kho did not write"
TYPES: dict[str, type | tuple[type, ...]] = {
    "crawl": str, "event": str, "at": str, "url": str, "reason": str, "message": str, "requests": int, "bytes": int,
    "steps": list, "void": list, "info": dict,
}  # fmt: skip
"""What the values are that rows are made of; each may be null."""


def is_foreign(archive: Path, file: str) -> bool:
    """Return True if another program wrote a file that lies among ours. Damage makes none foreign.

    Raises: OSError.
    """
    with (archive / file).open("rb") as stream:
        head = stream.read(len(GZIP_HEADER))
    if head.startswith(b"WARC/"):
        return True
    first = next(iter_members(archive / file), None)
    if first is None or not first.whole:
        return False
    try:
        record = read_record(archive, file, 0, first.length)
    except ArchiveDamagedError:
        return False
    if record.kind == "warcinfo":
        info = record.info()
        return not info.get("software", "").startswith("kho/") and not CRAWL_ID.fullmatch(info.get("isPartOf", ""))
    return head != GZIP_HEADER


def note_values(block: bytes) -> dict[str, Any]:
    """Return what a metadata record of ours says. Raises: ValueError for what Kho never wrote."""
    try:
        values = json.loads(block)
        if b"\\ud" in block:
            json.dumps(values, ensure_ascii=False).encode()  # half of a character can be in no row
    except (ValueError, RecursionError):
        raise ValueError(NO_NOTE) from None
    if not isinstance(values, dict) or not _fits(values):
        raise ValueError(NO_NOTE)
    return values


def _fits(values: dict[str, Any]) -> bool:
    """Return True if all that rows are made of is of its type."""
    known = {name: value for name, value in values.items() if name in TYPES and value is not None}
    if not all(isinstance(value, TYPES[name]) and not isinstance(value, bool) for name, value in known.items()):
        return False
    return (
        all(isinstance(step, dict) for step in known.get("steps", ()))
        and all(isinstance(id_, str) for id_ in known.get("void", ()))
        and all(isinstance(value, str) for value in known.get("info", {}).values())
    )
