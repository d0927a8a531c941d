"""Articles as their newest capture shows them, and their view counts. Their revisions: `crawler.store.revisions`."""

from __future__ import annotations

import json
from typing import Any, Literal

from sqlite_utils import Database

from crawler.items import Article, Attachment, Capture
from crawler.store.attachments import FileSeen, store_attachments
from crawler.store.captures import count_own_requests
from crawler.store.revisions import (
    CITED,
    Content,
    append_file_revision,
    append_revision,
    last_revision_at,
    retell,
)
from crawler.store.sections import section_id_of
from crawler.store.sightings import (
    former_owners_of_file,
    newest_sighting,
    note_sighting,
    owners_of_file,
    row_id,
    settle_presence,
)

__all__ = ["READ_COLUMNS", "Outcome", "revise_owners_of_file", "row_id", "store_article", "touch_article"]

Outcome = Literal["new", "changed", "same"]

READ_COLUMNS = (
    "url", "section_id", "title", "summary", "text", "markdown", "author", "source", "published_at",
    "published_precision", "published_raw", "published_method", "updated_at", "views", "views_status", "views_raw",
    "body_method", "fingerprint", "last_seen_at", "capture_id", "extractor",
)  # fmt: skip
"""Columns that each newer good capture writes anew, so that a row always says what its capture says."""
INSERT_ARTICLE = f"""
INSERT INTO articles (id, portal_id, first_seen_at, seq, revision, {", ".join(READ_COLUMNS)})
VALUES (:id, :portal_id, :last_seen_at, (SELECT coalesce(max(seq), 0) + 1 FROM articles), 1,
        {", ".join(f":{column}" for column in READ_COLUMNS)})
"""
UPDATE_ARTICLE = f"""
UPDATE articles SET removed_at = NULL, removal = NULL, {", ".join(f"{column} = :{column}" for column in READ_COLUMNS)}
WHERE id = :id
"""


def store_article(
    db: Database, capture: Capture, capture_id: int, url_id: int, article: Article, *, extractor: str
) -> Outcome:
    """Store an article as this capture shows it, and a revision if its fingerprint is another one.

    A capture older than what is known changes the history alone, not what the row shows.
    """
    id_ = row_id(capture.portal_id, article.url)
    values = _values(db, capture, capture_id, article, extractor) | {"id": id_, "portal_id": capture.portal_id}
    content = _content(values, article)
    in_order = _is_in_order(db, capture, id_, article)
    newest = newest_sighting(db, id_, "article") <= capture.fetched_at
    held = db.execute("SELECT fingerprint, revision FROM articles WHERE id = ?", [id_]).fetchone()
    files = [row_id(capture.portal_id, attachment.url) for attachment in article.attachments]
    note_sighting(
        db, "article", id_, seen_at=capture.fetched_at, capture_id=capture_id, state="page",
        fingerprint=article.fingerprint, files=files,
    )  # fmt: skip
    if held is None or newest:
        db.execute(INSERT_ARTICLE if held is None else UPDATE_ARTICLE, values)
        store_attachments(db, capture.portal_id, "article_id", id_, article.attachments)
    if not in_order:
        retell(db, id_, content)
        settle_presence(db, "article", id_)
    elif held is None or held[0] != article.fingerprint:
        append_revision(db, id_, 1 if held is None else held[1] + 1, capture.fetched_at, content)
    _count_views(db, capture, capture_id, url_id, id_, article, in_order=in_order)
    return "new" if held is None else "same" if not newest or held[0] == article.fingerprint else "changed"


def _is_in_order(db: Database, capture: Capture, id_: str, article: Article) -> bool:
    """Return True if nothing that is known of the article, or of its files, is newer than this capture."""
    known = max(newest_sighting(db, id_, "article", "address"), last_revision_at(db, id_))
    files = {row_id(capture.portal_id, attachment.url) for attachment in article.attachments}
    return max([known, *(newest_sighting(db, file, "file") for file in files)]) <= capture.fetched_at


def _values(db: Database, capture: Capture, capture_id: int, article: Article, extractor: str) -> dict[str, Any]:
    """Return the values of `READ_COLUMNS`."""
    read = {column: getattr(article, column) for column in READ_COLUMNS if hasattr(article, column)}
    return read | {
        "section_id": section_id_of(db, capture.portal_id, article.section),
        "last_seen_at": capture.fetched_at,
        "capture_id": capture_id,
        "extractor": extractor,
    }


def _content(values: dict[str, Any], article: Article) -> Content:
    cited = (tuple(getattr(citation, column) for column in CITED) for citation in article.citations)
    return Content(
        capture_id=values["capture_id"],
        title=values["title"],
        summary=values["summary"],
        text=values["text"],
        section_id=values["section_id"],
        published_at=values["published_at"],
        attachments=_files(article.attachments),
        links=json.dumps(article.links),
        fingerprint=article.fingerprint,
        citations=tuple(cited),
    )


def _files(attachments: tuple[Attachment, ...]) -> str:
    rows = [{"url": a.url, "label": a.label, "filename": a.filename, "role": a.role} for a in attachments]
    return json.dumps(rows, ensure_ascii=False)


def _count_views(
    db: Database, capture: Capture, capture_id: int, url_id: int, id_: str, article: Article, *, in_order: bool
) -> None:
    """Add one observation to the series of views, if the page showed a number."""
    if article.views_status == "observed" and article.views is not None:
        own = count_own_requests(db, url_id, capture_id, capture.fetched_at)
        sql = "INSERT OR IGNORE INTO view_counts VALUES (?, ?, ?, ?, ?, ?)"
        db.execute(sql, [id_, capture.fetched_at, article.views, article.views_raw, capture_id, own])
    if not in_order and capture.source == "live":
        _count_own_requests_again(db, url_id, id_, capture.fetched_at)


def _count_own_requests_again(db: Database, url_id: int, id_: str, after: str) -> None:
    """Count anew what came before each later observation: one more request of ours did."""
    sql = "SELECT observed_at, capture_id FROM view_counts WHERE article_id = ? AND observed_at > ?"
    for observed_at, capture_id in db.execute(sql, [id_, after]).fetchall():
        own = count_own_requests(db, url_id, capture_id, observed_at)
        sql = "UPDATE view_counts SET own_requests = ? WHERE article_id = ? AND observed_at = ?"
        db.execute(sql, [own, id_, observed_at])


def revise_owners_of_file(db: Database, capture: Capture, capture_id: int, url: str, seen: FileSeen) -> None:
    """Give each article that carries this file a revision, where its content is another one."""
    if not seen.changes_history:
        return
    if not seen.newest:
        for id_ in former_owners_of_file(db, "article", row_id(capture.portal_id, url)):
            retell(db, id_)
        return
    for id_ in owners_of_file(db, "article", capture.portal_id, url):
        if max(last_revision_at(db, id_), newest_sighting(db, id_, "article")) <= capture.fetched_at:
            append_file_revision(db, id_, capture.fetched_at, capture_id)
        else:
            retell(db, id_)


def touch_article(db: Database, portal_id: str, url: str) -> bool:
    """Make the article say that it was still there, by what the server said (304); return False if there is none."""
    return settle_presence(db, "article", row_id(portal_id, url)) is not None
