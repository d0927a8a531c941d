"""The grammar of official numbers ("số ký hiệu"): `206/KH-UBND`, `15/2020/NĐ-CP`, `48-KL/TW`, `1001/UBND-KGVX`.

A number is read into its parts, written again in its one canonical spelling, and made a key that is the same however
the document is cited. Typing mistakes that can mean only one thing are undone (`22/NQ-TU`, `NĐCP`, `19-2016/NQ-CP`).

Source: Nghị định 30/2020/NĐ-CP, Phụ lục I and III; Hướng dẫn 36-HD/VPTW for the Party.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, NamedTuple

from crawler.extract.numbers.doctypes import JOINT, LICENCES, WEAK, find_type_code
from crawler.extract.numbers.issuers import STATE, is_assembly, is_known, is_party, spell_issuer
from crawler.extract.text import clean, fold

Form = Literal["law", "assembly", "state", "letter", "party", "old"]
Known = Literal["nothing", "sign", "name"]
"""What stands before a number: nothing, `số`, or the name of a type."""
SIGNS = str.maketrans(
    dict.fromkeys((*range(8208, 8214), 8259, 8722, 65112, 65123, 65293), "-")
    | dict.fromkeys((0x2044, 0x2215, 0x29F8, 0xFF0F, 0x5C), "/")
    | {code: code - 0xFEE0 for code in (*range(0xFF01, 0xFF0D), 0xFF0E, *range(0xFF10, 0xFF5F))}
)
"""Dashes and strokes of every kind, and characters of full width -> the plain ones, one for one."""
COMMON_DASHES = "–—"
SELDOM = re.compile("[" + re.escape("".join(chr(code) for code in SIGNS if chr(code) not in COMMON_DASHES)) + "]")
_DASH = r"\s?[/-]\s?"
_UPPER = "A-ZĐƯÂÔÊƠĂ"
_END = r"(?:(?!\w)|(?=ngày|của|về|và|năm))"
_CAPITALS = rf"(?:T\.\s?[ƯW]\b|[QNC]\sĐ|(?:P\.)?[{_UPPER}][{_UPPER}&tđrgiyh]{{0,14}}\d{{0,3}}){_END}"
_SMALL = rf"(?:t\.\s?[ưw]\b|[a-zđư][a-zđư&]{{0,14}}\d{{0,3}}){_END}"
_MIXED = rf"(?:[{_UPPER}a-zđư][{_UPPER}a-zđư&]{{0,14}}\d{{0,3}}){_END}"


class Tail(NamedTuple):
    """What can follow the digits: year, codes, separators."""

    pattern: re.Pattern[str]
    code: re.Pattern[str]


def _tail(code: str) -> Tail:
    return Tail(
        re.compile(
            rf"(?P<suffix>(?:[\s-]?(?i:bis)|[a-zđA-ZĐ])(?=\s?[/-]))?"
            rf"(?:{_DASH}(?P<year>(?:19[4-9]|20\d)\d)(?=\s?[/-]|\s{code}))?"
            rf"(?P<s1>{_DASH}|\s|)(?P<c1>{code})"
            rf"(?:(?P<s2>{_DASH}|[.\s])(?P<c2>{code})(?P<rest>(?:[/.-]{code}){{0,4}}))?"
        ),
        re.compile(code),
    )


CAPITALS, SMALL, MIXED = _tail(_CAPITALS), _tail(_SMALL), _tail(_MIXED)
"""Codes in capitals; in small letters, `3561/qđ-ubnd`; in both, `3561/Qđ-Ubnd`, the last two only where a type's name
or `số` stands before."""
YEAR_LAST = re.compile(r"\s?[/-]\s?(?P<year>(?:19[4-9]|20\d)\d)(?![\w/-])")
"""`45/KH-UBND/2023`: the year behind the codes, which is no part of the number."""
UNREAD = re.compile(r"[/-][^\W_]")
"""What shows that a code is followed by another that was not read."""
DANGLING = ("/", "-")
"""What a code ends with of which the rest is lost: `206/KH-`."""
MORE = re.compile(rf"{_DASH}({_CAPITALS})")
NUMBER = re.compile(r"\d{1,6}(?:\.\d{1,3})?(?![\d.,]\d)")
SPACED = re.compile(r"[1-9]\s\d{2,3}(?=[a-zA-ZĐđ]?\s?[/-])")
"""Digits that stand apart by mistake, or as thousands do."""
THOUSANDS = re.compile(r"^\d{1,3}\.\d{3}$")
"""`1.916/QĐ-TTg` is number 1916; `66.13/2026/NQ-CP` is of a series of its own."""
LETTERS_OF = frozenset((None, "CV"))
OLD_TYPES = frozenset((None, "SL", "QĐ", "NĐ", "CT", "NQ", "TT", "L", "PL", "LCT", "CV"))


@dataclass(frozen=True, slots=True)
class Symbol:
    """An official number in its parts."""

    number: str
    """`206`, `03`, `30a`, `66.13`: leading zeros as printed."""
    year: int | None
    """The year that is part of the number."""
    type: str | None
    """Code of the type as it is part of the number; None where it has none (letters, old numbers, assemblies)."""
    issuer: str
    """`UBND`, `BTC-BKH&ĐT-BTTTT`; empty where the number ends with the type."""
    unit: str | None
    """Part of the issuer that wrote it: `KGVX`."""
    form: Form

    @property
    def canonical(self) -> str:
        """Return the one spelling: `22-NQ/TU` for `22/NQ-TU`, `19/2016/NQ-CP` for `19-2016/NQ-CP`."""
        number = f"{self.number}/{self.year}" if self.year else self.number
        issuer = f"{self.issuer}-{self.unit}" if self.unit else self.issuer
        if self.type is None:
            return f"{number}-{issuer}" if self.form == "old" else f"{number}/{issuer}"
        if not issuer:
            return f"{number}/{self.type}"
        return f"{number}-{self.type}/{issuer}" if self.form == "party" else f"{number}/{self.type}-{issuer}"


class Reading(NamedTuple):
    """A symbol found in a text, and where it ends."""

    symbol: Symbol
    end: int


class Parts(NamedTuple):
    """What the pattern of a number takes apart."""

    number: str
    year: int | None
    first: str
    """Separator before the first code."""
    codes: tuple[str, ...]
    second: str
    """Separator before the second code."""


def plain_signs(text: str) -> str:
    """Return a text with plain dashes and strokes, of the same length; most have none but the common dashes."""
    for dash in COMMON_DASHES:
        text = text.replace(dash, "-")
    return text.translate(SIGNS) if SELDOM.search(text) else text


def read_symbol(text: str, type_code: str | None = None) -> Symbol | None:
    """Return the number that `text` is, as a page's label `Số ký hiệu` gives it; None if it is none.

    `type_code` is the type that the page names beside it.
    """
    text = re.sub(r"^(?i:số)\s?[:.]?\s?", "", plain_signs(clean(text))).rstrip(" .,;")
    match = NUMBER.match(text)
    found = symbol_at(text, match, "name", type_code) if match else None
    whole = found is not None and (found.end == len(text) or YEAR_LAST.fullmatch(text, found.end) is not None)
    return found.symbol if found and whole else None


def symbol_at(text: str, number: re.Match[str], known: Known, type_code: str | None) -> Reading | None:
    """Return the symbol whose digits are at `number`, given what stands before it; None if there is none.

    `text` has plain signs (`plain_signs`).
    """
    for tail in (CAPITALS,) if known == "nothing" else (CAPITALS, SMALL, MIXED):
        match = tail.pattern.match(text, number.end())
        reading = _read(text, number[0], match, tail, known, type_code) if match else None
        if reading is not None:
            return reading
    return None


def _read(
    text: str, printed: str, match: re.Match[str], tail: Tail, known: Known, type_code: str | None
) -> Reading | None:
    """Return what a tail makes of the digits `printed`; None if it makes nothing certain."""
    if known == "nothing" and match["s1"] != match["s1"].strip():
        return None  # `3/ BC-UBND` is an entry of a list.
    codes, end = _codes(text, match, tail, known)
    if (len(codes) == 1 and (UNREAD.match(text, end) or text[end : end + 1] in DANGLING)) or (
        tail is MIXED and not _is_sure(codes)
    ):
        return None
    digits = re.sub(r"[.\s]", "", printed) if THOUSANDS.match(printed) else re.sub(r"\s", "", printed)
    year = int(match["year"]) if match["year"] else None
    suffix = (match["suffix"] or "").lower().strip(" -")
    parts = Parts(digits + suffix, year, _sign(match["s1"]), codes, _sign(match["s2"]))
    symbol = _build(parts, known, type_code)
    return Reading(symbol, end) if symbol else None


def _codes(text: str, match: re.Match[str], tail: Tail, known: Known) -> tuple[tuple[str, ...], int]:
    """Return the codes of a match, and where the last ends that belongs to the number."""
    first, second = _bare(match["c1"]), _bare(match["c2"] or "")
    kind = find_type_code(first)
    loose = bool(second) and not match["s2"].strip()
    if not second or (loose and not (known == "name" and kind and is_known(spell_issuer(second)))):
        return (first,), match.end("c1")
    codes, end = [first, second, *map(_bare, tail.code.findall(match["rest"]))], match.end()
    while kind in JOINT and (more := MORE.match(text, end)) and is_known(spell_issuer(more[1])):
        codes, end = [*codes, _bare(more[1])], more.end()
    return tuple(codes), end


def _bare(code: str) -> str:
    """Return a code without the blanks that stand in it by mistake: `Q Đ`."""
    return re.sub(r"\s", "", code)


def _is_sure(codes: tuple[str, ...]) -> bool:
    """Return True if codes in large and small letters are a type and a body, or a body and its unit."""
    bodies = [is_known(spell_issuer(code)) for code in codes]
    return len(codes) > 1 and ((bool(find_type_code(codes[0])) and bodies[1]) or bodies[0])


def _sign(separator: str | None) -> str:
    """Return a separator as one character: `/`, `-`, `.`, a blank, or nothing."""
    bare = (separator or "").strip()
    return ("/" if bare == "/" else "." if bare == "." else "-") if bare else (separator or "")[:1]


def _build(parts: Parts, known: Known, type_code: str | None) -> Symbol | None:
    """Return the symbol that the parts make, None if they make none that is certain."""
    if parts.year and is_assembly(spell_issuer(parts.codes[0])) and len(parts.codes) == 1:
        return Symbol(parts.number, parts.year, None, spell_issuer(parts.codes[0]), None, "assembly")
    split = _split(parts.codes[0], type_code)
    if split and find_type_code(parts.codes[0]) is None:
        parts = parts._replace(codes=(*split, *parts.codes[1:]), second="-")
    code = find_type_code(parts.codes[0])
    if code and len(parts.codes) > 1 and not (_is_letter(parts) and (code in WEAK or type_code == "CV")):
        return _typed(parts, code, known, type_code)
    if len(parts.codes) == 1 and code in LICENCES:
        return None
    if code and len(parts.codes) == 1 and known == "name" and parts.first == "/" and type_code in (None, code):
        return Symbol(parts.number, parts.year, code, "", None, "state")
    if parts.year:
        return None
    return _letter(parts, known, type_code) if parts.first == "/" else _old(parts, known, type_code)


def _is_letter(parts: Parts) -> bool:
    """Return True if the first code is a body's and the second cannot be one: `89/TC-KT`."""
    return is_known(spell_issuer(parts.codes[0])) and not is_known(spell_issuer(parts.codes[1]))


