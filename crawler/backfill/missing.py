"""What a web archive lists and does not give: counted, with an example, and told apart from a refusal."""

from __future__ import annotations

REFUSED = frozenset({401, 403, 407, 408, 425})
"""Answers that speak of us, or of now: they say nothing of the capture. So does every 5xx."""


def is_refusal(why: str | int) -> bool:
    """Return True if an answer says nothing of the capture: another day, or from elsewhere, it may come."""
    return isinstance(why, int) and (why in REFUSED or why >= 500)


class Missing:
    """Captures that were listed and not given, all for one kind of reason."""

    def __init__(self) -> None:
        self.count = 0
        self._example = ""

    def add(self, source: str, why: str | int) -> None:
        """Count one more; the first by address is the example: answers come in no order of their own."""
        example = f"{source} ({why})"
        self._example = min(self._example or example, example)
        self.count += 1

    def told(self, what: str) -> str:
        """Return one line on them, or "" if there are none."""
        return f"{self.count} listed captures {what}, such as {self._example}" if self.count else ""
