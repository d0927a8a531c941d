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


def data_rows(table: HtmlElement) -> list[list[str]] | None:
    """Return the cells of a table of data, row by row, no blank rows; None if the table only arranges the page.

    So does one whose rows say something in one cell alone: bullets, and behind each of them a line.
    """
    if NESTED(table):
        return None
    rows = []
    for row in cast("list[HtmlElement]", OWN_ROWS(table)):
        cells = [clean(" ".join(cell.itertext())) for cell in cast("list[HtmlElement]", OWN_CELLS(row))]
        if any(cells):
            rows.append(cells)
    wide = sum(sum(map(bool, row)) > 1 for row in rows)
    if len(rows) < 2 or wide * 2 < len(rows) or any(len(cell) > MAX_CELL for row in rows for cell in row):
        return None
    return rows
