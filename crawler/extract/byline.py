"""The lines beside a title: when it was published and updated, how often it was read, who wrote it.

A date counts as the publication only in such a line: under its label, or bare where the line holds nothing else. What a
label says is kept apart: `Ngày đăng` is a publication, `Cập nhật` an update, `Ngày ban hành` and `Ngày đăng công báo`
neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from crawler.extract.counters import ABSENT, Views, is_visitor_line, read_views
from crawler.extract.dates import Mention, Moment, find_dates
from crawler.extract.text import fold

Meaning = Literal["published", "updated", "other", "none"]
OTHER = (
    r"cong bao|ban hanh|hieu luc|het han|ngay (?:sinh|ky|cap|mat)|cap ngay|(?:tu|den|truoc|sau|trong) ngay|khoi tao"
    r"|bat dau|ket thuc|giay phep|tai len|thong qua"
)
UPDATED = (
    r"(?:ngay |lan |thoi gian )?(?:cap nhat|chinh sua|sua doi)(?: (?:luc|ngay|cuoi|lan cuoi|vao))*"
    r"|last (?:update|modifi)ed|(?:last )?updated?(?: on| at)?|modified(?: date)?"
)
PUBLISHED = (
    r"(?:ngay|thoi gian|gio) (?:dang|xuat ban|gui bai|dua tin|viet)(?: (?:bai|tin|tai|luc))*(?! ky)|ngay tao"
    r"|(?:duoc |da )?(?:dang|xuat ban) (?:tai |vao )?(?:ngay|luc)|publish(?:ed)?(?: ?date| on| at)?"
    r"|post(?:ed)?(?: ?date| on| at)|date published|release date"
)
LABELS: tuple[tuple[Meaning, re.Pattern[str]], ...] = (
    ("other", re.compile(OTHER)),
    ("updated", re.compile(UPDATED)),
    ("published", re.compile(PUBLISHED)),
)
"""What dates are labelled with, folded: `Ngày đăng`, `Đăng lúc`, `Cập nhật`, `Ngày ban hành`, `Publish date`."""
FILLER = re.compile(r"^[\W_]*(?:(?:ngay|luc|vao|thu|tin|bai)\b[\W_]*)?$")
PLACE_DATE = re.compile(r"[^\W\d_]\s*,\s*(?:ngay\s*)?$")
"""`Hà Nội, ngày 12 tháng 3 năm 2025`: the head of an official document, not a byline."""
AUTHOR = re.compile(
    r"(?<![a-z])(?:tac gia(?: bai viet)?|nguoi (?:viet|dang|gui)|bai(?: va anh)?|thuc hien|author|by)\s*[:：]\s*"
)
SOURCE = re.compile(r"(?<![a-z])(?:nguon(?: tin| bai viet| bai)?|source|theo)\s*[:：]\s*")
STOP = re.compile(r"\s*(?:[|;\n]|\s[-–]\s|lượt xem|nguồn|tác giả|ngày đăng|view).*$", re.I)
_WORDS = r"[^\W\d_][\w.'’-]*(?:\s+[^\W\d_][\w.'’-]*){0,5}"
NAME = re.compile(rf"^{_WORDS}(?:\s+-\s+{_WORDS})?$")
"""One to six words, or two such groups: `VĂN HÀO - TRẦN HỮU`."""
EDGES = " |,:;-–—()[]/•"
MAX_LINE = 400
MAX_RESIDUE = 60
"""Characters that may stand in a byline beside dates, labels and counters: a name, a place, a source."""


@dataclass(frozen=True, slots=True)
class Line:
    """What one line says."""

    text: str
    dates: tuple[tuple[Meaning, Moment], ...] = ()
    views: Views = ABSENT
    author: str | None = None
    source: str | None = None
    labels: frozenset[Meaning] = frozenset()
    """Labels of dates in the line, a date following or not."""
    bare: Moment | None = None
    """The only date of the line, unlabelled, where the line is nothing but a byline."""
    has_weekday: bool = False
    residue: str = ""
    """What is left when dates, labels and counters are taken away."""

    @property
    def is_byline(self) -> bool:
        """Return True if the line holds nothing but what a byline holds."""
        says = bool(self.dates or self.labels or self.author or self.source or self.views.status != "absent")
        return says and len(self.residue) <= MAX_RESIDUE and not self.residue.endswith((".", "?", "!"))


@dataclass(slots=True)
class Byline:
    """What all lines beside a title say together."""

    published: list[tuple[Moment, str]] = field(default_factory=list)
    updated: list[tuple[Moment, str]] = field(default_factory=list)
    views: list[Views] = field(default_factory=list)
    author: str | None = None
    source: str | None = None
    unread: str | None = None
    """A line with a label of publication and no date that could be read."""


def _labels(folded: str) -> list[tuple[int, int, Meaning]]:
    """Return the labels of dates in a line: start, end, meaning; where two overlap, the first kind in `LABELS` wins."""
    found: list[tuple[int, int, Meaning]] = []
    for meaning, pattern in LABELS:
        for match in pattern.finditer(folded):
            start, end = match.span()
            if not (start and folded[start - 1].isalpha()) and not (folded[end : end + 1].isalpha()):
                found.append((start, end, meaning))
    return sorted(found)


def _meaning(folded: str, mention: Mention, labels: list[tuple[int, int, Meaning]]) -> Meaning:
    """Return what the label before a date makes of it; `none` for a bare date."""
    near = [one for one in labels if one[1] <= mention.start and FILLER.match(folded[one[1] : mention.start])]
    if near:
        # `Ngày đăng công báo`: the label of another kind covers the one of publication.
        return "other" if any(meaning == "other" for *_, meaning in near) else near[-1][2]
    return "other" if PLACE_DATE.search(folded[: mention.start]) else "none"


def _after(pattern: re.Pattern[str], text: str, folded: str) -> str | None:
    """Return the words after a label, up to the next bar or label."""
    match = pattern.search(folded)
    if not match:
        return None
    value = STOP.sub("", text[match.end() :]).strip(" .,:-–|")
    return value if 0 < len(value) <= 120 else None


def _residue(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return the line without the given spans and without punctuation at its ends."""
    kept = [" " if any(start <= index < end for start, end in spans) else char for index, char in enumerate(text)]
    return " ".join("".join(kept).split()).strip(EDGES)


