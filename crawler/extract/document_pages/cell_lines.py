"""Cells of a list with more than one fact: an abstract, and on a line of its own `Ngày ban hành: 08/9/2021`."""

from __future__ import annotations

from itertools import islice
from typing import NamedTuple

from lxml import etree
from lxml.html import HtmlElement

from crawler.extract.document_pages.label_words import head_of, is_nothing
from crawler.extract.document_pages.labels import split_labels
from crawler.extract.numbers.symbols import read_symbol
from crawler.extract.text import clean

BREAKS = frozenset(("br", "p", "div", "li", "ul", "h3", "h4", "h5"))
BROKEN = etree.XPath("boolean(.//br | .//p | .//div | .//li)")
MAX_STEPS = 400
LONGEST = 2_000
LONGEST_NUMBER = 40


class CellFacts(NamedTuple):
    """What a cell says: its lines without labels, and the values of those with labels."""

    text: str
    labelled: dict[str, str]


def _lines(cell: HtmlElement) -> list[str]:
    """Return the lines of a cell, as its breaks and blocks divide it."""
    parts: list[str] = []
    for event, step in islice(etree.iterwalk(cell, events=("start", "end")), MAX_STEPS):
        if step.tag in BREAKS:
            parts.append("\n")
        if event == "start" and isinstance(step.tag, str):
            parts.append(step.text or "")
        elif event == "end" and step is not cell:
            parts.append(step.tail or "")
    return [line for line in map(clean, "".join(parts)[:LONGEST].split("\n")) if line]


def read_cell(cell: HtmlElement) -> CellFacts | None:
    """Return what a cell of several lines says; None for one without labels, or with nothing beside them.

    A line that is an official number, `<b>12/KH-UBND</b><br>Kế hoạch …`, needs no label.
    """
    lines = _lines(cell) if BROKEN(cell) else []
    pieces = [split_labels(line, rows=True) for line in lines]
    free = [line for line, found in zip(lines, pieces, strict=True) if not found]
    numbers = [line for line in free if len(line) <= LONGEST_NUMBER and read_symbol(line) is not None]
    labelled = {"number": numbers[0]} if len(numbers) == 1 < len(free) else {}
    free = [line for line in free if line not in labelled.values()]
    if not free or len(free) == len(lines):
        return None
    for found in pieces:
        for label, value in zip(found[::2], found[1::2], strict=False):
            field = head_of(label)
            if field and field != "other" and not is_nothing(value):
                labelled.setdefault(field, value)
    return CellFacts(" ".join(free), labelled)
