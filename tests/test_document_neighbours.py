"""The page of one document that has labels of others beside it: lists of new and of related documents, signatures."""

from __future__ import annotations

import pytest

from crawler.items import Document
from tests.test_extract_documents import read

FACTS = (
    ("Số hiệu", "210/TB-SNV"), ("Loại văn bản", "Thông báo"), ("Ngày ban hành", "20/05/2024"),
    ("Cơ quan ban hành", "Sở Nội vụ"),
)  # fmt: skip
TABLE = "<table>" + "".join(f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in FACTS) + "</table>"
LINES = "".join(f"<div><b>{label}:</b> {value}</div>" for label, value in FACTS)
ROWS = "".join(f"<div><div>{label}:</div><div>{value}</div></div>" for label, value in FACTS)
ANOTHERS = {
    "lines of a list": "<div><h3>Văn bản mới</h3><ul><li>Số hiệu: 11/TB-SNV<br>Ngày ban hành: 01/01/2020<br>"
    "Ngày hiệu lực: 02/01/2020<br>Người ký: Phạm An</li></ul></div>",
    "paragraphs below a link": "<div><h3>Văn bản khác</h3><p><a href='/v/9'>11/TB-SNV</a></p>"
    "<p>Ngày ban hành: 01/01/2020</p><p>Người ký: Phạm An</p><p>Trích yếu: Nghỉ lễ</p></div>",
    "a list named for what it is": "<div class='lien-quan'><div>Số: 11/TB-SNV</div>"
    "<div>Trạng thái: Hết hiệu lực</div></div>",
}


def document(content: str) -> Document:
    found = read(content).document
    assert found is not None
    return found


@pytest.mark.parametrize("own", [TABLE, LINES, ROWS], ids=["table", "lines", "rows"])
@pytest.mark.parametrize("others", ANOTHERS.values(), ids=ANOTHERS)
def test_what_a_list_of_other_documents_says_is_not_the_pages(own: str, others: str) -> None:
    alone = document(f"<div>{own}</div>")
    assert (alone.number, alone.issued_on) == ("210/TB-SNV", "2024-05-20")
    for page in (f"<div>{own}</div>{others}", f"{others}<div>{own}</div>"):
        beside = document(page)
        assert (beside.number, beside.issued_on, beside.effective_on) == ("210/TB-SNV", "2024-05-20", None)
        assert (beside.signer, beside.status, beside.abstract) == (None, alone.status, alone.abstract)


def test_where_two_numbers_stand_in_the_labels_the_table_is_the_document() -> None:
    found = document(f"<div>{TABLE}<p>Số hiệu: 11/TB-SNV</p><p>Người ký: Phạm An</p></div>")
    assert (found.number, found.issued_on, found.signer) == ("210/TB-SNV", "2024-05-20", None)


def test_a_site_that_signed_the_page_is_no_signer() -> None:
    assert document(f"<div>{TABLE}<p>Người ký: Cổng Thông tin điện tử huyện</p></div>").signer is None


def test_labels_may_be_english() -> None:
    facts = {"Document number": "31/2020/QĐ-UBND", "Issued date": "05/10/2020", "Issuing authority": "UBND tỉnh Mẫu"}
    cells = "".join(f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in facts.items())
    found = document(f"<table>{cells}</table>")
    assert (found.number, found.issuer, found.issued_on) == ("31/2020/QĐ-UBND", "UBND tỉnh Mẫu", "2020-10-05")
