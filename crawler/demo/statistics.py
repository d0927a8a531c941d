"""What tests ask afterwards: how many requests of each kind came, when, and how many at once."""

from __future__ import annotations

from collections import Counter, deque
from time import monotonic
from typing import Any

KEPT = 20_000
"""Newest requests whose time is kept."""


class Statistics:
    """Counts requests; holds the newest `KEPT` of them one by one."""

    def __init__(self) -> None:
        self.kinds: Counter[str] = Counter()
        self.statuses: Counter[int] = Counter()
        self.begun: deque[tuple[float, str, str]] = deque(maxlen=KEPT)
        self.active = 0
        self.most = 0

    def begin(self, host: str, uri: str) -> None:
        """Note that a request came."""
        self.active += 1
        self.most = max(self.most, self.active)
        self.begun.append((round(monotonic(), 4), host, uri))

    def count(self, kind: str, status: int) -> None:
        """Note what was answered."""
        self.kinds[kind] += 1
        self.statuses[status] += 1

    def end(self, _: object = None) -> None:
        """Note that an answer went out, or its connection went away."""
        self.active -= 1

    def clear(self) -> None:
        """Forget what was counted."""
        self.kinds.clear()
        self.statuses.clear()
        self.begun.clear()
        self.most = self.active

    def as_dict(self) -> dict[str, Any]:
        """Return the statistics for JSON; `times` are (seconds of a monotonic clock, host, path and query)."""
        return {
            "kinds": dict(self.kinds),
            "statuses": {str(status): count for status, count in self.statuses.items()},
            "requests": sum(self.kinds.values()),
            "max_concurrent": self.most,
            "times": list(self.begun),
        }
