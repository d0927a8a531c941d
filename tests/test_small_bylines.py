"""Bylines in rarer forms, badges in titles, and sections named above a title."""

from __future__ import annotations

import pytest

from crawler.extract.byline import read_line
from tests.test_byline_variants import TEXT, TITLE, read

FORMS = {
    "Th 3, 12/03/2024 - 08:15": "2024-03-12T08:15:00+07:00",
    "20h5 ngày 12/3/2024": "2024-03-12T20:05:00+07:00",
    "8 h 15 ph - 12/3/2024": "2024-03-12T08:15:00+07:00",
    "ngày 12/3/2024 vào hồi 8h15": "2024-03-12T08:15:00+07:00",
    "12/Mar/2024": "2024-03-12",
    "12/03/202408:15:33": "2024-03-12T08:15:33+07:00",
    "Hà Tĩnh, ngày 12/03/2024 08:15": "2024-03-12T08:15:00+07:00",
    "Hà Tĩnh, ngày 12/03/2024": None,
    "Minh Đức, 12/03/2024": None,
    "12/03/20245": None,
}


@pytest.mark.parametrize(("text", "expected"), FORMS.items())
def test_a_date_in_a_rarer_form_is_read_and_a_place_without_an_hour_is_a_documents(
    text: str, expected: str | None
) -> None:
    bare = read_line(text).bare
    assert (bare.iso if bare else None) == expected


COUNTS = {
    "Lượt truy cập bài viết: 1234 | 12/03/2024": 1234,
    "Lượt xem: 1234 Bình chọn: 5 sao 12/03/2024": 1234,
    "Lượt truy cập: 1234 | 12/03/2024": None,
}


@pytest.mark.parametrize(("text", "views"), COUNTS.items())
def test_calls_of_an_article_are_its_views_and_those_of_a_site_are_none(text: str, views: int | None) -> None:
    assert read_line(text).views.value == views


def shown(title: str, above: str = "") -> tuple[str | None, str | None]:
    """Return the title and the section that are read."""
    head = f"<html><head><title>{TITLE}</title></head><body><div>{above}<h1>{title}</h1>"
    article = read(f"{head}<div>Ngày đăng: 12/03/2022</div>{TEXT}</div></body></html>").article
    assert article is not None
    return article.title, article.section


def test_a_badge_behind_a_title_is_no_part_of_it() -> None:
    assert shown(f"{TITLE} <span class='label'>Mới</span>")[0] == TITLE
    first, _, last = TITLE.rpartition(" ")
    assert shown(f"{first} <span>{last}</span>")[0] == TITLE


@pytest.mark.parametrize(
    ("above", "section"),
    [
        ("<h2>CÔNG TÁC ĐẢNG</h2>", "CÔNG TÁC ĐẢNG"),
        ("<h2 class='cat'><a href='/dang'>Công tác Đảng</a></h2>", "Công tác Đảng"),
        ("<p>Chuyên mục: <a href='/x'>Công tác Đảng</a></p>", "Công tác Đảng"),
        ("<h2>Chào mừng thành công Đại hội Đảng</h2>", None),
        ("<h2>ỦY BAN NHÂN DÂN XÃ MẪU</h2>", None),
    ],
)
def test_a_section_above_the_title(above: str, section: str | None) -> None:
    assert shown(TITLE, above)[1] == section
