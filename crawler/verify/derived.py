"""All rows held against those that the WARC files give: what is missing, what nobody has a page for, what differs.

The comparison is that of `kho rebuild --check`. What follows from a record that is lost, or from a page that took too
long, is told once and not row by row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from sqlite_utils import Database

from crawler.rebuild import Wanted, derived_beside
from crawler.store.compare import KEYS, Difference, table_differences
from crawler.store.derived_rows import (
    captures_unread,
    extractors,
    is_mark,
    item_extractor,
    names_of_record,
    one_sided_captures,
    place_of_row,
)
from crawler.store.pages import EXTRACTOR
from crawler.verify.report import Code, Finding, Report

Progress = Callable[[int], None]

MAX_LOST = 2_000
"""Records that are on one side alone: beyond it nothing can be said of single rows."""
LOST: frozenset[Code] = frozenset({
    "record_damaged", "file_missing", "file_unreadable", "file_changed", "original_missing", "row_without_record",
})  # fmt: skip
"""What is wrong with WARC files so that they may give other rows than they once did."""
TOLD: frozenset[Code] = LOST | {"not_a_warc", "record_torn"}
"""What is wrong with WARC files is told before, each with its place; but Kho's own metadata is read only here."""
TOLD_ELSEWHERE = frozenset({
    "crawl_id", "requested_url", "fetched_at", "status", "mime", "bytes", "payload_sha256", "revisit_of", "source",
    "truncated", "warc_file", "warc_offset", "warc_length",
})  # fmt: skip
"""Of `captures`: held against the records themselves by each audit (`crawler.verify.records`)."""
REBUILD = "`kho rebuild --check` shows each difference; `kho rebuild` makes the database anew from the WARC files"
MEND_FIRST = "put good copies of the damaged files in their place and verify again; until then keep the database"
AGAIN = "verify again when the machine has less to do"
DIFFERS: dict[str, Code] = {
    "articles": "article_differs", "article_revisions": "article_differs", "view_counts": "article_differs",
    "citations": "article_differs", "documents": "document_differs",
}  # fmt: skip


class TooMuchLostError(Exception):
    """Raised when too many records are on one side alone; the caller should compare pages one by one."""


def derived_findings(archive: Path, report: Report, progress: Progress) -> Iterator[Finding]:
    """Yield the rows that are not those of the WARC files; `progress` is told how many records were read again.

    `report` holds what was found so far. Raises: KhoError, TooMuchLostError, sqlite3.DatabaseError.
    """
    wanted = Wanted(portal_id=report.portal_id)
    with derived_beside(archive, lambda done, _total, _articles: progress(done), wanted) as (rebuilt, present, derived):
        progress(rebuilt.records)
        in_doubt = bool(rebuilt.faults) or bool(LOST & set(report.counts))
        if not TOLD & set(report.counts):
            yield from (Finding(code="record_damaged", message=fault, advice=MEND_FIRST) for fault in rebuilt.faults)
        yield from _Comparison(present, derived, report, in_doubt=in_doubt).findings()


class _Comparison:
    """Two databases, and what is known of the records behind their rows."""

    def __init__(self, present: Database, derived: Database, report: Report, *, in_doubt: bool) -> None:
        self._present = present
        self._derived = derived
        self._portal_id = report.portal_id
        self._told = {finding.record_id for finding in report.findings if finding.record_id}
        self._in_doubt = in_doubt
        self._other_extractors = extractors(present) - {EXTRACTOR}
        self._explained: set[str] = set()
        """Names of rows (addresses, ids) that follow from a record on one side alone, or from a page not read."""
        self._passed_over = 0

    def findings(self) -> Iterator[Finding]:
        yield from self._one_sided()
        yield from self._unread()
        for table in KEYS:
            differences = table_differences(self._present, self._derived, table, self._portal_id)
            for _, of_row in groupby(differences, key=attrgetter("key")):
                yield from self._row(list(of_row))
        if self._passed_over:
            message = f"{self._passed_over} rows live from records that are told above: they cannot be compared"
            yield Finding(code="not_compared", message=message, advice=MEND_FIRST, file="archive.db")

    def _one_sided(self) -> Iterator[Finding]:
        """Remember what follows from records that only one side has; tell those that nothing told yet."""
        for number, (record_id, file, is_present) in enumerate(
            one_sided_captures(self._present, self._derived, self._portal_id)
        ):
            if number >= MAX_LOST:
                raise TooMuchLostError
            self._explain(record_id)
            if record_id not in self._told and "/imported/" in file:
                yield self._finding([Difference("captures", record_id, None, is_present, not is_present)])

    def _unread(self) -> Iterator[Finding]:
        """Pages that one side took too long for, or broke off at: that says nothing of their rows."""
        now, then = captures_unread(self._derived), captures_unread(self._present)
        for record_id in sorted(now ^ then):
            self._explain(record_id)
            message = "reading the page again took too long or broke off" if record_id in now else (
                "reading the page took too long or broke off when it was captured, and does not now"
            )  # fmt: skip
            advice = AGAIN if record_id in now else "`kho rebuild` reads it again"
            yield Finding(
                code="not_reread", message=f"{message}: its rows were not compared", advice=advice,
                **place_of_row(self._present, record_id),
            )  # fmt: skip

    def _explain(self, record_id: str) -> None:
        self._explained.add(record_id)
        for db in (self._present, self._derived):
            self._explained |= names_of_record(db, record_id)

    def _row(self, differences: list[Difference]) -> Iterator[Finding]:
        """Yield the finding for the differences of one row, if it is to be told."""
        first = differences[0]
        if first.table == "captures":
            differences = [one for one in differences if one.field is not None and one.field not in TOLD_ELSEWHERE]
        if not differences or is_mark(first.table, first.key):
            return
        if self._explained & set(first.key.split(" ")):
            self._passed_over += first.table != "captures"
            return
        yield self._finding(differences)

    def _finding(self, differences: list[Difference]) -> Finding:
        first = differences[0]
        code, message = self._what(first.table, first, [one.field for one in differences if one.field])
        advice = MEND_FIRST if code == "row_in_doubt" else REBUILD
        side = self._present if first.field is not None or first.present else self._derived
        place = place_of_row(side, *first.key.split(" "))
        return Finding(code=code, message=message, advice=advice, table=first.table, key=first.key, **place)

    def _what(self, table: str, first: Difference, fields: Iterable[str]) -> tuple[Code, str]:
        code, message = _said(table, first, fields)
        by = self._read_by_another(first.key)
        if self._in_doubt:
            return "row_in_doubt", f"{message}; but they are damaged, and this may come from that"
        return (
            ("extractor_changed", f"{message}; rows were read by {by}, this is {EXTRACTOR}") if by else (code, message)
        )

    def _read_by_another(self, key: str) -> str | None:
        """Return the other version that may have read a row: its article's or document's, or any if it has none."""
        if not self._other_extractors:
            return None
        of_item = item_extractor(self._present, key.split(" "))
        by = of_item or ", ".join(sorted(self._other_extractors))
        return None if by == EXTRACTOR else by


def _said(table: str, first: Difference, fields: Iterable[str]) -> tuple[Code, str]:
    if first.field is not None:
        return DIFFERS.get(table, "row_differs"), f"{table}: the WARC files say otherwise: {', '.join(fields)}"
    if first.present:
        return "row_unproven", f"{table}: the WARC files give no such row"
    return "row_lost", f"{table}: the row is missing; the WARC files give it"
