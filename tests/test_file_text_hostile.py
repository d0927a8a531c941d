"""Hostile and damaged files: a problem, bounded in time and memory, never an exception."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.demo.files import make_pdf
from crawler.extract import file_text
from crawler.extract.file_text import FileText, read_file
from crawler.extract.files import sink
from tests.file_samples import FILES, PROSE, PdfPage, docx_of, paragraph, pdf_of, wrapped, xlsx_of, zip_of

GOOD = {
    **{path.name: path.read_bytes() for path in sorted(FILES.glob("*.*")) if path.suffix not in (".fodt", ".fods")},
    "ke-hoach.pdf": make_pdf("x", ["KẾ HOẠCH", *[PROSE] * 6]),
}
NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SECONDS = 15


def is_in_order(read: FileText) -> bool:
    """What was read is one of the outcomes of the contract."""
    return (read.text is not None) == (read.status == "extracted") and (read.status != "failed" or bool(read.problems))


@settings(max_examples=150)
@given(
    name=st.sampled_from(sorted(GOOD)),
    changes=st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=8)), min_size=1, max_size=20),
)
def test_files_with_flipped_bytes_never_raise(name: str, changes: list[tuple[float, bytes]]) -> None:
    body = bytearray(GOOD[name])
    for place, data in changes:
        start = int(place * (len(body) - 1))
        body[start : start + len(data)] = data
    assert is_in_order(read_file(bytes(body), ""))


@settings(max_examples=150)
@given(name=st.sampled_from(sorted(GOOD)), start=st.floats(0, 1), length=st.floats(0, 1))
def test_files_with_a_piece_cut_out_never_raise(name: str, start: float, length: float) -> None:
    body = GOOD[name]
    first = int(start * len(body))
    assert is_in_order(read_file(body[:first] + body[first + int(length * len(body)) :], ""))


@given(
    st.sampled_from([b"%PDF-1.7\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf1", b""]), st.binary()
)
def test_any_bytes_after_a_familiar_beginning_never_raise(magic: bytes, rest: bytes) -> None:
    assert is_in_order(read_file(magic + rest, ""))


def entities() -> bytes:
    chain = "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(12))
    return zip_of(
        {
            "word/document.xml": f'<!DOCTYPE w:document [<!ENTITY a "ha">{chain}]><w:document {NAMESPACE}>'
            "<w:p><w:r><w:t>&l;</w:t></w:r></w:p></w:document>"
        }
    )


def external() -> bytes:
    return zip_of(
        {
            "word/document.xml": f'<!DOCTYPE w:document [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
            f"<w:document {NAMESPACE}><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:document>"
        }
    )


BOMBS = {
    "entities": entities(),
    "a file of the machine as entity": external(),
    "nested elements": zip_of({"word/document.xml": f"<w:document {NAMESPACE}>" + "<w:p>" * 100_000}),
    "a part that unpacks to 200 MB": zip_of({"word/document.xml": b"<a>" + b" " * 200_000_000}),
    "an archive of countless parts": b"PK\x03\x04" + b"PK\x01\x02" * 30_000,
    "nested groups": b"{\\rtf1 " + b"{" * 1_000_000,
    "a circle of pages": b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[2 0 R]"
    b"/Count 9999999>>endobj trailer<</Root 1 0 R>>\n%%EOF",
}


@pytest.mark.parametrize("name", sorted(BOMBS))
def test_a_bomb_is_a_problem_and_soon_over(name: str) -> None:
    started = time.monotonic()
    read = read_file(BOMBS[name], "")
    assert time.monotonic() - started < SECONDS
    assert (read.text, read.status) == (None, "failed")
    assert read.problems[0].code == "file_unreadable"


def test_a_part_that_declares_less_than_it_unpacks_to_is_not_believed() -> None:
    body = bytearray(zip_of({"word/document.xml": b"<a>" + b" " * 70_000_000 + b"</a>"}))
    size = (70_000_007).to_bytes(4, "little")
    assert body.count(size) == 2
    read = read_file(bytes(body).replace(size, (1_000).to_bytes(4, "little")), "")
    assert (read.status, read.problems[0].code) == ("failed", "file_unreadable")


def test_a_cell_that_stands_a_million_times_stands_as_far_as_text_follows() -> None:
    row = (
        '<table:table-row table:number-rows-repeated="1048576">'
        '<table:table-cell table:number-columns-repeated="16384"/>'
        "</table:table-row><table:table-row><table:table-cell><text:p>cuối</text:p></table:table-cell>"
        '<table:table-cell table:number-columns-repeated="999999999"/></table:table-row>'
    )
    content = f'<o:d xmlns:o="o" xmlns:table="t" xmlns:text="x"><table:table table:name="Tờ">{row}</table:table></o:d>'
    sheet = zip_of({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content})
    assert read_file(sheet, "").text == "Tờ\n\ncuối"


def test_text_beyond_the_bound_is_cut_with_a_problem() -> None:
    read = read_file(docx_of(paragraph(PROSE) * 7_000), "")
    assert read.status == "extracted"
    assert sink.MAX_CHARACTERS <= len(read.text or "") <= 1.1 * sink.MAX_CHARACTERS
    assert [problem.code for problem in read.problems] == ["file_incomplete"]


def test_a_file_that_takes_too_long_has_no_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_text, "Sink", lambda: sink.Sink(seconds=-1))
    read = read_file(GOOD["ke-hoach.docx"], "")
    assert (read.text, read.status, read.problems[0].code) == (None, "failed", "extraction_timeout")


def test_a_shared_string_that_is_not_there_is_an_empty_cell() -> None:
    rows = '<row><c t="s"><v>7</v></c><c t="s"><v>-1</v></c><c><v>5</v></c></row>'
    assert read_file(xlsx_of(rows), "").text == "Tờ 1\n\n |  | 5"


def test_text_on_few_pages_of_a_scanned_file_is_left_out_and_the_file_says_so() -> None:
    page, scan = PdfPage(lines=wrapped(PROSE)), PdfPage(picture=True)
    found = read_file(pdf_of(page, *[scan] * 8), "")
    assert (found.text, found.status) == (None, "scanned")
    assert [(one.code, one.message) for one in found.problems] == [
        ("file_incomplete", "8 of 9 pages are pictures; the text of the others is left out")
    ]


def test_a_file_of_blank_pages_has_no_text_and_says_so() -> None:
    found = read_file(pdf_of(PdfPage(lines=())), "")
    assert (found.text, found.status, found.problems[0].message) == (None, "failed", "no text in it")
