"""Which portals a file speaks of, what of it is left out, and why. Reads heads alone; memory does not grow with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from crawler.archive.foreign.dates import is_coarse, utc_of
from crawler.archive.foreign.normal import is_address, plain_url
from crawler.archive.foreign.walk import Damage, Place, walk
from crawler.imports.sources import RecordFile
from crawler.portals import Portal
from crawler.urls import is_on

LeftOut = Literal[
    "other_host", "no_address", "not_get", "no_date", "coarse_date", "in_the_future", "no_response", "no_original"
]
"""Why a response is not taken in; explained in docs/saved-by-others.md."""
RESPONSES = frozenset({"response", "revisit"})


@dataclass(slots=True)
class Survey:
    """What is in one file."""

    pages: Counter[str] = field(default_factory=Counter)
    """Portal id -> responses that would be taken in."""
    first: dict[str, str] = field(default_factory=dict)
    last: dict[str, str] = field(default_factory=dict)
    """Portal id -> oldest and newest capture time, UTC."""
    left_out: Counter[LeftOut] = field(default_factory=Counter)
    damages: list[str] = field(default_factory=list)
    """`byte 1234: …`, at most `MAX_DAMAGES` of them."""
    not_get: set[str] = field(default_factory=set)
    """Ids of requests that were no GET, and of what they say belongs to them."""


MAX_DAMAGES = 20


def survey(files: Sequence[RecordFile], portals: Sequence[Portal], now: str, progress: Callable[[int], None]) -> Survey:
    """Return what is in a file. `now` is what no capture may be newer than; `progress` is told bytes read."""
    found = Survey(not_get=requests_not_get(files))
    for path, part, lost in files:
        found.damages += lost[: MAX_DAMAGES - len(found.damages)]
        done = part.start
        with path.open("rb") as file:
            for place in walk(file, part):
                if isinstance(place, Damage):
                    if len(found.damages) < MAX_DAMAGES:
                        found.damages.append(f"byte {place.offset}: {place.message}")
                    continue
                _count(found, place, portals, now)
                progress(place.offset + place.length - done)
                done = place.offset + place.length
    return found


def requests_not_get(files: Sequence[RecordFile]) -> set[str]:
    """Return the ids of requests that were no GET (POST, HEAD …), and of the records that they belong to."""
    ids: set[str] = set()
    for path, part, _ in files:
        with path.open("rb") as file:
            for place in walk(file, part):
                if isinstance(place, Place) and place.kind == "request" and place.method != "GET":
                    names = ("warc-record-id", "warc-concurrent-to")
                    ids |= {place.fields[name].strip("<> ") for name in names if name in place.fields}
    return ids


def _count(found: Survey, place: Place, portals: Sequence[Portal], now: str) -> None:
    url = plain_url(place.fields.get("warc-target-uri", ""))
    portal = next((portal for portal in portals if _is_on(portal, url)), None)
    if place.kind not in RESPONSES:
        found.left_out["no_response"] += place.kind == "resource" and portal is not None
        return
    reason = "other_host" if portal is None else why_left_out(place, portal, found.not_get, now)
    if reason is not None or portal is None:
        found.left_out[reason or "other_host"] += 1
        return
    at = utc_of(place.fields["warc-date"]) or ""
    found.pages[portal.id] += 1
    found.first[portal.id] = min(found.first.get(portal.id, at), at)
    found.last[portal.id] = max(found.last.get(portal.id, at), at)


@lru_cache(maxsize=4096)
def _is_on(portal: Portal, url: str) -> bool:
    return url.startswith(("http://", "https://")) and is_on(portal, url)


def why_left_out(place: Place, portal: Portal, not_get: set[str], now: str) -> LeftOut | None:
    """Return why a response is not taken in, by what its head says; None if it may be."""
    url = plain_url(place.fields.get("warc-target-uri", ""))
    if not _is_on(portal, url):
        return "other_host"
    if not is_address(url):
        return "no_address"
    ids = {place.fields.get(name, "").strip("<> ") for name in ("warc-record-id", "warc-concurrent-to")}
    if ids & not_get:
        return "not_get"
    date = place.fields.get("warc-date", "")
    at = utc_of(date)
    if at is None:
        return "coarse_date" if is_coarse(date) else "no_date"
    return "in_the_future" if at > now else None
