"""What an audit asks: is each row's record there and as the row says, and each record's row?

All queries run on an `AuditIndex` with the archive's database attached; each gives rows with the columns of `PLACE`.
`:low` and `:high` bound the WARC files looked at.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

from crawler.store.audit_index import AuditIndex

Row = dict[str, Any]

OWN = "c.warc_file >= :low AND c.warc_file < :high AND c.warc_file NOT LIKE 'warc/%/imported/%'"
OF_CAPTURE = "c.id AS capture_id, c.warc_file AS file, c.warc_offset AS offset, c.warc_length AS length, c.record_id"
IN_FAULT = """
EXISTS (SELECT 1 FROM faults f WHERE f.file = c.warc_file AND c.warc_offset >= f.offset
        AND c.warc_offset < f.offset + f.length)
"""

FAULTS = """
SELECT f.file, f.offset, f.length, f.code, f.message, coalesce(c.record_id, f.record_id) AS record_id,
       coalesce(c.requested_url, f.url) AS url, c.id AS capture_id,
       (SELECT coalesce(max(e.warc_offset + e.warc_length), 0) FROM arc.captures e WHERE e.warc_file = f.file)
           AS rows_end
FROM faults f
LEFT JOIN arc.captures c ON c.id = (
    SELECT min(d.id) FROM arc.captures d
    WHERE d.warc_file = f.file
      AND (d.record_id = f.record_id OR (d.warc_offset >= f.offset AND d.warc_offset < f.offset + f.length))
)
ORDER BY f.file, f.offset
"""
FAULTS_ALONE = "SELECT f.*, NULL AS capture_id, 0 AS rows_end FROM faults f ORDER BY f.file, f.offset"

ROWS_WITHOUT_RECORD = f"""
SELECT {OF_CAPTURE}, c.requested_url AS url
FROM arc.captures c
WHERE {OWN} AND NOT EXISTS (SELECT 1 FROM records r WHERE r.record_id = c.record_id) AND NOT {IN_FAULT}
ORDER BY c.warc_file, c.warc_offset
"""
RECORDS_WITHOUT_ROW = """
SELECT NULL AS capture_id, r.file, r.offset, r.length, r.record_id, r.url
FROM records r
WHERE r.kind IN ('response', 'revisit') AND NOT EXISTS (SELECT 1 FROM arc.captures c WHERE c.record_id = r.record_id)
ORDER BY r.file, r.offset
"""
# What a row says beside what its record says. A revisit with the same payload stands for its original's bytes.
PAIRS = f"""
SELECT {OF_CAPTURE}, c.requested_url AS url, r.file AS r_file, r.offset AS r_offset, r.length AS r_length,
       c.requested_url IS NOT r.url AS "requested_url",
       c.fetched_at IS NOT r.date AS "fetched_at",
       c.status IS NOT r.status AS "status",
       c.mime IS NOT r.mime AS "mime",
       c.bytes IS NOT CASE WHEN r.kind = 'revisit' AND r.status <> 304 THEN coalesce(o.payload_bytes, c.bytes)
                           ELSE r.payload_bytes END AS "bytes",
       c.payload_sha256 IS NOT r.payload_sha256 AS "payload_sha256",
       c.revisit_of IS NOT r.refers_to AS "revisit_of",
       c.truncated IS NOT r.truncated AS "truncated",
       c.source IS NOT (SELECT iif(w.kind = 'crawl', 'live', w.kind) FROM arc.crawls w WHERE w.id = c.crawl_id)
           AS "source",
       c.crawl_id IS NOT (SELECT i.crawl_id FROM records i WHERE i.file = r.file AND i.kind = 'warcinfo')
       AND EXISTS (SELECT 1 FROM records i WHERE i.file = r.file AND i.kind = 'warcinfo') AS "crawl_id"
FROM arc.captures c
JOIN records r ON r.record_id = c.record_id
LEFT JOIN records o ON o.record_id = r.refers_to
WHERE {OWN}
"""
COMPARED = (
    "requested_url", "fetched_at", "status", "mime", "bytes", "payload_sha256", "revisit_of", "truncated", "source",
    "crawl_id",
)  # fmt: skip
DIFFERENT = f"SELECT * FROM ({PAIRS}) WHERE {' OR '.join(f'[{name}]' for name in COMPARED)} ORDER BY file, offset"
MOVED = f"""
SELECT * FROM ({PAIRS})
WHERE (file, offset, length) IS NOT (r_file, r_offset, r_length)
ORDER BY r_file, r_offset
"""
TWICE = """
SELECT NULL AS capture_id, file, max(offset) AS offset, length, record_id, url
FROM records GROUP BY record_id HAVING count(*) > 1
"""
LOST_ORIGINALS = """
SELECT (SELECT c.id FROM arc.captures c WHERE c.record_id = r.record_id) AS capture_id, r.file, r.offset, r.length,
       r.record_id, r.url, r.refers_to, o.record_id IS NOT NULL AS found
