"""Official documents on pages of their own and in lists, as many portals lay them out: right, or None; never wrong."""

from __future__ import annotations

from datetime import datetime
from itertools import permutations

import pytest

from crawler.demo import organisation
from crawler.demo.articles import World
from crawler.demo.documents import document_count, make_document
from crawler.demo.state import SamplePortal
from crawler.demo.truth import document_truth
from crawler.extract import extract
from crawler.extract.citations import find_citations
from crawler.extract.document_pages.facts import number_key
from crawler.extract.numbers.home import Home
from crawler.extract.printed.dates import VIETNAM
from crawler.items import Document, Page
from tests.document_samples import (
    BLOCK_ROWS,
    COLUMNS,
    HEADINGS,
    TRUE,
    block_list,
    detail_pages,
    page,
    rows_of_facts,
    table_list,
)
from tests.test_extract_demo import ARTICLES, HOSTS, pages_of_list
from tests.test_extract_pages import capture_of, generic_portal

DETAIL = "https://mau.gov.vn/chi-tiet/206"
LIST = "https://mau.gov.vn/van-ban-chi-dao"


def read(content: str, url: str = DETAIL) -> Page:
    """Return the page that is read around a content, on a portal of which only the host is known."""
    return extract(capture_of(page(content).encode(), url), generic_portal(url))


def document_of(html: str) -> Document:
    found = extract(capture_of(html.encode(), DETAIL), generic_portal(DETAIL)).document
    assert found is not None
    return found


def test_no_layout_gives_a_wrong_value_and_all_give_every_value() -> None:
    pages = detail_pages()
    assert len(pages) == 144
    wrong = []
    for name, html, gap in pages:
        document = document_of(html)
        wanted = {field: None if field in gap else value for field, value in TRUE.items()}
        wrong += [(name, field) for field, value in wanted.items() if getattr(document, field) != value]
        wrong += [(name, "key")] if document.number_norm != "kh|206|2021|ubnd@ben-mau" else []
    assert wrong == []


def test_two_different_values_are_none_and_a_problem() -> None:
    lines = "".join(
        f"<p>{label}: {value}</p>"
        for label, value in [
            ("Số ký hiệu", "206/KH-UBND"),
            ("Ngày ban hành", "08/09/2021"),
            ("Trích yếu", "Về tiêm chủng"),
            ("Cơ quan ban hành", "UBND quận Mẫu"),
            ("Ngày ban hành", "09/09/2021"),
        ]
    )
    found = read(lines)
    assert found.document is not None
    assert found.document.issued_on is None
    assert [(one.code, one.field, one.raw) for one in found.problems] == [
        ("document_incomplete", "issued_on", "08/09/2021 / 09/09/2021")
    ]


@pytest.mark.parametrize("printed", ["Không số", "không số", "Không có số", "Đang cập nhật", "-", ""])
def test_a_document_without_a_number_has_none(printed: str) -> None:
    table = (
        f"<table><tr><td>Số ký hiệu</td><td>{printed}</td></tr><tr><td>Ngày ban hành</td><td>28/11/2013</td></tr>"
        "<tr><td>Cơ quan ban hành</td><td>Quốc hội</td></tr><tr><td>Trích yếu</td><td>Hiến pháp</td></tr></table>"
    )
    document = read(table).document
    assert document is not None
    assert (document.number, document.number_norm, document.issued_on) == (None, None, "2013-11-28")


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("08/09/2021", "2021-09-08"), ("8-9-2021", "2021-09-08"), ("08.09.2021", "2021-09-08"),
        ("ngày 08 tháng 9 năm 2021", "2021-09-08"), ("2021-09-08", "2021-09-08"), ("18/02/1946", "1946-02-18"),
        ("31/02/2021", None), ("01/01/0001", None), ("01/01/1900", None), ("09/2021", None),
        ("08/09/2021 - 09/09/2021", None), ("13/13/2021", None),
    ],
)  # fmt: skip
def test_a_day_is_read_day_first_or_not_at_all(printed: str, day: str | None) -> None:
    table = (
        f"<table><tr><td>Số ký hiệu</td><td>5/QĐ-UBND</td></tr><tr><td>Ngày ban hành</td><td>{printed}</td></tr>"
        "<tr><td>Cơ quan ban hành</td><td>UBND quận Mẫu</td></tr><tr><td>Trích yếu</td><td>Việc</td></tr></table>"
    )
    document = read(table).document
    assert document is not None
    assert document.issued_on == day


