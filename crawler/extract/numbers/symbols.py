"""The grammar of official numbers ("số ký hiệu"): `206/KH-UBND`, `15/2020/NĐ-CP`, `48-KL/TW`, `1001/UBND-KGVX`.

A number is read into its parts, written again in its one canonical spelling, and made a key that is the same however
the document is cited. Typing mistakes that can mean only one thing are undone (`22/NQ-TU`, `NĐCP`, `19-2016/NQ-CP`).

Source: Nghị định 30/2020/NĐ-CP, Phụ lục I and III; Hướng dẫn 36-HD/VPTW for the Party.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, NamedTuple

from crawler.extract.numbers.doctypes import JOINT, WEAK, find_type_code, type_key
from crawler.extract.numbers.issuers import STATE, is_assembly, is_known, is_party, needs_place, spell_issuer
from crawler.extract.text import clean, fold

Form = Literal["law", "assembly", "state", "letter", "party", "old"]
Known = Literal["nothing", "sign", "name"]
"""What stands before a number: nothing, `số`, or the name of a type."""
_DASH = r"\s?[/–‐−-]\s?"
_UPPER = "A-ZĐƯÂÔÊƠĂ"
_END = r"(?:(?!\w)|(?=ngày|của|về|và|năm))"
_CAPITALS = rf"(?:T\.\s?[ƯW]\b|[{_UPPER}][{_UPPER}&tđrgiyh]{{0,14}}\d{{0,2}}){_END}"
_SMALL = rf"(?:t\.\s?[ưw]\b|[a-zđư][a-zđư&]{{0,14}}\d{{0,2}}){_END}"


def _tail(code: str) -> re.Pattern[str]:
    """Return the pattern of what follows the digits: year, codes, separators."""
    return re.compile(
        rf"(?P<suffix>[a-zđA-ZĐ](?=\s?[/–-]))?"
        rf"(?:{_DASH}(?P<year>(?:19[4-9]|20\d)\d)(?=\s?[/–‐−-]))?"
        rf"(?P<s1>{_DASH}|\s|)(?P<c1>{code})"
        rf"(?:(?P<s2>{_DASH}|\.)(?P<c2>{code})(?P<rest>(?:[/.–‐−-]{code}){{0,4}}))?"
    )


TAIL = _tail(_CAPITALS)
SMALL_TAIL = _tail(_SMALL)
"""The same for numbers in small letters, `3561/qđ-ubnd`; asked only where a type's name or `số` stands before."""
NUMBER = re.compile(r"\d{1,6}(?:\.\d{1,3})?(?![\d.,]\d)")
THOUSANDS = re.compile(r"^\d{1,3}\.\d{3}$")
"""`1.916/QĐ-TTg` is number 1916; `66.13/2026/NQ-CP` is of a series of its own."""
LETTERS_OF = frozenset((None, "CV"))
CENTRAL = frozenset(("TT", "TTLT", "TTLB", "NĐ", "L", "PL", "LCT", "VBHN"))
"""Types that only central bodies issue: their issuers need no place, whatever a local body has for a code."""
MEANT: dict[tuple[str, str, str | None], str] = {
    ("L", "CTN", None): "LCT", ("TT", "party", None): "TTri", ("QĐ", "party", "QĐi"): "QĐi",
}  # fmt: skip
"""Code, form or issuer, name -> the type: `L-CTN` is an order, the Party's `TT` is no circular, its `QĐ` two things."""
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


def read_symbol(text: str, type_code: str | None = None) -> Symbol | None:
    """Return the number that `text` is, as a page's label `Số ký hiệu` gives it; None if it is none.

    `type_code` is the type that the page names beside it.
    """
    text = re.sub(r"^(?i:số)\s?[:.]?\s?", "", clean(text)).rstrip(" .,;")
    match = NUMBER.match(text)
    found = symbol_at(text, match, "name", type_code) if match else None
    return found.symbol if found and found.end == len(text) else None


def symbol_at(text: str, number: re.Match[str], known: Known, type_code: str | None) -> Reading | None:
    """Return the symbol whose digits are at `number`, given what stands before it; None if there is none."""
    match = TAIL.match(text, number.end()) or (SMALL_TAIL.match(text, number.end()) if known != "nothing" else None)
    if match is None:
        return None
    digits = number[0].replace(".", "") if THOUSANDS.match(number[0]) else number[0]
    rest = re.split(r"[/.–‐−-](?!\s?[ƯW]\b)", match["rest"])[1:] if match["rest"] else []
    codes = (match["c1"], *((match["c2"], *rest) if match["c2"] else ()))
    year = int(match["year"]) if match["year"] else None
    suffix = (match["suffix"] or "").lower()
    parts = Parts(digits + suffix, year, _sign(match["s1"]), codes, _sign(match["s2"]))
    if known == "nothing" and match["s1"] != match["s1"].strip():
        return None  # `3/ BC-UBND` is an entry of a list.
    symbol = _build(parts, known, type_code)
    return Reading(symbol, match.end()) if symbol else None


