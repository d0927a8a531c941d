"""The tables `unit` and `unit_succession`: administrative units, and who took over from whom on 1 July 2025.

They come from package data (`crawler.units`), not from pages. A code names other units before and after the reform, so
the key is the code and the first day.
"""

from __future__ import annotations

from sqlite_utils import Database

from crawler.units.registry import Unit, registry

UNIT = """
CREATE TABLE unit (
    code TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    name TEXT NOT NULL,
    level TEXT NOT NULL CHECK (level IN ('province', 'district', 'commune')),
    parent_code TEXT,
    PRIMARY KEY (code, valid_from)
) STRICT, WITHOUT ROWID
"""
UNIT_NAMES = "CREATE INDEX unit_name ON unit (name)"
UNIT_SUCCESSION = """
CREATE TABLE unit_succession (
    old_code TEXT NOT NULL,
    old_from TEXT NOT NULL,
    new_code TEXT NOT NULL,
    new_from TEXT NOT NULL,
    share TEXT NOT NULL CHECK (share IN ('full', 'part')),
    PRIMARY KEY (new_code, new_from, old_code, old_from),
    FOREIGN KEY (old_code, old_from) REFERENCES unit (code, valid_from),
    FOREIGN KEY (new_code, new_from) REFERENCES unit (code, valid_from)
) STRICT, WITHOUT ROWID
"""


def make_units(db: Database) -> None:
    """Make both tables and fill them with the registry."""
    for statement in (UNIT, UNIT_NAMES, UNIT_SUCCESSION):
        db.execute(statement)
    known = registry()
    db.conn.executemany("INSERT INTO unit VALUES (?, ?, ?, ?, ?, ?)", map(_row, known.units.values()))
    db.conn.executemany(
        "INSERT OR IGNORE INTO unit_succession VALUES (?, ?, ?, ?, ?)",
        ((*link.old.key, *link.new.key, link.share) for link in known.links),
    )


def _row(unit: Unit) -> tuple[str | None, ...]:
    return unit.code, unit.valid_from, unit.valid_to or None, unit.name, unit.level, unit.parent or None
