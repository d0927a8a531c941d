"""Captions of pictures: text for who searches or counts words, and the label of the picture; in Markdown once."""

from __future__ import annotations

import pytest

from tests.test_extract_themes import TEXT, TITLE, read

FIGURE = '<figure><img src="/anh/{0}.jpg" alt=""><figcaption>{1}</figcaption></figure>'
FIRST, SECOND = FIGURE.format("le-ra-quan", "Quang cảnh lễ ra quân"), FIGURE.format("truong", "Trường tiểu học mới")
ONE, TWO = f"{TEXT} Một.", f"{TEXT} Hai."


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (f"<p>{ONE}</p>{FIRST}<p>{TWO}</p>", f"{ONE}\nQuang cảnh lễ ra quân\n\n{TWO}"),
        (f"{FIRST}<p>{ONE}</p><p>{TWO}</p>", f"{ONE}\nQuang cảnh lễ ra quân\n\n{TWO}"),
        (f"<p>{ONE}</p>{FIRST}{SECOND}<p>{TWO}</p>", f"{ONE}\nQuang cảnh lễ ra quân\nTrường tiểu học mới\n\n{TWO}"),
        (f"<p>{ONE}</p><p>{TWO}</p>{SECOND}", f"{ONE}\n\n{TWO}\nTrường tiểu học mới"),
    ],
)
def test_a_caption_is_a_line_below_the_paragraph_that_its_picture_follows(body: str, text: str) -> None:
    article = read(f"<article><h1>{TITLE}</h1><p>Ngày đăng 28/09/2021 | 14:44</p><div>{body}</div></article>")
    assert article.text == text
    for picture in article.attachments:
        assert picture.label is not None
        assert picture.label in text
        assert article.markdown.count(picture.label) == 1
        assert f"![{picture.label}](" in article.markdown


def test_one_that_speaks_of_today_is_no_byline() -> None:
    caption = "Một góc xã Nam Nghĩa hôm nay. Ảnh: Kiều Kim Trung"
    picture = f"<div><img src='/anh/goc.png'></div><div><span style='font-style: italic'>{caption}</span></div>"
    byline = "<p>Ngày đăng 28/09/2021 | 14:44</p>"
    article = read(f"<article><h1>{TITLE}</h1>{byline}<div><div>{ONE}</div>{picture}</div></article>")
    assert (article.text, article.author) == (f"{ONE}\n\n{caption}", None)
