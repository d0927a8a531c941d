"""Parts of a byline that markup names: who wrote an article, and sections, key words and comments beside it.

Themes print them as links with nothing between them: `28 Tháng Chín, 2021 admin Tin địa phương 0`. The words alone do
not say where one ends; `rel`, classes and the target of a link do. `lines` puts a mark around such a part.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from crawler.extract.printed.counters import EYE, LABEL
from crawler.extract.printed.meaning import fold_labels, label_meaning
from crawler.extract.text import fold

NAME, SIDE, END = "\ue001", "\ue002", "\ue003"
"""Stand before a name, before a section, key words or a count of comments, and behind each of these."""
MARKS = re.compile(f"[{NAME}{SIDE}{END}]")
PART = re.compile(rf"(?P<kind>[{NAME}{SIDE}])(?P<words>[^{NAME}{SIDE}{END}]{{0,120}}){END}")
JOINING = re.compile(r"(?:(?<![^\W\d_])(?:trong(?: chuyên mục| danh mục| mục)?|in)|[,/&]|\bvà)\s*$", re.I)
"""What leads to a section: `Đăng bởi An trong Tin tức`, and what stands between two."""
BY = re.compile(
    r"^\W*(?:(?:(?:duoc )?(?:dang|viet|gui|posted|written) )?(?:boi|by)|tac gia(?: bai viet)?|author)\b\s*:?\s*"
)
FRAME = re.compile(
    r"\W*(?:(?:(?:bai viet|bai|muc|tin)(?: nay)? )?(?:da |duoc ){0,2}(?:dang|phan loai)"
    r"|(?:this (?:entry|post) was )?(?:posted|filed))?(?: under)?"
    r"\W*(?:(?:va|and)?\s*(?:da |duoc |was ){0,2}(?:gan the|tagged(?: with| as)?)\W*)?"
    r"(?:(?:danh dau|luu|bookmark)(?: the)? (?:duong dan(?: tinh)?|permalink)\W*)?"
)
"""What themes say around sections and key words, folded: `Bài viết được đăng trong … và được gắn thẻ …`."""
DATED = re.compile(r"(?:19|20)\d\d")
LONGEST_NAME = 60


class Parts(NamedTuple):
    """A line in which blanks stand for sections and the like, of the same length; and the name in it."""

    text: str
    name: str | None = None
    span: tuple[int, int] | None = None
    """Where the name stands."""


def unmarked(text: str) -> str:
    """Return a line as it is printed, without marks."""
    return " ".join(MARKS.sub(" ", text.replace(EYE, "")).split()) if text and max(text) >= EYE else text


def take_parts(text: str) -> Parts:
    """Return a line without the parts that are marked as no words of it, and who is named; a date is no such part."""
    if not text or max(text) < EYE:
        return Parts(text)
    name, span = None, None
    sides = 0
    for match in PART.finditer(text):
        words = match["words"]
        if DATED.search(words):
            continue
        if match["kind"] == NAME:
            name, span = (name, span) if name else (_name(words), match.span())
        elif not LABEL.search(fold(words)):
            begin = JOINING.search(text, 0, match.start())
            start = begin.start() if begin else match.start()
            text = text[:start] + " " * (match.end() - start) + text[match.end() :]
            sides += 1
    if sides and FRAME.fullmatch(" ".join(fold(text).split())):
        text = " " * len(text)
    return Parts(MARKS.sub(" ", text), name, span if name else None)


def _name(words: str) -> str | None:
    """Return the name in a part that may say `Bởi` before it."""
    said = " ".join(words.split())
    by = BY.match(fold(said))
    said = said[by.end() :] if by else said
    is_label = label_meaning(fold_labels(said)) != "none"
    return said if 0 < len(said) <= LONGEST_NAME and ":" not in said and not is_label else None
