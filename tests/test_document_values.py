"""Values of official documents that read like others: days of other things, either way round, positions for names."""

from __future__ import annotations

import pytest

from crawler.extract.citations import find_citations
from crawler.extract.document_pages.days import order_of, read_day
from crawler.extract.document_pages.signers import read_signer
from crawler.extract.numbers.home import Home
from crawler.items import Document
from tests.test_extract_documents import LIST, read

DA_NANG = Home(province="da-nang", is_city=True, district="hai-chau")


def detail(*pairs: tuple[str, str]) -> Document:
    given = [("Trích yếu", "Về việc phê duyệt kế hoạch"), ("Cơ quan ban hành", "UBND xã"), *pairs]
    document = read("<table>" + "".join(f"<tr><td>{a}</td><td>{b}</td></tr>" for a, b in given) + "</table>").document
    assert document is not None
    return document


def listed(heads: str, *rows: str) -> list[Document]:
    """Return the documents of a table, its cells set apart by `|`."""
    lines = ["".join(f"<th>{head}</th>" for head in heads.split("|"))]
    lines += ["".join(f"<td>{cell}</td>" for cell in row.split("|")) for row in rows]
    return list(read("<table>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>", LIST).documents)


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("Sau 10 ngày kể từ ngày 05/04/2024", None), ("Sau 15 ngày kể từ ngày đăng Công báo 20/04/2024", None),
        ("Đến 31/12/2024", None), ("Hết hiệu lực ngày 31/12/2024", None), ("Trước ngày 31/12/2024", None),
        ("Kể từ ngày 05/04/2024", "2024-04-05"), ("Thứ sáu, 05/04/2024", "2024-04-05"),
        ("Từ 05/04/2024 đến hết năm", "2024-04-05"), ("Có hiệu lực từ 05/04/2024", "2024-04-05"),
    ],
)  # fmt: skip
def test_a_day_that_another_is_counted_from_is_not_the_day(printed: str, day: str | None) -> None:
    assert detail(("Số ký hiệu", "5/QĐ-UBND"), ("Ngày có hiệu lực", printed)).effective_on == day


@pytest.mark.parametrize(
    ("printed", "alone", "beside"),
    [
        ("3/12/2024 12:00:00 AM", None, "2024-03-12"), ("3/25/2024 12:00:00 AM", "2024-03-25", "2024-03-25"),
        ("3/3/2024 12:00:00 AM", "2024-03-03", "2024-03-03"), ("25/3/2024 12:00:00 AM", "2024-03-25", "2024-03-25"),
        ("03/12/2024", "2024-12-03", None), ("12/3/2024 12:00:00 SA", "2024-03-12", None),
        ("ngày 3 tháng 12 năm 2024", "2024-12-03", "2024-12-03"),
    ],
)  # fmt: skip
def test_a_day_that_may_be_a_month_is_read_where_the_page_proves_the_order(
    printed: str, alone: str | None, beside: str | None
) -> None:
    """`beside`: on a page that is known to print the month first."""
    assert (read_day(printed), read_day(printed, "month_first")) == (alone, beside)


def test_a_page_or_a_column_proves_what_comes_first() -> None:
    document = detail(("Ngày ban hành", "3/12/2024 12:00:00 AM"), ("Ngày có hiệu lực", "3/25/2024 12:00:00 AM"))
    assert (document.issued_on, document.effective_on) == ("2024-03-12", "2024-03-25")
    heads = "Số ký hiệu|Trích yếu|Ngày ban hành"
    row = "{0}/KH-UBND|<a href='/vb/{0}'>Kế hoạch triển khai công tác tuyển quân năm {0}</a>|3/{1}/2024 12:00:00 AM"
    proven = listed(heads, *(row.format(n, 6 * n) for n in range(1, 5)))
    assert [one.issued_on for one in proven] == ["2024-03-06", "2024-03-12", "2024-03-18", "2024-03-24"]
    open_ = listed(heads, *(row.format(n, n + 3) for n in range(1, 5)))
    assert [one.issued_on for one in open_] == [None] * 4
    assert order_of(["25/3/2024", "3/25/2024"]) is None


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("{0}/KH-UBND<br>0{0}/03/2024", "2024-03-01"), ("{0}/KH-UBND ngày 0{0}/03/2024", "2024-03-01"),
        ("{0}/KH-UBND (0{0}/03/2024)", "2024-03-01"), ("{0}/KH-UBND", None),
    ],
)  # fmt: skip
@pytest.mark.parametrize("head", ["Số ký hiệu", "Số, ký hiệu; ngày ban hành", "Số/Ngày ban hành"])
def test_a_number_and_its_day_in_one_cell_are_two_values(head: str, cell: str, day: str | None) -> None:
    row = f"{cell}|<a href='/vb/{{0}}'>Kế hoạch triển khai công tác tuyển quân năm {{0}}</a>"
    first, *_ = listed(f"{head}|Trích yếu", *(row.format(n) for n in range(1, 5)))
    assert (first.number, first.issued_on) == ("1/KH-UBND", day)


