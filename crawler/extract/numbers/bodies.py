"""Bodies that issue documents, as sentences and pages name them: `UBND Thành phố`, `Ban Thường vụ Quận ủy Long Biên`.

Only bodies of known kinds are read; of any other the name is not certain where it ends, so there is none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from crawler.extract.numbers.home import Home
from crawler.extract.numbers.issuers import DEPARTMENT, rank_of
from crawler.extract.numbers.places import Level, Place, is_person, read_place

Kind = Literal["state", "party", "people", "council", "department", "other", "place"]
_AND = r"\s?[&-]?\s?"
_SECTOR = (
    r"(?:y te|tai chinh(?: - ke hoach)?|noi vu|ngoai vu|tu phap|xay dung|cong thuong|cong an|quoc phong"
    r"|ngoai giao|du lich"
    r"|giao duc(?: va |\s?&\s?)dao tao|ke hoach(?: va |\s?&\s?)dau tu|khoa hoc(?: va |\s?&\s?)cong nghe"
    r"|tai nguyen(?: va |\s?&\s?)moi truong|nong nghiep(?: va | & )(?:phat trien nong thon|ptnt|moi truong)"
    r"|thong tin(?: va | - | & )truyen thong|van hoa,? the thao(?: va |, )du lich|van hoa(?: va "
    r"| - )(?:thong tin|the thao|xa hoi)"
    r"|van hoa,? khoa hoc va thong tin|van hoa thong tin|van hoa|giao thong van tai|quy hoach(?: - | va )kien truc"
    r"|lao dong(?: - |, | )thuong binh(?: va |, )xa hoi|quan ly do thi"
    r"|kinh te(?:,? ha tang(?: va do thi)?)?|dan toc(?: va ton giao)?"
    r"|lao dong|thanh tra|tai nguyen moi truong|tai chinh ke hoach|gtvt|qldt"
    rf"|gd{_AND}dt|tn{_AND}mt|kh{_AND}(?:dt|cn)|tt{_AND}tt|nn{_AND}(?:ptnt|mt)|ld-?tb{_AND}xh|vh,?\s?tt{_AND}dl|vh{_AND}tt"
    rf"|vh{_AND}xh|tc{_AND}kh|qh{_AND}kt|kt{_AND}ht)"
)
_HEAD = (
    r"(?:(?:pho\s)?(?:chu tich|bi thu|bo truong|giam doc|tong thanh tra|chanh an|truong ban|truong phong"
    r"|tong giam doc)\s)?"
)
_COMMITTEE = (
    r"(?:(?:ban thuong vu|ban chap hanh|btv|bch|thuong truc|van phong|ban to chuc"
    r"|ban tuyen giao(?: va dan van)?|ban dan van"
    r"|ban noi chinh|uy ban kiem tra|ubkt)\s)?"
)
_FORMS: dict[Kind, str] = {
    "state": r"thu tuong chinh phu|thu tuong|chinh phu|bo chinh tri|ban bi thu(?: trung uong(?: dang)?)?"
    r"|ban chap hanh trung uong(?: dang)?|trung uong dang|uy ban thuong vu quoc hoi|ubtvqh|quoc hoi|van phong chinh phu"
    r"|van phong quoc hoi|van phong trung uong dang|thanh tra chinh phu|toa an nhan dan toi cao|chu tich nuoc"
    r"|vien kiem sat nhan dan toi cao|kiem toan nha nuoc|ngan hang nha nuoc(?: viet nam)?"
    r"|(?:bao hiem xa hoi|bhxh) viet nam"
    r"|(?:van phong )?ban chap hanh trung uong(?: dang)?|ban to chuc trung uong"
    r"|ban tuyen giao(?: va dan van)? trung uong"
    r"|ban dan van trung uong|ban noi chinh trung uong|uy ban kiem tra trung uong|tong thanh tra chinh phu"
    rf"|(?:bo truong )?bo {_SECTOR}|tong lien doan lao dong viet nam"
    r"|(?:bch|ban chap hanh)\s?(?:tw|trung uong)(?: dang)?|trung uong(?: dang)?|thu tuong cp|cp",
    "party": rf"{_COMMITTEE}(?:thanh uy|tinh uy|quan uy|huyen uy|thi uy|dang uy|dang bo)",
    "people": r"(?:van phong )?(?:ubnd|uy ban nhan dan)|(?:van phong )?(?:hdnd|hoi dong nhan dan) va (?:ubnd"
    r"|uy ban nhan dan)",
    "council": r"(?:thuong truc )?(?:hdnd|hoi dong nhan dan)",
    "department": rf"(?:so|phong) {_SECTOR}",
    "other": r"uy ban (?:mttq|mat tran to quoc)(?: viet nam)?|ubmttq(?: viet nam)?|uy ban mat tran|cong an"
    r"|lien doan lao dong|hoi lien hiep phu nu|hoi nong dan|hoi cuu chien binh|doan thanh nien|chi cuc thue|cuc thue"
    r"|bao hiem xa hoi|bhxh|(?:tinh|thanh|quan|huyen|thi) doan|thanh tra(?= (?:tinh|thanh pho|quan|huyen|thi xa)\b)"
    r"|(?:bo|ban) chi huy quan su|toa an nhan dan|vien kiem sat nhan dan|kho bac nha nuoc",
}
BODY = re.compile(rf"{_HEAD}(?:" + "|".join(f"(?P<{kind}>{form})" for kind, form in _FORMS.items()) + r")(?![a-z])")
PARTY_LEVELS: dict[str, Level] = {
    "thanh uy": "city", "tinh uy": "province", "quan uy": "district", "huyen uy": "district", "thi uy": "district",
}  # fmt: skip
COMMITTEES: tuple[tuple[str, tuple[Level, ...]], ...] = (
    ("ThU", ("city",)), ("TXU", ("district",)), ("QU", ("district",)), ("HU", ("district",)),
    ("ĐU", ("commune", "district")), ("TU", ("city", "province")),
)  # fmt: skip
"""Ending of a Party committee's code -> the levels of place that its printed name can have."""
CERTAIN: dict[tuple[str, str], str] = {
    ("NĐ", "chinh phu"): "CP", ("NQ", "chinh phu"): "CP", ("QĐ", "thu tuong chinh phu"): "TTg",
    ("CT", "thu tuong chinh phu"): "TTg", ("CĐ", "thu tuong chinh phu"): "TTg", ("NQ", "bo chinh tri"): "TW",
    ("QĐ", "thu tuong"): "TTg", ("CT", "thu tuong"): "TTg", ("CĐ", "thu tuong"): "TTg", ("CT", "bo chinh tri"): "TW",
    ("KL", "bo chinh tri"): "TW", ("QĐi", "bo chinh tri"): "TW", ("CT", "ban bi thu"): "TW", ("KL", "ban bi thu"): "TW",
    ("QĐi", "ban bi thu"): "TW", ("QĐ", "bo chinh tri"): "TW",
    ("NĐ", "cp"): "CP", ("NQ", "cp"): "CP", ("NQ", "trung uong"): "TW", ("NQ", "ban chap hanh trung uong"): "TW",
    ("QĐ", "thu tuong cp"): "TTg", ("CT", "thu tuong cp"): "TTg", ("CĐ", "thu tuong cp"): "TTg",
    ("NQ", "ban chap hanh trung uong dang"): "TW",
}  # fmt: skip
"""Type and body -> the code in the number, where only one is possible. `Chỉ thị 16 của Chính phủ` is `16/CT-TTg`."""
PEOPLE_CODES = frozenset(("UBND", "UB", "CTUBND", "VP", "VPUBND", "BCĐ"))


