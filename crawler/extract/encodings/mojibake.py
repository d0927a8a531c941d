"""UTF-8 that was read as windows-1252 or 1258 and written as UTF-8 again: `Viá»‡t` for `Việt`. Undone where certain.

Certain means: every letter beyond ASCII of the page, or of one stretch of text, turns back into bytes, and all these
bytes together are valid UTF-8; by chance that does not happen.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import NamedTuple

TELLING = ("Æ", "Ä", "„")
"""What ư, ơ, đ begin with when they were read so once, what đ holds when twice. A page without them is all right."""
SIGN = re.compile("á[»º][\u0080-\u00bf\u0152-\u2122]|Ä[\u2018\u0192]|Æ[°¡]|Ã†Â[°¡]|Ã¡Â[»º]|Ã„(?:â€˜|Æ’)")
"""What ệ, đ, ă, ư, ơ have become."""
STRETCH = re.compile('[^<>"]+')
ENOUGH = 3
"""Telling signs on a page under which it is left alone."""
TWICE = 2


def _back(encoding: str) -> dict[int, int]:
    """Return letter -> byte of a code page. Bytes that it leaves open stay what they are, as in browsers."""
    letters = {byte: bytes([byte]).decode(encoding, "ignore") for byte in range(0x80, 0x100)}
    return {ord(letter): byte for byte, letter in letters.items() if letter and ord(letter) > 0xFF}


TABLES = (_back("cp1252"), _back("cp1258"))


class Repaired(NamedTuple):
    """A text after the repair."""

    text: str
    garbled: bool
    """True if there are still stretches that look so and cannot be undone."""


def repair(text: str) -> Repaired:
    """Return the text with all that is certain undone."""
    for _ in range(TWICE):
        if not any(sign in text for sign in TELLING) or len(SIGN.findall(text)) < ENOUGH:
            return Repaired(text, garbled=False)
        whole = _undone(text)
        if whole is None:
            text = STRETCH.sub(_repair_stretch, text)
            break
        text = whole
    return Repaired(text, garbled=len(SIGN.findall(text)) >= ENOUGH)


def _undone(text: str) -> str | None:
    """Return what the text was, None if it cannot have been UTF-8 read as windows-1252 or windows-1258."""
    for table in TABLES:
        with suppress(UnicodeError):
            return text.translate(table).encode("latin-1").decode("utf-8")
    return None


def _repair_stretch(match: re.Match[str]) -> str:
    """Return one stretch undone, if it has a telling sign and all of it can be undone."""
    return (_undone(match[0]) or match[0]) if SIGN.search(match[0]) else match[0]
