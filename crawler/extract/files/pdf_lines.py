"""One page of a PDF -> its lines with their places. Letters come one by one, since only so their places are sure."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

MAX_CHARACTERS = 200_000
"""Of one page."""
NAME_LENGTH = 128
HYPHENS = (0x02, 0xFFFE)
"""What PDFium makes of a hyphen at the end of a line; it joins the line to the next."""
ENDS = frozenset((0x0A, 0x0D, *HYPHENS))
NEAR = 6
"""Rows before a row among which we look for the one it is mixed with."""
SPACE = 0.15
"""Gap between two letters that is a space, as a share of their size."""
NO_LETTER = frozenset((0, 0xFFFF))


@dataclass(slots=True)
class Line:
    """One printed line."""

    text: str
    left: float
    right: float
    base: float
    """Height of the line's foot over the foot of the page; left, right and base in points, the text turned upright."""
    size: float
    """Of its font, in points."""
    start: float
    """Right edge of its first word: whether the word had room on the line before."""
    hyphen: bool = False
    """True if the last word goes on in the next line without a space."""


class Letters:
    """The letters of one page, as PDFium numbers them."""

    def __init__(self, text_page: pdfium.PdfTextPage) -> None:
        self._page = page = text_page.raw
        count = min(pdfium_c.FPDFText_CountChars(page), MAX_CHARACTERS)
        unicode_of = pdfium_c.FPDFText_GetUnicode
        self.codes: list[int] = [unicode_of(page, number) for number in range(count)]
        """Of each letter, in UTF-16."""
        self._x, self._y, self._box = ctypes.c_double(), ctypes.c_double(), pdfium_c.FS_RECTF()
        self._matrix = pdfium_c.FS_MATRIX()
        self._x_at, self._y_at = ctypes.byref(self._x), ctypes.byref(self._y)

    def is_printed(self, number: int) -> bool:
        """Return True if a letter is on the page, not a space that PDFium thinks is meant."""
        return bool(pdfium_c.FPDFText_IsGenerated(self._page, number) == 0)

    def angle(self, number: int) -> float:
        """Return the turn of a letter in radians, counter-clockwise; nearly upright is upright."""
        angle = -float(pdfium_c.FPDFText_GetCharAngle(self._page, number)) % math.tau
        return angle if 0.01 < angle < math.tau - 0.01 else 0.0

    def origin(self, number: int, angle: float) -> tuple[float, float]:
        """Return where a letter stands, the page turned so that text of `angle` is upright."""
        pdfium_c.FPDFText_GetCharOrigin(self._page, number, self._x_at, self._y_at)
        return _turned(self._x.value, self._y.value, angle)

    def cell(self, number: int, angle: float) -> tuple[float, float]:
        """Return left and right edge of a letter's cell, turned likewise."""
        pdfium_c.FPDFText_GetLooseCharBox(self._page, number, ctypes.byref(self._box))
        box = self._box
        xs = [_turned(x, y, angle)[0] for x in (box.left, box.right) for y in (box.bottom, box.top)]
        return min(xs), max(xs)

    def size(self, number: int) -> float:
        """Return the size of a letter's font on the page, in points."""
        pdfium_c.FPDFText_GetMatrix(self._page, number, ctypes.byref(self._matrix))
        scale = math.hypot(self._matrix.c, self._matrix.d)
        return max(1.0, scale * float(pdfium_c.FPDFText_GetFontSize(self._page, number)))

    def font(self, number: int) -> str:
        """Return the name of a letter's font."""
        name = ctypes.create_string_buffer(NAME_LENGTH)
        flags = ctypes.c_int()
        pdfium_c.FPDFText_GetFontInfo(self._page, number, name, NAME_LENGTH, ctypes.byref(flags))
        return name.value.decode("utf-8", "replace")


def _turned(x: float, y: float, angle: float) -> tuple[float, float]:
    if not angle:
        return x, y
    return x * math.cos(angle) + y * math.sin(angle), y * math.cos(angle) - x * math.sin(angle)


