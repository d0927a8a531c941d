"""The `fixity_checks` table: when the archive was looked over, and what was found.

Nothing may live in the database alone, so each check is also a line of `logs/fixity.jsonl`; the table is made from it.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
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
    if not isinstance(values, dict) or set(values) != set(COLUMNS) or not isinstance(values["checked_at"], str):
        return None
    return values  # type: ignore[return-value]


def store_checks(db: Database, archive: Path) -> None:
    """Make the table hold all checks that the archive's list names."""
    sql = f"INSERT OR IGNORE INTO fixity_checks ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"
    rows = [tuple(check[name] for name in COLUMNS) for check in read_checks(archive)]  # type: ignore[literal-required]
    db.conn.executemany(sql, rows)


def last_whole(db: Database, portal_id: str | None = None) -> str | None:
    """Return when the archive (or that portal's part of it) was last found whole, UTC, or None."""
    found = [check["checked_at"] for check in _checks_of(db, portal_id) if check["result"] == "whole"]
    return found[-1] if found else None


def last_check(db: Database, portal_id: str | None = None) -> Check | None:
    """Return the newest check that looked at a portal, or None."""
    return next(reversed(_checks_of(db, portal_id)), None)


def _checks_of(db: Database, portal_id: str | None) -> list[Check]:
    """Return the checks that looked at a portal, oldest first: of the table, and of the list beside the database.

    What found the database itself damaged stands in the list alone.
    """
    rows: list[Check] = list(db.query(f"SELECT {', '.join(COLUMNS)} FROM fixity_checks"))  # type: ignore[arg-type]
    file = db.execute("SELECT file FROM pragma_database_list WHERE name = 'main'").fetchone()[0]
    with suppress(OSError):
        rows += read_checks(Path(file).parent) if file else []
    checks = {row["checked_at"]: row for row in rows if row["portal_id"] in (None, portal_id)}
    return [checks[moment] for moment in sorted(checks)]
