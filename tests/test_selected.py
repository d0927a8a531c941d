"""A person's selectors win over the rules: each of a portal file's, wherever its element stands, whole or in a line."""

from __future__ import annotations

import pytest

from crawler.extract import extract
from crawler.items import Article
from crawler.portals import Select
from tests.test_byline_variants import TEXT, TITLE
from tests.test_extract_pages import capture_of, generic_portal

URL = "https://phuongmau.gov.vn/tin/1"
LEAD = "Phường Mẫu vừa có thêm một tuyến phố kiểu mẫu."
OTHER = f"<div class='them'><p>{'Người dân trong khu phố rất vui vì con đường mới sạch, đẹp. ' * 4}</p></div>"
PAGE = (
    f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><h2 class='ten'>Một tên khác của bài viết này</h2>"
    f"<p>Ban Biên tập <span class='ngay'>Thứ bảy, 12/03/2022</span> <b class='muc'>Đời sống phường</b></p>"
    f"<p>Lượt xem: 34</p>"
    f"<div class='noidung'><p>{LEAD} <i class='sapo'>Đây là phần tóm tắt.</i></p>{TEXT}</div>{OTHER}</body></html>"
)


def read(**told: str) -> Article:
    page = extract(capture_of(PAGE.encode(), URL), generic_portal(URL).model_copy(update={"select": Select(**told)}))
    assert page.article is not None
    return page.article


@pytest.mark.parametrize(
    ("field", "selector", "value"),
    [
        ("title", ".ten", "Một tên khác của bài viết này"),
        ("published_at", ".ngay", "2022-03-12"),
        ("section", ".muc", "Đời sống phường"),
        ("summary", ".sapo", "Đây là phần tóm tắt."),
    ],
)
def test_a_selector_gives_its_field_and_without_it_the_rules_give_another(
    field: str, selector: str, value: str
) -> None:
    name = {"published_at": "byline"}.get(field, field)
    assert getattr(read(), field) != value
    assert getattr(read(**{name: selector}), field) == value
    assert getattr(read(**{name: ".khong-co"}), field) == getattr(read(), field)


@pytest.mark.parametrize("name", ["body", "article"])
def test_the_text_is_what_the_selector_of_body_or_article_holds(name: str) -> None:
    own, other = read(**{name: ".noidung"}).text, read(**{name: ".them"}).text
    assert LEAD in own
    assert "Người dân trong khu phố" not in own
    assert LEAD not in other
    assert other.startswith("Người dân trong khu phố")
