"""The source of a page whose text is in TCVN3 or VNI -> the same source in Unicode.

This happens before the page is parsed, because the letter `ư` of TCVN3 is the soft hyphen, which all that comes later
drops. Only text between tags and what `alt`, `title` and `content` say is converted; addresses stay.
"""

from __future__ import annotations

import html
import re

from crawler.extract.encodings.legacy import FONTS, Converted, convert

SIGNS = tuple("\u00b8\u00b5\u00aa\u00b9\u00acÞÖøñöïûä")
"""Letters of which some sentence has one: á à ê ạ ơ ị ệ in TCVN3, à đ ư ạ ả ậ in VNI. Few other pages have any."""
IN_WORDS = ("\u00a9", "\u00b7")
"""â and ã in TCVN3, which other pages have between words."""
SIGN_ENTITY = re.compile(
    "&(?:cedil|micro|ordf|sup1|not|THORN|Ouml|oslash|ntilde|ouml|iuml|ucirc|auml"
    "|#(?:184|181|170|185|172|222|214|248|241|246|239|251|228)|(?:copy|middot|#169|#183);[a-z]);?"
)
SEGMENT = re.compile(r"(?<=>)[^<>]+|\b(?:alt|title|content)\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*')", re.I)
SCRIPT = re.compile(r"<(/?)(?:script|style)\b", re.I)
ENTITY = re.compile(r"&(?:#\d{3}|#[xX][0-9a-fA-F]{2}|[A-Za-z]{2,6}\d{0,2});")
FONT = re.compile(r"(?:face|font-family)\s*[=:]\s*[\"']?\s*[\"']?([^\"';>]{2,60})", re.I)
MAX_FONTS = 200


def is_suspect(source: str) -> bool:
    """Return True if the page is worth a look; takes some 100 microseconds."""
    if any(letter in source for letter in SIGNS) or SIGN_ENTITY.search(source):
        return True
    return any(_is_in_word(source, letter) for letter in IN_WORDS)


def _is_in_word(source: str, letter: str) -> bool:
    """Return True if a letter stands between two small ones: `nh\u00a9n`, not `\u00a9 2021`."""
    at = source.find(letter)
    while at >= 0:
        around = source[max(0, at - 1) : at] + source[at + 1 : at + 2]
        if len(around) == 2 and around.isascii() and around.islower():
            return True
        at = source.find(letter, at + 1)
    return False


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
