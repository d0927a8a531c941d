"""Exports: what opens right in Excel, what a program reads back, and files that appear whole or not at all."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from crawler.errors import KhoError
from crawler.export.csv import FORMULA_STARTS, export_csv, to_cell
from crawler.export.jsonl import export_jsonl
from crawler.store.filters import Filters
from crawler.store.rows import article_columns, iter_articles
from tests.store_samples import after, article, article_page, at, attachment, capture, database, file_page, store


@pytest.fixture
def db(tmp_path: Path) -> Database:
    made = database(tmp_path)
    first = article("/bai/1", text='Đoạn "một", có dấu phẩy.\n\nĐoạn hai.', attachments=(attachment(),))
    store(made, capture("/bai/1"), article_page(first))
    store(made, capture("/tep/1.pdf", mime="application/pdf"), file_page("/tep/1.pdf"))
    second = article("/bai/2", title="=HYPERLINK(1)", section="Đời sống", published_at="2021-10-01",
                     published_precision="day", views=None, views_status="absent", views_raw=None)  # fmt: skip
    store(made, capture("/bai/2", after(hours=1)), article_page(second))
    third = article("/bai/3", title=None, section=None, published_at=None, published_precision=None)
    store(made, capture("/bai/3", after(hours=2)), article_page(third))
    return made


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def read_jsonl(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_csv_file_begins_with_a_byte_order_mark_and_ends_its_lines_as_excel_does(
    db: Database, tmp_path: Path
) -> None:
    assert export_csv(db, str(tmp_path / "out.csv")) == 3
    content = (tmp_path / "out.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfid,portal_id,")
    assert content.count(b"\r\n") == 4


def test_a_csv_file_read_back_has_the_values_of_the_database(db: Database, tmp_path: Path) -> None:
    export_csv(db, str(tmp_path / "out.csv"))
    rows = {row["url"]: row for row in read_csv(tmp_path / "out.csv")}
    row = rows[at("/bai/1")]
    assert row["title"] == "Đảng ủy phường làm tốt công tác dân vận"
    assert row["text"] == 'Đoạn "một", có dấu phẩy.\n\nĐoạn hai.'
    assert (row["published_at"], row["views"], row["section"]) == (
        "2021-09-28T14:44:00+07:00",
        "10",
        "Tin tức - Sự kiện",
    )
    assert json.loads(row["attachments"])[0]["label"] == "Tải về"


def test_what_is_null_is_an_empty_cell_and_not_a_zero(db: Database, tmp_path: Path) -> None:
    export_csv(db, str(tmp_path / "out.csv"))
    row = next(row for row in read_csv(tmp_path / "out.csv") if row["url"] == at("/bai/2"))
    assert (row["views"], row["views_status"], row["author"]) == ("", "absent", "")


def test_a_title_that_a_spreadsheet_would_run_is_shown_instead(db: Database, tmp_path: Path) -> None:
    export_csv(db, str(tmp_path / "out.csv"))
    titles = [row["title"] for row in read_csv(tmp_path / "out.csv")]
    assert "'=HYPERLINK(1)" in titles


@given(st.text())
def test_no_cell_begins_with_what_a_spreadsheet_runs_and_none_loses_text(text: str) -> None:
    cell = to_cell(text)
    assert not cell.startswith(FORMULA_STARTS)
    assert cell in (text, "'" + text)


@pytest.mark.parametrize("value", [-5, 0, 1.5, None])
def test_numbers_stay_numbers(value: object) -> None:
    assert to_cell(value) == value


def test_json_lines_hold_every_column_with_lists_as_lists_and_null_as_null(db: Database, tmp_path: Path) -> None:
    assert export_jsonl(db, str(tmp_path / "out.jsonl")) == 3
    rows = {row["url"]: row for row in read_jsonl(tmp_path / "out.jsonl")}
    assert all(list(row) == article_columns(db) for row in rows.values())
    attachments = rows[at("/bai/1")]["attachments"]
    assert attachments == [
        {"url": at("/tep/1.pdf"), "label": "Tải về", "filename": "1.pdf", "role": "file", "mime": "application/pdf",
         "bytes": 4, "sha256": "315d429b7714cedb6ad04ac31240145257692630457f3c88253c5beceac76027"}
    ]  # fmt: skip
    assert (rows[at("/bai/2")]["views"], rows[at("/bai/2")]["attachments"]) == (None, [])
    assert "Đảng ủy" in (tmp_path / "out.jsonl").read_text(encoding="utf-8")


def test_each_row_leads_back_to_its_page_its_capture_and_its_record(db: Database) -> None:
    row = next(iter_articles(db, filters=Filters(section="doi song")))
    assert (row["url"], row["captured_at"], row["captured_url"]) == (at("/bai/2"), after(hours=1), at("/bai/2"))
    assert str(row["warc_file"]).startswith("warc/vidu/")
    assert str(row["warc_record_id"]).startswith("urn:uuid:")


def test_rows_come_newest_first_and_those_without_a_day_last(db: Database) -> None:
    assert [row["url"] for row in iter_articles(db)] == [at("/bai/2"), at("/bai/1"), at("/bai/3")]


@pytest.mark.parametrize(
    ("query", "filters", "paths"),
    [
        ("dan van", {}, ["/bai/1"]),
        (None, {"section": "Đời sống"}, ["/bai/2"]),
        (None, {"section": "news"}, ["/bai/1"]),
        (None, {"since": "2021-09-28", "until": "2021-09-28"}, ["/bai/1"]),
        (None, {"since": "2021-09-29"}, ["/bai/2"]),
        (None, {"portal": "khac"}, []),
        ("dan van", {"until": "2020-01-01"}, []),
        ("***", {}, []),
    ],
)
def test_an_export_takes_the_filters_of_a_search(
    db: Database, query: str | None, filters: dict[str, str], paths: list[str]
) -> None:
    rows = iter_articles(db, query=query, filters=Filters(**filters))
    assert [row["url"] for row in rows] == [at(path) for path in paths]


def test_an_export_of_nothing_is_a_file_with_its_header(db: Database, tmp_path: Path) -> None:
    assert export_csv(db, str(tmp_path / "out.csv"), query="khong co") == 0
    assert (tmp_path / "out.csv").read_text(encoding="utf-8-sig").rstrip("\r\n").split(",") == article_columns(db)
    assert export_jsonl(db, str(tmp_path / "out.jsonl"), query="khong co") == 0
    assert (tmp_path / "out.jsonl").read_bytes() == b""


@pytest.mark.parametrize("export", [export_csv, export_jsonl])
def test_an_export_goes_to_standard_output_without_a_byte_order_mark(
    db: Database, capfdbinary: pytest.CaptureFixture[bytes], export: object
) -> None:
    assert export(db, "-") == 3  # type: ignore[operator]
    out = capfdbinary.readouterr().out
    assert out[:1] in (b"i", b"{")
    assert "Đảng ủy".encode() in out


@pytest.mark.parametrize("export", [export_csv, export_jsonl])
def test_an_export_that_fails_midway_leaves_the_old_file_and_nothing_else(
    db: Database, tmp_path: Path, export: object
) -> None:
    folder = tmp_path / "exports"
    folder.mkdir()
    (folder / "out").write_text("old")
    db.execute("UPDATE captures SET requested_url = CAST(x'ff' AS TEXT) WHERE id = 1")
    with pytest.raises(Exception, match="decode"):
        export(db, str(folder / "out"))  # type: ignore[operator]
    assert [(path.name, path.read_text()) for path in folder.iterdir()] == [("out", "old")]


@pytest.mark.parametrize("export", [export_csv, export_jsonl])
def test_a_folder_that_does_not_exist_is_named_in_one_line(db: Database, tmp_path: Path, export: object) -> None:
    with pytest.raises(KhoError, match=r"nowhere/out: cannot be written: No such file or directory"):
        export(db, str(tmp_path / "nowhere" / "out"))  # type: ignore[operator]


def test_an_export_replaces_an_older_one(db: Database, tmp_path: Path) -> None:
    for _ in range(2):
        export_csv(db, str(tmp_path / "out.csv"))
    assert len(read_csv(tmp_path / "out.csv")) == 3
    assert [path.name for path in tmp_path.glob(".*")] == []
