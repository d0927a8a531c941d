"""Author and source of an article, after byline, signature, structured data and dateline were asked, in that order."""

from __future__ import annotations

import re

from crawler.extract.byline import Byline
from crawler.extract.sections import known_names
from crawler.extract.sheet import Sheet
from crawler.extract.taxonomy import topic_of
from crawler.extract.text import fold

GLUED_AGENCY = re.compile(r"^(?P<author>.*[^\W\d_A-Z])(?P<agency>[A-ZĐ]{3,8})$")
"""`Tâm HằngTTXVN`. Source: JSON-LD of baotintuc.vn."""
DATELINE = re.compile(
    r"^(?:\((?P<site>[A-ZĐ][\w.]{1,29}(?: [\w.]{1,20}){0,3})\)|(?P<agency>[A-ZĐ]{3,8}))\s*[-–—]\s*(?=[^\W\d_])"
)
"""`HNP - Sáng 4/12, …`, `(Chinhphu.vn) - …` at the head of the text."""
NO_AGENCY = frozenset(["UBND", "HĐND", "MTTQ", "UBMTTQ", "ĐBQH", "TAND", "VKSND", "CLB", "THCS", "THPT", "TDP", "GDĐT"])


WITHIN = re.compile(r"^(?:trong|in|tại)\s+", re.I)
"""`Trong Tin tức`: in which section an article stands."""


def _dateline(text: str) -> str | None:
    """Return the agency that a text begins with."""
    match = DATELINE.match(text[:60])
    name = (match["site"] or match["agency"]) if match else None
    return None if name in NO_AGENCY else name


def _beside(byline: Byline, sheet: Sheet, section: str | None) -> str | None:
    """Return the words that stand beside a bare date, unless they are the name of a section."""
    words = byline.beside
    named = WITHIN.sub("", words) if words else ""
    if not words or topic_of(named) or fold(named) in {fold(section or ""), *known_names(sheet)}:
        return None
    return words


def find_credits(
    byline: Byline, signed: str | None, sheet: Sheet, section: str | None, text: str
) -> tuple[str | None, str | None]:
    """Return author and source, as printed."""
    author = byline.author or signed or sheet.evidence.author
    glued = GLUED_AGENCY.match(author) if author else None
    if glued and author == sheet.evidence.author:
        return glued["author"], byline.source or glued["agency"]
    return author, byline.source or _beside(byline, sheet, section) or _dateline(text)
