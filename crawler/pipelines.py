"""What happens to a capture after it is archived: Fetched -> Extracted -> rows."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Self

from sqlite_utils import Database

from crawler.errors import ArchiveWriteError
from crawler.feed import Extracted, Fetched, Kept
from crawler.portals import Portal
from crawler.since import published_since
from crawler.store.frontier import settle
from crawler.store.pages import Stored, store_fault, store_page

logger = logging.getLogger(__name__)

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
        session = self._spider.session
        page = await session.workers.read(item.capture)
        if session.options.since is not None:
            page = published_since(page, session.options.since)
        return Extracted(due=item.due, capture=item.capture, page=page)


class StorePipeline(_SpiderPipeline):
    """Writes the rows of each page, in the writer thread. A write that fails ends the crawl."""

    async def process_item(self, item: Extracted) -> Kept:
        """Store the page and count what it brought."""
        spider = self._spider
        session = spider.session
        try:
            stored = await session.writer.write(_store, session.portal, item, full=session.options.full)
        except ArchiveWriteError as error:
            spider.abort(error)
            raise
        except Exception as error:
            # One page's rows could not be made, which is our fault, not the server's: its capture is kept all the same.
            logger.exception("not stored portal=%s url=%s", session.portal.id, item.due.url)
            stored = await session.writer.write(store_fault, session.portal, item.capture, repr(error))
        self._count(item, stored)
        return Kept(due=item.due, stored=stored)

    def _count(self, item: Extracted, stored: Stored) -> None:
        counts = self._spider.session.counts
        counts["captures"] += 1
        counts["problems"] += len(item.page.problems)
        counts[item.page.kind] += 1
        if stored.article is not None:
            counts[f"articles_{stored.article}"] += 1


def _store(db: Database, portal: Portal, item: Extracted, *, full: bool) -> Stored:
    """Store a page, and settle the address that it was asked for under."""
    stored = store_page(db, portal, item.capture, item.page, full=full)
    settle(db, item.due, fetched_at=item.capture.fetched_at)
    return stored
