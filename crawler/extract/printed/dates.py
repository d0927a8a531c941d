"""Dates and times as Vietnamese pages print them. A result, or none: never a guess.

They are day first; nothing is ever swapped, and what is out of range is no date. What machines write: `machine_dates`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

from crawler.extract.printed.day_halves import HALVES, hour_of
from crawler.extract.text import fold
from crawler.items import DateOrder, Precision

VIETNAM = timezone(timedelta(hours=7))
"""The portals' own clock: +07:00 all year."""
FIRST_YEAR = 1990
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "mot gieng january jan", "hai february feb", "ba march mar", "tu april apr", "nam may", "sau june jun",
            "bay july jul", "tam august aug", "chin september sept sep", "muoi october oct",
            "muoi_mot november nov", "muoi_hai chap december dec",
        ),
        start=1,
    )
    for name in names.replace(" ", ",").replace("_", " ").split(",")
}  # fmt: skip
"""Folded names of months, Vietnamese and English."""
_NAMES = "|".join(sorted((name.replace(" ", r"\s+") for name in MONTHS), key=len, reverse=True))
_ENGLISH = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?"
)
"""Without `thang` before it, `9 nam 2021` is a number and a year."""
_YEAR = r"(?P<y>(?:19|20)\d\d)(?!\d)"
_FORMS = (
    r"(?=[12])(?<![\d/.-])(?P<y>(?:19|20)\d\d)(?P<s>[/-])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?![\d/-])",
    r"(?=\d)(?<!\d)(?<!\d[/.-])(?P<d>\d{1,2})\s*(?P<s>[/.-])\s*(?P<m>\d{1,2})\s*(?P=s)\s*(?P<y>\d{4})"
    r"(?:(?!\d|[/.-]\d)|(?=\d\d:\d\d))",
    r"(?=\d)(?<!\d)(?<!\d[/.-])(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<yy>\d\d)(?!\d|\s*[/.-]\s*\d)",
    r"(?=\d)(?<!\d)(?P<d>\d{1,2})(?:(?:st|nd|rd|th)(?=\s))?\s*(?:[,-]\s*)?"
    rf"(?:thang|thg|th(?=\d))\s*(?:(?P<m>\d{{1,2}})|(?P<name>{_NAMES}))\s*(?:[,-]|nam)?\s*{_YEAR}",
    rf"(?:thang|thg|th(?=\d))\s*(?:(?P<m>\d{{1,2}})|(?P<name>{_NAMES}))\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,\s*{_YEAR}",
    rf"(?=\d)(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s/-]+(?P<name>{_ENGLISH})\b\.?,?[\s/-]+{_YEAR}",
    rf"(?=\d)(?<!\d)(?<!\d[/.-])(?P<d>\d{{1,2}})-(?P<name>{_ENGLISH})-(?P<yy>\d\d)(?![\d/.-])",
    rf"\b(?P<name>{_ENGLISH})\b\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,\s*{_YEAR}",
    rf"\b(?P<name>{_ENGLISH})\s+(?P<d>\d{{1,2}})\s+(?P<h>\d\d):(?P<min>\d\d):(?P<sec>\d\d)\s+"
    rf"(?:(?P<utc>utc|gmt)\s+|(?:\+07|ict)\s+)?{_YEAR}",
)
"""Each begins with what it must see first: most letters of a line are passed over by that alone.

The last is how C prints a time (`asctime`), and all that is written in it: `Mon Feb  8 00:46:25 2021`.
"""
_WORDS = ("", "", "", "th", "th", _ENGLISH, _ENGLISH, _ENGLISH, _ENGLISH)
DATE_FORMS = tuple((re.compile(words), re.compile(form)) for words, form in zip(_WORDS, _FORMS, strict=True))
"""Words that a form has, and the form. Searched in folded text; the first form that fits at a place wins."""
YEAR = re.compile(r"(?:19|20)\d\d|\d/\d\d|\d\s*[/.-]\s*\d{4}|-[A-Za-z]{3,9}-\d\d")
"""What every form has."""
DIGIT = re.compile(r"\d")
"""What is looked for first, since most lines have none."""
_CLOCK = (
    r"(?P<h>\d{1,2})\s*(?::|h\s*:?|gio|g(?=\d)%s)\s*(?P<min>\d{2}(?!\d)|\d(?=\s*phut|,?\s*ngay\b))"
    r"\s*(?:'|’|phut|ph?\b)?(?:\s*:\s*(?P<sec>\d{2})(?!\d))?(?:\.\d+)?"
)
_POINT = r"|(?<=\d\d)\.(?=\d\d(?![\d.,%]|\s*(?:[kmgt]?b|bytes?|trieu|ty|dong|ha|m2?|km)\b))"
"""Between hour and minute behind a whole date: `12/03/2024 08.15`; elsewhere, and before a unit, it is a number."""
_HALF = rf"\s*(?P<half>{HALVES})\b"
_OF_TEXT = r"(?!\s+(?:nay|mai|qua|ngay|\d{1,2}\s*[/-]))"
"""What follows the half of a day behind a whole date if it begins a text: `15:30 Sáng nay`, `9:30 Chiều 28/9`."""
_ZONE = (
    r"(?:\s*[\[(]?\s*(?:gmt|utc)\s*(?P<sign>[+-])\s*(?P<zh>\d{1,2})(?::?(?P<zm>\d{2}))?(?!\d)\s*[\])]?"
    r"|(?P<near>[+-])(?P<nh>\d\d):?(?P<nm>\d\d)(?!\d)|\s*[\[(]?\+0?7(?::?00)?(?!\d)[\])]?|(?P<utc>z)\b)?"
)
"""A sign alone is a zone only where it is glued to the time: in `21:42 - 5 lượt xem` it is a dash."""
_JOIN = r"[\s,|;•·/@–—-]*(?:luc|at|vao(?: luc| hoi)?|hoi|t|gio(?:\s+dang)?)?[\s:,|;•·/–—-]*"
AFTER = re.compile(rf"{_JOIN}\(?{_CLOCK % _POINT}(?:{_HALF}{_OF_TEXT})?{_ZONE}")
BEFORE = re.compile(rf"(?<![\d:/.-]){_CLOCK % ''}(?:{_HALF})?{_ZONE}[\s,|;•·/)@–—-]*(?:ngay)?[\s:]*$")
ZONE_LAST = re.compile(r"\s*[\[(]\s*(?:gmt|utc)\s*\+\s*0?7(?::?00)?\s*[\])]")
HOUR_BEFORE = re.compile(rf"(?<![\d:/.-])\d{{1,2}}\s*(?:h|g|gio)(?:{_HALF})?[\s,|]*(?:ngay)?[\s:]*$")
"""`20h ngày 12/03/2024`: an hour, whose minutes nobody printed."""
RANGE = re.compile(r"\d\s*(?::|h|g|gio)\s*(?:\d\d)?\s*(?:[-–—]|den)\s*$")
"""`08:00 - 11:30, 20/11/2023` is when something takes place."""
NEXT_DATE = re.compile(r"[\s,|;)–—-]*(?:ngay)?\s*\d{1,4}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d")
DATE_BEFORE = re.compile(r"\d[/.-]\d{2,4}[\s,|;•–—-]*$")
"""A time between two dates belongs to the one that has no other."""
WEEKDAY = re.compile(
    r"(?<![a-z])(?:(?:thu\s*|th?\.\s*|th\s+(?=[2-7])|t(?=[2-7]))(?P<n>[2-7]|hai|ba|tu|nam|sau|bay)"
    r"|(?P<sunday>chu nhat|cn|sun(?:day)?)"
    r"|(?:(?<![a-z] )|(?<=\bon ))(?P<en>mon|tue|wed|thu|fri|sat)(?:s|nes|rs|ur)?(?:day)?)\s*[-,.:|()]*\s*(?:ngay)?\s*$"
)
ENGLISH_WEEKDAY = re.compile(r"(?<![a-z])(?P<en>mon|tue|wed|thu|fri|sat)(?:s|nes|rs|ur)?(?:day)?[\s,.]*$")
"""Before a month's English name, other words may come first: `Last edited Tue Dec  1`; `Kinh phí Thu 05/04` is none."""
ENGLISH_MONTH = re.compile(rf"(?:\d{{1,2}}\s+)?(?:{_ENGLISH})\b")
ENGLISH = ("mon", "tue", "wed", "thu", "fri", "sat")
WEEKDAYS = {"2": 0, "hai": 0, "3": 1, "ba": 1, "4": 2, "tu": 2, "5": 3, "nam": 3, "6": 4, "sau": 4, "7": 5, "bay": 5}
LUNAR = re.compile(r"^\W*(?:am lich|al\b)")
_AMERICAN_CLOCK = r"/(?P<year>\d{4}),? (?:[1-9]|1[0-2]):\d\d(?::\d\d)? [ap]m\b"
AMERICAN = re.compile(rf"\b(?:[1-9]|1[0-2])/(?:[1-9]|1[0-2]){_AMERICAN_CLOCK}")
"""`9/8/2021 2:44:05 PM`, `9/8/2021 2:44 PM`: how .NET prints in en-US. Which of the two is the month is not known."""
MONTH_FIRST = re.compile(
    rf"(?<![\d/])(?:[1-9]|1[0-2])/(?:[1-9]|[12]\d|3[01]){_AMERICAN_CLOCK}"
    r"|\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*, \d\d/\d\d/\d{4} - \d\d:\d\d"
)
"""The same with what can only be a month before the day, and Drupal's `Mon, 04/05/2021 - 09:30`: none that is read."""
EN_CLOCK = re.compile(rf"(?<![\d/])(?P<first>\d{{1,2}})/(?P<second>\d{{1,2}}){_AMERICAN_CLOCK}")
"""Either of the two, or `28/9/2021 2:44 PM`: what .NET prints with a clock of twelve hours."""
SLASHES = re.compile(r"\d{1,2}/\d{1,2}/\d{4}")
STROKES = str.maketrans({**dict.fromkeys("‐‑‒–—−", "-"), **dict.fromkeys("⁄∕", "/")})
"""Dashes and slashes of any kind; what joins day, month and year is one of two."""
MAX_TEXT = 2_000
"""Characters that are searched for a date; bylines are short."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, or a time of day on the portal's clock."""

    day: date
    time: datetime | None = None
    """With zone +07:00; None where only the day is known."""

    @property
    def precision(self) -> Precision:
        """Return `minute` or `day`."""
        return "day" if self.time is None else "minute"

    @property
    def iso(self) -> str:
        """Return `2021-09-28T14:44:00+07:00` or `2021-09-28`."""
        return self.day.isoformat() if self.time is None else self.time.isoformat(timespec="seconds")

    def without_midnight(self) -> Moment:
        """Return the day alone where the time is 00:00:00: posts moved from an older portal carry it."""
        midnight = self.time is not None and (self.time.hour, self.time.minute, self.time.second) == (0, 0, 0)
        return Moment(self.day) if midnight else self


