"""What a captured file is: by its content, whatever its name or the server says."""

from __future__ import annotations

import re
from typing import Literal

from crawler.extract.files.sink import MAX_FILE, UnreadableError
from crawler.extract.files.xml_parts import head_of, open_zip

FileKind = Literal[
    "pdf", "docx", "xlsx", "pptx", "odf", "doc", "xls", "rtf", "plain", "csv", "page", "empty", "no_text", "unknown"
]
"""A format that is read, `page` HTML, `no_text` pictures, sound, films and archives."""
NO_TEXT_MAGIC = re.compile(
    rb"\x89PNG|\xff\xd8\xff|GIF8|BM.{4}\x00\x00\x00\x00|II\*\x00|MM\x00\*|RIFF|\x00\x00\x01\x00|8BPS|%!PS|"
    rb"ID3|\xff[\xfb\xf3\xf2\xfa]|OggS|fLaC|FLV|FWS|CWS|\x1aE\xdf\xa3|.{4}ftyp|0&\xb2u|\x00\x00\x01[\xba\xb3]|MThd|"
    rb"Rar!|7z\xbc\xaf|\x1f\x8b|BZh|\xfd7zXZ|MSCF",
    re.S,
)
"""Beginnings of pictures, sound, films and archives."""
NO_TEXT_MIMES = ("image/", "audio/", "video/", "font/")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PDF_HEAD = 1_024
"""Bytes in which `%PDF-` must come; some servers put a line of their own before it."""
PARTS: tuple[tuple[str, FileKind], ...] = (
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "xlsx"),
    ("ppt/presentation.xml", "pptx"),
)
STREAMS: tuple[tuple[str, FileKind], ...] = (("WordDocument", "doc"), ("Workbook", "xls"), ("Book", "xls"))
MARKUP = re.compile(rb"<(?:!doctype\s+html|html|head|body|title|div|p|table|script|meta)\b", re.I)
SVG = re.compile(rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,500}?-->\s*)?(?:<!DOCTYPE svg[^>]{0,300}>\s*)?<svg\b", re.S)
TEXT_MIMES: dict[str, FileKind] = {"text/csv": "csv", "application/csv": "csv", "text/plain": "plain"}
UNKNOWN_MIMES = frozenset(("application/octet-stream", "application/force-download", "application/x-download", ""))
BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
SNIFFED = 4_096


def file_kind(body: bytes, mime: str) -> FileKind:
    """Return what a file is. `mime` decides only among texts. Raises: UnreadableError, damaged or too large."""
    if len(body) > MAX_FILE:
        raise UnreadableError(f"{len(body)} bytes; at most {MAX_FILE} are read")
    head = body[:SNIFFED]
    if not head.strip(b"\x00 \r\n\t") and len(body) <= SNIFFED:
        return "no_text" if mime.startswith(NO_TEXT_MIMES) else "empty"
    if b"%PDF-" in head[:PDF_HEAD]:
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return _zip_kind(body)
    if head.startswith(OLE):
        return _ole_kind(body)
    if head.lstrip().startswith(b"{\\rtf"):
        return "rtf"
    if NO_TEXT_MAGIC.match(head) or SVG.match(head):
        return "no_text"
    return _text_kind(head, mime)


def _zip_kind(body: bytes) -> FileKind:
    """Return what a zip archive holds. An archive of files is no text."""
    with open_zip(body) as archive:
        names = archive.NameToInfo
        for part, kind in PARTS:
            if part in names:
                return kind
        if "mimetype" in names and b"application/vnd.oasis.opendocument" in head_of(archive, "mimetype"):
            return "odf"
        return "unknown" if "[Content_Types].xml" in names or "mimetype" in names else "no_text"


def _ole_kind(body: bytes) -> FileKind:
    """Return what an OLE file holds. Raises: UnreadableError for an encrypted one."""
    import olefile

    with olefile.OleFileIO(body) as ole:
        if ole.exists("EncryptedPackage"):
            raise UnreadableError("needs a password")
        known = next((kind for stream, kind in STREAMS if ole.exists(stream)), None)
        if known is None and (ole.parsing_issues or not ole.listdir()):
            raise UnreadableError("damaged: its directory cannot be read")
        return known or "unknown"


def _text_kind(head: bytes, mime: str) -> FileKind:
    """Return which text it is, as far as it is one."""
    is_wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    is_markup = head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith((b"<?xml", b"{", b"[")) and mime not in TEXT_MIMES
    if is_markup and b"<html" not in head.lower():
        return "unknown"
    if MARKUP.search(head):
        return "page"
    if BINARY.search(head) and not is_wide:
        return "no_text" if mime.startswith(NO_TEXT_MIMES) else "unknown"
    if mime in UNKNOWN_MIMES:
        return "plain"
    return TEXT_MIMES.get(mime, "unknown")


def shows_its_end(kind: FileKind, body: bytes) -> bool:
    """Return True if the file's own last bytes say that nothing is missing."""
    tail = body[-PDF_HEAD:]
    if kind == "pdf":
        return b"%%EOF" in tail
    if kind == "rtf":
        return tail.rstrip(b"\x00\r\n\t ").endswith(b"}")
    return kind in ("docx", "xlsx", "pptx", "odf", "no_text", "unknown")  # A zip archive has its index at the end.
