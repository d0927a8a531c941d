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


@pytest.mark.parametrize("print_facts", [as_terms, as_table])
def test_labels_need_no_colons_where_the_page_holds_them_apart(print_facts: Callable[[dict[str, str]], str]) -> None:
    facts = {"Chuyên mục": "Đời sống", "Thời điểm đăng": "20:47 15 thg 4, 2025", "Người viết": "Dương Đình Tâm",
             "Số lần đọc": "139"}  # fmt: skip
    article = read(print_facts(facts).replace(":</dt>", "</dt>").replace(":</td>", "</td>"))
    assert told(article) == ("2025-04-15T20:47:00+07:00", None, 139)
    assert (article.author, article.text) == ("Dương Đình Tâm", TEXT)


@pytest.mark.parametrize("print_facts", [as_terms, as_items, as_lines, as_table])
@pytest.mark.parametrize("label", ["Giờ đăng", "Thời gian", "Lúc"])
@pytest.mark.parametrize("turned", [False, True])
def test_a_time_of_day_may_have_a_line_of_its_own(
    print_facts: Callable[[dict[str, str]], str], label: str, *, turned: bool
) -> None:
    when = [("Ngày đăng", "Thứ 3, 05-03-2024"), (label, "14h05")]
    facts = dict(when[::-1] if turned else when) | {"Người đăng": "Tống Quang Hà", "Số lượt đọc": "1,234"}
    article = read(print_facts(facts))
    assert told(article) == ("2024-03-05T14:05:00+07:00", None, 1234)
    assert (article.author, article.text) == ("Tống Quang Hà", TEXT)


def test_comments_in_the_list_of_a_byline_are_no_text() -> None:
    items = "<li title='Đăng lúc'>14h05 - Thứ Ba, 05/03/2024</li><li><i class='fa-eye'></i>115</li><li><i></i>0</li>"
    article = read(f"<ul>{items}</ul>")
    assert (article.published_at, article.views, article.text) == ("2024-03-05T14:05:00+07:00", 115, TEXT)


def test_who_asked_a_question_and_when_is_text() -> None:
    asked = "Người hỏi: Lê Hữu Thắng (thôn 2, xã Vĩnh Quý), gửi ngày 12/08/2024"
    article = read(f"<div>15h56 - Thứ Tư, 21/08/2024</div><div>{asked}</div><div>Hỏi: Hồ sơ nộp ở đâu?</div>")
    assert article.published_at == "2024-08-21T15:56:00+07:00"
    assert article.text.startswith(asked)


def test_section_and_key_words_beside_a_byline_in_one_list_of_terms_are_no_text() -> None:
    facts = {"Published": "19/05/2025 18:18", "By": "Trần Thị Hoa", "Category": "<a href='/m/1'>Đời sống</a>"}
    rows = "".join(f"<div><dt>{label}</dt><dd>{value}</dd></div>" for label, value in facts.items())
    tags = "<div><dt>Tags</dt><dd><a rel='tag' href='/the/1'>y tế</a>, <a rel='tag' href='/the/2'>lúa</a></dd></div>"
    article = read(f"<dl>{rows}{tags}</dl>")
    assert (article.published_at, article.author) == ("2025-05-19T18:18:00+07:00", "Trần Thị Hoa")
    assert article.text == TEXT