FROM records r LEFT JOIN records o ON o.record_id = r.refers_to AND o.kind = 'response'
WHERE r.kind = 'revisit'
  AND (o.record_id IS NULL OR o.payload_sha256 IS NOT r.payload_sha256)
  AND NOT EXISTS (SELECT 1 FROM arc.captures c WHERE c.record_id = r.refers_to AND c.source <> 'live'
                  AND c.payload_sha256 = r.payload_sha256)
ORDER BY r.file, r.offset
"""
LONE_REQUESTS = """
SELECT NULL AS capture_id, r.file, r.offset, r.length, r.record_id, r.url, r.concurrent_to
FROM records r
WHERE r.kind = 'request' AND NOT EXISTS (SELECT 1 FROM records o WHERE o.record_id = r.concurrent_to)
  AND NOT EXISTS (SELECT 1 FROM faults f WHERE f.file = r.file AND f.offset + f.length = r.offset)
ORDER BY r.file, r.offset
"""
HEADLESS = """
SELECT NULL AS capture_id, r.file, r.offset, r.length, r.record_id, r.url
FROM records r WHERE r.offset = 0 AND r.kind <> 'warcinfo'
"""
# `payloads` holds what a file is with its content coding undone: without one, it is what came over the wire.
PAYLOADS = f"""
SELECT {OF_CAPTURE}, c.requested_url AS url, r.coding, p.bytes, p.sha256,
       coalesce(o.payload_bytes, r.payload_bytes) AS r_bytes, r.payload_sha256 AS r_sha256
FROM arc.payloads p
JOIN arc.captures c ON c.id = p.capture_id
JOIN records r ON r.record_id = c.record_id
LEFT JOIN records o ON o.record_id = r.refers_to
WHERE {OWN}
"""
WRONG_PAYLOADS = f"SELECT * FROM ({PAYLOADS}) WHERE coding IS NULL AND (bytes, sha256) IS NOT (r_bytes, r_sha256)"
CODED_PAYLOADS = f"SELECT * FROM ({PAYLOADS}) WHERE coding IS NOT NULL ORDER BY file, offset"
WRONG_ATTACHMENTS = f"""
SELECT {OF_CAPTURE}, a.url
FROM arc.attachments a
JOIN arc.captures c ON c.id = a.capture_id
LEFT JOIN arc.payloads p ON p.capture_id = a.capture_id
WHERE {OWN} AND (a.mime, a.bytes, a.sha256, a.text, a.text_status)
                IS NOT (p.mime, p.bytes, p.sha256, p.text, p.text_status)
"""
IMPORTED = """
SELECT c.id AS capture_id, c.warc_file AS file, c.warc_offset AS offset, c.warc_length AS length, c.record_id,
       c.requested_url AS url, c.fetched_at, c.status, c.mime, c.bytes, c.payload_sha256, c.revisit_of,
       c.source
FROM arc.captures c
WHERE c.warc_file >= :low AND c.warc_file < :high AND c.warc_file LIKE 'warc/%/imported/%'
ORDER BY c.warc_file, c.warc_offset
"""
IMPORTED_FILES = """
SELECT DISTINCT c.warc_file AS file FROM arc.captures c
WHERE c.warc_file >= :low AND c.warc_file < :high AND c.warc_file LIKE 'warc/%/imported/%'
"""


def file_bounds(portal_id: str | None) -> dict[str, str]:
    """Return the bounds of the WARC files of one portal, or of all."""
    return (
        {"low": f"warc/{portal_id}/", "high": f"warc/{portal_id}0"} if portal_id else {"low": "", "high": "\U0010ffff"}
    )


def rows(index: AuditIndex, sql: str, portal_id: str | None = None) -> Iterator[Row]:
    """Yield the rows of one of the queries above. Raises: sqlite3.DatabaseError where the database is damaged."""
    for row in index.connection.execute(sql, file_bounds(portal_id)):
        yield dict(row)


def rows_of_file(index: AuditIndex, sql: str, file: str) -> Iterator[Row]:
    """Yield the rows of one of the queries above for one file."""
    for row in index.connection.execute(sql, {"low": file, "high": f"{file}\x00"}):
        yield dict(row)


def different_fields(row: Row) -> list[str]:
    """Return which columns of a row of `DIFFERENT` say something else than the record."""
    return [name for name in COMPARED if row[name]]


def count(index: AuditIndex, table: str) -> int:
    """Return the number of rows of a table of the index, or of the archive (`arc.captures`)."""
    return int(index.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def is_damage_of_the_file(error: sqlite3.Error) -> bool:
    """Return True where SQLite itself says that the file is damaged."""
    return isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError)
