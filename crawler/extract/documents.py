"""Official documents ("văn bản"): the labels and values of a detail page -> `Document`."""

from __future__ import annotations

import re

from crawler.extract.attachments import find_attachments
from crawler.extract.dates import find_dates, read_date
from crawler.extract.fingerprint import document_fingerprint
from crawler.extract.labels import Found, field_of
from crawler.extract.sheet import Sheet
from crawler.extract.text import fold
from crawler.extract.tree import hints
from crawler.items import Document

NO_NUMBER = re.compile(r"^\W*(?:khong so|khong co so|khong co|k so)\W*$")
DOCUMENT_HEAD = re.compile(r"^[^\W\d_][^,\d]{1,40},\s*(?:ngày)\b", re.I)
"""`Hà Nội, ngày 28 tháng 11 năm 2013`."""
NAMELESS = re.compile(
    r"^(?P<type>Hiến pháp|Bộ luật|Luật|Pháp lệnh|Lệnh|Nghị quyết|Nghị định|Quyết định|Thông tư|Chỉ thị)"
    r" (?P<number>Không số|\d[\w./&-]*)$"
)
"""`Hiến pháp Không số`, `Nghị định 15/2020/NĐ-CP`: the name of a document as lists print it."""
TYPE_CODES = {
    "NQ": "Nghị quyết", "QĐ": "Quyết định", "CT": "Chỉ thị", "KH": "Kế hoạch", "TB": "Thông báo", "BC": "Báo cáo",
    "HD": "Hướng dẫn", "CTr": "Chương trình", "TTr": "Tờ trình", "CV": "Công văn", "CĐ": "Công điện", "GM": "Giấy mời",
    "NĐ": "Nghị định", "TT": "Thông tư", "KL": "Kết luận", "PA": "Phương án", "ĐA": "Đề án", "BB": "Biên bản",
}  # fmt: skip
TYPE_IN_NUMBER = re.compile(r"\d[\d.a-z]*(?:/(?:19|20)\d\d)?[/-]([^\W\d_]{2,4})(?=[-/])")


def normal_number(number: str | None) -> str | None:
    """Return a number folded and without white space: `206/KH-UBND` -> `206/kh-ubnd`."""
    return re.sub(r"\s+", "", fold(number)) if number else None


def _number(found: Found, name: re.Match[str] | None) -> str | None:
    printed = found.values.get("number", name["number"] if name and "number" not in found.labels else None)
    return None if printed is None or NO_NUMBER.match(fold(printed)) or not re.search(r"\d", printed) else printed


def _type(found: Found, number: str | None, name: re.Match[str] | None) -> str | None:
    """Return the document's type from its label, else from its name or the code in its number."""
    code = TYPE_IN_NUMBER.search(re.sub(r"\s+", "", number or ""))
    return found.values.get("type") or (name["type"] if name else TYPE_CODES.get(code[1]) if code else None)


def _day(found: Found, field: str) -> str | None:
    moment = read_date(found.values.get(field, ""))
    return moment.day.isoformat() if moment else None


def _head_date(sheet: Sheet) -> str | None:
    """Return the date in the head of a document's full text, where it is the only one of its form."""
    heads = [block.text for block in sheet.blocks if len(block.text) < 80 and DOCUMENT_HEAD.match(block.text)]
    days = {mention.moment.day for head in heads for mention in find_dates(head)}
    return days.pop().isoformat() if len(days) == 1 else None


def _abstract(sheet: Sheet, found: Found) -> str | None:
    """Return the abstract from its label, else from a cell of class `title` above the labels."""
    if "abstract" in found.values:
        return found.values["abstract"]
    for block in sheet.blocks:
        if field_of(block.text.partition(":")[0]) is not None and block.element.tag == "td":
            return None
        if block.element.tag in ("td", "th") and "title" in hints(block.element).split():
            return block.text
    return None


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
    number = _number(found, name)
    attachments = tuple(
        attachment for attachment in find_attachments(sheet.root, sheet.in_aside, sheet) if attachment.role == "file"
    )
    issued = _day(found, "issued_on") or (_head_date(sheet) if "issued_on" not in found.labels else None)
    fields = {
        "number": number,
        "type": _type(found, number, name),
        "issuer": found.values.get("issuer"),
        "issued_on": issued,
        "effective_on": _day(found, "effective_on"),
        "signer": found.values.get("signer"),
        "abstract": _abstract(sheet, found),
        "status": found.values.get("status"),
    }
    fingerprint = document_fingerprint(fields.values(), attachments)
    return Document(
        url=url, number_norm=normal_number(number), attachments=attachments, fingerprint=fingerprint, **fields
    )
