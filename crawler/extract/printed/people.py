"""Who wrote an article and where it was taken from, as lines print it: `Tác giả: …`, `Tin, ảnh: …`, `(Nguồn: …)`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from crawler.extract.printed.counters import other_counters
from crawler.extract.text import fold, undouble

_WITH = r"(?:\s*(?:,|va|-|&|\+|/)\s*(?:bai|anh|hinh anh|hinh|clip|video))*"
AUTHOR = re.compile(
    r"(?<![a-z])(?:tac gia(?: bai viet)?|nguoi (?:viet|dang|gui|tao)(?: bai| tin){0,2}(?: viet)?"
    rf"|(?:tin|bai)(?: viet| bai)?{_WITH}"
    r"|thuc hien|bien soan|tong hop|(?:nhom )?(?:pv|phong vien)|ctv|cong tac vien|nguoi dua tin"
    r"|(?:duoc )?(?:dang|viet|gui) boi|author|(?:post(?:ed)? |written )?by)\s*[:：]\s*"
)
"""`Tác giả:`, `Người đăng:`, `Tin, ảnh:`, `Bài và ảnh:`, `By:`, folded."""
CAPTION = re.compile(r"\W*(?:hinh )?anh(?: minh hoa)?\s*[:：]")
"""`Ảnh: Đoàn xã ra quân (Nguồn: UBND xã)` tells the source of a picture, folded."""
BY = re.compile(r"(?<![a-z])(?:(?:(?:duoc )?(?:dang|viet|gui) )?boi|(?:post(?:ed)? |written |submitted )?by)\s+(?=\S)")
"""The same without a colon, at the start of a part of the line or after a date: `Đăng bởi Nguyễn An`, `By admin`."""
SOURCE = re.compile(r"(?<![a-z])(?:nguon(?: tin| bai viet| bai| trich| dan)?|theo nguon|source|theo)\s*[:：]\s*")
THEO = re.compile(r"^\W*theo\s+(?=\w)")
SITE = re.compile(r"[a-z0-9-]{2,40}(?:\.[a-z0-9-]{2,20}){1,3}")
"""`Theo TTXVN`, a line of its own."""
EDITORS = re.compile(r"^\W*(?:bbt|ban bien tap|toa soan)\W*$")
SEPARATOR = re.compile(r"\s*[|;\n•·]|\s{2,}")
TIME_WORDS = re.compile(r"(?:\s+(?:lúc|ngày|vào|on|at))+$", re.I)
VERBS = re.compile(r"\s+(?:đã\s+)?(?:đăng|gửi|viết|cập nhật|xuất bản|posted|published)$")
"""Small letters: `Hải Đăng` is a name."""
_DONE = "dang|xuat ban|cap nhat|viet|gui|tao|phat hanh"
NEXT_LABEL = re.compile(
    rf"(?<![a-z])(?:(?:ngay|thoi gian|thoi diem|gio) (?:{_DONE})|(?:ngay|thoi gian|date|time)\s*[:：]|ngay (?=\d)"
    r"|cap nhat (?:lan cuoi|cuoi)?\s*[:：]|(?:so )?luot (?:xem|doc|truy cap|tai|thich)"
    r"|(?:da |so )?(?:xem|doc|luot|views?|hits?)\s*[:：]|(?:last )?(?:posted|published|updated|modified|created)\b"
    r"|(?:so )?(?:luot )?(?:binh luan|comments?|tai ve|danh gia)\s*[:：]|chuyen muc|danh muc\s*[:：]"
    r"|(?:tags?|tu khoa)\s*[:：]|tagged (?:as|in|with)\b|(?:filed|posted) (?:in|under)\b"
    r"|(?:dang|luu|xep) (?:trong|tai muc|duoi)\b)"
)
"""What else a byline says after a name, folded."""
CHANGED = re.compile(
    r"\b(?:sua(?: doi)?|hieu chinh|lan cuoi|modified|edited|revised|last updated)\b[^|;•·\n]{0,80}\b(?:boi|by)\b"
)
"""Who changed an article is not its author."""
PART = re.compile(r"[|;•·]")
MARKUP = re.compile(r'[<>="{}]')
"""Debris of a broken tag is no name."""
NO_NAME = re.compile(
    r"^(?:s\.?t|suu tam|(?:dang|chua) cap nhat|(?:chua|khong) (?:ro|xac dinh|co)|an danh"
    r"|n/a|null|none|undefined|unknown)$"
)
"""What stands where nobody is named, folded."""
IN_SECTION = re.compile(r"(?<=\w)\s(?:trong|in|under)\s(?=[^\W\d_])")
INITIALS = re.compile(r"(?:^|[\s.])\w\.\w$")
"""`H.T` of `H.T.`, whose last dot ends no sentence."""
COLON = re.compile(r"[:：](?!//)")
DASH = re.compile(r"\s+[-–—]\s+")
_WORDS = r"[^\W\d_][\w.'’-]*(?:\s+[^\W\d_][\w.'’-]*){0,5}"
NAME = re.compile(rf"^{_WORDS}(?:\s+-\s+{_WORDS})?$")
"""One to six words, or two such groups: `VĂN HÀO - TRẦN HỮU`."""
ACRONYM = re.compile(r"[A-ZĐƯ&]{3,}")
"""`Phòng VHTT` is an office."""
EDGES = " |,:;-–—()[]/•·.«»‹›<>→"
LONGEST = 120
LONGEST_THEO = 60


ASKED = re.compile(r"\b(?:nguoi|ngay|noi dung|don vi) (?:tra loi|hoi)\b|\bcau hoi\b")
"""What stands beside who sent a question in, who is no author, folded."""


class People(NamedTuple):
    """Author and source that a line names, and which parts of the line say so."""

    author: str | None
    source: str | None
    spans: tuple[tuple[int, int], ...]


NOBODY = People(None, None, ())


def is_name(text: str) -> bool:
    """Return True if a short text looks like a person's name: two to six words, each with a capital letter first."""
    words = [word for word in text.replace("-", " ").split() if word[0].isalpha()]
    named = len(words) >= 2 and all(word[0].isupper() for word in words) and bool(NAME.match(text))
    return named and (text.isupper() or not ACRONYM.fullmatch(words[-1]))


