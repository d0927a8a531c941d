"""Who signed a document: the name in a labelled value, apart from positions and from `Đã ký`."""

from __future__ import annotations

import re

from crawler.extract.numbers.bodies import read_body
from crawler.extract.numbers.places import is_person
from crawler.extract.printed.offices import is_office
from crawler.extract.text import clean, fold

SIGNED = re.compile(r"[(\[]?(?<!\w)đã ký(?: số)?(?!\w)[)\]]?\s*[:;,-]?", re.I)
_OFFICE = (
    r"(?:(?:pho|quyen|nguyen) )?(?:chu tich(?: nuoc)?|(?:tong )?bi thu|(?:tong )?giam doc|(?:tong )?cuc truong"
    r"|chi cuc truong|truong (?:phong|ban|khoa|tram|cong an)|(?:chanh|truong) van phong|chanh thanh tra|tong thanh tra"
    r"|vu truong|bo truong|thu truong|thu tuong|chu nhiem|hieu truong|vien truong|chanh an|chi huy truong|doi truong)"
)
_OF = r"(?:(?:,| va)? (?:thuong truc|ubnd|hdnd|uy ban nhan dan|hoi dong nhan dan))*"
_FOR = r"(?:kt|tm|tl|tuq|q|k/t|t/m|t/l)\s?\."
OFFICE = re.compile(rf"(?<![a-z])(?:{_FOR}\s?)*{_OFFICE}{_OF}(?![a-z])")
"""`KT. CHỦ TỊCH`, `Phó Chủ tịch UBND`, folded."""
JOINS = " \t,;:|/()[]–-."


def read_signer(printed: str | None) -> str | None:
    """Return the name in a value: `KT. CHỦ TỊCH PHÓ CHỦ TỊCH Nguyễn Văn An` -> `Nguyễn Văn An`.

    None for a position alone, for `Đã ký`, and for an office or a site, whose digital signature it is. What cannot be
    taken apart stays as it is printed.
    """
    text = clean(SIGNED.sub(" ", printed)).strip(" ,;:–-") if printed else ""
    folded = fold(text)
    offices = list(OFFICE.finditer(folded)) if len(folded) == len(text) else []
    if not offices:
        return None if is_office(text) else text or None
    before, after = text[: offices[0].start()].strip(JOINS), text[offices[-1].end() :].strip(JOINS)
    if not before and not after:
        return None
    between = re.split(r"[,;:|/()–-]", text[offices[0].end() : offices[-1].start()])
    if any(is_person(piece.strip(JOINS)) for piece in between):
        return text  # `Chủ tịch Nguyễn Văn An, Phó Chủ tịch Trần Bình`
    if is_person(after) or (is_person(before) and not after):
        return after if is_person(after) else before
    return _without_body(text, folded)


def _without_body(text: str, folded: str) -> str | None:
    """Return the name behind `Chủ tịch UBND quận`; None where the body is all of the value."""
    body = read_body(text, folded, 0)
    if body is None:
        return text
    rest = text[body.end :].strip(JOINS)
    return rest if is_person(rest) else text if rest or body.place.name == "" else None
