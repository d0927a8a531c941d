"""The key of a document: `type|number|year|issuer[@place]`, the same however the document is cited."""

from __future__ import annotations

from crawler.extract.numbers.doctypes import type_key
from crawler.extract.numbers.issuers import needs_place
from crawler.extract.numbers.symbols import Symbol
from crawler.extract.text import fold

CENTRAL = frozenset(("TT", "TTLT", "TTLB", "NĐ", "L", "BL", "PL", "LCT", "VBHN"))
"""Types that only central bodies issue: their issuers need no place, whatever a local body has for a code."""
MEANT: dict[tuple[str, str, str | None], str] = {
    ("L", "CTN", None): "LCT", ("TT", "party", None): "TTri", ("TTr", "party", "TTri"): "TTri",
    ("TT", "party", "TT"): "TT",
    ("QĐ", "party", "QĐi"): "QĐi",
}  # fmt: skip
"""Code, form or issuer, name -> the type: `L-CTN` is an order, the Party's `TT` is no circular, its `QĐ` two things."""

OF_THE_STATE = ""
"""Place of a ministry whose code a local body has as well: `08/LĐTBXH` of the ministry."""


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
    elif issuer == "?" or (code not in CENTRAL and place != OF_THE_STATE and _is_of_a_place(symbol)):
        issuer = f"{issuer}@{place or '?'}"
    return f"{type_key(code)}|{number_key(symbol.number)}|{symbol.year or year or '?'}|{issuer}"


def bare_key(number: str, type_code: str, year: int | None, issuer: str | None, place: str | None) -> str:
    """Return the key of a document of which only type and number are given; `issuer` is a code that is certain."""
    body = fold(issuer) if issuer else f"?@{place or '?'}"
    return f"{type_key(type_code)}|{number_key(number)}|{year or '?'}|{body}"
