"""Files that really are what they say: PDF and DOCX with text, PNG and JPEG; the same bytes always."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path

import docx
import font_roboto
from PIL import Image, ImageDraw
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from crawler.demo.addresses import file_owner, picture_number
from crawler.demo.articles import World
from crawler.demo.documents import FileFormat, document_paragraphs, file_ref, make_document
from crawler.demo.words import stream

FONT = "Roboto-Vietnamese"
MEDIA = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "png": "image/png",
    "jpeg": "image/jpeg",
}
MARGIN = 60
LINE = 16
"""Points."""
MOST_FILES = 50
"""Files that one article can have, tests' edits included."""
ZIP_TIME = (2021, 1, 1, 0, 0, 0)


@cache
def _register_font() -> str:
    folder = Path(font_roboto.__file__).parent / "files"
    pdfmetrics.registerFont(TTFont(FONT, str(folder / "Roboto-Regular.ttf")))
    return FONT


def make_pdf(title: str, paragraphs: list[str]) -> bytes:
    """Return a PDF with these paragraphs; `invariant` keeps times and ids out of it."""
    buffer = BytesIO()
    font = _register_font()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    canvas.setTitle(title)
    height = A4[1] - MARGIN
    canvas.setFont(font, 11)
    for paragraph in paragraphs:
        for line in [*simpleSplit(paragraph, font, 11, A4[0] - 2 * MARGIN), ""]:
            if height < MARGIN:
                canvas.showPage()
                canvas.setFont(font, 11)
                height = A4[1] - MARGIN
            canvas.drawString(MARGIN, height, line)
            height -= LINE
    canvas.save()
    return buffer.getvalue()


def make_docx(title: str, paragraphs: list[str]) -> bytes:
    """Return a DOCX with these paragraphs, the times in its archive set to a fixed day."""
    document = docx.Document()
    properties = document.core_properties
    properties.title, properties.author = title, "UBND quận Bến Mẫu"
    properties.created = properties.modified = datetime(2021, 1, 1, tzinfo=UTC).replace(tzinfo=None)
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    buffer = BytesIO()
    document.save(buffer)
    return _fixed_zip(buffer.getvalue())


def _fixed_zip(data: bytes) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as fixed:
        for name in source.namelist():
            info = zipfile.ZipInfo(name, ZIP_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            fixed.writestr(info, source.read(name))
    return target.getvalue()


@lru_cache(maxsize=64)
def file_bytes(world: World, uuid: str) -> tuple[bytes, FileFormat] | None:
    """Return an attached file by its uuid, or None if there is no such file."""
    owner = file_owner(uuid)
    if owner is None:
        return None
    kind, id_, ordinal = owner
    if kind == "document":
        document = make_document(world, id_)
        if ordinal >= len(document.files):
            return None
        format_ = document.files[ordinal].format
        return _file(document.abstract, document_paragraphs(world, document, ordinal), format_), format_
    if ordinal >= MOST_FILES:
        return None
    format_ = file_ref("article", id_, ordinal, "").format
    paragraphs = ["UBND QUẬN BẾN MẪU", f"Phụ lục {id_ + ordinal}", "Kèm theo bản tin trên cổng thông tin điện tử."]
    return _file(f"Phụ lục {id_ + ordinal}", paragraphs, format_), format_


def _file(title: str, paragraphs: list[str], format_: FileFormat) -> bytes:
    return make_pdf(title, paragraphs) if format_ == "pdf" else make_docx(title, paragraphs)


@lru_cache(maxsize=256)
def picture_bytes(seed: int, image: int) -> tuple[bytes, str]:
    """Return picture `img_id` and its format: a few coloured shapes, different for each."""
    rng = stream(seed, "picture", image)
    picture = Image.new("RGB", (64, 48), tuple(rng.randrange(120, 256) for _ in range(3)))
    drawing = ImageDraw.Draw(picture)
    for _ in range(4):
        x, y = rng.randrange(50), rng.randrange(36)
        colour = tuple(rng.randrange(256) for _ in range(3))
        drawing.ellipse((x, y, x + rng.randrange(6, 24), y + rng.randrange(6, 24)), fill=colour)
    format_ = "png" if picture_number(image) % 2 else "jpeg"
    buffer = BytesIO()
    picture.save(buffer, format_.upper())
    return buffer.getvalue(), format_
