"""Pages read again from their records, with the portal file of their time, and compared with their rows."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from crawler.archive.captures import stored_capture, with_dom
from crawler.archive.reader import IMPORTED, iter_records, read_record
from crawler.archive.tail import warc_files
from crawler.clock import parse_utc
from crawler.dom import Dom
from crawler.errors import ArchiveDamagedError, PortalFileError
from crawler.items import Capture, Page, Source
from crawler.portals import Portal, find_portal, parse_portal
from crawler.problem_codes import ProblemCode
from crawler.store.database import open_read_only
from crawler.store.pages import EXTRACTOR
from crawler.store.record_index import RULES
from crawler.store.reread import Difference, captures_to_read, count_articles, differences, sample_of
from crawler.verify.report import Finding
from crawler.workers import Workers

AHEAD = 32
"""Pages under way at once."""
ENOUGH_FOR_SEVERAL = 200
"""Articles: fewer are read sooner than a second worker has started."""
UNREAD: frozenset[ProblemCode] = frozenset({"extraction_timeout", "extraction_crashed"})
REBUILD = "`kho rebuild --check` shows each difference; `kho rebuild` makes the database anew from the WARC files"


class Reread(NamedTuple):
    """One capture, read again."""

    row: dict[str, Any]
    page: Page | None
    """None if its record cannot be read, which was told before."""


class PortalFiles:
    """Portal files with which records were read: of the warcinfo at the head of the crawl's file, or applied later."""

    def __init__(self, archive: Path) -> None:
        self._archive = archive
        self.of_file = lru_cache(maxsize=64)(self._of_file)
        self._files_of_crawls = lru_cache(maxsize=64)(self._heads)
        self._rules = lru_cache(maxsize=64)(self._files_of_rules)

    def of_capture(self, row: dict[str, Any]) -> Portal:
        """Return the portal as it was when a capture was taken in, or its file was applied to it.

        Raises: PortalFileError.
        """
        file, portal_id = row["warc_file"], row["portal_id"]
        if IMPORTED in file:
            file = self._files_of_crawls(portal_id).get(row["crawl_id"], file)
        return self.of_file(file, portal_id)

    def _of_file(self, file: str, portal_id: str) -> Portal:
        """Return the portal as `file` says it was; as it is now, for files of others. Raises: PortalFileError."""
        source = self._in_force(file, portal_id) if IMPORTED not in file else file
        text = self._info(source).get("kho-portal-file") if IMPORTED not in file else None
        if text is None:
            return find_portal(portal_id, self._archive)[0]
        return parse_portal(text, origin=f"{source}: warcinfo")

    def _in_force(self, file: str, portal_id: str) -> str:
        """Return the file whose portal file holds for `file`: the newest of rules that came after it, or itself."""
        return max((other for other in self._rules(portal_id) if other > file), default=file)

    def _info(self, file: str) -> dict[str, str]:
        try:
            head = next(iter_records(self._archive, file), None)
        except OSError:
            return {}  # a file that is gone or cannot be read is told of by itself
        return head.info() if head is not None and head.kind == "warcinfo" else {}

    def _heads(self, portal_id: str) -> dict[str, str]:
        """Return crawl id -> a file that it wrote."""
        return {self._info(file).get("isPartOf", ""): file for file in warc_files(self._archive, portal_id)}

    def _files_of_rules(self, portal_id: str) -> list[str]:
        files = warc_files(self._archive, portal_id)
        return [file for file in files if self._info(file).get("kho-kind") == RULES]


class Readers:
    """Worker processes, a pool for each state of a portal file."""

    def __init__(self, count: int | None) -> None:
        """`count` workers in each pool; None: one per core."""
        self._count = count
        self._pools: dict[str, Workers] = {}

    def read(self, capture: Capture, portal: Portal) -> Page:
        """Return the page, within the bounds of time and memory that a crawl keeps, too."""
        return self._pools[portal.model_dump_json()].read_now(capture)

    def prepare(self, portal: Portal) -> None:
        """Have a pool for `portal`."""
        key = portal.model_dump_json()
        if key not in self._pools:
            self._pools[key] = Workers(portal, self._count or os.cpu_count())

    def close(self) -> None:
        """End all processes."""
        for pool in self._pools.values():
            pool.close()


