"""Vietnamese sentences from the phrase bank (`phrases.toml`): the same random stream always gives the same words."""

from __future__ import annotations

import random
import re
import tomllib
from datetime import date, timedelta
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from typing import Any, NamedTuple

SYMBOL = re.compile(r"\{(\w+)\}")
KINDS = (
    ("Kế hoạch", "KH"),
    ("Quyết định", "QĐ"),
    ("Thông báo", "TB"),
    ("Chỉ thị", "CT"),
    ("Hướng dẫn", "HD"),
    ("Báo cáo", "BC"),
    ("Nghị quyết", "NQ"),
    ("Công văn", "CV"),
)


class Piece(NamedTuple):
    """One template taken apart: literal text between symbols, and the symbols."""

    literals: tuple[str, ...]
    symbols: tuple[str, ...]


Lists = dict[str, tuple[Piece, ...]]


def stream(*key: object) -> random.Random:
    """Return a random stream that depends on `key` alone."""
    digest = blake2b("\x1f".join(map(str, key)).encode(), digest_size=8).digest()
    return random.Random(int.from_bytes(digest))


def _piece(template: str) -> Piece:
    parts = SYMBOL.split(template)
    return Piece(tuple(parts[::2]), tuple(parts[1::2]))


def _lists(table: dict[str, Any]) -> Lists:
    return {key: tuple(map(_piece, value)) for key, value in table.items() if isinstance(value, list)}


@cache
def bank() -> tuple[Lists, tuple[Lists, ...], Lists]:
    """Return the common lists, one table of lists per topic, and the lists for official documents."""
    data = tomllib.loads((files("crawler.demo") / "phrases.toml").read_text(encoding="utf-8"))
    return _lists(data["common"]), tuple(map(_lists, data["topic"])), _lists(data["documents"])


def group_thousands(number: int) -> str:
    """Return 12345 as `12.345`, the Vietnamese way."""
    return f"{number:,}".replace(",", ".")


class Writer:
    """Fills templates; `day` is the day the text is written, from which its dates are counted."""

    def __init__(self, rng: random.Random, day: date, lists: Lists) -> None:
        self.rng = rng
        self.day = day
        self.lists = lists
        self.common = bank()[0]

    def pick(self, symbol: str) -> str:
        """Return one filled phrase of the list `symbol`."""
        choices = self.lists.get(symbol) or self.common.get(symbol)
        if choices is None:
            return str(getattr(self, f"make_{symbol}")())
        return self.fill(self.rng.choice(choices))

    def fill(self, piece: Piece) -> str:
        """Return a template with its symbols filled."""
        parts = [piece.literals[0]]
        for symbol, literal in zip(piece.symbols, piece.literals[1:], strict=True):
            parts += (self.pick(symbol), literal)
        return "".join(parts)

    def deck(self, symbol: str) -> list[Piece]:
        """Return the templates of `symbol`, topic and common ones, shuffled."""
        pieces = [*self.lists.get(symbol, ()), *self.common.get(symbol, ())]
        self.rng.shuffle(pieces)
        return pieces

    def make_digit(self) -> str:
        """Return 2 to 9."""
        return str(self.rng.randint(2, 9))

    def make_n(self) -> str:
        """Return 11 to 98, or a small number with its leading zero, as officials write it."""
        number = self.rng.randint(3, 98)
        return f"{number:02d}"

    def make_nn(self) -> str:
        """Return 100 to 29999, thousands set apart by a dot."""
        return group_thousands(self.rng.choice((self.rng.randint(100, 999), self.rng.randint(1000, 29_999))))

    def make_pct(self) -> str:
        """Return a share with a decimal comma: `93,89%`."""
        return f"{self.rng.randint(40, 99)},{self.rng.randint(1, 99):02d}%"

    def make_money(self) -> str:
        """Return a sum of money."""
        return f"{self.rng.randint(1, 480)},{self.rng.randint(1, 9)} {self.rng.choice(('tỷ', 'triệu'))} đồng"

    def make_year(self) -> str:
        """Return the year of writing."""
        return str(self.day.year)

    def make_term(self) -> str:
        """Return a term of office."""
        return f"{self.day.year}-{self.day.year + 5}"

    def make_time(self) -> str:
        """Return an hour of the day: `7h30`."""
        return f"{self.rng.randint(6, 21)}h{self.rng.choice(('00', '15', '30', '45'))}"

    def near(self) -> date:
        """Return a day near the day of writing."""
        return self.day + timedelta(days=self.rng.randint(-25, 20))

    def make_day(self) -> str:
        """Return `08/9`."""
        near = self.near()
        return f"{near.day:02d}/{near.month}"

    def make_date(self) -> str:
        """Return `ngày 08/9/2021`."""
        near = self.near()
        return f"ngày {near.day:02d}/{near.month}/{near.year}"

    def make_date_cap(self) -> str:
        """Return `Ngày 08/9/2021`."""
        return self.make_date().capitalize()

    def make_cite(self) -> str:
        """Return a citation: `Kế hoạch số 206/KH-UBND ngày 08/9/2021`."""
        name, code = self.rng.choice(KINDS[:-1])
        day = self.day - timedelta(days=self.rng.randint(3, 200))
        if self.rng.random() < 0.2:
            return f"{name} số {self.rng.randint(2, 99):02d}-{code}/QU ngày {day.day:02d}/{day.month}/{day.year}"
        return f"{name} số {self.rng.randint(2, 480):02d}/{code}-UBND ngày {day.day:02d}/{day.month}/{day.year}"

    def make_person(self) -> str:
        """Return a full name."""
        return f"{self.pick('surname')} {self.pick('middle')} {self.pick('given')}"
