"""The half of the day that is printed behind an hour: `2:44 CH`, `12:18 sáng`, `1:05 trưa`."""

from __future__ import annotations

HALVES = "sa|ch|am|pm|sang|trua|chieu|toi|dem"
"""Folded."""
HOURS: dict[str, tuple[int, ...]] = {
    "trua": (10, 11, 12, 1, 2),
    "toi": tuple(range(1, 12)),
    "dem": (9, 10, 11, 1, 2, 3, 4),
}
"""Hours of a clock of twelve that may be called so; of a.m. and p.m., and what stands for them, all twelve."""
AS_PRINTED = {("trua", 10), ("trua", 11), ("trua", 12), ("dem", 1), ("dem", 2), ("dem", 3), ("dem", 4)}
"""Those of them to which nothing is to be added."""


def hour_of(hour: int, half: str | None) -> int | None:
    """Return the hour on a clock of 24, None if hour and half of the day contradict each other."""
    if half is None or hour >= 24:
        return hour
    return _in_morning(hour) if half in ("sa", "am", "sang") else _past_noon(hour, half)


def _in_morning(hour: int) -> int | None:
    """Return the hour of what is called morning; 12 is midnight.

    Source: WordPress's `g:i a` in Vietnamese is `12:18 sáng` for 0:18 and `12:18 chiều` at noon.
    """
    return hour % 12 if hour <= 12 else None


def _past_noon(hour: int, half: str) -> int | None:
    """Return the hour of what is called noon, afternoon, evening or night; None where nobody would call it that."""
    if hour > 12 or (half, hour) in AS_PRINTED:
        return hour
    return 12 + hour % 12 if hour in HOURS.get(half, range(1, 13)) else None
