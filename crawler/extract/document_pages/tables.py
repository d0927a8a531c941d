"""Tables of official documents: by their headings in any order or, without headings, by what the columns hold."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import NamedTuple, cast

from lxml import etree
from lxml.html import HtmlElement

from crawler.extract.citations import find_citations
from crawler.extract.document_pages.cell_lines import read_cell
from crawler.extract.document_pages.days import has_day
from crawler.extract.document_pages.label_words import head_of, is_nothing, normal_label
from crawler.extract.document_pages.rows import Row
from crawler.extract.numbers.bodies import read_body
from crawler.extract.numbers.symbols import read_symbol
from crawler.extract.sheet import Sheet
from crawler.extract.text import clean, fold

TABLES = etree.XPath("//table")
OWN_ROWS = etree.XPath("./tr | ./tbody/tr | ./thead/tr | ./tfoot/tr")
OWN_CELLS = etree.XPath("./td | ./th")
FACTS = frozenset(
    ("number", "type", "issuer", "issued_on", "signed_on", "effective_on", "signer", "abstract", "status")
)
MAX_TABLES, MAX_ROWS, MAX_COLUMNS = 100, 500, 20
HEAD_IN = 3
"""Rows in which the headings of a table are looked for."""
MOST = 0.6
"""Share of a column's cells that must be of a kind for the column to be, where it has no heading."""
NAMES = frozenset(("ten van ban", "ten vb", "van ban", "ten", "tieu de van ban", "tieu de", "ten van ban/trich yeu"))
"""Headings, folded, of what a document is called; an abstract may begin with the number of another one."""
LONGEST_NAME = 120
"""Characters of a name in which its own number stands."""
CERTAIN = 3
"""Facts that headings must name beside each other to be those of documents and of nothing else."""
LONGEST_DAY = 30
"""Characters of a cell that is a day."""
MIN_ABSTRACT = 15
"""Characters that abstracts have on average."""


class Spanning(NamedTuple):
    """A cell over several rows: its text, and for how many more rows it counts."""

    text: str
    rows: int


class TableRow(NamedTuple):
    """A row's element, and the texts of its cells; a cell over two columns counts twice."""

    element: HtmlElement
    cells: list[str]


def _cell_text(cell: HtmlElement) -> str:
    return clean(" ".join(islice(cell.itertext(), 200)))[:2_000]


def _rows(table: HtmlElement) -> list[TableRow]:
    found = []
    below: dict[int, Spanning] = {}
    for row in cast("list[HtmlElement]", OWN_ROWS(table))[:MAX_ROWS]:
        cells: list[str] = []
        for cell in cast("list[HtmlElement]", OWN_CELLS(row))[:MAX_COLUMNS]:
            _carry(below, cells)
            text, rows = _cell_text(cell), _span(cell, "rowspan", MAX_ROWS)
            for _ in range(_span(cell, "colspan", MAX_COLUMNS)):
                if rows > 1:
                    below[len(cells)] = Spanning(text, rows - 1)
                cells.append(text)
        _carry(below, cells)
        found.append(TableRow(row, cells))
    return found


def _span(cell: HtmlElement, name: str, limit: int) -> int:
    """Return over how many rows or columns a cell goes."""
    span = cell.get(name) or "1"
    return int(span) if span.isdecimal() and len(span) < 4 and 0 < int(span) < limit else 1


def _carry(below: dict[int, Spanning], cells: list[str]) -> None:
    """Add to a row what cells above give for its next columns."""
    while len(cells) < MAX_COLUMNS and (held := below.pop(len(cells), None)) is not None:
        if held.rows > 1:
            below[len(cells)] = held._replace(rows=held.rows - 1)
        cells.append(held.text)


def _columns_by_heads(cells: list[str]) -> list[str | None] | None:
    """Return the field of each column, None if the row holds no headings of documents."""
    fields = [head_of(cell) for cell in cells]
    facts = [field for field in fields if field in FACTS]
    named = {"number"} <= set(facts) or {"issued_on", "abstract"} <= set(facts)
    if not named or len(set(facts)) < 2 or 2 * len(facts) < len([cell for cell in cells if cell]) - 1:
        return None
    return [field if field in FACTS and facts.count(field) == 1 else None for field in fields]


def _share(cells: list[str], test: Callable[[str], bool]) -> bool:
    return sum(test(cell) for cell in cells) >= MOST * len(cells)


