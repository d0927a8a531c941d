"""One article put together: title, byline, lead, body, author, attachments, links."""

from __future__ import annotations

from dataclasses import dataclass, replace

from crawler.extract.address_dates import address_date
from crawler.extract.article_citations import cite
from crawler.extract.byline import Byline
from crawler.extract.content import Body, read_body
from crawler.extract.credits import find_credits
from crawler.extract.declared_section import declared_section
from crawler.extract.fingerprint import article_fingerprint
from crawler.extract.own_times import with_own_times
from crawler.extract.printed.counters import ABSENT, Views
from crawler.extract.sections import labelled_section, printed_section, told_section
from crawler.extract.settle import Settled, is_plausible, settle
from crawler.extract.sheet import Sheet
from crawler.extract.zones.fact_card import take_card
from crawler.extract.zones.title_line import Title
from crawler.extract.zones.zone import Zone, read_zone
from crawler.items import Article, Problem
from crawler.problem_codes import ProblemCode

MAX_RAW = 500
WHOLE = 0.9
"""Share of the sentences in its element that a text must have not to miss some."""


@dataclass(frozen=True, slots=True)
class Reading:
    """An article, and what was doubtful in it."""

    article: Article
    problems: tuple[Problem, ...]


def _views(byline: Byline) -> Views:
    """Return the one count that the lines give; `unparsed` where they give two."""
    observed = {views.value for views in byline.views if views.status == "observed"}
    if len(observed) > 1:
        return Views(None, "unparsed", " / ".join(views.raw or "" for views in byline.views))
    return next((views for views in byline.views if views.status == "observed"), next(iter(byline.views), ABSENT))


def _problem(code: ProblemCode, field: str, message: str, raw: str | None = None) -> Problem:
    return Problem(code=code, field=field, message=message[:MAX_RAW], raw=raw[:MAX_RAW] if raw else None)


def _date_problem(settled: Settled, byline: Byline) -> Problem:
    """Return why there is no time of publication."""
    if settled.conflict:
        return _problem("date_conflict", "published_at", settled.conflict, settled.raw)
    if byline.unread:
        return _problem("date_unparsed", "published_at", "a label without a date that can be read", byline.unread)
    if byline.relative or byline.unclear:
        raw = byline.relative[0] if byline.relative else byline.unclear
        return _problem("date_unparsed", "published_at", "a date that is not certainly that of publication", raw)
    return _problem("date_missing", "published_at", "no date beside the title")


def _problems(article: Article, settled: Settled, byline: Byline, body_share: float) -> tuple[Problem, ...]:
    """Return what could not be read with certainty."""
    found = [_date_problem(settled, byline)] if settled.moment is None else []
    if settled.moment is not None and byline.odd_weekday:
        found.append(
            _problem("date_conflict", "published_at", "the weekday is not that of the date", byline.odd_weekday)
        )
    if byline.updated and article.updated_at is None:
        found.append(_problem("date_conflict", "updated_at", "a day on which nothing can change", byline.updated[0][1]))
    if article.views_status == "unparsed":
        found.append(_problem("views_unparsed", "views", "a label without one number", article.views_raw))
    if not article.title:
        found.append(_problem("title_missing", "title", "no heading that the page repeats as its title"))
    if article.section is None:
        found.append(_problem("section_unknown", "section", "no heading above the title, no breadcrumb"))
    if body_share < WHOLE:
        lost = f"{round(100 * (1 - body_share))} % of the sentences in its element are links, and no part of the text"
        found.append(_problem("body_incomplete", "text", lost))
    if not article.text:
        found.append(_problem("body_missing", "text", "no text under the title"))
    return tuple(found)


def read_article(sheet: Sheet, title: Title, url: str) -> Reading:
    """Return the article whose title was found; without a title on the page there is only a problem."""
    if title.block is None:
        article = Article(url=url, title=title.text or None)
        return Reading(article, (_problem("title_missing", "title", "no title stands on the page"),))
    zone = read_zone(sheet, title, title.block)
    body = read_body(sheet, title, title.block, zone)
    take_card(zone.byline, sheet, title.block)
    article, settled = _assemble(sheet, title, url, zone, body)
    return Reading(article, _problems(article, settled, zone.byline, body.share))


def _assemble(sheet: Sheet, title: Title, url: str, zone: Zone, body: Body) -> tuple[Article, Settled]:
    """Return the article, and how its time of publication was settled."""
    address, byline = address_date(sheet.base, sheet.fetched_at), zone.byline
    evidence = with_own_times(sheet, title.block, zone.blocks) if title.block else sheet.evidence
    settled, views = settle(byline, evidence, address, sheet.fetched_at), _views(byline)
    updated = next((moment for moment, _ in byline.updated), settled.changed)
    if updated is not None and not is_plausible(updated, sheet.fetched_at):
        updated = None
    section = (
        printed_section(sheet, title.block)
        or told_section(zone.blocks)
        or declared_section(sheet, title.block)
        or labelled_section(zone.blocks)
    )
    author, source = find_credits(byline, body.author, sheet, section, body.summary or body.text)
    article = Article(
        url=url,
        title=title.text,
        summary=body.summary,
        text=body.text,
        markdown=body.markdown,
        author=author,
        source=source,
        section=section,
        published_at=settled.moment.iso if settled.moment else None,
        published_precision=settled.moment.precision if settled.moment else None,
        published_raw=settled.raw,
        published_method=settled.method,
        updated_at=updated.iso if updated else None,
        views=views.value,
        views_status=views.status,
        views_raw=views.raw,
        attachments=body.attachments,
        links=body.links,
        body_method=body.method,
    )
    citations = cite(article, sheet.portal, sheet.base)
    return replace(article, citations=citations, fingerprint=article_fingerprint(article)), settled
