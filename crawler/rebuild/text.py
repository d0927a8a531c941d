"""What a rebuild did, or would change, for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from crawler.rebuild.run import Checked, Rebuilt
from crawler.store.compare import Comparison, Difference

SHOWN_PER_TABLE = 20
MAX_VALUE = 100
"""Characters of a value that are shown."""


def rebuilt_lines(rebuilt: Rebuilt) -> Iterator[str]:
    """Yield what was done, faults first."""
    yield from _fault_lines(rebuilt)
    where = f"the old database is kept as {rebuilt.kept}" if rebuilt.kept else "there was none before"
    yield from (f"{file}: notes that the portal file as it is now is in force for all before" for file in rebuilt.noted)
    yield f"archive.db made anew from {rebuilt.records} records; {where}"


def _fault_lines(rebuilt: Rebuilt) -> Iterator[str]:
    for fault in rebuilt.faults:
        yield f"✗ {fault}"
    for torn in rebuilt.torn:
        yield f"· {torn}; the next crawl cuts it off and keeps it"


def checked_lines(checked: Checked, *, would: bool) -> Iterator[str]:
    """Yield the differences, table by table, and the verdict. `would`: what a rebuild would change."""
    rebuilt, comparison = checked
    yield from _fault_lines(rebuilt)
    for table in comparison.counts:
        yield from _table_lines(comparison, table)
    if rebuilt.behind:
        yield f"· {rebuilt.behind} records of a killed crawl have no rows yet; the next crawl takes them in"
    verb = "rows and values would change" if would else "differences"
    yield f"{comparison.total} {verb} ({comparison.rows.total()} rows compared, {rebuilt.records} records read)"


def _table_lines(comparison: Comparison, table: str) -> Iterator[str]:
    found = [one for one in comparison.found if one.table == table]
    yield f"{table}: {comparison.counts[table]}"
    for one in found[:SHOWN_PER_TABLE]:
        yield f"    {_line(one)}"
    if comparison.counts[table] > SHOWN_PER_TABLE:
        yield f"    … and {comparison.counts[table] - SHOWN_PER_TABLE} more (see --json)"


def _line(one: Difference) -> str:
    if one.field is None:
        return f"{one.key}: only in {'archive.db' if one.present else 'the WARC files'}"
    return f"{one.key}  {one.field}: {_value(one.present)} → {_value(one.derived)}"


def _value(value: Any) -> str:
    shown = "NULL" if value is None else json.dumps(value, ensure_ascii=False)
    return shown if len(shown) <= MAX_VALUE else f"{shown[:MAX_VALUE]}…"


def rebuilt_object(rebuilt: Rebuilt) -> dict[str, Any]:
    """Return what was done as JSON."""
    return {
        "records": rebuilt.records, "behind": rebuilt.behind, "faults": rebuilt.faults, "torn": rebuilt.torn,
        "noted": rebuilt.noted,
        "kept": str(rebuilt.kept) if rebuilt.kept else None,
    }  # fmt: skip


def checked_object(checked: Checked) -> dict[str, Any]:
    """Return the comparison as JSON; at most 1,000 differences of a table are named, all are counted."""
    rebuilt, comparison = checked
    return rebuilt_object(rebuilt) | {
        "rows": dict(comparison.rows),
        "counts": dict(comparison.counts),
        "differences": [one._asdict() for one in comparison.found],
    }
