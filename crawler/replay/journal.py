"""The steps of a crawl, written into its WARC files before their rows are committed.

One `metadata` record for each batch: `{"event": "journal", "steps": [...]}`, in the order in which they were done.
A batch whose rows could not be committed is taken back by the next record (`void`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlite_utils import Database

from crawler.archive.warc import WarcWriter
from crawler.items import Capture, Page
from crawler.replay.perform import take_exchange, take_page, take_simple
from crawler.replay.steps import CrawlFacts, Step
from crawler.store.captures import Place, place_of_record
from crawler.store.crawls import Verdict
from crawler.store.pages import Stored
from crawler.store.replayed import note_replayed

JOURNAL = "journal"


class Journal:
    """Does the steps of one crawl and remembers them until they are in the WARC. Used in the writer's thread alone."""

    def __init__(self, warc: WarcWriter, crawl: CrawlFacts, info: Mapping[str, str]) -> None:
        """`info` is what the `warcinfo` says; the first record repeats it, should that be damaged."""
        self._warc = warc
        self._crawl = crawl
        self._info: Mapping[str, str] | None = info
        self._steps: list[Step] = []
        self._unsure: str | None = None
        """The record of the batch that is being committed."""
        self._void: list[str] = []

    def page(self, db: Database, step: Step, capture: Capture, page: Page) -> Stored:
        """Store a page."""
        stored = take_page(db, self._crawl, step, capture, page)
        self._steps.append(_placed(db, step, capture))
        return stored

    def exchange(self, db: Database, step: Step, capture: Capture) -> None:
        """Store a record that is no page."""
        take_exchange(db, self._crawl, capture)
        self._steps.append(_placed(db, step, capture))

    def simple(self, db: Database, step: Step) -> Verdict | None:
        """Do a step that stores no record."""
        verdict = take_simple(db, self._crawl, step)
        self._steps.append(step)
        return verdict

    def flush(self, db: Database) -> None:
        """Write the steps of the batch that is about to be committed. Raises: ArchiveWriteError."""
        if not self._steps:
            return
        values: dict[str, Any] = {"crawl": self._crawl.crawl_id, "event": JOURNAL}
        values["steps"] = [step.as_json() for step in self._steps]
        if self._void:
            values["void"] = self._void
        if self._info is not None:
            values["info"] = self._info
        written = self._warc.append_metadata(f"urn:kho:crawl:{self._crawl.crawl_id}", values)
        self._unsure = written.record_id
        note_replayed(db, self._crawl.portal.id, Place(written.file, written.offset))

    def committed(self) -> None:
        """Forget the batch: its rows are there."""
        self._steps.clear()
        self._void.clear()
        self._unsure = self._info = None

    def lost(self) -> None:
        """Forget the batch: its rows were rolled back. What of it is in the WARC already is taken back."""
        if self._unsure is not None:
            self._void.append(self._unsure)
        self._steps.clear()
        self._unsure = None


def _placed(db: Database, step: Step, capture: Capture) -> Step:
    """Return the step with the place of its record, where that lies in a file of others."""
    if capture.source != "import":
        return step
    of = place_of_record(db, capture.revisit_of) if capture.revisit_of else None
    return Step(
        do=step.do, record=step.record, url=step.url, original=(of.warc_file, of.warc_offset) if of else None,
        original_id=capture.revisit_of if of else None,
        place=(capture.warc_file, capture.warc_offset, capture.warc_length),
    )  # fmt: skip