def test_a_number_above_the_abstract_of_its_cell_stays_the_number() -> None:
    row = "<a href='/vb/{0}'>{0}/KH-UBND</a><br>Kế hoạch triển khai công tác tuyển quân năm {0}|0{0}/03/2024"
    first, *_ = listed("Số ký hiệu|Ngày ban hành", *(row.format(n) for n in range(1, 5)))
    assert (first.number, first.abstract) == ("1/KH-UBND", "Kế hoạch triển khai công tác tuyển quân năm 1")


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Đã ký", None), ("(Đã ký)", None), ("Chủ tịch", None), ("Chủ tịch UBND xã", None), ("Giám đốc Sở Y tế", None),
        ("(Đã ký) Nguyễn Văn An", "Nguyễn Văn An"), ("KT. CHỦ TỊCH PHÓ CHỦ TỊCH Nguyễn Văn An", "Nguyễn Văn An"),
        ("Phó Chủ tịch - Nguyễn Văn An", "Nguyễn Văn An"), ("Nguyễn Văn An (Phó Chủ tịch)", "Nguyễn Văn An"),
        ("Nguyễn Văn An", "Nguyễn Văn An"), ("K' Brốt", "K' Brốt"), ("Tô An, Trần Bình", "Tô An, Trần Bình"),
        ("Chủ tịch Lê An, Phó Chủ tịch Vũ Bình", "Chủ tịch Lê An, Phó Chủ tịch Vũ Bình"),
        ("Giám Đốc Trung Tâm Y Tế", "Giám Đốc Trung Tâm Y Tế"),
    ],
)  # fmt: skip
def test_a_signer_is_a_name_and_no_position(printed: str, name: str | None) -> None:
    assert read_signer(printed) == name


@pytest.mark.parametrize(
    ("body", "place", "issuer"),
    [
        ("UBND TP.Hà Nội", "ha-noi", None), ("UBND T.P Hà Nội", "ha-noi", None), ("UBND Tp.Huế", "hue", None),
        ("UBND TX.Kỳ Anh", "ky-anh", None), ("UBND H.Thạch Hà", "thach-ha", None), ("UBND Q.1", "quan-1", None),
        ("UBND P.Ngọc Thụy", "ngoc-thuy", None), ("UBND TP", "da-nang", None),
        ("UBND TP. Trong đó", "da-nang", "UBND TP"), ("UBND thành phố. Hội nghị", "da-nang", "UBND thành phố"),
        ("Chủ tịch UBND quận Nguyễn Mạnh Hà về việc", "hai-chau", "Chủ tịch UBND quận"),
        ("UBND Thành phố Nguyễn Văn An báo cáo", "da-nang", "UBND Thành phố"),
        ("UBND huyện Trần Văn Thời", "tran-van-thoi", None), ("UBND huyện Hoàng Su Phì", "hoang-su-phi", None),
        ("UBND phường Nguyễn Văn Cừ", "nguyen-van-cu", None), ("UBND quận Lê Chân", "le-chan", None),
    ],
)  # fmt: skip
def test_a_place_is_read_in_any_spelling_and_is_no_person(body: str, place: str, issuer: str | None) -> None:
    (cited,) = find_citations(f"Quyết định số 12/QĐ-UBND ngày 01/02/2024 của {body}", home=DA_NANG)
    assert (cited.number_norm, cited.issuer) == (f"qd|12|2024|ubnd@{place}", issuer or body)


def test_who_signs_for_a_body_is_no_part_of_its_name() -> None:
    (cited,) = find_citations("Bí thư Quận ủy Nguyễn Văn An ký Công văn số 12-CV/QU ngày 1/2/2024", home=DA_NANG)
    assert (cited.number_norm, cited.issuer) == ("cv|12|2024|qu@hai-chau", "Bí thư Quận ủy")


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Công điện số 01/CĐ-PCTT hồi 10h00 ngày 06/4/2024 của Ban Chỉ huy", "01/CĐ-PCTT 2024-04-06 None"),
        ("phổ biến Kế hoạch số 1/KH-UBND hồi 8h00 ngày 06/4/2024 tại hội trường", "1/KH-UBND None None"),
        ("Quyết định 1/QĐ-UBND ngày 3/2/2024 và Quyết định 2/QĐ-UBND cùng ngày của UBND Thành phố",
         "1/QĐ-UBND 2024-02-03 None; 2/QĐ-UBND 2024-02-03 UBND Thành phố"),
        ("Quyết định 1/QĐ-UBND ngày 3/2/2024. Quyết định 2/QĐ-UBND cùng ngày của UBND Thành phố",
         "1/QĐ-UBND 2024-02-03 None; 2/QĐ-UBND None UBND Thành phố"),
        ("Quyết định 2/QĐ-UBND cùng ngày 5/6/2023", "2/QĐ-UBND 2023-06-05 None"),
    ],
)  # fmt: skip
def test_a_telegram_has_an_hour_and_a_second_document_may_be_of_the_same_day(sentence: str, found: str) -> None:
    cited = find_citations(sentence, home=DA_NANG)
    assert "; ".join(f"{one.number} {one.issued_on} {one.issuer}" for one in cited) == found


def test_a_code_of_laws_is_named_as_printed_under_the_key_of_laws() -> None:
    code, law = find_citations("Bộ luật Hình sự số 100/2015/QH13; Luật số 100/2015/QH13")
    assert (code.type, law.type) == ("Bộ luật", "Luật")
    assert code.number_norm == law.number_norm == "l|100|2015|qh13"
