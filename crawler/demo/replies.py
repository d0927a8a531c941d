"""What the server answers: a `Reply`, and how text becomes its bytes in the codings that real portals send."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache

from crawler.demo.articles import Coding

HTML = "text/html;charset=UTF-8"
TONES = "\u0300\u0301\u0303\u0309\u0323"
LETTERS = "aăâeêioôơuưy"


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer before faults and content coding."""

    status: int
    content_type: str
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()
    kind: str = "other"
    """For the statistics: article, listing, document, document_list, home, attachment, picture, robots, sitemap, …"""


def html_reply(page: str, *, status: int = 200, kind: str = "other") -> Reply:
    """Return a page in UTF-8, as most are."""
    return Reply(status, HTML, page.encode(), kind=kind)


def redirect(location: str) -> Reply:
    """Return a redirect."""
    return Reply(302, HTML, b"", (("Location", location),), "redirect")


@cache
def _half_decomposed() -> dict[int, str]:
    """Return NFC letter -> base letter and combining tone, the only form that windows-1258 can write."""
    table = {}
    for letter in LETTERS + LETTERS.upper():
        for tone in TONES:
            table[ord(unicodedata.normalize("NFC", letter + tone))] = letter + tone
    return table


def declared_charset(coding: Coding) -> str | None:
    """Return what the page's own `meta` says; None where it says nothing."""
    return {"windows-1258": "windows-1258", "undeclared": None}.get(coding, "UTF-8")


def encode_page(page: str, coding: Coding) -> tuple[bytes, str]:
    """Return the bytes of a page and its Content-Type."""
    if coding == "windows-1258":
        text = page.translate(_half_decomposed())
        return text.encode("cp1258", errors="xmlcharrefreplace"), "text/html;charset=windows-1258"
    return page.encode(), HTML if coding in ("utf-8", "nfd") else "text/html"


def written(text: str, coding: Coding) -> str:
    """Return text in the Unicode form of the page that it stands on."""
    return unicodedata.normalize("NFD", text) if coding == "nfd" else text
