"""The source of a page whose text is in TCVN3 or VNI -> the same source in Unicode.

This happens before the page is parsed, because the letter `ư` of TCVN3 is the soft hyphen, which all that comes later
drops. Only text between tags and what `alt`, `title` and `content` say is converted; addresses stay.
"""

from __future__ import annotations

import html
import re

from crawler.extract.encodings.legacy import FONTS, Converted, convert

SIGNS = (
    (("\u00b8", "&cedil;", "&#184;"), ("\u00b5", "&micro;", "&#181;")),
    (("ø", "&oslash;", "&#248;"), ("ñ", "&ntilde;", "&#241;")),
)
"""Letters that any text of some length has: á and à in TCVN3, à and đ in VNI. Few other pages have a pair."""
SIGN_LETTERS, SIGN_ENTITY = ("\u00b8", "ø"), re.compile("&(?:cedil|oslash|#184|#248);")
SEGMENT = re.compile(r"(?<=>)[^<>]+|\b(?:alt|title|content)\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*')", re.I)
SCRIPT = re.compile(r"<(/?)(?:script|style)\b", re.I)
ENTITY = re.compile(r"&(?:#\d{3}|#[xX][0-9a-fA-F]{2}|[A-Za-z]{2,6}\d{0,2});")
FONT = re.compile(r"(?:face|font-family)\s*[=:]\s*[\"']?\s*[\"']?([^\"';>]{2,60})", re.I)
MAX_FONTS = 200


def is_suspect(source: str) -> bool:
    """Return True if the page is worth a look; takes some 50 microseconds."""
    if not any(letter in source for letter in SIGN_LETTERS) and not SIGN_ENTITY.search(source):
        return False
    return any(all(any(form in source for form in letter) for letter in pair) for pair in SIGNS)


def convert_page(source: str) -> tuple[str, Converted]:
    """Return the source, converted where that is certain, and what was found."""
    if not is_suspect(source):
        return source, Converted([], None)
    places = _places(source)
    found = convert([ENTITY.sub(_letter, source[start:end]) for start, end in places], _fonts(source))
    if found.encoding is None:
        return source, found
    pieces, position = [], 0
    for (start, end), line in zip(places, found.lines, strict=True):
        pieces += [source[position:start], line]
        position = end
    return "".join([*pieces, source[position:]]), found


def _places(source: str) -> list[tuple[int, int]]:
    """Return where the texts stand, those of scripts and styles left out."""
    tags = [(match.start(), not match[1]) for match in SCRIPT.finditer(source)]
    places, in_script, next_ = [], False, 0
    for match in SEGMENT.finditer(source):
        while next_ < len(tags) and tags[next_][0] <= match.start():
            in_script = tags[next_][1]
            next_ += 1
        if not in_script:
            places.append(match.span())
    return places


def _letter(match: re.Match[str]) -> str:
    """Return the letter of an entity if it is one of windows-1252's upper half, else the entity."""
    letter = html.unescape(match[0])
    return letter if len(letter) == 1 and "\u00a1" <= letter <= "\u00ff" else match[0]


def _fonts(source: str) -> set[str]:
    """Return the names of legacy fonts that the page names."""
    names = {match[1].strip() for match, _ in zip(FONT.finditer(source), range(MAX_FONTS), strict=False)}
    return {name for name in names if any(pattern.match(name) for pattern in FONTS.values())}
