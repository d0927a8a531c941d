"""robots.txt: read before anything else of its host, and obeyed.

Scrapy's own middleware, with two faults of version 2.19 mended: of the requests that wait while robots.txt is fetched
only the first was held against it (the others awaited a result that had been consumed, got None, and passed); and a
robots.txt that answers 5xx or not at all was taken for permission.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest

from crawler.archive.coding import decode_content

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.robotstxt import RobotParser


class RobotsUnreachableError(IgnoreRequest):
    """Raised when robots.txt answered 5xx or not at all: all is then forbidden. Source: RFC 9309, 2.3.1.4.

    Its cause is what came instead of an answer, if none came.
    """

    status: int | None = None
    """What robots.txt answered, if it did."""


class RobotsMiddleware(RobotsTxtMiddleware):
    """Holds each request against the robots.txt of its host."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._turns: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._down: dict[str, int | Exception] = {}
        """Host -> what its robots.txt answered, or what came instead of an answer."""

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """Return the rules for a request; one request at a time may ask for them. Raises: RobotsUnreachableError."""
        host = urlsplit(request.url).netloc
        async with self._turns[host]:
            parser = await super().robot_parser(request)
        if host in self._down:
            raise _unreachable(host, self._down[host])
        return parser

    async def process_response(self, request: Request, response: Response) -> Response:
        """Note a robots.txt that the server could not give; undo its content coding."""
        if not request.meta.get("dont_obey_robotstxt"):
            return response
        if response.status >= 500:
            self._down[_asked_host(request)] = response.status
        coding = response.headers.get(b"Content-Encoding")
        return response.replace(body=decode_content(response.body, coding.decode("latin-1"))) if coding else response

    async def process_exception(self, request: Request, exception: Exception) -> None:
        """Note a robots.txt that could not be fetched at all."""
        if request.meta.get("dont_obey_robotstxt") and not isinstance(exception, IgnoreRequest):
            self._down[_asked_host(request)] = exception


def _unreachable(host: str, why: int | Exception) -> RobotsUnreachableError:
    """Return the error to raise for a robots.txt that could not be read."""
    error = RobotsUnreachableError(f"robots.txt of {host} cannot be read")
    if isinstance(why, Exception):
        error.__cause__ = why
    else:
        error.status = why
    return error


def _asked_host(request: Request) -> str:
    """Return the host whose robots.txt was asked for, wherever redirects have led since."""
    first: str = request.meta.get("redirect_urls", [request.url])[0]
    return urlsplit(first).netloc
