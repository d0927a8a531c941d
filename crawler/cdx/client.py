"""A CDX server is asked what it holds: index by index, host by host, page by page; patiently, and without trust."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import UTC, datetime
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response

from crawler.backfill.options import BackfillOptions
from crawler.backfill.patience import MAX_FAILURES, GivenUpError, Patience
from crawler.cdx.answer import (
    MAX_PAGES,
    BrokenAnswerError,
    number_of_pages,
    read_collections,
    says_nothing_is_there,
    shown,
)
from crawler.cdx.resume import LIMIT, is_full, without_key
from crawler.cdx.server import COLLECTIONS, Server, list_url
from crawler.failures import network_reason
from crawler.politeness import retry_after

BUSY = frozenset({429, 500, 502, 503, 504})
WRONG_QUESTION = frozenset({400, 422, 501})
"""Answers to parameters that a server does not know, or not for this host."""
MAX_MISSING = 3
"""Lists in a row that cannot be had, after which the others are not asked for; all hosts are asked for once."""
Get = Callable[[Request], Awaitable[Response]]


def wait_asked(response: Response) -> float | None:
    """Return the seconds that a response asks to wait, None if it does not say."""
    header = response.headers.get(b"Retry-After")
    return retry_after(header.decode("latin-1") if header else None, datetime.now(UTC))


class CdxClient:
    """Asks one server for what was asked for in `options`."""

    def __init__(self, get: Get, server: Server, patience: Patience, options: BackfillOptions) -> None:
        self._get = get
        self._server = server
        self._patience = patience
        self._options = options
        self._understood = False
        """True once an answer could be read: it is a CDX server."""

    async def list_captures(self, hosts: Sequence[str], keep: Callable[[str], None]) -> None:
        """Hand all answers on the hosts to `keep`, which raises BrokenAnswerError if one is none.

        A list that cannot be had keeps no other from being asked for, but with less patience.
        Raises: GivenUpError at the end, if one is missing.
        """
        missing = ""
        in_row = 0
        async for cdx in self._indexes():
            for host in hosts:
                try:
                    await self._list_host(cdx, host, keep)
                    in_row = 0
                except GivenUpError as error:
                    missing = missing or f"the list of {host} is missing: {error}"
                    in_row += 1
                    is_over = in_row >= max(MAX_MISSING, len(hosts))
                    if is_over or not self._patience.begin_again(failures=MAX_FAILURES - 1):
                        raise GivenUpError(missing) from error
        if missing:
            raise GivenUpError(missing)

    async def _indexes(self) -> AsyncIterator[str]:
        """Yield where to ask. Indexes of a list are asked where the list is, wherever it says they are."""
        cdx = self._server.cdx
        if not self._server.has_collections:
            yield cdx
            return
        names: list[str] = []
        since, until = self._options.since, self._options.until
        await self._ask(cdx, lambda text: names.extend(read_collections(text, since, until)))
        for name in names:
            yield f"{cdx.removesuffix(COLLECTIONS)}/{name}-index"

    async def _list_host(self, cdx: str, host: str, keep: Callable[[str], None]) -> None:
        """Hand on what is there of a host, page by page where the server has pages."""
        if not (self._server.has_resume_keys and await self._list_by_key(cdx, host, keep)):
            await self._list_by_page(cdx, host, keep)

    async def _list_by_key(self, cdx: str, host: str, keep: Callable[[str], None]) -> bool:
        """Hand on what is there of a host, part by part; return False if the server does not go on by key."""
        more = {"limit": str(LIMIT), "showResumeKey": "true"}
        keys: set[str] = set()
        parts: list[tuple[str, str | None]] = []

        def read(text: str) -> None:
            part = without_key(text)
            keep(part[0])
            parts.append(part)

        since, until = self._options.since, self._options.until
        while await self._ask(list_url(cdx, host, since, until, **more), read, optional=True):
            text, key = parts.pop() if parts else ("", None)
            if key is None:
                return not is_full(text)
            if key in keys or len(keys) >= MAX_PAGES:
                return False
            keys.add(key)
            more["resumeKey"] = key
        return False

    async def _list_by_page(self, cdx: str, host: str, keep: Callable[[str], None]) -> None:
        """Hand on what is there of a host, page by page where the server has pages, else in one answer."""
        days = (self._options.since, self._options.until)
        pages: list[int] = []

        def read_first(text: str) -> None:
            found = number_of_pages(text)
            if found is None:
                keep(text)
            else:
                pages.extend(range(found))

        if not await self._ask(list_url(cdx, host, *days, showNumPages="true"), read_first, optional=True):
            await self._ask(list_url(cdx, host, *days), keep)
        for page in pages:
            await self._ask(list_url(cdx, host, *days, page=str(page)), keep)

    async def _ask(self, url: str, read: Callable[[str], None], *, optional: bool = False) -> bool:
        """Ask until there is an answer that can be read, or that there is nothing. Raises: GivenUpError.

        Returns False if the question is `optional`, and the server cannot be asked so.
        """
        while (response := await self._answer(url, optional=optional)) is not None:
            if response.status != 200:
                return False
            try:
                read(response.body.decode("utf-8", "replace"))
            except BrokenAnswerError as error:
                self._not_understood(f"the answer of the CDX server {error}: {url}")
            else:
                self._understood = True
                self._patience.answered()
                break
        return True

    def _not_understood(self, detail: str) -> None:
        """Ask again, if this ever was a CDX server. Raises: GivenUpError."""
        if not self._understood:
            self._patience.give_up(detail)
        self._patience.failed(detail)

    async def _answer(self, url: str, *, optional: bool) -> Response | None:
        """Return a whole answer with status 200, None if it says that there is nothing. Raises: GivenUpError.

        Where the question is `optional`, an answer that it is a wrong one is returned, too.
        """
        while True:
            await self._patience.turn()
            try:
                response = await self._get(Request(url, dont_filter=True, meta={"dont_redirect": True}))
            except Exception as error:
                self._not_fetched(network_reason(error), url)
                continue
            finally:
                self._patience.listed()
            if response.status == 200 and "dataloss" not in response.flags:
                return response
            text = response.body[:2_000].decode("utf-8", "replace")
            if response.status == 404 and says_nothing_is_there(text):
                return None
            if optional and response.status in WRONG_QUESTION:
                return response
            if response.status != 200 and response.status not in BUSY:
                said = f"{response.status} ({shown(text)})"
                self._patience.give_up(f"the CDX server answered {said}: {url}")
            self._patience.failed(f"{response.status}: {url}", wait_asked(response))

    def _not_fetched(self, reason: str, url: str) -> None:
        if reason == "too_large":
            self._patience.give_up(f"the answer of {urlsplit(url).netloc} is too large: narrow it with --from and --to")
        self._patience.failed(f"{reason}: {url}")
