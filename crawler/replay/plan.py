"""WARC files -> the steps of each crawl, in the order in which they were done."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, cast

from crawler.dom import Dom
from crawler.portals import Portal, find_portal, parse_portal
from crawler.replay.journal import JOURNAL
from crawler.replay.steps import CrawlFacts, Step, read_step
from crawler.store.captures import Place
from crawler.store.crawls import CrawlKind
from crawler.store.record_index import Held, Note, RecordIndex
from crawler.urls import is_on

logger = logging.getLogger(__name__)


class Told(NamedTuple):
    """Steps that one record tells."""

    place: Place
    steps: list[Step]


def crawl_facts(
    index: RecordIndex, archive: Path, portal_id: str, crawl_id: str, rules: Portal | None = None
) -> CrawlFacts:
    """Return what the files of a crawl say of it; what is damaged there is taken from its id and today's portal file.

    It is read with the portal file of its time, or one that was applied to it later (`crawler.replay.rules`); `rules`
    stand for either.

    Raises: PortalFileError.
    """
    info = index.info_of(crawl_id)
    text = index.rules_of(crawl_id).get("kho-portal-file") or info.get("kho-portal-file")
    return CrawlFacts(
        crawl_id=crawl_id,
        portal=the_one(rules or _portal(text, archive, portal_id, crawl_id)),
        kind=cast("CrawlKind", info.get("kho-kind", "crawl")),
        started_at=info.get("kho-started") or _started(crawl_id),
        software=info.get("software", "unknown"),
        settings=info.get("kho-settings") or json.dumps({}),
    )


@lru_cache(maxsize=8)
def the_one(portal: Portal) -> Portal:
    """Return the first of all equal portals: what is remembered of addresses is found by it, at once if it is the same.

    To find out that two of them are equal takes a thousand times as long.
    """
    return portal


def _portal(text: str | None, archive: Path, portal_id: str, crawl_id: str) -> Portal:
    if text is not None:
        return parse_portal(text, origin=f"{crawl_id}: warcinfo")
    logger.warning("the warcinfo of crawl %s is damaged: its pages are read with today's portal file", crawl_id)
    return find_portal(portal_id, archive)[0]


def _started(crawl_id: str) -> str:
    """Return the time in `20261123T023918123Z-longbien`."""
    t = crawl_id
    return f"{t[0:4]}-{t[4:6]}-{t[6:8]}T{t[9:11]}:{t[11:13]}:{t[13:15]}.{t[15:18]}Z"


def told_steps(index: RecordIndex, crawl: CrawlFacts) -> Iterator[Told]:
    """Yield the steps of a crawl that its journal tells, record by record."""
    void = {record_id for note in index.notes_of(crawl.crawl_id) for record_id in note.values.get("void", ())}
    for note in index.notes_of(crawl.crawl_id):
        if note.values.get("event") == JOURNAL and note.record_id not in void:
            yield Told(note.place, _steps(note))
        elif note.values.get("event") == "record_torn":
            yield Told(note.place, [Step(do="torn", message=str(note.values.get("message", "")))])


def _steps(note: Note) -> list[Step]:
    found = []
    for values in note.values.get("steps", ()):
        try:
            found.append(read_step(values))
        except (TypeError, ValueError) as error:
            logger.warning("left out file=%s offset=%d: %s", *note.place, error)
    return found


def step_of(record: Held, crawl: CrawlFacts, dom: Dom | None = None) -> Step:
    """Return the step for a record that no journal speaks of: what a killed crawl had archived and not stored.

    Where pages are rendered, one that was not yet is left for the next crawl, as are the scripts and data of pages.
    """
    page = is_on(crawl.portal, record.url) and not record.url.endswith("/robots.txt")
    if page and crawl.portal.render and crawl.kind == "crawl" and dom is None:
        page = False
    return Step(do="page" if page else "exchange", record=record.record_id, dom=dom.record_id if dom and page else None)


def finish_step(note: Note) -> Step:
    """Return the end of a crawl as its last metadata record tells it."""
    values = note.values
    requests, bytes_ = int(values.get("requests", 0)), int(values.get("bytes", 0))
    return Step(do="finish", at=values.get("at"), reason=values.get("reason"), requests=requests, bytes=bytes_)


__all__ = ["Told", "crawl_facts", "finish_step", "step_of", "the_one", "told_steps"]
