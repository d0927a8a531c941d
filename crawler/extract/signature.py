"""The lines that sign an article: short, last, at the right, or a person's name alone: its author, not text."""

from __future__ import annotations

import re

from crawler.extract.byline import Byline, is_name
from crawler.extract.markup.blocks import Block
from crawler.extract.markup.tree import Named, climb
from crawler.extract.printed.labels import is_place
from crawler.extract.sheet import Sheet
from crawler.extract.text import fold
from crawler.extract.zones.prune import without_files
from crawler.extract.zones.tail import read_tail

RIGHT = re.compile(r"text-align:\s*(?:right|end)", re.I)
RIGHT_HINT = Named(r"\b(?:author|tac-?gia|signature|text-right|align-right|right|source|nguon)\b")
NOTE = re.compile(r"\s*\([^()]{2,30}\)$")
"""`Đình Bá (Ảnh sưu tầm)`."""
NO_NAME = re.compile(
    r"\d{1,2}[/.]\d|ngay \d|noi nhan|uy ban nhan dan|^tm\.|chu tich$|giam doc$|hieu truong$"
    r"|^(?:mot so |vai )?hinh anh|tran trong|^xin |^het$|^anh(?: minh hoa)?$"
    r"|^(?:thong bao|ke hoach|ghi chu|video|clip|xem them|chi tiet|tai ve|kinh (?:gui|moi|chuc))"
)
"""Dates, offices and set phrases that close a text and sign nothing, folded."""
TITLE = re.compile(r"(?:phó )?(?:chủ (?:tịch|nhiệm)|bí thư|trưởng|giám đốc|chánh|hiệu trưởng|bộ trưởng|tổng)\s", re.I)
"""How the offices of persons begin, and what is put before a name to speak of somebody."""
YEAR = re.compile(r"\b(?:thang|nam) \d")
OFFICE = re.compile(
    r"^\W*(?:tm|kt|tl|tuq|q)\s?\.|^\W*da ky\b|\b(?:chu tich|bi thu|truong (?:ban|phong|khu|thon|doan|cong an)|giam doc"
    r"|hieu truong|chanh (?:van phong|thanh tra)|(?:bo|cuc|vien|to|thu|doi) truong|chu nhiem)\W*$"
)
"""What stands above the name of who signed an official document, folded: its signer is not the author."""
FAMILIES = frozenset((
    "nguyễn", "trần", "lê", "phạm", "hoàng", "huỳnh", "vũ", "võ", "đặng", "bùi", "đỗ", "hồ", "ngô", "dương", "lý",
    "phan", "trương", "đinh", "đoàn", "trịnh", "đào", "mai", "lương", "tạ", "tô", "tống", "cao", "chu", "hà",
    "kiều", "lâm", "la", "lò", "lưu", "ma", "nông", "phùng", "quách", "thái", "thân", "triệu", "vi", "vương", "hứa",
    "nghiêm", "ninh", "khuất", "âu", "bạch", "cầm", "châu", "đàm", "diệp", "giang", "lại", "lữ", "mạc", "quang",
    "quàng", "giàng", "sùng", "tăng", "thạch", "văn", "tôn", "bế", "liễu", "lục", "khổng",
))  # fmt: skip
"""First syllables of Vietnamese names, in small letters with their marks: `Đặng` is one, `Đảng` none."""
SPOKEN_OF = frozenset((
    "ông", "bà", "bác", "chú", "cô", "chị", "cụ", "đồng", "ngày", "xem", "tải", "mời", "chúc", "kính", "tổ", "ban",
    "hội",
))  # fmt: skip
"""First words, in small letters, of what names or asks somebody and signs nothing."""
LEVELS = ("xa", "phuong", "thi tran", "huyen", "quan", "thi xa", "thanh pho", "tinh")
PEN_NAME = 2
"""Words of a name that begins with no family's: `Thu Hà`."""
LONGEST = 80
MAX_WORDS = 10
UP = 2
CAPTION = re.compile(r"^\W*(?:hinh )?anh\s*[:：]")


def is_right_aligned(block: Block) -> bool:
    """Return True if the page sets a block at the right margin."""
    steps = [step for step, _ in zip(climb(block.element), range(UP + 1), strict=False)]
    return any(
        RIGHT.search(step.get("style") or "") or (step.get("align") or "").lower() == "right" or RIGHT_HINT(step)
        for step in steps
    )


def _signed_name(block: Block) -> str | None:
    """Return the name that a block signs with, None if it is no signature."""
    name = NOTE.sub("", block.text).strip(" .")
    if block.kind != "paragraph" or not name or len(block.text) > LONGEST or len(name.split()) > MAX_WORDS:
        return None
    if TITLE.match(name) or YEAR.search(fold(name)):
        return None
    if NO_NAME.search(fold(name)) or CAPTION.match(fold(name)) or is_place(name):
        return None
    signs = not block.text.endswith((".", "!", "?", ":", ";")) and is_right_aligned(block)
    return name if signs or _is_persons(name) else None


def _is_persons(name: str) -> bool:
    """Return True for a person's name: one that begins with a family's, or two words in capitals."""
    words = name.split()
    if not is_name(name) or words[0].lower() in SPOKEN_OF:
        return False
    return words[0].lower() in FAMILIES or all(len(part.split()) <= PEN_NAME for part in name.split(" - "))


def _is_document_s(body: list[Block]) -> bool:
    """Return True if the last line is the signer of a document, or one of several names that the text lists."""
    above, last = body[-2], body[-1]
    if len(above.text) > LONGEST:
        return False
    listed = above.text.endswith(":") or (is_name(above.text) and above.element is not last.element)
    return bool(OFFICE.search(above.folded)) or (listed and not is_right_aligned(last))


def _is_place_of(name: str, site: str) -> bool:
    """Return True for the name of a portal's own place: `Thạch Hà` on that of `xã Thạch Hà`."""
    return any(f"{level} {fold(name)}" in fold(site) for level in LEVELS)


def take_signature(body: list[Block], site: str = "") -> tuple[str | None, list[Block]]:
    """Return the author that signs the body, and the body without that line; the office under a name belongs to it.

    `site` is what the page calls itself and its portal.
    """
    name = _signed_name(body[-1]) if len(body) > 1 else None
    if name is None or _is_document_s(body) or _is_place_of(name, site):
        return None, body
    above = _signed_name(body[-2]) if len(body) > 2 and not is_name(name) else None
    if above is not None and body[-2].element is body[-1].element and is_right_aligned(body[-1]):
        return f"{above}, {name}", body[:-2]
    return name, body[:-1]


def take_end(
    sheet: Sheet, title: Block, byline: Byline, blocks: list[Block], *, before_links: bool = False
) -> tuple[str | None, list[Block]]:
    """Return the author that signs, and the body without signature and labelled lines, which are added to `byline`.

    `before_links` is told to `read_tail`.
    """
    site = f"{sheet.head_title} {sheet.portal.name}"
    kept = without_files(read_tail(sheet, title, byline, blocks, before_links=before_links))
    author, kept = take_signature(kept, site)
    return author, read_tail(sheet, title, byline, kept) if author else kept
