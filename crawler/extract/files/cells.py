"""Numbers of spreadsheet cells as text. A day is written as people here write it: 28/09/2021."""

from __future__ import annotations

import math
from datetime import datetime, timedelta

MAX_COLUMNS = 1_000
"""Of one sheet; cells further right are no table a person reads."""
DAY_0 = datetime.fromisoformat("1899-12-30")
DAY_0_OF_1904 = datetime.fromisoformat("1904-01-01")
"""Without a zone: spreadsheets know none."""
LAST_DAY = 2_958_465
"""31/12/9999."""


def number_text(value: str, *, is_date: bool, since_1904: bool = False) -> str:
    """Return a number as text: 15 digits at most, as the program shows it; what is no number stays as it is."""
    try:
        number = float(value)
    except ValueError:
        return value.strip()
    if not math.isfinite(number):
        return value.strip()
    if is_date and 0 <= number <= LAST_DAY:
        return date_text(number, since_1904=since_1904)
    return f"{number:.0f}" if number.is_integer() and abs(number) < 1e15 else f"{number:.15g}"


def date_text(number: float, *, since_1904: bool) -> str:
    """Return `28/09/2021`, `28/09/2021 14:44`, or `14:44` for a time without a day."""
    days, seconds = divmod(round(number * 86_400), 86_400)
    start = DAY_0_OF_1904 if since_1904 else DAY_0
    if days == 0 and not since_1904:
        return f"{seconds // 3600:02}:{seconds % 3600 // 60:02}"
    if not since_1904 and days < 60:
        days += 1  # The program believes that 29/02/1900 was a day.
    moment = start + timedelta(days=days, seconds=seconds)
    form = "%d/%m/%Y %H:%M" if seconds else "%d/%m/%Y"
    return moment.strftime(form).rjust(10 if not seconds else 16, "0")
