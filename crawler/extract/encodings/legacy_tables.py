"""The two encodings that Vietnamese text had before Unicode, as letters of windows-1252 -> Unicode.

TCVN3 (fonts `.VnTime`, `.VnArial` …): one byte a letter; capitals with tones do not exist, capital fonts (`.VnTimeH`)
show small letters as capitals. `ư` is U+00AD. VNI (fonts `VNI-Times` …): the base letter, then one for its marks.
Source: TCVN 5712:1993 third set (as iconv's TCVN5712-1 has its small letters); VNI-Windows layout of VNI Software.
"""

from __future__ import annotations

import re
import unicodedata

_TCVN3_CAPITALS = dict(zip("\u00a1\u00a2\u00a3\u00a4\u00a5\u00a6\u00a7", "ĂÂÊÔƠƯĐ", strict=True))
_TCVN3_LETTERS = dict(zip("\u00a8\u00a9\u00aa\u00ab\u00ac\u00ad\u00ae", "ăâêôơưđ", strict=True))
_TCVN3_TONES = {
    **dict(zip("\u00b5\u00b6\u00b7\u00b8\u00b9", "àảãáạ", strict=True)),
    **dict(zip("\u00bb\u00bc\u00bd\u00be\u00c6", "ằẳẵắặ", strict=True)),
    **dict(zip("\u00c7\u00c8\u00c9\u00ca\u00cb", "ầẩẫấậ", strict=True)),
    **dict(zip("\u00cc\u00ce\u00cf\u00d0\u00d1", "èẻẽéẹ", strict=True)),
    **dict(zip("\u00d2\u00d3\u00d4\u00d5\u00d6", "ềểễếệ", strict=True)),
    **dict(zip("\u00d7\u00d8\u00dc\u00dd\u00de", "ìỉĩíị", strict=True)),
    **dict(zip("\u00df\u00e1\u00e2\u00e3\u00e4", "òỏõóọ", strict=True)),
    **dict(zip("\u00e5\u00e6\u00e7\u00e8\u00e9", "ồổỗốộ", strict=True)),
    **dict(zip("\u00ea\u00eb\u00ec\u00ed\u00ee", "ờởỡớợ", strict=True)),
    **dict(zip("\u00ef\u00f1\u00f2\u00f3\u00f4", "ùủũúụ", strict=True)),
    **dict(zip("\u00f5\u00f6\u00f7\u00f8\u00f9", "ừửữứự", strict=True)),
    **dict(zip("\u00fa\u00fb\u00fc\u00fd\u00fe", "ỳỷỹýỵ", strict=True)),
}
TCVN3 = {**_TCVN3_CAPITALS, **_TCVN3_LETTERS, **_TCVN3_TONES}
TCVN3_ALONE = frozenset("\u00a7\u00a9\u00ae\u00b7\u00bb\u00a2\u00a3\u00a5")
"""Letters of TCVN3 that, standing alone, are rather what they look like: § © ® · » and signs of money."""

_HATS = {"\u0302": "âáàåãä", "\u0306": "êéèúüë"}
"""Circumflex and breve: VNI's letter without a tone, then with sắc, huyền, hỏi, ngã, nặng."""
_TONES = dict(zip("ùøûõï", "\u0301\u0300\u0309\u0303\u0323", strict=True))
_ORDER = ("", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323")
_ALONE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_TAKES_TONE = "aeouyôö"
_TAKES_HAT = {"\u0302": "aeo", "\u0306": "a"}


def _vni() -> dict[str, str]:
    """Return VNI's one or two letters -> Unicode; a mark may be small or capital after a capital letter."""
    table = dict(_ALONE)
    for base in _TAKES_TONE:
        for mark, tone in _TONES.items():
            table[base + mark] = unicodedata.normalize("NFC", _ALONE.get(base, base) + tone)
    for hat, marks in _HATS.items():
        for base in _TAKES_HAT[hat]:
            for mark, tone in zip(marks, _ORDER, strict=True):
                table[base + mark] = unicodedata.normalize("NFC", base + hat + tone)
    capitals = {key.upper(): value.upper() for key, value in table.items()}
    mixed = {key[0].upper() + key[1:]: value.upper() for key, value in table.items() if len(key) == 2}
    return {**table, **mixed, **capitals}


VNI = _vni()
VNI_LETTER = re.compile("|".join(sorted(map(re.escape, VNI), key=len, reverse=True)))


def from_tcvn3(text: str) -> str:
    """Return TCVN3 text as Unicode, NFC."""
    return text.translate(_TCVN3_TABLE)


def from_vni(text: str) -> str:
    """Return VNI text as Unicode, NFC."""
    return VNI_LETTER.sub(lambda match: VNI[match[0]], text)


_TCVN3_TABLE = str.maketrans(TCVN3)
