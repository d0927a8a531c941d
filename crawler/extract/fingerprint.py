"""One hash for all that makes a new revision. Counters, clocks, related news and white space are not in it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from crawler.extract.text import fold
from crawler.items import Article, Attachment

ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def _digest(parts: list[object]) -> str:
    return hashlib.sha256(ENCODER.encode(parts).encode()).hexdigest()


def _words(text: str | None) -> str | None:
    return " ".join(text.split()) if text is not None else None


def article_fingerprint(article: Article) -> str:
    """Return the hex SHA-256 of what an article says; the section counts in any case of its letters."""
    files = [attachment.url for attachment in article.attachments]
    section = fold(article.section) if article.section is not None else None
    texts = [_words(text) for text in (article.title, article.summary, article.text)]
    return _digest(["article", *texts, section, article.published_at, files, list(article.links)])


def document_fingerprint(fields: Iterable[str | None], attachments: Iterable[Attachment]) -> str:
    """Return the hex SHA-256 of what a document's page says of it."""
    return _digest(["document", [_words(field) for field in fields], [attachment.url for attachment in attachments]])
