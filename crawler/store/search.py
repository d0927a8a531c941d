"""Full-text search: what is spelled as the person typed it comes first, then what only differs in its marks.

Tiers: 1 exact phrase, 2 exact words, 3 folded phrase, 4 folded words. The exact ones are asked only if marks were
typed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from sqlite_utils import Database

from crawler.store.filters import ARTICLE_CONDITIONS, DOCUMENT_CONDITIONS, Filters
from crawler.store.searchquery import Query, match_all, match_phrase, read_query
from crawler.store.snippet import make_snippet

Searched = Literal["article", "document"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One row that answers a query."""

    id: str
    portal_id: str
    title: str | None
    """Of a document: its abstract."""
    published_at: str | None
    """Of a document: its day of issue."""
    section: str | None
    """Of a document: its type."""
    url: str
    snippet: str
    marks: tuple[tuple[int, int], ...]
    """Start and end of each match in `snippet`."""
    tier: int
    """1 exact phrase, 2 exact words, 3 folded phrase, 4 folded words."""


# {index} is one of our own names: `articles_exact`, `articles_fts`. Weights: the title counts eight times.
ARTICLES_SQL = f"""
SELECT a.id, a.portal_id, a.title, a.published_at, s.name, a.url
FROM {{index}} JOIN articles a ON a.seq = {{index}}.rowid LEFT JOIN sections s ON s.id = a.section_id
WHERE {{index}} MATCH :match AND {ARTICLE_CONDITIONS}
ORDER BY bm25({{index}}, 8.0, 4.0, 1.0), a.published_at DESC, a.id LIMIT :limit
"""
DOCUMENTS_SQL = f"""
SELECT a.id, a.portal_id, a.abstract, a.issued_on, a.type, a.url
FROM {{index}} JOIN documents a ON a.seq = {{index}}.rowid
WHERE {{index}} MATCH :match AND {DOCUMENT_CONDITIONS}
ORDER BY bm25({{index}}, 8.0, 1.0), a.issued_on DESC, a.id LIMIT :limit
"""
SHOWN_TEXT = {
    "article": "SELECT coalesce(summary || char(10), '') || text FROM articles WHERE id = ?",
    "document": "SELECT coalesce(number || ': ', '') || coalesce(abstract, '') FROM documents WHERE id = ?",
}


def search(
    db: Database,
    query: str,
    *,
    filters: Filters | None = None,
    kind: Searched = "article",
    limit: int = 20,
    offset: int = 0,
) -> list[Hit]:
    """Return the rows that answer `query`, best first; none if it has no words. No text of the user raises."""
    read = read_query(query)
    parameters = (filters or Filters()).parameters()
    found: dict[str, tuple[int, tuple[str, ...]]] = {}
    wanted = limit + offset
    for tier, index, expression in _tiers(read, kind):
        if len(found) >= wanted:
            break
        sql = (ARTICLES_SQL if kind == "article" else DOCUMENTS_SQL).format(index=index)
        # Rows of better tiers come again here: ask for as many more.
        for row in db.execute(sql, {**parameters, "match": expression, "limit": wanted + len(found)}):
            found.setdefault(row[0], (tier, row))
    shown = list(found.values())[offset:wanted]
    return [_hit(db, kind, tier, row, read) for tier, row in shown]


def _tiers(query: Query, kind: Searched) -> Iterator[tuple[int, str, str]]:
    """Yield tier, index and FTS5 expression, best tier first."""
    exact, folded = f"{kind}s_exact", f"{kind}s_fts"
    if not query.phrases:
        return
    if query.marked:
        yield 1, exact, match_phrase(query.phrases)
        yield 2, exact, match_all(query.phrases)
    yield 3, folded, match_phrase(query.folded)
    yield 4, folded, match_all(query.folded)


def _hit(db: Database, kind: Searched, tier: int, row: tuple[str, ...], query: Query) -> Hit:
    id_, portal_id, title, published_at, section, url = row
    text = str(db.execute(SHOWN_TEXT[kind], [id_]).fetchone()[0])
    snippet = make_snippet(text, query)
    return Hit(
        id=id_, portal_id=portal_id, title=title, published_at=published_at, section=section, url=url,
        snippet=snippet.text, marks=snippet.marks, tier=tier,
    )  # fmt: skip
