"""What an audit found in the WARC files, in a file of its own beside the archive's database, so that SQL compares them.

Memory does not grow with the archive: SQLite keeps the index on disk, in a temporary folder.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

RECORD_COLUMNS = (
    "file", "offset", "length", "kind", "record_id", "url", "date", "status", "mime", "coding", "payload_bytes",
    "payload_sha256", "refers_to", "concurrent_to", "truncated", "crawl_id",
    "posted",
)  # fmt: skip
FAULT_COLUMNS = ("file", "offset", "length", "code", "message", "record_id", "url")
LINE_COLUMNS = ("file", "offset", "length", "url", "ts", "digest", "status")
PAGE_COLUMNS = ("id", "url", "ts", "title", "text")
FOREIGN_COLUMNS = ("file", "offset", "length", "kind", "record_id", "second_id", "url", "vouched", "gap")
TABLES = {
    "records": RECORD_COLUMNS, "faults": FAULT_COLUMNS, "lines": LINE_COLUMNS, "pages": PAGE_COLUMNS,
    "foreign_records": FOREIGN_COLUMNS, "foreign_faults": FAULT_COLUMNS,
}  # fmt: skip
"""`lines` and `pages` are of WACZ files: their CDXJ index and their list of pages; `foreign_…` of imported files."""
BATCH = 500


class AuditIndex:
    """Tables of what was found in WARC and WACZ files; with `attach`, the archive's database as `arc`."""

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(f"file:{quote(str(path))}", uri=True, isolation_level=None)
        self.connection.row_factory = sqlite3.Row
        self.connection.execute("PRAGMA journal_mode = OFF")
        self.connection.execute("PRAGMA synchronous = OFF")
        for table, columns in TABLES.items():
            self.connection.execute(f"CREATE TABLE {table} ({', '.join(columns)})")
        self._waiting: dict[str, list[tuple[Any, ...]]] = {table: [] for table in TABLES}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.connection.close()

    def add(self, table: str, values: Mapping[str, Any]) -> None:
        """Add one row; `flush` when all were added."""
        waiting = self._waiting[table]
        waiting.append(tuple(values[column] for column in TABLES[table]))
        if len(waiting) >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Write the rows that wait."""
        for table, waiting in self._waiting.items():
            if waiting:
                marks = ", ".join("?" * len(TABLES[table]))
                self.connection.execute("BEGIN")
                self.connection.executemany(f"INSERT INTO {table} VALUES ({marks})", waiting)
                self.connection.execute("COMMIT")
                waiting.clear()

    def merge(self, parts: Iterable[Path]) -> None:
        """Take in what was added to other files, in their order, and make the tables quick to compare."""
        for part in parts:
            self.connection.execute("ATTACH ? AS part", [str(part)])
            for table in TABLES:
                self.connection.execute(f"INSERT INTO {table} SELECT * FROM part.{table}")
            self.connection.execute("DETACH part")
        self.connection.execute("CREATE INDEX records_id ON records (record_id)")
        self.connection.execute("CREATE INDEX foreign_id ON foreign_records (file, record_id)")
        self.connection.execute("CREATE INDEX foreign_second_id ON foreign_records (file, second_id)")
        self.connection.execute("CREATE INDEX faults_place ON faults (file, offset)")

    def attach(self, database: Path, *, immutable: bool) -> None:
        """Make the archive's database readable as `arc`. Raises: sqlite3.DatabaseError."""
        parameters = "mode=ro&immutable=1" if immutable else "mode=ro"
        self.connection.execute("ATTACH ? AS arc", [f"file:{quote(str(database))}?{parameters}"])
        self.connection.execute("SELECT count(*) FROM arc.sqlite_master").fetchone()
