"""Calendars of a month, which blogs show in a side column: tables of numbers that are no text."""

from __future__ import annotations

MOST_ROWS = 9
"""Six weeks, and rows for the month, its neighbours and the names of the days."""
LONGEST_CELL = 24
"""Characters of the name of a month, or of a day."""
FEWEST_DAYS, MOST_DAYS = 28, 31


def is_month(rows: list[list[str]]) -> bool:
    """Return True if the cells of a table count the days of a month, with a few names beside them and nothing else.

    Days of the months before and after may stand in its first and its last week.
    """
    if len(rows) > MOST_ROWS:
        return False
    cells = [cell for row in rows for cell in row if cell]
    days = [int(cell) for cell in cells if cell.isdecimal() and len(cell) <= 2]
    first = days.index(1) if 1 in days else len(days)
    counted = days[first : first + FEWEST_DAYS] == list(range(1, FEWEST_DAYS + 1))
    return counted and max(days) <= MOST_DAYS and max(map(len, cells)) <= LONGEST_CELL
