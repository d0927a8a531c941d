"""Markdown of an article's blocks, read back by a CommonMark parser: the same words, and no markup but ours."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from crawler.extract.markup.blocks import survey
from crawler.extract.markup.markdown import write_markdown
from crawler.extract.markup.tree import parse
from crawler.extract.sheet import absolute
from crawler.items import Attachment

BASE = "http://benmau.example/tin/1.html"
READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def markdown(body: str) -> str:
    """Return the Markdown of all blocks of an HTML fragment, and of its pictures."""
    root = parse(f"<body>{body}</body>").root
    found = survey(root)
    pictures = [
        (
            number,
            one,
            Attachment(
                url=f"http://x.vn/{one.get('src')}",
                fetch_url=f"http://x.vn/{one.get('src')}",
                label=one.get("alt"),
                role="picture",
            ),
        )
        for number, one in found.pictures
    ]
    return write_markdown(root, found.blocks, pictures, partial(absolute, BASE))


def words(token: Token) -> str:
    """Return the plain text of an inline token, pictures left out."""
    return "".join(
        child.content for child in token.children or [] if child.type in ("text", "code_inline", "html_inline")
    )


def plain(text: str) -> list[str]:
    """Return the texts that a CommonMark parser reads in Markdown, the cells of a table's row together."""
    found: list[str] = []
    row: list[str] | None = None
    for token in READER.parse(text):
        if token.type == "tr_open":
            row = []
        elif token.type == "tr_close":
            found.append(" | ".join(row or []))
            row = None
        elif token.type == "inline":
            (found if row is None else row).append(words(token))
        elif token.content:
            found.append(f"{token.type}: {token.content}")
    return [line for line in found if line]


def texts(body: str) -> list[str]:
    """Return the lines of the blocks of an HTML fragment."""
    return [line for block in survey(parse(f"<body>{body}</body>").root).blocks for line in block.text.split("\n")]


def test_headings_paragraphs_and_emphasis() -> None:
    body = "<h2>Kết quả</h2><p>Quận <b>Long Biên</b>, <i>Hà Nội</i> và <b><i>cả nước</i></b>.</p>"
    assert markdown(body) == "## Kết quả\n\nQuận **Long Biên**, *Hà Nội* và ***cả nước***."


def test_emphasis_that_commonmark_would_not_see_is_left_out() -> None:
    assert markdown("<p>Quậ<b>n Long</b> Bi<i>ên</i></p>") == "Quận Long Biên"
    assert markdown("<p><b>đậm</b><i>nghiêng</i> và <b> hai </b>bên</p>") == "đậmnghiêng và **hai** bên"


def test_lists_are_nested_and_numbered() -> None:
    body = "<ul><li>Một<ol start='3'><li>Ba</li><li>Bốn<p>thêm</p></li></ol></li><li>Hai</li></ul>"
    assert markdown(body) == "- Một\n  3) Ba\n  4) Bốn\n\n     thêm\n\n- Hai"


def test_two_lists_that_follow_each_other_stay_two() -> None:
    assert markdown("<ol><li>A</li></ol><ol><li>B</li></ol>") == "1. A\n1) B"


def test_a_table_has_a_heading_and_rows_of_one_width() -> None:
    body = (
        "<table><tr><th>Địa bàn</th><th>Số | tỷ lệ</th></tr><tr><td>A*</td></tr><tr><td>B</td><td>2</td></tr></table>"
    )
    assert markdown(body) == "| Địa bàn | Số \\| tỷ lệ |\n| --- | --- |\n| A\\* |  |\n| B | 2 |"


def test_links_are_absolute_and_lead_to_pages_alone() -> None:
    body = (
        "<p>Xem <a href='/van ban/(1).pdf'>[tệp]</a>, <a href='javascript:alert(1)'>đây</a>, "
        "<a href='data:text/html,x'>kia</a> hoặc <a href='mailto:a@b.vn'>thư</a>.</p>"
    )
    assert markdown(body) == "Xem [\\[tệp\\]](http://benmau.example/van%20ban/%281%29.pdf), đây, kia hoặc thư."


