"""Package data -> the registry of units: who a name or code means, what came before and after.

Source: data/README.md (MIT packages).
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from crawler.fold import fold_key

SHORT_TYPES = {"p": "phường", "q": "quận", "h": "huyện", "tp": "thành phố", "tx": "thị xã", "tt": "thị trấn"}
"""How type words are shortened before a dot: `P. Bồ Đề`."""

Key = tuple[str, str]
"""Code and `valid_from`: codes are reused."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit in one span of time. Days are ISO 8601; empty: not known (`valid_from`) or in force (`valid_to`)."""

    code: str
    name: str
    """With its type, NFC: `Phường Bồ Đề`."""
    level: str
    """`province` `district` `commune`."""
    parent: str
    """Code of the unit it lay in at its time; empty for a province."""
    valid_from: str
    valid_to: str

    @property
    def key(self) -> Key:
        """Code and first day."""
        return self.code, self.valid_from


@dataclass(frozen=True, slots=True)
class Link:
    """A unit and one that took over all (`full`) or some (`part`) of its ground."""

    old: Unit
    new: Unit
    share: str


@dataclass(frozen=True)
class Registry:
    """All units and links."""

    units: dict[Key, Unit]
    links: tuple[Link, ...]

    def named(self, text: str) -> list[Unit]:
        """Return the units of a code or a full name (`phường Bồ Đề`), with or without marks; the present ones first.

        A name without its type word means every type: `Bồ Đề`. A code that is none is one short of its zeros.
        """
        text = _written_out(text)
        wanted = fold_key(text)
        found = [unit for unit in self.units.values() if wanted in (unit.code, *self._spellings(unit))]
        marked = text.casefold()
        exact = [unit for unit in found if marked in unit.name.casefold()]
        return sorted(exact or found, key=_present_first) or self.numbered(text)

    def numbered(self, text: str) -> list[Unit]:
        """Return the units of a code whatever zeros it begins with, as programs for tables cut them off.

        They may be of several levels: 118 is `118` and `00118`.
        """
        if not (text.isascii() and text.isdecimal()):
            return []
        return sorted(
            (unit for unit in self.units.values() if unit.code.lstrip("0") == text.lstrip("0")), key=_present_first
        )

    def successors(self, unit: Unit) -> list[Link]:
        """Return what took over from `unit`; for a district, what took over from its communes."""
        sources = {unit.key} | {child.key for child in self.children(unit) if unit.level == "district"}
        return [link for link in self.links if link.old.key in sources and link.new.key not in sources]

    def predecessors(self, unit: Unit) -> list[Link]:
        """Return what `unit` took over from."""
        return [link for link in self.links if link.new.key == unit.key]

    def children(self, unit: Unit) -> list[Unit]:
        """Return the units that lay in `unit` in its time."""
        return [child for child in self.units.values() if child.parent == unit.code and self.parent(child) == unit]

    def parent(self, unit: Unit) -> Unit | None:
        """Return the unit that `unit` lay in; None for a province."""
        return self.units.get((unit.parent, unit.valid_from))

    @staticmethod
    def _spellings(unit: Unit) -> Iterable[str]:
        folded = fold_key(unit.name)
        yield folded
        for kind in ("thanh pho", "thi xa", "thi tran", "dac khu", "phuong", "quan", "huyen", "tinh", "xa"):
            if folded.startswith(kind + " "):
                yield folded.removeprefix(kind + " ")


def _present_first(unit: Unit) -> Key:
    return unit.valid_to, unit.code


@cache
def registry() -> Registry:
    """Return the registry, read once."""
    units = {unit.key: unit for unit in (Unit(*row) for row in _rows("units.csv"))}
    links = (
        Link(units[old_code, old_from], units[new_code, new_from], share)
        for old_code, old_from, new_code, new_from, share in _rows("succession.csv")
    )
    return Registry(units, tuple(links))


def _rows(name: str) -> list[list[str]]:
    text = (files("crawler.units") / "data" / name).read_text(encoding="utf-8")
    return list(csv.reader(text.splitlines()))[1:]


def _written_out(text: str) -> str:
    """Return `text` in NFC with its type word in full."""
    text = unicodedata.normalize("NFC", text).strip()
    kind, dot, name = text.partition(".")
    full = SHORT_TYPES.get(kind.casefold())
    return f"{full} {name.strip()}" if dot and full else text
