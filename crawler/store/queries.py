"""What the commands show: one article with all that belongs to it, the state of crawls, sections and portals."""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlite_utils import Database

from crawler.store.filters import storable

Row = dict[str, Any]

COUNTED = ("articles", "documents", "attachments", "captures", "view_counts", "article_revisions", "problems")
FILLED = ("title", "section_id", "summary", "text", "author", "source", "published_at", "views")

ARTICLE = """
SELECT a.*, s.name AS section, p.name AS portal, c.fetched_at AS captured_at, c.requested_url AS captured_url,
       c.warc_file, c.warc_offset, c.warc_length, c.record_id, c.payload_sha256
FROM articles a
JOIN portals p ON p.id = a.portal_id
JOIN captures c ON c.id = a.capture_id
LEFT JOIN sections s ON s.id = a.section_id
WHERE a.id = ?
"""
DOCUMENT = """
SELECT d.*, p.name AS portal, c.fetched_at AS captured_at, c.requested_url AS captured_url,
       c.warc_file, c.warc_offset, c.warc_length, c.record_id, c.payload_sha256
FROM documents d
JOIN portals p ON p.id = d.portal_id
JOIN captures c ON c.id = d.capture_id
WHERE d.id = ?
"""


class FillRate(NamedTuple):
    """How many articles of a portal have a value in one column."""

    field: str
    filled: int
    total: int


def _rows(db: Database, sql: str, *values: object) -> list[Row]:
    return list(db.query(sql, list(values)))


def get_article(db: Database, article_id: str) -> Row | None:
    """Return an article's columns, section and capture, and the lists `attachments`, `revisions`, `view_counts`,
    `citations`; None if there is no such article."""
    found = _rows(db, ARTICLE, article_id)
    if not found:
        return None
    return found[0] | {
        "attachments": _rows(db, "SELECT * FROM attachments WHERE article_id = ? ORDER BY position", article_id),
        "revisions": _rows(db, "SELECT * FROM article_revisions WHERE article_id = ? ORDER BY revision", article_id),
        "view_counts": _rows(db, "SELECT * FROM view_counts WHERE article_id = ? ORDER BY observed_at", article_id),
        "citations": _rows(
            db, "SELECT * FROM citations WHERE article_id = ? AND revision = ? ORDER BY position",
            article_id, found[0]["revision"],
        ),
    }  # fmt: skip


def get_document(db: Database, document_id: str) -> Row | None:
    """Return a document's columns and capture, and the list `attachments`; None if there is no such document."""
    found = _rows(db, DOCUMENT, document_id)
    if not found:
        return None
    files = _rows(db, "SELECT * FROM attachments WHERE document_id = ? ORDER BY position", document_id)
    return found[0] | {"attachments": files}


def find_ids(db: Database, text: str, *, limit: int = 10) -> list[str]:
    """Return the ids of articles and documents that begin with `text`, or whose address is `text`."""
    sql = """
    SELECT id FROM articles WHERE substr(id, 1, length(:text)) = :text OR url = :text
    UNION SELECT id FROM documents WHERE substr(id, 1, length(:text)) = :text OR url = :text
    ORDER BY id LIMIT :limit
    """
    return [row[0] for row in db.execute(sql, {"text": storable(text), "limit": limit})] if text else []


def latest_crawls(db: Database, portal_id: str | None = None, *, limit: int = 10) -> list[Row]:
    """Return the newest crawls, newest first."""
    return _rows(
        db, "SELECT * FROM crawls WHERE ?1 IS NULL OR portal_id = ?1 ORDER BY id DESC LIMIT ?2", portal_id, limit
    )


def section_coverage(db: Database, crawl_id: str) -> list[Row]:
    """Return the completeness ledger of one crawl, incomplete sections first."""
    return _rows(
        db, "SELECT * FROM section_coverage WHERE crawl_id = ? ORDER BY verdict = 'complete', section", crawl_id
    )


def fill_rates(db: Database, portal_id: str) -> list[FillRate]:
    """Return for each column of `FILLED` how many articles of the portal have a value in it."""
    # An empty text is no value either.
    sums = ", ".join(f"coalesce(sum({field} IS NOT NULL AND {field} <> ''), 0)" for field in FILLED)
    counts = db.execute(f"SELECT count(*), {sums} FROM articles WHERE portal_id = ?", [portal_id]).fetchone()
    return [
        FillRate(field.removesuffix("_id"), filled, counts[0]) for field, filled in zip(FILLED, counts[1:], strict=True)
    ]


def repeated_texts(db: Database, portal_id: str) -> Row:
    """Return `count` of the articles that share their text with at least two of other titles, and an `example`.

    Texts of one length that begin and end alike are taken for one: they are not held side by side whole.
    """
    sql = """
    SELECT coalesce(sum(number), 0) AS count, min(example) AS example FROM (
      SELECT count(*) AS number, count(DISTINCT title) AS titles, min(url) AS example FROM articles
      WHERE portal_id = ? AND length(text) >= 40 GROUP BY length(text), substr(text, 1, 100), substr(text, -100)
    ) WHERE titles > 2
    """
    return _rows(db, sql, portal_id)[0]


def problem_counts(db: Database, *, crawl_id: str | None = None, portal_id: str | None = None) -> list[Row]:
    """Return `code`, `field`, `count` and an example address of the problems of a crawl, or of a portal."""
    sql = """
    SELECT p.code, p.field, count(*) AS count, min(p.url) AS example
    FROM problems p JOIN crawls c ON c.id = p.crawl_id
    WHERE (?1 IS NULL OR p.crawl_id = ?1) AND (?2 IS NULL OR c.portal_id = ?2)
    GROUP BY p.code, p.field ORDER BY count DESC, p.code, p.field
    """
    return _rows(db, sql, crawl_id, portal_id)


def url_states(db: Database, portal_id: str) -> list[Row]:
    """Return `kind`, `state`, `reason` and `count` of the portal's addresses."""
    sql = """
    SELECT kind, state, reason, count(*) AS count FROM urls WHERE portal_id = ?
    GROUP BY kind, state, reason ORDER BY kind, state, reason
    """
    return _rows(db, sql, portal_id)


def portal_states(db: Database) -> list[Row]:
    """Return one row of `portal_health` for each portal, by id."""
    return _rows(db, "SELECT * FROM portal_health ORDER BY portal_id")


def totals(db: Database) -> dict[str, int]:
    """Return how many rows the tables of `COUNTED` have."""
    return {table: int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]) for table in COUNTED}


def newest_article_id(db: Database, portal_id: str | None = None) -> str | None:
    """Return the id of the article published last, one with a text if there is any; None without articles."""
    sql = """
    SELECT id FROM articles WHERE ?1 IS NULL OR portal_id = ?1
    ORDER BY text <> '' DESC, published_at DESC, id LIMIT 1
    """
    row = db.execute(sql, [portal_id]).fetchone()
    return str(row[0]) if row else None
