"""`Xem thêm` under a list, and the address that its script asks for, where an attribute of the button says it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import cast

from lxml import etree, html
from lxml.html import HtmlElement

from crawler.extract.text import fold

MORE = re.compile(r"^\W*(?:xem|tai|hien thi|doc) them(?: tin| bai viet)?\W*$|^\W*(?:load|view|show) more\W*$")
"""What says `next` under a list and `go on reading` under a teaser: only the address tells."""
NEXT_NAMES = ("data-next-url", "data-next-page-url", "data-load-more-url", "data-more-url")
"""Attributes that say by their name what they hold."""
NAMES = (
    *NEXT_NAMES,
    "data-url",
    "data-href",
    "data-next",
    "data-next-page",
    "data-load-url",
    "data-ajax-url",
    "hx-get",
)
ASKING = etree.XPath(f"//*[{' or '.join('@' + name for name in NAMES)}]")
SIGNS = (b"data-next", b"data-url", b"data-href", b"data-load", b"data-ajax", b"data-more", b"hx-get")
"""How their names begin in the bytes of a page; few pages have one."""
BUTTON = re.compile(rb"<button\b(?=[^<>]{0,1000}(?:data-|hx-get))[^<>]{1,1000}>.{0,300}?</button>", re.I | re.S)
ADDRESS = re.compile(r"(?:https?://|/|\?|\.{1,2}/|[\w-]+(?:/[\w.-]+)*(?:\.\w{2,5})?\?)\S")
CALLED = re.compile(r"(?:load|view|show|btn|button|read|see)[_-]?more|xem[_-]?them|more[_-]?(?:btn|button|news)", re.I)
PAGE = re.compile(r"\s*(?:#|javascript:|$)", re.I)
"""What a button links to that only its script gives a meaning."""
LONGEST = 2_000
LONGEST_WORDS = 24
MOST = 50


def more_address(element: HtmlElement) -> str | None:
    """Return the reference that the script of a button asks for the next rows, as printed; None for other elements."""
    if not PAGE.match(element.get("href") or ""):
        return None
    name = next((one for one in NAMES if element.get(one)), None)
    value = (element.get(name) or "").strip() if name is not None else ""
    if not ADDRESS.match(value) or len(value) > LONGEST:
        return None
    return value if name in NEXT_NAMES or _says_more(element) else None


def _says_more(element: HtmlElement) -> bool:
    """Return True if a button says so or, where it shows a picture alone, is called so."""
    words = " ".join("".join(cast("Iterator[str]", element.itertext())).split())
    named = not words and CALLED.search(f"{element.get('class') or ''} {element.get('id') or ''}")
    return bool(named) or (len(words) <= LONGEST_WORDS and bool(MORE.match(fold(words))))


def more_references(root: HtmlElement, source: bytes) -> list[tuple[HtmlElement, str]]:
    """Return the buttons of a page that bring more rows of its list, with what they ask for.

    Each `<button>` is read in the page's source: the tree holds what is text, and no forms.
    """
    if not any(sign in source for sign in SIGNS):
        return []
    asking = [*cast("list[HtmlElement]", ASKING(root))[: 4 * MOST], *_buttons(source)]
    return [(one, value) for one in asking if (value := more_address(one)) is not None][:MOST]


def _buttons(source: bytes) -> Iterator[HtmlElement]:
    """Yield the buttons of a page's source that may ask for something, each as a tree of its own."""
    for found in islice(BUTTON.finditer(source), 4 * MOST):
        parser = html.HTMLParser(encoding="utf-8")
        yield from html.document_fromstring(found[0].replace(b"\x00", b""), parser=parser).iter("button")
