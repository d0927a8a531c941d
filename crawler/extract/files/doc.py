"""Old DOC (Word 97 to 2003) -> text: the piece table of the main text, then footnotes and endnotes.

Headers, footers, comments, field codes are left out. Files of Word 6 and 95 are not read.
Source: [MS-DOC] 2.4.1 (retrieving text), 2.5 (FIB), 2.8.35 (PlcPcd), 2.9.38 (Clx), 2.6.2 (sprmPFTtp).
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from io import BytesIO
from typing import NamedTuple

import olefile

from crawler.extract.files.flow import Flow
from crawler.extract.files.sink import Sink, UnreadableError

WORD = 0xA5EC
WORD_97 = 0x00C1
ENCRYPTED, TABLE_1 = 0x0100, 0x0200
FC_CLX, FC_PAPX, FC_FONTS = 0x01A2, 0x0102, 0x0112
"""Offsets in the FIB of (offset, length) in the table stream: pieces, paragraph properties, names of fonts."""
CCP_TEXT = 0x4C
"""Offset in the FIB of the lengths of main text, footnotes, headers, macros, comments, endnotes."""
COMPRESSED = 0x40000000
FONT_NAME = re.compile(rb"(?:[\x20-\x7e]\x00){4,40}")
PAGE = 512
CHUNK = 65_536
"""Bytes of text between two looks at the clock."""
IN_TABLE, ROW_END = b"\x16\x24\x01", b"\x17\x24\x01"
"""sprmPFInTable and sprmPFTtp with operand 1: a paragraph of a table; the mark that ends a row."""
MAX_STREAM = 64_000_000
CODES = {"\x0b": "\n", "\x09": "\t", "\x1e": "-", "\x1f": "\u00ad", "\xa0": " "}
PARAGRAPH_ENDS = "\r\x0c\x0e"
CELL, FIELD, RESULT, FIELD_END = "\x07", "\x13", "\x14", "\x15"
PICTURES = "\x01\x08"
MARK = re.compile("[\x00-\x1f\xa0]")


class Piece(NamedTuple):
    """A run of characters that lie together in the file."""

    start: int
    """Position in the text, in characters."""
    end: int
    offset: int
    """In the WordDocument stream, bytes."""
    width: int
    """Bytes of one character: 1 (windows-1252) or 2 (UTF-16)."""


class Word:
    """The streams of one file, and what its FIB says of them."""

    def __init__(self, body: bytes) -> None:
        with olefile.OleFileIO(BytesIO(body), raise_defects=olefile.DEFECT_INCORRECT) as ole:
            self.main = _stream(ole, "WordDocument")
            if len(self.main) < FC_CLX + 8 or self._short(0) != WORD or self._short(2) < WORD_97:
                raise UnreadableError("not a file of Word 97 or later")
            flags = self._short(0x0A)
            if flags & ENCRYPTED:
                raise UnreadableError("needs a password")
            self.table = _stream(ole, "1Table" if flags & TABLE_1 else "0Table")

    def _short(self, offset: int) -> int:
        return int(struct.unpack_from("<H", self.main, offset)[0])

    def part(self, offset: int) -> bytes:
        """Return the part of the table stream that the FIB names at `offset`."""
        start, length = struct.unpack_from("<II", self.main, offset)
        return self.table[start : start + length]

    def lengths(self) -> tuple[int, ...]:
        """Return the lengths of main text, footnotes, headers, macros, comments, endnotes, in characters."""
        return tuple(max(0, length) for length in struct.unpack_from("<6i", self.main, CCP_TEXT))


def _stream(ole: olefile.OleFileIO, name: str) -> bytes:
    if not ole.exists(name) or ole.get_size(name) > MAX_STREAM:
        raise UnreadableError(f"no readable stream {name}")
    return bytes(ole.openstream(name).read())


def pieces(clx: bytes) -> list[Piece]:
    """Return the pieces in the order of the text. Raises: UnreadableError."""
    position = 0
    while clx[position : position + 1] == b"\x01":
        position += 3 + int(struct.unpack_from("<H", clx, position + 1)[0])
    if clx[position : position + 1] != b"\x02":
        raise UnreadableError("no piece table")
    length = int(struct.unpack_from("<I", clx, position + 1)[0])
    table = clx[position + 5 : position + 5 + length]
    count = (len(table) - 4) // 12
    starts = struct.unpack_from(f"<{count + 1}I", table, 0)
    found = []
    for number in range(count):
        place = int(struct.unpack_from("<I", table, 4 * (count + 1) + 8 * number + 2)[0])
        width = 1 if place & COMPRESSED else 2
        offset = (place & ~COMPRESSED) // (2 if width == 1 else 1)
        found.append(Piece(starts[number], starts[number + 1], offset, width))
    if any(end < start for start, end, *_ in found) or (found and found[-1].end > MAX_STREAM):
        raise UnreadableError("a piece table that cannot be")
    return found


class Paragraphs(NamedTuple):
    """Where paragraphs of tables end: offsets in the WordDocument stream."""

    in_table: set[int]
    row_ends: set[int]


def table_paragraphs(word: Word) -> Paragraphs:
    """Return where the paragraphs of tables end, as far as the file's paragraph properties can be read."""
    table = word.part(FC_PAPX)
    count = max(0, (len(table) - 4) // 8)
    found = Paragraphs(set(), set())
    numbers = struct.unpack_from(f"<{count}I", table, 4 * (count + 1)) if count else ()
    for page_number in {number & 0x3FFFFF for number in numbers}:
        page = word.main[page_number * PAGE : (page_number + 1) * PAGE]
        if len(page) == PAGE:
            _read_page(page, found)
    return found


def _read_page(page: bytes, found: Paragraphs) -> None:
    """Take in one page of paragraph properties (PapxFkp)."""
    runs = page[PAGE - 1]
    if 4 * (runs + 1) + 13 * runs > PAGE - 1:
        return
    limits = struct.unpack_from(f"<{runs + 1}I", page, 0)
    for number in range(runs):
        place = 2 * page[4 * (runs + 1) + 13 * number]
        if not place or place + 2 > PAGE:
            continue
        size = 2 * page[place] if page[place] else 2 * page[place + 1] + 1
        properties = page[place + 1 : place + 1 + size]
        if ROW_END in properties:
            found.row_ends.add(limits[number + 1])
        if IN_TABLE in properties:
            found.in_table.add(limits[number + 1])


def characters(word: Word, start: int, end: int, parts: list[Piece]) -> Iterator[tuple[str, int, int]]:
    """Yield (text, offset of its first byte, width) for the pieces between two positions of the text."""
    for piece in parts:
        first, last = max(start, piece.start), min(end, piece.end)
        if first < last:
            offset = piece.offset + (first - piece.start) * piece.width
            data = word.main[offset : offset + (last - first) * piece.width]
            if len(data) < (last - first) * piece.width:
                raise UnreadableError("its text is cut off")
            for begin in range(0, len(data), CHUNK):
                text = data[begin : begin + CHUNK].decode("cp1252" if piece.width == 1 else "utf-16-le", "replace")
                yield text, offset + begin, piece.width


class Reader:
    """Turns characters into paragraphs and rows."""

    def __init__(self, sink: Sink, ends: Paragraphs) -> None:
        self._sink, self._flow, self._ends = sink, Flow(sink), ends
        self._pieces: list[str] = []
        self._codes = 0
        """Field codes that we are in."""
        self._results: list[bool] = []

    def read(self, text: str, offset: int, width: int) -> None:
        """Take the characters of one piece."""
        self._sink.tick()
        run = 0
        for match in MARK.finditer(text):
            self._add(text[run : match.start()])
            run = match.end()
            self._mark(match[0], offset + run * width)
        self._add(text[run:])

    def end(self) -> None:
        """Close what is open."""
        self._end_paragraph(in_table=self._flow.in_table)
        if self._flow.in_table:
            self._flow.end_table()

    def _add(self, text: str) -> None:
        if text and not self._codes:
            self._pieces.append(text)

    def _mark(self, char: str, end: int) -> None:
        """Take a character that is no text; `end` is the offset after it."""
        if char == FIELD:
            self._codes += 1
            self._results.append(False)
        elif char == RESULT and self._results and not self._results[-1]:
            self._codes -= 1
            self._results[-1] = True
        elif char == FIELD_END and self._results:
            self._codes -= not self._results.pop()
        elif char in PICTURES:
            self._sink.has_pictures = True
        elif char == CELL:
            self._end_cell(is_row=end in self._ends.row_ends)
        elif char in PARAGRAPH_ENDS:
            self._end_paragraph(in_table=end in self._ends.in_table)
        else:
            self._add(CODES.get(char, ""))

    def _end_paragraph(self, *, in_table: bool) -> None:
        if in_table and not self._flow.in_table:
            self._flow.begin_table()
        elif self._flow.in_table and not in_table:
            self._flow.end_table()
        self._flow.text("".join(self._pieces))
        self._flow.end_paragraph()
        self._pieces = []

    def _end_cell(self, *, is_row: bool) -> None:
        self._end_paragraph(in_table=True)
        if is_row:
            self._flow.end_row()
        else:
            self._flow.end_cell()


def read(body: bytes, sink: Sink) -> None:
    """Put the text of a DOC into the sink. Raises: UnreadableError."""
    word = Word(body)
    parts = pieces(word.part(FC_CLX))
    main, footnotes, headers, macros, comments, endnotes = word.lengths()
    after = main + footnotes + headers + macros + comments
    names = word.part(FC_FONTS)
    sink.fonts.update(match[0].decode("utf-16-le") for match in FONT_NAME.finditer(names))
    reader = Reader(sink, table_paragraphs(word))
    for start, length in ((0, main), (main, footnotes), (after, endnotes)):
        for text, offset, width in characters(word, start, start + length, parts):
            reader.read(text, offset, width)
        reader.end()
