"""A list of facts under a title: `Thời gian:` is when the page was posted only beside what pages alone have.

Source: the box `Thông tin bài viết` of themes for NukeViet 3.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from crawler.items import Article
from tests.test_byline_rows import TEXT, read

FACTS = {
    "Đăng bởi": "xaminh_admin",
    "Thời gian": "21:46 Thứ tư, 26/03/2025",
    "Sửa lại": "22:38 29/03/2025",
    "Lượt đọc": "87 lần",
    "Phản hồi": "0",
}


def as_terms(facts: dict[str, str]) -> str:
    return "<dl>" + "".join(f"<dt>{label}:</dt><dd>{value}</dd>" for label, value in facts.items()) + "</dl>"


def as_items(facts: dict[str, str]) -> str:
    return "<ul>" + "".join(f"<li><b>{label}:</b> {value}</li>" for label, value in facts.items()) + "</ul>"


def as_lines(facts: dict[str, str]) -> str:
    return "<div>" + "".join(f"<p>{label}: {value}</p>" for label, value in facts.items()) + "</div>"


def as_table(facts: dict[str, str]) -> str:
    rows = "".join(f"<tr><td>{label}:</td><td>{value}</td></tr>" for label, value in facts.items())
    return f"<table>{rows}</table>"


def told(article: Article) -> tuple[str | None, str | None, int | None]:
    return article.published_at, article.updated_at, article.views


@pytest.mark.parametrize("print_facts", [as_terms, as_items, as_lines, as_table])
@pytest.mark.parametrize("head", ["", "<h6>Thông tin bài viết</h6>"])
def test_the_time_beside_who_posted_and_counters_is_that_of_the_page(
    print_facts: Callable[[dict[str, str]], str], head: str
) -> None:
    article = read(f"<div>{head}{print_facts(FACTS)}</div>")
    assert told(article) == ("2025-03-26T21:46:00+07:00", "2025-03-29T22:38:00+07:00", 87)
    assert article.text == TEXT


def test_a_person_who_posted_is_the_author_and_an_account_is_none() -> None:
    assert read(as_terms(FACTS)).author is None
    assert read(as_terms(FACTS | {"Đăng bởi": "Trần Thị Hoa"})).author == "Trần Thị Hoa"


EVENTS = {
    "time alone": {"Thời gian": "8h00 ngày 26/03/2025"},
    "a place": {"Thời gian": "8h00 ngày 26/03/2025", "Địa điểm": "Hội trường UBND xã"},
    "a place beside a counter": {"Thời gian": "8h00 ngày 26/03/2025", "Địa điểm": "Nhà văn hóa", "Lượt đọc": "87"},
    "who presides, beside a counter": {"Chủ trì": "Trần An", "Thời gian": "8h00 ngày 26/03/2025", "Lượt đọc": "87"},
    "two times": {"Thời gian": "8h00 ngày 26/03/2025", "Ngày": "27/03/2025", "Lượt đọc": "87"},
}


@pytest.mark.parametrize("facts", EVENTS.values(), ids=EVENTS)
def test_the_time_of_an_event_is_none_of_the_page(facts: dict[str, str]) -> None:
    article = read(as_items(facts))
    assert article.published_at is None
    assert "26/03/2025" in article.text


def test_buttons_above_the_list_do_not_hide_it() -> None:
    buttons = "<a href='/g'>Gửi bài viết qua email</a> <a href='/p'>In ra</a> <a href='/l'>Lưu bài viết này</a>"
    article = read(f"<div>{buttons}</div>{as_terms(FACTS)}")
    assert (*told(article), article.text) == ("2025-03-26T21:46:00+07:00", "2025-03-29T22:38:00+07:00", 87, TEXT)
