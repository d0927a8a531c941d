"""Paragraphs and tables as a reader meets them -> blocks of a sink: a table is rows of cells joined by ` | `."""

from __future__ import annotations

from crawler.extract.files.sink import Sink

SEPARATOR = " | "
MAX_CELLS = 1_000
"""Of one row; further ones are no table a person reads."""


class Flow:
    """Text in reading order. A table inside a cell is read as plain text of that cell."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._pieces: list[str] = []
        self._cell: list[str] = []
        self._row: list[str] = []
        self._depth = 0
        self._rows = 0

    @property
    def in_table(self) -> bool:
        """Return True between the begin and the end of a table."""
        return self._depth > 0

    def text(self, text: str) -> None:
        """Add to the paragraph in hand."""
        self._pieces.append(text)

    def end_paragraph(self) -> None:
        """Close the paragraph in hand: a block, or a part of a cell."""
        if not self._pieces:
            return
        text = "".join(self._pieces)
        self._pieces = []
        if self._depth:
            self._cell.append(text.strip())
        else:
            self._sink.add(text)

    def begin_table(self) -> None:
        """Open a table."""
        self.end_paragraph()
        self._depth += 1
        if self._depth == 1:
            self._rows = 0

    def end_cell(self) -> None:
        """Close a cell."""
        self.end_paragraph()
        if self._depth <= 1:
            if len(self._row) < MAX_CELLS:
                self._row.append(" ".join(filter(None, self._cell)))
            self._cell = []

    def end_row(self) -> None:
        """Close a row; one without text leaves nothing."""
        if self._depth > 1:
            return
        row, self._row = self._row, []
        while row and not row[-1]:
            row.pop()
        if row:
            self._sink.add(SEPARATOR.join(row), row=self._rows > 0)
            self._rows += 1

    def end_table(self) -> None:
        """Close a table."""
        self.end_paragraph()
        if self._depth == 1:
            self._close_last_row()
        self._depth = max(0, self._depth - 1)

    def _close_last_row(self) -> None:
        """Keep what stands in a table whose last cell or row was never closed."""
        if self._cell:
            self.end_cell()
        if self._row:
            self.end_row()
