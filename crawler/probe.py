"""Probe one unknown portal: fetch a sample, learn from it, write its portal file, read the sample again with it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal
from urllib.parse import urlsplit

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from crawler.errors import KhoError
from crawler.extract import extract
from crawler.items import Capture
from crawler.learn.findings import Findings, learn, with_known
from crawler.learn.places.date_order import date_order
from crawler.learn.places.dated_place import dated_place
from crawler.learn.places.from_links import read_anew
from crawler.learn.places.repeated import repeated_parts
from crawler.learn.places.selectors import byline_selector, names_nothing, title_selector
from crawler.learn.places.zone_doubt import zone_doubt
from crawler.learn.survey import Survey
from crawler.learn.verdict.explained import explained
from crawler.learn.verdict.refusals import refuse_few, refuse_home, refuse_kind
from crawler.learn.verdict.report import Report, assess
from crawler.learn.write import portal_text
from crawler.portals import Portal, parse_portal
from crawler.sampled import Sample
from crawler.urls import address
from spiders.probe import ProbeSpider

DEFAULT_SAMPLE = 60


class NoPortalError(KhoError):
    """Raised when a site cannot be learned; the message says why, and nothing was written."""

    exit_code = 3


class KnownPortalError(NoPortalError):
    """Raised for an address that forwards to a portal whose file is complete; the message is that portal's id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Probed:
    """What a probe found out."""

    portal: Portal
    text: str
    """The portal file."""
    report: Report
    captures: dict[str, Capture]
    sample: Sample
    """The same as it came off the wire, for a crawl to archive."""
    known: Portal | None = None
    """The stub that was there before."""


def probe(
    url: str, *, sample: int = DEFAULT_SAMPLE, known_at: Callable[[str], Portal | None] = lambda _: None
) -> Probed:
    """Sample the portal at `url` with at most `sample` requests; `known_at` says which portal is known at an address.

    What a stub says is kept. Runs Scrapy: once in a process.

    Raises: NoPortalError where the site is no portal that can be learned, or a known one forwards to another's;
    KnownPortalError where an unknown one forwards to one that needs no learning.
    """
    start = Start(url, known_at)
    survey = Survey(url, sample, wanted=start.may_go_on)
    spider = _run(survey)
    home = survey.home
    if home is None:
        reason = next(iter(survey.failures.values()), "no answer")
        raise NoPortalError(f"{url}: the home page could not be read: {reason}")
    known = start.known_of(home.asked)
    refusal = refuse_home(home, survey.book)
    if refusal:
        raise NoPortalError(f"{url}: {refusal}")
    survey.book, places = read_anew(survey.book, spider.captures)
    found = replace(learn(survey.book, home), title=places.title)
    refusal, few = refuse_kind(survey.book, found), refuse_few(survey.book, found)
    if refusal or few:
        raise NoPortalError(f"{url}: {refusal or explained(survey, few or '')}")
    aliases = tuple(sorted({*found.aliases, *survey.aliases} - {survey.portal.host}))
    found = replace(found, aliases=aliases, render=survey.render, trailing_slash=survey.slashes.learned)
    stub = known if known is not None and known.is_stub else None
    found = with_known(found, stub) if stub is not None else found
    return replace(_finish(survey, found, spider), known=stub)


class Start:
    """The address that was asked for, and whose portal it is as far as is known."""

    def __init__(self, url: str, known_at: Callable[[str], Portal | None]) -> None:
        self._url = url
        self._known_at = known_at
        self._known = known_at(url)

    def may_go_on(self, home: str) -> bool:
        """Return True if the portal whose home page stands there is to be learned."""
        try:
            self.known_of(home)
        except NoPortalError:
            return False
        return True

    def known_of(self, home: str) -> Portal | None:
        """Return what is known of the portal whose home page stands there.

        Raises: NoPortalError, KnownPortalError.
        """
        if urlsplit(home).netloc.lower() == urlsplit(self._url).netloc.lower():
            return self._known
        if self._known is None:
            known = self._known_at(home)
            if known is not None and not known.is_stub:
                raise KnownPortalError(known.id)
            return known
        if _plain_host(home) in {_plain_host(f"//{host}") for host in self._known.hosts}:
            return self._known
        host, name = urlsplit(home).netloc, self._known.id
        raise NoPortalError(
            f"{self._url}, portal {name}, forwards to {home}, which is no host of it: `kho crawl {home}` crawls that "
            f"portal by itself; if it is the same body's, add {host!r} to `aliases` of {name}.toml"
        )