SUBJECT = 90
"""Characters before a verb in which its subject is looked for."""
NO_PLACE = Place(None, None, 0)


@dataclass(frozen=True, slots=True)
class Body:
    """A body named in a text."""

    text: str
    """As printed, its place included."""
    kind: Kind
    name: str
    """The body's kind of name, folded, without head and place: `uy ban nhan dan`."""
    place: Place
    end: int
    """Where it ends in the text."""

    @property
    def level(self) -> Level | None:
        """Return the level of its place: as printed, else as `Quận ủy` tells."""
        if self.place.level is not None:
            return self.place.level
        return next((level for word, level in PARTY_LEVELS.items() if self.name.endswith(word)), None)

    def place_slug(self, home: Home) -> str | None:
        """Return the slug of its place, that of the portal where only the level is printed; None if not certain."""
        return (self.place.name or None) if self.place.name is not None else home.resolve(self.level)


def read_body(text: str, folded: str, start: int) -> Body | None:
    """Return the body whose name begins at `start`, None for anything else."""
    match = BODY.match(folded, start)
    if match is None:
        return None
    kind: Kind = next(kind for kind in _FORMS if match[kind])
    leveled = match[kind].endswith(tuple(PARTY_LEVELS))
    short = kind != "department"
    place = read_place(text, folded, match.end(), leveled=leveled, short=short) if kind != "state" else NO_PLACE
    end = max(place.end, match.end())
    return Body(text[start:end].strip(), kind, match[kind], place, end)


