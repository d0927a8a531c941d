"""DOCX -> text: paragraphs and tables of the main text in order, then footnotes and endnotes.

Headers and footers repeat on each page and are left out, and so is what a reader of the file does not see: deleted
and moved text, hidden text, field codes, the second copy of a text box (`mc:Fallback`).
"""

from __future__ import annotations

import re
from zipfile import ZipFile

from crawler.extract.files.flow import Flow
from crawler.extract.files.sink import Sink, UnreadableError
from crawler.extract.files.xml_parts import Silent, chunks_of, open_zip, read_part

MAIN = "word/document.xml"
STYLES = "word/styles.xml"
LONGEST_FONTS = 1_000
STYLE_FONTS = re.compile(rb"<(?:\w+:)?rFonts\b[^<>]{0,900}>")
VALUE = re.compile(rb"=\s*[\"']([^\"']*)")
NOTES = ("word/footnotes.xml", "word/endnotes.xml")
UNSEEN = frozenset(("del", "moveFrom", "Fallback", "instrText", "delText", "rPrChange", "pPrChange", "drawingtext"))
BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "\u00ad", "ptab": "\t"}
"""U+00AD is a letter (`ư`) where the font is of TCVN3; it is dropped later where it is not."""
OFF = frozenset(("0", "false", "off"))


class DocumentPart(Silent):
    """Hears `word/document.xml` or notes."""

    def __init__(self, sink: Sink) -> None:
        self._sink, self._flow = sink, Flow(sink)
        self._unseen = 0
        self._in_text = self._in_run = self._hidden = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Hear that an element begins."""
        if self._unseen or name in UNSEEN:
            self._unseen += 1
        elif name == "t":
            self._in_text = True
        elif name == "r":
            self._in_run, self._hidden = True, False
        elif name == "vanish":
            self._hidden = self._in_run and attributes.get("val", "1") not in OFF
        elif name == "rFonts":
            self._sink.fonts.update(attributes.values())
        elif name in ("pict", "drawing", "object"):
            self._sink.has_pictures = True
        elif name == "tbl":
            self._flow.begin_table()
        elif name == "txbxContent":
            self._flow.end_paragraph()
        elif name in BREAKS and self._in_run and not self._hidden:
            self._flow.text(BREAKS[name])

    def end(self, name: str) -> None:
        """Hear that an element ends."""
        if self._unseen:
            self._unseen -= 1
        elif name == "t":
            self._in_text = False
        elif name == "r":
            self._in_run = False
        elif name == "p":
            self._flow.end_paragraph()
        elif name == "tc":
            self._flow.end_cell()
        elif name == "tr":
            self._flow.end_row()
        elif name == "tbl":
            self._flow.end_table()

    def data(self, text: str) -> None:
        """Hear text."""
        if self._in_text and not self._unseen and not self._hidden:
            self._flow.text(text)


def _style_fonts(archive: ZipFile, sink: Sink) -> None:
    """Note the fonts that styles name, for text that names none itself.

    Styles are a hundred times as long as the text of a short letter, so they are searched and not parsed.
    """
    rest = b""
    for chunk in chunks_of(archive, STYLES, sink):
        searched = rest + chunk
        for fonts in STYLE_FONTS.finditer(searched):
            sink.fonts.update(name.decode("utf-8", "replace") for name in VALUE.findall(fonts[0]))
        rest = searched[-LONGEST_FONTS:]


def read(body: bytes, sink: Sink) -> None:
    """Put the text of a DOCX into the sink. Raises: UnreadableError."""
    with open_zip(body) as archive:
        names = set(archive.namelist())
        if MAIN not in names:
            raise UnreadableError(f"no {MAIN} in it")
        if STYLES in names:
            _style_fonts(archive, sink)
        for name in (MAIN, *NOTES):
            if name in names:
                read_part(archive, name, DocumentPart(sink), sink)
