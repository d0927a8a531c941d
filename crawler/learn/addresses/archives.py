"""Archives by day and month under a path alone: `/2026/12/01`, which a calendar beside all pages links to.

Where articles lie under year and month (`/2026/12/{name}`), the rule of articles would take these days for some.

Source: WordPress' `get_day_link` and `get_month_link`, which write months and days with two digits.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from crawler.learn.addresses.patterns import quoted

MONTHS = r"/(?:19|20)\d\d/(?:0[1-9]|1[0-2])"
DAYS = MONTHS + r"/(?:0[1-9]|[12]\d|3[01])"
PAGE = r"(?:/page/\d+)?/?"
DATED = re.compile(rf"^(?P<before>(?:/[^/?]+)*?)(?:(?P<day>{DAYS})|(?P<month>{MONTHS})){PAGE}$")
FEWEST = 3
"""Days, or months, from which a calendar is believed."""


def archive_patterns(addresses: Iterable[str]) -> list[str]:
    """Return what matches the days and the months of calendars, for each path that these lie under.

    A number that begins with zero is no article's; of others nobody could tell.
    """
    seen: dict[tuple[str, str], set[str]] = defaultdict(set)
    for local in addresses:
        if (found := DATED.match(local)) is not None:
            seen[found["before"], DAYS if found["day"] else MONTHS].add(found["day"] or found["month"])
    known = sorted(key for key, own in seen.items() if len(own) >= FEWEST and any(_is_padded(one) for one in own))
    return [rf"^{quoted(before)}{dates}{PAGE}(?:\?|$)" for before, dates in known]


def month_pattern(before: str) -> str:
    """Return what matches the months under a path; a crawl goes from each to the one before it."""
    return rf"^{quoted(before)}/(?P<year>(?:19|20)\d\d)/(?P<month>0[1-9]|1[0-2]){PAGE}(?:\?|$)"


def _is_padded(path: str) -> bool:
    return path.rpartition("/")[2].startswith("0")
