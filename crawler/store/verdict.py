"""Was the crawl complete? Decided from the ledger, section by section; never from an error ratio."""

from __future__ import annotations

from typing import Literal, NamedTuple

from sqlite_utils import Database

FinishReason = Literal[
    "finished", "limit", "since", "time_limit", "interrupted", "killed", "archive_failed", "unreachable", "blocked",
    "robots_disallowed", "internal_error",
]  # fmt: skip
ALWAYS_FAILED: frozenset[str] = frozenset({"archive_failed", "internal_error"})
STOPPED_BY_SERVER: frozenset[str] = frozenset({"unreachable", "blocked", "robots_disallowed"})
STOPPED_BY_US: frozenset[str] = frozenset({"limit", "since", "time_limit"})
STOPPED_MIDWAY: frozenset[str] = frozenset({"interrupted", "killed"})
FINISH_REASONS = ALWAYS_FAILED | STOPPED_BY_SERVER | STOPPED_BY_US | STOPPED_MIDWAY | {"finished"}


class Verdict(NamedTuple):
    """How a crawl ended."""

    verdict: Literal["complete", "partial", "failed", "interrupted"]
    reason: str | None
    """For people: a code of `FINISH_REASONS`, or what is missing; None if nothing is."""


class SectionRun(NamedTuple):
    """What one crawl read of one section's list."""

    section_id: int
    pages_declared: int | None
    pages_reached: int
    items_listed: int
    items_captured: int
    items_skipped: int


# Sections that have pages in this crawl, and those that the portal file names: an unread one is a gap, too.
SECTION_RUNS = """
SELECT s.id,
       (SELECT max(pages_declared) FROM listings WHERE crawl_id = :crawl AND section_id = s.id),
       (SELECT count(DISTINCT page) FROM listings WHERE crawl_id = :crawl AND section_id = s.id),
       count(i.url_id),
       coalesce(sum(u.state NOT IN ('skipped', 'gone') AND EXISTS (
           SELECT 1 FROM captures WHERE url_id = u.id AND status IN (200, 304) AND truncated = 0
       )), 0),
       coalesce(sum(u.state IN ('skipped', 'gone')), 0)
FROM sections s
LEFT JOIN listing_items i ON i.section_id = s.id AND i.crawl_id = :crawl
LEFT JOIN urls u ON u.id = i.url_id
WHERE s.portal_id = (SELECT portal_id FROM crawls WHERE id = :crawl)
  AND (s.named_by = 'file' OR EXISTS (SELECT 1 FROM listings WHERE crawl_id = :crawl AND section_id = s.id))
GROUP BY s.id
"""
# The newest reading of each page whose next page was not read in good order.
PENDING_PAGE = """
SELECT u.url, u.reason FROM listings l JOIN urls u ON u.id = l.next_url_id
WHERE l.crawl_id = :crawl AND l.section_id = :section AND u.state <> 'done'
  AND l.capture_id = (SELECT max(capture_id) FROM listings WHERE crawl_id = :crawl AND url_id = l.url_id)
ORDER BY l.page LIMIT 1
"""
BROKEN_CHAIN = """
SELECT page, pages_declared FROM listings
WHERE crawl_id = :crawl AND section_id = :section AND next_url_id IS NULL AND page < pages_declared
  AND page = (SELECT max(page) FROM listings WHERE crawl_id = :crawl AND section_id = :section)
LIMIT 1
"""
MISSING_ITEM = """
SELECT u.url, u.reason FROM listing_items i JOIN urls u ON u.id = i.url_id
WHERE i.crawl_id = :crawl AND i.section_id = :section AND u.state NOT IN ('skipped', 'gone')
  AND NOT EXISTS (SELECT 1 FROM captures WHERE url_id = u.id AND status IN (200, 304) AND truncated = 0)
ORDER BY u.id LIMIT 1
"""
FAILING = """
SELECT count(*), min(url), reason FROM urls
WHERE state = 'due' AND failures > 0 AND portal_id = (SELECT portal_id FROM crawls WHERE id = ?)
"""


