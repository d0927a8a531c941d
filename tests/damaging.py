"""What the tests of audits and repairs share: a small archive to be damaged, and ways to damage it."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

from crawler.verify.audit import inspect
from crawler.verify.report import Finding, Report


def warcs(archive: Path) -> list[Path]:
    return sorted((archive / "warc" / "longbien").glob("*.warc.gz"))


def flip(path: Path, offset: int) -> None:
    data = bytearray(path.read_bytes())
    data[offset] ^= 0x10
    path.write_bytes(data)


def change(archive: Path, *statements: str) -> None:
    """Change rows behind Kho's back, as far as SQLite can tell in good order, and seal the file again."""
    with closing(sqlite3.connect(archive / "archive.db")) as db:
        for statement in statements:
            db.execute(statement)
        db.commit()
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    sum_ = hashlib.sha256((archive / "archive.db").read_bytes()).hexdigest()
    (archive / "archive.db.sha256").write_text(f"{sum_}  archive.db\n", encoding="ascii")


def look(archive: Path) -> Report:
    """Look at bytes and rows, and read no page again: that takes longer than all the rest."""
    return inspect(archive, None, full=False, reread=False)


def damages(report: Report) -> list[Finding]:
    return [finding for finding in report.findings if finding.is_damage]