@dataclass(frozen=True, slots=True)
class Mention:
    """A date found in a text, with its time if one is attached."""

    moment: Moment
    start: int
    """Where date and time begin and end in the text."""
    end: int
    weekday: int | None = None
    """The weekday printed with it, Monday = 0; it may not be that day's."""


def _group(match: re.Match[str], name: str) -> str | None:
    return match.groupdict().get(name)


def _year(match: re.Match[str]) -> int:
    short = _group(match, "yy")
    if short is None:
        return int(match["y"])
    return 2000 + int(short) if int(short) < 70 else 1900 + int(short)


def _day(match: re.Match[str], *, month_first: bool = False) -> date | None:
    """Return the date of a match, None if there is no such day."""
    name = _group(match, "name")
    month = MONTHS.get(" ".join(name.split())) if name else int(match["m"])
    day, year = int(match["d"]), _year(match)
    if month is None or year < FIRST_YEAR:
        return None
    if month_first:
        month, day = day, month
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _zone(match: re.Match[str]) -> tzinfo:
    """Return the zone that is printed after a time; the portal's own where none is."""
    if _group(match, "utc"):
        return UTC
    sign = _group(match, "sign") or _group(match, "near")
    if not sign:
        return VIETNAM
    hours, minutes = match["zh"] or match["nh"], match["zm"] or match["nm"] or "0"
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    return timezone(-offset if sign == "-" else offset) if offset < timedelta(hours=15) else VIETNAM


