"""Run crawls from our own command: Scrapy in this process, verdicts back."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings

from crawler.errors import ArchiveWriteError, KhoError
from crawler.portals import find_portal
from crawler.sampled import Sample
from crawler.session import CrawlOptions
from crawler.store.crawls import Verdict
from spiders.portal import PortalSpider

EXIT_CODES = {"complete": 0, "partial": 3, "failed": 4, "interrupted": 130}
LOG_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class CrawlResult(NamedTuple):
    """How one crawl ended."""

    portal_id: str
    crawl_id: str
    """Empty if the crawl never began."""
    verdict: Verdict
    detail: str
    """What ended the crawl early, for people; empty if nothing did."""
    seconds: float
    error: KhoError | None = None
    """What kept the crawl from beginning."""

    @property
    def exit_code(self) -> int:
        """Exit code of the command for this verdict."""
        return self.error.exit_code if self.error else EXIT_CODES[self.verdict.verdict]


def crawl_portals(
    names: Sequence[str], archive: Path, options: CrawlOptions, *, progress: str = "auto",
    samples: Mapping[str, Sample] = MappingProxyType({}),
) -> list[CrawlResult]:  # fmt: skip
    """Crawl portals (ids or addresses) at the same time, each at its own polite rate; return how each ended.

    `samples` is what has been fetched of some of them just now: it is not asked for again.

    Raises: KhoError before anything is fetched, if a portal file is wrong, or if no crawl could begin.
    """
    ids = [find_portal(name, archive)[0].id for name in names]
    log_to(archive / "logs" / "crawl.log")
    settings = Settings({"KHO_PROGRESS": progress if len(names) == 1 or progress == "off" else "lines"})
    settings.setmodule("crawler.settings")
    settings.set("LOG_INSTALL_ROOT_HANDLER", False)
    process = AsyncCrawlerProcess(settings)
    crawlers = [process.create_crawler(PortalSpider) for _ in names]
    tasks = [
        process.crawl(crawler, portal=name, archive=str(archive), options=options, sample=samples.get(name))
        for crawler, name in zip(crawlers, names, strict=True)
    ]
    process.start()
    results = [_result(*crawl) for crawl in zip(ids, crawlers, tasks, strict=True)]
    errors = [result.error for result in results if result.error]
    if len(errors) == len(results):
        raise errors[0]
    return results


def _result(portal_id: str, crawler: Crawler, task: asyncio.Task[None]) -> CrawlResult:
    if task.done() and not task.cancelled() and (error := task.exception()) is not None:
        cause = error if isinstance(error, KhoError) else KhoError(f"the crawl broke off: {error!r}")
        return CrawlResult(portal_id, "", Verdict("failed", "not_begun"), str(cause), 0.0, cause)
    spider = crawler.spider
    assert isinstance(spider, PortalSpider)
    session = spider.session
    verdict = spider.outcome or Verdict("interrupted", "the crawl was stopped before it could close")
    seconds = time.monotonic() - session.started
    return CrawlResult(session.portal.id, session.crawl_id, verdict, spider.detail, seconds)


class _OneLine(logging.Formatter):
    """Leaves tracebacks to the log file."""

    def format(self, record: logging.LogRecord) -> str:
        plain = logging.makeLogRecord(record.__dict__ | {"exc_info": None, "exc_text": None, "stack_info": None})
        return super().format(plain)


def _is_for_people(record: logging.LogRecord) -> bool:
    """Return True for progress, and for our own warnings; what libraries say is in the log file."""
    ours = record.name.startswith(("crawler.", "spiders.", "kho."))
    return ours and (record.levelno >= logging.WARNING or record.name == "kho.progress")


def log_to(path: Path) -> None:
    """Everything goes to the archive's log; the terminal gets warnings and progress lines alone."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        to_file = logging.FileHandler(path, encoding="utf-8")
    except OSError as error:
        raise ArchiveWriteError(f"{path}: cannot be written: {error.strerror}. Is the archive read-only?") from None
    to_file.setLevel(logging.INFO)
    to_terminal = logging.StreamHandler()
    to_terminal.setFormatter(_OneLine(LOG_FORMAT))
    to_terminal.addFilter(_is_for_people)
    to_file.setFormatter(logging.Formatter(LOG_FORMAT))
    logging.raiseExceptions = False  # a full disk is told once, by what could not be archived
    logging.basicConfig(level=logging.INFO, handlers=[to_file, to_terminal], force=True)
