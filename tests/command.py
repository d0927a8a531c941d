"""The `kho` command as a user runs it: a process of its own, its exit code and what it printed."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.kho_server import ROOT, Run, server


def environment(**extra: str) -> dict[str, str]:
    """Return the environment of a command: the project importable from any folder."""
    return os.environ | {"PYTHONPATH": str(ROOT), "COLUMNS": "160"} | extra


def kho(*arguments: str | Path, timeout: float = 240, **env: str) -> subprocess.CompletedProcess[str]:
    """Run `kho` and return what came of it: in a fork of a process that has it loaded, or by Python itself.

    The latter where `env` says something to Python.
    """
    words = [*map(str, arguments)]
    if not any(name.startswith(("PYTHON", "LC_")) for name in env):
        return server().run(words, environment(**env), timeout)
    return subprocess.run(
        [sys.executable, "-m", "crawler", *words],
        capture_output=True, text=True, timeout=timeout, check=False, env=environment(**env), cwd=ROOT,
    )  # fmt: skip


def start_kho(*arguments: str | Path, **env: str) -> Run:
    """Start `kho` in the background, in a process group of its own."""
    with Path(os.devnull).open("wb") as nothing:
        return server().start([*map(str, arguments)], environment(**env), nothing)


def rows(archive: Path, sql: str, *parameters: Any) -> list[sqlite3.Row]:
    """Return the rows of a query on the archive's database."""
    with closing(sqlite3.connect(f"file:{archive / 'archive.db'}?mode=ro", uri=True)) as db:
        db.row_factory = sqlite3.Row
        return db.execute(sql, parameters).fetchall()


def value(archive: Path, sql: str, *parameters: Any) -> Any:
    """Return the single value of a query."""
    return rows(archive, sql, *parameters)[0][0]
