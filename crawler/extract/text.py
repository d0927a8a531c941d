"""Vietnamese text as we keep it (`clean`), and as we compare it (`fold`).

`clean` repairs what cannot be meant: zero-width characters, letters that only look right, white space; then NFC. It
never changes a spelling (`Uỷ` stays beside `Ủy`). `fold` is for matching labels alone and is never stored.
"""

from __future__ import annotations

import re
import unicodedata

ZERO_WIDTH_BREAK = re.compile("(?<=\\w)[\u200b\ufeff]+(?=\\w)")
"""A zero-width space between two letters is a word break."""
DROPPED = dict.fromkeys([0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x200E, 0x200F])
"""Soft hyphen, joiners, marks of direction: they split words in every index."""
LOOK_ALIKES = str.maketrans({"Ð": "Đ", "ð": "đ", "Ƣ": "Ư", "ƣ": "ư"})
"""Icelandic eth and the letter gha, typed or scanned for đ and ư."""
CSS_DEBRIS = re.compile(r"(?<=\w) !important;(?=\w)")
"""`Phương á !important;n` for `Phương án`: a broken filter of one CMS. Source: mnbode.longbien.edu.vn."""
NBSP_DEBRIS = re.compile(r"(?<=\w)&?nbsp;")
SUSPECT = re.compile("[\u00ad\u200b-\u200f\u2060\ufeffÐðƢƣ]|nbsp;|!important")
"""What makes the slow path of `clean` necessary."""


def _fold_table() -> dict[int, str]:
    """Return code point -> bare lower-case letter, one for one, for all Latin letters with marks."""
    table = {ord("đ"): "d", ord("Đ"): "d", ord("Ð"): "d", 0x00A0: " "}
    for code in (*range(0x00C0, 0x0250), *range(0x1E00, 0x1EFA)):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base.isascii() and base.isalpha():
            table[code] = base.lower()
    return table


_FOLD = _fold_table()


def clean(text: str) -> str:
    """Return `text` repaired, NFC, white space folded to single blanks, ends stripped."""
    if SUSPECT.search(text):
        text = ZERO_WIDTH_BREAK.sub(" ", text).translate(DROPPED)
        text = CSS_DEBRIS.sub("", NBSP_DEBRIS.sub(" ", text)).translate(LOOK_ALIKES)
    return unicodedata.normalize("NFC", " ".join(text.split()))


def fold(text: str) -> str:
    """Return NFC `text` without marks, in lower case, of the same length: positions carry over."""
    return text.translate(_FOLD).lower() if not text.isascii() else text.lower()


def tokens(text: str) -> list[str]:
    """Return the words of `text`: runs of letters and digits."""
    return re.findall(r"\w+", text)


def undouble(text: str) -> str:
    """Return `A` for `A A`: headings whose toggle repeats them."""
    half = len(text) // 2
    return text[:half].strip() if len(text) > 6 and text[:half].strip() == text[half:].strip() else text
