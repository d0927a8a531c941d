"""Rows as what was read in a page says they should be: for reading pages again and comparing, field by field."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from sqlite_utils import Database

from crawler.fold import fold_key
from crawler.items import Article, Attachment, Document, Page
from crawler.store import articles, documents

SAMPLE = 50
"""Articles that an audit reads again if it is not told to read all."""
EXTRACTS = """
SELECT capture_id FROM articles WHERE {articles}
UNION SELECT capture_id FROM article_revisions WHERE {rest}
UNION SELECT capture_id FROM view_counts WHERE {rest}
UNION SELECT capture_id FROM documents WHERE {rest}
UNION SELECT capture_id FROM payloads WHERE {rest}
"""
SOURCES = """
SELECT c.id AS capture_id, u.portal_id, c.crawl_id, c.requested_url, c.warc_file, c.warc_offset, c.warc_length,
       c.record_id, c.source, o.warc_file AS o_file, o.warc_offset AS o_offset, o.warc_length AS o_length,
       d.record_id AS d_id, d.warc_file AS d_file, d.warc_offset AS d_offset, d.warc_length AS d_length
FROM captures c
JOIN urls u ON u.id = c.url_id
LEFT JOIN captures o ON o.record_id = c.revisit_of
LEFT JOIN rendered d ON d.capture_id = c.id
WHERE c.id IN ({extracts}) AND (:portal IS NULL OR u.portal_id = :portal)
ORDER BY c.warc_file, c.warc_offset
"""


class Difference(NamedTuple):
    """A row that says otherwise than the page it was read in."""

    table: str
    id: str
    fields: tuple[str, ...]
    extractor: str | None
    """Which version read the row; None where the table does not say."""


def sample_of(total: int, day: date) -> tuple[int, int]:
    """Return (step, first): every `step`-th article from `first` on is today's sample.

    Each day has another first one. The step is a prime from 11 on, so that audits a week or a month apart come by all
    articles, too.
    """
    if total <= SAMPLE:
        return 1, 0
    step = max(11, -(-total // SAMPLE))
    while any(step % divisor == 0 for divisor in range(2, int(step**0.5) + 1)):
        step += 1
    return step, day.toordinal() % step


def captures_to_read(db: Database, portal_id: str | None, sample: tuple[int, int] | None) -> Iterator[dict[str, Any]]:
    """Yield the captures whose pages are to be read again: of a sample of the articles, or all (None)."""
    step, first = sample or (1, 0)
    extracts = EXTRACTS.format(articles=f"seq % {step} = {first}", rest="0" if sample else "1")
    yield from db.query(SOURCES.format(extracts=extracts), {"portal": portal_id})


def count_articles(db: Database, portal_id: str | None) -> int:
    """Return the number of articles."""
    sql = "SELECT count(*) FROM articles WHERE ?1 IS NULL OR portal_id = ?1"
    return int(db.execute(sql, [portal_id]).fetchone()[0])


def differences(db: Database, capture_id: int, page: Page) -> Iterator[Difference]:
    """Yield the rows of one capture that say otherwise than its page."""
    yield from _article(db, capture_id, page.article)
    yield from _revisions(db, capture_id, page.article)
    yield from _views(db, capture_id, page.article)
    yield from _documents(db, capture_id, page)
    yield from _payload(db, capture_id, page)


def _rows(db: Database, table: str, capture_id: int) -> Iterable[dict[str, Any]]:
    return list(db.query(f"SELECT * FROM {table} WHERE capture_id = ?", [capture_id]))


def _article(db: Database, capture_id: int, article: Article | None) -> Iterator[Difference]:
    for row in _rows(db, "articles", capture_id):
        if article is None:
            yield Difference("articles", row["id"], ("no article on the page",), row["extractor"])
            continue
        fields = _unequal(row, article, articles.READ_COLUMNS)
        fields += ["section"] if _section(db, row["section_id"]) != (fold_key(article.section or "") or None) else []
        fields += ["attachments"] if _files(db, "article_id", row["id"]) != _wanted(article.attachments) else []
        fields += ["citations"] if _cited(db, row["id"], row["revision"]) != _citations(article) else []
        if fields:
            yield Difference("articles", row["id"], tuple(fields), row["extractor"])


def _unequal(row: dict[str, Any], item: Article | Document, columns: Iterable[str]) -> list[str]:
    return [name for name in columns if hasattr(item, name) and getattr(item, name) != row[name]]


def _section(db: Database, section_id: int | None) -> str | None:
    found = db.execute("SELECT key FROM sections WHERE id = ?", [section_id]).fetchone()
    return str(found[0]) if found else None


def _files(db: Database, owner: str, id_: str) -> list[tuple[Any, ...]]:
    sql = f"SELECT url, fetch_url, role, label, filename FROM attachments WHERE {owner} = ? ORDER BY position"
    return [tuple(row) for row in db.execute(sql, [id_])]


def _wanted(attachments: tuple[Attachment, ...]) -> list[tuple[Any, ...]]:
    by_url = {a.url: (a.url, a.fetch_url, a.role, a.label, a.filename) for a in attachments}
    return list(by_url.values())


def _cited(db: Database, id_: str, revision: int) -> list[tuple[Any, ...]]:
    sql = """
    SELECT field, position, raw, number, number_norm, type, issuer, issued_on FROM citations
    WHERE article_id = ? AND revision = ? ORDER BY field, position
    """
    return [tuple(row) for row in db.execute(sql, [id_, revision])]


def _citations(article: Article) -> list[tuple[Any, ...]]:
    found: dict[tuple[str, int], tuple[Any, ...]] = {}
    for c in article.citations:
        values = (c.field, c.position, c.raw, c.number, c.number_norm, c.type, c.issuer, c.issued_on)
        found.setdefault((c.field, c.position), values)
    return [found[key] for key in sorted(found)]


def _revisions(db: Database, capture_id: int, article: Article | None) -> Iterator[Difference]:
    """A revision that a changed file made says what the one before said: its capture is the file's, not a page's."""
    for row in _rows(db, "article_revisions", capture_id):
        if article is None:
            if json.loads(row["changed"]) != ["attachments"]:
                yield Difference("article_revisions", row["article_id"], ("no article on the page",), None)
            continue
        fields = _unequal(row, article, ("title", "summary", "text", "published_at", "fingerprint"))
        fields += ["links"] if json.loads(row["links"]) != list(article.links) else []
        if fields:
            yield Difference("article_revisions", row["article_id"], tuple(fields), None)


def _views(db: Database, capture_id: int, article: Article | None) -> Iterator[Difference]:
    for row in _rows(db, "view_counts", capture_id):
        read = (article.views, article.views_raw) if article else None
        if read != (row["views"], row["raw"]):
            yield Difference("view_counts", row["article_id"], ("views",), None)


def _documents(db: Database, capture_id: int, page: Page) -> Iterator[Difference]:
    listed = {document.url: document for document in page.documents}
    for row in _rows(db, "documents", capture_id):
        document = page.document if row["origin"] == "page" else listed.get(row["url"])
        if document is None:
            yield Difference("documents", row["id"], ("no document on the page",), row["extractor"])
            continue
        fields = _unequal(row, document, documents.READ_COLUMNS)
        fields += ["attachments"] if _files(db, "document_id", row["id"]) != _wanted(document.attachments) else []
        if fields:
            yield Difference("documents", row["id"], tuple(fields), row["extractor"])


def _payload(db: Database, capture_id: int, page: Page) -> Iterator[Difference]:
    for row in _rows(db, "payloads", capture_id):
        payload = page.payload
        names = ("mime", "bytes", "sha256", "text", "text_status")
        fields = [name for name in names if payload is None or getattr(payload, name) != row[name]]
        if fields:
            yield Difference("payloads", page.url, tuple(fields), None)
