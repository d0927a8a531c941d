"""Saved files -> what would be extracted from them, one JSON object a page: the work of `kho extract`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from crawler.extract import extract
from crawler.extract.text import fold
from crawler.items import Article, Capture, Page, Problem
from crawler.page_json import Object, page_object
from crawler.portals import Portal
from crawler.saved.address import NO_HOST, NOWHERE, Portals, stated_address
from crawler.saved.captures import STANDARD_INPUT, Saved, iter_saved

UNKNOWN = "page"
"""Where a page would be of which only the host is known."""
UNDATED = "words that count from the moment of capture, which is not known: give --fetched-at"


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedReader:
    """Reads saved files as the caller said."""

    portals: Portals
    url: str | None = None
    """Address of all files; records of a WARC file keep their own."""
    portal: Portal | None = None
    fetched_at: str | None = None
    """When all files were captured; a file that says so itself keeps its own time."""

    def objects(self, file: str) -> Iterator[Object]:
        """Yield one object for each page in a file.

        Raises: OSError if the file cannot be read.
        """
        for saved in iter_saved(file):
            yield {"file": file} | self._object(saved)

    def _object(self, saved: Saved) -> Object:
        capture = self._addressed(saved)
        portal = self.portal or self.portals.of(capture.requested_url)
        capture = replace(capture, portal_id=portal.id)
        page = self._read(saved, capture, portal)
        known = self.portal is not None or self.portals.knows(portal)
        shown = page_object(page, capture, portal_id=portal.id if known else None)
        if capture.requested_url == NOWHERE:
            shown = _rehosted(shown, _file_address(saved.file))
        return ({"record_id": capture.record_id} if capture.record_id else {}) | shown

    def _addressed(self, saved: Saved) -> Capture:
        """Return the capture with its address and time, as far as anyone knows them."""
        capture = saved.capture
        base = self.portal.url if self.portal else None
        url = capture.requested_url or self.url or stated_address(capture.body, base) or NOWHERE
        told = capture.fetched_at if saved.dated else self.fetched_at or capture.fetched_at
        return replace(capture, requested_url=url.split("#", 1)[0], fetched_at=told)

    def _read(self, saved: Saved, capture: Capture, portal: Portal) -> Page:
        """Return what is read in a page; what counts from the moment of capture only where that is known."""
        if saved.problems:
            broken = any(problem.code == "record_torn" for problem in saved.problems)
            return Page(url=capture.requested_url, kind="error" if broken else "other", problems=saved.problems)
        page = extract(capture, portal)
        if page.kind == "home" and not (saved.capture.requested_url or self.url):
            page = _not_home(page, capture, portal)
        known = saved.dated or self.fetched_at is not None
        relative = page.article is not None and page.article.published_method == "relative"
        return page if known or not relative else _undated(page)


def _not_home(home: Page, capture: Capture, portal: Portal) -> Page:
    """Return the article that a page is which only says itself that it is the home page, as many portals have all say.

    It bears the title that the page is named after, and a line that says when it was published.
    """
    page = extract(replace(capture, requested_url=urljoin(capture.requested_url, UNKNOWN)), portal)
    article = page.article
    if article is None or article.published_method != "byline" or not article.title:
        return home
    if fold(article.title) not in fold(home.title or ""):
        return home
    return replace(page, url=home.url, article=replace(article, url=home.url))


def _undated(page: Page) -> Page:
    """Return the page without a time of publication that was counted back from an assumed moment."""
    article = page.article or Article(url=page.url, title=None)
    problem = Problem(code="date_unparsed", field="published_at", message=UNDATED, raw=article.published_raw)
    undated = replace(article, published_at=None, published_precision=None, published_method=None)
    return replace(page, article=undated, problems=(*page.problems, problem))


def _file_address(file: str) -> str:
    return "file:-" if file == STANDARD_INPUT else Path(file).absolute().as_uri()


def _rehosted(value: Any, own: str) -> Any:
    """Return an object with `own` as the page's address; other addresses lose their host and begin with `/`."""
    if isinstance(value, dict):
        return {name: _rehosted(part, own) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_rehosted(part, own) for part in value]
    if isinstance(value, str) and value.startswith(NO_HOST):
        return own if value == NOWHERE else value[len(NO_HOST) - 1 :]
    return value
