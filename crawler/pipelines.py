"""What happens to a capture after it is archived: Fetched -> Extracted -> rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crawler.errors import ArchiveWriteError
from crawler.feed import Extracted, Fetched
from crawler.since import published_since
from crawler.store.pages import store_page

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from spiders.portal import PortalSpider


class _SpiderPipeline:
    """A pipeline that works for our spider."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Any:
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
        session = self._spider.session
        page = await session.workers.read(item.capture)
        if session.options.since is not None:
            page = published_since(page, session.options.since)
        return Extracted(due=item.due, capture=item.capture, page=page)


class StorePipeline(_SpiderPipeline):
    """Writes the rows of each page, in the writer thread. A write that fails ends the crawl."""

    async def process_item(self, item: Extracted) -> Extracted:
        """Store the page and count what it brought."""
        spider = self._spider
        session = spider.session
        try:
            stored = await session.writer.write(
                store_page, session.portal, item.capture, item.page, full=session.options.full
            )
        except ArchiveWriteError as error:
            spider.abort(error)
            raise
        session.counts["captures"] += 1
        session.counts["problems"] += len(item.page.problems)
        session.counts[item.page.kind] += 1
        if stored.article is not None:
            session.counts[f"articles_{stored.article}"] += 1
        return item
