"""How often an article was read ("lượt xem"), told apart from every other counter on the page.

A count is taken only with its label, before or after the number, or an eye drawn beside it (`EYE`), or glued before
the label of a date, as one CMS prints it. Visitors of the site, downloads, likes, comments and ratings are never views.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from crawler.extract.text import fold
from crawler.items import ViewsStatus

EYE = "\ue000"
"""Stands in a line for the picture of an eye, or for an element whose name says that it holds the views."""
_UNIT = r"(?P<unit>(?:k|n|nghin|ngan|tr|trieu|m)\b)?"
_MINUTES = r"(?:phut|min(?:ute)?s?)"
_NOT_COUNTED = rf"(?![.,]?\d| \d{{3}}(?!\d|\s*%)|\s*[%+]|/\d|[kmn]\d|\s*(?:h|gio|{_MINUTES})\b)"
NUMBER = rf"(?P<n>\d{{1,3}}(?:[.,]\d{{3}})+(?![\d.,]*\d|\s*[%+])|\d+(?:[.,]\d+)?{_NOT_COUNTED})\s*{_UNIT}"
SPACED = r"(?P<n>\d{1,3}(?: \d{3})+)(?P<unit>(?!))?"
"""`1 084`, taken only where it stands between separators or before what it counts; elsewhere it is no number at all."""
_PEOPLE = r"(?:nguoi|ban|truy|khach)"
_LABEL = (
    rf"(?:tong\s+)?(?:so\s+)?(?:luot|lan)\s+(?:{_PEOPLE}\s+)?(?:xem|doc|view)(?![a-z])(?:\s+(?:bai(?:\s+viet)?|tin|trang)(?:\s+nay)?)?"
    r"|(?:so\s+)?luot\s+truy\s+cap\s+(?:bai(?:\s+viet)?|tin)(?:\s+nay)?\b"
    rf"|(?:so\s+)?nguoi\s+(?:da\s+)?(?:xem|doc)\b|(?:da\s+duoc|da|duoc)\s+(?:xem|doc)\b|view(?:s|ed)?(?:\s*counts?)?\b|page\s*views?\b|hits?\b"
    r"|(?<=\d )reads\b"
    rf"|(?<!xxxx )(?<!dang )(?:xem|doc|reads?)(?=\s*:)|(?:xem|doc|read)(?=\s+\d[\d.,]*\s+(?:lan|times)\b)|{EYE}"
)
"""`Lượt xem`, `Số lần đọc`, `Lượt bạn đọc`, `Đã xem`, `Xem:`, `View count`, folded; `Đang xem:` counts who is here now.

