"""The date of a cited document, as its sentence gives it: after the number or the issuer, or before the verb.

All is read in folded text. Day first; a date without a year is the article's year, or the one before it.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

FIRST_YEAR = 1945
_DATE = (
    r"(?P<d>\d{1,2})(?:\s?(?P<s>[/.-])\s?(?P<m>\d{1,2})(?:\s?(?P=s)\s?(?P<y>\d{4}|\d\d))?|\sthang\s(?P<mm>\d{1,2})"
    r"(?:,?\s?nam\s?(?P<yy>\d{4})|\s?/\s?(?P<yyy>\d{4}))?)(?!\d|[/.-]\d)"
)
WHOLE_DATE = re.compile(rf"(?<![\d/.-]){_DATE}")
AFTER = re.compile(
    r"(?P<comma>\s?,)?\s{0,2}(?P<clock>(?:hoi|luc)\s\d{1,2}\s?(?:h|g|:|gio)\s?(?:\d\d)?(?:\s?phut)?,?\s)?"
    r"(?P<open>\()?\s?(?:(?:(?:duoc\s)?(?:ky(?:,?\sban hanh)?|ban hanh)\s)?(?:cung\s)?ngay\s?:?"
    r"|(?:duoc\s)?ban hanh(?=\s))\s{0,2}"
    rf"{_DATE}(?(open)(?:\s?\))?)"
)
"""` ngày 08/9/2021`, `, ngày 19/10/2021`, ` (ngày 5/5/2021)`, ` ban hành ngày 5/5/2021`."""
IN_BRACKETS = re.compile(rf"\s?\(\s?{_DATE}\s?\)")
YEAR = re.compile(r"\s?\(?\s?nam\s(?P<year>(?:19[4-9]|20\d)\d)(?!\d|\s?[-–]\s?\d)")
OF_OR_ABOUT = re.compile(r"\s?,?\s?(?:cua|ve)\s")
"""What must follow a date with an hour, as telegrams have it (`hồi 10h00 ngày 06/4/2024`): else it is of some event."""
SAME_DAY = re.compile(r"\s?,?\s?\(?cung ngay\)?(?=\s?(?:cua\s|,|;|\)|\.|$))")
"""Behind a number, in place of its date: that of the document named before it."""
CLAUSE_GOES_ON = re.compile(r"\s?(?:,?\s?cua\s|,?\s?ve\s|,?\s?v/v|[;)]|$|\.(?:\s|$))")
"""What must follow a date after a comma: without it the date may begin the next clause, and is of some event."""
VERB = re.compile(
    r"(?:^|[\s,])(?:(?:da|vua|moi|tiep tuc|cung|chinh thuc)\s){0,2}"
    r"(?:ky(?:,? ban hanh)?|ban hanh|phat hanh|thong qua|ra|co)(?:\s(?:cac|mot so|mot|them))?\s*[\"“]?$"
)
"""What a body does to a document on the day that it is issued; ends the text before the document's name."""
_BETWEEN = r"(?P<between>[^.;:!?()\d]{0,120}(?:tp\.[^.;:!?()\d]{0,60})?)"
OPENING = re.compile(rf"(?<![a-z])ngay\s{_DATE}(?:\s(?:vua qua|vua roi))?\s?,?\s?{_BETWEEN}$")
"""`Ngày 18/3/2022, Chủ tịch UBND tỉnh Thanh Hóa`: date and issuer before the verb."""
SUBJECT = re.compile(
    r"^(?:(?:dong chi|pho|ong|ba)\s)?(?:ubnd|uy ban|hdnd|hoi dong|chu tich|thu tuong|chinh phu|bo|ban|so"
    r"|phong|van phong"
    r"|thanh uy|tinh uy|quan uy|huyen uy|thi uy|dang uy|thuong truc|thuong vu|quoc hoi|tong bi thu|bi thu|cong an|cuc"
    r"|tong cuc|thanh tra|dang bo|mat tran|lien doan|hoi|doan|toa an|vien|giam doc|bo truong|tinh|quan|huyen|thanh pho"
    r"|phuong|xa|don vi|truong)\b"
)
NOT_SUBJECT = re.compile(
    r"\b(?:tổ chức|triển khai|họp|thực hiện|tại|khai mạc|diễn ra|cùng với|chủ trì|tham dự|dự|sau khi|theo|nhằm|để|trong"
    r"|quán triệt|tổng kết|sơ kết|phát biểu|cho biết|kiểm tra|xây dựng|tiếp|làm việc|căn cứ|phối hợp)\b"
)
"""Words that make the date one of an event. Read in the text itself: folded, `để` is a part of `phường Bồ Đề`."""
VERB_SPAN = 50
SPAN = 240
"""Characters before a document's name in which its date is looked for."""


class Dated(NamedTuple):
    """When a document was issued, and where the words that say so end."""

    day: date | None
    year: int | None
    end: int


def _year(match: re.Match[str]) -> int | None:
    printed = match["y"] or match["yy"] or match["yyy"]
    if printed is None:
        return None
    return int(printed) if len(printed) == 4 else (2000 if int(printed) < 70 else 1900) + int(printed)


def _day(match: re.Match[str], published: date | None) -> date | None:
    """Return the day of a match, None if there is none, or it lies after the article."""
    year, month = _year(match), int(match["m"] or match["mm"])
    if year is None and published is None:
        return None
    try:
        found = date(year or published.year, month, int(match["d"]))  # type: ignore[union-attr]
        if year is None and published is not None and found > published:
            found = found.replace(year=found.year - 1)
    except ValueError:
        return None
    late = published is not None and found > published + timedelta(days=1)
    return None if late or found.year < FIRST_YEAR else found


def date_after(folded: str, at: int, published: date | None, *, direct: bool) -> Dated:
    """Return the date that follows a number (`direct`) or its issuer at `at`; no date gives `end == at`."""
    match = AFTER.match(folded, at) or (IN_BRACKETS.match(folded, at) if direct else None)
    if match is None:
        year = YEAR.match(folded, at) if direct else None
        return Dated(None, int(year["year"]), year.end()) if year else Dated(None, None, at)
    loose = match.re is AFTER and match["comma"] and not match["open"]
    timed = match.re is AFTER and match["clock"] and not OF_OR_ABOUT.match(folded, match.end())
    if timed or (loose and not CLAUSE_GOES_ON.match(folded, match.end())):
        return Dated(None, None, at)
    day = _day(match, published)
    return Dated(day, day.year if day else None, match.end())


def verb_before(before: str) -> int | None:
    """Return where the verb of issuing begins that ends the text before a document's name; None without one."""
    verb = VERB.search(before, max(0, len(before) - VERB_SPAN))
    return verb.start() if verb else None


def date_before(before: str, printed: str, published: date | None) -> date | None:
    """Return the date on which a sentence says that the document named at its end was issued: `Ngày …, … ban hành`.

    `printed` is the text that `before` is the folded form of.
    """
    before, printed = before[-SPAN:], printed[-SPAN:]
    verb = verb_before(before)
    opening = OPENING.search(before, 0, verb) if verb is not None else None
    if opening is None or printed.isupper():
        return None
    between = opening["between"].strip(" ,")
    words = printed[opening.start("between") : opening.end("between")]
    if between and (not SUBJECT.match(between) or NOT_SUBJECT.search(words)):
        return None
    return _day(opening, published)
