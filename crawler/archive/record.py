"""One WARC record as it was read, of a file of ours or of others."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One WARC record, read whole. HTTP parts are empty for records that hold none."""

    kind: str
    record_id: str
    fields: dict[str, str]
    """WARC headers, names lower-cased."""
    block: bytes
    """For HTTP records without their head: the payload, still content-coded."""
    status: int = 0
    http_headers: tuple[tuple[str, str], ...] = ()
    file: str = ""
    offset: int = 0
    length: int = 0

    def json(self) -> dict[str, Any]:
        """Return the block of a `metadata` record."""
        values: dict[str, Any] = json.loads(self.block)
        return values

    def info(self) -> dict[str, str]:
        """Return the values of a `warcinfo` record, which Kho writes as JSON strings, and others as they like."""
        pairs = (line.partition(": ") for line in self.block.decode("utf-8", "replace").splitlines())
        return {key: _string(value) for key, _, value in pairs if key}


def _string(value: str) -> str:
    try:
        return str(json.loads(value)) if value.startswith('"') else value
    except ValueError:
        return value
