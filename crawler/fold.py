"""Vietnamese text without marks, as the folded index sees it: `Đảng ủy` and `dang uy` are one."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

NOT_WORD = re.compile(r"[\W_]+")


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    lowered = character.lower()[:1]
    return "d" if lowered == "đ" else unicodedata.normalize("NFD", lowered)[:1]


def fold(text: str) -> str:
    """Return `text` lower-cased, marks stripped, `đ` as `d`; as long as `text`, so that offsets stay right."""
    return "".join(map(_fold_character, text))


@lru_cache(maxsize=4096)
def fold_key(text: str) -> str:
    """Return `text` folded, white space and punctuation as one space: `Tin tức - Sự kiện` is `tin tuc su kien`."""
    return NOT_WORD.sub(" ", fold(unicodedata.normalize("NFC", text))).strip()


def has_marks(text: str) -> bool:
    """Return True if at least one letter of `text` would be changed by folding its marks."""
    return fold(text) != text.lower()
