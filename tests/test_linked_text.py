"""Text of an article that stands in an `<a>`: names of places, documents that a text leads to, sentences."""

from __future__ import annotations

import pytest

from tests.test_article_furniture import FIRST, LAST, article_of

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
