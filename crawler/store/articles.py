"""Articles, their revisions, their view counts, and what they cite."""

from __future__ import annotations

import hashlib
import json
from typing import Any, Literal

from sqlite_utils import Database

from crawler.items import Article, Attachment, Capture
from crawler.store.attachments import store_attachments
from crawler.store.captures import count_own_requests
from crawler.store.sections import section_id_of

Outcome = Literal["new", "changed", "same"]

READ_COLUMNS = (
    "url", "section_id", "title", "summary", "text", "markdown", "author", "source", "published_at",
    "published_precision", "published_raw", "published_method", "updated_at", "views", "views_status", "views_raw",
    "body_method", "fingerprint", "last_seen_at", "capture_id", "extractor",
)  # fmt: skip
"""Columns that each good capture writes anew, so that a row always says what its capture says."""
INSERT_ARTICLE = f"""
INSERT INTO articles (id, portal_id, first_seen_at, seq, revision, {", ".join(READ_COLUMNS)})
VALUES (:id, :portal_id, :last_seen_at, (SELECT coalesce(max(seq), 0) + 1 FROM articles), 1,
        {", ".join(f":{column}" for column in READ_COLUMNS)})
"""
UPDATE_ARTICLE = f"""
UPDATE articles SET removed_at = NULL, removal = NULL, {", ".join(f"{column} = :{column}" for column in READ_COLUMNS)}
WHERE id = :id
"""
INSERT_REVISION = """
INSERT INTO article_revisions (article_id, revision, seen_at, capture_id, changed, title, summary, text, section_id,
                               published_at, attachments, links, fingerprint)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
LAST_REVISION = """
SELECT title, summary, text, section_id, published_at, attachments, links
FROM article_revisions WHERE article_id = ? ORDER BY revision DESC LIMIT 1
"""
COMPARED = ("title", "summary", "text", "section", "published_at", "attachments", "links")


def row_id(portal_id: str, url: str) -> str:
    """Return the id of an article or document: 16 hex digits that depend on portal and canonical address alone."""
    return hashlib.sha256(f"{portal_id}\n{url}".encode("utf-8", "surrogateescape")).hexdigest()[:16]


def store_article(
    db: Database, capture: Capture, capture_id: int, url_id: int, article: Article, *, extractor: str
) -> Outcome:
    """Store an article as this capture shows it, and a revision if its fingerprint is another one."""
    id_ = row_id(capture.portal_id, article.url)
    held = db.execute("SELECT fingerprint, revision, last_seen_at FROM articles WHERE id = ?", [id_]).fetchone()
    values = _values(db, capture, capture_id, article, extractor) | {"id": id_, "portal_id": capture.portal_id}
    outcome: Outcome = "same"
    if held is None:
        db.execute(INSERT_ARTICLE, values)
        _revise(db, values, article, 1, ["new"])
        outcome = "new"
    elif held[2] <= capture.fetched_at:
        db.execute(UPDATE_ARTICLE, values)
        if held[0] != article.fingerprint:
            _revise(db, values, article, held[1] + 1, _changed(db, values, article))
            outcome = "changed"
    if held is None or held[2] <= capture.fetched_at:
        store_attachments(db, capture.portal_id, "article_id", id_, article.attachments)
    _count_views(db, capture, capture_id, url_id, id_, article)
    return outcome


def _values(db: Database, capture: Capture, capture_id: int, article: Article, extractor: str) -> dict[str, Any]:
    """Return the values of `READ_COLUMNS`."""
    read = {column: getattr(article, column) for column in READ_COLUMNS if hasattr(article, column)}
    return read | {
        "section_id": section_id_of(db, capture.portal_id, article.section),
        "last_seen_at": capture.fetched_at,
        "capture_id": capture_id,
        "extractor": extractor,
    }


def _files(attachments: tuple[Attachment, ...]) -> str:
    rows = [{"url": a.url, "label": a.label, "filename": a.filename, "role": a.role} for a in attachments]
    return json.dumps(rows, ensure_ascii=False)


def _changed(db: Database, values: dict[str, Any], article: Article) -> list[str]:
    """Return which fields differ from the last revision. `other` if none of them does."""
    held = db.execute(LAST_REVISION, [values["id"]]).fetchone()
    now = (
        values["title"], values["summary"], values["text"], values["section_id"], values["published_at"],
        _files(article.attachments), json.dumps(article.links),
    )  # fmt: skip
    fields = [field for field, was, is_ in zip(COMPARED, held, now, strict=True) if was != is_]
    return fields or ["other"]


def _revise(db: Database, values: dict[str, Any], article: Article, revision: int, changed: list[str]) -> None:
    """Write a revision, and the citations that hold for it."""
    row = [
        values["id"], revision, values["last_seen_at"], values["capture_id"], json.dumps(changed), values["title"],
        values["summary"], values["text"], values["section_id"], values["published_at"], _files(article.attachments),
        json.dumps(article.links), values["fingerprint"],
    ]  # fmt: skip
    db.execute(INSERT_REVISION, row)
    _note_change(db, values["id"], revision, values["last_seen_at"])
    rows = [
        (values["id"], revision, c.field, c.position, c.raw, c.number, c.number_norm, c.type, c.issuer, c.issued_on)
        for c in article.citations
    ]
    db.conn.executemany("INSERT OR IGNORE INTO citations VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)


def _note_change(db: Database, id_: str, revision: int, seen_at: str) -> None:
    """Note on the article which revision it is at; the first one is no change."""
    changed_at = seen_at if revision > 1 else None
    db.execute("UPDATE articles SET revision = ?, changed_at = ? WHERE id = ?", [revision, changed_at, id_])


def _count_views(db: Database, capture: Capture, capture_id: int, url_id: int, id_: str, article: Article) -> None:
    """Add one observation to the series of views, if the page showed a number."""
    if article.views_status != "observed" or article.views is None:
        return
    own = count_own_requests(db, url_id, capture_id, capture.fetched_at)
    sql = "INSERT OR IGNORE INTO view_counts VALUES (?, ?, ?, ?, ?, ?)"
    db.execute(sql, [id_, capture.fetched_at, article.views, article.views_raw, capture_id, own])


COPY_REVISION = """
INSERT INTO article_revisions (article_id, revision, seen_at, capture_id, changed, title, summary, text, section_id,
                               published_at, attachments, links, fingerprint)
