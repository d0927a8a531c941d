"""Places in the names of bodies: `UBND quận Long Biên` -> district `long-bien`.

Names of districts and communes are read by their capitals, not by a list: there were 11,000, and half of them are gone.
Only provinces are listed, as they were until 2025; the 34 of today are among them.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from crawler.extract.text import fold

Level = Literal["city", "province", "district", "town", "commune"]
"""`city` and `town` both read `thành phố`: one under the state, one under a province; printed, it is `city`."""
CITIES = ("Hà Nội", "Hồ Chí Minh", "Hải Phòng", "Đà Nẵng", "Cần Thơ", "Huế")
PROVINCES = (
    *CITIES, "Thừa Thiên Huế", "An Giang", "Bà Rịa - Vũng Tàu", "Bạc Liêu", "Bắc Giang", "Bắc Kạn", "Bắc Ninh",
    "Bến Tre", "Bình Dương", "Bình Định", "Bình Phước", "Bình Thuận", "Cà Mau", "Cao Bằng", "Đắk Lắk", "Đắk Nông",
    "Điện Biên", "Đồng Nai", "Đồng Tháp", "Gia Lai", "Hà Giang", "Hà Nam", "Hà Tĩnh", "Hải Dương", "Hậu Giang",
    "Hòa Bình", "Hưng Yên", "Khánh Hòa", "Kiên Giang", "Kon Tum", "Lai Châu", "Lạng Sơn", "Lào Cai", "Lâm Đồng",
    "Long An", "Nam Định", "Nghệ An", "Ninh Bình", "Ninh Thuận", "Phú Thọ", "Phú Yên", "Quảng Bình", "Quảng Nam",
    "Quảng Ngãi", "Quảng Ninh", "Quảng Trị", "Sóc Trăng", "Sơn La", "Tây Ninh", "Thái Bình", "Thái Nguyên",
    "Thanh Hóa", "Tiền Giang", "Trà Vinh", "Tuyên Quang", "Vĩnh Long", "Vĩnh Phúc", "Yên Bái",
)  # fmt: skip


def slug(name: str) -> str:
    """Return a name as it stands in keys: `Bà Rịa - Vũng Tàu` -> `ba-ria-vung-tau`."""
    return "-".join(re.findall(r"[a-z0-9]+", fold(name)))


PROVINCE_SLUGS = {slug(name): name in CITIES for name in PROVINCES}
"""Slug -> True for a city under the state."""
LEVELS: dict[str, Level] = {
    "thanh pho": "city", "tp": "city", "tinh": "province", "quan": "district", "huyen": "district",
    "thi xa": "district", "tx": "district", "q": "district", "h": "district", "phuong": "commune", "xa": "commune",
    "thi tran": "commune", "dac khu": "commune", "thanh uy": "city", "tinh uy": "province", "quan uy": "district",
    "huyen uy": "district", "thi uy": "district",
}  # fmt: skip
LEVEL = re.compile(
    r"(thanh pho|tp\s?\.?(?=hcm)|tp\s?\.?|tinh|quan|huyen|thi xa|tx\s?\.?|phuong|xa|thi tran|dac khu|[qh]\.)"
    r"(?:\s?(?P<hcm>hcm)(?![a-z])|(?![a-z])\s?)"
)
SYLLABLE = re.compile(r"\s?(?:[-–]\s?)?(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)?|\d{1,2}(?![\d/.,]))")
NOT_A_NAME = frozenset(
    (
        "về", "ngày", "theo", "số", "của", "do", "tại", "trong", "với", "để", "có", "là", "các", "những", "ông", "khóa",
        "khoá", "ủy", "uỷ", "và", "phường", "xã", "quận", "huyện", "tỉnh", "tp", "ubnd", "hđnd", "chủ", "phó", "bí",
        "quyết"
    )
)  # fmt: skip
"""Words in capitals after a body's name that begin something else."""
FAMILY = frozenset(
    (
        "nguyen", "tran", "le", "pham", "hoang", "huynh", "vu", "vo", "dang", "bui", "do", "ho", "ngo", "duong", "ly",
        "phan", "truong", "dinh", "doan", "trinh", "dao", "mai", "luong"
    )
)  # fmt: skip
LONGEST = 4
"""Syllables of the longest name of a district or commune that is believed."""


class Place(NamedTuple):
    """A place as a body's name gives it."""

    level: Level | None
    """None where a name stands without its level: `Thành ủy Hà Nội`, `Sở Y tế Hà Nội`."""
    name: str | None
    """Slug; None where only the level is given, empty where a name follows whose end is not certain."""
    end: int
    """Where the place ends in the text."""


def read_place(text: str, folded: str, start: int, *, leveled: bool = False) -> Place:
    """Return the place that begins at `start`: `quận Long Biên`, `TP. Hà Nội`, `tỉnh`, `Hà Nội`, or nothing.

    `leveled`: the words before it tell its level, as `Quận ủy` does.
    """
    begin = start + (folded[start : start + 1].isspace())
    match = LEVEL.match(folded, begin)
    if match is None:
        name, end = _name(text, begin, alone=not leveled)
        return Place(None, name, end if name else start)
    level = LEVELS[match[1].replace(".", " ").strip()]
    if match["hcm"]:
        return Place(level, "ho-chi-minh", match.end())
    name, end = _name(text, match.end(), alone=False)
    if name and name.isdigit():
        name = f"{slug(match[1])}-{name}"
    return Place(level, name, end if name else match.end(1))


def wider_end(text: str, folded: str, end: int) -> int:
    """Return where the wider places end that follow a place: `xã Đông Dư, huyện Gia Lâm, thành phố Hà Nội`."""
    while match := re.match(r"\s?[,-]\s?", folded[end : end + 3]):
        place = read_place(text, folded, end + match.end())
        if not place.name or place.level is None:
            break
        end = place.end
    return end


def _capitals(text: str, start: int) -> list[tuple[str, int]]:
    """Return the capitalised words at `start`, in small letters with where each ends; a number stands alone."""
    found: list[tuple[str, int]] = []
    while len(found) <= LONGEST and (match := SYLLABLE.match(text, found[-1][1] if found else start)):
        word = match["word"]
        if not word[0].isupper() and (found or not word.isdigit()):
            break
        found.append((word.lower(), match.end()))
        if word.isdigit():
            break
    return found


def _name(text: str, start: int, *, alone: bool) -> tuple[str | None, int]:
    """Return slug and end of the name at `start`; without a level before it, only a province's is believed."""
    found = _capitals(text, start)
    words = [fold(word) for word, _ in found]
    for count in range(min(len(words), LONGEST), 0, -1):
        if "-".join(words[:count]) in PROVINCE_SLUGS:
            return "-".join(words[:count]), found[count - 1][1]
    ends_at = next((i for i, (word, _) in enumerate(found) if word in NOT_A_NAME), len(found))
    ends_at = next((i for i, word in enumerate(words[:ends_at]) if i >= 2 and word in FAMILY), ends_at)
    if alone or ends_at == 0:
        return None, start
    if ends_at >= LONGEST:
        return "", start
    end = found[ends_at - 1][1]
    shouted = text[start:end].isupper() and ends_at == len(found) and _goes_on(text, end)
    return ("", start) if shouted else ("-".join(words[:ends_at]), end)


def _goes_on(text: str, at: int) -> bool:
    """Return True if more words in capitals follow, so that the end of a name in capitals cannot be seen."""
    return bool(re.match(r"\s?[^\W\d_]", text[at:]))
