"""What the words before a date make of it: a publication, an update, something else, or nothing.

A grammar, not a list of labels: a label is a run of words for time (`ngày`, `lúc`, `date`), for what was done (`đăng`,
`xuất bản`, `cập nhật`, `posted`) and small words between them (`bài`, `tin`, `lần cuối`), right before the date. Words
that are none of these make the date one of something else: `Ngày sinh`, `Hạn nộp:`, `Ngày trả lời`, `Ngày ban hành`.
"""

from __future__ import annotations

import re
from typing import Literal

from crawler.extract.printed.counters import LABEL
from crawler.extract.printed.people import AUTHOR
from crawler.extract.text import fold

Meaning = Literal["published", "updated", "other", "none"]
"""`none` for a date without a label."""
HOMOGRAPHS = re.compile(
    r"(?<!\w)(?:đang|đảng|đáng|đắng|đẳng|đằng|đặng|dâng|dạng|dáng|việt|viêt|sữa|sủa|lực|lục|táo|tào|tảo|ngáy)(?!\w)",
    re.I,
)
"""Words that are labels only when their marks are taken away: `Đảng`, `đang`, `Việt` are not `đăng`, `viết`."""
SUCH_WORDS = frozenset(re.findall(r"\w{3,}", HOMOGRAPHS.pattern))


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


TIMES = _set("ngay gio luc vao thoi gian diem date time day on at datetime")
PUBLISHING = _set(
    "dang xuat ban dua viet gui tao publish published publication post posted created create creation released release"
    " written"
)
UPDATING = _set("cap nhat sua doi chinh hieu thay update updated updates modified modification edited revised")
SMALL = _set(
    "bai tin tuc su kien noi dung trang tai len lan cuoi cung moi nhat gan day duoc da last latest was the by article"
    " news boi tren phat hanh lai"
)
WORDS = TIMES | PUBLISHING | UPDATING | SMALL
OTHER = re.compile(
    r"\b(?:cong bao|ban hanh|hieu luc|het han|(?:tu|den|truoc|sau|trong|khoi tao|cap|sinh|ky|mat) ngay|tinh den|bat dau"
    r"|ket thuc|giay phep|tai len|thong qua|phat hanh|khoi tao|dang ky|han (?:nop|chot|cuoi)|dien ra|to chuc|hop"
    r"|khai mac|be mac|dang lai|issued?|effective|expir\w+|valid|due|deadline|event|start\w*|end\w*|birth|upload\w*)\b"
)
"""What is done with documents, people and events, folded."""
PUBLISHED = re.compile(
    r"\b(?:dang|xuat ban|(?:tin )?dua (?:tin|len|luc|ngay|vao)|(?:ngay|gio|thoi gian) (?:dua|gui)"
    r"|gui (?:tin|bai|dang|luc|ngay)|viet|tao|len (?:trang|bai))\b"
    r"|\b(?:publi(?:sh|cation)|post|creat|releas|writt)\w*\b"
)
UPDATED = re.compile(r"\b(?:cap nhat|sua|chinh sua|sua doi|hieu chinh|thay doi|updat\w*|modifi\w*|edited|revised)\b")
SENT = re.compile(r"\bgui\b(?! (?:bai|tin|dang))")
"""What a reader sent in: a question, a comment; folded. Articles are sent as `gửi bài`, `gửi đăng`."""
UPDATED_THING = re.compile(
    r"(?:trang(?! nay\b)(?: (?:tin|web|chu|thong tin(?: dien tu)?))?|web(?:site)?|cong(?: thong tin(?: dien tu)?)?"
    r"|site|page|phien ban|ban do|(?:so|du) lieu|bang gia|(?:gia|ty gia|lai suat)(?: [a-z]+)?|du bao"
    r"|thoi tiet|danh (?:sach|muc)|lich|phan mem|ung dung|he thong|version)"
    r"(?: (?:nay|da|duoc|vua|moi|was|has been))* "
    r"(?=(?:ngay|gio|thoi gian|lan)? ?(?:cap nhat|chinh sua|sua|updat|modif))"
)
"""What is no article and was updated, folded: `Trang được cập nhật ngày`, `Phiên bản cập nhật:`; `Trang này` is one."""
STRONG = re.compile(
    r"\b(?:ngay|gio|thoi gian|thoi diem|lan|date|time|last)\b.* |\b(?:ngay|luc|vao|on|at)$|^(?:da|duoc|bai|tin) "
    r"|^(?:xuat ban|cap nhat|publish|post|creat|releas|updat|modif|chinh sua|sua doi|hieu chinh)"
)
"""What makes a verb a label though other words stand before it."""
BY = re.compile(
    r"^(?:(?:duoc|da|bai|tin) )*(?:dang|viet|gui|posted|published|created|written)(?: tai| bai| tin)? (?:boi|by)\b"
)
CHANGED_BY = re.compile(
    r"^(?:(?:duoc|da|bai|tin|lan) )*(?:last )?(?:cap nhat|sua doi|chinh sua|sua|hieu chinh|updated|modified|edited)"
    r"(?: (?:lan|cuoi|cung|gan|nhat|moi))* (?:boi|by)\b"
)
"""`Sửa đổi lần cuối bởi Nguyễn An lúc …`, as SharePoint says below an item who changed it."""
CUT = re.compile(r"[|;•·\n()\[\]]|\s[-–—/]\s|\d")
"""Where the words that belong to a date begin, at the earliest."""
TRAILING = " \t\n|:,-–—•·/([.;："
PLACE = re.compile(r"[a-z]\s*,\s*(?:ngay\s*)?$")
"""`Hà Nội, ngày 12 tháng 3 năm 2025`: the head of an official document, not a byline; `Tác giả: An, 12/3` is one."""
COUNTED = re.compile(r"\d\s*(?:lan|luot(?: xem| doc)?|views?)\s*,\s*$")
LETTERS = re.compile(r"[a-z]+")
REACH = 120
"""Characters before a date that are looked at."""