def _with_clock(day: date, match: re.Match[str] | None) -> Moment:
    """Return the day with the time of day of `match`, or alone where that is no time."""
    hour = hour_of(int(match["h"]), _group(match, "half")) if match else None
    if match is None or hour is None:
        return Moment(day)
    try:
        local = datetime(
            day.year, day.month, day.day, hour, int(match["min"]), int(match["sec"] or 0), tzinfo=_zone(match)
        )
        moment = local.astimezone(VIETNAM)
    except (ValueError, OverflowError):
        return Moment(day)
    return Moment(moment.date(), moment)


def _weekday(folded: str, end: int) -> tuple[int | None, int]:
    """Return the weekday that stands right before `end`, and where its name begins."""
    match = WEEKDAY.search(folded, max(0, end - 24), end)
    if not match and ENGLISH_MONTH.match(folded, end):
        match = ENGLISH_WEEKDAY.search(folded, max(0, end - 24), end)
    if not match:
        return None, end
    if match["en"]:
        return ENGLISH.index(match["en"]), match.start()
    return (6 if match["sunday"] else WEEKDAYS[match["n"]]), match.start()


def _mention(folded: str, match: re.Match[str], day: date) -> Mention:
    """Return the mention at `match`, with the time before or after the date; with neither where both could be it."""
    start, end = match.span()
    weekday, named = _weekday(folded, start)
    if _group(match, "h"):
        return Mention(_with_clock(day, match), named, end, weekday)
    after = AFTER.match(folded, end)
    before = BEFORE.search(folded, max(0, named - 40), named)
    if before and RANGE.search(folded, max(0, before.start() - 14), before.start()):
        before = None
    hour = None if before else HOUR_BEFORE.search(folded, max(0, named - 24), named)
    if hour and not RANGE.search(folded, max(0, hour.start() - 14), hour.start()):
        named = hour.start()
    if after and before:
        if NEXT_DATE.match(folded, after.end()):
            after = None
        elif DATE_BEFORE.search(folded, max(0, before.start() - 14), before.start()):
            before = None
    clock = None if after and before else after or before
    begins = before.start() if before else named
    if before and weekday is None:
        weekday, begins = _weekday(folded, begins)
    last = after or ZONE_LAST.match(folded, end)
    return Mention(_with_clock(day, clock), begins, last.end() if last else end, weekday)


