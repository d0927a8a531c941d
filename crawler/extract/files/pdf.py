"""PDF -> text, read by PDFium; which pages are pictures of text instead.

A page is a picture where images cover most of it and what text lies on it is little (a stamp, a watermark) or is an
invisible layer that does not read as Vietnamese: what a scanner's software guessed. Where all or nearly all pages are
pictures, the file is scanned and has no text. Text of a page is put together in `pdf_lines`.
"""

from __future__ import annotations

import ctypes
from typing import Literal, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from crawler.extract.encodings.syllables import is_vietnamese
from crawler.extract.files.pdf_furniture import without_furniture
from crawler.extract.files.pdf_lines import Line, page_lines
from crawler.extract.files.pdf_paragraphs import join_lines
from crawler.extract.files.sink import MAX_CHARACTERS, Sink, UnreadableError

MAX_PAGES = 1_500
MAX_OBJECTS = 20_000
"""Of one page; what a page is shows long before."""
COVERED = 0.5
"""Share of a page's area from which on its images make it a picture."""
STAMP = 250
"""Letters on a picture page up to which they are a stamp or watermark: a digital signature's note has 200."""
FEW = 5
"""The file is scanned if it has that many times more picture pages than pages of text."""
TAIL = 2_048
"""Bytes in which the end of a whole file is marked."""
INVISIBLE = pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE
SAMPLES = 12
"""Letters of a page that are asked whether they are visible."""

PageKind = Literal["text", "picture", "blank"]


class Objects(NamedTuple):
    """What is drawn on a page."""

    covered: float
    """Area of its images as a share of the page, 0 to 1."""
    drawn: bool
    """True if there is anything besides text: images, lines, shadings."""


Box = tuple[float, float, float, float]
"""Left, bottom, right, top, in points."""


def _area(item: ctypes.c_void_p, page: Box) -> float:
    """Return the part of a page's area that an object covers, in square points."""
    edges = [ctypes.c_float() for _ in range(4)]
    if not pdfium_c.FPDFPageObj_GetBounds(item, *map(ctypes.byref, edges)):
        return 0.0
    left, bottom, right, top = (edge.value for edge in edges)
    return max(0.0, min(right, page[2]) - max(left, page[0])) * max(0.0, min(top, page[3]) - max(bottom, page[1]))


def _holds_image(form: ctypes.c_void_p) -> bool:
    """Return True if a form object (a drawing used as one piece) holds an image; looks two levels deep."""
    waiting = [(form, 0)]
    seen = 0
    while waiting and seen < 1_000:
        item, depth = waiting.pop()
        for number in range(min(pdfium_c.FPDFFormObj_CountObjects(item), 200)):
            inner = pdfium_c.FPDFFormObj_GetObject(item, number)
            kind = pdfium_c.FPDFPageObj_GetType(inner)
            seen += 1
            if kind == pdfium_c.FPDF_PAGEOBJ_IMAGE:
                return True
            if kind == pdfium_c.FPDF_PAGEOBJ_FORM and depth < 2:
                waiting.append((inner, depth + 1))
    return False


def _objects(page: pdfium.PdfPage) -> Objects:
    """Return what is drawn on a page."""
    box = page.get_mediabox()
    area = max(1.0, (box[2] - box[0]) * (box[3] - box[1]))
    covered, drawn = 0.0, False
    for number in range(min(pdfium_c.FPDFPage_CountObjects(page), MAX_OBJECTS)):
        item = pdfium_c.FPDFPage_GetObject(page, number)
        kind = pdfium_c.FPDFPageObj_GetType(item)
        drawn = drawn or kind != pdfium_c.FPDF_PAGEOBJ_TEXT
        if kind == pdfium_c.FPDF_PAGEOBJ_IMAGE or (kind == pdfium_c.FPDF_PAGEOBJ_FORM and _holds_image(item)):
            covered += _area(item, box)
    return Objects(min(1.0, covered / area), drawn)


def _is_hidden(text_page: pdfium.PdfTextPage) -> bool:
    """Return True if the letters of a page are invisible, as those of a scanner's text layer."""
    count = pdfium_c.FPDFText_CountChars(text_page)
    modes = []
    for number in range(0, count, max(1, count // SAMPLES)):
        item = pdfium_c.FPDFText_GetTextObject(text_page, number)
        if item:
            modes.append(pdfium_c.FPDFTextObj_GetTextRenderMode(item))
    return bool(modes) and modes.count(INVISIBLE) * 2 > len(modes)


def _kind(page: pdfium.PdfPage, text_page: pdfium.PdfTextPage, lines: list[Line]) -> PageKind:
    text = " ".join(line.text for line in lines)
    letters = sum(map(str.isalnum, text))
    hidden = bool(letters) and _is_hidden(text_page)
    objects = _objects(page)
    if objects.covered >= COVERED:
        reads_well = is_vietnamese(text) if hidden else letters > STAMP
        return "text" if reads_well else "picture"
    if letters and not hidden:
        return "text"
    if hidden:
        return "text" if is_vietnamese(text) else "picture"
    return "picture" if objects.drawn else "blank"


def _open(body: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(body)
    except pdfium.PdfiumError as error:
        reason = "needs a password" if "assword" in str(error) else f"damaged: {error}"
        raise UnreadableError(reason) from error


def read(body: bytes, sink: Sink) -> None:
    """Put the text of a PDF into the sink. Raises: UnreadableError."""
    document = _open(body)
    try:
        _read_pages(document, sink, is_cut=b"%%EOF" not in body[-TAIL:])
    finally:
        document.close()


def _read_pages(document: pdfium.PdfDocument, sink: Sink, *, is_cut: bool) -> None:
    """Read page by page; what the pages are decides about the file at the end."""
    total = len(document)
    kinds: list[PageKind] = []
    pages: list[tuple[int, list[Line]]] = []
    letters = 0
    for number in range(min(total, MAX_PAGES)):
        if letters > MAX_CHARACTERS:
            break
        sink.tick()
        kind, lines = _read_page(document, number, sink.fonts)
        kinds.append(kind)
        if kind == "text":
            pages.append((number + 1, lines))
            letters += sum(len(line.text) for line in lines)
    pictures = kinds.count("picture")
    if pictures > FEW * len(pages):
        sink.is_scanned = True
        sink.incomplete = (
            f"{pictures} of {total} pages are pictures; the text of the others is left out" if pages else None
        )
    elif pictures:
        sink.incomplete = f"{pictures} of {total} pages are pictures"
    elif len(kinds) < total:
        sink.incomplete = f"{total} pages; {len(kinds)} are read"
    elif is_cut:
        sink.incomplete = "the end of the file is missing"
    join_lines(without_furniture(pages), sink)


def _read_page(document: pdfium.PdfDocument, number: int, fonts: set[str]) -> tuple[PageKind, list[Line]]:
    try:
        page = document[number]
        text_page = page.get_textpage()
    except pdfium.PdfiumError as error:
        raise UnreadableError(f"page {number + 1} is damaged: {error}") from error
    try:
        lines = page_lines(text_page, fonts)
        return _kind(page, text_page, lines), lines
    finally:
        text_page.close()
        page.close()