def page_lines(text_page: pdfium.PdfTextPage, fonts: set[str]) -> list[Line]:
    """Return the lines of a page in its own order; the names of their fonts go into `fonts`."""
    letters = Letters(text_page)
    rows: list[Row] = []
    numbers: list[int] = []
    for number, code in enumerate(letters.codes):
        if code not in ENDS:
            numbers.append(number)
            continue
        _add_row(rows, letters, numbers, hyphen=code in HYPHENS)
        numbers = []
    _add_row(rows, letters, numbers, hyphen=False)
    fonts.update(letters.font(row.numbers[0]) for row in rows)
    return [row.line(letters) for row in rows]


def _add_row(rows: list[Row], letters: Letters, numbers: list[int], *, hyphen: bool) -> None:
    """Add the letters that PDFium calls a line; those printed between the letters of the line before belong to it."""
    while numbers and letters.codes[numbers[0]] <= 0x20:
        numbers = numbers[1:]
    while numbers and letters.codes[numbers[-1]] <= 0x20:
        numbers = numbers[:-1]
    if not numbers:
        return
    row = Row.of(letters, numbers, hyphen=hyphen)
    for other in rows[-NEAR:]:
        if other.is_mixed_with(row):
            other.take(row)
            return
    rows.append(row)


@dataclass(slots=True)
class Row:
    """A line while it is put together."""

    numbers: list[int]
    angle: float
    left: float
    right: float
    base: float
    size: float
    hyphen: bool
    in_order: bool
    """False if its letters come otherwise than they stand: those that a font lacks are often drawn after the others."""

    @classmethod
    def of(cls, letters: Letters, numbers: list[int], *, hyphen: bool) -> Row:
        """Return the row of some letters."""
        angle = letters.angle(numbers[0])
        places = [letters.origin(number, angle)[0] for number in numbers]
        left, _ = letters.cell(numbers[0], angle)
        size = letters.size(numbers[0])
        right = max(letters.cell(number, angle)[1] for number in (numbers[-1], numbers[places.index(max(places))]))
        back = any(after < before - 0.2 * size for before, after in pairwise(places))
        base = letters.origin(numbers[0], angle)[1]
        return cls(numbers, angle, min(left, *places, left), right, base, size, hyphen, not back)

    def is_mixed_with(self, other: Row) -> bool:
        """Return True if both stand on one foot line and reach into each other."""
        together = abs(self.base - other.base) < 0.1 * self.size and self.angle == other.angle
        return together and other.left < self.right - 1 and self.left < other.right - 1

    def take(self, other: Row) -> None:
        """Take in the letters of another row."""
        self.numbers = self.numbers + other.numbers
        self.left, self.right = min(self.left, other.left), max(self.right, other.right)
        self.hyphen, self.in_order = other.hyphen, False

    def line(self, letters: Letters) -> Line:
        """Return the finished line."""
        numbers = self.numbers
        text = _text([letters.codes[number] for number in numbers]) if self.in_order else self._sorted(letters)
        first_word = min(len(numbers), len(text.split(None, 1)[0])) if text.strip() else 1
        start = letters.cell(numbers[first_word - 1], self.angle)[1] if self.in_order else self.left + self.size
        text = f"{text}-" if self.hyphen else text
        return Line(text, self.left, self.right, self.base, self.size, start, self.hyphen)

    def _sorted(self, letters: Letters) -> str:
        """Return the text in the order in which it is printed, from left to right."""
        glyphs: list[tuple[float, float, str]] = []
        for number in filter(letters.is_printed, self.numbers):
            left, right = letters.cell(number, self.angle)
            char = _text([letters.codes[number]])
            if glyphs and unicodedata.combining(char[:1] or " "):
                left, right, char = *glyphs[-1][:2], glyphs.pop()[2] + char
            glyphs.append((left, right, char))
        pieces, end = [], self.left
        for left, right, char in sorted(glyphs, key=itemgetter(0)):
            pieces.append(f" {char}" if left - end > SPACE * self.size else char)
            end = right
        return "".join(pieces)


def _text(codes: list[int]) -> str:
    """Return UTF-16 codes as text of the same length, as long as no letter lies beyond U+FFFF."""
    known = [code if code not in NO_LETTER else 0xFFFD for code in codes]
    units = b"".join(code.to_bytes(2, "little") for code in known if code <= 0xFFFF)
    return units.decode("utf-16-le", "replace")
