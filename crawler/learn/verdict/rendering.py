"""Whether a portal needs a browser: what its pages show as they come, and what once their scripts have run."""

from __future__ import annotations

from crawler.items import Article
from crawler.learn.sample.book import Book
from crawler.learn.sample.observe import Observed
from crawler.learn.verdict.refusals import needs_browser

COMPARED, SOON = 2, 4
"""Articles that are looked at both ways; those from which it is done: what comes later is then rendered at once."""
MORE = 1.5
"""Times as much text from which on scripts bring a part of it."""


def shows_more(plain: Observed, shown: Observed) -> bool:
    """Return True for a home page that scripts fill."""
    return needs_browser(plain) and not needs_browser(shown) and len(shown.links) > len(plain.links)


def to_compare(book: Book) -> list[Observed]:
    """Return articles with scripts that lack what scripts may bring: time, counter, text; none where nothing lacks."""
    seen = [one for one in book.pages if one.status == 200 and one.page.article is not None]
    articles = [one.page.article for one in seen if one.page.article is not None]
    told = any(one.views is not None for one in articles) and any(one.published_at for one in articles)
    if told and any(one.text for one in articles):
        return []
    scripted = [one for one in seen if one.scripts]
    timed = _timed(scripted)
    return (timed if len(timed) >= COMPARED else scripted)[-COMPARED:]


def _timed(seen: list[Observed]) -> list[Observed]:
    """Return the pages that show a time, as news do and pages about the place do not."""
    return [one for one in seen if one.page.article is not None and one.page.article.published_at]


def enough_to_compare(book: Book) -> bool:
    """Return True once there are articles enough to tell what scripts bring, and budget left to render the others."""
    seen = [one for one in book.pages if one.page.article is not None and one.scripts]
    return len(_timed(seen)) >= SOON or len(seen) >= 2 * SOON


def gained(plain: Observed, shown: Observed) -> frozenset[str]:
    """Return the fields that only the rendered page has."""
    before, after = plain.page.article, shown.page.article
    if after is None:
        return frozenset()
    found = {name for name in ("views", "published_at") if _has(after, name) and not _has(before, name)}
    if len(after.text) > MORE * len(before.text if before is not None else "") + 100:
        found.add("text")
    return frozenset(found)


def _has(article: Article | None, name: str) -> bool:
    return article is not None and getattr(article, name) is not None
