"""The tables of what was read in the pages, as the first migration makes them. See `crawler.store.tables`."""

from __future__ import annotations

ARTICLES = """
CREATE TABLE articles (
    id TEXT NOT NULL PRIMARY KEY,
    seq INTEGER NOT NULL UNIQUE,
    portal_id TEXT NOT NULL REFERENCES portals (id),
    url TEXT NOT NULL,
    section_id INTEGER REFERENCES sections (id),
    title TEXT,
    summary TEXT,
    text TEXT NOT NULL,
    markdown TEXT NOT NULL,
    author TEXT,
    source TEXT,
    published_at TEXT,
    published_precision TEXT CHECK (published_precision IN ('minute', 'day')),
    published_raw TEXT,
    published_method TEXT,
    updated_at TEXT,
    views INTEGER,
    views_status TEXT NOT NULL CHECK (views_status IN ('observed', 'absent', 'unparsed')),
    views_raw TEXT,
    body_method TEXT NOT NULL CHECK (body_method IN ('trafilatura', 'element')),
    fingerprint TEXT NOT NULL,
    revision INTEGER NOT NULL,
    first_seen_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    changed_at TEXT,
    removed_at TEXT,
    removal TEXT CHECK (removal IN ('suspected', 'confirmed')),
    capture_id INTEGER NOT NULL REFERENCES captures (id),
    extractor TEXT NOT NULL,
    UNIQUE (portal_id, url)
) STRICT
"""

ARTICLE_REVISIONS = """
CREATE TABLE article_revisions (
    article_id TEXT NOT NULL REFERENCES articles (id),
    revision INTEGER NOT NULL,
    seen_at TEXT NOT NULL,
    capture_id INTEGER NOT NULL REFERENCES captures (id),
    changed TEXT NOT NULL,
    title TEXT,
    summary TEXT,
    text TEXT NOT NULL,
    section_id INTEGER REFERENCES sections (id),
    published_at TEXT,
    attachments TEXT NOT NULL,
    links TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    PRIMARY KEY (article_id, revision)
) STRICT
"""

VIEW_COUNTS = """
CREATE TABLE view_counts (
    article_id TEXT NOT NULL REFERENCES articles (id),
    observed_at TEXT NOT NULL,
    views INTEGER NOT NULL,
    raw TEXT,
    capture_id INTEGER NOT NULL REFERENCES captures (id),
    own_requests INTEGER NOT NULL,
    PRIMARY KEY (article_id, observed_at)
) STRICT
"""

DOCUMENTS = """
CREATE TABLE documents (
    id TEXT NOT NULL PRIMARY KEY,
    seq INTEGER NOT NULL UNIQUE,
    portal_id TEXT NOT NULL REFERENCES portals (id),
    url TEXT NOT NULL,
    number TEXT,
    number_norm TEXT,
    type TEXT,
    issuer TEXT,
    issued_on TEXT,
    effective_on TEXT,
    signer TEXT,
    abstract TEXT,
    status TEXT,
    origin TEXT NOT NULL CHECK (origin IN ('page', 'list')),
    fingerprint TEXT NOT NULL,
    capture_id INTEGER NOT NULL REFERENCES captures (id),
    revision INTEGER NOT NULL,
    first_seen_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    changed_at TEXT,
    removed_at TEXT,
    removal TEXT CHECK (removal IN ('suspected', 'confirmed')),
    extractor TEXT NOT NULL,
    UNIQUE (portal_id, url)
) STRICT
"""

ATTACHMENTS = """
CREATE TABLE attachments (
    id INTEGER PRIMARY KEY,
    article_id TEXT REFERENCES articles (id),
    document_id TEXT REFERENCES documents (id),
    position INTEGER NOT NULL,
    url TEXT NOT NULL,
    fetch_url TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('file', 'picture')),
    label TEXT,
    filename TEXT,
    mime TEXT,
    bytes INTEGER,
    sha256 TEXT,
    capture_id INTEGER REFERENCES captures (id),
    text TEXT,
    text_status TEXT CHECK (text_status IN ('extracted', 'scanned', 'unsupported', 'failed')),
    UNIQUE (article_id, url),
    UNIQUE (document_id, url),
    CHECK ((article_id IS NULL) <> (document_id IS NULL))
) STRICT
"""

PAYLOADS = """
CREATE TABLE payloads (
    url_id INTEGER PRIMARY KEY REFERENCES urls (id),
    capture_id INTEGER NOT NULL REFERENCES captures (id),
    mime TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    text TEXT,
    text_status TEXT CHECK (text_status IN ('extracted', 'scanned', 'unsupported', 'failed'))
) STRICT
"""

CITATIONS = """
CREATE TABLE citations (
    article_id TEXT NOT NULL REFERENCES articles (id),
    revision INTEGER NOT NULL,
    field TEXT NOT NULL CHECK (field IN ('title', 'summary', 'text')),
    position INTEGER NOT NULL,
    raw TEXT NOT NULL,
    number TEXT,
    number_norm TEXT,
    type TEXT,
    issuer TEXT,
    issued_on TEXT,
    PRIMARY KEY (article_id, revision, field, position)
) STRICT
"""

CONTENT_TABLES = (ARTICLES, ARTICLE_REVISIONS, VIEW_COUNTS, DOCUMENTS, ATTACHMENTS, PAYLOADS, CITATIONS)
