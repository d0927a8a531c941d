"""Lists and pages of documents whose facts stand in odd places: within cells, behind abstracts, under other labels."""

from __future__ import annotations

from tests.test_extract_documents import DETAIL, LIST, read

DNN_ROW = (
    "<tr><td><a href='/vb/{n}'>{n}0/BC-UBND</a></td><td>Báo cáo kinh tế - xã hội tháng {n} năm 2022"
    "<br><i>Ban hành: 0{n}/0{n}/2022</i></td><td>UBND huyện Mẫu Hà</td></tr>"
)
GLUED_ROW = (
    "<div class='vb'><div>Số: <b>{n}0/TB-UBND</b></div><div>Ngày ban hành: 0{n}/08/2020</div>"
    "<a href='/vb/{n}'>Thông báo về việc tiếp công dân lần {n}</a>"
    "<span>Cơ quan ban hành: UBND phường Bến Mẫu</span></div>"
)


def rows(row: str) -> str:
    return "".join(row.format(n=n) for n in range(1, 6))


def test_a_labelled_line_in_a_cell_is_a_fact_of_its_own() -> None:
    heads = "<tr><td>Số hiệu</td><td>Trích yếu</td><td>Đơn vị BH</td></tr>"
    first = read(f"<table>{heads}{rows(DNN_ROW)}</table>", LIST).documents[0]
    assert (first.number, first.issued_on, first.issuer) == ("10/BC-UBND", "2022-01-01", "UBND huyện Mẫu Hà")
    assert first.abstract == "Báo cáo kinh tế - xã hội tháng 1 năm 2022"


def test_a_label_glued_to_an_abstract_ends_it() -> None:
    found = read(rows(GLUED_ROW), LIST)
    first = found.documents[0]
    assert (found.kind, len(found.documents)) == ("document_list", 5)
    assert (first.abstract, first.issuer) == ("Thông báo về việc tiếp công dân lần 1", "UBND phường Bến Mẫu")
    assert (first.number, first.issued_on, first.url) == ("10/TB-UBND", "2020-08-01", "https://mau.gov.vn/vb/1")


def test_labels_are_known_in_english_and_shortened() -> None:
    english = {
        "Document number": "25/2022/QĐ-UBND", "Issue date": "15/03/2022", "Effective date": "25/03/2022",
        "Signer": "Nguyễn Văn Mẫu", "Issuing agency": "UBND tỉnh Mẫu", "Abstract": "Quy định mức thu phí tham quan",
    }  # fmt: skip
    short = {
        "Số VB": "25/2022/QĐ-UBND", "Ngày BH": "15/03/2022", "Ngày HL": "25/03/2022",
        "Người ký/Chức vụ": "Nguyễn Văn Mẫu", "Cơ quan/Đơn vị BH": "UBND tỉnh Mẫu",
        "Nội dung VB": "Quy định mức thu phí tham quan",
    }  # fmt: skip
    for labels in (english, short):
        cells = "".join(f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in labels.items())
        document = read(f"<table>{cells}</table>", DETAIL).document
        assert document is not None
        assert (document.number, document.issued_on, document.effective_on, document.signer, document.issuer) == (
            "25/2022/QĐ-UBND", "2022-03-15", "2022-03-25", "Nguyễn Văn Mẫu", "UBND tỉnh Mẫu",
        )  # fmt: skip
        assert document.abstract == "Quy định mức thu phí tham quan"


def test_letters_and_decisions_have_labels_of_their_own() -> None:
    for number, day, issuer, abstract in (
        ("Số công văn", "Ngày công văn", "Nơi ban hành", "Trích yếu công văn"),
        ("Số quyết định", "Ngày quyết định", "Tên cơ quan", "Về việc"),
        ("Văn bản số", "Ban hành ngày", "Cơ quan ra văn bản", "Tóm tắt nội dung"),
        ("Số/KH", "Ngày tháng", "CQ ra VB", "Nội dung chính"),
    ):
        pairs = {number: "45/KH-UBND", day: "15/03/2023", issuer: "UBND xã Bến Mẫu", abstract: "Kế hoạch kiểm tra"}
        cells = "".join(f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in pairs.items())
        document = read(f"<table>{cells}</table>", DETAIL).document
        assert document is not None
        assert (document.number, document.issued_on) == ("45/KH-UBND", "2023-03-15")
        assert (document.issuer, document.abstract) == ("UBND xã Bến Mẫu", "Kế hoạch kiểm tra")