def _until_dash(value: str) -> str:
    """Return a value up to the first dash that does not join two names."""
    parts = DASH.split(value)
    if len(parts) > 1 and (all(is_name(part) for part in parts) or not is_name(parts[0])):
        return value
    return parts[0]


def _until_label(value: str) -> str:
    """Return a value up to the next label in it; nothing where something follows that is not known."""
    match = NEXT_LABEL.search(fold(value))
    if match:
        value = value[: match.start()]
    return "" if COLON.search(value) else value


def _value(text: str, start: int, taken: Iterable[tuple[int, int]]) -> tuple[str | None, int]:
    """Return the words from `start` up to the next separator or taken span, and where they end."""
    end = min((begin for begin, _ in taken if begin >= start), default=len(text))
    if NO_NAME.match(fold(SEPARATOR.split(text[start:])[0].strip(EDGES))):
        return None, end
    value = _until_dash(SEPARATOR.split(text[start:end])[0])
    said = _until_label(value)
    printed = undouble(VERBS.sub("", TIME_WORDS.sub("", said.strip(EDGES)).strip(EDGES)).strip(EDGES))
    printed += ")" if printed.count("(") > printed.count(")") and ")" in said else ""
    printed += "." if INITIALS.search(printed) and f"{printed}." in said else ""
    good = (
        len(printed) <= LONGEST
        and any(map(str.isalpha, printed))
        and not _are_buttons(printed)
        and not (MARKUP.search(printed) or NO_NAME.match(fold(printed)))
    )
    return (printed if good else None), start + len(value)


def _are_buttons(words: str) -> bool:
    """Return True for what stands behind a label that has no value: `In Chia sẻ`."""
    rest = fold(words)
    for start, end in reversed(other_counters(rest)):
        rest = rest[:start] + rest[end:]
    return rest.strip(EDGES) in ("", "in")


def not_changer(name: str | None, folded: str, *, is_published: bool) -> str | None:
    """Return who a line names, but for who only changed the article: `Sửa đổi lần cuối lúc 16:43 bởi An`."""
    changed = CHANGED.search(folded) if name and not is_published else None
    return name if changed is None or (name and fold(name) in folded[: changed.start()]) else None


def find_people(text: str, taken: Iterable[tuple[int, int]] = ()) -> People:
    """Return the author and the source that a line of `clean` text names; `taken` are spans that say something else."""
    folded = fold(text)
    taken = list(taken)
    heads = {0, *(end for _, end in taken)}
    marks = [("author", match) for pattern in (AUTHOR, BY) for match in pattern.finditer(folded)]
    marks += [("source", match) for match in SOURCE.finditer(folded) if not _is_of_picture(folded, match.start())]
    asked = ASKED.search(folded) is not None
    marks = [(role, match) for role, match in marks if not (asked and match[0].startswith("nguoi gui"))]
    marks = [(role, match) for role, match in marks if _begins_part(folded, match.start(), heads)]
    if not marks:
        return _whole_line(text, folded)
    starts = [(match.start(), match.end()) for _, match in marks]
    stops = [*taken, *starts]
    found: dict[str, str] = {}
    spans = []
    for role, match in marks:
        value, end = _value(text, match.end(), [stop for stop in stops if stop[0] >= match.end()])
        spans.append((match.start(), end))
        if value and (theo := THEO.match(fold(value))):
            role, value = "source", value[theo.end() :]
        if value and role not in found:
            found[role] = _without_section(value) if role == "author" else value
    return People(found.get("author"), found.get("source"), tuple(spans))


def _without_section(name: str) -> str:
    """Return a name without the section behind it: `admin trong Tin tức`, `admin in News`."""
    section = IN_SECTION.search(name)
    return name[: section.start()] if section and name[section.end()].isupper() else name


def _is_of_picture(folded: str, at: int) -> bool:
    """Return True for a label in a part of the line that tells of a picture: `Tin: An; Ảnh: Bình (Nguồn: UBND xã)`."""
    return bool(CAPTION.match(PART.split(folded[:at])[-1]))


def _begins_part(folded: str, at: int, heads: set[int]) -> bool:
    """Return True if a label stands at the head of the line, after a bar, or after a span that is known."""
    before = folded[:at].rstrip()
    return (
        not before
        or before[-1] in "|•·-–—;(["
        or before.endswith(" /")
        or any(head <= at <= head + 2 for head in heads)
    )


def _whole_line(text: str, folded: str) -> People:
    """Return what a line without labels says if it is nothing but a source or the editors: `Theo TTXVN`, `BBT`."""
    whole = ((0, len(text)),)
    if EDITORS.match(folded):
        return People(text.strip(EDGES), None, whole)
    theo = THEO.match(folded) if len(text) <= LONGEST_THEO else None
    name = text[theo.end() :].strip(EDGES) if theo else ""
    named = name[:1].isupper() or SITE.fullmatch(name) is not None
    short = 0 < len(name.split()) <= 6 and named and "," not in name and not text.rstrip().endswith(":")
    return People(None, name, whole) if short and not any(char.isdigit() for char in name) else NOBODY