def _plain_host(url: str) -> str:
    return urlsplit(url).netloc.lower().removeprefix("www.")


def _best(survey: Survey, found: Findings, spider: ProbeSpider) -> tuple[Findings, Report]:
    """Return the findings with selectors for titles and bylines, if the sample is read better so; and the report."""
    report = _assessed(survey, found, spider)
    portal = _portal(found)
    read = [(capture, extract(capture, portal)) for capture in spider.counted.values()]
    drop, order = repeated_parts(read), date_order(read)
    if drop or order is not None:
        found = replace(found, drop=drop, date_order=order)
        report = _assessed(survey, found, spider)
    lacking = any(
        (page.article is None or not page.article.title) and address(capture.requested_url, portal).kind == "article"
        for capture, page in read
        if capture.status == 200
    )
    unnamed = names_nothing(read)
    if found.title is None and (lacking or unnamed):
        found, report = _tried(survey, found, report, spider, title_selector(read), name="title", anyway=unnamed)
    if report.filled("published_at") < report.filled("title"):
        for place in (byline_selector, partial(dated_place, portal=survey.portal)):
            if found.byline is None:
                found, report = _tried(survey, found, report, spider, place(read), name="byline")
    return found, report


def _with_doubt(survey: Survey, found: Findings, report: Report, spider: ProbeSpider) -> tuple[Findings, Report]:
    """Return the findings with what speaks against the zone of the portal's times, once all bylines are read."""
    doubt = zone_doubt(spider.counted.values(), _portal(found))
    if doubt is None:
        return found, report
    found = replace(found, zone_doubt=doubt)
    return found, _assessed(survey, found, spider)


def _tried(
    survey: Survey,
    found: Findings,
    report: Report,
    spider: ProbeSpider,
    selector: tuple[str, str] | None,
    *,
    name: Literal["title", "byline"],
    anyway: bool = False,
) -> tuple[Findings, Report]:
    """Return the findings with a selector, and the report of them, if the sample is read better so, or `anyway`."""
    if selector is None:
        return found, report
    other = replace(found, title=selector) if name == "title" else replace(found, byline=selector)
    better = _assessed(survey, other, spider)
    # A page of a wiki says when it was changed, and no more.
    told = ("title",) if name == "title" else ("published_at", "updated_at")
    gained = anyway or better.filled(*told) > report.filled(*told)
    kept = all(better.plausible(one) >= report.plausible(one) for one in report.fields)
    return (other, better) if gained and kept else (found, report)


def _portal(found: Findings) -> Portal:
    return parse_portal(portal_text(found), origin="the file just learned")


def _assessed(survey: Survey, found: Findings, spider: ProbeSpider) -> Report:
    return assess(survey, found, _portal(found), spider.counted, requests=spider.requests)


def fetch_one(url: str, portal: Portal) -> tuple[Capture | None, str]:
    """Fetch one page as politely as a crawl; return it, or None and why it did not come. Once in a process."""
    survey = Survey(url, budget=2)  # robots.txt and the page
    survey.portal = portal.model_copy(update={"addresses": (), "ignore": ()})
    spider = _run(survey)
    return next(iter(spider.captures.values()), None), next(iter(survey.failures.values()), "no answer")


def _run(survey: Survey) -> ProbeSpider:
    settings = Settings()
    settings.setmodule("crawler.settings")
    settings.set("LOG_INSTALL_ROOT_HANDLER", False)
    logging.getLogger("scrapy").setLevel(logging.ERROR)
    _show_progress()
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(ProbeSpider)
    task = process.crawl(crawler, survey=survey)
    process.start()
    if task.done() and not task.cancelled() and (error := task.exception()) is not None:
        raise error
    spider = crawler.spider
    assert isinstance(spider, ProbeSpider)
    return spider


def _show_progress() -> None:
    """Let progress lines through to standard error, as a crawl does."""
    progress = logging.getLogger("kho.progress")
    if not progress.handlers:
        progress.addHandler(logging.StreamHandler())
        progress.setLevel(logging.INFO)
        progress.propagate = False


def _finish(survey: Survey, found: Findings, spider: ProbeSpider) -> Probed:
    """Read the sample again with the file that was learned; its floors come from that."""
    found, report = _best(survey, found, spider)
    found, report = _with_doubt(survey, found, report, spider)
    found = replace(found, articles=report.article_floor, fill=report.fill_floors)
    text = portal_text(found)
    return Probed(
        portal=parse_portal(text, origin="the file just learned"), text=text, report=report, captures=spider.captures,
        sample=spider.keeper.sample,
    )  # fmt: skip
