"""Bytes -> text: which encoding a page is in.

Order: byte order mark; UTF-8 where the bytes prove it; what header or `<meta>` declare; charset-normalizer on the
non-ASCII part. Normalisation to NFC comes later, in `text.py` (windows-1258 decodes to a third form).
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from charset_normalizer import from_bytes

BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
META = re.compile(rb"<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.I)
HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.I)
HEAD = 4_096
"""Bytes in which a `<meta>` may declare an encoding, generously."""
TAG = re.compile(rb"<[^>]*>")
SAMPLE = 16_384
GUESSES = ["utf_8", "cp1258", "cp1252", "utf_16"]
VIETNAMESE = re.compile("[ăđơưĂĐƠƯ\u0300\u0301\u0303\u0309\u0323\u1ea0-\u1ef9]")


class Decoded(NamedTuple):
    """A page as text."""

    text: str
    encoding: str
    lossy: bool
    """True if some bytes could not be read and were replaced by U+FFFD."""


def _known(name: str | None) -> str | None:
    """Return Python's name of an encoding, None if it has none or it is no encoding of text."""
    try:
        info = codecs.lookup(name) if name else None
    except (LookupError, ValueError):
        return None
    return info.name if info is not None and info._is_text_encoding else None


def _declared(body: bytes, content_type: str | None) -> list[str]:
    """Return the encodings that header and page name, in that order."""
    header = HEADER.search(content_type or "")
    meta = META.search(body, 0, HEAD)
    names = [header[1] if header else None, meta[1].decode("ascii", "replace") if meta else None]
    return [known for name in names if (known := _known(name))]


def _strict(body: bytes, encoding: str) -> str | None:
    try:
        return body.decode(encoding)
    except (UnicodeError, ValueError):
        return None


def _guess(body: bytes) -> str | None:
    """Return the encoding that charset-normalizer finds in the page's words, None if it finds none."""
    words = b" ".join(TAG.sub(b" ", body[: 32 * SAMPLE]).split())
    first = re.search(rb"[\x80-\xff]", words)
    start = max(0, first.start() - 200) if first else 0
    sample = words[start : start + SAMPLE]
    as_vietnamese = _strict(sample, "cp1258")
    if as_vietnamese and len(VIETNAMESE.findall(as_vietnamese)) > len(sample) // 100 + 3:
        return "cp1258"
    best = from_bytes(sample, cp_isolation=GUESSES).best()
    return best.encoding if best else None


def decode(body: bytes, content_type: str | None) -> Decoded:
    """Return the page's text; bytes that fit no encoding are replaced and `lossy` is set."""
    for mark, encoding in BOMS:
        if body.startswith(mark) and (text := _strict(body, encoding)) is not None:
            return Decoded(text, encoding, lossy=False)
    declared = _declared(body, content_type)
    as_utf8 = None if any(name.startswith("utf-16") for name in declared) else _strict(body, "utf-8")
    if as_utf8 is not None:
        return Decoded(as_utf8, "utf-8", lossy=False)
    for encoding in declared:
        if (text := _strict(body, encoding)) is not None:
            return Decoded(text, encoding, lossy=False)
    return _decode_undeclared(body, declared)


def _decode_undeclared(body: bytes, declared: list[str]) -> Decoded:
    """Return the page's text where no declared encoding fits all bytes."""
    guess = None if "utf-8" in declared else _guess(body)
    if guess and (text := _strict(body, guess)) is not None:
        return Decoded(text, guess, lossy=False)
    encoding = declared[0] if declared else "utf-8"
    return Decoded(body.decode(encoding, "replace"), encoding, lossy=True)
