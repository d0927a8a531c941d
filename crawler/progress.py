"""Progress of long work: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import asyncio
import logging
import sys
import time
from collections import Counter
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar
from scrapy import signals
from scrapy.exceptions import NotConfigured

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from spiders.portal import PortalSpider

logger = logging.getLogger("kho.progress")

BAR_SECONDS = 0.25
LINE_SECONDS = 10.0


def describe(counts: Counter[str], seconds: float) -> str:
    """Return `123 pages · 98 articles (97 new, 1 changed) · 4.1 pages/s · 0 failures · 2 problems`."""
    pages = counts["requests"]
    rate = pages / seconds if seconds > 0 else 0.0
    articles = f"{counts['article']} articles ({counts['articles_new']} new, {counts['articles_changed']} changed)"
    trouble = f"{counts['failures']} failures · {counts['problems']} problems"
    return f"{pages} pages · {articles} · {rate:.1f} pages/s · {trouble}"


class Progress:
    """Reports on the crawl while it runs. Setting KHO_PROGRESS: `auto` (default), `bar`, `lines`, `off`."""

    def __init__(self, crawler: Crawler, mode: str) -> None:
        self._crawler = crawler
        self._mode = mode
        self._task: asyncio.Task[None] | None = None
        crawler.signals.connect(self._opened, signal=signals.spider_opened)
        crawler.signals.connect(self._closed, signal=signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Progress:
        """Scrapy's way to make a component. Raises: NotConfigured where progress is off."""
        mode = crawler.settings.get("KHO_PROGRESS", "auto")
        if mode == "off":
            raise NotConfigured
        return cls(crawler, ("bar" if sys.stderr.isatty() else "lines") if mode == "auto" else mode)

    @property
    def _line(self) -> str:
        spider: PortalSpider = self._crawler.spider  # type: ignore[assignment]
        session = spider.session
        return describe(session.counts, time.monotonic() - session.started)

    async def _opened(self) -> None:
        self._task = asyncio.create_task(self._show_bar() if self._mode == "bar" else self._log_lines())

    async def _closed(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        if self._mode == "lines":
            logger.info("%s", self._line)

    async def _log_lines(self) -> None:
        while True:
            await asyncio.sleep(LINE_SECONDS)
            logger.info("%s", self._line)

    async def _show_bar(self) -> None:
        columns = (SpinnerColumn(), BarColumn(bar_width=20), TextColumn("{task.description}"), TimeElapsedColumn())
        with Bar(*columns, console=Console(stderr=True)) as bar:
            task = bar.add_task("", total=None)
            try:
                while True:
                    bar.update(task, description=self._line)
                    await asyncio.sleep(BAR_SECONDS)
            finally:
                bar.update(task, description=self._line, total=1, completed=1)
