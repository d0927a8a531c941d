"""Print views and bare copies of a page, and which page they are copies of.

The original is what the copy's own `rel=canonical` names or, without one, its address without what makes it a copy:
NukeViet `/savefile/` and `/print/` (`/vi/news/savefile/Cat/slug-1.html`), Joomla `?tmpl=component&print=1`, Liferay
`p_p_state=pop_up`, WordPress `/slug/print/` and `/slug/amp/`, DotNetNuke `?dnnprintmode=true`. Where the address is
only a number (`PrintItem.aspx?ContentID=135634`, `/bm/print/8074`) the copy does not say, unless it links to a page
under the same number.
"""

from __future__ import annotations

import re
from typing import cast
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from lxml import etree
from lxml.html import HtmlElement

from crawler.extract.sheet import Sheet
from crawler.urls import canonical_url, is_on, resolve

_SEGMENT = (
    r"savefile|print|amp|in-?(?:bai(?:-?viet)?|trang|tin(?:-?tuc)?|noi-?dung)|(?:xem-?)?ban-?in|printer(?:-?friendly)?"
    r"|print-?(?:view|preview|version|article|news|item|page|content)"
)
SEGMENT = re.compile(rf"/(?:{_SEGMENT})(?=/|$)", re.I)
FILE = re.compile(rf"/(?:in|{_SEGMENT})\.(?:aspx|php|jsp|html?)(?=/|$)", re.I)
PARAMETERS = re.compile(
    r"^(?:print|printer|printview|dnnprintmode|amp|in|tmpl|layout|format|p_p_state|isprint|mode|view|task|op|act|action)$",
    re.I,
)
PRINT_VALUE = re.compile(
    r"^(?:component|print(?:able|page|news|view)?|savefile|pop_up|exclusive|printer|default_print|preview|(?:print|savefile)/.*)$",
    re.I,
)
ALWAYS = frozenset(("print", "printer", "printview", "dnnprintmode", "isprint", "amp", "in"))
CANONICAL = etree.XPath("//link[translate(@rel,'CANOIL','canoil')='canonical'][@href]")
NUMBER = re.compile(r"\d{3,}")


def _is_print(key: str, value: str) -> bool:
    """Return True if a parameter asks for the print view."""
    name = key.lower()
    if not PARAMETERS.match(name):
        return False
    if name == "in":
        return value.lower() in ("1", "true")
    if name in ALWAYS:
        return value.lower() not in ("", "0", "false", "no")
    return bool(PRINT_VALUE.match(value))


def is_copy(url: str) -> bool:
    """Return True if the address is that of a print view or another bare copy."""
    parts = urlsplit(url)
    if SEGMENT.search(parts.path) or FILE.search(parts.path):
        return True
    return any(_is_print(key, value) for key, value in parse_qsl(parts.query))


def _without_mark(url: str) -> str | None:
    """Return the address without what makes it a copy; None if nothing is left that names a page."""
    parts = urlsplit(url)
    if FILE.search(parts.path):
        return None
    path = SEGMENT.sub("", parts.path)
    pairs = [(key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if not _is_print(key, value)]
    tail = path.rstrip("/").rsplit("/", 1)[-1]
    bare_number = path != parts.path and NUMBER.sub("", tail).strip(".-_") in ("", "html", "htm", "aspx")
    if bare_number or (path.strip("/") == "" and not pairs):
        return None
    return urlunsplit((parts.scheme, parts.netloc, path or "/", urlencode(pairs), ""))


def named_original(sheet: Sheet) -> str | None:
    """Return the address that the page's `rel=canonical` names, if it is another page of the portal and no copy."""
    for element in cast("list[HtmlElement]", CANONICAL(sheet.root))[:1]:
        url = resolve(sheet.base, element.get("href") or "")
        deep = url is not None and urlsplit(url).path.strip("/") != ""
        if url and deep and is_on(sheet.portal, url) and not is_copy(url):
            return url
    return None


def _linked(sheet: Sheet) -> str | None:
    """Return the one page that the copy links to under a number of its own address."""
    numbers = set(NUMBER.findall(sheet.base))
    found = {
        anchor.url
        for anchor in sheet.anchors
        if is_on(sheet.portal, anchor.url) and not is_copy(anchor.url) and numbers & set(NUMBER.findall(anchor.url))
    }
    return found.pop() if len({canonical_url(url, sheet.portal) for url in found}) == 1 else None


def original_of(sheet: Sheet) -> str | None:
    """Return the absolute address of the page that a copy shows; None if the copy does not say."""
    return named_original(sheet) or _without_mark(sheet.base) or _linked(sheet)
