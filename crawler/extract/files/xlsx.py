"""XLSX -> text: each sheet's name, then its rows, cells joined by ` | `; dates are written as dates."""

from __future__ import annotations

import posixpath
import re
import zipfile

from crawler.extract.files.cells import MAX_COLUMNS, number_text
from crawler.extract.files.flow import SEPARATOR
from crawler.extract.files.sink import MAX_CHARACTERS, Sink, UnreadableError
from crawler.extract.files.xml_parts import Silent, open_zip, read_part

WORKBOOK = "xl/workbook.xml"
DATE_FORMATS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
"""Built-in number formats of dates and times. Source: ECMA-376 part 1, 18.8.30."""
NOT_DATE = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.')
DATE_LETTERS = re.compile(r"[dyhs]|m{1,5}", re.I)
COLUMN = re.compile(r"[A-Z]{1,3}")
MAX_STRINGS = 2_000_000
MAX_SHEETS = 500


class Book(Silent):
    """`xl/workbook.xml` and its relations: visible sheets in their order, and which day is day 0."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str]] = []
        """(name, relation id)."""
        self.targets: dict[str, str] = {}
        self.since_1904 = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Hear that an element begins."""
        if name == "sheet" and attributes.get("state", "visible") == "visible" and len(self.sheets) < MAX_SHEETS:
            self.sheets.append((attributes.get("name", ""), attributes.get("id", "")))
        elif name == "workbookPr":
            self.since_1904 = attributes.get("date1904") in ("1", "true")
        elif name == "Relationship":
            target = attributes.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
            self.targets[attributes.get("Id", "")] = path


class Strings(Silent):
    """`xl/sharedStrings.xml`; phonetic readings are left out."""

    def __init__(self) -> None:
        self.strings: list[str] = []
        self._pieces: list[str] = []
        self._in_text = False
        self._phonetic = 0

    def start(self, name: str, _: dict[str, str]) -> None:
        """Hear that an element begins."""
        self._phonetic += name == "rPh"
        self._in_text = name == "t" and not self._phonetic

    def end(self, name: str) -> None:
        """Hear that an element ends."""
        self._in_text = False
        self._phonetic -= name == "rPh"
        if name == "si":
            if len(self.strings) >= MAX_STRINGS:
                raise UnreadableError("too many strings")
            self.strings.append("".join(self._pieces))
            self._pieces = []

    def data(self, text: str) -> None:
        """Hear text."""
        if self._in_text:
            self._pieces.append(text)


class Styles(Silent):
    """`xl/styles.xml`: which cell styles show a date; fonts."""

    def __init__(self, sink: Sink) -> None:
        self.dates: list[bool] = []
        """For each cell style, by its number."""
        self._sink = sink
        self._own_dates: set[str] = set()
        self._in_cells = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Hear that an element begins."""
        if name == "numFmt":
            code = NOT_DATE.sub("", attributes.get("formatCode", "")[:200])
            if DATE_LETTERS.search(code) and "General" not in code:
                self._own_dates.add(attributes.get("numFmtId", ""))
        elif name == "cellXfs":
            self._in_cells = True
        elif name == "xf" and self._in_cells:
            format_ = attributes.get("numFmtId", "0")
            built_in = format_.isascii() and format_.isdigit() and int(format_[:6]) in DATE_FORMATS
            self.dates.append(format_ in self._own_dates or built_in)
        elif name == "name" and "val" in attributes:
            self._sink.fonts.add(attributes["val"])

    def end(self, name: str) -> None:
        """Hear that an element ends."""
        if name == "cellXfs":
            self._in_cells = False


class Sheet(Silent):
    """One sheet: a block of rows."""

    def __init__(self, sink: Sink, strings: list[str], dates: list[bool], *, since_1904: bool) -> None:
        self._sink, self._strings, self._dates, self._since_1904 = sink, strings, dates, since_1904
        self._row: list[str] = []
        self._value: list[str] = []
        self._type, self._style, self._column = "n", 0, 0
        self._in_value = False
        self._rows = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Hear that an element begins."""
        if name == "c":
            self._type, self._value = attributes.get("t", "n"), []
            style = attributes.get("s", "0")
            self._style = int(style) if style.isascii() and style.isdigit() and len(style) < 7 else 0
            self._column = _column(attributes.get("r", ""), len(self._row))
        self._in_value = name in ("v", "t")

    def end(self, name: str) -> None:
        """Hear that an element ends."""
        self._in_value = False
        if name == "c" and self._value and self._column < MAX_COLUMNS:
            self._row += [""] * (self._column - len(self._row))
            self._row.append(self._text("".join(self._value)))
        elif name == "row":
            row, self._row = self._row, []
            if any(row):
                self._sink.add(SEPARATOR.join(row), row=self._rows > 0)
                self._rows += 1

    def data(self, text: str) -> None:
        """Hear text."""
        if self._in_value:
            self._value.append(text)

    def _text(self, value: str) -> str:
        """Return a cell as text."""
        if self._type == "s":
            known = value.isascii() and value.isdigit() and len(value) < 9 and int(value) < len(self._strings)
            return " ".join(self._strings[int(value)].split()) if known else ""
        if self._type == "n":
            is_date = self._style < len(self._dates) and self._dates[self._style]
            return number_text(value, is_date=is_date, since_1904=self._since_1904)
        if self._type == "b":
            return "TRUE" if value == "1" else "FALSE"
        return " ".join(value.split()) if len(value) <= MAX_CHARACTERS else ""


def _column(reference: str, next_: int) -> int:
    """Return the column of `AB12`, from 0; the next one where the cell does not say."""
    match = COLUMN.match(reference)
    if match is None:
        return next_
    column = 0
    for letter in match[0]:
        column = column * 26 + ord(letter) - 64
    return max(column - 1, next_)


def _load(archive: zipfile.ZipFile, name: str, part: Silent, sink: Sink) -> None:
    if name in archive.NameToInfo:
        read_part(archive, name, part, sink)


def read(body: bytes, sink: Sink) -> None:
    """Put the sheets of an XLSX into the sink. Raises: UnreadableError."""
    with open_zip(body) as archive:
        book, strings, styles = Book(), Strings(), Styles(sink)
        if WORKBOOK not in archive.NameToInfo:
            raise UnreadableError(f"no {WORKBOOK} in it")
        read_part(archive, WORKBOOK, book, sink)
        _load(archive, "xl/_rels/workbook.xml.rels", book, sink)
        _load(archive, "xl/sharedStrings.xml", strings, sink)
        _load(archive, "xl/styles.xml", styles, sink)
        for name, relation in book.sheets:
            target = book.targets.get(relation, "")
            if target in archive.NameToInfo and "worksheets/" in target:
                sink.add(name)
                read_part(archive, target, Sheet(sink, strings.strings, styles.dates, since_1904=book.since_1904), sink)
