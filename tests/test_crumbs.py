"""The section of an article as the path above its title says it."""

from __future__ import annotations

import pytest

from crawler.extract import extract
from crawler.portals import Section
from tests.test_byline_variants import TEXT, TITLE
from tests.test_extract_pages import capture_of, generic_portal

URL = "https://phuongmau.gov.vn/tin/1"
HOME = "<a href='/'>Trang chủ</a>"
NEWS, LIFE = "<a href='/tin-tuc'>Tin tức</a>", "<a href='/doi-song'>Đời sống phường</a>"
OWN = f"<a href='/tin/1'>{TITLE}</a>"


def section(line: str) -> str | None:
    html = (
        f"<html><head><title>{TITLE}</title></head><body><table><tr><td>{line}</td></tr><tr><td><b>{TITLE}</b>"
        f"<p>Ngày đăng: 05/03/2017 8:22 | Lượt xem: 34</p>{TEXT}</td></tr></table></body></html>"
    )
    sections = (Section(name="Tin trong xã", path="/tin-trong-xa"),)
    page = extract(capture_of(html.encode(), URL), generic_portal(URL).model_copy(update={"sections": sections}))
    assert page.article is not None
    return page.article.section


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (f"<font>{HOME} &gt; {LIFE}</font>", "Đời sống phường"),
        (f"{HOME} » {NEWS} » {LIFE} » {OWN}", "Tin tức > Đời sống phường"),
        (f"{HOME} / {LIFE} / {TITLE}", "Đời sống phường"),
        (f"{HOME} › {NEWS} › Tin trong xã", "Tin tức > Tin trong xã"),
        (f"{HOME} › Tin trong xã", "Tin trong xã"),
        (f"<ul class=breadcrumb><li>{HOME}</li><li>Tin trong xã</li></ul>", "Tin trong xã"),
        (f"<ul class=breadcrumb><li>{HOME}</li><li>{LIFE}</li><li>{TITLE}</li></ul>", "Đời sống phường"),
        (f"<ul class=breadcrumb><li>{HOME}</li><li><a href='/x'><img src='/i.gif'></a></li></ul>", None),
        (f"{HOME} | {NEWS} | {LIFE}", None),
        (f"{HOME} {NEWS} {LIFE}", None),
        (f"{NEWS} &gt; {LIFE}", None),
        (f"Xem thêm: {HOME} &gt; {LIFE}", None),
    ],
)
def test_the_steps_of_a_path_from_the_home_page_are_the_section_and_entries_of_a_menu_are_not(
    line: str, found: str | None
) -> None:
    assert section(line) == found


def test_the_article_itself_is_no_step_of_its_path_though_a_menu_names_it() -> None:
    menu = f"<nav><ul><li>{NEWS}<ul><li>{OWN}</li></ul></li></ul></nav>"
    path = f"<ol class=breadcrumb><li>{HOME}</li><li>{NEWS}</li><li>{TITLE}</li></ol>"
    assert section(f"{menu}{path}") == "Tin tức"
