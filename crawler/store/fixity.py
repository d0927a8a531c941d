"""The `fixity_checks` table: when the archive was looked over, and what was found.

Nothing may live in the database alone, so each check is also a line of `logs/fixity.jsonl`; the table is made from it.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, Literal, TypedDict

from sqlite_utils import Database

FIXITY_CHECKS = """
CREATE TABLE fixity_checks (
    checked_at TEXT NOT NULL PRIMARY KEY,
    portal_id TEXT,
    depth TEXT NOT NULL CHECK (depth IN ('sample', 'full')),
    result TEXT NOT NULL CHECK (result IN ('whole', 'damaged')),
    files INTEGER NOT NULL,
    records INTEGER NOT NULL,
    captures INTEGER NOT NULL,
    extracted INTEGER NOT NULL,
    damages INTEGER NOT NULL,
    first_damage TEXT,
    seconds REAL NOT NULL,
    software TEXT NOT NULL
) STRICT
"""
COLUMNS = (
    "checked_at", "portal_id", "depth", "result", "files", "records", "captures", "extracted", "damages",
    "first_damage", "seconds", "software",
)  # fmt: skip


class Check(TypedDict):
    """One row of `fixity_checks`."""

    checked_at: str
    portal_id: str | None
    depth: Literal["sample", "full"]
    result: Literal["whole", "damaged"]
    files: int
    records: int
    captures: int
    extracted: int
    damages: int
    first_damage: str | None
    seconds: float
    software: str


def checks_path(archive: Path) -> Path:
    """Return where the list of all checks lies."""
    return archive / "logs" / "fixity.jsonl"


def append_check(archive: Path, check: Check) -> None:
    """Append a check to the list of all checks. Raises: OSError, such as of a read-only archive."""
    path = checks_path(archive)
    path.parent.mkdir(exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(check, ensure_ascii=False) + "\n")
        file.flush()
        os.fsync(file.fileno())


def read_checks(archive: Path) -> list[Check]:
    """Return all checks noted, oldest first; lines that cannot be read are left out."""
    path = checks_path(archive)
    found = []
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines() if path.exists() else ():
        check = _parsed(line)
        if check is not None:
            found.append(check)
    return found


def _parsed(line: str) -> Check | None:
    try:
        values: Any = json.loads(line)
    except ValueError:
        return None
    return values if isinstance(values, dict) and set(values) == set(COLUMNS) else None  # type: ignore[return-value]


def store_checks(db: Database, archive: Path) -> None:
    """Make the table hold all checks that the archive's list names."""
    sql = f"INSERT OR IGNORE INTO fixity_checks ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"
    rows = [tuple(check[name] for name in COLUMNS) for check in read_checks(archive)]  # type: ignore[literal-required]
    db.conn.executemany(sql, rows)


def last_whole(db: Database, portal_id: str | None = None) -> str | None:
    """Return when the archive (or that portal's part of it) was last found whole, UTC, or None."""
    sql = """
    SELECT max(checked_at) FROM fixity_checks
    WHERE result = 'whole' AND (portal_id IS NULL OR portal_id = ?)
    """
    found = db.execute(sql, [portal_id]).fetchone()[0]
    return str(found) if found else None


def last_check(db: Database, portal_id: str | None = None) -> dict[str, Any] | None:
    """Return the newest check that looked at a portal, or None."""
    sql = """
    SELECT * FROM fixity_checks WHERE portal_id IS NULL OR portal_id = ? ORDER BY checked_at DESC LIMIT 1
    """
    return next(iter(db.query(sql, [portal_id])), None)