def _split(code: str, named: str | None) -> tuple[str, str] | None:
    """Return type and issuer that were typed as one: `NĐCP` -> `NĐ`, `CP`; `TTBTC` beside the name `Thông tư`."""
    if is_known(spell_issuer(code)):
        return None
    cuts = ((code[:cut], spell_issuer(code[cut:])) for cut in range(len(code) - 1, 0, -1))
    return next(
        (
            (kind, body)
            for kind, body in cuts
            if len(kind) > 1
            and (found := find_type_code(kind))
            and (body in STATE or (found == named and is_known(body)))
        ),
        None,
    )


def _typed(parts: Parts, code: str, known: Known, type_code: str | None) -> Symbol | None:
    """Return the symbol of a number with a type and an issuer: law, administration, Party."""
    issuers = [spell_issuer(issuer) for issuer in parts.codes[1:]]
    if type_code and fold(type_code) == fold(code):
        code = type_code  # `Hướng dẫn số 12/HĐ-UBND`
    certain = is_known(issuers[0])
    if code in LICENCES and (not certain or issuers[0] == "TTĐT"):
        return None  # `12/GP-TTĐT` says what is licensed, not by whom.
    if not certain and (len(issuers[0]) < 2 or parts.first in ("", " ") or _is_doubtful(parts, code, known, type_code)):
        return None
    if parts.first == " " and known == "nothing":
        return None
    issuer, unit = ("-".join(issuers), None) if code in JOINT else (issuers[0], "-".join(issuers[1:]) or None)
    return Symbol(parts.number, parts.year, code, issuer, unit, _form(parts, issuers[0]))


