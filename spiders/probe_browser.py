"""The browser of a probe: pages of the sample as they look once their scripts have run, within the sample's budget."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from scrapy import Request

from crawler.archive.coding import decode_content
from crawler.items import Capture
from crawler.render.chromium import RenderError, can_render
from crawler.urls import is_on, resolve

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from crawler.learn.survey import Survey
    from crawler.render.page import Renderer, Resource

FETCHED = frozenset({"script", "xhr", "fetch"})
HTML = frozenset({"text/html", "application/xhtml+xml"})
DOM_TYPE = "text/html; charset=utf-8"


class Sampler(Protocol):
    """Who takes the sample: all requests are its own, counted and spaced as it promised."""

    crawler: Crawler
    survey: Survey

    def may_ask(self, url: str) -> bool:
        """Return True while its budget lasts for an address."""

    async def download(self, request: Request) -> Response | None:
        """Fetch something; None if nothing came."""


class ProbeBrowser:
    """Renders captures of a probe; what scripts ask for is fetched like any page of the sample."""

    def __init__(self, spider: Sampler) -> None:
        self._spider = spider
        self._renderer: Renderer | None = None
        self._scripts: dict[str, Resource] = {}

    @property
    def is_there(self) -> bool:
        """Return True if there is a browser on this machine."""
        return can_render()

    async def shown(self, capture: Capture) -> Capture | None:
        """Return a page with its DOM as body; None for what is no page, or could not be rendered."""
        from crawler.render.page import Renderer, Resource

        if capture.status != 200 or capture.mime not in HTML or not self.is_there:
            return None
        if self._renderer is None:
            self._renderer = Renderer(self._spider.crawler.settings["USER_AGENT"])
        document = Resource(200, capture.header("content-type") or DOM_TYPE, capture.body)
        try:
            dom = await self._renderer.render(capture.requested_url, document, self._fetch)
        except RenderError:
            return None
        return replace(capture, body=dom.encode("utf-8", "replace"), headers=(("content-type", DOM_TYPE),))

    async def _fetch(self, kind: str, method: str, url: str, body: bytes) -> Resource | None:
        """Fetch what a page asks for if its text may need it, the host is the portal's, and the budget lasts."""
        from crawler.render.page import Resource

        wanted, spider = resolve(url, ""), self._spider
        if url in self._scripts:
            return self._scripts[url]
        if kind not in FETCHED or method not in ("GET", "POST") or wanted is None:
            return None
        if not is_on(spider.survey.portal, wanted) or not spider.may_ask(wanted):
            return None
        response = await spider.download(Request(wanted, method=method, body=body, headers={"Accept": "*/*"}))
        if response is None:
            return None
        coding = (response.headers.get(b"Content-Encoding") or b"").decode("latin-1") or None
        named = (response.headers.get(b"Content-Type") or b"application/octet-stream").decode("latin-1")
        found = Resource(response.status, named, decode_content(response.body, coding))
        if kind == "script":
            self._scripts[url] = found
        return found

    async def close(self) -> None:
        """End the browser, if one was started."""
        if self._renderer is not None:
            await self._renderer.close()
