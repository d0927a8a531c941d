"""Who runs the portal, as its own footer says: organisation, address, telephone, fax, e-mail."""

from __future__ import annotations

import re
from functools import lru_cache

from crawler.extract.sheet import Sheet
from crawler.extract.text import fold
from crawler.items import Organisation

TAIL = 12
"""Blocks at the end of a page that are its footer where no element says so."""
ORGANISATION = re.compile(
    r"(?:ban quyen(?: thuoc(?: ve)?)?|co quan chu quan|don vi (?:chu quan|quan ly)|copyright|©)\s*(?:©|\d{4})?\s*"
    r"(?:(?:cong|trang) (?:ttdt|thong tin dien tu)(?: tong hop)?)?\s*[:：]?\s*"
)
SITE_FOOT = re.compile(
    r"\W*(?:ban quyen (?:thuoc|cua|\d|©)|copyright\b|©|\(c\)|co quan chu quan\b"
    r"|(?:(?:cong|trang) (?:ttdt|thong tin dien tu)\b[^.;]{0,60}[-–—|.;,:(]\s*)?giay phep (?:so|thiet lap|hoat dong)"
    r"|don vi (?:chu quan|quan ly)\b|chiu trach nhiem (?:noi dung|chinh|xuat ban)|ghi ro nguon\b)"
)
"""How lines begin that say who runs the site, and are no part of anything on it."""
ADDRESS = re.compile(r"(?:dia chi|tru so|address)\s*[:：]\s*")
TEL = re.compile(
    r"(?<![a-z])(?:tel|dien thoai|dt|so dien thoai|phone|hotline)\s*[:.：]\s*(?P<v>\+?[\d(][\d\s().-]{5,24}\d)"
)
FAX = re.compile(r"(?<![a-z])fax\s*[:.：]\s*(?P<v>\+?[\d(][\d\s().-]{5,24}\d)")
EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
NEXT_LABEL = re.compile(
    r"\s*[.,;|–-]?\s*(?:địa chỉ|trụ sở|điện thoại|tel|đt|fax|e-?mail|website|giấy phép|chịu trách nhiệm)\b\s*[:.].*$",
    re.I,
)
LONGEST = 200


def _lines(sheet: Sheet) -> list[str]:
    """Return the lines of the page's footer."""
    marked = [block.text for block in sheet.blocks if len(block.text) <= 1_000 and sheet.in_footer(block.element)]
    lines = marked or [block.text for block in sheet.blocks[-TAIL:]]
    return [line for text in lines for line in text.split("\n")][-60:]


def _value(pattern: re.Pattern[str], lines: tuple[str, ...]) -> str | None:
    """Return the words after a label, up to the next label or the end of the line."""
    for line in lines:
        match = pattern.search(fold(line))
        value = NEXT_LABEL.sub("", line[match.end() :]).strip(" .,;|–-") if match else ""
        if 2 < len(value) <= LONGEST:
            return value
    return None


def _number(pattern: re.Pattern[str], lines: tuple[str, ...]) -> str | None:
    for line in lines:
        match = pattern.search(fold(line))
        if match:
            return line[match.start("v") : match.end("v")].strip(" .,-")
    return None


def is_site_foot(folded: str) -> bool:
    """Return True for a folded line that says who runs the site."""
    return bool(SITE_FOOT.match(folded[:120]))


def find_organisation(sheet: Sheet) -> Organisation | None:
    """Return what the footer says of the portal's body; None if it says nothing."""
    return _read(tuple(_lines(sheet)))


@lru_cache(maxsize=64)
def _read(lines: tuple[str, ...]) -> Organisation | None:
    """Return what the lines of a footer say; a portal's are the same on all of its pages."""
    email = next((match[0] for line in lines if (match := EMAIL.search(line))), None)
    found = Organisation(
        organisation=_value(ORGANISATION, lines),
        address=_value(ADDRESS, lines),
        tel=_number(TEL, lines),
        fax=_number(FAX, lines),
        email=email,
    )
    return found if found != Organisation() else None
