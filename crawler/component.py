"""What our downloader middlewares and pipelines have in common: they work for the crawl's spider."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.session import CrawlSession
    from spiders.portal import PortalSpider


class SpiderComponent:
    """A part of Scrapy's that works for our spider."""

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

    @property
    def _session(self) -> CrawlSession:
        return self._spider.session
