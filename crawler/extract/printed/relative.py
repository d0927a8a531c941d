"""Times told from the moment of reading: `13 giờ trước`, `hôm qua`, `vừa xong`. Only the day is taken from them.

What is printed is rounded, nobody knows how: a day is given only where every reading of the words falls on that day.
`2 ngày trước` and everything coarser may be two or three days ago, and is no date.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from crawler.extract.printed.dates import VIETNAM
from crawler.extract.printed.meaning import fold_labels, label_meaning
from crawler.extract.printed.people import is_name
from crawler.extract.text import fold

RELATIVE = re.compile(
    r"(?<!\w)(?:(?P<n>\d{1,3})\s*(?P<unit>giay|phut|gio|tieng|ngay|tuan|thang|nam|seconds?|minutes?|mins?|hours?|days?|weeks?"
    r"|months?|years?)(?:,?\s*\d{1,2}\s*(?:giay|phut|gio|ngay|tuan|thang"
    r"|minutes?|hours?|days?|weeks?|months?))?\s*(?:truoc|ago)\b"
    r"|cach day\s+(?P<since>\d{1,2})\s*(?P<of>giay|phut|gio|tieng)\b"
    r"|(?P<now>vua xong|vua (?:dang|moi)|moi day|just now)"
    r"|(?P<day>hom (?:nay|qua|kia)|today|yesterday)\b(?!\s*[:：(]?\s*\d[\d.,]*(?![\d.,:]|\s*[gh])))"
)
"""`Cách đây 20 năm` begins a story; `Hôm nay: 345` counts visitors, `Hôm nay 14:05` is a time."""
UNITS = {
    **dict.fromkeys(("giay", "second", "seconds"), timedelta(seconds=1)),
    **dict.fromkeys(("phut", "minute", "minutes", "min", "mins"), timedelta(minutes=1)),
    **dict.fromkeys(("gio", "tieng", "hour", "hours"), timedelta(hours=1)),
}
DAYS = {"hom nay": 0, "today": 0, "hom qua": 1, "yesterday": 1, "hom kia": 2}
NOW = timedelta(minutes=30)


def find_relative(text: str, folded: str) -> re.Match[str] | None:
    """Return where a line (`folded` as labels are) tells such a time; `Một góc xã Nam Nghĩa hôm nay` tells none.

    `hôm nay` stands behind a label, a name or a sign.
    """
    ago = RELATIVE.search(folded)
    if ago is None or not ago["day"]:
        return ago
    before = text[: ago.start()].rstrip()
    apart = not before[-1:].isalnum()
    return ago if apart or is_name(before) or label_meaning(fold_labels(before)) != "none" else None


def relative_day(text: str, fetched_at: datetime) -> date | None:
    """Return the day, on the portal's clock, that a text means when read at `fetched_at`; None if it could be two."""
    match = RELATIVE.search(fold(text))
    if match is None:
        return None
    now = fetched_at.astimezone(VIETNAM)
    if match["day"]:
        return now.date() - timedelta(days=DAYS[match["day"]])
    if match["now"]:
        return _same_day(now - NOW, now)
    unit = UNITS.get(match["unit"] or match["of"])
    count = int(match["n"] or match["since"])
    return _same_day(now - (count + 1) * unit, now - max(count - 0.5, 0) * unit) if unit else None


def _same_day(first: datetime, last: datetime) -> date | None:
    return first.date() if first.date() == last.date() else None