def find_dates(text: str, order: DateOrder | None = None) -> list[Mention]:
    """Return the printed dates of a short text, in order; lunar, impossible and undecidable ones are left out.

    `order` is what the portal is known to put first beside a clock of twelve hours.
    """
    text = text[:MAX_TEXT]
    if not (DIGIT.search(text) and YEAR.search(text)):
        return []
    folded = fold(text) if text.isascii() else fold(text).translate(STROKES)
    found: dict[int, Mention] = {}
    taken: list[tuple[int, int]] = []
    for words, form in DATE_FORMS:
        for match in form.finditer(folded) if words.search(folded) else ():
            span = match.span()
            if any(span[0] < end and start < span[1] for start, end in taken):
                continue
            taken.append(span)
            swapped = order == "month_first" and EN_CLOCK.match(folded, span[0]) is not None
            day = _day(match, month_first=swapped)
            if day is not None and not LUNAR.match(folded[span[1] :]):
                found[span[0]] = _mention(folded, match, day)
    mentions = [found[start] for start in sorted(found)]
    return [mention for mention in mentions if not _is_undecidable(folded, mention, order)]


def _is_undecidable(folded: str, mention: Mention, order: DateOrder | None) -> bool:
    """Return True where day and month may be the wrong way round: en-US print, or the weekday of the swapped date.

    On a portal that prints the month first, also a date without a clock: its machine or a person may have written it.
    """
    day = mention.moment.day
    if day.day == day.month or day.day > 12:
        return False
    if mention.weekday is None:
        printed = folded[mention.start : mention.end].strip()
        if order == "month_first" and SLASHES.fullmatch(printed):
            return True
        return order is None and AMERICAN.match(printed) is not None
    swapped = day.replace(day=day.month, month=day.day)
    return mention.weekday != day.weekday() and mention.weekday == swapped.weekday()


def read_date(text: str) -> Moment | None:
    """Return the one date that a short text gives; None if it gives none, or two different ones."""
    moments = {mention.moment for mention in find_dates(text)}
    return moments.pop() if len(moments) == 1 else None
