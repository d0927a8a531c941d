"""Between the archive and the reader: pages of a portal with `render = true` are read as a browser shows them.

Outermost of our middlewares: what comes here is archived already. The browser's own requests go back through all of
them, so robots.txt, delay and archive hold for each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy import Request, signals
from scrapy.exceptions import IgnoreRequest

from crawler.archive.captures import decoded, without_body
from crawler.archive.coding import decode_content
from crawler.component import SpiderComponent
from crawler.errors import ArchiveWriteError
from crawler.render.chromium import RenderError
from crawler.render.page import Renderer, Resource
from crawler.urls import is_on, resolve

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from crawler.items import Capture

FETCHED = frozenset({"script", "xhr", "fetch"})
"""What can change a page's text; pictures, fonts and styles cannot, and are not fetched for it."""
PAGES = frozenset({"text/html", "application/xhtml+xml"})
MAX_REDIRECTS = 5
KEPT_SCRIPTS = 32_000_000
"""Bytes of scripts that are remembered: each is fetched once in a crawl."""
MAX_SKIPS = 1_000
"""Refused addresses that are written down in one crawl."""


class RenderMiddleware(SpiderComponent):
    """Gives each HTML page to the browser, and the DOM to the reader."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._renderer = Renderer(crawler.settings["USER_AGENT"])
        self._scripts: dict[str, Resource] = {}
        self._scripts_size = 0
        self._skipped: set[str] = set()
        crawler.signals.connect(self._renderer.close, signal=signals.spider_closed)

    async def process_response(self, request: Request, response: Response) -> Response:
        """Render a page, archive its DOM, and put it in the place of what the server sent. Raises: RenderError."""
        due, capture = request.meta.get("due"), request.meta.get("capture")
        if due is None or capture is None or not self._session.portal.render or not is_rendered(capture):
            return response
        whole = decoded(capture)
        document = Resource(whole.status, whole.header("content-type") or "text/html", whole.body)
        try:
            dom = await self._renderer.render(capture.requested_url, document, self._fetch)
            request.meta["capture"] = await self._session.record_dom(capture, dom)
        except RenderError:
            await self._session.store_exchange(without_body(capture))
            raise
        except ArchiveWriteError as error:
            self._spider.abort(error)
            raise
        return response

    async def _fetch(self, kind: str, method: str, url: str, body: bytes) -> Resource | None:
        """Fetch what a page asks for, as politely as anything else."""
        if kind == "script" and url in self._scripts:
            return self._scripts[url]
        wanted = resolve(url, "")
        portal = self._session.portal
        if kind not in FETCHED or wanted is None or not is_on(portal, wanted) or method not in ("GET", "POST"):
            reason = "not_needed" if wanted and is_on(portal, wanted) else "off_portal"
            await self._skip(url, kind, reason)
            return None
        found = await self._download(wanted, method, body)
        if found is not None and kind == "script" and self._scripts_size < KEPT_SCRIPTS:
            self._scripts[url] = found
            self._scripts_size += len(found.body)
        return found

    async def _download(self, url: str, method: str, body: bytes) -> Resource | None:
        engine = self._crawler.engine
        assert engine is not None
        for _ in range(MAX_REDIRECTS):
            request = Request(
                url, method=method, body=body, dont_filter=True,
                headers={"Accept": "*/*", "Accept-Encoding": "gzip, deflate, br, zstd"},
                meta={"dont_redirect": True, "download_slot": self._session.portal.id},
            )  # fmt: skip
            try:
                response = await engine.download_async(request)
            except IgnoreRequest:  # robots.txt; the archive says so
                return None
            except Exception:  # the network; the archive says so
                return None
            location = response.headers.get(b"Location")
            target = resolve(url, location.decode("latin-1")) if location and 300 <= response.status < 400 else None
            if target is None:
                return _resource(response)
            if not is_on(self._session.portal, target):
                await self._skip(target, "redirect", "off_portal")
                return None
            url, method, body = target, "GET", b""
        return None

    async def _skip(self, url: str, kind: str, reason: str) -> None:
        """Write down, once a crawl, what was not fetched for a page."""
        if url in self._skipped or len(self._skipped) >= MAX_SKIPS or not url.startswith(("http://", "https://")):
            return
        self._skipped.add(url)
        await self._session.record_event(url, {"event": "not_rendered_with", "kind": kind, "reason": reason})


def is_rendered(capture: Capture) -> bool:
    """Return True for what a portal with `render = true` is read from only after its scripts have run."""
    return capture.status == 200 and capture.mime in PAGES and not capture.truncated


def _resource(response: Response) -> Resource:
    coding = response.headers.get(b"Content-Encoding")
    body = decode_content(response.body, coding.decode("latin-1") if coding else None)
    kind = (response.headers.get(b"Content-Type") or b"application/octet-stream").decode("latin-1")
    return Resource(response.status, kind, body)
