"""The tables of what was fetched, and all indexes, as the first migration makes them.

Those of what was read are in `crawler.store.content_tables`. Each column is explained in docs/data-dictionary.md.

A change to a table is a new migration in `crawler.store.schema`; what stands here is never edited once it was released.
"""

from __future__ import annotations

PORTALS = """
CREATE TABLE portals (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    url TEXT NOT NULL,
    unit_code TEXT,
    level TEXT NOT NULL CHECK (level IN ('district', 'ward', 'commune', 'province', 'other')),
    platform TEXT,
    opened_on TEXT,
    closed_on TEXT,
    successor TEXT,
    organisation TEXT,
    address TEXT,
    tel TEXT,
    fax TEXT,
    email TEXT,
    capture_id INTEGER REFERENCES captures (id)
) STRICT
"""

CRAWLS = """
CREATE TABLE crawls (
    id TEXT NOT NULL PRIMARY KEY,
    portal_id TEXT NOT NULL REFERENCES portals (id),
    kind TEXT NOT NULL CHECK (kind IN ('crawl', 'import', 'backfill')),
    started_at TEXT NOT NULL,
    finished_at TEXT,
    verdict TEXT CHECK (verdict IN ('complete', 'partial', 'failed', 'interrupted')),
    reason TEXT,
    requests INTEGER,
    captures INTEGER,
    bytes INTEGER,
    articles_new INTEGER,
    articles_changed INTEGER,
    articles_removed INTEGER,
    software TEXT NOT NULL,
    settings TEXT NOT NULL
) STRICT
"""

SECTIONS = """
CREATE TABLE sections (
    id INTEGER PRIMARY KEY,
    portal_id TEXT NOT NULL REFERENCES portals (id),
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    url TEXT,
    topic TEXT,
    named_by TEXT NOT NULL CHECK (named_by IN ('file', 'menu', 'page')),
    UNIQUE (portal_id, key)
) STRICT
"""

SECTION_RUNS = """
CREATE TABLE section_runs (
    crawl_id TEXT NOT NULL REFERENCES crawls (id),
    section_id INTEGER NOT NULL REFERENCES sections (id),
    pages_declared INTEGER,
    pages_reached INTEGER NOT NULL,
    items_listed INTEGER NOT NULL,
    items_captured INTEGER NOT NULL,
    items_skipped INTEGER NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('complete', 'partial')),
    reason TEXT,
    PRIMARY KEY (crawl_id, section_id)
) STRICT
"""

URLS = """
CREATE TABLE urls (
    id INTEGER PRIMARY KEY,
    portal_id TEXT NOT NULL REFERENCES portals (id),
    url TEXT NOT NULL,
    fetch_url TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('listing', 'article', 'document', 'attachment', 'other')),
    found_on TEXT,
    first_seen_at TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('due', 'done', 'skipped', 'gone')),
    reason TEXT,
    priority REAL NOT NULL,
    due_at TEXT,
    checked_at TEXT,
    etag TEXT,
    last_modified TEXT,
    failures INTEGER NOT NULL DEFAULT 0,
    UNIQUE (portal_id, url)
) STRICT
"""

CAPTURES = """
CREATE TABLE captures (
    id INTEGER PRIMARY KEY,
    crawl_id TEXT NOT NULL REFERENCES crawls (id),
    url_id INTEGER NOT NULL REFERENCES urls (id),
    requested_url TEXT NOT NULL,
    fetched_at TEXT NOT NULL,
    status INTEGER NOT NULL,
    mime TEXT,
    bytes INTEGER NOT NULL,
    payload_sha256 TEXT NOT NULL,
    record_id TEXT NOT NULL UNIQUE,
    warc_file TEXT NOT NULL,
    warc_offset INTEGER NOT NULL,
    warc_length INTEGER NOT NULL,
    revisit_of TEXT,
    source TEXT NOT NULL CHECK (source IN ('live', 'import', 'backfill')),
    truncated INTEGER NOT NULL DEFAULT 0 CHECK (truncated IN (0, 1))
) STRICT
"""

PROBLEMS = """
CREATE TABLE problems (
    id INTEGER PRIMARY KEY,
    crawl_id TEXT NOT NULL REFERENCES crawls (id),
    capture_id INTEGER REFERENCES captures (id),
    url TEXT,
    code TEXT NOT NULL,
    field TEXT,
    message TEXT NOT NULL,
    raw TEXT
) STRICT
"""

LISTINGS = """
CREATE TABLE listings (
    capture_id INTEGER PRIMARY KEY REFERENCES captures (id),
    crawl_id TEXT NOT NULL REFERENCES crawls (id),
    section_id INTEGER REFERENCES sections (id),
    url_id INTEGER NOT NULL REFERENCES urls (id),
    next_url_id INTEGER REFERENCES urls (id),
    page INTEGER NOT NULL,
    pages_declared INTEGER,
    items INTEGER NOT NULL,
    items_new INTEGER NOT NULL
) STRICT
"""

LISTING_ITEMS = """
CREATE TABLE listing_items (
    crawl_id TEXT NOT NULL REFERENCES crawls (id),
    section_id INTEGER NOT NULL REFERENCES sections (id),
    url_id INTEGER NOT NULL REFERENCES urls (id),
    PRIMARY KEY (crawl_id, section_id, url_id)
) STRICT
"""

CRAWL_TABLES = (PORTALS, CRAWLS, SECTIONS, SECTION_RUNS, URLS, CAPTURES, PROBLEMS, LISTINGS, LISTING_ITEMS)

INDEXES = (
    "CREATE INDEX crawls_portal ON crawls (portal_id, id)",
    "CREATE INDEX urls_next ON urls (portal_id, state, priority, id)",
    "CREATE INDEX urls_due ON urls (portal_id, state, due_at)",
    "CREATE INDEX captures_url ON captures (url_id, fetched_at)",
    "CREATE INDEX captures_crawl ON captures (crawl_id)",
    "CREATE INDEX captures_place ON captures (warc_file, warc_offset)",
    "CREATE INDEX articles_published ON articles (published_at, id)",
    "CREATE INDEX articles_section ON articles (section_id)",
    "CREATE INDEX article_revisions_capture ON article_revisions (capture_id)",
    "CREATE INDEX documents_number ON documents (number_norm)",
    "CREATE INDEX attachments_url ON attachments (url)",
    "CREATE INDEX citations_number ON citations (number_norm)",
    "CREATE INDEX problems_crawl ON problems (crawl_id, code)",
    "CREATE INDEX problems_capture ON problems (capture_id)",
    "CREATE INDEX listings_crawl ON listings (crawl_id, section_id)",
    "CREATE INDEX listings_next ON listings (next_url_id)",
    "CREATE INDEX listing_items_url ON listing_items (url_id)",
)
