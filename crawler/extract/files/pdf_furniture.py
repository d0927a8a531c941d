"""Heads and feet of the pages of a PDF: page numbers, and lines that stand at the same end of most pages."""

from __future__ import annotations

import re
from collections import Counter

from crawler.extract.files.pdf_lines import Line

PAGE_NUMBER = re.compile(r"(?:(?:Trang|Page)\s*)?[-–—]?\s*(\d{1,4})\s*(?:/\s*\d{1,4})?\s*[-–—]?", re.I)
DIGITS = re.compile(r"\d+")
ROUNDS = 2
"""Lines taken off each end at most."""
ENOUGH_PAGES = 3


def without_furniture(pages: list[tuple[int, list[Line]]]) -> list[list[Line]]:
    """Return the lines of each page (number from 1, lines) without its furniture. What stands there once is text."""
    kept = [lines for _, lines in pages]
    for _ in range(ROUNDS):
        for place in (0, -1):
            keys = [_key(lines[place]) if lines else "" for lines in kept]
            counts = Counter(keys)
            for index, (number, _) in enumerate(pages):
                often = counts[keys[index]] >= max(ENOUGH_PAGES, 0.5 * len(pages))
                if kept[index] and (often or _is_number(kept[index][place], number)):
                    kept[index] = kept[index][1:] if place == 0 else kept[index][:-1]
    return kept


def _key(line: Line) -> str:
    """Return by what a line is found again on another page: numbers in it may differ."""
    return DIGITS.sub("0", line.text)


def _is_number(line: Line, number: int) -> bool:
    match = PAGE_NUMBER.fullmatch(line.text)
    return match is not None and int(match[1]) == number
