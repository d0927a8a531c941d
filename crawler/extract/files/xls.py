"""XLS (Excel 5 to 2003) -> text, read by xlrd: each visible sheet's name, then its rows."""

from __future__ import annotations

from io import StringIO

import xlrd
from xlrd.sheet import Sheet as XlrdSheet

from crawler.extract.files.cells import MAX_COLUMNS, number_text
from crawler.extract.files.flow import SEPARATOR
from crawler.extract.files.sink import Sink, UnreadableError

MAX_XLS = 16_000_000
"""Bytes; xlrd takes some 10 s for that much and cannot be stopped on its way."""


def read(body: bytes, sink: Sink) -> None:
    """Put the sheets of an XLS into the sink. Raises: UnreadableError."""
    if len(body) > MAX_XLS:
        raise UnreadableError(f"{len(body)} bytes; at most {MAX_XLS} are read of an XLS")
    try:
        book = xlrd.open_workbook(file_contents=body, logfile=StringIO(), on_demand=True, ragged_rows=True)
    except xlrd.XLRDError as error:
        raise UnreadableError(str(error)) from error
    sink.fonts.update(font.name for font in book.font_list)
    for index in range(book.nsheets):
        sheet = book.sheet_by_index(index)
        if sheet.visibility == 0:
            sink.add(sheet.name)
            _read_sheet(sheet, sink, since_1904=bool(book.datemode))
        book.unload_sheet(index)


def _read_sheet(sheet: XlrdSheet, sink: Sink, *, since_1904: bool) -> None:
    rows = 0
    for number in range(sheet.nrows):
        cells = [_cell(cell.ctype, cell.value, since_1904=since_1904) for cell in sheet.row(number)[:MAX_COLUMNS]]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            sink.add(SEPARATOR.join(cells), row=rows > 0)
            rows += 1


def _cell(kind: int, value: object, *, since_1904: bool) -> str:
    """Return a cell as text."""
    if kind in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        return number_text(repr(value), is_date=kind == xlrd.XL_CELL_DATE, since_1904=since_1904)
    if kind == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if value else "FALSE"
    if kind == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(value, ""))
    return " ".join(str(value).split())
