"""Official documents ("văn bản"): the labels and values of a detail page -> `Document`."""

from __future__ import annotations

import re

from crawler.extract.attachments import find_attachments
from crawler.extract.document_pages.abstracts import abstract_under_heading
from crawler.extract.document_pages.days import apart_from_day, read_day
from crawler.extract.document_pages.facts import make_document
from crawler.extract.document_pages.label_words import field_of
from crawler.extract.document_pages.labels import Found, cells_of
from crawler.extract.markup.tree import hints
from crawler.extract.numbers.home import find_home
from crawler.extract.sheet import Sheet
from crawler.items import Document

DOCUMENT_HEAD = re.compile(r"^[^\W\d_][^,\d]{1,40},\s*(?:ngày)\b", re.I)
"""`Hà Nội, ngày 28 tháng 11 năm 2013`."""
CODES = re.compile(r"/?[^\W\d_]{1,8}(?:[/-][^\W\d_]{1,12}){1,3}")
"""`KH-UBND`: a number without its digits."""
NAMELESS = re.compile(
    r"^(?P<type>Hiến pháp|Bộ luật|Luật|Pháp lệnh|Lệnh|Nghị quyết|Nghị định|Quyết định|Thông tư|Chỉ thị)"
    r" (?P<number>Không số|\d[\w./&-]*)$"
)
"""`Hiến pháp Không số`, `Nghị định 15/2020/NĐ-CP`: the name of a document as lists print it."""


def _head_date(sheet: Sheet) -> str | None:
    """Return the date in the head of a document's full text, where it is the only one of its form."""
    heads = [block.text for block in sheet.blocks if len(block.text) < 80 and DOCUMENT_HEAD.match(block.text)]
    days = {day for head in heads if (day := read_day(head)) is not None}
    return days.pop() if len(days) == 1 else None


def _abstract(sheet: Sheet, found: Found) -> str | None:
    """Return the abstract from its label or heading, else from a cell of class `title` above the labels."""
    if "abstract" in found.values or "abstract" in found.conflicts:
        return found.values.get("abstract")
    if (printed := abstract_under_heading(sheet)) is not None or "abstract" in found.labels:
        return printed
    for block in sheet.blocks:
        if field_of(block.text.partition(":")[0]) is not None and block.element.tag == "td":
            return None
        if block.element.tag in ("td", "th") and "title" in hints(block.element).split():
            return block.text
    return None


def _digits_before(sheet: Sheet, codes: str) -> str:
    """Return a number of which the page gives digits and codes apart: `Số: 12`, `Ký hiệu: KH-UBND`."""
    texts = "\n".join(cell.text for cell in cells_of(sheet.blocks, sheet) if cell.text)
    found = re.findall(
        rf"^số\s?:?\s(\d{{1,6}}(?:/\d{{4}})?)\n.{{0,20}}ký hiệu\s?:?\s{re.escape(codes)}$", texts, re.I | re.M
    )
    return f"{found[0]}/{codes.lstrip('/')}" if len(found) == 1 else codes


def find_name(sheet: Sheet) -> re.Match[str] | None:
    """Return the name of a document as lists print it, groups `type` and `number`, where the page prints just one."""
    found = {block.text: match for block in sheet.blocks if (match := NAMELESS.match(block.text))}
    return next(iter(found.values())) if len(found) == 1 else None


def document_title(sheet: Sheet, found: Found) -> str | None:
    """Return `type number` where the page prints just that as its name."""
    name = f"{found.values.get('type', '')} {found.values.get('number', '')}".strip()
    printed = any(block.text == name for block in sheet.blocks if block.element.tag != "title")
    named = find_name(sheet)
    return name if printed and len(found.values.keys() & {"type", "number"}) == 2 else named[0] if named else None


def read_document(sheet: Sheet, found: Found, url: str) -> Document:
    """Return the document of a detail page."""
    name = find_name(sheet)
    values = dict(found.values)
    if name is not None:
        values.setdefault("type", name["type"])
        if "number" not in found.labels:
            values["number"] = name["number"]
    if not found.labels & {"issued_on", "signed_on"} and (day := _head_date(sheet)) is not None:
        values["issued_on"] = day
    if not found.labels & {"issued_on", "signed_on"}:
        values = apart_from_day(values)
    abstract = _abstract(sheet, found)
    if abstract is not None:
        values["abstract"] = abstract
    if CODES.fullmatch(values.get("number", "")):
        values["number"] = _digits_before(sheet, values["number"])
    files = (one for one in find_attachments(sheet.root, sheet.in_aside, sheet) if one.role == "file")
    return make_document(url, values, tuple(files), find_home(sheet.portal, sheet.base, ""), sheet.portal.date_order)