`fold_labels` makes `xxxx` of `đang`.
"""
LABEL = re.compile(rf"(?<![a-z])(?:{_LABEL})")
AFTER = (
    re.compile(rf"\s*(?P<sep>[:：]|[(\[-])?\s*{SPACED}(?=\s*(?:$|[|;•)\]–-]|(?:lan|luot)\b))"),
    re.compile(rf"\s*(?P<sep>[:：]|[(\[-])?\s*{EYE}?\s*{NUMBER}"),
)
TIMES = re.compile(r"\s*(?:lan|luot|times?)(?=\s*(?:$|[|;•\[)\]–-]))")
"""`Đã xem 61 lần`: what the number counts."""
BEFORE = (re.compile(rf"(?:^|(?<=[|;•–-])\s){SPACED}\s*$"), re.compile(rf"(?<![\d.,/:])(?<!\d[kmn]){NUMBER}\s*\(?$"))
ABOUT = re.compile(r"(?:(?<![a-z])(?:hon|gan|khoang|tren|xap xi|chung|over|about|more than)\s+|[~>≈]\s*)$")
"""What stands before a number that is none to count with: `Hơn 1.000 lượt xem`."""
_ROUND = r"\d[\d.,]*(?:\s?\+|[kmn]\d)"
ROUND_BEFORE = re.compile(rf"(?<![\d.,/:]){_ROUND}\s*$")
ROUND_AFTER = re.compile(rf"\s*[:：]\s*(?:(?:hon|gan|khoang|tren|~)\s*\d[\d.,]*|{_ROUND})")
COLONS = (":", "：")
BARE = re.compile(r"\s*(?:$|[:：|(])")
BARE_LABEL = re.compile(r"^(?:tong|so|luot|lan|view ?count|page)")
GLUED = re.compile(rf"^\s*(?:(?:true|false)\s*{NUMBER}\s*|(?P<m>\d{{1,3}}(?:[.,]\d{{3}})+|\d{{1,9}}))(?=ngay [a-z])")
"""`False 5628Ngày cập nhật 05/07/2019`. Source: namdong.thuathienhue.gov.vn."""
BAR = re.compile(r"[|;•\n]")
VISITORS = re.compile(
    r"truy cap(?! (?:bai|tin)\b)|online|truc tuyen|khach\b|hom (?:nay|qua)|(?:tuan|thang|nam) (?:nay|truoc)"
    r"|visitors?\b|tat ca\s*:|thanh vien|luot xem nhieu|(?:tin|bai|doc|xem) nhieu"
)
"""Words of a site's own visitor block."""
ELSEWHERE = re.compile(
    r"\b(?:video|clip|youtube|facebook|fanpage|tiktok|zalo)\s*[:：]|[\s\d.,]*tren (?:youtube|facebook|tiktok|zalo)"
)
"""`Facebook: 84 lượt xem`, `1084 lượt xem trên Youtube`."""
_DEEDS = (
    r"(?:(?:so\s+)?(?:luot|lan)\s+|da\s+)?(?:tai(?:\s+(?:ve|xuong))?|thich|chia\s+se|binh\s+luan|phan\s+hoi|gop\s+y|y\s+kien|nhan\s+xet|danh\s+gia|xep\s+hang|binh\s+chon|in|ban\s+in)"
    r"|downloads?|likes?|shares?|comments?|ratings?|votes?"
)
_READING = rf"(?:thoi gian doc|reading time|doc trong)\s*[:：]?\s*(?:khoang\s+|about\s+|~\s*)?\d{{1,3}}\s*{_MINUTES}\b"
_LENGTH = (
    r"\d{1,3}\s*(?:phut\s+(?:de\s+)?doc|min(?:ute)?s?\s+(?:to\s+)?read)\b"
    rf"|(?<=[|•·;] )\d[\d.,]*\s*(?:{_MINUTES}|words?|tu)(?=\s*(?:$|[|;•·,)]))"
)
"""How long it takes to read, and how many words there are: the latter two only between bars."""
LENGTH_ALONE = re.compile(
    rf"\W*(?:{_READING}|(?:(?:khoang|chung|about|duoi|it hon|less than|~|≈)\s*)?\d[\d.,]*\s*"
    rf"(?:{_MINUTES}|words?|tu|chu)(?:\s*(?:de |to )?(?:doc|read))?)\W*"
)
"""How long it takes to read, or how many words there are, as all that a part of a byline says: `Khoảng 3 phút`."""
KEY_WORDS = re.compile(r"(?<=[|;•·,\n])\s*(?:(?:tags?|tu khoa)\s*[:：]|tagged (?:as|in|with)\b).*$", re.S)
"""`… · tagged with #y tế and #quy hoạch`, `… by admin, tagged as y tế, quy hoạch`, `… | Từ khóa: y tế`."""
OTHER_COUNTERS = re.compile(
    rf"(?<![a-z])(?:{_READING}|(?:{_DEEDS})\b\s*[:：]?\s*\(?\d[\d.,]*(?:\s*/\s*\d+|\s*(?:sao|diem|stars?)\b)?\)?"
    r"(?:\s*\(\d+ [a-z ]{1,20}\))?"
    r"|(?<![a-z])aa?\s?[-+]|(?<!\w)aa?(?!\w)"
    r"|(?:in|gui) (?:trang|bai|tin|email|(?:cho )?ban be)(?: viet)?(?: nay)?\b"
    r"|\bchia se\b(?:[\s:,|]*(?:facebook|zalo|twitter|messenger)\b)*|\bban in\b|\bprint\b"
    r"|\bin\s*(?=$|chia se\b|gui\b)|\bemail\b"
    r"|\b(?:xem\s+(?:voi\s+)?)?(?:co|mau|kieu) chu\b|\b(?:do )?tuong phan\b"
    r"|\btheo doi [a-z0-9. ]{0,40}tren (?:google news|facebook|zalo|youtube)\b|\bgoogle (?:news|tin tuc)\b"
    r"|\bnghe (?:doc )?(?:bai|tin|noi dung)(?: viet| tin)?\b|\b(?:quay lai|tro ve)\b"
    r"|(?<=[|;•·] )(?:so )?luot (?!xem|doc|view|truy)[a-z]{2,8}\s*[:：]\s*\d[\d.,]*(?=\s*(?:$|[|;•·]))"
    r"|\b(?:khong|chua) co (?:binh luan|phan hoi|y kien|nhan xet|gop y)(?: nao)?\b"
    r"|\bchuc nang binh luan bi tat\b|\bcomments? off\b)"
    rf"|(?=\d)(?:(?<![\d.,])\d[\d.]*(?<!\.)\s*(?:(?:nguoi|ban(?: doc)?)\s+)?(?!in\b)(?:{_DEEDS})\b(?!\s*[:：])"
    r"|\d{1,3}\s*%"
    r"|\d(?:[.,]\d)?\s*/\s*5(?!\d|/)(?:\s*-?\s*\(\d+[^()]{0,20}\))?"
    rf"|(?<![\d.,])(?:{_LENGTH})"
    r"|(?<![\d.,])\d[\d.,]*\s*luot(?=\s*(?:$|[|;•)])))"
)
"""Counters and buttons that stand in the same line and are no views."""
MULTIPLIERS = {
    "k": 1_000,
    "n": 1_000,
    "nghin": 1_000,
    "ngan": 1_000,
    "tr": 1_000_000,
    "trieu": 1_000_000,
    "m": 1_000_000,
}
MAX_VIEWS = 1_000_000_000
MAX_LINE = 400
"""Characters; a longer line is prose, not a byline."""


