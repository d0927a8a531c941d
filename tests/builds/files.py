"""Files of the six portals: a small real PDF, a small real PNG."""

# ruff: noqa: E501 - templates keep the lines that the page has

from __future__ import annotations

import re
import zlib
from struct import pack

from tests.builds.messages import Reply

FILE_NAME = re.compile(r"/(phu-luc|van-ban|anh)-(\d{1,6})\.(pdf|png)$")


def file_reply(path: str) -> Reply | None:
    """Return the file at the end of a path, or None if it names none."""
    found = FILE_NAME.search(path)
    if found is None:
        return None
    if found[3] == "png":
        return Reply("file", make_png(int(found[2])), "image/png")
    return Reply("file", make_pdf(f"{found[1]} so {found[2]}"), "application/pdf")


def make_png(number: int) -> bytes:
    """Return a picture of one colour, 32 pixels square."""
    row = b"\x00" + bytes(((number * 37) % 256, (number * 91) % 256, 120)) * 32

    def chunk(kind: bytes, data: bytes) -> bytes:
        return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", pack(">IIBBBBB", 32, 32, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(row * 32)) + chunk(b"IEND", b"")


def make_pdf(line: str) -> bytes:
    """Return a PDF of one page with one line of ASCII text."""
    text = f"BT /F1 14 Tf 72 760 Td (UBND huyen: {line}) Tj ET".encode("ascii")
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"xref\n0 6\n0000000000 65535 f \n%strailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        table,
        len(out),
    )
