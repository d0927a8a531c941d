"""The dates of WARC and ARC records, as precise as programs wrote them, and the time that they name."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

from crawler.clock import format_utc

PARTS = ("year", "month", "day", "hour", "minute", "second")
WARC_DATE = re.compile(
    r"""(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d) [Tt\ ] (?P<hour>\d\d):(?P<minute>\d\d)
    (?: :(?P<second>\d\d) (?:[.,](?P<fraction>\d+))? )? \ ? (?P<zone>[Zz]|[+-](?:0\d|1[0-4])(?::?[0-5]\d)?)""",
    re.ASCII | re.VERBOSE,
)
ARC_DATE = re.compile("".join(rf"(?P<{name}>\d{{{4 if name == 'year' else 2}}})" for name in PARTS))
COARSE_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01])(?:[Tt]\d\d[Zz]?)?)?)?", re.ASCII)


def utc_of(value: str) -> str | None:
    """Return a WARC or ARC date as ours, or None if it is none, or does not come to the minute.

    WARC 1.1 allows dates of less precision. Of a minute the first second is taken: it is that minute still. A day or a
    year has no minute, and none is made up for it. Without a zone nobody knows whose clock it was.
    """
    found = WARC_DATE.fullmatch(value.strip()) or ARC_DATE.match(value.strip())
    if found is None:
        return None
    named = found.groupdict()
    year, month, day, hour, minute, second = (int(named[name] or 0) for name in PARTS)
    try:
        zone = timezone(_offset(named.get("zone") or "Z"))
        fraction = int(((named.get("fraction") or "") + "000")[:3]) * 1000
        return format_utc(datetime(year, month, day, hour, minute, second, fraction, tzinfo=zone))
    except (ValueError, OverflowError):
        return None


def _offset(zone: str) -> timedelta:
    """Return how far a zone (`Z`, `+07:00`, `-0330`, `+07`) is before UTC."""
    if zone in "Zz":
        return timedelta()
    digits = zone[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0))
    return -offset if zone[0] == "-" else offset


def is_coarse(value: str) -> bool:
    """Return True if a date is one, but names no minute."""
    return COARSE_DATE.fullmatch(value.strip()) is not None