class Views(NamedTuple):
    """What a line says of an article's views."""

    value: int | None
    status: ViewsStatus
    raw: str | None = None
    """The words that say it, as printed."""


class Count(NamedTuple):
    """A label of views in a line, with its number if it has one."""

    start: int
    end: int
    value: int | None


ABSENT = Views(None, "absent")


def read_number(printed: str, unit: str | None = None) -> int | None:
    """Return the count that is printed: `1.084`, `1,084`, `1 084`, `1,2` with the unit `nghìn` or `K`; None if none."""
    if unit:
        factor = MULTIPLIERS.get(fold(unit))
        value = float(printed.replace(",", ".")) if printed.count(".") + printed.count(",") <= 1 else None
        return round(value * factor) if factor and value is not None and " " not in printed else None
    if re.fullmatch(r"\d{1,3}(?:[., ]\d{3})+", printed):
        return int(re.sub(r"[., ]", "", printed)) if len(set(re.findall(r"[., ]", printed))) == 1 else None
    return int(printed) if printed.isascii() and printed.isdigit() else None


def is_visitor_line(line: str) -> bool:
    """Return True if a line belongs to a counter of the site's visitors."""
    return bool(VISITORS.search(fold(line[:MAX_LINE])))


def _is_free(span: tuple[int, int], taken: Iterable[tuple[int, int]]) -> bool:
    return not any(span[0] < end and start < span[1] for start, end in taken)


def _count(folded: str, label: re.Match[str], dates: list[tuple[int, int]], taken: list[tuple[int, int]]) -> Count:
    """Return the label with the number after it or, where none is there or no colon leads to it, the one before it."""
    afters = (match for form in AFTER if (match := form.match(folded, label.end())))
    after = next((one for one in afters if _is_free(one.span("n"), dates if one["sep"] in COLONS else taken)), None)
    befores = (form.search(folded, max(0, label.start() - 24), label.start()) for form in BEFORE if label[0] != EYE)
    before = next((match for match in befores if match and _is_free(match.span("n"), taken)), None)
    colon = after is not None and after["sep"] in COLONS
    if after is not None and (colon or before is None):
        end = times.end() if (times := TIMES.match(folded, after.end())) else after.end()
        return Count(label.start(), end, read_number(after["n"], after["unit"]))
    if before is None:
        return _inexact(folded, label)
    if after is not None and after["sep"] != "-":
        return Count(before.start(), after.end(), None)
    if about := ABOUT.search(folded, 0, before.start("n")):
        return Count(about.start(), label.end(), None)
    return Count(before.start(), label.end(), read_number(before["n"], before["unit"]))


