"""The `crawls` table: a crawl starts, ends, or is found to have been killed."""

from __future__ import annotations

from typing import Literal

from sqlite_utils import Database

from crawler.portals import Portal
from crawler.store.portals import store_portal
from crawler.store.sections import store_file_sections
from crawler.store.verdict import Verdict, crawl_verdict, store_section_runs, verdict_of_saved

CrawlKind = Literal["crawl", "import", "backfill"]

INSERT_CRAWL = """
INSERT INTO crawls (id, portal_id, kind, started_at, software, settings) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO NOTHING
"""
COUNT_CRAWL = """
SELECT
    (SELECT count(*) FROM captures WHERE crawl_id = :crawl),
    (SELECT count(*) FROM (
        SELECT s.item_id FROM captures c JOIN sightings s ON s.capture_id = c.id AND s.kind = 'article'
        WHERE c.crawl_id = :crawl GROUP BY s.item_id
        HAVING NOT EXISTS (
            SELECT 1 FROM sightings o JOIN captures oc ON oc.id = o.capture_id
            WHERE o.item_id = s.item_id AND o.kind = 'article' AND oc.crawl_id < :crawl
        )
     )),
    (SELECT count(DISTINCT r.article_id) FROM article_revisions r JOIN captures c ON c.id = r.capture_id
     WHERE c.crawl_id = :crawl AND (r.revision > 1 OR EXISTS (
        SELECT 1 FROM sightings o JOIN captures oc ON oc.id = o.capture_id
        WHERE o.item_id = r.article_id AND o.kind = 'article' AND oc.crawl_id < :crawl
     ))),
    (SELECT count(DISTINCT a.id) FROM captures c JOIN urls u ON u.id = c.url_id
     JOIN articles a ON a.portal_id = u.portal_id AND a.url = u.url AND a.removed_at = c.fetched_at
     WHERE c.crawl_id = :crawl)
"""
FINISH_CRAWL = """
UPDATE crawls
SET finished_at = ?, verdict = ?, reason = ?, requests = ?, bytes = ?,
    captures = ?, articles_new = ?, articles_changed = ?, articles_removed = ?
WHERE id = ?
"""

__all__ = [
    "CrawlKind", "Verdict", "close_killed_crawls", "ensure_crawl", "finish_crawl", "has_unfinished",
    "note_damaged_record", "note_torn_record", "start_crawl", "verdict_of_saved",
]  # fmt: skip


def ensure_crawl(
    db: Database, *, crawl_id: str, portal: Portal, kind: CrawlKind, started_at: str, software: str, settings: str
) -> None:
    """Insert a crawl and its portal if they are not known; other crawls are left alone."""
    store_portal(db, portal)
    store_file_sections(db, portal)
    db.execute(INSERT_CRAWL, [crawl_id, portal.id, kind, started_at, software, settings])


def start_crawl(
    db: Database, *, crawl_id: str, portal: Portal, kind: CrawlKind, started_at: str, software: str, settings: str
) -> None:
    """Insert a crawl; crawls of the same portal that were killed are closed as interrupted. `settings` is JSON."""
    ensure_crawl(
        db, crawl_id=crawl_id, portal=portal, kind=kind, started_at=started_at, software=software, settings=settings
    )
    close_killed_crawls(db, portal.id, crawl_id)


def is_known(db: Database, crawl_id: str) -> bool:
    """Return True if the crawl has a row."""
    return bool(db.execute("SELECT EXISTS (SELECT 1 FROM crawls WHERE id = ?)", [crawl_id]).fetchone()[0])


def is_unfinished(db: Database, crawl_id: str) -> bool:
    """Return True if the crawl has a row, and has not come to its end there."""
    sql = "SELECT EXISTS (SELECT 1 FROM crawls WHERE id = ? AND finished_at IS NULL)"
    return bool(db.execute(sql, [crawl_id]).fetchone()[0])


def has_unfinished(db: Database, portal_id: str) -> bool:
    """Return True if a crawl of the portal never came to its end, or is running."""
    sql = "SELECT EXISTS (SELECT 1 FROM crawls WHERE portal_id = ? AND finished_at IS NULL)"
    return bool(db.execute(sql, [portal_id]).fetchone()[0])


def close_killed_crawls(db: Database, portal_id: str, before: str) -> None:
    """Close the crawls of a portal that began before the id given and never came to their end."""
    sql = "SELECT id FROM crawls WHERE portal_id = ? AND finished_at IS NULL AND id < ? ORDER BY id"
    for (killed,) in db.execute(sql, [portal_id, before]).fetchall():
        _close_killed(db, killed)


def _close_killed(db: Database, crawl_id: str) -> None:
    """Close a crawl that never came to its end, with what its rows tell of it."""
    sql = """
    SELECT coalesce(max(fetched_at), (SELECT started_at FROM crawls WHERE id = ?1)), count(*), coalesce(sum(bytes), 0)
    FROM captures WHERE crawl_id = ?1
    """
    last, requests, bytes_ = db.execute(sql, [crawl_id]).fetchone()
    finish_crawl(db, crawl_id, finished_at=last, reason="killed", requests=requests, bytes_=bytes_)


def finish_crawl(db: Database, crawl_id: str, *, finished_at: str, reason: str, requests: int, bytes_: int) -> Verdict:
    """Close the ledger of a crawl and return its verdict. `reason` is one of `verdict.FINISH_REASONS`.

    What others saved has no ledger: it is what there is, and complete when all of it was read.
    """
    (kind,) = db.execute("SELECT kind FROM crawls WHERE id = ?", [crawl_id]).fetchone()
    if kind == "crawl":
        store_section_runs(db, crawl_id)
        verdict = crawl_verdict(db, crawl_id, reason)
    else:
        sql = "SELECT EXISTS (SELECT 1 FROM captures WHERE crawl_id = ?)"
        verdict = verdict_of_saved(reason, brought=bool(db.execute(sql, [crawl_id]).fetchone()[0]))
    counts = db.execute(COUNT_CRAWL, {"crawl": crawl_id}).fetchone()
    db.execute(FINISH_CRAWL, [finished_at, verdict.verdict, verdict.reason, requests, bytes_, *counts, crawl_id])
    return verdict


def note_torn_record(db: Database, crawl_id: str, message: str) -> None:
    """Note that the last record of a killed crawl was cut off."""
    sql = "INSERT INTO problems (crawl_id, code, message) VALUES (?, 'record_torn', ?)"
    db.execute(sql, [crawl_id, message])


def note_damaged_record(db: Database, crawl_id: str, url: str | None, message: str) -> None:
    """Note that a record of an imported file could not be taken in."""
    sql = "INSERT INTO problems (crawl_id, url, code, message) VALUES (?, ?, 'record_damaged', ?)"
    db.execute(sql, [crawl_id, url, message])