@pytest.mark.parametrize(
    ("number", "type_", "issuer", "issued_on", "sentence"),
    [
        ("206/KH-UBND", "Kế hoạch", "UBND Thành phố Hà Nội", "2021-09-08",
         "Kế hoạch số 206/KH-UBND ngày 08/9/2021 của UBND Thành phố Hà Nội"),
        ("16 /CT-TTg", "Chỉ thị", "Thủ tướng Chính phủ", "2020-03-31",
         "Chỉ thị số 16/CT-TTg ngày 31/3/2020 của Thủ tướng Chính phủ"),
        ("22/NQ-TU", "Nghị quyết", "Tỉnh ủy Kiên Giang", "2022-06-08",
         "Nghị quyết số 22-NQ/TU ngày 08/6/2022 của Tỉnh ủy Kiên Giang"),
        ("508/UBND-YT", None, "UBND quận Long Biên", "2020-03-25",
         "Công văn Số 508/UBND-YT ngày 25/3/2020 của UBND quận Long Biên"),
        ("1342/TTr-STTTT", None, "Sở Thông tin và Truyền thông Thanh Hóa", "2020-07-31",
         "Tờ trình số 1342/TTr-STTTT ngày 31/7/2020 của Sở Thông tin và Truyền thông Thanh Hóa"),
        ("45/2013/QH13", "Luật", "Quốc hội", "2013-11-29", "Luật Đất đai số 45/2013/QH13 ngày 29/11/2013"),
        ("176", "Kế hoạch", "UBND quận Hoàn Kiếm", "2021-07-26",
         "Kế hoạch số 176 ngày 26/7/2021 của UBND quận Hoàn Kiếm"),
    ],
)  # fmt: skip
def test_a_document_and_its_citation_have_one_key(
    number: str, type_: str | None, issuer: str, issued_on: str, sentence: str
) -> None:
    (cited,) = find_citations(sentence)
    assert number_key(number, type_, issuer, issued_on) == cited.number_norm


def test_a_documents_issuer_without_a_name_is_of_the_portals_own_place() -> None:
    home = Home(province="ha-noi", is_city=True, district="long-bien")
    key = number_key("206/KH-UBND", "Kế hoạch", "UBND quận", "2021-09-08", home)
    assert key == "kh|206|2021|ubnd@long-bien"
    assert number_key("206/KH-UBND", "Kế hoạch", "UBND quận", "2021-09-08") == "kh|206|2021|ubnd@?"


def listed_facts(found: Page) -> list[dict[str, str | None]]:
    return [{name: getattr(document, name) for name in COLUMNS} for document in found.documents]


def true_rows() -> list[dict[str, str | None]]:
    rows: list[dict[str, str | None]] = [dict(facts) for facts in rows_of_facts(6)]
    for n, row in enumerate(rows, start=1):
        row["issued_on"] = f"2021-09-{n:02d}"
    rows[2]["number"] = None
    return rows


@pytest.mark.parametrize("linked", ["number", "abstract", "file"])
@pytest.mark.parametrize("cell", ["th", "td"])
def test_tables_are_read_by_their_headings_in_any_order(cell: str, linked: str) -> None:
    for order in permutations(COLUMNS):
        for heads in HEADINGS:
            found = read(table_list(order, heads, cell=cell, linked=linked), LIST)
            assert (found.kind, found.article, found.document) == ("document_list", None, None)
            assert listed_facts(found) == true_rows()
            first = found.documents[0]
            assert first.number_norm == "tb|101|2021|ubnd@ben-mau"
            assert first.url == (
                "https://mau.gov.vn/files/1.pdf" if linked == "file" else "https://mau.gov.vn/van-ban/1"
            )
            assert [one.filename for one in first.attachments] == ([] if linked == "abstract" else ["1.pdf"])


@pytest.mark.parametrize("row", BLOCK_ROWS, ids=range(len(BLOCK_ROWS)))
def test_lists_of_blocks_are_read_like_tables(row: str) -> None:
    for heads in HEADINGS:
        found = read(block_list(heads, row), LIST)
        assert found.kind == "document_list"
        assert listed_facts(found) == true_rows()
        assert [one.url for one in found.documents] == [f"https://mau.gov.vn/van-ban/{n}" for n in range(1, 7)]


def test_the_rows_of_an_unknown_portals_list_lead_to_their_pages() -> None:
    found = read(table_list(COLUMNS, HEADINGS[0], cell="th", linked="abstract"), LIST)
    assert found.listing is not None
    assert [item.url for item in found.listing.items] == [one.url for one in found.documents]
    wanted = {one.url for one in found.documents}
    assert wanted <= {link.url for link in found.links if link.kind == "document"}


