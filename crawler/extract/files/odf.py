"""OpenDocument (ODT, ODS, ODP) -> text: paragraphs and tables in order, names of sheets, notes at the end.

`table:number-columns-repeated` may say that a cell stands a million times: cells are repeated as far as text follows.
"""

from __future__ import annotations

from crawler.extract.files.cells import MAX_COLUMNS
from crawler.extract.files.flow import SEPARATOR
from crawler.extract.files.sink import Sink, UnreadableError
from crawler.extract.files.xml_parts import Silent, head_of, open_zip, read_part

CONTENT = "content.xml"
UNSEEN = frozenset(("tracked-changes", "annotation", "forms", "ruby-text", "note-citation", "desc", "title", "shapes"))
SPACE_MOST = 100
ROWS_MOST = 100
"""Times that one row with text is repeated at most; nobody types more."""


class Content(Silent):
    """Hears `content.xml`."""

    def __init__(self, sink: Sink, *, sheets: bool) -> None:
        self._sink, self._sheets = sink, sheets
        self._paragraphs: list[list[str]] = []
        """Open paragraphs, the innermost (of a note, of a frame) last."""
        self._notes: list[str] = []
        self._in_notes = self._unseen = self._tables = self._rows = 0
        self._row: list[str] = []
        self._cell: list[str] = []
        self._cell_times = self._row_times = 1
        self._style, self._hidden = "", set[str]()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Hear that an element begins."""
        if self._unseen or name in UNSEEN or (name == "table" and attributes.get("style-name") in self._hidden):
            self._unseen += 1
        elif name in ("p", "h"):
            self._paragraphs.append([])
        elif name == "note":
            self._in_notes += 1
        elif name == "image":
            self._sink.has_pictures = True
        elif name in ("font-face", "text-properties"):
            self._sink.fonts.update(v for k, v in attributes.items() if k in ("font-family", "font-name", "name"))
        elif name == "style":
            self._style = attributes.get("name", "")
        elif name == "table-properties":
            self._hidden |= {self._style} if attributes.get("display") == "false" else set()
        elif name.startswith("table"):
            self._start_table(name, attributes)
        elif name == "covered-table-cell":
            self._cell_times = _times(attributes, "number-columns-repeated", MAX_COLUMNS)
        elif self._paragraphs and name in ("s", "tab", "line-break"):
            self._paragraphs[-1].append(" " * _times(attributes, "c", SPACE_MOST) if name == "s" else "\n")

    def _start_table(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table":
            self._tables += 1
            self._rows = 0
            if self._sheets and self._tables == 1:
                self._sink.add(attributes.get("name", ""))
        elif name == "table-cell" and self._tables == 1:
            self._cell_times = _times(attributes, "number-columns-repeated", MAX_COLUMNS)
        elif name == "table-row" and self._tables == 1:
            self._row_times = _times(attributes, "number-rows-repeated", ROWS_MOST)

    def end(self, name: str) -> None:
        """Hear that an element ends."""
        if self._unseen:
            self._unseen -= 1
        elif name in ("p", "h") and self._paragraphs:
            self._end_paragraph("".join(self._paragraphs.pop()).strip())
        elif name == "note":
            self._in_notes -= 1
        elif name in ("table-cell", "covered-table-cell") and self._tables == 1:
            self._end_cell()
        elif name == "table-row" and self._tables == 1:
            self._end_row()
        elif name == "table":
            self._tables -= 1
        elif name == "body":
            for note in self._notes:
                self._sink.add(note)

    def data(self, text: str) -> None:
        """Hear text."""
        if self._paragraphs and not self._unseen:
            self._paragraphs[-1].append(text)

    def _end_paragraph(self, text: str) -> None:
        if not text:
            return
        if self._in_notes:
            self._notes.append(text)
        elif self._tables:
            self._cell.append(text)
        else:
            self._sink.add(text)

    def _end_cell(self) -> None:
        text, self._cell = " ".join(self._cell), []
        self._row += [text] * min(self._cell_times, MAX_COLUMNS - len(self._row))
        self._cell_times = 1

    def _end_row(self) -> None:
        row, self._row = self._row, []
        while row and not row[-1]:
            row.pop()
        for _ in range(self._row_times if row else 0):
            self._sink.add(SEPARATOR.join(row), row=self._rows > 0)
            self._rows += 1


def _times(attributes: dict[str, str], name: str, most: int) -> int:
    """Return how often something stands: 1 to `most`."""
    text = attributes.get(name, "1")
    return max(1, min(most, int(text))) if text.isascii() and text.isdigit() and len(text) < 9 else 1


class Manifest(Silent):
    """Hears `META-INF/manifest.xml`: says if parts are encrypted."""

    is_encrypted = False

    def end(self, name: str) -> None:
        """Hear that an element ends."""
        self.is_encrypted = self.is_encrypted or name == "encryption-data"


def read(body: bytes, sink: Sink) -> None:
    """Put the text of an ODT, ODS or ODP into the sink. Raises: UnreadableError."""
    with open_zip(body) as archive:
        names = archive.NameToInfo
        manifest = Manifest()
        if "META-INF/manifest.xml" in names:
            read_part(archive, "META-INF/manifest.xml", manifest, sink)
        if manifest.is_encrypted:
            raise UnreadableError("needs a password")
        if CONTENT not in names:
            raise UnreadableError(f"no {CONTENT} in it")
        sheets = "mimetype" in names and b"opendocument.spreadsheet" in head_of(archive, "mimetype")
        read_part(archive, CONTENT, Content(sink, sheets=sheets), sink)
