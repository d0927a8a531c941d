"""Vietnamese text as we keep it (`clean`), and as we compare it (`fold`).

`clean` repairs what cannot be meant: zero-width characters, letters that only look right, white space; then NFC. It
never changes a spelling (`Uỷ` stays beside `Ủy`). `fold` is for matching labels alone and is never stored.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from functools import lru_cache

ZERO_WIDTH = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]+")
BREAKS = re.compile("[\u200b\ufeff]")
"""Of these, what is a word break where it stands between two letters; the others only split words in every index."""
LOOK_ALIKES = str.maketrans({"Ð": "Đ", "Ɖ": "Đ", "ð": "đ", "Ƣ": "Ư", "ƣ": "ư"})
"""Icelandic eth, African d and the letter gha, typed or scanned for đ and ư."""
CSS_DEBRIS = re.compile(r"(?<=\w) !important;(?=\w)")
"""`Phương á !important;n` for `Phương án`: a broken filter of one CMS. Source: mnbode.longbien.edu.vn."""
NBSP_DEBRIS = re.compile(r"&(?:amp;)*nbsp;|(?<=\w)(?:nbsp;)+")
SUSPECT = (*"\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeffÐðƉƢƣ", "nbsp;", "!important")
"""What makes the slow path of `clean` necessary; looked for one by one, which is faster than a pattern by far."""
SHORT, SUSPECT_IN_SHORT = 24, re.compile("|".join(map(re.escape, SUSPECT)))
"""Characters up to which the pattern is faster."""


def _fold_table() -> dict[int, str]:
    """Return code point -> bare lower-case letter, one for one, for all Latin letters with marks."""
    table = {ord("đ"): "d", ord("Đ"): "d", ord("Ð"): "d", 0x00A0: " "}
    for code in (*range(0x00C0, 0x0250), *range(0x1E00, 0x1EFA)):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base.isascii() and base.isalpha():
            table[code] = base.lower()
    return table


_FOLD = _fold_table()


def _fold_slowly(text: str) -> str:
    return text.translate(_FOLD).lower()


def _vietnamese() -> str:
    """Return the letters with marks of Vietnamese, small and capital."""
    small = "đ" + "".join(
        unicodedata.normalize("NFC", vowel + tone)
        for vowel in "aăâeêioôơuưy"
        for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    )
    return "".join(letter for letter in small + small.upper() if not letter.isascii())


_ASCII = "\x00\t\n\r" + "".join(map(chr, range(0x20, 0x7F)))
_CODE_PAGE = (_ASCII + _vietnamese() + "\u00a0“”‘’–—…•·«»°²³×½€©®").ljust(256, "\ufffe")
"""All that nearly every text is made of. In a code page of our own, folding is a table for C to look up."""
_TO_CODES = codecs.charmap_build(_CODE_PAGE)
_CODES_FOLDED = _fold_slowly(_CODE_PAGE)
OFTEN = 120
"""Characters up to which a text is remembered cleaned and folded."""


def clean(text: str) -> str:
    """Return `text` repaired, NFC, white space folded to single blanks, ends stripped."""
    return _clean_again(text) if len(text) <= OFTEN else _clean(text)


def _clean(text: str) -> str:
    if SUSPECT_IN_SHORT.search(text) if len(text) <= SHORT else any(sign in text for sign in SUSPECT):
        text = _repaired(text)
    return unicodedata.normalize("NFC", " ".join(text.split()))


# Menus and labels come again and again.
_clean_again = lru_cache(maxsize=16_384)(_clean)


def _repaired(text: str) -> str:
    """Return `text` without what cannot be meant. NFC comes first, so that a letter with its mark is one letter."""
    text = ZERO_WIDTH.sub(_zero_width, unicodedata.normalize("NFC", text))
    text = " ".join(NBSP_DEBRIS.sub(" ", text).split())
    return CSS_DEBRIS.sub("", text).translate(LOOK_ALIKES)


def _zero_width(match: re.Match[str]) -> str:
    """Return what stands for a run of zero-width characters: a blank between two letters if one of them is a break."""
    text, start, end = match.string, match.start(), match.end()
    inside = start > 0 and text[start - 1].isalnum() and end < len(text) and text[end].isalnum()
    return " " if inside and BREAKS.search(match[0]) else ""


def fold(text: str) -> str:
    """Return NFC `text` without marks, in lower case, of the same length: positions carry over."""
    if text.isascii():
        return text.lower()
    return _fold_again(text) if len(text) <= OFTEN else _fold(text)


def _fold(text: str) -> str:
    """Return a text folded; one with signs that are not in the code page takes ten times as long."""
    try:
        return codecs.charmap_decode(codecs.charmap_encode(text, "strict", _TO_CODES)[0], "strict", _CODES_FOLDED)[0]
    except UnicodeEncodeError:
        return _fold_slowly(text)


_fold_again = lru_cache(maxsize=16_384)(_fold)


def tokens(text: str) -> list[str]:
    """Return the words of `text`: runs of letters and digits."""
    return re.findall(r"\w+", text)


def undouble(text: str) -> str:
    """Return `A` for `A A`: headings whose toggle repeats them."""
    half = len(text) // 2
    return text[:half].strip() if len(text) > 6 and text[:half].strip() == text[half:].strip() else text
