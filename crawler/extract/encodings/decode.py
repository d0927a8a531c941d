"""Bytes -> text: which encoding a page is in.

Order of trust: byte order mark; UTF-8 where the bytes prove it; the zeros of UTF-16; UTF-8 with a few broken bytes,
which are replaced; what header or `<meta>` declare, unless the words are clearly Vietnamese in another encoding and not
in that one; charset-normalizer. UTF-8 that was encoded twice is undone. Normalisation to NFC comes later, in `text.py`,
TCVN3 and VNI in `legacy_page.py`: their bytes are read as windows-1252 here.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from typing import NamedTuple

from crawler.extract.encodings.legacy import convert
from crawler.extract.encodings.mojibake import repair
from crawler.extract.encodings.syllables import Score, score

BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
META = re.compile(rb"<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.I)
HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.I)
HEAD = 4_096
"""Bytes in which a `<meta>` may declare an encoding, generously."""
TAG = re.compile(rb"<[^<>]*>")
SAMPLE = 16_384
GUESSES = ["utf_8", "cp1258", "cp1252", "utf_16"]
LATIN_1 = ("iso8859-1", "latin-1", "ascii")
"""What is called so is windows-1252. Source: WHATWG Encoding Standard, names and labels."""
REPLACED = "\ufffd"
GOOD_PER_BAD = 3
"""Letters that are right UTF-8, for each byte that is not, from which on a page is UTF-8 with broken bytes."""
SURE, ENOUGH = 0.9, 8
"""Share of syllables, and number of words with marks, from which on a text is Vietnamese."""
UNSURE = 0.6


class Decoded(NamedTuple):
    """A page as text."""

    text: str
    encoding: str
    lossy: bool
    """True if some bytes could not be read and were replaced by U+FFFD."""
    garbled: bool = False
    """True if text seems to be UTF-8 encoded twice and could not be repaired with certainty."""
    is_body: bool = False
    """True if the body as it came is this text in UTF-8."""


def _known(name: str | None) -> str | None:
    """Return Python's name of an encoding, None if it has none or it is no encoding of text."""
    try:
        info = codecs.lookup(name) if name else None
    except (LookupError, ValueError):
        return None
    if info is None or not info._is_text_encoding or info.name.startswith(("utf-16", "utf-32", "utf-7")):
        return None  # A page whose declaration can be read as ASCII is none of these.
    return "cp1252" if info.name in LATIN_1 else info.name


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


def _utf_16(body: bytes) -> str | None:
    """Return the kind of UTF-16 that a page without a mark is in: every other byte of its tags is zero."""
    even, odd = body[0:1_000:2].count(0), body[1:1_000:2].count(0)
    half = len(body[:1_000]) // 2
    if min(even, odd) * 20 > half or max(even, odd) * 3 < half or half < 8:
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def _words(body: bytes) -> bytes:
    """Return a sample of the page's words from where they stop being ASCII."""
    words = b" ".join(TAG.sub(b" ", body[: 32 * SAMPLE]).split())
    first = re.search(rb"[\x80-\xff]", words)
    start = max(0, first.start() - 200) if first else 0
    return words[start : start + SAMPLE]


def _score(sample: bytes, encoding: str) -> Score:
    return score(unicodedata.normalize("NFC", sample.decode(encoding, "replace")))


def _is_legacy(sample: bytes) -> bool:
    """Return True if the words are in TCVN3 or VNI."""
    return convert([sample.decode("latin-1")]).encoding is not None


def _proved(sample: bytes) -> str | None:
    """Return the encoding in which the words are Vietnamese beyond doubt, None if there is none."""
    found = _score(sample, "cp1258")
    if found.marked >= ENOUGH and found.share >= SURE:
        return "cp1258"
    return "cp1252" if _is_legacy(sample) else None


def _guess(sample: bytes) -> str | None:
    """Return what charset-normalizer says. It is loaded here, because few pages need it."""
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_isolation=GUESSES).best()
    return best.encoding if best else None


def decode(body: bytes, content_type: str | None) -> Decoded:
    """Return the page's text; bytes that fit no encoding are replaced and `lossy` is set."""
    for mark, encoding in BOMS:
        if body.startswith(mark) and (text := _strict(body, encoding)) is not None:
            return _repaired(text, encoding)
    as_utf8 = _strict(body, "utf-8")
    if as_utf8 is not None and "\x00" not in as_utf8[:64]:
        return _repaired(as_utf8, "utf-8")
    wide = _utf_16(body)
    if wide is not None:
        text = body.decode(wide, "replace")
        return Decoded(text, wide, lossy=REPLACED in text)
    if as_utf8 is not None:
        return _repaired(as_utf8, "utf-8")
    return _decode_others(body, _declared(body, content_type))


def _repaired(text: str, encoding: str) -> Decoded:
    repaired = repair(text)
    as_it_came = repaired.text is text and encoding == "utf-8"
    return Decoded(repaired.text, encoding, lossy=False, garbled=repaired.garbled, is_body=as_it_came)


def _decode_others(body: bytes, declared: list[str]) -> Decoded:
    """Return the text of a page that is not, or not wholly, UTF-8."""
    names_utf8 = "utf-8" in declared
    text = body.decode("utf-8", "replace")
    broken = text.count(REPLACED) - body.count(REPLACED.encode())
    good = len(text) - len(text.encode("ascii", "ignore")) - broken
    if broken * (2 if names_utf8 else GOOD_PER_BAD) <= good or (names_utf8 and broken < ENOUGH):
        return Decoded(text.removeprefix("\ufeff"), "utf-8", lossy=True)
    sample = _words(body)
    named = next((name for name in declared if name != "utf-8"), None)
    if named is None or _is_doubtful(sample, named):
        named = _proved(sample) or named or (None if names_utf8 else _guess(sample))
    return _decode_as(body, named or ("utf-8" if names_utf8 else "cp1252"))


def _is_doubtful(sample: bytes, declared: str) -> bool:
    """Return True if the words, read as declared, have marks and are not Vietnamese."""
    found = _score(sample, declared)
    return found.marked >= ENOUGH and found.share <= UNSURE


def _decode_as(body: bytes, encoding: str) -> Decoded:
    """Return the text in an encoding; in windows-1252 the five bytes that it leaves open are kept."""
    text = _strict(body, encoding)
    if text is None and encoding == "cp1252":
        text = _strict(body, "latin-1")
    if text is not None:
        return Decoded(text, encoding, lossy=False)
    return Decoded(body.decode(encoding, "replace"), encoding, lossy=True)