def fold_labels(text: str) -> str:
    """Return what `fold` does, with words blotted out that only look like those of a label without their marks."""
    if not (text.isascii() or SUCH_WORDS.isdisjoint(re.findall(r"\w{3,4}", text.lower()))):
        text = HOMOGRAPHS.sub(lambda match: "x" * len(match[0]), text)
    return fold(text)


def _split(words: list[str]) -> tuple[list[str], list[str]]:
    """Return the words before the label, and the label: the longest run of label words at the end."""
    at = len(words)
    while at and words[at - 1] in WORDS:
        at -= 1
    return words[:at], words[at:]


def _verb(run: str) -> Meaning:
    """Return what a label says was done; an update where it says both."""
    if UPDATED.search(run):
        return "updated"
    return "published" if PUBLISHED.search(run) else "none"


def date_meaning(folded: str) -> Meaning:
    """Return what the text (of `fold_labels`) between the date before, or the start of the line, makes of a date."""
    lead = folded[-REACH:]
    stripped = lead.rstrip(TRAILING)
    clause = CUT.split(stripped)[-1].strip(" .,:")
    if OTHER.search(clause):
        return "other"
    rest, run = _split(LETTERS.findall(clause))
    label, colon = " ".join(run), ":" in lead[len(stripped) :]
    meaning = _verb(label)
    if meaning != "none" and _is_of_another(clause, rest, meaning):
        return "other"
    if meaning != "none" and (not rest or colon or STRONG.search(label)):
        return meaning
    if BY.match(clause):
        return "published"
    if CHANGED_BY.match(clause):
        return "updated"
    return _without_verb(clause, lead, rest, colon=colon)


def _is_of_another(clause: str, rest: list[str], meaning: Meaning) -> bool:
    """Return True if the words before a label say that something else was updated, or who sent something in."""
    if meaning == "updated":
        return bool(UPDATED_THING.match(clause))
    return len(rest) > 1 and not AUTHOR.match(clause) and SENT.search(clause) is not None


def _without_verb(clause: str, lead: str, rest: list[str], *, colon: bool) -> Meaning:
    """Return `other` for a date whose words name something we do not know, `none` for a bare one."""
    told = AUTHOR.match(clause) or LABEL.match(clause)
    if (PLACE.search(lead) and not (told or COUNTED.search(lead))) or clause.startswith("thoi gian"):
        return "other"
    named = bool(rest) and not (told and (colon or lead.endswith(", "))) and (colon or clause.split(" ", 1)[0] in TIMES)
    return "other" if named else "none"


def is_neutral(folded: str) -> bool:
    """Return True if the words before a date only say that a date follows: `Ngày`, `Lúc`, `Date:`."""
    words = LETTERS.findall(CUT.split(folded[-REACH:].rstrip(TRAILING))[-1])
    return bool(words) and all(word in TIMES for word in words)


def label_meaning(folded: str) -> Meaning:
    """Return the meaning of a text (of `fold_labels`) that is a label of dates and no more; `none` if it is none."""
    text = folded.strip(TRAILING)
    if len(text) > 40 or not text or OTHER.search(text):
        return "other" if text and len(text) <= 40 and text.startswith("ngay") else "none"
    if BY.match(text):
        return "none"
    rest, run = _split(LETTERS.findall(text))
    return "none" if rest or any(char.isdigit() for char in text) else _verb(" ".join(run))
