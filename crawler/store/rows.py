"""Articles as rows for other programs: one flat row each, with what leads back to the archived page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sqlite_utils import Database

from crawler.store.filters import ARTICLE_CONDITIONS, Filters
from crawler.store.searchquery import match_all, read_query

LIST_COLUMNS = frozenset({"attachments"})
"""Columns whose value is a list."""

ARTICLE_ROWS = f"""
SELECT a.id, a.portal_id, p.name AS portal, p.unit_code, a.url, s.name AS section, s.topic, a.title, a.summary, a.text,
       a.author, a.source, a.published_at, a.published_precision, a.published_raw, a.updated_at,
       a.views, a.views_status,
       (SELECT max(observed_at) FROM view_counts WHERE article_id = a.id) AS views_observed_at,
       (SELECT json_group_array(json_object('url', t.url, 'label', t.label, 'filename', t.filename, 'role', t.role,
                                            'mime', t.mime, 'bytes', t.bytes, 'sha256', t.sha256))
        FROM (SELECT * FROM attachments WHERE article_id = a.id ORDER BY position) t) AS attachments,
       a.revision, a.first_seen_at, a.last_seen_at, a.changed_at, a.removed_at, a.removal,
       c.fetched_at AS captured_at, c.requested_url AS captured_url, c.payload_sha256, c.warc_file, c.warc_offset,
       c.record_id AS warc_record_id
FROM articles a
JOIN portals p ON p.id = a.portal_id
JOIN captures c ON c.id = a.capture_id
LEFT JOIN sections s ON s.id = a.section_id
WHERE {ARTICLE_CONDITIONS}
  AND (:match IS NULL OR a.seq IN (SELECT rowid FROM articles_fts WHERE articles_fts MATCH :match))
ORDER BY a.published_at DESC, a.id DESC
"""


def iter_articles(
    db: Database, *, query: str | None = None, filters: Filters | None = None
) -> Iterator[dict[str, Any]]:
    """Yield the articles that a search would list, newest first; without `query`, all. Memory is flat.

    Yields nothing for a query without words.
    """
    match = None
    if query is not None:
        read = read_query(query)
        if not read.phrases:
            return
        match = match_all(read.folded)
    cursor = db.execute(ARTICLE_ROWS, {**(filters or Filters()).parameters(), "match": match})
    names = [column[0] for column in cursor.description]
    for values in cursor:
        row = dict(zip(names, values, strict=True))
        yield row | {name: json.loads(row[name]) for name in LIST_COLUMNS}


def article_columns(db: Database) -> list[str]:
    """Return the names of the columns that `iter_articles` gives, in order."""
    cursor = db.execute(f"SELECT * FROM ({ARTICLE_ROWS}) LIMIT 0", {**Filters().parameters(), "match": None})
    return [column[0] for column in cursor.description]
