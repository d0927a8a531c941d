r"""RTF -> text: a stream of control words and text, groups on a stack of our own.

Bytes (`\'e0`) are read in the code page of their font's character set; fonts of TCVN3 and VNI always as windows-1252,
whatever set they claim, so that `crawler.extract.encodings.legacy` finds the letters where it expects them.
Source: Rich Text Format Specification 1.9.1.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from crawler.extract.encodings.legacy import is_legacy_font
from crawler.extract.files.flow import Flow
from crawler.extract.files.sink import Sink, UnreadableError

TOKEN = re.compile(rb"\\([a-zA-Z]{1,32})(-?[0-9]{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)")
MAX_DEPTH = 2_000
CHUNK = 65_536
"""Bytes between two looks at the clock."""
SKIPPED = frozenset((
    "colortbl", "stylesheet", "info", "pict", "object", "header", "headerl", "headerr", "headerf", "footer", "footerl",
    "footerr", "footerf", "fldinst", "listtable", "listoverridetable", "revtbl", "themedata", "datastore", "xmlnstbl",
    "generator", "annotation", "atnid", "atnauthor", "bkmkstart", "bkmkend", "pntext", "nonshppict", "latentstyles",
    "rsidtbl", "filetbl", "mmath", "ftnsep", "ftnsepc", "aftnsep", "aftnsepc", "shpinst",
))  # fmt: skip
"""Groups that hold no text of the document; all that are marked `\\*` and not known are skipped too."""
SPECIAL = {
    "tab": "\t", "line": "\n", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "bullet": "•", "emspace": " ", "enspace": " ", "qmspace": " ", "nestcell": " ",
}  # fmt: skip
SYMBOLS = {b"~": "\u00a0", b"-": "\u00ad", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}"}
CHARSETS = {
    128: "cp932", 129: "cp949", 134: "gbk", 136: "cp950", 161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255",
    178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip
CODE_PAGES = frozenset((437, 850, 874, 932, 936, 949, 950, *range(1250, 1259)))


@dataclass(frozen=True, slots=True)
class State:
    """What holds until the end of a group."""

    skip: bool = False
    fonts: bool = False
    """True inside the font table."""
    font: int = 0
    fallback: int = 1
    """Characters after `\\u` that stand for the same letter."""
    hidden: bool = False
    note: bool = False
    """True inside a footnote or endnote."""


class Reader:
    """Reads one file."""

    def __init__(self, sink: Sink) -> None:
        self._sink, self._flow = sink, Flow(sink)
        self._state = State()
        self._stack: list[State] = []
        self._code_page = "cp1252"
        self._codes: dict[int, str] = {}
        self._default_font = 0
        self._bytes = bytearray()
        self._drop = 0
        self._starred = self._in_row = False
        self._note: list[str] = []
        self._notes: list[str] = []

    def read(self, body: bytes) -> None:
        """Put the text into the sink."""
        position = looked = 0
        while match := TOKEN.search(body, position):
            position = match.end()
            if position - looked > CHUNK:
                looked = position
                self._sink.tick()
            word, number, hex_, symbol, brace, text = match.groups()
            if word is not None:
                count = int(number) if number else None
                if word == b"bin":
                    position += max(0, count or 0)
                else:
                    self._word(word.decode("ascii"), count)
            elif hex_ is not None:
                self._take(bytes([int(hex_, 16)]))
            elif text is not None:
                self._take(text)
            elif brace is not None:
                self._group(opens=brace == b"{")
            elif symbol == b"*":
                self._starred = True
            elif symbol in SYMBOLS:
                self._text(SYMBOLS[symbol])
        self._end()

    def _end(self) -> None:
        if self._stack:
            self._sink.incomplete = "the end of the file is missing"
        self._flush()
        self._flow.end_paragraph()
        if self._flow.in_table:
            self._flow.end_table()
        for note in self._notes:
            self._sink.add(note)

    def _group(self, *, opens: bool) -> None:
        self._flush()
        if opens:
            if len(self._stack) >= MAX_DEPTH:
                raise UnreadableError("groups nest too deeply")
            self._stack.append(self._state)
        elif self._stack:
            was_note, self._state = self._state.note, self._stack.pop()
            if was_note and not self._state.note:
                self._notes.append("".join(self._note))
                self._note = []
        self._starred = False

    def _word(self, word: str, number: int | None) -> None:
        starred, self._starred = self._starred, False
        self._flush()
        if word in ("pict", "object", "shppict"):
            self._sink.has_pictures = True
        if word == "fonttbl":
            self._state = replace(self._state, fonts=True)
        elif word == "shptxt":
            self._state = replace(self._state, skip=False)
            self._flow.end_paragraph()
        elif word == "footnote":
            self._state = replace(self._state, note=not self._state.skip)
        elif word in SKIPPED or (starred and word != "shppict"):
            self._state = replace(self._state, skip=True)
        elif self._state.fonts:
            self._font_word(word, number)
        elif not self._state.skip:
            self._text_word(word, number)

    def _font_word(self, word: str, number: int | None) -> None:
        """Take a word of the font table."""
        if word == "f":
            self._state = replace(self._state, font=number or 0)
        elif word == "fcharset" and number in CHARSETS:
            self._codes[self._state.font] = CHARSETS[number]

    def _text_word(self, word: str, number: int | None) -> None:
        if word == "u" and number is not None:
            self._text(chr(number % 65_536))
            self._drop = self._state.fallback
        elif word in ("uc", "f", "v", "deleted", "plain", "ansicpg", "deff"):
            self._set(word, number)
        elif word in SPECIAL:
            self._text(SPECIAL[word])
        elif self._state.note:
            self._text(" " if word == "par" else "")
        elif word in ("par", "sect", "page", "column"):
            self._flow.end_paragraph()
        elif word in ("intbl", "trowd"):
            self._in_row = True
        elif word == "pard":
            self._in_row = False
        elif word == "cell" and self._flow.in_table:
            self._flow.end_cell()
        elif word == "cell":
            self._flow.begin_table()
            self._flow.end_cell()
        elif word == "row":
            self._flow.end_row()

    def _set(self, word: str, number: int | None) -> None:
        if word == "uc":
            self._state = replace(self._state, fallback=max(0, min(number or 0, 8)))
        elif word == "f":
            self._state = replace(self._state, font=number or 0)
        elif word in ("v", "deleted"):
            self._state = replace(self._state, hidden=number != 0)
        elif word == "plain":
            self._state = replace(self._state, hidden=False, font=self._default_font)
        elif word == "deff":
            self._default_font = number or 0
            self._state = replace(self._state, font=self._default_font)
        elif number in CODE_PAGES:
            self._code_page = f"cp{number}"

    def _take(self, data: bytes) -> None:
        """Take bytes of text; those that only repeat a `\\u` are dropped."""
        dropped = min(self._drop, len(data))
        self._drop -= dropped
        self._bytes += data[dropped:]

    def _flush(self) -> None:
        """Decode the bytes in hand."""
        self._drop = 0
        if not self._bytes:
            return
        data, self._bytes = bytes(self._bytes), bytearray()
        code_page = self._codes.get(self._state.font, self._code_page)
        text = data.decode(code_page, "replace")
        if self._state.fonts:
            self._name_font(text)
        else:
            self._text(text)

    def _name_font(self, text: str) -> None:
        name = text.split(";")[0].strip()
        if not name:
            return
        self._sink.fonts.add(name[:100])
        if is_legacy_font(name):
            self._codes[self._state.font] = "cp1252"

    def _text(self, text: str) -> None:
        if self._bytes:
            self._flush()
        if self._state.skip or self._state.hidden or self._state.fonts:
            return
        if self._state.note:
            self._note.append(text)
            return
        if self._in_row and not self._flow.in_table:
            self._flow.begin_table()
        elif self._flow.in_table and not self._in_row:
            self._flow.end_table()
        self._flow.text(text)


def read(body: bytes, sink: Sink) -> None:
    """Put the text of an RTF into the sink. Raises: UnreadableError."""
    Reader(sink).read(body)
    sink.lines = [_joined(line) for line in sink.lines]


def _joined(text: str) -> str:
    """Return text with the halves of letters beyond U+FFFF put together."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
