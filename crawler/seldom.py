"""How often something is said that happens all the time."""

from __future__ import annotations

import time


class Seldom:
    """Says when it is time to tell once more."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._told = time.monotonic()

    def is_due(self) -> bool:
        """Return True if as many seconds have passed since it last was, or since the beginning."""
        now = time.monotonic()
        due = now - self._told >= self._seconds
        self._told = now if due else self._told
        return due
