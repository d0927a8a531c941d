"""What an audit asks about imported files that were read record by record (`crawler.archive.foreign.strict`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from crawler.store.audit_index import AuditIndex

Row = dict[str, Any]

WHOLE = """
SELECT offset, length, vouched FROM foreign_records WHERE (file = :file AND record_id = :record)
   OR (file = :file AND second_id = :record)
ORDER BY abs(offset - :offset) LIMIT 1
"""
FAULT = """
SELECT rowid AS fault, * FROM foreign_faults
WHERE file = :file AND (record_id = :record
                        OR record_id IS NULL AND offset < :offset + :length AND offset + length > :offset)
ORDER BY record_id IS NULL, offset LIMIT 1
"""
FAULTS = "SELECT *, NULL AS capture_id FROM foreign_faults WHERE file = :file ORDER BY offset"
# Nothing vouches for their blocks: no digest, and no row that holds one.
UNVOUCHED = """
SELECT r.*, NULL AS capture_id FROM foreign_records r
WHERE r.file = :file AND NOT r.vouched
  AND NOT EXISTS (SELECT 1 FROM arc.captures c WHERE c.record_id IN (r.record_id, r.second_id) AND c.warc_file = r.file)
ORDER BY r.gap = (SELECT gap FROM foreign_records WHERE file = :file GROUP BY gap ORDER BY count(*) DESC LIMIT 1),
         r.offset
"""
USUAL_GAP = """
SELECT gap FROM foreign_records WHERE file = :file GROUP BY gap ORDER BY count(*) DESC LIMIT 1
"""


def whole_record(index: AuditIndex, row: Row) -> Row | None:
    """Return where the record of a row lies in its file now; None if it is not whole there."""
    return _first(index, WHOLE, file=row["file"], record=row["record_id"], offset=row["offset"])


def take_fault(index: AuditIndex, row: Row) -> Row | None:
    """Return, and take out, the damage that costs a row its record; None if there is none that can be named."""
    values = {name: row[name] for name in ("file", "offset", "length")}
    found = _first(index, FAULT, record=row["record_id"], **values)
    if found is not None:
        index.connection.execute("DELETE FROM foreign_faults WHERE rowid = ?", [found.pop("fault")])
    return found


def faults_left(index: AuditIndex, file: str) -> Iterator[Row]:
    """Yield the damage on which no row stands."""
    for row in index.connection.execute(FAULTS, {"file": file}):
        yield dict(row)


def unvouched(index: AuditIndex, file: str) -> tuple[list[Row], int]:
    """Return the records that a change in a file may lie in: those alone that do not end as all others, or the first.

    And how many there are.
    """
    usual = _first(index, USUAL_GAP, file=file)
    found = [dict(row) for row in index.connection.execute(f"{UNVOUCHED} LIMIT 2", {"file": file})]
    odd = [row | {"is_odd": True} for row in found if usual is not None and row["gap"] != usual["gap"]]
    if len(odd) == 1:
        return odd, 1
    total = index.connection.execute(f"SELECT count(*) FROM ({UNVOUCHED})", {"file": file}).fetchone()[0]
    return found[:1], int(total)


def _first(index: AuditIndex, sql: str, **values: object) -> Row | None:
    row = index.connection.execute(sql, values).fetchone()
    return dict(row) if row is not None else None
