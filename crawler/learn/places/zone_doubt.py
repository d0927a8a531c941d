"""Whether times for machines in another zone than the portal's can be believed: what pages print beside them tells.

A generator that takes what was typed for UTC writes `2024-11-13T21:08:00Z` on a page that prints `13/11/24`: on the
portal's clock that is the next day. What was published by day fits both readings, which lie seven hours apart; so one
page that contradicts its time puts all of them in doubt. Where no page tells, the hours do: no office publishes
only in the afternoon and by night.

Other generators write the true time and print its day in UTC. There the figures are those of nights in which no office
publishes, and the times that the zone makes of them are not; then the zone is believed, and the printed days are not
(see `settle`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from crawler.extract import extract
from crawler.extract.encodings.decode import decode
from crawler.extract.markup.tree import parse
from crawler.extract.own_times import with_own_times
from crawler.extract.printed.dates import Moment
from crawler.extract.printed.machine_dates import read_figures, read_machine_date
from crawler.extract.sheet import Sheet
from crawler.extract.zones.title import find_title
from crawler.extract.zones.zone import read_zone
from crawler.items import Capture
from crawler.portals import Portal

MORNING = range(7, 14)
"""Hours in which half of what an office publishes comes out. In UTC they are those before its day begins."""
NIGHT = range(5)
FEWEST, HARDLY_ANY = 12, 0.1


class Told(NamedTuple):
    """What a page tells machines in another zone, and what its printed day or time makes of that."""

    moment: Moment
    figures: Moment
    """The same without its zone."""
    verdict: Literal["as written", "as told"] | None
    """None where it fits both readings, or nothing is printed."""


def zone_doubt(captures: Iterable[Capture], portal: Portal) -> str | None:
    """Return what speaks against the zone that the portal's times name; None if nothing does."""
    found = [said for one in captures if (said := _told(one, portal)) and extract(one, portal).article]
    verdicts = [one.verdict for one in found]
    written, told = verdicts.count("as written"), verdicts.count("as told")
    hours, figures = _hours(one.moment for one in found), _hours(one.figures for one in found)
    if written and not (_is_nightly(figures) and not _is_nightly(hours)):
        return f"{written} pages print what the figures say, where the zone makes it another; {told} print that other"
    early = sum(hour in MORNING for hour in hours)
    if told or written or len(hours) < FEWEST or early > HARDLY_ANY * len(hours):
        return None
    return f"{early} of {len(hours)} articles would be from the morning, and no page says that it is so"


def _hours(moments: Iterable[Moment]) -> list[int]:
    return [one.time.hour for one in moments if one.time is not None]


def _is_nightly(hours: list[int]) -> bool:
    """Return True if more articles are of the night than an office has, of enough to tell."""
    return len(hours) >= FEWEST and sum(hour in NIGHT for hour in hours) > HARDLY_ANY * len(hours)


def _told(capture: Capture, portal: Portal) -> Told | None:
    """Return what a page tells machines in another zone; None if it does not, or two times disagree on it."""
    decoded = decode(capture.body, capture.header("content-type") or capture.mime)
    sheet = Sheet(capture, portal, parse(decoded.text))
    title = find_title(sheet) if any(map(read_figures, sheet.evidence.raws)) else None
    if title is None or title.block is None:
        return None
    zone = read_zone(sheet, title, title.block)
    evidence = with_own_times(sheet, title.block, zone.blocks)
    lines = [moment for moment, _ in zone.byline.published or zone.byline.bare]
    found = {_judged(raw, {*lines, *evidence.shown}) for _, raw, _ in evidence.published} - {None}
    return found.pop() if len(found) == 1 else None


def _judged(raw: str, printed: set[Moment]) -> Told | None:
    """Return what printed days and times make of a time for machines; None for one in the portal's own zone."""
    figures, told = read_figures(raw), read_machine_date(raw)
    if figures is None or told is None:
        return None
    for of in (_minute, _day):
        said = {of(one) for one in printed} - {None}
        if len(said) == 1 and (of(figures) in said) != (of(told) in said):
            return Told(told, figures, "as written" if of(figures) in said else "as told")
    return Told(told, figures, None)


def _minute(moment: Moment) -> str | None:
    return moment.time.isoformat(timespec="minutes") if moment.time is not None else None


def _day(moment: Moment) -> str:
    return moment.day.isoformat()
