"""Boxes of the page that stand below an article in its own element: polls, counters, weather, films, the site's foot.

Each begins with a line that is its heading and nothing else, and holds no running text: where such follows, the line is
a heading of the article, which goes on.
"""

from __future__ import annotations

import re
from itertools import takewhile

from crawler.extract.markup.blocks import Block
from crawler.extract.text import fold
from crawler.extract.zones.teaser_rows import is_row

LONGEST, FEW = 60, 30
"""Characters of a heading; blocks that may follow it."""
MAYBE = re.compile(r"\W*(?:thăm|bình|thống|lượt|số|thời|video|clip|phim|thư viện|album|audio|podcast)", re.I)
"""How such headings begin; most lines are passed over by that alone."""
OF_PAGE = re.compile(
    r"\W*(?:tham do (?:y kien|du luan)|phieu tham do|thong ke (?:(?:luot )?truy cap|website|trang)"
    r"|(?:so )?luot truy cap)\W*"
)
FILMS = re.compile(
    r"\W*(?:(?:thu vien )?(?:video|clip|phim|album|hinh anh|audio|podcast)(?:\W+(?:clip|anh|hinh anh|video))?"
    r"(?: (?:noi bat|moi(?: nhat)?|khac))?)\W*"
)
WEATHER = re.compile(r"\W*(?:du bao )?thoi tiet\b.{0,30}")
DEGREES = re.compile(r"\d\s?(?:°|º|˚|độ C)")
SITE = re.compile(
    r"\W*(?:chiu trach nhiem(?: (?:chinh|noi dung|xuat ban|quan ly))*\s*[:：(]|co quan chu quan\b"
    r"|ban quyen (?:thuoc|cua)\b|copyright\b)"
)
"""How the lines begin that say who runs the site, folded."""
PORTAL = re.compile(r"\W*(?:cong|trang) (?:thong tin(?: dien tu)?|ttdt|dien tu)\b.{0,80}")
CONTACT = re.compile(r"\b(?:dien thoai|tel|dt|fax|e-?mail|hotline|dia chi|tru so|website)\s*[:.：]")
FOOT, LONGEST_LINE = 6, 160


def maybe_widget(block: Block) -> bool:
    """Return True for a line that begins like such a heading."""
    return len(block.text) <= LONGEST and not block.link_chars and MAYBE.match(block.text) is not None


def begins_widget(block: Block, following: list[Block]) -> bool:
    """Return True for a heading of a box of the page, if nothing below it is the article's."""
    if len(following) > FEW:
        return False
    if OF_PAGE.fullmatch(block.folded):
        return not any(one.is_prose and not one.text.endswith("?") for one in following)
    if FILMS.fullmatch(block.folded):
        return all(one.link_share > 0.5 or is_row(one) for one in following)
    short = not any(one.is_prose for one in following)
    return short and bool(WEATHER.fullmatch(block.folded)) and any(DEGREES.search(one.text) for one in following)


def without_foot(kept: list[Block]) -> list[Block]:
    """Return an article's blocks without the site's own foot below it: who answers for it, and how to reach them."""
    foot = list(takewhile(lambda one: len(one.text) <= LONGEST_LINE, reversed(kept[-FOOT:])))
    said = [fold(one.text) for one in foot]
    begins = next((at for at in reversed(range(len(said))) if SITE.match(said[at])), None)
    if begins is None or not any(CONTACT.search(text) for text in said[: begins + 1]):
        return kept
    named = said[begins + 1 : begins + 2]
    return kept[: len(kept) - begins - 1 - bool(named and PORTAL.fullmatch(named[0]))]
