"""How good a learned portal file is: the sample read again with it, field by field."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from crawler.extract import extract
from crawler.items import Article, Capture, Page
from crawler.learn.findings import Findings
from crawler.learn.sample.blocks import lowered, not_fetched
from crawler.learn.sample.book import Entry
from crawler.learn.sample.stability import stability
from crawler.learn.survey import Survey
from crawler.portals import Portal

FIELDS = ("title", "published_at", "updated_at", "views", "section", "text", "author")
FLOORS = ("title", "published_at", "section", "text")
CONFLICTS = frozenset({"date_conflict", "date_unparsed", "views_unparsed"})
FIELD_OF = {"date_conflict": "published_at", "date_unparsed": "published_at", "views_unparsed": "views"}
FLOOR_SLACK = 0.05
MAX_EXAMPLES = 10
SHORT_TEXT = 40
MAY_AGREE = 2
"""Articles that may have one text under titles of their own: a notice that was published again."""
NEEDED = ("title", "published_at", "text")
REQUESTS_EACH = 1.3
"""Requests for one article in a first crawl, lists included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The readiness report of one probe."""

    url: str
    grade: str
    """`A` to `D`."""
    reason: str
    requests: int
    pages: int
    articles: int
    lists: int
    fields: dict[str, dict[str, int]] = field(default_factory=dict)
    """Field -> filled, conflicting, implausible, of."""
    stable: int = 0
    """Articles, or documents, whose second fetch gave the same fingerprint."""
    fetched_twice: int = 0
    lists_stable: int = 0
    """Lists whose second fetch gave the same rows."""
    lists_twice: int = 0
    size: int | None = None
    """Articles of the portal, estimated."""
    size_from: str = ""
    days: float | None = None
    """Days of a first crawl at the polite rate, estimated."""
    paging: tuple[str, ...] = ()
    unrendered: int = 0
    """Pages that were not rendered though the crawl will render them: they are not counted."""
    not_understood: tuple[str, ...] = ()
    not_fetched: dict[str, str] = field(default_factory=dict)
    """Address that gave no page -> why."""
    fill_floors: dict[str, float] = field(default_factory=dict)
    article_floor: int = 1

    def plausible(self, name: str) -> int:
        """Return how many articles have a value of this field that may be right."""
        return self.fields[name]["filled"] - self.fields[name]["implausible"]

    def filled(self, *names: str) -> int:
        """Return how many values of these fields the articles have, together."""
        return sum(self.fields[name]["filled"] for name in names)


def assess(
    survey: Survey, found: Findings, portal: Portal, captures: Mapping[str, Capture], *, requests: int
) -> Report:
    """Return how well `portal` reads the sample that it was learned from."""
    read = [
        (entry, extract(captures[entry.observed.asked], portal))
        for entry in survey.book.entries.values()
        if entry.observed is not None and entry.observed.asked in captures
    ]
    articles = [page for _, page in read if page.article is not None]
    fields = _fields(articles)
    lost = [entry for entry, page in read if entry.kind == "article" and entry.is_dated and page.article is None]
    strange = [*lost, *(entry for entry, page in read if _is_strange(entry, page))]
    size, size_from = estimate(found)
    twice = stability(captures, {url: one for url, one in survey.again.items() if one is not None}, portal)
    grade, reason = _grade(fields, len(articles), lost=len(lost), unstable=twice.of_articles - twice.articles)
    grade, reason = lowered(grade, reason, survey.refused, len(survey.book.pages))
    return Report(
        url=portal.url, grade=grade, reason=reason, requests=requests, pages=len(survey.book.pages),
        articles=len(articles), lists=len(found.sections), fields=fields, stable=twice.articles,
        fetched_twice=twice.of_articles, lists_stable=twice.lists, lists_twice=twice.of_lists,
        size=size, size_from=size_from,
        days=round(REQUESTS_EACH * size * portal.politeness.delay / 86_400, 2) if size else None,
        paging=tuple(f"{pager.style} {pager.name}".strip() for pager in found.pagers),
        not_understood=tuple(entry.fetch_url for entry in strange[:MAX_EXAMPLES]),
        unrendered=_unrendered(survey, captures), not_fetched=not_fetched(survey.failures, survey.refused),
        fill_floors=_floors(fields), article_floor=max(1, len(articles) // 2),
    )  # fmt: skip


def _is_strange(entry: Entry, page: Page) -> bool:
    """Return True for a page that came in good order, and is nothing that we know."""
    seen = entry.observed
    return page.kind == "other" and page.payload is None and seen is not None and seen.status == 200 and not seen.listed


def _unrendered(survey: Survey, captures: Mapping[str, Capture]) -> int:
    """Return the pages that are left out of `captures`, as those are that were not rendered."""
    return sum(seen.asked not in captures for seen in survey.book.pages)


def _fields(pages: list[Page]) -> dict[str, dict[str, int]]:
    """Return for each field of the articles how many are filled, conflicting and implausible."""
    found: dict[str, dict[str, int]] = {}
    for name in FIELDS:
        articles = [page.article for page in pages if page.article is not None]
        conflicts = sum(any(FIELD_OF.get(problem.code) == name for problem in page.problems) for page in pages)
        filled = [article for article in articles if getattr(article, name) not in (None, "")]
        found[name] = {
            "filled": len(filled), "conflicting": conflicts,
            "implausible": _implausible(name, filled), "of": len(articles),
        }  # fmt: skip
    return found


def _implausible(name: str, articles: list[Article]) -> int:
    """Return how many values are hardly what they should be: the same on several pages, or far too short."""
    if name == "title":
        common = Counter(article.title for article in articles).most_common(1)
        return common[0][1] if common and common[0][1] > max(2, len(articles) // 3) else 0
    if name == "text":
        return sum(len(article.text) < SHORT_TEXT for article in articles) + _repeated(articles)
    if name == "published_at":
        common = Counter(article.published_at for article in articles).most_common(1)
        return common[0][1] if common and common[0][1] > max(3, len(articles) // 2) else 0
    return 0


def _repeated(articles: list[Article]) -> int:
    """Return how many articles have the text of others with other titles: that of a box beside them, as it seems."""
    titles: dict[str, set[str | None]] = defaultdict(set)
    for article in articles:
        titles[article.text].add(article.title)
    return sum(len(titles[one.text]) > MAY_AGREE for one in articles if len(one.text) >= SHORT_TEXT)


def _floors(fields: dict[str, dict[str, int]]) -> dict[str, float]:
    """Return the share of articles that must have each field, a little under what the sample has."""
    shares = {name: fields[name]["filled"] / fields[name]["of"] for name in FLOORS if fields[name]["of"]}
    return {name: math.floor(20 * max(0.0, share - FLOOR_SLACK)) / 20 for name, share in shares.items() if share >= 0.5}


def estimate(found: Findings) -> tuple[int | None, str]:
    """Return how many articles the portal has, and what says so: its sitemaps, else what its lists declare."""
    listed = sum(entry.in_sitemap for group in found.groups for entry in group.members)
    declared = sum(one.rows * one.pages for one in found.lists if one.pages and one.kind == "listing")
    if max(listed, declared) == 0:
        return None, "neither sitemaps nor pagers say"
    return (listed, "sitemaps") if listed >= declared else (declared, "pagers of the lists that were read, at most")


def _grade(fields: dict[str, dict[str, int]], articles: int, *, lost: int, unstable: int) -> tuple[str, str]:
    if not articles:
        return "D", "no article of the sample is read with the learned file"
    shares = {name: (fields[name]["filled"] - fields[name]["implausible"]) / articles for name in NEEDED}
    worst = min(shares, key=lambda name: shares[name])
    says = f"{worst} in {shares[worst]:.0%} of {articles} articles"
    if lost or shares[worst] < 0.5:
        return "D", f"{lost} articles are not read as such" if lost else says
    if unstable or shares[worst] < 0.8:
        return "C", f"{unstable} articles changed between two fetches" if unstable else says
    if shares[worst] < 0.97 or articles < 5:
        return "B", says
    return "A", f"title, time and text in {shares[worst]:.0%} or more of {articles} articles"