def _is_doubtful(parts: Parts, code: str, known: Known, type_code: str | None) -> bool:
    """Return True if a number of an unknown body needs more evidence than the page gives."""
    if code in WEAK:
        return known != "name" or type_code != code
    return parts.first == "-" and known != "name"


def _form(parts: Parts, issuer: str) -> Form:
    """Return how the number is to be written; the issuer decides, then the separators as printed."""
    if parts.year:
        return "law"
    if is_party(issuer):
        return "party"
    return "party" if parts.first == "-" and parts.second == "/" and issuer not in STATE else "state"


def _letter(parts: Parts, known: Known, type_code: str | None) -> Symbol | None:
    """Return the symbol of a letter: an issuer and its unit, no type."""
    codes = [spell_issuer(code) for code in parts.codes]
    if known != "name" and not (len(codes) > 1 and is_known(codes[0])):
        return None
    if len(codes[0]) < 2:
        return None
    if type_code not in LETTERS_OF:
        # Of other types the part after the dash may be a second body: what is whose is not certain.
        return Symbol(parts.number, None, None, "-".join(codes), None, "letter")
    return Symbol(parts.number, None, None, codes[0], "-".join(codes[1:]) or None, "letter")


def _old(parts: Parts, known: Known, type_code: str | None) -> Symbol | None:
    """Return the symbol of an old number: `115-TTg`, `22-C` of a decree of 1946."""
    code = spell_issuer(parts.codes[0])
    fits = known == "name" and parts.first == "-" and len(parts.codes) == 1 and type_code in OLD_TYPES
    if not fits or not (is_known(code) or type_code == "SL"):
        return None
    return Symbol(parts.number, None, None, code, None, "old")