def _is_day(cell: str) -> bool:
    return len(cell) <= LONGEST_DAY and has_day(cell)


def _is_issuer(cell: str) -> bool:
    return len(cell) <= 80 and read_body(cell, fold(cell), 0) is not None


def _columns_by_content(rows: list[TableRow]) -> list[str | None] | None:
    """Return the field of each column by what it holds; None unless one column, and just one, holds numbers."""
    width = len(rows[0].cells) if rows else 0
    if len(rows) < 3 or width < 2 or any(len(row.cells) != width for row in rows):
        return None
    columns = [[row.cells[place] for row in rows] for place in range(width)]
    found: list[str | None] = [None] * width
    tests: tuple[tuple[str, Callable[[str], bool]], ...] = (
        ("number", lambda cell: read_symbol(cell) is not None), ("issued_on", _is_day), ("issuer", _is_issuer),
    )  # fmt: skip
    for field, test in tests:
        places = [place for place, column in enumerate(columns) if found[place] is None and _share(column, test)]
        if len(places) == 1:
            found[places[0]] = field
        elif field == "number":
            return None
    rest = {place: sum(map(len, column)) / len(rows) for place, column in enumerate(columns) if found[place] is None}
    longest = max(rest, key=lambda place: rest[place], default=None)
    if longest is not None and rest[longest] >= MIN_ABSTRACT:
        found[longest] = "abstract"
    return found


def _values(cells: list[str], columns: list[str | None]) -> dict[str, str]:
    return {
        field: cell
        for field, cell in zip(columns, cells, strict=True)
        if field is not None and (field == "number" or not is_nothing(cell)) and cell
    }


def _row_values(row: TableRow, columns: list[str | None]) -> dict[str, str]:
    """Return the values of a row; a fact on a labelled line inside a cell is none of the cell's own text."""
    elements = cast("list[HtmlElement]", OWN_CELLS(row.element))
    if len(elements) != len(columns):
        return _values(row.cells, columns)
    found = [read_cell(element) for element in elements]
    cells, inside = list(row.cells), dict[str, str]()
    for place, facts in enumerate(found):
        if facts is not None:
            own = columns[place]
            cells[place] = facts.labelled.get(own or "", facts.text)
            inside |= facts.labelled | (_beside_number(facts.text) if own == "number" and own in facts.labelled else {})
    return inside | _values(cells, columns)


def _beside_number(text: str) -> dict[str, str]:
    """Return what stands with a number in its cell: its day, or what the document is about."""
    if has_day(text) and len(text) <= LONGEST_DAY:
        return {"issued_on": text}
    return {"abstract": text} if len(text) >= MIN_ABSTRACT else {}


def _read_table(table: HtmlElement) -> list[Row]:
    """Return the rows of a table of documents; none for any other table. A row that does not fit is left out."""
    rows, named = _rows(table), False
    for place, row in enumerate(rows[:HEAD_IN]):
        columns = _columns_by_heads(row.cells)
        if columns is not None:
            body = [one for one in rows[place + 1 :] if _columns_by_heads(one.cells) is None]
            named = "number" not in columns and any(normal_label(cell) in NAMES for cell in row.cells)
            break
    else:
        body, columns = rows, _columns_by_content(rows)
    if columns is None:
        return []
    headed = body is not rows and "number" in columns and len(set(columns) - {None}) >= CERTAIN
    fitting = [row for row in body if len(row.cells) == len(columns) and len(set(row.cells)) > 1]
    read = [Row(_row_values(row, columns), row.element, headed) for row in fitting]
    read = [row._replace(values=_with_number(row.values)) for row in read] if named else read
    return [row for row in read if "number" in row.values or "abstract" in row.values]


def _with_number(values: dict[str, str]) -> dict[str, str]:
    """Return the values of a row with the number that the document's name begins with: `Kế hoạch số 1/KH-UBND …`."""
    cited = find_citations(values.get("abstract", "")[:LONGEST_NAME])
    own = cited[0].number if cited and cited[0].position == 0 and cited[0].type else None
    return {"number": own} | values if own else values


def find_table_rows(sheet: Sheet) -> list[Row]:
    """Return the rows of the page's longest table of documents outside menus and side lists."""
    best: list[Row] = []
    for table in cast("list[HtmlElement]", TABLES(sheet.root))[:MAX_TABLES]:
        rows = _read_table(table) if not sheet.in_aside(table) else []
        best = max(best, rows, key=len)
    return best
