"""Bylines that are sentences, under the text or the title: when this very page's article was posted, how often read.

`This entry was posted on Friday, March 5th, 2017 at 8:22 am and is filed under News. You can follow any responses …`
They are read by a grammar: a word for this article (`bài này`, `this entry`), that it was posted, and nothing between
that and the date, nor behind it, but the hour, who posted it, sections and counters. What was posted somewhere else
(`Bài này được đăng trên báo Nhân Dân ngày …`) is no byline.

Source: WordPress' default theme until 2010 (Kubrick, single.php), its translations, and the many themes made of it;
content.php of Twenty Twelve: `This entry was posted in %1$s on %3$s by %4$s.`
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from crawler.extract.printed.counters import find_counts, other_counters
from crawler.extract.printed.dates import Mention, find_dates
from crawler.extract.printed.meaning import fold_labels
from crawler.extract.printed.parts import take_parts
from crawler.items import DateOrder

LONGEST = 900
MAYBE = re.compile(
    r"\W{0,4}(?:bài|tin|mục|nội dung|thông tin|this|the|entry|post|article|được|đã|đăng|viết|gửi|xuất bản"
    r"|publish|written)",
    re.I,
)
"""How such a sentence begins; most lines are passed over by that alone."""
_SUBJECT = (
    r"(?:(?:bai|tin|muc|noi dung|thong tin)(?: (?:viet|tin|bai|tuc|dang(?! (?:hoi|luc|vao|ngay|\d))))?(?: nay)?"
    r"|(?:th(?:is|e) )?(?:entry|post|article|item|story))"
)
SUBJECT = re.compile(rf"\W*{_SUBJECT}\b\s*")
DONE = re.compile(
    r"\W*(?:(?:da|vua|duoc|hien|was|has been|is)\s+)*"
    r"(?:dang(?: (?:tai|len|bai|tin))*|gui(?: len| dang)?|viet|xuat ban|dua len"
    r"|post(?:ed)?|published|written|created|submitted|added)\b"
)
_NEXT = (
    r"(?:(?:on|at|vao|luc|ngay|by|boi|and|va|with|voi|da co|hien co|is|was|duoc|xem|luot|so luot|lan|trong|thuoc|in"
    r"|under)\b|co \d|\d|#)"
)
_ENDS = rf"(?=\s{_NEXT}|\s*[,;|()]|\s*$)"
_ENDS_OF_LIST = rf"(?=[\s,;|(]+{_NEXT}|\s*$)"
"""Behind sections and key words, which have commas between them."""
_FOREIGN = r"(?!(?:cac |the )?(?:tap chi|tap san|bao|sach|cuon|ky yeu|an pham|trang|website|web|so|magazine|journal)\b)"
"""What else a text may be posted in than a section."""
_DONE_TO = r"(?:(?:is|was|has been|duoc|da|hien)\s+)*"
_COUNTED = r"(?:luot|lan|nguoi|views?|reads?|times|hits|comments?|responses?|phan hoi|binh luan|y kien|nhan xet)"
CLAUSES = tuple(
    re.compile(clause)
    for clause in (
        r"(?:[\s,;:|()–—-]|(?:va|and|ngay|gio|luc|vao|hoi|on|at)\b)+",
        rf"(?P<by>boi|by)\b\s*(?:[^\s,;|()]+\s*){{0,6}}?{_ENDS}",
        rf"{_DONE_TO}(?:last )?(?:cap nhat|chinh sua|hieu chinh|sua(?: doi)?|modified|updated|edited)"
        r"(?: (?:lan|moi|gan|cuoi|cung|nhat|day|luc|vao|ngay|on|at|the)\b)*\W*#+",
        rf"{_DONE_TO}(?:filed|categori[sz]ed|posted|luu(?: tru)?|xep|phan loai|dat|dang)"
        rf" (?:(?:under|in|as|trong|vao|duoi|o|tai|thuoc)\s+)++{_FOREIGN}.{{0,200}}?{_ENDS_OF_LIST}",
        rf"{_DONE_TO}(?:gan the|gan nhan|danh dau|tagged)\b(?: with| as| voi| la)?\W*.{{0,200}}?{_ENDS_OF_LIST}",
        rf"(?:(?:trong|thuoc|tai|duoi|in|under|muc)\s+)++{_FOREIGN}.{{0,200}}?{_ENDS_OF_LIST}",
        rf"(?:(?:da|hien|duoc|co|voi|xem|doc|with|has|had|been)\s+)*\d[\d.,]*\s*{_COUNTED}\b[a-z ]{{0,30}}{_ENDS}",
        r"(?:(?:so )?(?:luot|lan) (?:xem|doc)|(?:da |duoc )+(?:xem|doc)|views?|hits)\s*[:：]?\s*\d[\d.,]*"
        r"(?: lan| times)?",
        r"(?:cach day )?(?:khoang )?\d+ (?:nam|thang|tuan|ngay|gio|phut|years?|months?|weeks?|days?|hours?)"
        r" (?:truoc|ago)",
    )
)
"""What may stand around the date of such a sentence, folded; `#` stands for a further date."""
BY = 1
NEXT = re.compile(r"[.!?…][\s)]+(?=[^\W\d_a-z])")
"""Where the next sentence begins."""
ABOUT = re.compile(
    r"\b(?:phan hoi|hoi dap|hoi am|tra loi|binh luan|loi binh|nhan xet|y kien|gop y|thao luan|comments?|responses?"
    r"|respond|repl(?:y|ies)|feedback|trackbacks?|pings?|pingbacks?|pinging|rss|feed|lien ket|duong dan|permalink"
    r"|bookmark|chia se|share)\b"
)
"""What the sentences behind the first speak of, folded."""
TIMES = re.compile(r"\s*(?:lan|luot|times)\b")
"""`đã xem 61 lần.`: what the number counts, where more of the sentence follows."""
ONLY_COUNTS = re.compile(r"(?:(?:da|hien|nay|duoc|co|tong|cong|so|has|had|been|was)\b\s*|[\s.!()])*")


class Told(NamedTuple):
    """A byline that is a sentence, said in the parts that other bylines have."""

    text: str
    """`Đăng: Friday, March 5th, 2017 at 8:22 am | Tác giả: admin | 370 lượt xem`."""
    is_own: bool
    """True if it says of which article it speaks: that of the page."""


def tell(text: str, order: DateOrder | None) -> Told | None:
    """Return what a line says that is a sentence, or several, about its own article; None for all other lines."""
    if len(text) > LONGEST or not MAYBE.match(text):
        return None
    parts = take_parts(text)
    folded = fold_labels(parts.text)
    subject = SUBJECT.match(folded)
    start = subject.end() if subject else 0
    if done := DONE.match(folded, start):
        return _posted(parts.text, folded, done.end(), order, parts.name, has_subject=subject is not None)
    counts = _counts(folded[start:], []) if subject else []
    rest = _without(folded[start:], counts)
    said = [parts.text[start + begin : start + end] for begin, end in counts]
    return Told(" | ".join(said), is_own=True) if said and ONLY_COUNTS.fullmatch(rest) else None


def _posted(
    text: str, folded: str, start: int, order: DateOrder | None, name: str | None, *, has_subject: bool
) -> Told | None:
    """Return what follows the words `was posted`, if that is nothing but a byline."""
    dates = find_dates(text, order)
    end = _end_of_sentence(text, dates)
    own = [date for date in dates if date.end <= end]
    if not own or own[0].start < start:
        return None
    before, names = _read_clauses(folded, start, own[0].start)
    after, others = _read_clauses(_without_dates(folded, own[1:]), own[0].end, end)
    counts = _counts(folded, dates)
    is_about = bool(ABOUT.search(folded, end)) or any(begin >= end for begin, _ in counts)
    if not (before and after and (is_about or (has_subject and not folded[end:].strip(" .!)")))):
        return None
    said = [f"Đăng: {text[own[0].start : own[0].end].strip()}"]
    said += [f"Cập nhật lần cuối: {text[one.start : one.end].strip()}" for one in own[1:]]
    authors = [name] if name else [text[begin:stop].strip(" ,.") for begin, stop in (*names, *others)]
    said += [f"Tác giả: {author}" for author in authors[:1] if author]
    return Told(" | ".join([*said, *(text[begin:stop] for begin, stop in counts)]), is_own=True)


def _end_of_sentence(text: str, dates: list[Mention]) -> int:
    """Return where the first sentence ends; the dot of a date or of an hour (`8:22 a.m.`) ends none."""
    ends = (match.start() for match in NEXT.finditer(text))
    return next((end for end in ends if not any(one.start <= end < one.end for one in dates)), len(text.rstrip(" .!")))


def _read_clauses(folded: str, start: int, end: int) -> tuple[bool, list[tuple[int, int]]]:
    """Return whether a stretch of the sentence holds nothing but known clauses, and where names stand in it."""
    names = []
    while start < end:
        found = ((number, clause.match(folded, start, end)) for number, clause in enumerate(CLAUSES))
        number, match = next(((number, match) for number, match in found if match and match.end() > start), (0, None))
        if match is None:
            return False, []
        if number == BY:
            names.append((match.end("by"), match.end()))
        start = match.end()
    return True, names


def _without_dates(folded: str, dates: list[Mention]) -> str:
    for one in dates:
        folded = folded[: one.start] + "#" * (one.end - one.start) + folded[one.end :]
    return folded


def _counts(folded: str, dates: list[Mention]) -> list[tuple[int, int]]:
    """Return where the line says how often the article was read."""
    taken = [(date.start, date.end) for date in dates]
    counts = find_counts(folded, taken, other_counters(folded))
    ends = ((one, TIMES.match(folded, one.end)) for one in counts if one.value is not None)
    return [(one.start, times.end() if times else one.end) for one, times in ends]


def _without(folded: str, spans: list[tuple[int, int]]) -> str:
    edges = [0, *(edge for span in spans for edge in span), len(folded)]
    return " ".join(folded[start:end] for start, end in list(pairwise(edges))[::2])
