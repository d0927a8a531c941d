"""One article put together: title, byline, lead, body, author, attachments, links."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast

from lxml.html import HtmlElement

from crawler.extract.attachments import find_attachments, is_file
from crawler.extract.blocks import Block
from crawler.extract.body import choose_body
from crawler.extract.byline import Byline
from crawler.extract.counters import ABSENT, Views
from crawler.extract.dates import Moment
from crawler.extract.evidence import Settled, is_plausible, settle
from crawler.extract.fingerprint import article_fingerprint
from crawler.extract.lead import take_lead
from crawler.extract.prune import Pruner
from crawler.extract.region import find_region, region_blocks
from crawler.extract.sections import printed_section
from crawler.extract.sheet import Sheet
from crawler.extract.signature import take_signature
from crawler.extract.text import fold
from crawler.extract.title import Title
from crawler.extract.zone import Zone, read_tail, read_zone
from crawler.items import Article, Attachment, BodyMethod, Problem, ProblemCode
from crawler.urls import canonical_url, resolve

MAX_RAW = 500


@dataclass(frozen=True, slots=True)
class Reading:
    """An article, and what was doubtful in it."""

    article: Article
    problems: tuple[Problem, ...]


def _links(blocks: list[Block], pruner: Pruner, sheet: Sheet) -> tuple[str, ...]:
    """Return the canonical addresses that the body links to, files not among them, each once."""
    seen: set[HtmlElement] = set()
    found: dict[str, None] = {}
    for block in blocks:
        if block.element in seen or not block.link_chars:
            continue
        seen.add(block.element)
        for anchor in block.element.iter("a"):
            url = resolve(sheet.base, anchor.get("href") or "")
            if url and not is_file(url, sheet) and not pruner.is_junk(cast("HtmlElement", anchor)):
                found.setdefault(canonical_url(url, sheet.portal))
    return tuple(found)


def _views(byline: Byline) -> Views:
    """Return the one count that the lines give; `unparsed` where they give two."""
    observed = {views.value for views in byline.views if views.status == "observed"}
    if len(observed) > 1:
        return Views(None, "unparsed", " / ".join(views.raw or "" for views in byline.views))
    return next((views for views in byline.views if views.status == "observed"), next(iter(byline.views), ABSENT))


def _settle(byline: Byline, sheet: Sheet) -> Settled:
    """Return the time of publication; an update stands in where the page says nothing else."""
    stated = byline.published or ([] if sheet.evidence.published else byline.updated)
    stated = [(moment, raw) for moment, raw in stated if is_plausible(moment, sheet.fetched_at.date())]
    if len({moment.day for moment, _ in stated}) > 1:
        return Settled(None, stated[0][1], conflict=" against ".join(repr(raw) for _, raw in stated))
    timed = {moment: raw for moment, raw in stated if moment.time is not None}
    if len(timed) == 1:
        stated = list(timed.items())
    elif timed:
        stated = [(Moment(stated[0][0].day), stated[0][1])]
    moment, raw = stated[0] if stated else (None, None)
    return settle(moment, raw, sheet.evidence, sheet.fetched_at)


def _problem(code: ProblemCode, field: str, message: str, raw: str | None = None) -> Problem:
    return Problem(code=code, field=field, message=message[:MAX_RAW], raw=raw[:MAX_RAW] if raw else None)


def _date_problem(settled: Settled, byline: Byline) -> Problem:
    """Return why there is no time of publication."""
    if settled.conflict:
        return _problem("date_conflict", "published_at", settled.conflict, settled.raw)
    if byline.unread:
        return _problem("date_unparsed", "published_at", "a label without a date that can be read", byline.unread)
    return _problem("date_missing", "published_at", "no date beside the title")


def _problems(article: Article, settled: Settled, byline: Byline) -> tuple[Problem, ...]:
    """Return what could not be read with certainty."""
    found = [_date_problem(settled, byline)] if settled.moment is None else []
    if article.views_status == "unparsed":
        found.append(_problem("views_unparsed", "views", "a label without one number", article.views_raw))
    if not article.title:
        found.append(_problem("title_missing", "title", "no heading that the page repeats as its title"))
    if article.section is None:
        found.append(_problem("section_unknown", "section", "no heading above the title, no breadcrumb"))
    if not article.text:
        found.append(_problem("body_missing", "text", "no text under the title"))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Body:
    """The part of an article that is under its title and byline."""

    text: str
    summary: str | None
    author: str | None
    method: BodyMethod
    attachments: tuple[Attachment, ...]
    links: tuple[str, ...]


def _read_body(sheet: Sheet, title: Title, place: Block, zone: Zone) -> Body:
    """Return the body of the article whose title stands at `place`; labelled lines at its end go to the byline."""
    region = find_region(sheet, place, zone.last)
    taken = {block.order for block in zone.blocks}
    under = [block for block in region_blocks(sheet, region) if block.order > place.order and block.order not in taken]
    own = [block for block in under if fold(block.text) != fold(title.text)]
    pruner = Pruner(region, own, sheet.portal.select.drop)
    summary, blocks = take_lead(sheet, read_tail(zone.byline, pruner.kept()))
    blocks, method = choose_body(region, blocks)
    author, blocks = take_signature(read_tail(zone.byline, blocks))
    attachments = find_attachments(region, pruner.is_junk, sheet)
    labels = {attachment.label for attachment in attachments if attachment.role == "picture"}
    return Body(
        # A `<figcaption>` is kept as the label of its picture; captions that are plain paragraphs stay in the text.
        text="\n\n".join(block.text for block in blocks if block.kind != "caption" or block.text not in labels),
        summary=summary,
        author=author,
        method=method,
        attachments=attachments,
        links=_links(blocks, pruner, sheet),
    )


def read_article(sheet: Sheet, title: Title, url: str) -> Reading:
    """Return the article whose title was found; without a title on the page there is only a problem."""
    if title.block is None:
        article = Article(url=url, title=title.text or None)
        return Reading(article, (_problem("title_missing", "title", "no title stands on the page"),))
    zone = read_zone(sheet, title, title.block)
    body = _read_body(sheet, title, title.block, zone)
    article, settled = _assemble(sheet, title, url, zone.byline, body)
    return Reading(article, _problems(article, settled, zone.byline))


def _assemble(sheet: Sheet, title: Title, url: str, byline: Byline, body: Body) -> tuple[Article, Settled]:
    """Return the article, and how its time of publication was settled."""
    settled, views = _settle(byline, sheet), _views(byline)
    updated = next((moment for moment, _ in byline.updated), sheet.evidence.modified)
    article = Article(
        url=url,
        title=title.text,
        summary=body.summary,
        text=body.text,
        author=byline.author or body.author or sheet.evidence.author,
        source=byline.source,
        section=printed_section(sheet, title.block),
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
    return replace(article, fingerprint=article_fingerprint(article)), settled
