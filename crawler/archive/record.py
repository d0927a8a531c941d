"""One WARC record as it was read, of a file of ours or of others."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, replace
from typing import Any

NAMESPACE = uuid.UUID("6f0c7a0e-4b0e-5f6b-9d3c-3a3a0d6c8a11")
"""For the ids of records that have none (ARC, some WARC writers), or none of their own: the same each time."""


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
    stated: str = ""
    """Of a file of others: the payload digest as it is stated there; `fields` has ours."""
    fault: str = ""
    """Of a file of others: what the record states that its payload is not."""

    def second_id(self) -> str:
        """Return the id under which the record is kept where another one, with other content, has its own."""
        names = ("warc-target-uri", "warc-date", "warc-payload-digest")
        said = (self.record_id, str(self.status), *(self.fields.get(name, "") for name in names))
        return uuid.uuid5(NAMESPACE, "\n".join(("second", *said))).urn

    def known_as(self, record_id: str) -> Record:
        """Return the record under an id that a row has for it: its own, or its second one."""
        is_second = record_id != self.record_id and self.is_known_as(record_id)
        return replace(self, record_id=record_id) if is_second else self

    def is_known_as(self, record_id: str) -> bool:
        """Return True if an id is the record's own, or its second one."""
        return record_id == self.record_id or record_id == self.second_id()

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
