"""The views for analysts. They use SQL that any SQLite client can run. Examples: docs/queries.md."""

from __future__ import annotations

ARTICLE_HISTORY = """
CREATE VIEW article_history AS
SELECT r.article_id, a.portal_id, a.url, r.revision, r.seen_at, r.changed, r.title, s.name AS section,
       r.published_at, r.fingerprint, c.record_id, c.warc_file, c.warc_offset
FROM article_revisions r
JOIN articles a ON a.id = r.article_id
JOIN captures c ON c.id = r.capture_id
LEFT JOIN sections s ON s.id = r.section_id
UNION ALL
SELECT a.id, a.portal_id, a.url, NULL, a.removed_at, json_array('removed: ' || a.removal), a.title, s.name,
       a.published_at, NULL, NULL, NULL, NULL
FROM articles a
LEFT JOIN sections s ON s.id = a.section_id
WHERE a.removed_at IS NOT NULL
"""

# The last count of each day of the portal's clock, against the last count of the day before on which there was one.
VIEWS_DAILY = """
CREATE VIEW views_daily AS
WITH daily AS (
    SELECT article_id, date(observed_at, '+7 hours') AS day, max(observed_at) AS observed_at, views, own_requests
    FROM view_counts
    GROUP BY article_id, date(observed_at, '+7 hours')
),
paired AS (
    SELECT article_id, day, observed_at, views, own_requests,
           lag(day) OVER series AS day_before,
           lag(views) OVER series AS views_before,
           lag(own_requests) OVER series AS own_before
    FROM daily
    WINDOW series AS (PARTITION BY article_id ORDER BY day)
)
SELECT p.article_id, a.portal_id, p.day, p.observed_at, p.views,
       CASE WHEN p.views >= p.views_before THEN p.views - p.views_before END AS delta,
       CAST(julianday(p.day) - julianday(p.day_before) AS INTEGER) AS days,
       p.own_requests - p.own_before AS own_requests,
       p.views < p.views_before AS reset
FROM paired p
JOIN articles a ON a.id = p.article_id
"""

ARTICLES_BY_MONTH = """
CREATE VIEW articles_by_month AS
SELECT a.portal_id, substr(a.published_at, 1, 7) AS month, s.name AS section, s.topic,
       count(*) AS articles, sum(a.removed_at IS NOT NULL) AS removed, sum(a.views) AS views
FROM articles a
LEFT JOIN sections s ON s.id = a.section_id
GROUP BY a.portal_id, month, a.section_id
"""

SECTION_COVERAGE = """
CREATE VIEW section_coverage AS
SELECT c.portal_id, r.crawl_id, c.started_at, s.name AS section, s.topic, r.pages_declared, r.pages_reached,
       r.items_listed, r.items_captured, r.items_skipped,
       r.items_listed - r.items_captured - r.items_skipped AS items_missing, r.verdict, r.reason
FROM section_runs r
JOIN crawls c ON c.id = r.crawl_id
JOIN sections s ON s.id = r.section_id
"""

# What others saved (imports, backfills) says nothing of how the portal is doing.
PORTAL_HEALTH = """
CREATE VIEW portal_health AS
SELECT p.id AS portal_id, p.name, p.closed_on,
       last.id AS last_crawl, last.started_at AS last_started_at,
       last.verdict AS last_verdict, last.reason AS last_reason,
       (SELECT max(started_at) FROM crawls
        WHERE portal_id = p.id AND kind = 'crawl' AND verdict = 'complete') AS last_complete_at,
       (SELECT count(*) FROM articles WHERE portal_id = p.id) AS articles,
       (SELECT count(*) FROM articles WHERE portal_id = p.id AND removed_at IS NOT NULL) AS articles_removed,
       (SELECT count(*) FROM documents WHERE portal_id = p.id) AS documents,
       (SELECT max(published_at) FROM articles WHERE portal_id = p.id) AS newest_published_at,
       (SELECT count(*) FROM urls WHERE portal_id = p.id AND state = 'due') AS urls_due,
       (SELECT count(*) FROM urls WHERE portal_id = p.id AND state = 'due' AND failures > 0) AS urls_failing,
       (SELECT count(*) FROM problems WHERE crawl_id = last.id) AS last_problems
FROM portals p
LEFT JOIN crawls last ON last.id = (SELECT max(id) FROM crawls WHERE portal_id = p.id AND kind = 'crawl')
"""

# An article may cite one document many times; only its present revision counts.
CITED_DOCUMENTS = """
CREATE VIEW cited_documents AS
SELECT c.number_norm, min(c.raw) AS raw, max(c.type) AS type, max(c.issuer) AS issuer, count(*) AS citations,
       count(DISTINCT c.article_id) AS articles,
       min(a.published_at) AS first_cited_at, max(a.published_at) AS last_cited_at,
       (SELECT d.id FROM documents d WHERE d.number_norm = c.number_norm ORDER BY d.first_seen_at, d.id LIMIT 1)
           AS document_id
FROM citations c
JOIN articles a ON a.id = c.article_id AND a.revision = c.revision
WHERE c.number_norm IS NOT NULL
GROUP BY c.number_norm
"""

VIEWS = (ARTICLE_HISTORY, VIEWS_DAILY, ARTICLES_BY_MONTH, SECTION_COVERAGE, PORTAL_HEALTH, CITED_DOCUMENTS)
