"""What stands before a number: the name of a type (`Kế hoạch số`), its abbreviation (`QĐ`), or `số` alone."""

from __future__ import annotations

import re
from typing import NamedTuple

from crawler.extract.numbers.doctypes import (
    LAW_BEFORE,
    LAW_NEAR,
    NAME_BEFORE,
    NAME_FURTHER,
    NUMBER_SIGN,
    SHORT_BEFORE,
    TYPES,
    code_of_name,
)
from crawler.extract.numbers.symbols import Known

BEFORE = 90
"""Characters before a number in which the name of its type is looked for."""
SHORT_NAMES = frozenset(("QĐ", "NQ", "NĐ", "CV", "TB"))
"""Abbreviations that name a type even without `số`; others name buildings as well (`CT 2`), or nothing (`BC 5`)."""
OTHER_COUNT = re.compile(
    r"(?<!\w)(?:mã|biển|thẻ|khung|máy|tuyến|mẫu|biểu|phụ lục|bảng|mục|điều|khoản|điểm|chương|tổ|ngõ|ngách|nhà|đường"
    r"|phố|phòng|lô|thửa|ô|km|căn"
    r"|tài khoản|gói thầu|hồ sơ|tầng|tòa|toà)\s(?:số\s?[:.]?\s?)?$",
    re.IGNORECASE,
)
"""Words that count other things than documents: `Mẫu số 02/TTr-UBND`, `khoản 3/NĐ-CP`. Folded, `hồ sơ` is `hộ số`."""


class Name(NamedTuple):
    """What stands before a number."""

    known: Known
    start: int
    """Where the type's name, the sign `số`, or the number itself begins."""
    code: str | None
    sign: bool
    """True if `số` stands right before the number."""


def name_before(text: str, folded: str, at: int, floor: int) -> Name | None:
    """Return the type's name or the sign before the number at `at`; None if the number counts something else.

    Nothing before `floor` belongs to it.
    """
    begin = max(floor, window(folded, at, BEFORE))
    ahead = folded[begin:at]
    match = NAME_BEFORE.search(ahead)
    if match:
        return Name("name", begin + match.start(), code_of_name(match["name"]), bool(match["so"]))
    short = SHORT_BEFORE.search(text[begin:at])
    if short:
        code = short["code"] if short["code"] in TYPES else None
        named = bool(short["so"]) or code in SHORT_NAMES
        return Name("name" if named else "sign", begin + short.start(), code if named else None, bool(short["so"]))
    if OTHER_COUNT.search(text[begin:at]):
        return None
    sign = NUMBER_SIGN.search(ahead)
    return Name("sign", begin + sign.start(), None, True) if sign else Name("nothing", at, None, False)


def law_before(text: str, folded: str, at: int, floor: int) -> Name | None:
    """Return the type of a law that is named before its number: `Luật Đất đai số`, `Luật Đất đai`."""
    return _further(LAW_BEFORE, folded, at, floor) or _further(LAW_NEAR, text, at, floor)


def type_before(folded: str, at: int, floor: int) -> str | None:
    """Return the code of the type named a few words before `số`: `Báo cáo giám sát chuyên đề số`."""
    name = _further(NAME_FURTHER, folded, at, floor)
    return name.code if name else None


def _further(pattern: re.Pattern[str], text: str, at: int, floor: int) -> Name | None:
    begin = max(floor, window(text, at, BEFORE))
    match = pattern.search(text[begin:at])
    return Name("name", begin + match.start(), code_of_name(match["name"]), True) if match else None


def window(folded: str, at: int, size: int) -> int:
    """Return where the text begins that is looked at before a place: `size` characters, of one paragraph."""
    begin = max(0, at - size)
    return max(begin, folded.rfind("\n\n", begin, at))