def store_section_runs(db: Database, crawl_id: str) -> None:
    """Write one row for each section that this crawl read, or should have read."""
    sql = "INSERT OR REPLACE INTO section_runs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
    for run in map(SectionRun._make, db.execute(SECTION_RUNS, {"crawl": crawl_id}).fetchall()):
        reason = _section_gap(db, crawl_id, run)
        db.execute(sql, [crawl_id, *run, "partial" if reason else "complete", reason])


def _section_gap(db: Database, crawl_id: str, run: SectionRun) -> str | None:
    """Return what is missing of a section, or None if nothing is."""
    keys = {"crawl": crawl_id, "section": run.section_id}
    if run.pages_reached == 0:
        return "no page of its list was read"
    pending = db.execute(PENDING_PAGE, keys).fetchone()
    if pending:
        return f"a page of its list was not read: {_shown(*pending)}"
    broken = db.execute(BROKEN_CHAIN, keys).fetchone()
    if broken:
        return f"page {broken[0]} of {broken[1]} leads to no further page"
    missing = run.items_listed - run.items_captured - run.items_skipped
    if missing:
        url, reason = db.execute(MISSING_ITEM, keys).fetchone()
        return f"{missing} of {run.items_listed} listed pages were not captured, such as {_shown(url, reason)}"
    return None


def _shown(url: str, reason: str | None) -> str:
    return f"{url} ({reason})" if reason else url


def crawl_verdict(db: Database, crawl_id: str, reason: str) -> Verdict:
    """Return the verdict of a crawl that ended for `reason`; its section runs must have been written."""
    if reason in STOPPED_MIDWAY:
        return Verdict("interrupted", reason)
    if reason in STOPPED_BY_US:
        return Verdict("partial", reason)
    if reason in ALWAYS_FAILED or not _has_pages(db, crawl_id):
        return Verdict("failed", reason if reason != "finished" else "nothing was captured")
    if reason in STOPPED_BY_SERVER:
        return Verdict("partial", reason)
    gap = _section_gaps(db, crawl_id) or _failing(db, crawl_id)
    return Verdict("partial", gap) if gap else Verdict("complete", None)


def verdict_of_saved(reason: str, *, brought: bool = True) -> Verdict:
    """Return the verdict of an import or backfill that ended for `reason`; `brought`: it brought at least something."""
    if reason == "finished":
        return Verdict("complete", None)
    if reason in STOPPED_MIDWAY:
        return Verdict("interrupted", reason)
    return Verdict("failed" if reason in ALWAYS_FAILED or not brought else "partial", reason)


def _has_pages(db: Database, crawl_id: str) -> bool:
    """Return True if the crawl read at least one page."""
    # A challenge comes with status 200 too, but leaves its address due; robots.txt is no page.
    sql = """
    SELECT EXISTS (
        SELECT 1 FROM captures c JOIN urls u ON u.id = c.url_id
        WHERE c.crawl_id = ? AND c.status IN (200, 304) AND u.state = 'done' AND u.reason IS NOT 'not_a_page'
    )
    """
    return bool(db.execute(sql, [crawl_id]).fetchone()[0])


def _section_gaps(db: Database, crawl_id: str) -> str | None:
    sql = """
    SELECT count(*), s.name, r.reason FROM section_runs r JOIN sections s ON s.id = r.section_id
    WHERE r.crawl_id = ? AND r.verdict = 'partial'
    """
    count, name, reason = db.execute(sql, [crawl_id]).fetchone()
    if not count:
        return None
    return f"{name}: {reason}" if count == 1 else f"{count} sections, such as {name}: {reason}"


def _failing(db: Database, crawl_id: str) -> str | None:
    count, url, reason = db.execute(FAILING, [crawl_id]).fetchone()
    if not count:
        return None
    return f"{count} address{'es' if count > 1 else ''} failed, such as {_shown(url, reason)}"
