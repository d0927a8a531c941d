"""The grammar of official numbers: parts, canonical spelling, key."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.numbers.doctypes import TYPES
from crawler.extract.numbers.keys import make_key
from crawler.extract.numbers.symbols import Symbol, read_symbol

CASES = """
206/KH-UBND|206/KH-UBND|kh|206|?|ubnd@?
15/2020/NĐ-CP|15/2020/NĐ-CP|nd|15|2020|cp
19/2012/TTLT-BTC-BKH&ĐT-BTTTT|19/2012/TTLT-BTC-BKH&ĐT-BTTTT|ttlt|19|2012|btc-bkh&dt-btttt
47/2019/QH14|47/2019/QH14|?|47|2019|qh14
35/2023/UBTVQH15|35/2023/UBTVQH15|nq|35|2023|ubtvqh15
34/2007/PL-UBTVQH11|34/2007/PL-UBTVQH11|pl|34|2007|ubtvqh11
1001/UBND-KGVX|1001/UBND-KGVX|cv|1001|?|ubnd@?
56/VHTT|56/VHTT|cv|56|?|vhtt@?
48-KL/TW|48-KL/TW|kl|48|?|tw
11-QĐi/TW|11-QĐi/TW|qdi|11|?|tw
263-TB/VPTU|263-TB/VPTU|tb|263|?|vptu@?
01-QCPH/BDVQU-UBND|01-QCPH/BDVQU-UBND|qcph|1|?|bdvqu-ubnd@?
06-ĐA/TU|06-ĐA/TU|da|6|?|tu@?
149/TB-MTTQ-BTT|149/TB-MTTQ-BTT|tb|149|?|mttq@?
115-TTg|115-TTg|?|115|?|ttg
27/CP|27/CP|cv|27|?|cp
37/LCT-HĐNN8|37/LCT-HĐNN8|lct|37|?|hdnn8
30a/2008/NQ-CP|30a/2008/NQ-CP|nq|30a|2008|cp
66.13/2026/NQ-CP|66.13/2026/NQ-CP|nq|66.13|2026|cp
05/2022/L-CTN|05/2022/L-CTN|lct|5|2022|ctn
18CĐ-UBND|18/CĐ-UBND|cd|18|?|ubnd@?
03 – CT/TW|03-CT/TW|ct|3|?|tw
22/NQ-TU|22-NQ/TU|nq|22|?|tu@?
206-KH/UBND|206/KH-UBND|kh|206|?|ubnd@?
42/2022/NĐCP|42/2022/NĐ-CP|nd|42|2022|cp
18/2022/NQ- HĐND|18/2022/NQ-HĐND|nq|18|2022|hdnd@?
19-2016/NQ-CP|19/2016/NQ-CP|nq|19|2016|cp
01/1999/QĐ.UB|01/1999/QĐ-UB|qd|1|1999|ub@?
15-NQ/TƯ|15-NQ/TW|nq|15|?|tw
15-NQ/T.Ư|15-NQ/TW|nq|15|?|tw
03-Ctr/TU|03-CTr/TU|ctr|3|?|tu@?
2266 /QĐ-UBND|2266/QĐ-UBND|qd|2266|?|ubnd@?
3561/qđ-ubnd|3561/QĐ-UBND|qd|3561|?|ubnd@?
969/QD-UBND|969/QĐ-UBND|qd|969|?|ubnd@?
1.916/QĐ-TTg|1916/QĐ-TTg|qd|1916|?|ttg
Số: 12/KH-PGDĐT|12/KH-PGDĐT|kh|12|?|pgddt@?
5678/QĐ-UBND.VX|5678/QĐ-UBND-VX|qd|5678|?|ubnd@?
2345/QĐ|2345/QĐ|qd|2345|?|?@?
""".strip().split("\n")


@pytest.mark.parametrize("case", CASES)
def test_a_printed_number_has_one_spelling_and_one_key(case: str) -> None:
    printed, canonical, key = case.split("|", 2)
    symbol = read_symbol(printed)
    assert symbol is not None
    assert (symbol.canonical, make_key(symbol, None, None, None)) == (canonical, key)


@pytest.mark.parametrize(
    "text",
    ["", "Không số", "176", "1/500", "201.195/214.278", "CC-4", "B4/12", "29A-123.45", "12/34/5", "2020/2025", "x"],
)
def test_what_follows_no_grammar_is_no_number(text: str) -> None:
    assert read_symbol(text) is None


def check_idempotent(symbol: Symbol, named: str | None) -> None:
    """Check that the canonical spelling, read again, is the same number under the same key."""
    again = read_symbol(symbol.canonical, named)
    assert again is not None
    assert again.canonical == symbol.canonical
    assert make_key(again, named, 2021, "x") == make_key(symbol, named, 2021, "x")


CODES = sorted(TYPES)
BODIES = (
    "UBND", "CP", "TTg", "TU", "QU", "HU", "ĐU", "TW", "HĐND", "BTC", "BKH&ĐT", "STTTT", "SYT", "VPTU", "BTGTU",
    "VPCP", "MTTQ", "LĐLĐ", "BCĐTW", "TANDTC", "PGDĐT", "XYZ", "HĐTV", "ĐTN", "ThU", "BTCTW", "UBTVQH15", "HĐNN8",
)  # fmt: skip
SEPARATORS = ("/", "-", " / ", " - ", "–", "- ", " /", "/ ", "")


@given(
    number=st.from_regex(r"[0-9]{1,6}|[0-9]{1,2}\.[0-9]{1,2}|[0-9]{1,3}[a-d]", fullmatch=True),
    year=st.none() | st.integers(1945, 2099),
    code=st.none() | st.sampled_from([*CODES, *(code.lower() for code in CODES)]),
    bodies=st.lists(st.sampled_from(BODIES), min_size=1, max_size=3),
    separators=st.tuples(*[st.sampled_from(SEPARATORS)] * 4),
    named=st.none() | st.sampled_from(CODES),
)
def test_normalising_is_idempotent(
    number: str, year: int | None, code: str | None, bodies: list[str], separators: tuple[str, ...], named: str | None
) -> None:
    parts = [number, *([str(year)] if year else []), *([code] if code else []), *bodies[:2]]
    text = "".join(part + separator for part, separator in zip(parts, [*separators, "", ""], strict=False))
    symbol = read_symbol(text, named)
    if symbol is not None:
        check_idempotent(symbol, named)


@given(st.text(alphabet="0123456789/-–. QĐNUBKHTWCPđqnkhub&", max_size=24), st.none() | st.sampled_from(CODES))
def test_any_text_that_is_read_is_read_the_same_again(text: str, named: str | None) -> None:
    symbol = read_symbol(text, named)
    if symbol is not None:
        check_idempotent(symbol, named)