def test_words_around_a_number_are_none_of_it() -> None:
    for printed in ("Số: 15/KH-UBND ngày 12/5/2023", "Kế hoạch số 15/KH-UBND", "15/KH-UBND"):
        cells = f"<tr><td>Số ký hiệu</td><td>{printed}</td></tr><tr><td>Cơ quan ban hành</td><td>UBND quận Bến Mẫu</td>"
        cells += "</tr><tr><td>Trích yếu</td><td>Kế hoạch kiểm tra</td></tr>"
        document = read(f"<table>{cells}</table>", DETAIL).document
        assert document is not None
        assert (document.number, document.type) == ("15/KH-UBND", "Kế hoạch")


FACTS = (
    "<table><tr><td>Số ký hiệu</td><td>15/KH-UBND</td></tr><tr><td>Ngày ban hành</td><td>12/05/2023</td></tr>"
    "<tr><td>Cơ quan ban hành</td><td>UBND xã Bến Mẫu</td></tr></table>"
)
ABSTRACT = "Về việc chăm sóc sức khỏe người cao tuổi trên địa bàn xã"


def test_an_abstract_may_stand_under_a_heading_of_its_own() -> None:
    for heading in ("<h3>Trích yếu</h3>", "<div class='tieu-de'><b>Nội dung</b></div>", "<p>Nội dung trích yếu:</p>"):
        page = f"{FACTS}{heading}<div>{ABSTRACT}</div><p><a href='/f/15.pdf'>15.pdf</a></p>"
        document = read(page, DETAIL).document
        assert document is not None
        assert (document.number, document.abstract) == ("15/KH-UBND", ABSTRACT)


def test_a_whole_text_under_such_a_heading_is_no_abstract() -> None:
    text = f"<p>{ABSTRACT}, Ủy ban nhân dân xã xây dựng kế hoạch như sau:</p>" * 3
    for under in (
        text,
        "<div></div>",
        "<div>Đang cập nhật</div>",
        "<div><a href='/f/15.pdf'>Kế hoạch số 15.pdf</a></div>",
    ):
        document = read(f"{FACTS}<h3>Nội dung</h3>{under}", DETAIL).document
        assert document is not None
        assert document.abstract is None


def test_documents_that_each_have_a_table_or_a_list_of_their_own_are_a_list() -> None:
    pairs = (("Số ký hiệu", "{n}0/KH-UBND"), ("Ngày ban hành", "0{n}/05/2023"), ("Cơ quan ban hành", "UBND xã Bến Mẫu"),
             ("Trích yếu", "<a href='/vb/{n}'>Kế hoạch kiểm tra lần {n}</a>"))  # fmt: skip
    table = "<table>" + "".join(f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in pairs) + "</table>"
    terms = "<dl>" + "".join(f"<dt>{label}</dt><dd>{value}</dd>" for label, value in pairs) + "</dl>"
    for card in (table, terms, f"<div>{terms}</div>"):
        found = read(rows(card), LIST)
        first = found.documents[0]
        assert (found.kind, len(found.documents)) == ("document_list", 5)
        assert (first.number, first.issued_on, first.issuer) == ("10/KH-UBND", "2023-05-01", "UBND xã Bến Mẫu")
        assert (first.abstract, first.url) == ("Kế hoạch kiểm tra lần 1", "https://mau.gov.vn/vb/1")


def test_an_article_with_a_few_such_words_is_no_document() -> None:
    text = "<p>Sáng nay, quận tổ chức hội nghị triển khai công tác tiêm chủng cho người dân trên địa bàn.</p>" * 6
    labels = "<p>Nội dung: tiêm chủng mũi hai</p><p>Trạng thái: đã xong</p>"
    found = read(f"<h1>Quận triển khai tiêm chủng</h1><p>12/05/2023 08:30</p>{text}{labels}", f"{LIST}/1")
    assert (found.kind, found.document) == ("article", None)
