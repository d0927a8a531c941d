"""The day that a labelled value gives, where it is certain which day it is and that it is the labelled one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from crawler.extract.numbers.cited_dates import FIRST_YEAR, WHOLE_DATE
from crawler.extract.numbers.symbols import read_symbol
from crawler.extract.printed.dates import EN_CLOCK, SLASHES
from crawler.extract.text import fold
from crawler.items import DateOrder

LAST_YEAR = 2100
NO_DAY = date(1970, 1, 1)
"""What databases print where they hold no day; 01/01/0001 and 01/01/1900 lie outside the years."""
MAX_VALUE = 200
"""Characters of a labelled value that are read for a day."""
ISO = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?!\d)")
OF_ANOTHER_DAY = re.compile(
    r"(?<!\w)(?:sau|trước|đến|tới|hết|chậm nhất|muộn nhất|hết hạn|ngừng|ngưng|bãi bỏ|thay thế|đình chỉ|dự kiến"
    r"|after|before|until)(?!\w)"
)
"""Words before a date that make it the end of a time, or the day from which another one is counted. Not folded: `thứ
sáu` is a weekday."""
MONTHS, DAYS = 12, 31
DAY_FIELDS = ("issued_on", "signed_on", "effective_on")
BEHIND_NUMBER = re.compile(
    r"^(?P<number>[^\s(].{0,60}?)[\s,;(\[|–-]*(?:ngày\s*:?\s*)?"
    r"(?P<day>\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}|\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4})[\s)\].;]*$",
    re.I,
)
"""`12/KH-UBND ngày 05/03/2024`, `12/KH-UBND (05/03/2024)`."""


def order_of(values: Iterable[str]) -> DateOrder | None:
    """Return what comes first in the dates that one machine prints; None if none of them tells, or they contradict.

    A number beyond 12 tells: `3/25/2024 12:00:00 AM`, or `3/25/2024`.
    """
    pairs = [tuple(map(int, match[0].split("/")[:2])) for value in values for match in SLASHES.finditer(value)]
    day_first = any(MONTHS < first <= DAYS and second <= MONTHS for first, second in pairs)
    month_first = any(MONTHS < second <= DAYS and first <= MONTHS for first, second in pairs)
    if day_first == month_first:
        return None
    return "month_first" if month_first else "day_first"


def _printed(folded: str, order: DateOrder | None) -> list[tuple[str | None, str, str]]:
    """Return year, month and day of the dates in a value; a month where it stands first, and none that may be either.

    `9/8/2021 2:44:05 PM` is how .NET prints in en-US. Without such a clock, a date on a page that prints the month
    first may be a machine's or a person's.
    """
    found: list[tuple[str | None, str, str]] = []
    for match in WHOLE_DATE.finditer(folded):
        year, month, day = match["y"] or match["yy"] or match["yyy"], match["m"] or match["mm"], match["d"]
        clocked = match["s"] == "/" and EN_CLOCK.match(folded, match.start()) is not None
        if clocked and int(day) <= MONTHS < int(month):
            order_here: DateOrder | None = "month_first"
        elif int(day) > MONTHS or int(day) == int(month) or match["s"] != "/":
            order_here = "day_first"
        elif clocked:
            order_here = order or ("day_first" if day.startswith("0") or month.startswith("0") else None)
        else:
            order_here = None if order == "month_first" else "day_first"
        if order_here is None:
            return []
        found.append((year, month, day) if order_here == "day_first" else (year, day, month))
    return found


def read_day(text: str, order: DateOrder | None = None) -> str | None:
    """Return the one day, as `2021-09-08`, that a short value gives with its year; None for none, or two.

    `order` is what is known to come first beside a clock of twelve hours.
    """
    value = text[:MAX_VALUE]
    folded = fold(value)
    iso = [(match["y"], match["m"], match["d"]) for match in ISO.finditer(folded)]
    printed = iso or _printed(folded, order)
    try:
        days = {date(int(year), int(month), int(day)) for year, month, day in printed if year and len(year) == 4}
    except ValueError:
        return None
    day = days.pop() if len(days) == 1 else None
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR or day == NO_DAY:
        return None
    before = re.split(r"\d{1,4}\s?(?:[/.-]|\s*tháng)", value.lower(), maxsplit=1)[0]
    return None if OF_ANOTHER_DAY.search(before) else day.isoformat()


def has_day(text: str) -> bool:
    """Return True for a value with a day, whatever comes first in it."""
    return read_day(text) is not None or read_day(text, "month_first") is not None


def apart_from_day(values: dict[str, str]) -> dict[str, str]:
    """Return the values with number and day apart where they stand in one: `12/KH-UBND ngày 05/03/2024`."""
    match = BEHIND_NUMBER.match(values.get("number", "")[:MAX_VALUE])
    if match is None or read_symbol(match["number"]) is None:
        return values
    number = {"number": match["number"]} if match["number"][0].isdecimal() else {}
    return {"issued_on": match["day"]} | values | number
