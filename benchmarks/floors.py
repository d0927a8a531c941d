"""The floors of quality (tests/quality_floors.json): below them no change may go.

Floors are only raised, by `python -m benchmarks.extraction --raise-floors`. Each stands beside the highest that it ever
had; one that is lowered all the same must be named under `lowered` with a reason, or the test fails.

Figures: for each set of pages and field `recall` (values read rightly, of those that are there) and `wrong` (how many,
at most); for the body the recall and precision of words.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.scoring import Card

FLOORS = Path(__file__).parent.parent / "tests" / "quality_floors.json"
Figures = dict[str, dict[str, dict[str, float]]]
"""Set of pages -> field -> `recall`, `precision`, `wrong`."""
MARGIN = 0.005
"""Share by which the measured figure must pass a floor before it is said to be too low."""


def read_floors() -> dict[str, Any]:
    """Return the file of floors."""
    held: dict[str, Any] = json.loads(FLOORS.read_text(encoding="utf-8"))
    return held


def write_floors(floors: dict[str, Any]) -> None:
    """Write the file of floors."""
    FLOORS.write_text(json.dumps(floors, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def measured(cards: dict[str, Card]) -> Figures:
    """Return the figures that floors speak of, shares rounded down."""
    found: Figures = {}
    for group, card in cards.items():
        found[group] = {name: {"recall": _down(one.recall), "wrong": one.wrong} for name, one in card.fields.items()}
        if card.body.pages:
            found[group]["body"] = {"recall": _down(card.body.recall), "precision": _down(card.body.precision)}
    return found


def _down(share: float) -> float:
    return math.floor(share * 1000 + 1e-9) / 1000


def below(floors: dict[str, Any], now: Figures) -> Iterator[str]:
    """Yield each figure that is worse than its floor; sets of pages that are not here are not asked for."""
    for group, field, name, floor in _entries(floors["floors"]):
        if group not in now:
            continue
        figure = now[group].get(field, {}).get(name)
        if figure is None or is_worse(name, figure, floor):
            yield f"{group}: {field}: {name} {figure}, floor {floor}"


def is_worse(name: str, figure: float, floor: float) -> bool:
    """Return True if a figure is worse than a floor; of wrong values, more are worse."""
    return figure > floor if name == "wrong" else figure < floor


def _entries(figures: Figures) -> Iterator[tuple[str, str, str, float]]:
    for group, fields in figures.items():
        for field, values in fields.items():
            for name, value in values.items():
                yield group, field, name, value


def raised(floors: dict[str, Any], now: Figures) -> dict[str, Any]:
    """Return the floors with each that was passed by the margin set to what was measured; none is lowered."""
    held: Figures = json.loads(json.dumps(floors["floors"]))
    for group, field, name, figure in _entries(now):
        values = held.setdefault(group, {}).setdefault(field, {})
        margin = 0 if name == "wrong" or figure == 1 else MARGIN
        if name not in values or (is_worse(name, values[name], figure) and abs(values[name] - figure) > margin):
            values[name] = figure
    return floors | {"floors": held, "highest": _best(floors.get("highest", {}), held)}


def _best(highest: Figures, floors: Figures) -> Figures:
    """Return the highest that each floor ever was."""
    best: Figures = json.loads(json.dumps(highest))
    for group, field, name, floor in _entries(floors):
        values = best.setdefault(group, {}).setdefault(field, {})
        if name not in values or is_worse(name, values[name], floor):
            values[name] = floor
    return best


def lowered(floors: dict[str, Any]) -> Iterator[str]:
    """Yield each floor that is lower than it was and not named, with a reason, under `lowered`."""
    for group, field, name, best in _entries(floors["highest"]):
        floor = floors["floors"].get(group, {}).get(field, {}).get(name)
        key = f"{group}: {field}: {name}"
        if (floor is None or is_worse(name, floor, best)) and not floors["lowered"].get(key, "").strip():
            yield key
