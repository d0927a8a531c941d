"""Files made for tests: PDF with and without pictures, zipped XML, and text in the encodings before Unicode."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from crawler.demo.files import FONT, make_pdf
from crawler.extract.encodings.legacy_tables import TCVN3, VNI

FILES = Path(__file__).parent / "files"
"""Files that LibreOffice 7.4 made of the `.fodt` and `.fods` beside them."""
PROSE = (
    "Thực hiện chủ trương của Đảng về công tác dân vận, những năm qua, công tác dân vận của quận luôn bám sát nhiệm vụ "
    "chính trị; nhận thức về vị trí, vai trò công tác dân vận, trách nhiệm của các tổ chức trong hệ thống chính trị, "
    "cán bộ, đảng viên, nhất là người đứng đầu được nâng lên. Hệ thống dân vận được kiện toàn đồng bộ ở các cấp."
)
MARKED = re.compile("[^\x00-\x7fĂÂÊÔƠƯĐ]")
TO_TCVN3 = {letter: code for code, letter in TCVN3.items()}
TO_VNI = {letter: code for code, letter in reversed(VNI.items())}


def sentence_case(text: str) -> str:
    """Return text whose capitals TCVN3 can write: those with a tone become small."""
    return MARKED.sub(lambda letter: letter[0].lower(), unicodedata.normalize("NFC", text))


def in_tcvn3(text: str) -> str:
    return "".join(TO_TCVN3.get(letter, letter) for letter in sentence_case(text))


def in_vni(text: str) -> str:
    return "".join(TO_VNI.get(letter, letter) for letter in unicodedata.normalize("NFC", text))


@dataclass(frozen=True)
class PdfPage:
    """A page: a picture over all of it, and lines of text in a rendering mode (3 is invisible)."""

    picture: bool = False
    lines: tuple[str, ...] = ()
    mode: int = 0


def wrapped(text: str, words: int = 12) -> tuple[str, ...]:
    parts = text.split()
    return tuple(" ".join(parts[start : start + words]) for start in range(0, len(parts), words))


def pdf_of(*pages: PdfPage, password: str | None = None) -> bytes:
    """Return a PDF of these pages."""
    make_pdf("", [])  # Registers the font.
    buffer = BytesIO()
    encryption = StandardEncryption(password) if password else None
    canvas = Canvas(buffer, pagesize=A4, invariant=1, encrypt=encryption)
    picture = ImageReader(Image.new("RGB", (60, 84), (210, 205, 190)))
    for page in pages:
        if page.picture:
            canvas.drawImage(picture, 0, 0, *A4)
        text = canvas.beginText(60, 780)
        text.setFont(FONT, 11)
        text.setTextRenderMode(page.mode)
        for line in page.lines:
            text.textLine(line)
        canvas.drawText(text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def pdf_with_two_fonts(line: str) -> bytes:
    """Return a PDF whose Vietnamese letters come from a second font and are drawn after the rest of their line."""
    make_pdf("", [])
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    canvas.setFont(FONT, 11)
    places = [(60 + pdfmetrics.stringWidth(line[:place], FONT, 11), letter) for place, letter in enumerate(line)]
    for wanted in (str.isascii, lambda letter: not letter.isascii()):
        for x, letter in places:
            if wanted(letter):
                canvas.drawString(x, 700, letter)
    canvas.save()
    return buffer.getvalue()


def zip_of(parts: dict[str, str | bytes]) -> bytes:
    """Return a zip archive, the parts in this order."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def docx_of(body: str, **parts: str) -> bytes:
    """Return a DOCX with this XML as its body; `parts` are others of its folder, without `.xml`."""
    head = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    others: dict[str, str | bytes] = {f"word/{name}.xml": content for name, content in parts.items()}
    return zip_of({"word/document.xml": f"{head}{body}</w:body></w:document>", **others})


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def xlsx_of(rows: str, **parts: str) -> bytes:
    """Return an XLSX of one sheet with this XML as its rows."""
    return zip_of(
        {
            "xl/workbook.xml": '<workbook><sheets><sheet name="Tờ 1" id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": '<r><Relationship Id="r1" Target="worksheets/sheet1.xml"/></r>',
            **{f"xl/{name}.xml": text for name, text in parts.items()},
            "xl/worksheets/sheet1.xml": f"<worksheet><sheetData>{rows}</sheetData></worksheet>",
        }
    )