NOT_ITSELF = re.compile(
    r"\s?(?:doan|hoi|uy|doi)(?![a-z])|\s?(?:,|/|va)\s?(?:thanh pho|tp|tinh|quan|huyen|thi xa|phuong|xa)"
)
"""Words after a level that make it another word (`xã hội`, `Quận đoàn`), or one of several."""


def read_owner(text: str, folded: str, start: int) -> Body | None:
    """Return the body whose name begins at `start`, or the place that stands for it: `Kế hoạch … của thành phố`."""
    body = read_body(text, folded, start)
    if body is not None:
        return body
    place = read_place(text, folded, start)
    if place.level is None or NOT_ITSELF.match(folded, place.end):
        return None
    return Body(text[start : place.end].strip(), "place", "", place, place.end)


def body_before(text: str, folded: str, end: int) -> Body | None:
    """Return the body whose name ends at `end`: the subject of `UBND quận ban hành …`."""
    begin = max(0, end - SUBJECT)
    for match in BODY.finditer(folded, begin, end):
        body = read_body(text, folded, match.start())
        if body is not None and (body.end == end or is_person(text[body.end : end])):
            return body  # `Phó Chủ tịch UBND Thành phố Dương Đức Tuấn ký …`
    return None


def is_people(code: str) -> bool:
    """Return True for the code of a People's Committee or Council, which no ministry has."""
    return code.split("-")[0].rstrip("0123456789") in PEOPLE_CODES | {"HĐND"}


def fits(code: str, body: Body) -> bool:
    """Return True if a body of this name can be the one that the code in a number stands for."""
    code = code.rstrip("0123456789")
    if rank_of(code) is not None:
        levels = next(levels for ending, levels in COMMITTEES if code.endswith(ending))
        return body.kind in ("party", "place") and (body.level is None or body.level in levels)
    if body.kind == "place":
        return not DEPARTMENT.match(code) or body.level in ("city", "province")
    if DEPARTMENT.match(code):
        return body.kind == "department" and body.name.startswith("so ")
    if code in PEOPLE_CODES:
        return body.kind in ("people", "council") if code in ("VP", "BCĐ") else body.kind == "people"
    if code == "HĐND":
        return body.kind == "council"
    return body.kind in ("department", "other")


def certain_code(type_code: str | None, body: Body | None) -> str | None:
    """Return the code of a body that is certain for a type: `Chỉ thị` of `Thủ tướng Chính phủ` -> `TTg`."""
    return CERTAIN.get((type_code or "", body.name)) if body else None
