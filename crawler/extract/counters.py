"""How often an article was read ("lượt xem"), told apart from every other counter on the page.

A count is taken only with its label (or glued before the date label, as one CMS prints it). Visitors of the site,
downloads, likes, comments, zoom and ratings are never views.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from crawler.extract.text import fold
from crawler.items import ViewsStatus

NUMBER = (
    r"(?P<n>\d{1,3}(?:[.,]\d{3})+(?![\d.,]*\d)|\d+(?:[.,]\d+)?(?![.,]?\d))\s*(?P<unit>(?:k|n|nghin|ngan|tr|trieu|m)\b)?"
)
LABEL = (
    r"(?:(?:so|tong so|tong)\s+)?(?:luot|lan)\s+(?:xem|doc)(?:\s+(?:bai|tin))?|(?:da|duoc|so\s+nguoi)\s+(?:xem|doc)"
    r"|view\s*counts?|page\s*views?|views?|hits?|(?<![a-z] )xem(?=\s*:)"
)
"""`Lượt xem`, `Số lần đọc`, `Đã xem`, `Xem:`, `View count`, folded."""
LABEL_FIRST = re.compile(rf"(?<![a-z])(?:{LABEL})\s*(?P<sep>[:：]|\(|-)?\s*{NUMBER}")
NUMBER_FIRST = re.compile(
    rf"(?<![\d.,/:]){NUMBER}\s*(?:luot\s+(?:xem|doc)|lan\s+(?:xem|doc)|views?\b|hits\b)(?!\s*[:：]?\s*\d)"
)
BARE_LABEL = re.compile(r"(?:so\s+)?(?:luot|lan)\s+(?:xem|doc)\b|view\s*counts?\b|so\s+nguoi\s+(?:xem|doc)\b")
GLUED = re.compile(rf"^\s*(?:true|false)\s*{NUMBER}\s*(?=ngay (?:cap nhat|dang))")
"""`False 5628Ngày cập nhật 05/07/2019`. Source: namdong.thuathienhue.gov.vn."""
VISITORS = re.compile(
    r"truy cap|online|truc tuyen|khach\b|hom (?:nay|qua)|(?:tuan|thang|nam) (?:nay|truoc)|visitors?\b|tat ca\s*:"
    r"|thanh vien"
)
"""Words of a site's own visitor block."""
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


ABSENT = Views(None, "absent")


def read_number(printed: str, unit: str | None = None) -> int | None:
    """Return the count that is printed: `1.084`, `1,084`, `1084`, `1,2` with the unit `nghìn` or `K`; None if none."""
    if unit:
        factor = MULTIPLIERS.get(fold(unit))
        value = float(printed.replace(",", ".")) if printed.count(".") + printed.count(",") <= 1 else None
        return round(value * factor) if factor and value is not None else None
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", printed):
        return int(re.sub(r"[.,]", "", printed)) if len(set(re.findall(r"[.,]", printed))) == 1 else None
    return int(printed) if printed.isascii() and printed.isdigit() else None


def is_visitor_line(line: str) -> bool:
    """Return True if a line belongs to a counter of the site's visitors."""
    return bool(VISITORS.search(fold(line[:MAX_LINE])))


def read_views(line: str) -> Views:
    """Return the views that one line of a byline gives; `absent` where it does not speak of them.

    `unparsed` where the label is there but the number is missing, odd, or two numbers compete.
    """
    folded = fold(line) if len(line) <= MAX_LINE else ""
    if not folded or VISITORS.search(folded):
        return ABSENT
    matches = list(LABEL_FIRST.finditer(folded)) or list(NUMBER_FIRST.finditer(folded)) or list(GLUED.finditer(folded))
    counts = {read_number(match["n"], match["unit"]) for match in matches}
    if not matches:
        label = BARE_LABEL.search(folded)
        return Views(None, "unparsed", line[label.start() :].strip()[:80]) if label else ABSENT
    first = matches[0]
    count = counts.pop() if len(counts) == 1 else None
    raw = line[first.start() : first.end()].strip()
    return Views(count, "observed", raw) if count is not None and count < MAX_VIEWS else Views(None, "unparsed", raw)
