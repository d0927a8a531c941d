"""After a kill: what the WARC files hold and the database does not is taken in; a torn record is cut off and noted.

The archive is written before the database, so the database can only be behind. Only the newest records are looked at.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from pathlib import Path

from sqlite_utils import Database

from crawler.archive.captures import stored_capture
from crawler.archive.reader import Record, iter_records, read_record
from crawler.archive.tail import Torn, cut_torn_tail, warc_files
from crawler.errors import ArchiveDamagedError
from crawler.items import Capture, Page
from crawler.portals import Portal
from crawler.store.captures import place_of_record, resume_place
from crawler.store.crawls import ensure_crawl, note_torn_record
from crawler.store.pages import store_exchange, store_fault, store_page
from crawler.store.savepoint import is_of_the_file, savepoint
from crawler.urls import is_on

logger = logging.getLogger(__name__)


def recover(db: Database, archive: Path, portal: Portal, read: Callable[[Capture], Page]) -> int:
    """Take in the records of `portal` that have no rows yet, their pages read by `read`; return how many."""
    resume = resume_place(db, portal.id)
    taken = 0
    for file in warc_files(archive, portal.id):
        if resume is None or file >= resume.warc_file:
            start = resume.warc_offset if resume is not None and file == resume.warc_file else 0
            taken += _recover_file(db, archive, portal, read, file, start)
    if taken:
        logger.warning("taken in after an interrupted crawl portal=%s captures=%d", portal.id, taken)
    return taken


def _recover_file(
    db: Database, archive: Path, portal: Portal, read: Callable[[Capture], Page], file: str, start: int
) -> int:
    torn = cut_torn_tail(archive, file, start)
    crawl_id = _crawl_of(db, archive, portal, file)
    if crawl_id is None:
        return 0
    if torn is not None:
        _note(db, torn, crawl_id)
    taken = 0
    for record in iter_records(archive, file, start):
        if record.kind in ("response", "revisit") and place_of_record(db, record.record_id) is None:
            original = _original(db, archive, record)
            _take_in(
                db, portal, read, stored_capture(record, portal_id=portal.id, crawl_id=crawl_id, original=original)
            )
            taken += 1
    return taken


def _crawl_of(db: Database, archive: Path, portal: Portal, file: str) -> str | None:
    """Return the crawl that wrote `file`, from its `warcinfo`, or None if not even that is whole."""
    head = next(iter_records(archive, file), None)
    if head is None or head.kind != "warcinfo":
        return None
    info = head.info()
    settings = info.get("kho-settings", json.dumps({}))
    started, software = info["kho-started"], info["software"]
    ensure_crawl(
        db,
        crawl_id=info["isPartOf"],
        portal=portal,
        kind="crawl",
        started_at=started,
        software=software,
        settings=settings,
    )
    return info["isPartOf"]


def _note(db: Database, torn: Torn, crawl_id: str) -> None:
    message = (
        f"{torn.file}: record at offset {torn.offset} was cut off after {torn.length} bytes; the bytes are in logs/"
    )
    logger.warning("%s", message)
    note_torn_record(db, crawl_id, message)


def _take_in(db: Database, portal: Portal, read: Callable[[Capture], Page], capture: Capture) -> None:
    """Derive the rows of one capture; if that fails, it is kept with the reason."""
    try:
        with savepoint(db):
            if capture.requested_url.endswith("/robots.txt") or not is_on(portal, capture.requested_url):
                store_exchange(db, portal, capture)
            else:
                store_page(db, portal, capture, read(capture), full=False)
    except Exception as error:
        if is_of_the_file(error):
            raise
        logger.exception("not stored portal=%s record=%s", portal.id, capture.record_id)
        store_fault(db, portal, capture, repr(error))


def _original(db: Database, archive: Path, record: Record) -> Record | None:
    """Return the record that holds a revisit's payload."""
    refers_to = record.fields.get("warc-refers-to", "").strip("<>")
    place = place_of_record(db, refers_to) if refers_to else None
    if place is None:
        return None
    try:
        return read_record(archive, place.warc_file, place.warc_offset)
    except ArchiveDamagedError:
        logger.exception("revisited record is not readable record=%s", refers_to)
        return None
