"""The citations of one article: its title, lead and text searched, each document under one key."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import lru_cache

from crawler.extract.citations import find_citations
from crawler.extract.numbers.home import Home, find_home, needs_words
from crawler.items import Article, Citation
from crawler.portals import Portal

UNKNOWN = "?"
READ_FOR_PLACE = 20_000
"""Characters of the text in which the portal's own place is looked for."""


def cite(article: Article, portal: Portal, address: str) -> tuple[Citation, ...]:
    """Return the documents that an article names, those of the title first.

    `address` is the article's, as it was asked for: some say which place the portal belongs to.
    """
    found = _search(article, _home(portal))
    if not needs_words(portal) or not any("@?" in (one.number_norm or "") for one in found):
        return _merge(found)
    words = f"{article.title or ''} {article.summary or ''} {article.text[:READ_FOR_PLACE]}"
    return _merge(_search(article, find_home(portal, address, words)))


@lru_cache(maxsize=64)
def _home(portal: Portal) -> Home:
    """Return the place that a portal's file and hosts tell without the words of a page."""
    return find_home(portal, "", "")


def _search(article: Article, home: Home) -> tuple[Citation, ...]:
    published = date.fromisoformat(article.published_at[:10]) if article.published_at else None
    return (
        *find_citations(article.title or "", field="title", published=published, home=home),
        *find_citations(article.summary or "", field="summary", published=published, home=home),
        *find_citations(article.text, field="text", published=published, home=home),
    )


def _parts(key: str) -> tuple[str, ...]:
    """Return type, number, year, issuer and place of a key."""
    kind, number, year, issuer = key.split("|")
    body, at, place = issuer.partition("@")
    return kind, number, year, body, place if at else ""


def _agree(parts: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Return True if two keys can be one document's: equal wherever both know."""
    return all(UNKNOWN in (one, two) or one == two for one, two in zip(parts, other, strict=True))


def _known(key: str) -> int:
    return sum(part != UNKNOWN for part in _parts(key))


def _merge(citations: Iterable[Citation]) -> tuple[Citation, ...]:
    """Return the citations with the keys of short mentions filled in from the one full mention that they can mean."""
    found = list(citations)
    keys = {one.number_norm for one in found if one.number_norm}
    alike: dict[str, list[str]] = {}
    for key in keys:
        alike.setdefault(_parts(key)[1], []).append(key)
    for key in sorted(keys, key=lambda key: (-_known(key), key)):
        others = keys.intersection(alike[_parts(key)[1]])  # Only keys of one number can be one document's.
        fuller = {other for other in others if _known(other) > _known(key) and _agree(_parts(key), _parts(other))}
        if len(fuller) == 1:
            (full,) = fuller
            found = [_fill(one, full, found) if one.number_norm == key else one for one in found]
            keys = {one.number_norm for one in found if one.number_norm}
    return tuple(found)


def _fill(citation: Citation, full: str, all_of_them: list[Citation]) -> Citation:
    """Return a citation under the full key, unless it names a body or a day of its own that the other does not."""
    others = [one for one in all_of_them if one.number_norm == full]
    same_body = citation.issuer is None or any(one.issuer == citation.issuer for one in others)
    same_day = citation.issued_on is None or any(one.issued_on == citation.issued_on for one in others)
    return replace(citation, number_norm=full) if same_body and same_day else citation
