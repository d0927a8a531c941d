"""Captures that a web archive lists and has not: rows of `problems`, so that they are not asked for again."""

from __future__ import annotations

from sqlite_utils import Database

from crawler.problem_codes import ProblemCode

CODE: ProblemCode = "not_in_archive"


def note_not_given(db: Database, crawl_id: str, url: str | None, source: str, listed: str) -> None:
    """Note that a capture is not to be had at `source`, and what the list said of it."""
    sql = "INSERT INTO problems (crawl_id, url, code, message, raw) VALUES (?, ?, ?, ?, ?)"
    db.execute(sql, [crawl_id, url, CODE, source, listed])


def known_not_given(db: Database, portal_id: str) -> set[tuple[str, str]]:
    """Return (source, what the list said) of all captures of a portal that were asked for in vain."""
    sql = """
    SELECT message, raw FROM crawls c JOIN problems p ON p.crawl_id = c.id AND p.code = ?
    WHERE c.portal_id = ? AND c.kind = 'backfill'
    """
    return {(source, listed) for source, listed in db.execute(sql, [CODE, portal_id])}