def _is_bare(text: str, mention: Mention, residue: str) -> bool:
    """Return True if an unlabelled date stands as a byline: alone, or a name or a bar's width away from other words.

    A weekday without a time of day is how page clocks are printed, and is no byline; nor is a line with other numbers.
    """
    if (mention.weekday is not None and mention.moment.time is None) or any(char.isdigit() for char in residue):
        return False
    before, after = text[: mention.start].strip(), text[mention.end :].strip()
    words_before, words_after = before.strip(EDGES), after.strip(EDGES)
    if not words_before or not words_after:
        words = words_before or words_after
        return not words or not residue or is_name(residue) or before != words_before or after != words_after
    return not residue


def read_line(text: str) -> Line:
    """Return what a line of a page says of dates, views and people; an empty `Line` for prose."""
    if len(text) > MAX_LINE:
        return Line(text, residue=text)
    folded = fold(text)
    labels = _labels(folded)
    mentions = find_dates(text)
    dates = tuple((_meaning(folded, mention, labels), mention.moment.without_midnight()) for mention in mentions)
    views = read_views(text)
    author, source = _after(AUTHOR, text, folded), _after(SOURCE, text, folded)
    spans = [(mention.start, mention.end) for mention in mentions] + [label[:2] for label in labels]
    spans += [(at, at + len(words)) for words in (views.raw, author, source) if words and (at := text.find(words)) >= 0]
    spans += [match.span() for pattern in (AUTHOR, SOURCE) for match in pattern.finditer(folded)]
    kinds = frozenset(label[2] for label in labels)
    residue = _residue(text, spans)
    alone = len({moment for _, moment in dates}) == 1 and dates[0][0] == "none" and len(residue) <= MAX_RESIDUE
    bare = dates[0][1] if alone and _is_bare(text, mentions[0], residue) else None
    has_weekday = any(mention.weekday is not None for mention in mentions)
    return Line(text, dates, views, author, source, kinds, bare, has_weekday, residue)


def is_name(text: str) -> bool:
    """Return True if a short text looks like a person's name: two to six words, each with a capital letter first."""
    words = [word for word in text.replace("-", " ").split() if word[0].isalpha()]
    return bool(NAME.match(text)) and all(word[0].isupper() for word in words) and len(words) >= 2


def read_byline(lines: Iterable[Line], *, bare_dates: bool = True) -> Byline:
    """Return what the lines say together; unlabelled dates count only with `bare_dates`."""
    byline = Byline()
    bare: list[tuple[Moment, str]] = []
    for line in lines:
        byline.published += [(moment, line.text) for meaning, moment in line.dates if meaning == "published"]
        byline.updated += [(moment, line.text) for meaning, moment in line.dates if meaning == "updated"]
        if bare_dates and line.bare is not None:
            bare.append((line.bare, line.text))
            byline.author = byline.author or (line.residue if is_name(line.residue) else None)
        if "published" in line.labels and "other" not in line.labels and not line.dates:
            byline.unread = byline.unread or line.text
        if line.views.status != "absent" and not is_visitor_line(line.text):
            byline.views.append(line.views)
        byline.author = byline.author or line.author
        byline.source = byline.source or line.source
    byline.published = byline.published or bare
    return byline
