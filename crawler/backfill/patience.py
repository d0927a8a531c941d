"""How a web archive is borne with: when it may be asked again, how long it is left alone, when it is given up."""

from __future__ import annotations

import asyncio

from crawler.politeness import MAX_WAIT, Pace

MAX_FAILURES = 6
"""Failures in a row after which the server is left alone until the next run."""


class GivenUpError(Exception):
    """Raised when a server is not asked any more in this run; the message is for people."""


class Patience:
    """One server's; all that is asked of it takes turns here."""

    def __init__(self, *, gap: float, pause: float) -> None:
        self._gap = gap
        self._pause = pause
        self._pace = Pace()
        self._failures = 0
        self._must_rest = False
        self._event = 0
        self.given_up: str | None = None
        """Why the server is not asked any more."""

    async def turn(self) -> int:
        """Return when the server may be asked, with what `failed` is to be told. Raises: GivenUpError."""
        while (wait := self._pace.wait()) and self.given_up is None:
            await asyncio.sleep(min(wait, 1.0))
        if self.given_up is not None:
            raise GivenUpError(self.given_up)
        return self._event

    def listed(self) -> None:
        """Note that the index was asked: it bears only so many questions a minute."""
        self._pace.hold(self._gap)

    def answered(self) -> None:
        """Note that an answer was of use."""
        self._failures = 0

    def failed(self, detail: str, asked: float | None = None, *, turn: int | None = None) -> None:
        """Leave the server alone for as long as it asks, or a while that doubles. `asked` is its Retry-After, seconds.

        `turn` is what the turn of this question gave: of questions that were under way at once, all that fail are one
        failure.
        Raises: GivenUpError after too many failures in a row, or if it asks for more time than a run should wait.
        """
        if turn is None or turn == self._event:
            self._failures += 1
            self._event += 1
        if asked is not None and asked > MAX_WAIT:
            self._must_rest = True
            self.give_up(f"it asks to be left alone for {asked:.0f} seconds ({detail}); run it again after that")
        if self._failures >= MAX_FAILURES:
            self.give_up(f"{MAX_FAILURES} failures in a row, the last one {detail}")
        self._pace.hold(asked if asked is not None else self._pause * 2 ** max(0, self._failures - 1))

    def begin_again(self, *, failures: int = 0) -> bool:
        """Ask for something else of a server that was given up; return False if it asked to be left alone.

        `failures` are held against it: with one less than are borne, the next one ends it.
        """
        if self._must_rest:
            return False
        self.given_up, self._failures = None, failures
        return True

    def give_up(self, detail: str) -> None:
        """Ask no more in this run. Raises: GivenUpError."""
        self.given_up = self.given_up or detail
        raise GivenUpError(self.given_up)
