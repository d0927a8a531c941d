"""CSV that opens right in Excel: UTF-8 with a byte order mark, CRLF, no cell that would be run as a formula."""

from __future__ import annotations

import csv
import json
from typing import Any

from sqlite_utils import Database

from crawler.export.target import STDOUT, open_target
from crawler.store.filters import Filters
from crawler.store.rows import article_columns, iter_articles

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet run a cell. Source: OWASP, CSV Injection."""


def export_csv(db: Database, path: str, *, query: str | None = None, filters: Filters | None = None) -> int:
    """Write the articles that answer query and filters to `path` (`-`: standard output); return how many.

    Lists are JSON; NULL is an empty cell; a text that a spreadsheet would run as a formula gets a `'` in front.

    Raises: KhoError if the file cannot be written.
    """
    count = 0
    # The mark is for Excel; a program that reads our standard output would take it for a part of the first name.
    with open_target(path, encoding="utf-8" if path == STDOUT else "utf-8-sig") as stream:
        writer = csv.writer(stream)
        writer.writerow(article_columns(db))
        for row in iter_articles(db, query=query, filters=filters):
            writer.writerow(map(to_cell, row.values()))
            count += 1
    return count


def to_cell(value: Any) -> Any:
    """Return a value as a cell that shows it and does nothing."""
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return "'" + value
    return value