SELECT article_id, revision + 1, ?, ?, '["attachments"]', title, summary, text, section_id, published_at, attachments,
       links, fingerprint
FROM article_revisions WHERE article_id = ? ORDER BY revision DESC LIMIT 1
"""
COPY_CITATIONS = """
INSERT INTO citations
SELECT article_id, revision + 1, field, position, raw, number, number_norm, type, issuer, issued_on
FROM citations WHERE article_id = ? AND revision = ?
"""


def revise_owners_of_file(db: Database, capture: Capture, capture_id: int, url_id: int) -> None:
    """Give each article that carries this file a revision, since its content is another one now."""
    sql = """
    SELECT a.id, a.revision FROM articles a JOIN attachments t ON t.article_id = a.id
    WHERE t.url = (SELECT url FROM urls WHERE id = ?) AND a.portal_id = ?
    """
    for id_, revision in db.execute(sql, [url_id, capture.portal_id]).fetchall():
        db.execute(COPY_REVISION, [capture.fetched_at, capture_id, id_])
        db.execute(COPY_CITATIONS, [id_, revision])
        _note_change(db, id_, revision + 1, capture.fetched_at)


def touch_article(db: Database, portal_id: str, url: str, seen_at: str) -> None:
    """Note that the article was still there, unchanged, by what the server said (304)."""
    sql = "UPDATE articles SET last_seen_at = max(last_seen_at, ?), removed_at = NULL, removal = NULL WHERE id = ?"
    db.execute(sql, [seen_at, row_id(portal_id, url)])
