"""Questions that `kho serve` has ready, as Datasette's canned queries: name -> SQL, title, description."""

from __future__ import annotations

ABOUT_UNIT = """
WITH RECURSIVE meant (code, valid_from) AS (
    SELECT code, valid_from FROM unit WHERE name = :unit AND valid_to IS NULL
    UNION
    SELECT s.old_code, s.old_from
    FROM unit_succession s JOIN meant m ON (s.new_code, s.new_from) = (m.code, m.valid_from)
),
names AS (
    SELECT DISTINCT u.name FROM unit u JOIN meant USING (code, valid_from)
    WHERE u.name = :unit OR u.name NOT IN (
        SELECT name FROM unit WHERE valid_to IS NULL
        AND parent_code IN (SELECT parent_code FROM unit WHERE name = :unit AND valid_to IS NULL)
    )
)
SELECT a.published_at, a.title, a.portal_id, a.views, a.url, a.id
FROM articles a
WHERE a.seq IN (
    SELECT rowid FROM articles_exact WHERE articles_exact MATCH (
        SELECT coalesce(
            group_concat('"' || name || '" OR "' || replace(name, 'Phường ', 'p ') || '"', ' OR '), '""'
        ) FROM names
    )
)
ORDER BY a.published_at DESC
"""
"""A former unit whose name a neighbour in force bears is not meant, as in `crawler.units.about`."""
CANNED = {
    "unit": {
        "sql": ABOUT_UNIT,
        "title": "Bài viết về một đơn vị hành chính · articles about a unit",
        "description": "Tên đầy đủ của đơn vị hiện nay, ví dụ Phường Bồ Đề: các bài nhắc đến tên đó hoặc tên các "
        "đơn vị cũ đã nhập vào. Full name of a unit in force: articles that name it or a unit that it took over from.",
    }
}
