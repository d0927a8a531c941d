"""`kho probe --save-pages`: its folder, put among the saved pages of the tests, is what their machinery reads."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.probe_pages import EACH, page_name
from tests.command import kho
from tests.learn_paths import nukeviet
from tests.learn_sites import make_news, served
from tests.saved_pages import differences, load, page_files, read
from tests.test_saved_pages import expectations


def test_pages_of_the_sample_become_cases_that_a_person_has_to_review(tmp_path: Path) -> None:
    build = nukeviet(make_news(60))
    with served(build) as url:
        done = kho("probe", url, "-o", tmp_path / "portals", "--save-pages", tmp_path / "pages")
    assert done.returncode == 0, done.stderr
    pages = page_files(tmp_path / "pages")
    assert f"saved: {len(pages)} pages" in done.stdout
    titles = {one.title for one in build.news}
    articles = [case for case in map(load, pages) if case.expected["kind"] == "article"]
    assert len(articles) == EACH
    read_titles = {case.expected["article"]["title"] for case in articles}
    assert read_titles - titles <= {"Giới thiệu"}  # a page about the unit: the person says what it is
    for path in pages:
        with pytest.raises(AssertionError, match="by hand"):
            expectations(path)
        _review(path)
        case = expectations(path)
        assert list(differences(case, read(case))) == []


def _review(path: Path) -> None:
    made = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    made.pop("reviewed")
    path.with_suffix(".json").write_text(json.dumps(made), encoding="utf-8")


def test_what_a_person_reviewed_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "home.json").write_text('{"kind": "home"}', encoding="utf-8")
    with served(nukeviet(make_news(40))) as url:
        done = kho("probe", url, "--sample", "20", "--save-pages", tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "home.json").read_text(encoding="utf-8") == '{"kind": "home"}'
    assert not (tmp_path / "home.html").exists()
    assert page_files(tmp_path)


@given(st.text(max_size=300))
def test_a_page_has_a_name_that_stays_in_its_folder(local: str) -> None:
    name = page_name(f"http://a.example/{local.replace('[', '').replace(']', '')}")
    assert name
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789_")
    assert Path(f"{name}.html").with_suffix(".json").name == f"{name}.json"
