"""Which records belong into a package, in which order, and which pages it lists. Runs on an `AuditIndex`."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from crawler.store.audit_index import AuditIndex


class Period(NamedTuple):
    """Capture times: from `since` on, before `until`; both UTC, as text that sorts."""

    since: str = ""
    until: str = "\U0010ffff"


# What was captured in the period, what that revisits, the requests that belong to it, and the head of each file.
CHOOSE = """
CREATE TABLE chosen AS
WITH captured AS (
    SELECT record_id, refers_to FROM records
    WHERE kind NOT IN ('warcinfo', 'request') AND date >= :since AND date < :until
), whole AS (
    SELECT record_id FROM captured UNION SELECT refers_to FROM captured WHERE refers_to IS NOT NULL
)
SELECT r.*, sum(r.length) OVER (PARTITION BY r.file ORDER BY r.offset) - r.length AS new_offset
FROM records r
WHERE r.record_id IN (SELECT record_id FROM whole)
   OR (r.kind = 'request' AND r.concurrent_to IN (SELECT record_id FROM whole))
   OR (r.kind = 'warcinfo' AND EXISTS (SELECT 1 FROM records o WHERE o.file = r.file
                                       AND o.record_id IN (SELECT record_id FROM whole)))
"""
FILES = "SELECT file, sum(length) AS size FROM chosen GROUP BY file ORDER BY file"
RANGES = "SELECT offset, length FROM chosen WHERE file = ? ORDER BY offset"
LINES = """
SELECT surt(r.url, q.posted) AS key, r.date, r.url, r.mime, r.kind, r.status, r.payload_sha256, r.length,
       r.new_offset AS offset, r.file, q.posted
FROM chosen r LEFT JOIN chosen q ON q.concurrent_to = r.record_id AND q.posted IS NOT NULL
WHERE r.kind IN ('response', 'revisit') ORDER BY key, r.date, r.record_id
"""
# The newest version of each article among the captures of its own page in the package.
PAGES = """
WITH versions AS (
    SELECT article_id, title, text, capture_id FROM arc.article_revisions
    UNION ALL SELECT id, title, text, capture_id FROM arc.articles
), seen AS (
    SELECT v.article_id AS id, v.title, v.text, c.requested_url AS url, c.fetched_at AS ts,
           row_number() OVER (PARTITION BY v.article_id ORDER BY c.fetched_at DESC, c.id DESC) AS age
    FROM versions v
    JOIN arc.captures c ON c.id = v.capture_id
    JOIN arc.urls u ON u.id = c.url_id
    JOIN arc.articles a ON a.id = v.article_id AND a.url = u.url
    WHERE c.record_id IN (SELECT record_id FROM chosen) AND c.fetched_at >= :since AND c.fetched_at < :until
)
SELECT id, url, ts, title, text FROM seen WHERE age = 1 ORDER BY ts DESC, id
"""
PORTAL_NAME = "SELECT name FROM arc.portals WHERE id = ?"

# Of a package read back.
LINES_WITHOUT_RECORD = """
SELECT NULL AS capture_id, l.file, l.offset, l.length, NULL AS record_id, l.url FROM lines l
WHERE NOT EXISTS (SELECT 1 FROM records r
                  WHERE (r.file, r.offset, r.length, r.url) = (l.file, l.offset, l.length, l.url)
                  AND l.digest = 'sha256:' || r.payload_sha256 AND l.ts = stamp(r.date) AND l.status IS r.status)
"""
RECORDS_WITHOUT_LINE = """
SELECT NULL AS capture_id, r.file, r.offset, r.length, r.record_id, r.url FROM records r
WHERE r.kind IN ('response', 'revisit')
  AND NOT EXISTS (SELECT 1 FROM lines l WHERE l.file = r.file AND l.offset = r.offset)
"""
REVISITS_WITHOUT_ORIGINAL = """
SELECT NULL AS capture_id, r.file, r.offset, r.length, r.record_id, r.url FROM records r
WHERE r.kind = 'revisit' AND NOT EXISTS (SELECT 1 FROM records o WHERE o.record_id = r.refers_to
                                         AND o.payload_sha256 = r.payload_sha256)
"""
PAGES_WITHOUT_RECORD = """
SELECT NULL AS capture_id, 'pages/pages.jsonl' AS file, NULL AS offset, NULL AS length, NULL AS record_id, p.url, p.id
FROM pages p WHERE NOT EXISTS (SELECT 1 FROM records r WHERE r.url = p.url AND r.date = p.ts)
"""
RECORDS_UNKNOWN = """
SELECT NULL AS capture_id, r.file, r.offset, r.length, r.record_id, r.url FROM records r
WHERE r.kind IN ('response', 'revisit')
  AND NOT EXISTS (SELECT 1 FROM arc.captures c WHERE c.record_id = r.record_id AND c.requested_url = r.url
                  AND c.fetched_at = r.date AND c.payload_sha256 = r.payload_sha256)
"""
PAGES_UNKNOWN = """
SELECT NULL AS capture_id, 'pages/pages.jsonl' AS file, NULL AS offset, NULL AS length, NULL AS record_id, p.url, p.id
FROM pages p
WHERE NOT EXISTS (SELECT 1 FROM arc.article_revisions v WHERE v.article_id = p.id AND coalesce(v.title, p.url) = p.title
                  AND v.text = p.text)
"""


def choose(index: AuditIndex, period: Period) -> int:
    """Choose the records of a package; return how many."""
    index.connection.execute(CHOOSE, period._asdict())
    return int(index.connection.execute("SELECT count(*) FROM chosen").fetchone()[0])


def files(index: AuditIndex) -> list[tuple[str, int]]:
    """Return each WARC file of the package with its size."""
    return [(row["file"], row["size"]) for row in index.connection.execute(FILES)]


def ranges(index: AuditIndex, file: str) -> Iterator[tuple[int, int]]:
    """Yield offset and length of each record of one file that belongs to the package."""
    for row in index.connection.execute(RANGES, [file]):
        yield row["offset"], row["length"]


def lines(index: AuditIndex, surt: Callable[[str, str | None], str]) -> Iterator[sqlite3.Row]:
    """Yield what the index of the package says of each capture, in its order."""
    index.connection.create_function("surt", 2, surt, deterministic=True)
    yield from index.connection.execute(LINES)


def pages(index: AuditIndex, period: Period) -> Iterator[dict[str, Any]]:
    """Yield the articles of the package, newest capture first."""
    for row in index.connection.execute(PAGES, period._asdict()):
        yield dict(row)


def is_known(index: AuditIndex) -> bool:
    """Return True if the archive's database knows any record of a package."""
    sql = "SELECT EXISTS (SELECT 1 FROM records r JOIN arc.captures c ON c.record_id = r.record_id)"
    return bool(index.connection.execute(sql).fetchone()[0])


def portal_name(index: AuditIndex, portal_id: str) -> str:
    """Return a portal's name; its id if the database does not know it."""
    row = index.connection.execute(PORTAL_NAME, [portal_id]).fetchone()
    return str(row["name"]) if row else portal_id
