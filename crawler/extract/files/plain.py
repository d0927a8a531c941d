"""TXT and CSV -> text: lines are wrapped paragraphs only where that is sure; otherwise each line stays a line."""

from __future__ import annotations

import csv
import re

from crawler.extract.encodings.decode import decode
from crawler.extract.files.flow import SEPARATOR
from crawler.extract.files.sink import Sink, UnreadableError

BINARY = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
DELIMITERS = ",;\t|"
SAMPLE_LINES = 50
BLANK = re.compile(r"\n[ \t]*\n\s*")


def read(body: bytes, sink: Sink) -> None:
    """Put the paragraphs of a text file into the sink: a blank line ends one. Raises: UnreadableError."""
    for paragraph in BLANK.split(_text(body, sink)):
        for number, line in enumerate(paragraph.split("\n")):
            sink.add(line, row=number > 0)


def read_csv(body: bytes, sink: Sink) -> None:
    """Put the rows of a CSV file into the sink, cells joined by ` | `. Raises: UnreadableError."""
    text = _text(body, sink)
    lines = [line for line in text.split("\n", SAMPLE_LINES)[:SAMPLE_LINES] if line]
    delimiter = max(DELIMITERS, key=lambda mark: sum(mark in line for line in lines) * 100 + text[:5_000].count(mark))
    rows = csv.reader(text.split("\n"), delimiter=delimiter)
    try:
        for number, row in enumerate(rows):
            cells = [" ".join(cell.split()) for cell in row]
            sink.add(SEPARATOR.join(cells) if any(cells) else "", row=number > 0)
    except csv.Error as error:
        raise UnreadableError(f"no table: {error}") from error


def _text(body: bytes, sink: Sink) -> str:
    """Return the text with `\\n` at the ends of lines."""
    decoded = decode(body, None)
    if BINARY.search(decoded.text[:100_000]):
        raise UnreadableError("bytes that are no text")
    if decoded.lossy:
        sink.incomplete = f"bytes that are not {decoded.encoding}"
    return decoded.text.replace("\r\n", "\n").replace("\r", "\n")
