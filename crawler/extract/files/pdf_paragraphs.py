"""Printed lines -> paragraphs: which line goes on in the next, also over the end of a page."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from crawler.extract.files.pdf_lines import Line
from crawler.extract.files.sink import Sink

SENTENCE_END = re.compile(r"[.:;!?…)\]\"”’/]$")
MARKER = re.compile(
    r"(?:[-–—•+*●▪]\s|\d{1,2}(?:\.\d{1,2})*[.)]\s|[a-zđ]\)\s|[IVX]{1,5}\.\s|Điều\s+\d|Chương\s+[IVX\d]|Mục\s+[IVX\d])"
)
"""How an item of a list or an article of a regulation begins."""
SAME_ROW = 0.3
WIDE = 1.25
"""Times the usual distance of lines from which on a gap divides paragraphs."""
MOST_SPACING = 2.0
"""Usual distance of two lines of one paragraph at most, in sizes of the font: double spacing is 2.3, times WIDE."""
FREQUENT = 0.05
INDENT = 8.0
"""Points."""


def join_lines(pages: list[list[Line]], sink: Sink) -> None:
    """Put the paragraphs of a file's pages into the sink."""
    paragraphs = Paragraphs(sink, usual_gap(pages))
    for lines in pages:
        paragraphs.add_page(lines)
    paragraphs.end()


class Paragraphs:
    """Joins the lines of a file's pages."""

    def __init__(self, sink: Sink, usual: float) -> None:
        self._sink = sink
        self._usual = usual
        self._pieces: list[str] = []
        self._last: Line | None = None
        self._margin = 0.0

    def add_page(self, lines: list[Line]) -> None:
        """Add a page."""
        margin = max((line.right for line in lines), default=0.0)
        page_start = True
        for line in lines:
            last = self._last
            if last is None or not self._goes_on(last, line, page_start=page_start):
                self.end()
            self._pieces.append(line.text if last is not None and last.hyphen and self._pieces else f" {line.text}")
            self._last, page_start = line, False
            self._margin = margin

    def _goes_on(self, last: Line, line: Line, *, page_start: bool) -> bool:
        """Return True if `line` continues the paragraph of `last`."""
        if last.hyphen:
            return True
        is_wrap = not SENTENCE_END.search(last.text) and line.text[:1].islower()
        had_room = last.right + (line.start - line.left) + 0.3 * line.size < self._margin
        if page_start:
            return is_wrap and not had_room and not MARKER.match(line.text)
        gap = last.base - line.base
        if abs(gap) <= SAME_ROW * line.size:
            return True
        usual = min(self._usual, MOST_SPACING * line.size)
        if gap < 0 or gap > WIDE * usual or MARKER.match(line.text):
            return False
        if is_wrap:
            return True
        return not had_room and line.left <= last.left + INDENT

    def end(self) -> None:
        """Close the paragraph in hand."""
        if self._pieces:
            pieces, self._pieces = self._pieces, []
            self._sink.add("".join(pieces))
        self._last = None


def usual_gap(pages: list[list[Line]]) -> float:
    """Return the usual distance of two lines of one paragraph, in points: the smallest of those that are frequent."""
    gaps = Counter(
        round(2 * (before.base - after.base)) / 2
        for lines in pages
        for before, after in pairwise(lines)
        if 0.8 * after.size < before.base - after.base < 3 * after.size
    )
    frequent = [gap for gap, count in gaps.items() if count >= FREQUENT * gaps.total()]
    return min(frequent, default=0.0)
