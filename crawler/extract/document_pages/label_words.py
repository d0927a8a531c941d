"""The words by which pages label the facts of an official document, and what stands there for "nothing"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import product

from crawler.extract.text import fold

LABELS: dict[str, str] = {
    "number": "so ky hieu|so/ky hieu|so, ky hieu|so - ky hieu|so va ky hieu|ky hieu|so hieu|so van ban|so hieu van ban"
    "|so ky hieu van ban|ky hieu van ban|so/kh|so kh|so/ky hieu van ban|van ban so"
    "|so, ky hieu van ban|so cong van|so quyet dinh|so nghi quyet|so thong bao|so ke hoach|document number",
    "type": "loai van ban|the loai|loai|hinh thuc van ban|ten loai van ban|hinh thuc|loai vb|the loai van ban"
    "|kieu van ban|loai hinh van ban|document type|type of document",
    "issuer": "co quan ban hanh|don vi ban hanh|noi ban hanh|co quan|cq ban hanh|cqbh|co quan bh|co quan ban hanh vb"
    "|co quan ban hanh van ban|don vi ban hanh van ban|to chuc ban hanh"
    "|co quan/don vi ban hanh|don vi/co quan ban hanh|co quan, don vi ban hanh"
    "|ten co quan|co quan ra van ban|don vi ra van ban|ten co quan ban hanh|co quan phat hanh"
    "|don vi phat hanh|noi phat hanh"
    "|issuing agency|issuing body|issuing authority|issuing organization|issuer|issued by",
    "issued_on": "ngay ban hanh|ban hanh|ngay van ban|ngay bh|ngay thang ban hanh|thoi gian ban hanh|ngay ban hanh vb"
    "|ngay ban hanh van ban|ngay phat hanh|issue date|issued date|date of issue|date issued|promulgation date"
    "|ban hanh ngay|ngay ra van ban|ngay cong van|ngay quyet dinh|ngay thang|ngay, thang|ngay thang nam"
    "|ngay, thang ban hanh|ngay thang van ban|ngay, thang, nam ban hanh|ngay thang nam ban hanh",
    "signed_on": "ngay ky|ngay ky ban hanh|ngay ky van ban|ngay thang ky|signed date|date signed",
    "effective_on": "ngay co hieu luc|ngay hieu luc|hieu luc tu|hieu luc tu ngay|co hieu luc tu|co hieu luc tu ngay"
    "|ngay bat dau hieu luc|ngay bat dau co hieu luc|thoi gian hieu luc|ngay ap dung|ngay thi hanh"
    "|ngay hieu luc thi hanh|ngay van ban co hieu luc|effective date|effect date|date of effect",
    "signer": "nguoi ky|nguoi ky van ban|nguoi ky duyet|nguoi ky ban hanh|ho ten nguoi ky|lanh dao ky"
    "|nguoi ky/chuc vu|nguoi ky - chuc vu|nguoi ky, chuc vu|signer|signed by",
    "abstract": "trich yeu|trich yeu noi dung|noi dung trich yeu|ve viec|noi dung|tieu de|v/v|trich yeu van ban"
    "|ten van ban|tieu de van ban|noi dung van ban|ten vb|trich yeu noi dung van ban|noi dung tom tat"
    "|tom tat|tom tat noi dung|noi dung chinh|trich yeu cong van|noi dung cong van|abstract",
    "status": "tinh trang hieu luc|tinh trang|trang thai|hieu luc|hieu luc van ban|tinh trang van ban"
    "|trang thai van ban|trang thai hieu luc|effect status|validity|validity status",
    "issuer office signer": "co quan ban hanh/chuc danh/nguoi ky",
    "other": "linh vuc|nganh|nguon thu thap|ngay dang cong bao|pham vi|chuc danh|chuc vu|ngay het hieu luc|tep dinh kem"
    "|file dinh kem|tai lieu dinh kem|van ban dinh kem|thong tin ap dung|ngay dang|luot xem|luot tai|tai ve|do mat"
    "|do khan|so trang|linh vuc van ban|file van ban|tep tin|file|toan van|ngay dang tai|ngay cap nhat|ngay cong bao"
    "|so cong bao|cong bao|ngay den|noi nhan|noi gui|cap ban hanh|co quan soan thao|don vi soan thao|chuc vu nguoi ky"
    "|pham vi ap dung|nhom van ban|ghi chu|muc do|ngay tao|nguoi dang|download|dinh kem|van ban lien quan"
    "|ngay het hl|noi dung dinh kem|tai file|so luot xem|so lan xem|van ban goc|file goc|tu khoa|do uu tien",
}
"""Field -> labels, folded, spaces around a slash removed, without a colon at the end."""
SHORTENED = (("ban hanh", "bh"), ("van ban", "vb"), ("co quan", "cq"), ("hieu luc", "hl"))


def _spellings(label: str) -> Iterator[str]:
    """Yield a label with each choice of its words shortened: `don vi bh`, `noi dung vb`."""
    choices = [(long, short) for long, short in SHORTENED if long in label]
    for chosen in product((False, True), repeat=len(choices)):
        spelled = label
        for (long, short), is_short in zip(choices, chosen, strict=True):
            spelled = spelled.replace(long, short) if is_short else spelled
        yield spelled


FIELD_OF = {
    spelled: field for field, labels in LABELS.items() for label in labels.split("|") for spelled in _spellings(label)
}
HEADS = FIELD_OF | {"so": "number", "ten": "abstract", "trich yeu/noi dung": "abstract", "van ban": "abstract"}
"""The same for the headings of columns, where a short word is enough."""
COUNTERS = frozenset(("stt", "tt", "so tt", "#", "no", "so thu tu"))
NO_VALUE = re.compile(
    r"^\W*(?:da biet|dang cap nhat|dang cap nhap|chua xac dinh|khong xac dinh|n/a|chua cap nhat|chua co|khong co"
    r"|khong ro|khong|null|none|chua ro|updating)?\W*$"
)
BRACKETS = re.compile(r"\([^()]*\)")
"""`Ngày ban hành (dd/mm/yyyy)`."""
SLASH = re.compile(r"\s*/\s*")
_LABELS = "|".join(re.escape(label).replace("/", r"\s?/\s?") for label in sorted(FIELD_OF, key=len, reverse=True))
INSIDE = re.compile(rf"(?<![a-z0-9/])({_LABELS})\s?[:：]")
"""A label with its colon within a folded line: `Số hiệu: 12/KH-UBND - Ngày ban hành: 08/9/2021`."""
BEHIND = re.compile(rf"({_LABELS})\s?[:：]")
"""The same behind other words, to which it may be glued: `… lần 1Cơ quan ban hành: UBND`."""
INSIDE_ROW = re.compile(rf"(?<![a-z0-9/])({_LABELS}|so)\s?[:：]")
COLON = re.compile(r"\s?[:：]")
LAST_WORDS = tuple({re.split(r"[\s/]", label)[-1] for label in HEADS})
"""What every label ends with."""
JOINED = re.compile(r"\s?[;,/–-]\s?(?:va )?| va ")
"""What stands between two labels in one heading."""
MAX_LABEL = 60


def may_hold_label(folded: str) -> bool:
    """Return False for a folded line in which no colon stands behind the last word of a label: most lines."""
    return any(folded.endswith(LAST_WORDS, 0, match.start()) for match in COLON.finditer(folded))


def normal_label(text: str) -> str:
    """Return a label as the tables above spell it: `Số/ Ký hiệu :` -> `so/ky hieu`."""
    bare = BRACKETS.sub("", SLASH.sub("/", " ".join(fold(text).split()))).strip(" :：*.-–•+")
    return bare.replace("ki hieu", "ky hieu")


@lru_cache(maxsize=4_096)
def field_of(text: str) -> str | None:
    """Return the field that a text is the label of, None for a value."""
    return FIELD_OF.get(normal_label(text)) if len(text) <= MAX_LABEL else None


@lru_cache(maxsize=4_096)
def head_of(text: str) -> str | None:
    """Return the field that a column's heading names; None for a value and for columns that only count."""
    label = normal_label(text) if len(text) <= MAX_LABEL else ""
    return HEADS.get(label) or ("number" if "ngay" in label and _is_number_and_day(label) else None)


def _is_number_and_day(label: str) -> bool:
    """Return True for the heading of a column of numbers, each with its day: `Số, ký hiệu; ngày ban hành`."""
    parts = ((label[: sign.start()], label[sign.end() :]) for sign in JOINED.finditer(label))
    return any(HEADS.get(one) == "number" and FIELD_OF.get(two) in ("issued_on", "signed_on") for one, two in parts)


def is_nothing(text: str) -> bool:
    """Return True for words that stand where there is no value: `Đã biết`, `Đang cập nhật`, `-`."""
    return bool(NO_VALUE.match(fold(text[:MAX_LABEL])))
