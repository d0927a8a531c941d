"""One page in the browser: its scripts run, the DOM is taken. All that the page asks for comes through `Fetch`."""

from __future__ import annotations

import asyncio
import logging
import os
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from playwright.async_api import Browser, BrowserContext, Error, Playwright, Route, async_playwright

from crawler.render.chromium import FLAGS, RenderError, find_chromium

logger = logging.getLogger(__name__)

PAGE_SECONDS = 90.0
"""Seconds for one page, our polite waits between its requests among them; then the DOM is taken as it is."""
ANSWER_SECONDS = 10.0
"""Seconds for the browser itself to answer; one that does not is ended."""
QUIET_SECONDS = 0.5
"""A page that has asked for nothing for so long is done."""
MAX_REQUESTS = 40
"""Of one page; further ones are refused."""
MAX_DOM = 20_000_000
"""Characters; a larger DOM is not taken. Source: `MAX_PAGE` of crawler.extract.page."""
PAGES_PER_BROWSER = 200
"""A browser is started anew after so many pages, so that its memory is given back."""


@dataclass(frozen=True, slots=True)
class Resource:
    """What is given to the browser for one of its requests."""

    status: int
    content_type: str
    body: bytes
    """With its content coding undone."""


Fetch = Callable[[str, str, str, bytes], Awaitable[Resource | None]]
"""Kind of request (`script`, `xhr` …), method, address and body -> what came; None if it is not to be fetched."""


class _Visit:
    """The requests of one page."""

    def __init__(self, url: str, document: Resource, fetch: Fetch) -> None:
        self._url = url
        self._document: Resource | None = document
        self._fetch = fetch
        self._asked = 0
        self._open = 0
        self._last = time.monotonic()

    @property
    def is_quiet(self) -> bool:
        return self._open == 0 and time.monotonic() - self._last >= QUIET_SECONDS

    async def answer(self, route: Route) -> None:
        """Give the browser what it asked for, or refuse."""
        self._open += 1
        try:
            found = await self._find(route)
            if found is None:
                await route.abort("blockedbyclient")
            else:
                await route.fulfill(status=found.status, content_type=found.content_type, body=found.body)
        except Error:  # the page went away meanwhile
            pass
        except Exception:  # one request that fails must not end the page
            logger.exception("not given to the browser url=%s", route.request.url)
            with suppress(Error):
                await route.abort("failed")
        finally:
            self._open -= 1
            self._last = time.monotonic()

    async def _find(self, route: Route) -> Resource | None:
        asked = route.request
        if asked.resource_type == "document":
            # The page itself, once: frames and scripts that lead elsewhere get nothing.
            document, self._document = self._document, None
            return document if asked.is_navigation_request() else None
        self._asked += 1
        if self._asked > MAX_REQUESTS:
            return None
        return await self._fetch(asked.resource_type, asked.method, asked.url, asked.post_data_buffer or b"")


async def _close(opened: Browser | BrowserContext) -> None:
    with suppress(Error, TimeoutError):
        await asyncio.wait_for(opened.close(), ANSWER_SECONDS)


class Renderer:
    """A browser, started when it is first needed; one page at a time."""

    def __init__(self, user_agent: str, *, page_seconds: float = PAGE_SECONDS) -> None:
        self._user_agent = user_agent
        self._page_seconds = page_seconds
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None
        self._pages = 0
        self._turn = asyncio.Lock()

    async def render(self, url: str, document: Resource, fetch: Fetch) -> str:
        """Return the DOM of a page as HTML, once its scripts have run. Raises: RenderError."""
        async with self._turn:
            try:
                return await asyncio.wait_for(
                    self._render(url, document, fetch), self._page_seconds + 2 * ANSWER_SECONDS
                )
            except (Error, TimeoutError) as error:
                await self._end_browser()
                why = (str(error) or "the browser gives no answer").splitlines()[0]
                raise RenderError(f"{url}: not rendered: {why}") from error

    async def _render(self, url: str, document: Resource, fetch: Fetch) -> str:
        browser = await self._started()
        context = await browser.new_context(
            user_agent=self._user_agent, service_workers="block", accept_downloads=False, locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
        )  # fmt: skip
        try:
            dom = await self._visit(context, url, _Visit(url, document, fetch))
        except RenderError:
            await _close(context)
            raise
        # A page that gives no answer does not close either: it ends with its browser.
        await _close(context)
        return dom

    async def _visit(self, context: BrowserContext, url: str, visit: _Visit) -> str:
        deadline = time.monotonic() + self._page_seconds
        await context.route("**/*", visit.answer)
        await context.route_web_socket("**/*", lambda socket: socket.close())
        page = await context.new_page()
        page.on("popup", lambda other: asyncio.ensure_future(other.close()))
        with suppress(Error):  # a page that never ends loading is taken as it is
            await page.goto(url, wait_until="domcontentloaded", timeout=self._page_seconds * 1000)
        while not visit.is_quiet and time.monotonic() < deadline:
            await asyncio.sleep(0.05)
        size: Any = await asyncio.wait_for(page.evaluate("document.documentElement.outerHTML.length"), ANSWER_SECONDS)
        if not isinstance(size, int) or size > MAX_DOM:
            raise RenderError(f"{url}: not rendered: its DOM has {size} characters, at most {MAX_DOM} are taken")
        return await asyncio.wait_for(page.content(), ANSWER_SECONDS)

    async def _started(self) -> Browser:
        self._pages += 1
        if self._browser is not None and self._pages > PAGES_PER_BROWSER:
            await self._end_browser()
        if self._playwright is None:
            self._playwright = await async_playwright().start()
        if self._browser is None or not self._browser.is_connected():
            self._browser = await self._playwright.chromium.launch(
                executable_path=find_chromium(), args=list(FLAGS), chromium_sandbox=os.geteuid() != 0,
                handle_sigint=False, handle_sigterm=False, handle_sighup=False,
            )  # fmt: skip
            self._pages = 1
        return self._browser

    async def _end_browser(self) -> None:
        browser, self._browser = self._browser, None
        if browser is not None:
            await _close(browser)

    async def close(self) -> None:
        """End the browser."""
        await self._end_browser()
        if self._playwright is not None:
            with suppress(Error, TimeoutError):
                await asyncio.wait_for(self._playwright.stop(), ANSWER_SECONDS)
            self._playwright = None
