"""What happens to a capture after it is archived: Fetched -> Extracted -> rows."""

from __future__ import annotations

from crawler.component import SpiderComponent
from crawler.errors import ArchiveWriteError
from crawler.feed import Extracted, Fetched, Kept
from crawler.store.pages import Stored


class ExtractPipeline(SpiderComponent):
    """Reads each page once, in a worker process."""

    async def process_item(self, item: Fetched) -> Extracted:
        """Return the item with its page."""
        page = await self._session.read(item.capture)
        return Extracted(due=item.due, capture=item.capture, page=page)


class StorePipeline(SpiderComponent):
    """Writes the rows of each page, in the writer thread. A write that fails ends the crawl."""

    async def process_item(self, item: Extracted) -> Kept:
        """Store the page and count what it brought."""
        try:
            stored = await self._session.store_page(item.capture, item.page, due=item.due.url)
        except ArchiveWriteError as error:
            self._spider.abort(error)
            raise
        self._count(item, stored)
        return Kept(due=item.due, stored=stored)

    def _count(self, item: Extracted, stored: Stored) -> None:
        counts = self._session.counts
        counts["captures"] += 1
        counts["problems"] += len(item.page.problems)
        counts[item.page.kind] += 1
        if stored.article is not None:
            counts[f"articles_{stored.article}"] += 1
