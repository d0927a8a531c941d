"""Lists of documents whose rows are few, lead nowhere, share cells or have unlabelled numbers; and what is none."""

from __future__ import annotations

import pytest

from crawler.items import Page
from tests.test_extract_documents import read

SIDE = "".join(
    f"<li><a href='/t/{n}.html'>Phát động phong trào trồng cây {n}</a> <span>1{n}/11/2025</span></li>" for n in "12345"
)
HEADS = "Số ký hiệu|Trích yếu|Ngày ban hành"
PROSE = "<p>Ủy ban nhân dân xã đề nghị các thôn phổ biến rộng rãi những văn bản dưới đây đến nhân dân trong xã.</p>" * 6


def table(heads: str, *rows: str) -> str:
    lines = [f"<tr><th>{heads.replace('|', '</th><th>')}</th></tr>"]
    return (
        "<table>"
        + "".join([*lines, *(f"<tr><td>{row.replace('|', '</td><td>')}</td></tr>" for row in rows)])
        + "</table>"
    )


def rows(count: int, link: str = "<a href='/vb/{0}'>") -> list[str]:
    end = "</a>" if link else ""
    return [f"{n}/KH-UBND|{link.format(n)}Kế hoạch tuyển quân năm {n}{end}|0{n}/03/2024" for n in range(1, count + 1)]


def shown(content: str, path: str = "/van-ban") -> Page:
    return read(f"{content}<div><h3>Tin mới</h3><ul>{SIDE}</ul></div>", f"https://mau.gov.vn{path}")


@pytest.mark.parametrize("count", [1, 2, 3, 8])
@pytest.mark.parametrize("link", ["", "<a href='/vb/{0}'>", "<a href=\"javascript:__doPostBack('c{0}','')\">"])
def test_rows_under_certain_headings_are_a_list_however_few_they_are_and_wherever_they_lead(
    count: int, link: str
) -> None:
    found = shown(table(HEADS, *rows(count, link)))
    assert (found.kind, [one.number for one in found.documents]) == (
        "document_list", [f"{n}/KH-UBND" for n in range(1, count + 1)],
    )  # fmt: skip


@pytest.mark.parametrize(
    "content",
    [
        f"<p>Ngày đăng: 12/03/2024 | Lượt xem: 5</p>{table(HEADS, *rows(2, ''))}",
        f"{PROSE}{table(HEADS, *rows(2, ''))}",
        table("Số|Họ tên|Ngày sinh", "1|Nguyễn Văn An|02/03/1974", "2|Trần Bình|02/04/1974"),
    ],
)
def test_a_table_in_an_article_and_one_of_other_things_are_none(content: str) -> None:
    assert shown(content).kind != "document_list"


def test_a_cell_over_several_rows_counts_for_each_of_them() -> None:
    first, second, third = rows(3)
    first = first.replace("|01/03", "</td><td rowspan=2>01/03")
    found = shown(table(HEADS, first, second.rpartition("|")[0], third))
    assert [one.issued_on for one in found.documents] == ["2024-03-01", "2024-03-01", "2024-03-03"]


@pytest.mark.parametrize(("head", "number"), [("Tên văn bản", "1/KH-UBND"), ("Trích yếu", None)])
def test_the_name_of_a_document_tells_its_number_and_an_abstract_may_tell_anothers(
    head: str, number: str | None
) -> None:
    about = "về triển khai công tác tuyển chọn và gọi công dân nhập ngũ"
    named = [f"<a href='/vb/{n}'>Kế hoạch số {n}/KH-UBND {about} {n}</a>|0{n}/03/2024" for n in range(1, 9)]
    assert shown(table(f"{head}|Ngày ban hành", *named)).documents[0].number == number


def test_a_number_may_be_the_heading_of_its_block() -> None:
    block = (
        "<div><h4><a href='/vb/{0}'>{1}0{0}/2023/QĐ-UBND</a></h4><p>Ngày ban hành: 0{0}/02/2023</p>"
        "<p>V/v: Ban hành quy định số {0} về quản lý đô thị</p></div>"
    )
    for name in ("", "Quyết định số "):
        first, *_ = shown("".join(block.format(n, name) for n in range(1, 5))).documents
        assert (first.number, first.issued_on, first.url) == (
            "01/2023/QĐ-UBND",
            "2023-02-01",
            "https://mau.gov.vn/vb/1",
        )


def test_digits_and_codes_in_two_rows_are_one_number() -> None:
    pairs = (
        ("Số", "12"),
        ("Ký hiệu", "KH-UBND"),
        ("Ngày ban hành", "05/04/2024"),
        ("Trích yếu", "Kế hoạch tuyển quân"),
    )
    cells = "".join(f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in pairs)
    document = read(f"<table>{cells}</table>").document
    assert document is not None
    assert (document.number, document.number_norm) == ("12/KH-UBND", "kh|12|2024|ubnd@?")