def _sign(separator: str | None) -> str:
    """Return a separator as one character: `/`, `-`, `.`, a blank, or nothing."""
    bare = (separator or "").strip()
    return ("/" if bare == "/" else "." if bare == "." else "-") if bare else (separator or "")[:1]


def _build(parts: Parts, known: Known, type_code: str | None) -> Symbol | None:
    """Return the symbol that the parts make, None if they make none that is certain."""
    if parts.year and is_assembly(spell_issuer(parts.codes[0])) and len(parts.codes) == 1:
        return Symbol(parts.number, parts.year, None, spell_issuer(parts.codes[0]), None, "assembly")
    split = _split(parts.codes[0])
    if split and find_type_code(parts.codes[0]) is None:
        parts = parts._replace(codes=(*split, *parts.codes[1:]), second="-")
    code = find_type_code(parts.codes[0])
    if code and len(parts.codes) > 1 and not (_is_letter(parts) and (code in WEAK or type_code == "CV")):
        return _typed(parts, code, known, type_code)
    if code and len(parts.codes) == 1 and known == "name" and parts.first == "/" and type_code in (None, code):
        return Symbol(parts.number, parts.year, code, "", None, "state")
    if parts.year:
        return None
    return _letter(parts, known, type_code) if parts.first == "/" else _old(parts, known, type_code)


def _is_letter(parts: Parts) -> bool:
    """Return True if the first code is a body's and the second cannot be one: `89/TC-KT`."""
    return is_known(spell_issuer(parts.codes[0])) and not is_known(spell_issuer(parts.codes[1]))


def _split(code: str) -> tuple[str, str] | None:
    """Return type and issuer that were typed as one: `NĐCP` -> `NĐ`, `CP`."""
    if is_known(spell_issuer(code)):
        return None
    cuts = ((code[:cut], code[cut:]) for cut in range(len(code) - 1, 0, -1))
    return next(
        ((kind, body) for kind, body in cuts if find_type_code(kind) and spell_issuer(body) in STATE and len(kind) > 1),
        None,
    )


def _typed(parts: Parts, code: str, known: Known, type_code: str | None) -> Symbol | None:
    """Return the symbol of a number with a type and an issuer: law, administration, Party."""
    issuers = [spell_issuer(issuer) for issuer in parts.codes[1:]]
    certain = is_known(issuers[0])
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


def number_key(number: str) -> str:
    """Return a number without leading zeros: `06` -> `6`, `66.13` and `30a` as they are."""
    return fold(number).lstrip("0") or "0"


def settle_type(symbol: Symbol, named: str | None) -> str | None:
    """Return the code of a document's type: that in its number, else the one it is named with, else its form's own."""
    if symbol.type is not None:
        body = "CTN" if symbol.issuer.startswith("CTN") else symbol.form
        return MEANT.get((symbol.type, body, named), MEANT.get((symbol.type, body, None), symbol.type))
    if named is not None:
        return named
    if symbol.form == "assembly":
        return "NQ" if symbol.issuer.startswith("UBTVQH") else None
    return "CV" if symbol.form == "letter" else None


def _is_of_a_place(symbol: Symbol) -> bool:
    """Return True if only the place tells which body issued a document."""
    uncertain = symbol.form == "letter" and "-" in symbol.issuer
    return needs_place(symbol.issuer) and not uncertain


def make_key(symbol: Symbol, type_code: str | None, year: int | None, place: str | None) -> str:
    """Return `type|number|year|issuer[@place]` with `?` for what is not known.

    `type_code`, `year` and `place` are what the text says beside the number; the number's own parts come first.
    """
    issuer, code = fold(symbol.issuer) or "?", settle_type(symbol, type_code)
    if code == "QĐi" and symbol.type == "QĐ":
        code = "QĐ"  # One series, and often cited without the word.
    if code == "SL":
        issuer = "ctn"
    elif issuer == "?" or (code not in CENTRAL and _is_of_a_place(symbol)):
        issuer = f"{issuer}@{place or '?'}"
    return f"{type_key(code)}|{number_key(symbol.number)}|{symbol.year or year or '?'}|{issuer}"


def bare_key(number: str, type_code: str, year: int | None, issuer: str | None, place: str | None) -> str:
    """Return the key of a document of which only type and number are given; `issuer` is a code that is certain."""
    body = fold(issuer) if issuer else f"?@{place or '?'}"
    return f"{type_key(type_code)}|{number_key(number)}|{year or '?'}|{body}"
