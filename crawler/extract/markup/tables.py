"""Tables: which hold data, and what their cells say. The others only arrange the page and are looked through."""

from __future__ import annotations

from typing import cast

from lxml import etree
from lxml.html import HtmlElement

from crawler.extract.text import clean

MAX_CELL = 1_200
"""Characters; a longer cell holds a page, not a datum."""
SEPARATOR = " | "
OWN_ROWS = etree.XPath("./tr | ./tbody/tr | ./thead/tr | ./tfoot/tr")
OWN_CELLS = etree.XPath("./td | ./th")
NESTED = etree.XPath("boolean(.//table | .//form | .//ul | .//h1 | .//h2)")

SPANS = etree.XPath("boolean(./tr/*[@rowspan > 1 or @rowspan = 0] | ./*/tr/*[@rowspan > 1 or @rowspan = 0])")
MOST_COLUMNS, MOST_SPREAD = 100, 10_000
"""Columns of a table whose cells may span rows, and cells in all that are said again."""
LONGEST_SPREAD = 200
"""Characters of a cell that is said again in each row that it spans; for a longer one a blank holds its column."""
ALL_ROWS = 65_534
"""Rows that a cell may span. Source: HTML Living Standard, 4.9.11."""


def _span(cell: HtmlElement, name: str) -> int:
    """Return how many rows or columns a cell spans; all rows of its part of the table for `rowspan="0"`."""
    said = (cell.get(name) or "1").strip()
    span = int(said) if said.isascii() and said.isdigit() and len(said) < 9 else 1
    if name == "colspan":
        return span if 0 < span <= MOST_COLUMNS else 1
    return min(span, ALL_ROWS) or ALL_ROWS


class Spread:
    """Puts the cells of a table, row by row, into their columns and into all rows that they span."""

    def __init__(self) -> None:
        self._spans: dict[int, tuple[str, int]] = {}
        """Column -> the text of the cell that spans the next rows there, and how many."""
        self._part: HtmlElement | None = None
        self._left = MOST_SPREAD

    def row(self, row: HtmlElement, cells: list[tuple[HtmlElement, str]]) -> list[str]:
        """Return the texts of the next row, blank where a cell spans a further column that another cell follows."""
        if row.getparent() is not self._part:
            self._part, self._spans = row.getparent(), {}
        above, self._spans = self._spans, {}
        line: list[str] = []
        at = 0
        for cell, text in cells:
            at = self._take(above, line, at)
            line += [""] * (at - len(line))
            self._keep(at, text, _span(cell, "rowspan") - 1)
            line.append(text)
            at = min(at + _span(cell, "colspan"), max(MOST_COLUMNS, len(line)))
        while above:
            at = min(above)
            line += [""] * (at - len(line))
            self._take(above, line, at)
        return line

    def _take(self, above: dict[int, tuple[str, int]], line: list[str], at: int) -> int:
        """Add to a row the cells that span it from column `at` on, and return the next free column."""
        while at in above:
            text, rows = above.pop(at)
            line += [""] * (at - len(line))
            line.append(text)
            self._keep(at, text, rows - 1)
            at += 1
        return at

    def _keep(self, column: int, text: str, rows: int) -> None:
        if rows > 0 and column < MOST_COLUMNS and self._left > 0:
            self._left -= 1
            self._spans[column] = (text if len(text) <= LONGEST_SPREAD else "", rows)


def data_rows(table: HtmlElement) -> list[list[str]] | None:
    """Return the cells of a table of data, row by row, no blank rows; None if the table only arranges the page.

    So does one whose rows say something in one cell alone: bullets, and behind each of them a line.
    """
    if NESTED(table):
        return None
    own = [(row, cast("list[HtmlElement]", OWN_CELLS(row))) for row in cast("list[HtmlElement]", OWN_ROWS(table))]
    texts = [[clean(" ".join(cell.itertext())) for cell in cells] for _, cells in own]
    rows = [row for row in texts if any(row)]
    wide = sum(sum(map(bool, row)) > 1 for row in rows)
    if len(rows) < 2 or wide * 2 < len(rows) or any(len(cell) > MAX_CELL for row in rows for cell in row):
        return None
    if not SPANS(table):
        return rows
    put = Spread()
    spread = [put.row(row, list(zip(cells, said, strict=True))) for (row, cells), said in zip(own, texts, strict=True)]
    return [row for row, said in zip(spread, texts, strict=True) if any(said)]
