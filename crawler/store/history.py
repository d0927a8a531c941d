"""When an item turned into another one: its revisions, told from all that was ever seen of it, in order of time.

Pages arrive in any order (a WARC file of 2019 imported today, a crawl killed and taken up again), and the history must
be the same whatever the order was. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from crawler.clock import parse_utc

CONFIRM_DAYS = 3
"""A page must look removed at two captures so far apart."""


class Sighting(NamedTuple):
    """One capture that says something of an item."""

    seen_at: str
    capture_id: int
    state: str
    """`page` `list` (of documents: a row of a list says it) `unchanged` (304) `removed`."""
    fingerprint: str | None
    files: tuple[str, ...]
    """Ids of the files that the item carries."""


class Change(NamedTuple):
    """A file that had other content than at its capture before."""

    seen_at: str
    capture_id: int


class Turn(NamedTuple):
    """The beginning of a revision."""

    seen_at: str
    capture_id: int
    fingerprint: str | None
    cause: Literal["content", "file"]


class Presence(NamedTuple):
    """Since when, and until when, an item was there."""

    first_seen_at: str
    last_seen_at: str
    removed_at: str | None
    removal: Literal["suspected", "confirmed"] | None


def counted(sightings: Iterable[Sighting]) -> list[Sighting]:
    """Return the sightings of content: what a list says of a document counts until its own page was seen."""
    found: list[Sighting] = []
    for sighting in sightings:
        if sighting.state == "page" or (sighting.state == "list" and not (found and found[-1].state == "page")):
            found.append(sighting)
    return found


def turns(sightings: Iterable[Sighting], changes: Mapping[str, Sequence[Change]]) -> list[Turn]:
    """Return where each revision begins. `sightings` in order of time, `changes` by id of the file."""
    seen = counted(sightings)
    found: list[Turn] = []
    for number, (at, capture_id, state, fingerprint, files) in enumerate(seen):
        before = seen[number - 1] if number else None
        if before is None or (before.fingerprint != fingerprint and before.state == state):
            found.append(Turn(at, capture_id, fingerprint, "content"))
        until = seen[number + 1].seen_at if number + 1 < len(seen) else None
        of_files = {change for file in files for change in changes.get(file, ())}
        found += [
            Turn(*change, fingerprint, "file")
            for change in sorted(of_files)
            if at <= change.seen_at and (until is None or change.seen_at < until)
        ]
    return found


def presence(sightings: Iterable[Sighting]) -> Presence | None:
    """Return since when an item is there and whether it is gone; None if it never was there.

    there → suspected → confirmed, and back as soon as the page is good again.
    """
    all_ = list(sightings)
    content = counted(all_)
    if not content:
        return None
    held = {sighting.capture_id for sighting in content}
    first = last = content[0].seen_at
    removed_at: str | None = None
    removal: Literal["suspected", "confirmed"] | None = None
    for sighting in all_:
        if sighting.seen_at < first:
            continue
        if sighting.capture_id in held or sighting.state == "unchanged":
            last, removed_at, removal = sighting.seen_at, None, None
        elif sighting.state == "removed":
            removed_at, removal = _removed(sighting.seen_at, removed_at, removal)
    return Presence(first, last, removed_at, removal)


def _removed(
    at: str, removed_at: str | None, removal: Literal["suspected", "confirmed"] | None
) -> tuple[str, Literal["suspected", "confirmed"]]:
    if removed_at is None:
        return at, "suspected"
    if removal == "confirmed" or (parse_utc(at) - parse_utc(removed_at)).days >= CONFIRM_DAYS:
        return removed_at, "confirmed"
    return removed_at, "suspected"
