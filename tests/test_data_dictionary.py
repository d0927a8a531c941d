"""The data dictionary says what the schema is, in both directions; the queries of the documentation run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from sqlite_utils import Database

from crawler.failures import SKIPS, NetworkReason
from crawler.problem_codes import ProblemCode
from crawler.store.database import open_database
from crawler.store.reasons import FAILED, REMOVED, SKIPPED, URL_REASONS
from crawler.store.rows import article_columns
from crawler.store.verdict import FINISH_REASONS, FinishReason

DOCS = Path(__file__).parent.parent / "docs"
DICTIONARY = (DOCS / "data-dictionary.md").read_text(encoding="utf-8")
QUERIES = re.findall(r"```sql\n(.*?)```", (DOCS / "queries.md").read_text(encoding="utf-8"), re.S)
INTERNAL = re.compile(r"^(sqlite_|_sqlite_)|_(fts|exact)(_(data|idx|docsize|config|content))?$")


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    made = open_database(tmp_path_factory.mktemp("schema") / "archive.db")
    yield made
    made.close()


def heading(name: str) -> str:
    """Return what stands under a heading of the dictionary."""
    match = re.search(rf"^##+ {re.escape(name)}\n(.*?)(?=^##|\Z)", DICTIONARY, re.M | re.S)
    assert match, f"no heading {name!r}"
    return match[1]


def cells(text: str) -> list[list[str]]:
    """Return the rows of the tables in a piece of Markdown whose first cell is a name in backticks."""
    lines = [line for line in text.splitlines() if line.startswith("| `")]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]


def first_cells(name: str) -> list[str]:
    return [row[0].strip("`") for row in cells(heading(name))]


def documented() -> set[str]:
    """Return the names of the tables and views that have a heading with columns."""
    return set(re.findall(r"^### (\w+)\n(?:(?!^##).)*?^\| column \| type", DICTIONARY, re.M | re.S))


def real(db: Database) -> set[str]:
    return {name for name in (*db.table_names(), *db.view_names()) if not INTERNAL.search(name)}


def test_every_table_and_view_is_in_the_dictionary_and_nothing_else_is(db: Database) -> None:
    assert documented() == real(db)


def test_every_column_is_in_the_dictionary_in_its_order_and_nothing_else_is(db: Database) -> None:
    for name in sorted(real(db)):
        columns = [row[1] for row in db.execute(f"PRAGMA table_info({name})")]
        assert first_cells(name) == columns, name


def test_the_types_of_the_dictionary_are_those_of_the_tables(db: Database) -> None:
    for name in sorted(real(db) - set(db.view_names())):
        types = {row[1]: row[2] for row in db.execute(f"PRAGMA table_info({name})")}
        assert {row[0].strip("`"): row[1] for row in cells(heading(name))} == types, name


def test_the_dictionary_says_never_of_exactly_the_columns_that_cannot_be_null(db: Database) -> None:
    for name in sorted(real(db) - set(db.view_names())):
        required = {row[1] for row in db.execute(f"PRAGMA table_info({name})") if row[3] or row[5]}
        assert {row[0].strip("`") for row in cells(heading(name)) if row[3] == "never"} == required, name


def test_every_column_has_a_meaning_and_says_when_it_is_null(db: Database) -> None:
    for name in sorted(real(db)):
        for row in cells(heading(name)):
            assert len(row) == 4, (name, row)
            assert all(row), (name, row)


def test_every_value_that_the_schema_allows_is_in_the_dictionary(db: Database) -> None:
    for name in sorted(real(db) - set(db.view_names())):
        sql = str(db.execute("SELECT sql FROM sqlite_master WHERE name = ?", [name]).fetchone()[0])
        meanings = {row[0].strip("`"): row[2] for row in cells(heading(name))}
        for column, values in re.findall(r"CHECK \((\w+) IN \('([^)]*)'\)\)", sql):
            text = heading("articles") + heading("Verdicts") if column in ("removal", "verdict") else meanings[column]
            for value in values.split("', '"):
                assert f"`{value}`" in text, (name, column, value)


def test_every_full_text_index_is_in_the_dictionary(db: Database) -> None:
    text = heading("Full-text indexes")
    for name in ("articles_fts", "articles_exact", "documents_fts", "documents_exact"):
        assert name in db.table_names()
        assert f"`{name}`" in text


def test_the_problem_codes_of_the_dictionary_are_those_of_the_code() -> None:
    assert sorted(first_cells("Problem codes")) == sorted(get_args(ProblemCode))


def test_the_reasons_of_the_dictionary_are_those_of_the_code() -> None:
    states = {row[0].strip("`"): row[1] for row in cells(heading("Reasons"))}
    assert set(states) == URL_REASONS
    for state, reasons in (("due", FAILED), ("skipped", SKIPPED), ("gone", REMOVED)):
        assert {reason for reason, where in states.items() if where == state} == reasons


def test_what_goes_wrong_on_the_network_has_its_reason_in_the_vocabulary() -> None:
    assert set(get_args(NetworkReason)) <= FAILED | SKIPPED
    assert set(SKIPS) <= SKIPPED


def test_the_finish_reasons_of_the_dictionary_are_those_of_the_code() -> None:
    assert set(first_cells("Verdicts")) >= FINISH_REASONS - {"finished"}
    assert set(get_args(FinishReason)) == FINISH_REASONS


def test_the_columns_of_an_export_are_in_the_dictionary(db: Database) -> None:
    assert first_cells("Columns of an export") == article_columns(db)


@pytest.mark.parametrize("sql", QUERIES, ids=lambda sql: sql.split("\n")[0][:60])
def test_each_query_of_the_documentation_runs(db: Database, sql: str) -> None:
    assert db.execute(sql).description


def test_the_documentation_has_queries() -> None:
    assert len(QUERIES) > 10
