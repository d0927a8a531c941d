"""Redirects of the sample: followed where they arrive, given up where each only leads to the next address."""

from __future__ import annotations

MAX_CHAIN = 4
"""Redirects in a row that are followed from one link."""
MAX_LOST = 12
"""Redirects, behind the first of their chains, that led to no page; then only the first of a chain is followed."""


class Hops:
    """How far from a link each address lies that only redirects lead to."""

    def __init__(self) -> None:
        self._depth: dict[str, int] = {}
        """Target of a redirect -> redirects that led there."""
        self._came_from: dict[str, str] = {}
        self._lost: set[str] = set()
        """Addresses in the middle of a chain that sent on, and from which nothing has come yet."""

    def may_follow(self, local: str, target: str) -> bool:
        """Take in a redirect; return True if its target may be asked for."""
        depth = self._depth.get(local, 0) + 1
        if depth > 1:
            self._lost.add(local)
        self._depth.setdefault(target, depth)
        self._came_from.setdefault(target, local)
        return depth <= MAX_CHAIN and (depth == 1 or len(self._lost) < MAX_LOST)

    def arrived(self, local: str) -> None:
        """Take in a page: what led to it was not in vain."""
        while (before := self._came_from.pop(local, None)) is not None:
            self._lost.discard(before)
            local = before
