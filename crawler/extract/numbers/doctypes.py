"""Types of official documents: their names and their codes in a number ("số ký hiệu").

Source: Nghị định 30/2020/NĐ-CP, Phụ lục III (29 types); Hướng dẫn 36-HD/VPTW (Party); laws and older types.
"""

from __future__ import annotations

import re
from functools import lru_cache

from crawler.extract.text import fold

TYPES: dict[str, str] = {
    "NQ": "Nghị quyết", "QĐ": "Quyết định", "CT": "Chỉ thị", "QC": "Quy chế", "QyĐ": "Quy định", "TC": "Thông cáo",
    "TB": "Thông báo", "HD": "Hướng dẫn", "CTr": "Chương trình", "KH": "Kế hoạch", "PA": "Phương án", "ĐA": "Đề án",
    "DA": "Dự án", "BC": "Báo cáo", "BB": "Biên bản", "TTr": "Tờ trình", "HĐ": "Hợp đồng", "CV": "Công văn",
    "CĐ": "Công điện", "BGN": "Bản ghi nhớ", "BTT": "Bản thỏa thuận", "GUQ": "Giấy ủy quyền", "GM": "Giấy mời",
    "GGT": "Giấy giới thiệu", "GNP": "Giấy nghỉ phép", "PG": "Phiếu gửi", "PC": "Phiếu chuyển", "PB": "Phiếu báo",
    "TCg": "Thư công", "L": "Luật", "PL": "Pháp lệnh", "LCT": "Lệnh", "NĐ": "Nghị định", "TT": "Thông tư",
    "TTLT": "Thông tư liên tịch", "TTLB": "Thông tư liên bộ", "NQLT": "Nghị quyết liên tịch", "SL": "Sắc lệnh",
    "TTri": "Thông tri", "VBHN": "Văn bản hợp nhất", "QĐi": "Quy định", "KL": "Kết luận", "KLTT": "Kết luận thanh tra",
    "LK": "Lời kêu gọi", "ĐL": "Điều lệ", "GP": "Giấy phép", "BL": "Bộ luật",
    "GPXD": "Giấy phép xây dựng", "TĐ": "Thẩm định", "QCPH": "Quy chế phối hợp",
    "CTPH": "Chương trình phối hợp", "CTrPH": "Chương trình phối hợp", "CTHĐ": "Chương trình hành động",
    "CTrHĐ": "Chương trình hành động", "KHPH": "Kế hoạch phối hợp", "KHLT": "Kế hoạch liên tịch",
    "KHLN": "Kế hoạch liên ngành", "HDLT": "Hướng dẫn liên tịch", "HDLN": "Hướng dẫn liên ngành",
    "TBKL": "Thông báo kết luận", "HP": "Hiến pháp", "TM": "Thư mời",
}  # fmt: skip
"""Code as it is spelled -> name."""
WEAK = frozenset(
    ("L", "PA", "DA", "PB", "PC", "PG", "LK", "BB", "TC", "TĐ", "TCg", "HP", "ĐL", "HĐ", "BTT", "SL", "TM", "BL")
)
"""Codes that stand for other things as well; they count only beside an issuer or a name that fits."""
LICENCES = frozenset(("GP", "GPXD"))
"""Types that number many things; they count only with the body that gave them."""
JOINT = frozenset(("TTLT", "TTLB", "NQLT", "QCPH", "CTPH", "CTrPH", "KHPH", "KHLT", "KHLN", "HDLT", "HDLN"))
"""Types that several bodies issue together: all codes after the type are issuers."""
KEYS = {
    "QyĐ": "qdi", "HĐ": "hop-dong", "DA": "du-an", "CTHĐ": "ctr", "CTrHĐ": "ctr", "QĐi": "qdi", "TTri": "tt",
    "TM": "gm", "BL": "l",
}  # fmt: skip
"""Codes whose key is not their folded spelling: two spellings of one type, or two types with one folded spelling."""
BY_FOLDED = {fold(code): code for code in reversed(TYPES)} | {"hd": "HD", "da": "ĐA", "qdi": "QĐi", "qd": "QĐ"}
BY_LOWER = {code.lower(): code for code in TYPES}
NAMES: dict[str, str | None] = {
    **{fold(name): code for code, name in reversed(TYPES.items()) if code not in ("TCg", "TĐ", "HP", "ĐL")},
    "bo luat": "BL", "quy dinh": "QĐi", "lenh": "LCT", "chuong trinh hanh dong": "CTr", "van ban": None,
    "cong thu": "CV", "gpxb": "GP", "thu moi": "TM", "cong van": "CV", "van ban hop nhat": "VBHN",
    "to trinh": "TTr", "van ban quy pham phap luat": None, "chi thi": "CT",
}  # fmt: skip
"""Folded name -> code; None for words that name any type."""
SQUEEZED = {name.replace(" ", ""): code for name, code in NAMES.items()}
ABBREVIATED = frozenset(("QĐ", "NQ", "CT", "KH", "TB", "CV", "NĐ", "TT", "HD", "CĐ", "BC", "KL", "TTr", "CTr", "VB"))
"""Codes that are written instead of the name, in capitals: `QĐ số 12`."""
_QUALIFIER = (
    r"(?:\s(?:hanh dong|cong tac|tham dinh|lien tich|lien nganh|lien bo|phoi hop|ket luan|thanh tra|hoa toc|khan|mat"
    r"|chi dao|chung|rieng|hop nhat|quy pham phap luat|phe duyet|giai quyet|tra loi|de nghi|bo sung|huong dan|quy dinh"
    r"|sua doi|thi hanh|cua [a-z ]{2,40}?))?"
)
_BY_LENGTH = sorted(NAMES, key=len, reverse=True)
_NAME = "|".join(name.replace(" ", r"\s?") for name in _BY_LENGTH)
NAME_BEFORE = re.compile(rf"(?<![a-z])(?P<name>{_NAME})(?:{_QUALIFIER}\s?(?P<so>so)\s?[:.]?|)\s{{0,2}}$")
"""A type's name that ends the folded text before a number: `ke hoach so `, `bao cao tham dinh so `."""
_SHORT = "|".join(sorted(ABBREVIATED, key=len, reverse=True))
SHORT_BEFORE = re.compile(rf"(?<!\w)(?P<code>{_SHORT})\.?(?:\s?(?P<so>(?i:số))\s?[:.]?)?\s{{0,2}}$")
"""The same with an abbreviation, in unfolded text: `QĐ số `, `NĐ `."""
NAME_FURTHER = re.compile(rf"(?<![a-z])(?P<name>{_NAME})(?=\s)(?:(?!{_NAME})[a-z ]){{1,50}}\sso\s?[:.]?\s?$")
"""A type's name a few words before `số`: `bao cao giam sat chuyen de so `."""
LAW_BEFORE = re.compile(
    r"(?<![a-z])(?P<name>bo luat|luat|phap lenh|nghi quyet)\s[^.;:()\d]{1,80}?(?:\s?[,(])?\s?so\s?[:.]?\s?$"
)
"""`Luật Đất đai số `: names of laws stand between type and number."""
LAW_NEAR = re.compile(
    r"(?<!\w)(?P<name>Bộ luật|Luật|Pháp lệnh)\s(?=[^\W\d_a-zđ])"
    r"(?:(?!tại|theo|thực hiện|ban hành|thông qua|Nghị)[^.,;:()\d]){2,70}\s$"
)
"""The same without `số`, in unfolded text: what begins with a capital letter is the law's name."""
NUMBER_SIGN = re.compile(r"(?<![a-z])so\s?[:.]?\s?$")
LAST_SYLLABLES = frozenset(name.split()[-1] for name in NAMES) | {"so"}
LAST_SYLLABLES |= {fold(code) for code in ABBREVIATED}
"""Last words of what can stand before a number."""


@lru_cache(maxsize=2_048)
def find_type_code(printed: str) -> str | None:
    """Return the code of a type in its proper spelling: `Ctr` -> `CTr`, `QD` -> `QĐ`; None for no type."""
    return (printed if printed in TYPES else None) or BY_LOWER.get(printed.lower()) or BY_FOLDED.get(fold(printed))


def code_of_name(name: str | None) -> str | None:
    """Return the code of a type given by its name: `Kế hoạch` -> `KH`; None for no type or a word for any."""
    return SQUEEZED.get("".join(fold(name).split())) if name else None


def type_key(code: str | None) -> str:
    """Return the type's part of a key: `KH` -> `kh`, `QyĐ` -> `qdi`; `?` where it is not known."""
    return KEYS.get(code) or fold(code) if code else "?"