def _inexact(folded: str, label: re.Match[str]) -> Count:
    """Return a label with what stands for a number beside it: `999+ lượt xem`, `Lượt xem: 1k2`."""
    before, after = ROUND_BEFORE.search(folded, 0, label.start()), ROUND_AFTER.match(folded, label.end())
    return Count(before.start() if before else label.start(), after.end() if after else label.end(), None)


def _says_again(folded: str, count: Count, label: re.Match[str]) -> bool:
    """Return True for words that say what the eye before a number has said: `(eye) 405 lượt xem`."""
    drawn = folded.startswith(EYE, count.start) and count.value is not None
    return drawn and not folded[count.end : label.start()].strip()


def _stands_alone(folded: str, label: re.Match[str]) -> bool:
    """Return True for a label that is one without a number too: `Lượt xem:`, not `đã xem` or `đọc` in a sentence."""
    return bool(BARE_LABEL.match(label[0])) and bool(BARE.match(folded, label.end()))


def _is_of_site(folded: str, label: re.Match[str]) -> bool:
    """Return True if the words around a label, up to the next bars, speak of visitors, or of another site."""
    before = folded[max(0, label.start() - 40) : label.start()]
    after = folded[label.end() : label.end() + 30]
    said, follows = BAR.split(before)[-1], BAR.split(after)[0]
    return bool(VISITORS.search(said + label[0] + follows) or ELSEWHERE.search(said) or ELSEWHERE.match(follows))


def other_counters(folded: str) -> list[tuple[int, int]]:
    """Return where in a folded line counters of other things and buttons stand, and key words at its end."""
    keys = KEY_WORDS.search(folded)
    return [match.span() for match in OTHER_COUNTERS.finditer(folded)] + ([keys.span()] if keys else [])


def find_counts(folded: str, taken: Iterable[tuple[int, int]], others: Iterable[tuple[int, int]]) -> list[Count]:
    """Return the labels of views in a folded line; `others` are its `other_counters`.

    Digits in them and in the `taken` spans (dates) are no counts.
    """
    dates = list(taken)
    spans = [*dates, *others]
    found: list[Count] = []
    for label in LABEL.finditer(folded):
        count = _count(folded, label, dates, [*spans, *((one.start, one.end) for one in found)])
        if found and count.value is None and _says_again(folded, found[-1], label):
            found[-1] = found[-1]._replace(end=label.end())
            continue
        if (count.value is None and not _stands_alone(folded, label)) or _is_of_site(folded, label):
            continue
        # An eye before a label that says the same in words.
        if not (found and count.start == found[-1].end and found[-1].value is None):
            found.append(count)
        else:
            found[-1] = count
    glued = None if found else GLUED.match(folded)
    if glued:
        found.append(Count(0, glued.end(), read_number(glued["n"] or glued["m"], glued["unit"])))
    return found


def views_of(line: str, counts: list[Count]) -> Views:
    """Return the one value of a line's counts; `unparsed` where a number is missing, odd, or two compete."""
    if not counts:
        return ABSENT
    values = {count.value for count in counts if count.value is not None}
    value = values.pop() if len(values) == 1 else None
    shown = next((count for count in counts if count.value is not None), counts[0])
    end = shown.end + (line[shown.start : shown.end].count("(") and line.startswith(")", shown.end))
    raw = " ".join(line[shown.start : end].replace(EYE, " ").split())[:80] or None
    return Views(value, "observed", raw) if value is not None and value < MAX_VIEWS else Views(None, "unparsed", raw)


def read_views(line: str, taken: Iterable[tuple[int, int]] = ()) -> Views:
    """Return the views that one line of a byline gives; `absent` where it does not speak of them."""
    if len(line) > MAX_LINE:
        return ABSENT
    folded = fold(line)
    return views_of(line, find_counts(folded, taken, other_counters(folded)))
