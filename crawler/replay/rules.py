"""A corrected portal file, applied to what is archived: noted in a WARC file of its own, so that it stays in force.

Its `warcinfo` (`kho-kind: rules`) holds the portal file's text, which stands for those of all crawls before it. What
comes later is read with its own again, until the next such note.
"""

from __future__ import annotations

from pathlib import Path

from crawler import __version__
from crawler.archive.warc import WarcWriter
from crawler.clock import utc_now
from crawler.portals import Portal
from crawler.replay.plan import crawl_facts
from crawler.store.record_index import RULES, RecordIndex


def changes_something(index: RecordIndex, archive: Path, portal: Portal) -> bool:
    """Return True if what is archived of a portal is read by other rules so far. Raises: PortalFileError."""
    facts = (crawl_facts(index, archive, portal.id, crawl_id) for crawl_id in index.crawls())
    return any(crawl.portal != portal for crawl in facts)


def note_rules(archive: Path, portal: Portal, text: str) -> str:
    """Note that all captures up to now are read with a portal file; return the WARC file that says so.

    The caller holds the portal's lock. Raises: ArchiveWriteError.
    """
    info = {
        "software": f"kho/{__version__}",
        "description": f"Portal file with which what was captured before is read, of {portal.name}, {portal.url}",
        "kho-kind": RULES,
        "kho-started": utc_now(),
        "kho-portal": portal.id,
        "kho-portal-file": text,
    }
    warc = WarcWriter(archive, portal.id, info)
    try:
        # Repeated, should the head be damaged; as the journal of a crawl does.
        written = warc.append_metadata(f"urn:kho:portal:{portal.id}", {"event": RULES, "info": info})
    finally:
        warc.close()
    return written.file
