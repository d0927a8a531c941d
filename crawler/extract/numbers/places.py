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
    "p": "commune", "x": "commune", "tt": "commune", "thi tran": "commune", "dac khu": "commune",
    "thanh uy": "city", "tinh uy": "province", "quan uy": "district",
    "huyen uy": "district", "thi uy": "district",
}  # fmt: skip
_HCM = r"(?:\s?(?P<hcm>hcm)(?![a-z])|(?:(?<=\.)|(?![a-z]))\s?)"
LEVEL = re.compile(
    r"(thanh pho|tinh|quan|huyen|thi xa|phuong|xa|thi tran|dac khu"
    rf"|(?:t\s?\.\s?[px]|t[px]|[qh](?=\s?\.))(?:\s?\.)?){_HCM}"
)
SHORT_LEVEL = re.compile(r"([px]\s?\.|tt\s?\.?)(?![a-z]\s)(?P<hcm>(?!))?\s?(?=[a-z\d])")
"""`P.Ngọc Thụy`, `TT. Trâu Quỳ`: only behind the name of a body, since elsewhere they are rooms and centres."""
FULL_WORDS = {"q": "quan", "h": "huyen", "p": "phuong", "x": "xa"}
"""For names that are numbers: `Q.1` is `quan-1`."""
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
SURNAMES = frozenset(
    (
        "nguyễn", "trần", "lê", "phạm", "hoàng", "huỳnh", "vũ", "võ", "đặng", "bùi", "đỗ", "hồ", "ngô", "dương", "lý",
        "phan", "trương", "đinh", "đoàn", "trịnh", "đào", "mai", "lương", "nông", "triệu", "cao", "hà", "lâm", "lữ",
        "tô", "tạ", "tống", "thái", "quách", "kim", "vương", "tăng", "sầm", "hứa", "hầu", "lưu", "chu", "phùng",
        "thân", "khuất", "nghiêm", "lò", "giàng", "vàng", "quàng", "cầm", "tòng", "tôn", "lục", "mạc", "đậu", "đồng",
        "đàm", "hàn", "thạch", "sùng", "tẩn", "phí", "đường", "giáp", "kiều", "cù", "bạch",
    )
)  # fmt: skip
"""Surnames as they are written, in small letters: folded, `đô` of Đô Lương is one too."""
LIKE_PERSONS = frozenset(("hoang-su-phi", "duong-minh-chau", "tran-van-thoi"))
"""Districts of three syllables and more whose names begin like a person's."""
SHORTEST_NAME, LONGEST_NAME = 2, 6
"""Words of a person's name."""
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


def is_person(text: str) -> bool:
    """Return True for what is certainly the name of a person: a surname, and more words in capitals."""
    words = text.split()
    named = SHORTEST_NAME <= len(words) <= LONGEST_NAME and words[0].lower() in SURNAMES
    return named and all(word.isalpha() and word[0].isupper() for word in words)


def read_place(text: str, folded: str, start: int, *, leveled: bool = False, short: bool = False) -> Place:
    """Return the place that begins at `start`: `quận Long Biên`, `TP. Hà Nội`, `tỉnh`, `Hà Nội`, or nothing.

    `leveled`: the words before it tell its level, as `Quận ủy` does. `short`: they are a body's that has places, so
    that `P.` stands for `phường`.
    """
    begin = start + (folded[start : start + 1].isspace())
    match = LEVEL.match(folded, begin) or (SHORT_LEVEL.match(folded, begin) if short else None)
    if match is None:
        name, end = _name(text, begin, alone=not leveled)
        name, end = (None, start) if name and leveled and _is_person(text, begin, name) else (name, end)
        return Place(None, name, end if name else start)
    word = match[1] if match[1] in LEVELS else re.sub(r"[\s.]", "", match[1])
    level = LEVELS[word]
    if match["hcm"]:
        return Place(level, "ho-chi-minh", match.end())
    name, end = _name(text, match.end(), alone=False)
    if name and name.isdigit():
        name = f"{slug(FULL_WORDS.get(word, word))}-{name}"
    if name and level != "commune" and _is_person(text, match.end(), name):
        name = None  # `của Chủ tịch UBND quận Nguyễn Mạnh Hà`
    return Place(level, name, end if name else begin + len(match[1].rstrip(" .")))


def _is_person(text: str, start: int, name: str) -> bool:
    """Return True if a name at `start`, of three syllables and more behind a body of a district or a wider place, is a
    person's: streets and communes bear such names, of districts but a few.
    """
    if name.count("-") < 2 or name in PROVINCE_SLUGS or name in LIKE_PERSONS:
        return False
    first = SYLLABLE.match(text, start)
    return first is not None and first["word"].lower() in SURNAMES


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
