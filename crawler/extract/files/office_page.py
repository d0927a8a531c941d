"""HTML that Word or Excel wrote and a portal gives out as a file (`.doc`, `.xls`) -> its text.

Any other HTML in place of a file is what a server says when it has no file: an error, not the file's text.
"""

from __future__ import annotations

import re

from crawler.extract.encodings.decode import decode
from crawler.extract.encodings.legacy_page import convert_page
from crawler.extract.files.sink import Sink, UnreadableError
from crawler.extract.markup.blocks import blocks_of
from crawler.extract.markup.tree import parse

OFFICE = re.compile(
    rb"urn:schemas-microsoft-com:office|"
    rb"<meta[^>]{0,100}(?:Microsoft (?:Word|Excel)|Word\.Document|Excel\.Sheet|OpenOffice|LibreOffice)",
    re.I,
)
HEAD = 8_192


def read(body: bytes, sink: Sink) -> None:
    """Put the blocks of a page that an office program wrote into the sink. Raises: UnreadableError."""
    if not OFFICE.search(body, 0, HEAD):
        raise UnreadableError("a page of HTML in place of a file")
    decoded = decode(body, None)
    source, converted = convert_page(decoded.text)
    sink.case_lossy = converted.case_lossy
    for block in blocks_of(parse(source).root):
        for number, line in enumerate(block.text.split("\n")):
            sink.add(line, row=number > 0)