def test_pictures_stand_where_the_page_shows_them_with_their_captions() -> None:
    body = "<p>Trước.</p><p><img src='a.jpg' alt='Lễ *khai mạc*'></p><p>Sau.</p><img src='b.jpg'>"
    expected = "Trước.\n\n![Lễ \\*khai mạc\\*](http://x.vn/a.jpg)\n\nSau.\n\n![](http://x.vn/b.jpg)"
    assert markdown(body) == expected


def test_quotes_hold_their_paragraphs_together() -> None:
    body = "<blockquote><p>Một.</p><p>Hai.</p></blockquote><p>Ba.</p>"
    assert markdown(body) == "> Một.\n>\n> Hai.\n\nBa."


HOSTILE = [
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&lt;img src=x onerror=alert(1)&gt;",
    "![x](javascript:alert(1)) [y](javascript:alert(1))",
    "&lt;javascript:alert(1)&gt; và &lt;http://x.vn&gt;",
    "# không phải tiêu đề",
    "1. không phải danh sách",
    "2021) cũng không",
    "- gạch đầu dòng",
    "+ cộng",
    "* sao",
    "=====",
    "---",
    "***",
    "```rm -rf```",
    "~~~",
    "~~gạch~~",
    "> trích",
    "a | b",
    "&amp;copy; &amp;#60;b&amp;#62;",
    "[a]: http://x.vn",
    "\\*thoát\\*",
    "_gạch_dưới_",
    "kết thúc bằng #",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_never_markup(text: str) -> None:
    for body in (f"<p>{text}</p>", f"<h3>{text}</h3>", f"<ul><li>{text}</li></ul>", f"<p><b>{text}</b></p>"):
        assert plain(markdown(body)) == texts(body)
        kinds = {child.type for token in READER.parse(markdown(body)) for child in token.children or []}
        assert kinds <= {"text", "text_special", "strong_open", "strong_close"}


def test_a_hostile_address_or_label_cannot_leave_its_place() -> None:
    body = (
        "<p><a href='http://x.vn/)](javascript:alert(1))'>](javascript:alert(1))</a></p>"
        "<img src='a) &lt;b&gt;' alt='](x) &lt;b&gt;'>"
    )
    tokens = [child for token in READER.parse(markdown(body)) for child in token.children or []]
    targets = [child.attrs.get("href") or child.attrs.get("src") for child in tokens if child.attrs]
    assert len(targets) == 2
    assert all(str(target).startswith("http://x.vn/") for target in targets)
    assert not any(child.type.startswith("html") for child in tokens)


TAGS = ("p", "b", "i", "em", "a", "ul", "ol", "li", "blockquote", "h2", "div", "table", "tr", "td", "br", "span")
SIGNS = st.text(alphabet="ab ộ*_`[]()<>#-+=.1|~\\!&;:\n\u00a0\u200b\u0301", max_size=8)
ATTRIBUTES = st.sampled_from(["", " href='/x'", " href='javascript:x'", " start='7'", " class='q'"])


def nest(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Return elements around some others."""
    return st.tuples(st.sampled_from(TAGS), ATTRIBUTES, st.lists(children, max_size=4)).map(
        lambda parts: f"<{parts[0]}{parts[1]}>{''.join(parts[2])}</{parts[0]}>"
    )


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@given(st.recursive(SIGNS.map(escaped), nest, max_leaves=25))
def test_whatever_the_nesting_the_words_stay_and_nothing_else_comes(body: str) -> None:
    found = markdown(body)
    expected = [line for line in texts(body) if line.replace("|", "").strip()]
    assert [line.strip(" |") for line in plain(found) if line.strip(" |")] == [line.strip(" |") for line in expected]
    tokens = [child for token in READER.parse(found) for child in [token, *(token.children or [])]]
    assert not [token for token in tokens if token.type.startswith(("html", "code", "fence", "hr", "image"))]
    assert all(str(token.attrs["href"]).startswith("http") for token in tokens if token.type == "link_open")
