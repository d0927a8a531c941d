"""What "all about a unit" means: portals of the unit and of those it goes back to, and texts that name one of them."""

from __future__ import annotations

from dataclasses import dataclass

from crawler.errors import ConfigurationError
from crawler.units.registry import SHORT_TYPES, Registry, Unit, registry


@dataclass(frozen=True, slots=True)
class About:
    """A unit and all that it goes back to."""

    units: tuple[Unit, ...]

    @property
    def portals(self) -> tuple[tuple[str, str], ...]:
        """Return code and name (without its type) of each unit: codes are reused, so a portal bears the name too."""
        return tuple(dict.fromkeys((unit.code, _short(unit.name)) for unit in self.units))

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names by which texts mention the units: `Phường Bồ Đề`, `P. Bồ Đề`."""
        return tuple(dict.fromkeys(name for unit in self.units for name in _written(unit.name)))


def about(text: str) -> About:
    """Return the unit of a name or code, the one in force before any other, and what it goes back to.

    A former unit whose name a neighbour in force bears is left out: `phường Long Biên` is no longer a part of Bồ Đề.

    Raises: ConfigurationError if there is no such unit, or several that are not one after the other.
    """
    known = registry()
    found = known.named(text)
    if not found:
        raise ConfigurationError(f"{text}: no such unit. Give a code or a name with its type, such as 'phường Bồ Đề'")
    chosen = [unit for unit in found if not unit.valid_to] or found
    if len(chosen) > 1:
        raise ConfigurationError(f"{text}: {len(chosen)} units are called so; give a code: {_listed(known, chosen)}")
    meant = chosen[0]
    rivals = {unit.name for unit in known.units.values() if not unit.valid_to and unit.parent == meant.parent} - {
        meant.name
    }
    return About(tuple(unit for unit in _origins(known, meant) if unit is meant or unit.name not in rivals))


def _origins(known: Registry, unit: Unit) -> list[Unit]:
    """Return a unit and all units that it took over from, in one step or more."""
    found = {unit.key: unit}
    waiting = [unit]
    while waiting:
        for link in known.predecessors(waiting.pop()):
            if link.old.key not in found:
                found[link.old.key] = link.old
                waiting.append(link.old)
    return list(found.values())


def _listed(known: Registry, units: list[Unit]) -> str:
    parents = [known.parent(unit) for unit in units[:8]]
    shown = [
        f"{unit.code} ({parent.name if parent else unit.name})" for unit, parent in zip(units, parents, strict=False)
    ]
    return ", ".join(shown) + (" …" if len(units) > len(shown) else "")


def _kind_of(name: str) -> str | None:
    """Return the type word that a name begins with, in small letters."""
    small = name.casefold()
    return next(
        (kind for kind in (*SHORT_TYPES.values(), "đặc khu", "tỉnh", "xã") if small.startswith(f"{kind} ")), None
    )


def _short(name: str) -> str:
    kind = _kind_of(name)
    return name[len(kind) + 1 :] if kind else name


def _written(name: str) -> tuple[str, ...]:
    kind = _kind_of(name)
    brief = next((short for short, full in SHORT_TYPES.items() if full == kind), None)
    return (name, f"{brief} {_short(name)}") if brief else (name,)
