"""Text of an article that stands in an `<a>`: names of places, documents that a text leads to, sentences."""

from __future__ import annotations

import pytest

from tests.test_article_furniture import FIRST, LAST, article_of
from tests.test_byline_variants import TITLE, read

BYLINE = "<div>Ngày đăng: 12/03/2022</div>"


def text_of(body: str) -> list[str]:
    """Return the paragraphs of an article under a byline."""
    found = article_of(BYLINE, body)
    return "\n\n".join(filter(None, (found.summary, found.text))).split("\n\n")


@pytest.mark.parametrize("name", ["name='_GoBack'", "id='p1'", "class='x'", ""])
def test_an_a_that_leads_nowhere_is_no_link(name: str) -> None:
    article = "Điều 1. Phạm vi điều chỉnh"
    body = f"<p><a {name}><b>{article}</b></a></p><p>{FIRST}</p><p><a {name}>{LAST}</a></p>"
    assert text_of(body) == [article, FIRST, LAST]


def test_the_name_of_a_place_that_is_left_open_takes_nothing_away() -> None:
    assert text_of(f"<a name='_Toc1'><p>{FIRST}</p><p>{LAST}</p>") == [FIRST, LAST]


@pytest.mark.parametrize(
    "tools",
    [
        "<a>In</a> <a>Chia sẻ</a>",
        "<a class='in'>In trang</a> | <a href='javascript:void(0)'>Chia sẻ</a>",
        "<a href='#'>Bản in</a> <a onclick='gui()'>Gửi email</a>",
    ],
)
def test_buttons_that_a_script_works_are_no_text(tools: str) -> None:
    assert text_of(f"<p>{FIRST}</p><p>{LAST}</p><div>{tools}</div>") == [FIRST, LAST]


def test_a_table_of_contents_is_no_text_and_its_places_are_headings() -> None:
    contents = "<p><a href='#d1'>Điều 1. Phạm vi</a></p><p><a href='#d2'>Điều 2. Đối tượng</a></p>"
    places = (
        f"<p><a name='d1'>Điều 1. Phạm vi</a></p><p>{FIRST}</p><p><a id='d2'>Điều 2. Đối tượng</a></p><p>{LAST}</p>"
    )
    assert text_of(contents + places) == ["Điều 1. Phạm vi", FIRST, "Điều 2. Đối tượng", LAST]


PLAN, LETTER = "Kế hoạch số 12/KH-UBND ngày 05/01/2024", "Công văn số 13/UBND-VP ngày 08/01/2024"
END = "Các đơn vị nghiêm túc thực hiện Kế hoạch số 12/KH-UBND ngày 05/01/2024 của Ủy ban nhân dân tỉnh về công tác này."
NEWS = "Phường ra quân tổng vệ sinh", "Hội nghị dân số 2022", "Khai mạc giải bóng chuyền"


def linked(texts: tuple[str, ...], ending: str = "", tag: str = "li") -> str:
    """Return links, each in an element of its own."""
    rows = "".join(f"<{tag}><a href='/x/{at}{ending}'>{text}</a></{tag}>" for at, text in enumerate(texts))
    return f"<ul>{rows}</ul>" if tag == "li" else f"<div>{rows}</div>"


@pytest.mark.parametrize("tag", ["li", "p"])
@pytest.mark.parametrize("ending", ["", ".pdf"])
def test_documents_that_a_text_announces_are_text_and_cited(ending: str, tag: str) -> None:
    told = "Chi tiết xem tại các văn bản sau:"
    found = article_of(BYLINE, f"<p>{FIRST}</p><p>{LAST}</p><p>{told}</p>{linked((PLAN, LETTER), ending, tag)}")
    assert found.text.split("\n\n") == [FIRST, LAST, told, PLAN, LETTER]
    assert [one.number for one in found.citations] == ["12/KH-UBND", "13/UBND-VP"]


def test_many_announced_documents_are_no_dated_rows_of_a_list() -> None:
    rows = (PLAN, LETTER, "Báo cáo số 14/BC-UBND", "Tờ trình số 15/TTr-UBND")
    assert text_of(f"<p>{FIRST}</p><p>{LAST}</p><p>Các văn bản gồm:</p>{linked(rows)}")[-4:] == list(rows)


@pytest.mark.parametrize("tag", ["li", "p"])
def test_documents_between_paragraphs_are_text(tag: str) -> None:
    assert text_of(f"<p>{FIRST}</p>{linked((PLAN, LETTER), '', tag)}<p>{LAST}</p>") == [FIRST, PLAN, LETTER, LAST]


@pytest.mark.parametrize("place", ["first", "last"])
def test_a_sentence_that_is_a_link_is_text(place: str) -> None:
    texts = [FIRST, LAST]
    parts = [f"<p>{one}</p>" for one in texts]
    at = ("first", "last").index(place) * 2
    parts.insert(at, f"<p><a href='/bai-2.html'>{END}</a></p>")
    texts.insert(at, END)
    assert text_of("".join(parts)) == texts


@pytest.mark.parametrize(
    "invites",
    ["Xem chi tiết lịch tiếp công dân tháng 3/2024 tại đây", "Nội dung chi tiết của thông báo theo đường dẫn này"],
)
def test_what_asks_to_read_on_in_a_file_is_text(invites: str) -> None:
    body = f"<p>{FIRST}</p><p>{LAST}</p><p><a href='/f/lich.pdf'>{invites}</a></p>"
    assert text_of(body) == [FIRST, LAST, invites]
    assert article_of(BYLINE, body).attachments


@pytest.mark.parametrize(
    "others",
    [
        linked(NEWS),
        linked(NEWS, tag="p"),
        linked((PLAN, LETTER, NEWS[0]), ".pdf"),
        f"<p><b>Tin liên quan:</b></p>{linked(NEWS)}",
        f"<p>Mời bạn xem các tin bài khác tại đây:</p>{linked(NEWS)}",
        f"<p><b>Bài viết cùng chủ đề sau đây:</b></p>{linked((PLAN, *NEWS))}",
        linked((f"{NEWS[0]} chào mừng ngày thành lập Đoàn, nhân dân vui mừng tham gia.", *NEWS), tag="p"),
    ],
)
def test_titles_of_other_articles_and_files_below_a_text_are_none(others: str) -> None:
    found = text_of(f"<p>{FIRST}</p><p>{LAST}</p>{others}")
    assert found[:2] == [FIRST, LAST]
    assert not [line for line in found for title in (*NEWS, PLAN, LETTER) if title in line]


def problems_of(body: str) -> set[str]:
    """Return the codes of what is wrong with the text of a page."""
    head = f"<html><head><title>{TITLE}</title></head><body><div class='post'><h1>{TITLE}</h1>{BYLINE}"
    found = read(f"{head}<div class='entry'>{body}</div></div></body></html>")
    return {one.code for one in found.problems if one.field == "text"}


def test_sentences_that_are_cut_off_as_links_are_a_problem() -> None:
    left_open = f"<p>{FIRST}</p><a href='/xem'><p>Xem</p><p>{LAST}</p><p>Ảnh</p><p>{END}</p><p>Hết</p>"
    assert problems_of(left_open) == {"body_incomplete"}
    assert not problems_of(f"<p>{FIRST}</p><p>{LAST}</p>{linked(NEWS)}")
    teasers = "".join(f"<h4><a href='/{at}'>{NEWS[at]}</a></h4><p><a href='/{at}'>{END}</a></p>" for at in range(3))
    assert not problems_of(f"<p>{FIRST}</p><p>{LAST}</p>{teasers}")
