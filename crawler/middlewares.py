"""Between Scrapy and us: what the server asks of us is heeded, and every exchange archived before anyone reads it.

At 950 the response is as it came off the wire. A middleware, not a signal: when a signal handler fails the page is
parsed all the same, when this fails the page is not.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.http import Request, Response

from crawler.archive.exchange import Exchange, Headers, Held
from crawler.clock import utc_now
from crawler.component import SpiderComponent
from crawler.errors import ArchiveWriteError
from crawler.failures import network_reason
from crawler.politeness import MAX_WAIT, Pace, retry_after
from crawler.store.frontier import DueUrl

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Headers as ScrapyHeaders
    from scrapy.robotstxt import RobotParser


def exchange_of(request: Request, response: Response, fetched_at: str) -> Exchange:
    """Return the exchange as Scrapy saw it. What it cannot know (reason phrase, case of header names) is left out."""
    ip = response.ip_address
    return Exchange(
        url=response.url,
        fetched_at=fetched_at,
        method=request.method,
        request_headers=_pairs(request.headers),
        request_body=request.body,
        protocol=response.protocol or "HTTP/1.1",
        status=response.status,
        headers=_pairs(response.headers),
        body=response.body,
        ip_address=str(ip) if ip is not None else None,
        truncated="dataloss" in response.flags,
        postback=request.meta.get("postback", ""),
    )


def _pairs(headers: ScrapyHeaders) -> Headers:
    """Return all values of all headers; `headers[name]` would give the last of repeated ones alone."""
    return tuple((name, value) for name, values in headers.items() for value in values)


def held_by(due: DueUrl | None) -> Held | None:
    """Return the full response that we hold for a due address, if any."""
    if due is None or due.last_record_id is None:
        return None
    return Held(
        record_id=due.last_record_id,
        payload_sha256=due.last_payload_sha256 or "",
        fetched_at=due.last_fetched_at or "",
        requested_url=due.last_requested_url or due.url,
    )


class ArchiveMiddleware(SpiderComponent):
    """Archives every exchange and every failure; ends the crawl when it cannot."""

    async def process_response(self, request: Request, response: Response) -> Response:
        """Archive the exchange; pages get their capture in `request.meta`, robots.txt its row at once."""
        due: DueUrl | None = request.meta.get("due")
        try:
            exchange = request.meta.pop("sampled", None) or exchange_of(request, response, utc_now())
            capture = await self._session.record(exchange, held_by(due))
            if due is None:
                await self._session.store_exchange(capture)
        except ArchiveWriteError as error:
            self._spider.abort(error)
            raise
        request.meta["capture"] = capture
        return response

    async def process_exception(self, request: Request, exception: Exception) -> None:
        """Note in the archive what kept us from a response."""
        if isinstance(exception, ArchiveWriteError):
            return
        event = {"event": "not_fetched", "reason": network_reason(exception), "detail": str(exception)[:500]}
        try:
            await self._session.record_event(request.url, event)
        except ArchiveWriteError as error:
            self._spider.abort(error)


class PolitenessMiddleware(SpiderComponent):
    """Reads what the server asks of us into the spider's `pace`.

    The waiting is done where the next request is chosen (`PortalSpider.start`), so that Ctrl-C and limits end it.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._agent: str = crawler.settings["USER_AGENT"]
        crawler.signals.connect(self._robots_parsed, signal=signals.robots_parsed)

    @property
    def _pace(self) -> Pace:
        return self._spider.pace

    def _robots_parsed(self, robotparser: RobotParser) -> None:
        delay = robotparser.crawl_delay(self._agent)
        if delay:
            self._pace.crawl_delay = max(self._pace.crawl_delay, min(float(delay), MAX_WAIT))
            self._pace.went_out()

    async def process_response(self, request: Request, response: Response) -> Response:  # noqa: ARG002
        """Note how long the server asks us to wait."""
        if response.status in (429, 503):
            header = response.headers.get(b"Retry-After")
            wait = retry_after(header.decode("latin-1") if header else None, datetime.now(UTC))
            if wait:
                self._pace.hold(wait)
        return response
