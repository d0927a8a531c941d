"""What a sample of an unknown portal has fetched serves its first crawl: no page is asked for twice within minutes.

It is archived by the crawl that takes it, with the time at which it came.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from scrapy.http import Headers, Request, Response

from crawler.archive.exchange import Exchange
from crawler.clock import utc_now
from crawler.component import SpiderComponent
from crawler.middlewares import exchange_of

if TYPE_CHECKING:
    from crawler.store.frontier import DueUrl

Sample = Mapping[str, Exchange]
"""Address that was asked for -> what came, as it came off the wire."""
MAX_BYTES = 64 * 1024 * 1024
"""Of all bodies of a sample that are kept for the crawl."""
POSTS = b"__doPostBack"


class Keeper:
    """Keeps what a sample fetches for the crawl that may follow."""

    def __init__(self) -> None:
        self.sample: dict[str, Exchange] = {}
        self._bytes = 0

    def keep(self, request: Request, response: Response) -> None:
        """Keep a whole page that was asked for as a crawl asks, as long as there is room."""
        self._bytes += len(response.body)
        whole = response.status == 200 and "dataloss" not in response.flags
        if whole and request.method == "GET" and self._bytes <= MAX_BYTES:
            self.sample[request.url] = exchange_of(request, response, utc_now())


class SampleMiddleware(SpiderComponent):
    """Answers a request from the sample, once."""

    async def process_request(self, request: Request) -> Response | None:
        """Return what the sample has of the address; None if it is to be asked for.

        A list whose next page a form brings is asked for again: the form is part of a session that may have ended.
        """
        found = self._spider.sample.pop(request.url, None) if request.method == "GET" else None
        due: DueUrl | None = request.meta.get("due")
        if found is None or due is None or (due.kind == "listing" and POSTS in found.body):
            return None
        request.meta["sampled"] = found
        headers = Headers()
        for name, value in found.headers:
            headers.appendlist(name, value)
        return Response(found.url, status=found.status, headers=headers, body=found.body, request=request)
