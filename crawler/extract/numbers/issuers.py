"""Codes of bodies in official numbers: their one spelling, and what kind of body a code stands for.

A code such as `UBND` is used by thousands of bodies, so the key of a document needs the place; `TTg` needs none.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from crawler.extract.text import fold

Rank = Literal["province", "district", "commune"]
SPELLINGS = {
    code.lower(): code
    for code in (
        "TTg", "CP", "QH", "UBTVQH", "HĐNN", "VPQH", "VPCP", "TTCP", "TANDTC", "VKSNDTC", "KTNN", "NHNN", "CTN", "BTC",
        "BNV", "BYT", "BTTTT", "BGDĐT", "BGD&ĐT", "BCA", "BQP", "BXD", "BTP", "BKHCN", "BKHĐT", "BKH&ĐT", "BCT", "BCTN",
        "BTNMT", "BNNPTNT", "BNN", "BNNMT", "BGTVT", "BLĐTBXH", "BVHTTDL", "BNG", "BDTTG", "UBDT", "UBND", "HĐND", "UB",
        "CTUBND", "VPUBND", "VPHĐND", "TTHĐND", "BCĐ", "TW", "TU", "HU", "QU", "ThU", "TXU", "ĐU", "VPTW", "VPTU",
        "BTCTW", "BTGTW", "BTGDVTW", "BDVTW", "BNCTW", "UBKTTW", "HNDTW", "MTTQ", "MTTW", "UBMTTQ", "LHPN", "LĐLĐ",
        "ĐTN", "TLĐ", "STTTT", "STC", "SXD", "STP", "SYT", "SNV", "SGDĐT", "TTĐT", "CA", "HĐBCVN", "HĐBT", "BHXH",
    )
}  # fmt: skip
"""Lower case -> spelling, for numbers that are printed in another case, or without marks."""
BY_FOLDED = {fold(code): code for code in reversed(SPELLINGS.values())}
PREFIX = r"(?:VP|BTG|BTGDV|BTC|BDV|BNC|UBKT|BTV|BCĐ|TTCT|TTBDCT|ĐTN)?"
PARTY = re.compile(rf"^(?:{PREFIX}(?:TU|QU|HU|ThU|TXU|ĐU)|(?:VP|BTG|BTGDV|BTC|BDV|BNC|UBKT)?TW)$")
"""Committees of the Party and their bodies. Their numbers read `NUM-TYPE/ISSUER`."""
RANK_OF: tuple[tuple[str, Rank], ...] = (
    ("TU", "province"), ("QU", "district"), ("HU", "district"), ("ThU", "district"), ("TXU", "district"),
    ("ĐU", "commune"),
)  # fmt: skip
STATE = frozenset(("CP", "TTg", "UBND", "HĐND", "UB", "CTUBND", "VPCP", "TTCP"))
"""Bodies whose numbers always read `NUM/TYPE-ISSUER`."""
LOCAL = frozenset(
    (
        "UBND", "HĐND", "UB", "CTUBND", "VP", "VPUBND", "VPHĐND", "TTHĐND", "BCĐ", "BCH", "BCHQS", "MTTQ", "UBMTTQ",
        "UBMT", "ĐTN", "LHPN", "HLHPN", "HPN", "LĐLĐ", "HND", "HCCB", "BQL", "BQLDA", "VHTT", "YT", "TCKH", "TNMT",
        "NV", "LĐTBXH", "GDĐT", "GD&ĐT", "GD", "QLĐT", "KT", "KTHT", "KTHTĐT", "VHXH", "TTr", "TP", "CAQ", "CAH", "CAP",
        "CAX", "CAT", "ĐĐBQH", "CCT", "PGD", "PGDĐT", "PGD&ĐT", "PNV", "PYT", "PTP", "PTC", "PTCKH", "PVHTT", "PKT",
        "PQLĐT", "PTNMT", "PLĐTBXH", "PVHXH", "PKTHTĐT", "TTPVHCC", "TTYT", "XPHC", "XPVPHC",
        "VPUB", "BDT", "BCS", "BCSĐ", "BATGT", "QHKT", "BPC", "BKTXH", "BKTNS", "BVHXH", "TTTP", "ĐUK", "TTPTQĐ",
    )
)  # fmt: skip
REMEMBERED = 2_048
"""Codes that are remembered: a portal cites the same bodies again and again."""
DEPARTMENT = re.compile(r"^S(?:TT|TN|TC|XD|TP|YT|NV|GD|KH|NN|CT|LĐ|VH|GT|DL|QH|NG|Ng|TTr)[A-ZĐ&]*$")
"""`STTTT`, `SGDĐT`: departments ("sở") of a province."""
MINISTRY = re.compile(r"^B(?:TC|NV|YT|TTTT|GD|CA|QP|XD|TP|KH|CT|TN|NN|GTVT|LĐ|VH|NG|DT|NNPTNT)[A-ZĐ&]*$|^BCĐ(?:QG|TW)$")


@lru_cache(maxsize=REMEMBERED)
def spell_issuer(printed: str) -> str:
    """Return an issuer's code in its one spelling: `TƯ` and `T.Ư` -> `TW`, `TTG` -> `TTg`, `ubnd` -> `UBND`."""
    bare = re.sub(r"[.\s]", "", printed)
    code, term = re.match(r"^(.*?)(\d{0,3})$", bare).groups()  # type: ignore[union-attr]
    code = re.sub(r"(?<=[A-ZĐ])TƯ$|^TƯ$|^tư$", "TW", code)
    known = SPELLINGS.get(code.lower())
    if known is None and code.isascii():
        known = BY_FOLDED.get(code.lower())
    # `UBND1` is followed by the number of a footnote; only assemblies and committees are numbered.
    term = "" if known in STATE else term
    return (known or (code.upper() if code.islower() else code)) + term


def is_party(code: str) -> bool:
    """Return True for a Party committee or one of its bodies."""
    return bool(PARTY.match(code))


def is_assembly(code: str) -> bool:
    """Return True for the National Assembly and its standing committee: `QH14`, `UBTVQH`."""
    return bool(re.match(r"^(?:UBTV)?QH(?:[1-9]|1\d|2\d)?$", code))


@lru_cache(maxsize=REMEMBERED)
def is_known(code: str) -> bool:
    """Return True for a code that is certainly a body's."""
    bare = code.rstrip("0123456789")
    return (
        code in SPELLINGS.values()
        or bare in SPELLINGS.values()
        or code in LOCAL
        or is_party(code)
        or bool(DEPARTMENT.match(code) or MINISTRY.match(code))
    )


def rank_of(code: str) -> Rank | None:
    """Return the level of a Party committee that its code tells: `QU` -> `district`."""
    if not is_party(code):
        return None
    return next((rank for ending, rank in RANK_OF if code.endswith(ending)), None)


@lru_cache(maxsize=REMEMBERED)
def needs_place(code: str) -> bool:
    """Return True if bodies of many places share the code, so that only the place tells which one it is."""
    if code.endswith(("TW", "QG")):
        return False
    parts = [part.rstrip("0123456789") for part in code.split("-")]
    return any(part in LOCAL or rank_of(part) is not None or bool(DEPARTMENT.match(part)) for part in parts)
