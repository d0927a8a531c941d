"""Official documents ("văn bản") of the sample portal, each made from the seed and its number alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from crawler.demo.addresses import file_address, file_uuid
from crawler.demo.articles import SPAN, World
from crawler.demo.words import KINDS, Writer, bank, stream

FIRST_ID = 4001
"""Id of the oldest document in its address."""
FileFormat = Literal["pdf", "docx"]
CITY_ISSUERS = ("UBND Thành phố Hà Nội", "Văn phòng Chính phủ", "Thành ủy Hà Nội", "Sở Y tế Hà Nội")
DISTRICT_ISSUERS = ("UBND quận Bến Mẫu", "Quận ủy Bến Mẫu", "HĐND quận Bến Mẫu", "Phòng Nội vụ quận Bến Mẫu")
CODES = {
    "UBND Thành phố Hà Nội": "UBND",
    "Văn phòng Chính phủ": "VPCP",
    "Thành ủy Hà Nội": "TU",
    "Sở Y tế Hà Nội": "SYT",
    "UBND quận Bến Mẫu": "UBND",
    "Quận ủy Bến Mẫu": "QU",
    "HĐND quận Bến Mẫu": "HĐND",
    "Phòng Nội vụ quận Bến Mẫu": "PNV",
}
STATES = ("Còn hiệu lực", "Còn hiệu lực", "Còn hiệu lực", "Hết hiệu lực", "Hết hiệu lực một phần")
LONGEST_STEP = timedelta(days=3)
BLOCK = 5
SHARES = (3, 2)
"""Of every `BLOCK` documents, how many each document section lists."""


@dataclass(frozen=True, slots=True)
class FileRef:
    """An attached file."""

    uuid: str
    label: str
    filename: str
    format: FileFormat
    address: str
    """Path and query."""


@dataclass(frozen=True, slots=True)
class OfficialDocument:
    """One official document."""

    id: int
    section: int
    """Index of the document section that lists it."""
    number: str | None
    """None: the page prints `Không số`."""
    type: str
    issuer: str
    issued_on: date
    effective_on: date | None
    signer: str
    abstract: str
    status: str | None
    files: tuple[FileRef, ...]


def file_ref(owner: Literal["article", "document"], id_: int, ordinal: int, label: str) -> FileRef:
    """Return the attached file `ordinal` of an article or document; its address follows from these."""
    uuid = file_uuid(owner, id_, ordinal)
    format_: FileFormat = "pdf" if (id_ + ordinal) % 2 == 0 else "docx"
    filename = f"{label.replace('/', '-')}.{format_}"
    stamp = 1_600_000_000_000 + 7919 * id_ + ordinal
    return FileRef(uuid, f"{label}.{format_}", filename, format_, file_address(uuid, filename, stamp))


def article_files(id_: int, count: int) -> tuple[FileRef, ...]:
    """Return the files of an article."""
    return tuple(
        file_ref("article", id_, ordinal, f"{'Tài liệu kèm theo' if ordinal else 'Phụ lục'} {id_ + ordinal}")
        for ordinal in range(count)
    )


def document_count(world: World) -> int:
    """Return how many documents the portal holds: one for every five articles, and ten."""
    return 10 + world.articles // 5


def section_count(world: World, section: int) -> int:
    """Return how many documents a section lists."""
    blocks, rest = divmod(document_count(world), BLOCK)
    low = sum(SHARES[:section])
    return blocks * SHARES[section] + min(max(rest - low, 0), SHARES[section])


def newest(world: World, section: int, offset: int, limit: int) -> list[int]:
    """Return ids of a section's documents, newest first."""
    last = section_count(world, section) - 1 - offset
    low = sum(SHARES[:section])
    ranks = range(last, max(last - limit, -1), -1)
    return [rank // SHARES[section] * BLOCK + low + rank % SHARES[section] for rank in ranks]


def _number(writer: Writer, issuer: str, code: str, day: date) -> str | None:
    rng = writer.rng
    if rng.random() < 0.06:
        return None
    count = rng.randint(1, 460)
    if CODES[issuer] in ("QU", "TU"):
        return f"{count:02d}-{code}/{CODES[issuer]}"
    if code == "CV":
        return f"{count}/{CODES[issuer]}-{rng.choice(('VP', 'KT', 'NV'))}"
    year = f"/{day.year}" if code in ("QĐ", "NQ") and CODES[issuer] in ("UBND", "HĐND") and rng.random() < 0.3 else ""
    return f"{count:02d}{year}/{code}-{CODES[issuer]}"


@lru_cache(maxsize=256)
def make_document(world: World, id_: int) -> OfficialDocument:
    """Return document `id_`, counted from 0, the oldest."""
    rng = stream(world.seed, "document", id_)
    section = 0 if id_ % BLOCK < SHARES[0] else 1
    count = document_count(world)
    day = (world.start - (count - id_) * min(LONGEST_STEP, SPAN / count)).date()
    writer = Writer(rng, day, bank()[2])
    name, code = rng.choice(KINDS)
    issuer = rng.choice((DISTRICT_ISSUERS, CITY_ISSUERS)[section])
    number = _number(writer, issuer, code, day)
    label = f"{name} {number or f'không số {id_}'}"
    return OfficialDocument(
        id=id_,
        section=section,
        number=number,
        type=name,
        issuer=issuer,
        issued_on=day,
        effective_on=day + timedelta(days=rng.choice((0, 0, 7, 15))) if rng.random() < 0.8 else None,
        signer=writer.make_person(),
        abstract=writer.pick("abstract"),
        status=rng.choice(STATES) if rng.random() < 0.9 else None,
        files=tuple(file_ref("document", id_, ordinal, label) for ordinal in range(rng.choice((1, 1, 2)))),
    )


def document_paragraphs(world: World, document: OfficialDocument, ordinal: int) -> list[str]:
    """Return the text of one attached file, paragraph by paragraph."""
    rng = stream(world.seed, "file", document.id, ordinal)
    writer = Writer(rng, document.issued_on, bank()[2])
    day = document.issued_on
    head = [
        document.issuer.upper(),
        f"Số: {document.number or 'Không số'}",
        f"Hà Nội, ngày {day.day:02d} tháng {day.month} năm {day.year}",
        document.type.upper(),
        document.abstract,
    ]
    body = [writer.pick("body") for _ in range(rng.randint(6, 14))]
    return [*head, *body, f"Người ký: {document.signer}"]