def test_a_table_without_headings_is_read_by_what_its_columns_hold() -> None:
    table = table_list(COLUMNS, HEADINGS[0], cell="th", linked="number").replace("Không số", "103/TB-UBND")
    bare = "<table>" + table[table.index("</tr>") + 5 :]
    wanted = [row | {"number": f"{100 + n}/TB-UBND"} for n, row in enumerate(true_rows(), start=1)]
    assert listed_facts(read(bare, LIST)) == wanted


def test_rows_that_lead_nowhere_have_a_key_of_their_own_under_the_list_whatever_its_page() -> None:
    plain = table_list(COLUMNS, HEADINGS[0], cell="th", linked="nothing")
    listed = f'{plain}<p><a href="/van-ban-chi-dao?page=2">2</a></p>'
    bare = "<table>" + listed[listed.index("</tr>") + 5 :]
    whole = read(f"{bare}<p>Tải về: <a href='/a.pdf'>a.pdf</a></p>", LIST)
    assert whole.documents == ()  # Nothing shows that this page is a list: no headings, and its rows lead nowhere.
    section = generic_portal(LIST).model_copy(update={"sections": ()})
    rule = {"kind": "listing", "match": "^/van-ban-chi-dao"}
    portal = type(section).model_validate(
        section.model_dump() | {
            "addresses": [rule],
            "sections": [{"name": "Văn bản", "path": "/van-ban-chi-dao", "kind": "documents"}],
        }
    )  # fmt: skip
    urls = [
        [one.url for one in extract(capture_of(page(listed).encode(), address), portal).documents]
        for address in (LIST, f"{LIST}?page=2")
    ]
    assert urls[0] == urls[1]
    assert len(set(urls[0])) == 6
    assert all(url.startswith(f"{LIST}#") for url in urls[0])


@pytest.mark.parametrize(
    "content",
    [
        "<table><tr><th>STT</th><th>Thời gian</th><th>Nội dung</th><th>Cơ quan</th></tr>"
        + "<tr><td>1</td><td>8h00 08/09/2021</td><td>Họp giao ban <a href='/a'>xem</a></td><td>UBND quận</td></tr>" * 6
        + "</table>",
        "<table><tr><th>STT</th><th>Họ tên</th><th>Chức vụ</th></tr>"
        + "<tr><td>1</td><td><a href='/a'>Nguyễn Văn Mẫu</a></td><td>Chủ tịch</td></tr>" * 6
        + "</table>",
        "<table>"
        + "<tr><td>Thứ hai</td><td><a href='/a'>08/09/2021</a></td><td>Họp giao ban tuần</td></tr>" * 6
        + "</table>",
    ],
)  # fmt: skip
def test_other_tables_are_no_lists_of_documents(content: str) -> None:
    found = read(content, LIST)
    assert (found.kind != "document_list", found.documents) == (True, ())


def test_an_article_with_a_table_of_documents_in_it_stays_what_it_is() -> None:
    paragraphs = "<p>Sáng nay, quận đã tổ chức hội nghị triển khai các kế hoạch của thành phố trong năm tới.</p>" * 20
    table = table_list(COLUMNS, HEADINGS[0], cell="th", linked="file")
    found = read(f"<h1>Văn bản chỉ đạo của quận</h1>{paragraphs}{table}", "https://mau.gov.vn/tin/1")
    assert (found.kind != "document_list", found.documents) == (True, ())


def test_the_sample_portals_lists_give_what_is_true_of_every_document() -> None:
    sample = SamplePortal(World(7, ARTICLES, datetime(2024, 3, 1, 9, 0, tzinfo=VIETNAM)), HOSTS)
    truths = [document_truth(sample, make_document(sample.world, n)) for n in range(document_count(sample.world))]
    by_url = {truth.url: truth for truth in truths}
    pages = [one for section in organisation.document_sections() for one in pages_of_list(sample, section.path)]
    assert {one.kind for one in pages} == {"document_list"}
    found = [document for one in pages for document in one.documents]
    assert sorted(one.url for one in found) == sorted(by_url)
    for document in found:
        truth = by_url[document.url]
        assert {name: getattr(document, name) for name in COLUMNS} == {name: getattr(truth, name) for name in COLUMNS}
        assert document.type in (None, truth.type)
        assert [one.url for one in document.attachments] == [truth.attachments[0].url]
