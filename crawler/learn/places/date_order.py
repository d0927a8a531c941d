"""Whether `9/8/2021 2:44 PM` begins with the month on a portal: days beyond the twelfth on other pages tell.

.NET prints dates so where nobody told it that it is in Vietnam. One page alone cannot say it; the sample can.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from crawler.extract.encodings.decode import decode
from crawler.extract.markup.tree import parse, text_of
from crawler.extract.printed.dates import EN_CLOCK
from crawler.extract.text import fold
from crawler.items import Capture, DateOrder, Page

FEWEST = 3
"""Different dates that must tell; a single one may be a slip of the pen."""
MONTHS, DAYS = 12, 31


class Told(NamedTuple):
    """What dates with a clock of twelve hours say."""

    order: DateOrder
    evidence: str


def date_order(read: Iterable[tuple[Capture, Page]]) -> Told | None:
    """Return what comes first in such dates, with the evidence; None if nothing tells, or dates contradict each other.

    A page's clock shows one day on all pages of a sample, and counts as one.
    """
    printed = {date for capture, page in read if page.article is not None for date in _dates(capture)}
    days_first = {date for date in printed if MONTHS < date[0] <= DAYS and date[1] <= MONTHS}
    months_first = {date for date in printed if MONTHS < date[1] <= DAYS and date[0] <= MONTHS}
    if days_first and months_first:
        return None
    order: DateOrder = "month_first" if months_first else "day_first"
    telling = months_first or days_first
    place = "second" if months_first else "first"
    if len(telling) < FEWEST:
        return None
    return Told(
        order, f"{len(telling)} of {len(printed)} dates have a number beyond 12 in {place} place, none otherwise"
    )


def _dates(capture: Capture) -> set[tuple[int, int, str]]:
    """Return first and second number of each such date of a page, and its year."""
    root = parse(decode(capture.body, capture.header("content-type") or capture.mime).text).root
    found = EN_CLOCK.finditer(fold(text_of(root)))
    return {(int(one["first"]), int(one["second"]), one["year"]) for one in found}
