"""One row of a list of documents: its printed values and its element -> the `Document`, its address and its files."""

from __future__ import annotations

import hashlib
import re
from typing import NamedTuple, cast
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from lxml import etree
from lxml.html import HtmlElement

from crawler.extract.attachments import find_attachments, is_file
from crawler.extract.document_pages.days import apart_from_day
from crawler.extract.document_pages.facts import make_document
from crawler.extract.markup.tree import text_of
from crawler.extract.numbers.home import Home
from crawler.extract.sheet import NOT_ADDRESS, Sheet, absolute
from crawler.extract.text import clean, fold
from crawler.items import DateOrder, Document
from crawler.urls import address, canonical_url

LINKS = etree.XPath(".//a[@href]")
DETAIL = re.compile(r"^\W*(?:xem )?(?:chi tiet|xem|noi dung|toan van)(?: van ban)?\W*$")
PAGE_NAMES = re.compile(r"(?:_cur|^page|^trang|^p|^pageindex|_delta|resetcur)$", re.I)
PAGE_IN_PATH = re.compile(r"/(?:page|trang)[-/]\d{1,6}(?=/|$)", re.I)
MAX_LINKS = 40


class Row(NamedTuple):
    """What a list prints of one document."""

    values: dict[str, str]
    element: HtmlElement
    headed: bool = False
    """True if headings that only documents have say what its values are."""


class Listed(NamedTuple):
    """A document of a list, and where its own page lies."""

    document: Document
    fetch_url: str | None
    """Absolute address of its own page; None if the list leads to none."""


def list_address(sheet: Sheet) -> str:
    """Return the address of the list that a page belongs to, whatever the number of the page."""
    parts = urlsplit(canonical_url(sheet.base, sheet.portal))
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    query = [(name, value) for name, value in pairs if not PAGE_NAMES.search(name)]
    return urlunsplit(parts._replace(path=PAGE_IN_PATH.sub("", parts.path), query=urlencode(query), fragment=""))


def _detail(row: Row, sheet: Sheet) -> str | None:
    """Return the address of the row's own page: by the portal's rules, else what its number or abstract links to."""
    own, printed = canonical_url(sheet.base, sheet.portal), {row.values.get("number"), row.values.get("abstract")}
    second: list[str] = []
    for anchor in cast("list[HtmlElement]", LINKS(row.element))[:MAX_LINKS]:
        href = anchor.get("href") or ""
        url = None if NOT_ADDRESS.match(href) else absolute(sheet.base, href)
        if url is None or is_file(url, sheet) or canonical_url(url, sheet.portal) == own:
            continue
        if address(url, sheet.portal).kind == "document":
            return url
        text = text_of(anchor) or clean(anchor.get("title") or "")
        if text and text in printed:
            second.insert(0, url)
        elif DETAIL.match(fold(text)):
            second.append(url)
    return second[0] if second else None


def read_row(row: Row, sheet: Sheet, list_url: str, home: Home, order: DateOrder | None = None) -> Listed:
    """Return the document of a row, on a page whose dates have what `order` says first.

    Its address is that of its own page, else of its first file, else the list's with a key that does not change.
    """
    fetch_url = _detail(row, sheet)
    files = tuple(one for one in find_attachments(row.element, lambda _: False, sheet) if one.role == "file")
    if fetch_url is not None:
        url = canonical_url(fetch_url, sheet.portal)
    else:
        url = files[0].url if files else keyed(list_url, row.values)
    return Listed(make_document(url, apart_from_day(row.values), files, home, order), fetch_url)


def keyed(list_url: str, values: dict[str, str]) -> str:
    """Return the list's address with a fragment made of what names a row: number, day and abstract."""
    named = "\n".join(values.get(name, "") for name in ("number", "issued_on", "abstract"))
    return f"{list_url}#{hashlib.sha256(fold(named).encode()).hexdigest()[:16]}"
