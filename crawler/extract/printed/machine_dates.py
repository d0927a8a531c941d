"""Dates and times as machines write them: ISO 8601 and RFC 2822. A result, or none: never a guess.

`python-dateutil` reads only what it is right at, ISO 8601: its free-text parser reads `GMT+7` as behind UTC, and 05/04
as 4 May.
"""

from __future__ import annotations

import re
from datetime import time
from email.utils import parsedate_to_datetime

from dateutil import parser as machine

from crawler.extract.printed.dates import FIRST_YEAR, VIETNAM, Moment, read_date

ZONED = re.compile(r"(?P<figures>\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?)(?:\.\d+)?\s*(?:z|[+-]\d\d:?\d\d)", re.I)


def read_figures(text: str) -> Moment | None:
    """Return the moment that the figures of a time tell on the portal's clock, where it names another zone; else None.

    `2021-09-28T14:44:00+00:00` -> 14:44. Source: doluong.gov.vn, where nobody ever set the zone of WordPress.
    """
    match = ZONED.fullmatch(text.strip()[:64])
    told, figures = (read_machine_date(text), read_machine_date(match["figures"])) if match else (None, None)
    return figures if figures is not None and told != figures else None


def read_machine_date(text: str) -> Moment | None:
    """Return the moment of an ISO 8601 or RFC 2822 time, on the portal's clock; None if it is neither.

    A time without a zone is taken to be the portal's own. Midnight on another zone's clock (`2021-01-03T00:00:00Z`) is
    how programs write a day for which no time is known: it is that day, not 07:00.
    """
    text = text.strip()[:64]
    try:
        parsed = machine.isoparse(text.replace(" ", "T", 1)) if text[:4].isdigit() else parsedate_to_datetime(text)
        moment = parsed.replace(tzinfo=VIETNAM) if parsed.tzinfo is None else parsed.astimezone(VIETNAM)
    except (ValueError, TypeError, OverflowError, IndexError):
        return read_date(text) if re.match(r"\d{1,2}/", text) else None
    if moment.year < FIRST_YEAR or len(text) < 10:
        return None
    if parsed.tzinfo is not None and parsed.utcoffset() != moment.utcoffset() and parsed.time() == time():
        return Moment(parsed.date())
    return Moment(moment.date()) if len(text) == 10 else Moment(moment.date(), moment.replace(microsecond=0))
