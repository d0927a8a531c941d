"""Blocks of text in page order, and the pieces of an article that are decided on them."""

from __future__ import annotations

import pytest
from lxml import html

from crawler.extract.markup.blocks import blocks_of, is_wrap


def texts(body: str) -> list[tuple[str, str]]:
    """Return kind and text of the blocks of an HTML fragment."""
    return [(block.kind, block.text) for block in blocks_of(html.document_fromstring(f"<body>{body}</body>"))]


def test_paragraphs_headings_items_and_captions_are_told_apart() -> None:
    lists = "<ul><li>Hai</li><li><p>Ba</p></li></ul>"
    body = f"<h2>Tiêu đề</h2><p>Một.</p>{lists}<figure><img><figcaption>Ảnh</figcaption></figure>"
    kinds = ["heading", "paragraph", "item", "item", "caption"]
    assert texts(body) == list(zip(kinds, ["Tiêu đề", "Một.", "Hai", "Ba", "Ảnh"], strict=True))


def test_text_between_blocks_is_a_block_of_its_own() -> None:
    assert texts("<div>trước<p>giữa</p>sau</div>") == [
        ("paragraph", "trước"),
        ("paragraph", "giữa"),
        ("paragraph", "sau"),
    ]


def test_inline_elements_do_not_break_a_word() -> None:
    assert texts("<p>Quận <b>Long</b> Bi<i>ên</i></p>") == [("paragraph", "Quận Long Biên")]


def test_a_line_break_ends_a_paragraph_unless_the_sentence_goes_on() -> None:
    assert texts("<div>Câu một.<br>Câu hai.</div>") == [("paragraph", "Câu một."), ("paragraph", "Câu hai.")]
    assert texts("<div>Chiều ngày<br>14/9, ông</div>") == [("paragraph", "Chiều ngày"), ("paragraph", "14/9, ông")]
    assert texts("<p>Chiều nay ông<br>đến thăm.</p>") == [("paragraph", "Chiều nay ông đến thăm.")]


def test_hard_wraps_of_the_source_are_blanks() -> None:
    assert texts("<p>Chiều\nngày 14/9,\n\tông</p>") == [("paragraph", "Chiều ngày 14/9, ông")]


def test_a_table_of_data_is_one_block_of_rows() -> None:
    rows = "<tr><th>Địa bàn</th><th>Số</th></tr><tr><td><p>A</p></td><td>1</td></tr><tr><td></td><td>2</td></tr>"
    body = f"<table>{rows}</table>"
    assert texts(body) == [("table", "Địa bàn | Số\nA | 1\n | 2")]


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        (
            "<tr><th>STT</th><th>Thôn</th><th>Số hộ</th></tr><tr><td>1</td><td rowspan=2>Đông</td><td>120</td></tr>"
            "<tr><td>2</td><td>98</td></tr><tr><td>3</td><td>Tây</td><td>5</td></tr>",
            "STT | Thôn | Số hộ\n1 | Đông | 120\n2 | Đông | 98\n3 | Tây | 5",
        ),
        (
            "<tr><th rowspan=2>Tên</th><th colspan=2>Số hộ</th><th rowspan=2>Ghi chú</th></tr>"
            "<tr><th>Nghèo</th><th>Cận nghèo</th></tr><tr><td>A</td><td>2</td><td>3</td><td>x</td></tr>",
            "Tên | Số hộ |  | Ghi chú\nTên | Nghèo | Cận nghèo | Ghi chú\nA | 2 | 3 | x",
        ),
        (
            "<tr><td>1</td><td>a</td><td rowspan=2>05/03</td></tr><tr><td>2</td><td>b</td></tr>",
            "1 | a | 05/03\n2 | b | 05/03",
        ),
        (
            "<thead><tr><td rowspan=9>1</td><td>a</td></tr></thead><tr><td>2</td><td>b</td></tr>",
            "1 | a\n2 | b",
        ),
        ("<tr><td rowspan=x>1</td><td rowspan=-3>a</td></tr><tr><td>2</td><td>b</td></tr>", "1 | a\n2 | b"),
    ],
)
def test_a_cell_that_spans_rows_is_said_in_each_of_them(rows: str, text: str) -> None:
    assert texts(f"<table>{rows}</table>") == [("table", text)]


def test_spans_without_measure_make_no_large_table() -> None:
    wide = "<tr><td colspan=99999999>x</td><td rowspan=99999999>y</td></tr><tr><td>z</td><td>w</td></tr>"
    assert texts(f"<table>{wide}</table>") == [("table", "x | y\nz | y | w")]
    rows = f"<tr>{'<td rowspan=9999>a</td>' * 50}</tr>" * 400
    assert len(texts(f"<table>{rows}</table>")[0][1]) < 4 * (20_000 + 10_000)


@pytest.mark.parametrize(
    "body",
    [
        "<table><tr><td><img></td></tr><tr><td>Chú thích ảnh</td></tr></table>",
        "<table><tr><td>Nơi nhận</td><td>CHỦ TỊCH</td></tr></table>",
        "<table><tr><td>trái</td><td><table><tr><td>phải</td></tr></table></td></tr><tr><td>a</td><td>b</td></tr></table>",
    ],
)
def test_a_table_that_arranges_the_page_is_looked_through(body: str) -> None:
    assert all(kind == "paragraph" for kind, _ in texts(body))


def test_link_and_bold_text_is_counted() -> None:
    (block,) = blocks_of(html.document_fromstring("<body><p><a href='/'>Liên kết</a> <b>đậm</b></p></body>"))
    assert block.link_chars == len("Liên kết")
    assert block.link_share > 0.6
    assert not block.is_bold


def test_a_wrap_has_no_end_before_it_and_a_small_letter_after_it() -> None:
    assert is_wrap("Chiều nay", "ông đến")
    assert not is_wrap("Chiều nay.", "ông đến")
    assert not is_wrap("Chiều nay", "Ông đến")


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("Kế hoạch số 206/KH-", "UBND ngày 08/9/2021", True),
        ("Kế hoạch số 206/", "KH-UBND", True),
        ("ngày 08/9/", "2021", True),
        ("Xem thêm tại https://mau.gov.vn/", "Nguồn: Báo Mẫu", False),
        ("Đạt 98% -", "Cao nhất từ trước đến nay", False),
    ],
)
def test_a_break_that_cuts_a_number_in_two_is_a_wrap(before: str, after: str, expected: bool) -> None:
    assert is_wrap(before, after) is expected
