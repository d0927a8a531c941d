"""What an audit asks of two databases whose rows it compares: which records stand behind them, and who read them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlite_utils import Database

from crawler.store.compare import table_differences

NAMES = """
WITH c AS (SELECT id, url_id FROM captures WHERE record_id = :record)
SELECT u.url FROM urls u JOIN c ON u.id = c.url_id
UNION SELECT s.item_id FROM sightings s JOIN c ON s.capture_id = c.id
UNION SELECT x.id FROM articles x JOIN c ON x.capture_id = c.id
UNION SELECT x.article_id FROM article_revisions x JOIN c ON x.capture_id = c.id
UNION SELECT x.article_id FROM view_counts x JOIN c ON x.capture_id = c.id
UNION SELECT x.id FROM documents x JOIN c ON x.capture_id = c.id
"""
PLACE = """
SELECT warc_file AS file, warc_offset AS offset, warc_length AS length, record_id, requested_url AS url,
       id AS capture_id
FROM captures WHERE {} LIMIT 1
"""
OF_ITEM = """id = coalesce((SELECT capture_id FROM articles WHERE id = :name),
                           (SELECT capture_id FROM documents WHERE id = :name))"""
UNREAD = """
SELECT c.record_id FROM problems p JOIN captures c ON c.id = p.capture_id
WHERE p.code IN ('extraction_timeout', 'extraction_crashed')
"""
EXTRACTORS = "SELECT extractor FROM articles UNION SELECT extractor FROM documents"
MARKS = frozenset({"record_damaged", "record_missing"})


def one_sided_captures(present: Database, derived: Database, portal_id: str | None) -> Iterator[tuple[str, str, bool]]:
    """Yield record id and WARC file of captures that one database alone has, and whether that is the present one."""
    for one in table_differences(present, derived, "captures", portal_id):
        if one.field is None:
            side = present if one.present else derived
            yield one.key, str(place_of_row(side, one.key)["file"]), bool(one.present)


def names_of_record(db: Database, record_id: str) -> set[str]:
    """Return by which addresses and ids the rows are known that live from a record."""
    return {str(row[0]) for row in db.execute(NAMES, {"record": record_id})}


def place_of_row(db: Database, *names: str) -> dict[str, Any]:
    """Return where the record lies that a row lives from, which one of `names` names; the database if none does."""
    for name in names:
        condition = "record_id = :name" if ":" in name else OF_ITEM
        for place in db.query(PLACE.format(condition), {"name": name}):
            return place
    return {"file": "archive.db"}


def captures_unread(db: Database) -> set[str]:
    """Return the ids of the records whose pages took too long to read, or ended what read them."""
    return {row[0] for row in db.execute(UNREAD)}


def extractors(db: Database) -> set[str]:
    """Return which versions read the rows."""
    return {row[0] for row in db.execute(EXTRACTORS) if row[0] is not None}


def item_extractor(db: Database, names: Iterable[str]) -> str | None:
    """Return which version read the article or document that one of `names` is the id of; None if none is."""
    sql = "SELECT extractor FROM articles WHERE id = ?1 UNION ALL SELECT extractor FROM documents WHERE id = ?1"
    found = (db.execute(sql, [name]).fetchone() for name in names)
    return next((str(row[0]) for row in found if row is not None), None)


def is_mark(table: str, key: str) -> bool:
    """Return True for what a repair noted on a row whose record is lost: no WARC file says it."""
    return table == "problems" and not MARKS.isdisjoint(key.split(" ")[3:4])
