"""`kho units`: who a name or code of an administrative unit means, and what came before and after it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import click

from crawler.commands.options import json_option
from crawler.errors import ConfigurationError
from crawler.units.registry import Link, Registry, Unit, registry


@click.command(epilog='Example: kho units "phường Bồ Đề"')
@click.argument("name", metavar="NAME|CODE")
@click.option("--successors", "only", flag_value="successors", help="Only what took over from it.")
@click.option("--predecessors", "only", flag_value="predecessors", help="Only what it took over from.")
@json_option
def units(name: str, only: str | None, as_json: bool) -> None:
    """Show administrative units by name or code, and their succession on 1 July 2025.

    A name may be short of marks and of its type word, a code of the zeros it begins with; every unit that it fits is
    shown, those in force first.
    """
    from crawler.terminal import print_json

    known = registry()
    found = [_described(known, unit, only) for unit in _meant(known, name)]
    if not found:
        raise ConfigurationError(f"{name}: no such unit. Give a code or a name with its type, such as 'phường Bồ Đề'")
    if as_json:
        print_json(found)
        return
    for line in (line for unit in found for line in _lines(unit)):
        click.echo(line)


def _meant(known: Registry, name: str) -> list[Unit]:
    """Return the units of a name or code; a code without zeros before it may lack some: then those of all levels."""
    others = known.numbered(name) if not name.startswith("0") else []
    return sorted({*known.named(name), *others}, key=lambda unit: (unit.valid_to, unit.code))


def _described(known: Registry, unit: Unit, only: str | None) -> dict[str, Any]:
    shown = _facts(known, unit)
    if only != "successors":
        shown["predecessors"] = [_linked(known, link, link.old) for link in known.predecessors(unit)]
    if only != "predecessors":
        shown["successors"] = [_linked(known, link, link.new) for link in known.successors(unit)]
    return shown


def _facts(known: Registry, unit: Unit) -> dict[str, Any]:
    parent = known.parent(unit)
    return {
        "code": unit.code, "name": unit.name, "level": unit.level, "parent": parent.name if parent else None,
        "valid_from": unit.valid_from or None, "valid_to": unit.valid_to or None,
    }  # fmt: skip


def _linked(known: Registry, link: Link, other: Unit) -> dict[str, Any]:
    return _facts(known, other) | {"from": link.old.name, "share": link.share}


def _lines(unit: dict[str, Any]) -> Iterable[str]:
    yield _line(unit)
    for earlier in unit.get("predecessors", ()):
        yield f"  ← {_line(earlier)} [{earlier['share']}]"
    for later in unit.get("successors", ()):
        yield f"  → {_line(later)} [{later['share']} of {later['from']}]"


def _line(unit: dict[str, Any]) -> str:
    place = f", {unit['parent']}" if unit["parent"] else ""
    return f"{unit['code']} {unit['name']}{place} ({unit['valid_from'] or '…'} – {unit['valid_to'] or 'nay · now'})"
