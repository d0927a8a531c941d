"""What happens to a capture after it is archived: Fetched -> Extracted -> rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from crawler.errors import ArchiveWriteError
from crawler.feed import Extracted, Fetched, Kept
from crawler.store.pages import Stored

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from spiders.portal import PortalSpider


class _SpiderPipeline:
    """A pipeline that works for our spider."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way to make a component."""
        return cls(crawler)

    @property
    def _spider(self) -> PortalSpider:
        spider: PortalSpider = self._crawler.spider  # type: ignore[assignment]
        return spider


class ExtractPipeline(_SpiderPipeline):
    """Reads each page once, in a worker process."""

    async def process_item(self, item: Fetched) -> Extracted:
        """Return the item with its page."""
        page = await self._spider.session.read(item.capture)
        return Extracted(due=item.due, capture=item.capture, page=page)


class StorePipeline(_SpiderPipeline):
    """Writes the rows of each page, in the writer thread. A write that fails ends the crawl."""

    async def process_item(self, item: Extracted) -> Kept:
        """Store the page and count what it brought."""
        spider = self._spider
        session = spider.session
        try:
            stored = await session.store_page(item.capture, item.page, due=item.due.url)
        except ArchiveWriteError as error:
            spider.abort(error)
            raise
        self._count(item, stored)
        return Kept(due=item.due, stored=stored)

    def _count(self, item: Extracted, stored: Stored) -> None:
        counts = self._spider.session.counts
        counts["captures"] += 1
        counts["problems"] += len(item.page.problems)
        counts[item.page.kind] += 1
        if stored.article is not None:
            counts[f"articles_{stored.article}"] += 1
