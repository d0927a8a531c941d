"""Title and byline in one line of a page whose head names the portal alone: the flat, home-made kind."""

from __future__ import annotations

import pytest

from crawler.extract import extract
from crawler.items import Page
from crawler.portals import Portal, Select
from tests.test_extract_pages import capture_of, generic_portal

URL = "http://xamau.gov.vn/tin-120-le-phat-dong.html"
TITLE = "Xã Mẫu tổ chức lễ phát động trồng cây đời đời nhớ ơn Bác"
TEXT = "Sáng nay, xã Mẫu tổ chức lễ phát động trồng cây với sự tham dự của đông đủ cán bộ và nhân dân trong xã."
MENU = "<td><a href=/muc-1.html>Tin tức</a><br><a href=/muc-2.html>Văn bản</a></td>"


def read(line: str, rows: str = "", portal: Portal | None = None) -> Page:
    cells = f"<tr><td>{line}</td></tr><tr><td>{f'<p>{TEXT}</p>' * 4}</td></tr>{rows}"
    html = f"<title>Trang tin xã Mẫu</title><table><tr>{MENU}<td><table>{cells}</table></td></tr></table>"
    return extract(capture_of(html.encode(), URL), portal or generic_portal(URL))


@pytest.mark.parametrize(
    ("tail", "published", "views"),
    [
        ("(Đăng lúc: 07:53 16/11/2024 - Đã xem: 9629)", "2024-11-16T07:53:00+07:00", 9629),
        ("(Ngày đăng: 16/11/2024)", "2024-11-16", None),
        ("[16/11/2024 07:53 | Lượt xem: 1.084]", "2024-11-16T07:53:00+07:00", 1084),
        ("(07:53 16/11/2024)", "2024-11-16T07:53:00+07:00", None),
    ],
)
def test_a_byline_in_brackets_behind_the_title_is_none_of_its_words(
    tail: str, published: str, views: int | None
) -> None:
    article = read(f"<font size=4><b>{TITLE}</b></font> <font size=2>{tail}</font>").article
    assert article is not None
    assert (article.title, article.published_at, article.views) == (TITLE, published, views)
    assert TEXT in article.text


@pytest.mark.parametrize(
    "tail", ["(cập nhật ngày 16/11/2024)", "(Ảnh: Lê Hoa)", "(đợt 2 năm 2024)", "(ngày 16/11/2024)"]
)
def test_brackets_that_may_be_of_the_subject_stay_in_the_title(tail: str) -> None:
    page = read(f"<h1>{TITLE} {tail}</h1><p>Ngày đăng: 17/11/2024</p>")
    assert page.title == f"{TITLE} {tail}"
    assert page.article is not None
    assert page.article.published_at == "2024-11-17"


def test_several_such_lines_are_the_rows_of_a_list() -> None:
    rows = "".join(
        f"<tr><td><b>{TITLE} lần {n}</b> (Đăng lúc: 07:53 1{n}/11/2024 - Đã xem: {n})</td></tr>" for n in (1, 2)
    )
    assert read(f"<b>{TITLE}</b> (Đăng lúc: 07:53 16/11/2024 - Đã xem: 5)", rows).title is None


def test_a_selector_may_name_the_element_within_the_line() -> None:
    portal = generic_portal(URL).model_copy(update={"select": Select(title="font[size='4'] > b")})
    article = read(f"<font size=4><b>{TITLE}</b></font> - Đăng lúc 07:53 16/11/2024 - Đã xem: 5", portal=portal).article
    assert article is not None
    assert (article.title, article.published_at, article.views) == (TITLE, "2024-11-16T07:53:00+07:00", 5)
