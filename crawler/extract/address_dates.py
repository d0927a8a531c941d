"""The day that an address itself tells, where its form is one of a publishing system. Weak evidence: see `settle`.

- a stamp in the id at the end: `…-2702250715095147047.htm` is 2702, 25-07-15 09:51:47, 047 (new ward portals of
  Hà Nội); `…-20260716171717120.htm` (newspapers of the same make)
- an id of milliseconds: `/view-article/1/1651244226488/1651556145217` (Liferay; the last one is the article's)
- a segment that is a day and nothing else: `/portal/pages/2024-01-15/…` (SharePoint, day of upload), `/2021/09/28/…`

A date among the words of a slug is one of the article's subject and is never read.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from urllib.parse import unquote, urlsplit

from crawler.extract.printed.dates import VIETNAM, Moment

STAMP_LONG = re.compile(r"(?<!\d)(?P<stamp>20[0-4]\d{11})\d{1,6}(?=\.\w{3,5}$|/?$)")
STAMP_SHORT = re.compile(r"-\d{2,6}(?P<stamp>\d{12})\d{3}(?=\.\w{3,5}$|/?$)")
EPOCH = re.compile(r"/(?P<ms>1[0-9]{12})(?=[/.]|$)")
DAY_SEGMENT = re.compile(r"/(?P<y>20[0-4]\d)-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?=/)")
DAY_SEGMENTS = re.compile(r"/(?P<y>20[0-4]\d)/(?P<m>\d{1,2})/(?P<d>\d{1,2})(?=/)")
FIRST_YEAR = 2005


def _stamped(path: str) -> datetime | None:
    """Return the time that a stamp at the end of a path tells, None without one."""
    long = STAMP_LONG.search(path)
    short = STAMP_SHORT.search(path)
    times = (_time(long["stamp"]) if long else None, _time("20" + short["stamp"]) if short else None)
    return next((time for time in times if time is not None), None)


def _time(digits: str) -> datetime | None:
    """Return the time that `yyyyMMddHHmmss` means."""
    try:
        time = datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=VIETNAM)
    except ValueError:
        return None
    return time if time.year >= FIRST_YEAR else None


def _day(path: str) -> date | None:
    """Return the day that one or three segments of a path are."""
    found = set()
    for match in (*DAY_SEGMENT.finditer(path), *DAY_SEGMENTS.finditer(path)):
        try:
            found.add(date(int(match["y"]), int(match["m"]), int(match["d"])))
        except ValueError:
            continue
    return found.pop() if len(found) == 1 else None


def address_date(url: str, fetched_at: datetime) -> tuple[str, Moment] | None:
    """Return the part of an address that tells a time not after `fetched_at`, and that time; None without one."""
    path = unquote(urlsplit(url).path)
    epochs = EPOCH.findall(path)
    stamp = datetime.fromtimestamp(int(epochs[-1]) / 1000, UTC).astimezone(VIETNAM) if epochs else _stamped(path)
    if stamp is not None:
        stamp = stamp.replace(microsecond=0)
        raw, moment = path.rsplit("/", 1)[-1], Moment(stamp.date(), stamp)
    else:
        day = _day(path)
        if day is None:
            return None
        raw, moment = path, Moment(day)
    known = moment.day.year >= FIRST_YEAR and moment.day <= fetched_at.astimezone(VIETNAM).date()
    return (raw[-80:], moment) if known else None
