"""The sample portal's files: they are what they say, and the same bytes every time."""

from __future__ import annotations

from io import BytesIO
from unicodedata import normalize

import docx
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from crawler.demo.addresses import file_owner, file_uuid
from crawler.demo.documents import document_paragraphs, make_document
from crawler.demo.files import file_bytes, make_docx, make_pdf, picture_bytes
from crawler.demo.truth import article_truth, truth
from crawler.extract.file_text import FileText, read_file
from tests.demo_samples import folded, get, sample_portal

WORDS = ["Kế hoạch số 206/KH-UBND", "Quyết định về việc bồi thường, hỗ trợ", "Đường Ngõ Ưng Ỷ ẵ ỡ ự"]


def test_a_pdf_gives_back_its_vietnamese_text_and_has_the_same_bytes_each_time() -> None:
    data = make_pdf("Kế hoạch", WORDS)
    text = folded(normalize("NFC", PdfReader(BytesIO(data)).pages[0].extract_text()))
    assert text == " ".join(WORDS)
    assert make_pdf("Kế hoạch", WORDS) == data


def test_a_docx_gives_back_its_paragraphs_and_has_the_same_bytes_each_time() -> None:
    data = make_docx("Kế hoạch", WORDS)
    assert [paragraph.text for paragraph in docx.Document(BytesIO(data)).paragraphs] == WORDS
    assert make_docx("Kế hoạch", WORDS) == data


def test_the_files_of_documents_are_served_and_hold_the_abstract_and_the_signer() -> None:
    portal = sample_portal(20)
    facts = [fact for fact in truth(portal) if fact["kind"] == "document"]
    formats = set()
    for fact in facts:
        for ordinal, file in enumerate(fact["attachments"]):
            reply = get(portal, file["url"])
            format_ = "pdf" if reply.body.startswith(b"%PDF") else "docx"
            formats.add(format_)
            assert file["label"].endswith(format_)
            expected = document_paragraphs(portal.world, make_document(portal.world, fact["id"] - 4001), ordinal)
            assert fact["abstract"] in expected
            assert folded(_text(reply.body, format_)) == folded(" ".join(expected))
    assert formats == {"pdf", "docx"}


def test_the_files_of_documents_come_out_with_their_text_paragraph_by_paragraph() -> None:
    portal = sample_portal(400)
    wrong, formats = [], set()
    for fact in truth(portal):
        for ordinal, file in enumerate(fact["attachments"] if fact["kind"] == "document" else ()):
            body = get(portal, file["url"]).body
            formats.add(body[:4])
            expected = document_paragraphs(portal.world, make_document(portal.world, fact["id"] - 4001), ordinal)
            read = read_file(body, "")
            if read != FileText("\n\n".join(" ".join(text.split()) for text in expected), "extracted"):
                wrong.append((file["url"], read, expected))
    assert wrong == []
    assert formats == {b"%PDF", b"PK\x03\x04"}


def _text(data: bytes, format_: str) -> str:
    if format_ == "docx":
        return " ".join(paragraph.text for paragraph in docx.Document(BytesIO(data)).paragraphs)
    return normalize("NFC", " ".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages))


def test_every_attachment_and_picture_of_the_articles_is_served_as_its_media_type() -> None:
    portal = sample_portal()
    media = set()
    for id_ in range(300):
        for file in article_truth(portal, id_).attachments:
            reply = get(portal, file.url)
            assert reply.status == 200
            media.add(reply.content_type.split("/")[1][:4])
            if file.role == "picture":
                Image.open(BytesIO(reply.body)).verify()
    assert media == {"pdf", "vnd.", "png", "jpeg"}


def test_two_pictures_differ() -> None:
    assert len({picture_bytes(1, image)[0] for image in range(50)}) == 50


@given(st.sampled_from(["article", "document"]), st.integers(0, 2**28 - 1), st.integers(0, 2**16 - 1))
def test_the_owner_of_a_file_can_be_read_from_its_uuid(owner: str, id_: int, ordinal: int) -> None:
    assert file_owner(file_uuid(owner, id_, ordinal)) == (owner, id_, ordinal)  # type: ignore[arg-type]


@given(st.text(max_size=60))
def test_a_made_up_uuid_names_no_file(uuid: str) -> None:
    assert file_bytes(sample_portal().world, uuid) is None
