"""Where the readers of files put the text, and what bounds them."""

from __future__ import annotations

import time

MAX_FILE = 64 << 20
"""Bytes of a file that is looked into."""
MAX_CHARACTERS = 2_000_000
"""Of the text of one file; what comes after is left out, with a problem."""
SECONDS = 15.0
"""The largest files that were seen take 2 s. Half of what a worker gets, so that the reader itself can say no."""


class UnreadableError(Exception):
    """Raised when a file is damaged, encrypted or not what it says; the message says why. The file has no text."""


class SlowError(Exception):
    """Raised when a file takes too long; the file has no text, since how far we came depends on the machine."""


class FullError(Exception):
    """Raised by `Sink.add` when the file has more text than is kept; what was added before stays."""


class Sink:
    """The text of one file, block by block, and what else its reader noticed."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self.lines: list[str] = []
        """Raw lines (paragraphs, rows of tables), not yet cleaned."""
        self.gaps: list[str] = []
        """What stands before each line: a blank line, or a line break between the rows of one table."""
        self.fonts: set[str] = set()
        """Names of fonts that the file uses, as far as they tell the encoding."""
        self.has_pictures = False
        self.is_scanned = False
        """True if the reader found pages that are pictures instead of text."""
        self.incomplete: str | None = None
        """What of the file has no text, None if nothing."""
        self.case_lossy = False
        """True if the reader itself converted text from fonts of capitals."""
        self._characters = 0
        self._deadline = time.monotonic() + seconds

    def add(self, text: str, *, row: bool = False) -> None:
        """Add a block; `row` if it is the next row of the table before it. Raises: FullError, SlowError."""
        self.tick()
        if not text or text.isspace():
            return
        room = MAX_CHARACTERS - self._characters
        self.lines.append(text[:room])
        self.gaps.append("\n" if row else "\n\n")
        self._characters += len(text)
        if len(text) > room:
            raise FullError

    def tick(self) -> None:
        """Look at the clock. It decides only whether we go on, never what the text is. Raises: SlowError."""
        if time.monotonic() > self._deadline:
            raise SlowError(f"not read within {SECONDS:g} s")
