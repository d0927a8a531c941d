"""A page that lists official documents: its rows, and whether they are what the page is about.

A row is as much of a document as the list itself says. It is no article; its own page, where it has one, says more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from crawler.extract.document_pages.blocks import find_block_rows
from crawler.extract.document_pages.days import DAY_FIELDS, order_of
from crawler.extract.document_pages.labels import DOCUMENT_PATH
from crawler.extract.document_pages.rows import Listed, Row, keyed, list_address, read_row
from crawler.extract.document_pages.tables import find_table_rows
from crawler.extract.markup.tree import text_of
from crawler.extract.numbers.home import find_home
from crawler.extract.sheet import Sheet
from crawler.extract.text import fold
from crawler.items import Document, ListingItem

MIN_ROWS = 2
"""Rows from which a page that no rule speaks of can be a list of documents."""
MENU = 0.9
"""Share of links from which a block is a menu's."""
DOCUMENTS = re.compile(
    r"^(?:he thong |tra cuu |danh (?:sach|muc) |kho )?(?:van ban|cong van)\b(?!.{0,20} (?:so|ngay) )"
)
"""Titles of lists of documents, folded."""
BYLINE = re.compile(r"\bngay (?:dang|viet|xuat ban|dang tai)\b|\bdang (?:ngay|luc)\b|\bluot (?:xem|doc)\b")
"""What articles say above their text, which may be a table of documents."""
LONGEST_BYLINE = 200
MIN_PROSE = 400
"""Characters of running text that may stand beside the rows of a list."""
MASS = 0.4
"""Share of the page's text, menus and side lists left out, that the rows of such a page have."""


@dataclass(frozen=True, slots=True)
class DocumentList:
    """The documents that a page lists."""

    rows: tuple[Listed, ...] = ()
    is_main: bool = False
    """True if the list is the mass of the page."""

    @property
    def documents(self) -> tuple[Document, ...]:
        """Return the documents in page order."""
        return tuple(row.document for row in self.rows)

    @property
    def items(self) -> tuple[ListingItem, ...]:
        """Return the documents that have pages of their own, as items of a list."""
        return tuple(
            ListingItem(url=document.url, fetch_url=url, title=document.abstract or document.number)
            for document, url in self.rows
            if url is not None
        )


def read_document_list(sheet: Sheet) -> DocumentList:
    """Return the documents that the page lists in a table or in blocks; an empty list for any other page."""
    rows = find_table_rows(sheet) or find_block_rows(sheet)
    if not rows:
        return DocumentList()
    list_url, home = list_address(sheet), find_home(sheet.portal, sheet.base, "")
    printed = (row.values.get(field, "") for row in rows for field in DAY_FIELDS)
    order = order_of(printed) or sheet.portal.date_order
    found: dict[str, Listed] = {}
    for row in rows:
        listed = read_row(row, sheet, list_url, home, order)
        if listed.document.url in found and listed.document != found[listed.document.url].document:
            # Two documents behind one link: each is kept under a key of its own.
            listed = Listed(replace(listed.document, url=keyed(list_url, row.values)), None)
        found.setdefault(listed.document.url, listed)
    return DocumentList(tuple(found.values()), is_main=_is_main(rows, list(found.values()), sheet))


def _is_main(rows: list[Row], listed: list[Listed], sheet: Sheet) -> bool:
    """Return True if the rows lead somewhere and are most of what the page says.

    Under headings that only documents have, on a page that says it is of documents, rows may be few and lead nowhere.
    """
    size = sum(len(text_of(row.element)) for row in rows)
    if rows[0].headed and _says_documents(sheet) and _is_bare(size, sheet):
        return True
    leading = sum(row.fetch_url is not None or bool(row.document.attachments) for row in listed)
    if len(rows) < MIN_ROWS or 2 * leading < len(rows):
        return False
    own = (block for block in sheet.blocks if block.link_share <= MENU and not sheet.in_aside(block.element))
    total = sum(len(block.text) for block in own)
    return size >= MASS * total


def _says_documents(sheet: Sheet) -> bool:
    return bool(DOCUMENT_PATH.search(sheet.base) or DOCUMENTS.search(fold(sheet.head_title or "")))


def _is_bare(listed: int, sheet: Sheet) -> bool:
    """Return True if a page has no byline, and beside its rows of `listed` characters little running text."""
    own = [block for block in sheet.blocks if block.kind != "table" and not sheet.in_aside(block.element)]
    if any(len(block.text) <= LONGEST_BYLINE and BYLINE.search(block.folded) for block in own):
        return False
    return sum(len(block.text) for block in own if block.is_prose) <= max(listed, MIN_PROSE)
