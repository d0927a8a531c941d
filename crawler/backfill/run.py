"""Run a backfill from our own command: Scrapy in this process, the verdict back."""

from __future__ import annotations

from pathlib import Path

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from crawler.backfill.options import BackfillOptions
from crawler.cdx.server import server_of
from crawler.crawl import EXIT_CODES, log_to
from crawler.errors import KhoError
from crawler.portals import find_portal
from spiders.backfill import BackfillSpider

__all__ = ["EXIT_CODES", "backfill"]


def backfill(name: str, archive: Path, options: BackfillOptions) -> BackfillSpider:
    """Fetch what a web archive holds of a portal; return the spider, whose `outcome` is the verdict.

    Raises: KhoError if it could not begin.
    """
    find_portal(name, archive)
    server_of(options.cdx)
    log_to(archive / "logs" / "backfill.log")
    settings = Settings()
    settings.setmodule("crawler.settings")
    settings.set("LOG_INSTALL_ROOT_HANDLER", False)
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(BackfillSpider)
    task = process.crawl(crawler, portal=name, archive=str(archive), options=options)
    process.start()
    if task.done() and not task.cancelled() and (error := task.exception()) is not None:
        raise error if isinstance(error, KhoError) else KhoError(f"the backfill broke off: {error!r}")
    spider = crawler.spider
    assert isinstance(spider, BackfillSpider)
    return spider
