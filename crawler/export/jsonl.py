"""JSON Lines: one object a line, UTF-8, every column present, NULL as null, lists as lists."""

from __future__ import annotations

import json

from sqlite_utils import Database

from crawler.export.target import open_target
from crawler.store.filters import Filters
from crawler.store.rows import iter_articles


def export_jsonl(db: Database, path: str, *, query: str | None = None, filters: Filters | None = None) -> int:
    """Write the articles that answer query and filters to `path` (`-`: standard output); return how many.

    Raises: KhoError if the file cannot be written.
    """
    count = 0
    with open_target(path) as stream:
        for row in iter_articles(db, query=query, filters=filters):
            stream.write(json.dumps(row, ensure_ascii=False) + "\n")
            count += 1
    return count
