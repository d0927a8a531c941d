"""Full-text indexes that any SQLite client can use: no function, no tokenizer of ours.

`*_exact` keeps the Vietnamese marks (`dân` is not `dan`), `*_fts` folds them. FTS5 does not fold `đ`, so the
folded index reads a view in which it is replaced. Source: measured, `remove_diacritics 2` folds all letters but `đ`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlite_utils import Database

INDEXED: dict[str, tuple[str, ...]] = {
    "articles": ("title", "summary", "text"),
    "documents": ("number", "abstract"),
}
"""Table -> columns that can be searched, most important first."""


def _folded(expression: str) -> str:
    return f"replace(replace({expression}, 'đ', 'd'), 'Đ', 'D')"


def _insert(index: str, columns: tuple[str, ...], values: list[str]) -> str:
    return f"INSERT INTO {index} (rowid, {', '.join(columns)}) VALUES (new.seq, {', '.join(values)});"


def _delete(index: str, columns: tuple[str, ...], values: list[str]) -> str:
    return (
        f"INSERT INTO {index} ({index}, rowid, {', '.join(columns)}) VALUES ('delete', old.seq, {', '.join(values)});"
    )


def _for_both(table: str, columns: tuple[str, ...], row: str) -> str:
    """Return what a trigger does to both indexes with the `new` or the `old` row."""
    write = _insert if row == "new" else _delete
    exact = [f"{row}.{column}" for column in columns]
    folded = [_folded(value) for value in exact]
    return f"{write(f'{table}_exact', columns, exact)} {write(f'{table}_fts', columns, folded)}"


def index_statements(table: str, columns: tuple[str, ...]) -> Iterator[str]:
    """Yield what makes both indexes of `table` and keeps them up to date."""
    names = ", ".join(columns)
    folded = ", ".join(f"{_folded(column)} AS {column}" for column in columns)
    differs = " OR ".join(f"old.{column} IS NOT new.{column}" for column in columns)
    # Single quotes on purpose: Datasette takes content="articles" for an index whose rowid is the table's own.
    yield f"CREATE VIEW {table}_folded AS SELECT seq, {folded} FROM {table}"
    yield (
        f"CREATE VIRTUAL TABLE {table}_exact USING fts5({names}, content='{table}', content_rowid='seq', "
        "tokenize='unicode61 remove_diacritics 0')"
    )
    yield (
        f"CREATE VIRTUAL TABLE {table}_fts USING fts5({names}, content='{table}_folded', content_rowid='seq', "
        "tokenize='unicode61 remove_diacritics 2')"
    )
    added, dropped = _for_both(table, columns, "new"), _for_both(table, columns, "old")
    yield f"CREATE TRIGGER {table}_indexed AFTER INSERT ON {table} BEGIN {added} END"
    yield f"CREATE TRIGGER {table}_unindexed AFTER DELETE ON {table} BEGIN {dropped} END"
    yield (
        f"CREATE TRIGGER {table}_reindexed AFTER UPDATE OF {names} ON {table} WHEN {differs} "
        f"BEGIN {dropped} {added} END"
    )


def fulltext_statements() -> Iterator[str]:
    """Yield what makes all full-text indexes."""
    for table, columns in INDEXED.items():
        yield from index_statements(table, columns)


@contextmanager
def indexes_left_out(db: Database) -> Iterator[None]:
    """Fill tables without their full-text indexes, and make these at the end, in a fifth of the time.

    A page's rows stand in a savepoint, at each of which FTS5 writes out what it has gathered. If the filling fails, the
    triggers are not there any more: the database is to be thrown away then.
    """
    triggers = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        db.execute(f"DROP TRIGGER {name}")
    yield
    for table in INDEXED:
        for index in (f"{table}_exact", f"{table}_fts"):
            db.execute(f"INSERT INTO {index} ({index}) VALUES ('rebuild')")
    for _, statement in triggers:
        db.execute(statement)