def extraction_findings(
    archive: Path, portal_id: str | None, *, full: bool, checked_at: str, progress: Callable[[int], None]
) -> Iterator[Finding]:
    """Yield the rows that say otherwise than their pages; `progress` is told how many pages were read."""
    with closing(open_read_only(archive / "archive.db", current=False)) as db:
        articles = count_articles(db, portal_id)
        sample = None if full else sample_of(articles, parse_utc(checked_at).date())
        readers = Readers(None if full and articles > ENOUGH_FOR_SEVERAL else 1)
        for number, one in enumerate(_reread(archive, captures_to_read(db, portal_id, sample), readers), 1):
            if isinstance(one, Finding):
                yield one
            elif one.page is not None and UNREAD & {problem.code for problem in one.page.problems}:
                yield _not_read(one.row)
            elif one.page is not None:
                for difference in differences(db, one.row["capture_id"], one.page):
                    yield _finding(one.row, difference)
            progress(number)


def _reread(archive: Path, rows: Iterator[dict[str, Any]], readers: Readers) -> Iterator[Reread | Finding]:
    files = PortalFiles(archive)
    with ThreadPoolExecutor(AHEAD) as threads:
        try:
            while batch := list(islice(rows, AHEAD)):
                waiting: list[Future[Reread] | Finding] = []
                for row in batch:
                    try:
                        portal = files.of_capture(row)
                    except PortalFileError as error:
                        waiting.append(_without_portal_file(row, error))
                        continue
                    readers.prepare(portal)
                    waiting.append(threads.submit(_read_one, archive, row, portal, readers))
                for one in waiting:
                    yield one if isinstance(one, Finding) else one.result()
        finally:
            readers.close()


def _read_one(archive: Path, row: dict[str, Any], portal: Portal, readers: Readers) -> Reread:
    try:
        record = read_record(archive, row["warc_file"], row["warc_offset"], row["warc_length"])
        original = None
        if row["o_file"] is not None:
            original = read_record(archive, row["o_file"], row["o_offset"], row["o_length"])
    except ArchiveDamagedError:
        return Reread(row, None)
    record = record.known_as(row["record_id"])
    if record.record_id != row["record_id"]:
        return Reread(row, None)
    source: Source = row["source"]
    capture = stored_capture(
        record, portal_id=row["portal_id"], crawl_id=row["crawl_id"], original=original, source=source
    )
    if row["d_id"] is not None:
        dom = Dom(row["d_id"], row["d_file"], row["d_offset"], row["d_length"])
        try:
            capture = with_dom(capture, dom, read_record(archive, *dom[1:]).block)
        except ArchiveDamagedError:
            return Reread(row, None)
    return Reread(row, readers.read(capture, portal))


def _finding(row: dict[str, Any], difference: Difference) -> Finding:
    fields = ", ".join(difference.fields)
    other = difference.extractor not in (None, EXTRACTOR)
    code = (
        "extractor_changed" if other else "document_differs" if difference.table == "documents" else "article_differs"
    )
    by = f"; the row was read by {difference.extractor}, this is {EXTRACTOR}" if other else ""
    return Finding(
        code=code,  # type: ignore[arg-type]
        message=f"{difference.table}: read again, the page says otherwise: {fields}{by}",
        advice=REBUILD, file=row["warc_file"], offset=row["warc_offset"], length=row["warc_length"],
        record_id=row["record_id"], url=row["requested_url"], id=difference.id, capture_id=row["capture_id"],
    )  # fmt: skip


def _not_read(row: dict[str, Any]) -> Finding:
    return Finding(
        code="not_reread", message="reading the page again took too long or broke off: its rows were not compared",
        advice="verify again when the machine has less to do", file=row["warc_file"], offset=row["warc_offset"],
        length=row["warc_length"], record_id=row["record_id"], url=row["requested_url"], capture_id=row["capture_id"],
    )  # fmt: skip


def _without_portal_file(row: dict[str, Any], error: PortalFileError) -> Finding:
    return Finding(
        code="portal_file_missing", message=f"the page cannot be read again: {error}",
        advice="put the portal's file into portals/ of the archive", file=row["warc_file"], offset=row["warc_offset"],
        record_id=row["record_id"], url=row["requested_url"], capture_id=row["capture_id"],
    )  # fmt: skip
