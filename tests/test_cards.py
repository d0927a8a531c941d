"""Boxes around a text that are none of it: cards of other articles below, who runs the site beside."""

from __future__ import annotations

from tests.test_extract_themes import TEXT, TITLE, read

BYLINE = "<div class=info><span>29/07/2024</span></div>"
OWN = [TEXT] * 3
PROSE = "".join(f"<p>{text}</p>" for text in OWN)
OTHERS = ("Khai mạc hội thao truyền thống của xã Mẫu", "Tập huấn chữ ký số cho cán bộ các thôn")


def card(title: str, heading: str = "h6") -> str:
    link = f"<a href='/tin/{len(title)}.html'><{heading}>{title}</{heading}></a>"
    return f"<div class=c>{link}<ul><li>24-07-27</li><li>09:15</li><li>Văn hóa</li></ul></div>"


def paragraphs(below: str) -> list[str]:
    return read(f"<article><h1>{TITLE}</h1>{BYLINE}<div>{PROSE}</div>{below}</article>").text.split("\n\n")


def test_cards_of_other_articles_are_no_text_whatever_the_language_of_their_heading() -> None:
    assert paragraphs(f"<div><h5>其他文章</h5>{''.join(map(card, OTHERS))}</div>") == OWN


def test_one_card_below_the_last_article_is_no_text_if_its_title_is_a_heading() -> None:
    assert paragraphs(card(OTHERS[0])) == OWN
    assert paragraphs(card(OTHERS[0], "div")) != OWN


def teaser(title: str) -> str:
    picture = f"<a href='/tin/{len(title)}.html'><img src='/a.jpg'></a>"
    return f"<div>{picture}<h3><a href='/tin/{len(title)}.html'>{title}</a></h3><p>{TEXT[:90]}...</p></div>"


def test_headings_that_are_links_with_the_first_words_of_their_articles_are_no_text_where_there_are_several() -> None:
    assert paragraphs(f"<div>{''.join(map(teaser, OTHERS))}</div>") == OWN
    assert OTHERS[0] in paragraphs(teaser(OTHERS[0]))


def test_what_stands_below_cards_keeps_them_in_the_text() -> None:
    rows = "".join(card(title, "div") for title in OTHERS)
    assert paragraphs(f"{rows}<p>{TEXT}</p>")[-1] == TEXT
    assert OTHERS[0] in paragraphs(f"{rows}<p>{TEXT}</p>")


def test_documents_that_the_text_announces_are_text_though_each_has_its_day() -> None:
    rows = "".join(card(title, "div") for title in OTHERS)
    assert set(OTHERS) <= set(paragraphs(f"<p>Chi tiết các nội dung kèm theo như sau:</p>{rows}"))
    numbered = "".join(card(f"Kế hoạch số {number}/KH-UBND của xã", "div") for number in (12, 113))
    assert "Kế hoạch số 12/KH-UBND của xã" in paragraphs(numbered)


def test_a_box_named_side_bar_is_no_text_however_little_it_holds() -> None:
    bar = "<div class='page-sidebar col-lg-4'><h5>Ban biên tập cổng thông tin</h5></div>"
    text = f"<div class='col-lg-8'>{BYLINE}{PROSE}</div>"
    article = read(f"<div><h1>{TITLE}</h1><div class='row'>{bar}{text}</div></div>")
    assert article.text.split("\n\n") == OWN
