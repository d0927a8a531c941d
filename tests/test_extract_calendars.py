"""The calendar of a month beside a text: a table of numbers that is no text, and not where the text begins."""

from __future__ import annotations

import pytest

from crawler.extract.markup.calendars import is_month
from tests.test_plain_systems import SHORT, TITLE, article

DAYS = ["", "", *map(str, range(1, 31)), "", "", ""]
WEEKS = [DAYS[at : at + 7] for at in range(0, 35, 7)]
HEAD = [["←", "Tháng 12 2026", ""], ["CN", "T2", "T3", "T4", "T5", "T6", "T7"]]
NEIGHBOURS = [["29", "30", *map(str, range(1, 6))], *[[str(day + at) for at in range(7)] for day in range(6, 27, 7)]]


def table(rows: list[list[str]]) -> str:
    cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"


COLUMN = f"{table([*HEAD, *WEEKS])}<p><a href='/luu-tru/'>Lưu trữ</a></p>"


@pytest.mark.parametrize("rows", [[*HEAD, *WEEKS], WEEKS, [*NEIGHBOURS, ["27", "28", "29", "30", "31", "1", "2"]]])
def test_a_table_that_counts_the_days_of_a_month_is_its_calendar(rows: list[list[str]]) -> None:
    assert is_month(rows)


@pytest.mark.parametrize(
    "rows",
    [
        [[str(day), "Trực cơ quan"] for day in range(1, 31)],
        [["Tổ dân phố", "Số hộ"], ["1", "30"], ["2", "31"]],
        [*WEEKS[:-1], ["29", "30", "Họp giao ban toàn thể cán bộ, công chức phường"]],
        [*WEEKS, ["31", "32", "33"]],
        [],
    ],
)
def test_a_table_that_says_something_is_none(rows: list[list[str]]) -> None:
    assert not is_month(rows)


@pytest.mark.parametrize(
    "page",
    [
        "<div class=top>{title}</div><div class=left>{column}</div><div class=body>{text}</div>",
        "<table><tr><td colspan=2>{title}</td></tr><tr><td>{column}</td><td>{text}</td></tr></table>",
        "<div class=top>{title}</div><div class=body>{text}</div><div class=right>{column}</div>",
    ],
)
@pytest.mark.parametrize("paragraphs", [1, 3])
def test_a_calendar_in_a_side_column_is_no_text(page: str, paragraphs: int) -> None:
    text = f"<p>{SHORT}</p>" * paragraphs
    found = article("/ra-quan-7", page.format(title=f"<h1>{TITLE}</h1>", column=COLUMN, text=text), TITLE)
    assert found.text == "\n\n".join([SHORT] * paragraphs)


def test_a_calendar_among_the_paragraphs_of_a_text_stays() -> None:
    body = f"<h1>{TITLE}</h1><div><p>{SHORT}</p>{table([*HEAD, *WEEKS])}<p>{SHORT}</p></div>"
    assert "1 | 2 | 3" in article("/ra-quan-7", body, TITLE).text
