"""What a CDX server says is read without trust: whatever it is, in proportion to its length, and never in part."""

from __future__ import annotations

import json
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.cdx.answer import BrokenAnswerError, number_of_pages, read_rows
from tests.web_archives import HEAD, PAGES, listed

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from([*HEAD, "url", "status"]), inner),
    max_leaves=12,
)


@given(st.lists(VALUES, max_size=6), st.integers(0, 400), st.booleans())
def test_whatever_a_server_says_gives_rows_of_usable_addresses_or_is_refused(
    values: list[object], cut: int, lines: bool
) -> None:
    text = "\n".join(json.dumps(value) for value in values) if lines else json.dumps(values)
    try:
        for row in read_rows(text[: max(0, len(text) - cut)]):
            assert row.url.startswith(("http://", "https://"))
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", row.at)
        number_of_pages(text)
    except BrokenAnswerError as error:
        assert "\n" not in str(error)  # noqa: PT017


@given(st.text(alphabet='[]{},:"0 \n\\a', max_size=300))
def test_no_text_breaks_the_reader(text: str) -> None:
    try:
        assert list(read_rows(text)) == []
    except BrokenAnswerError:
        assert text.strip(" \n,")


def test_a_list_that_is_cut_off_is_noticed_wherever_it_is_cut() -> None:
    whole = listed(*PAGES).decode().strip()
    assert len(list(read_rows(whole))) == len(PAGES)
    for size in range(1, len(whole)):
        with pytest.raises(BrokenAnswerError):
            list(read_rows(whole[:size]))


def test_a_list_on_one_line_without_a_head_is_read_too() -> None:
    one_line = json.dumps([["x", at, url, "text/html", "200", "D", "10"] for at, url in PAGES])
    assert [row.url for row in read_rows(one_line)] == [url for _, url in PAGES]


def test_reading_takes_time_in_proportion_to_the_answer() -> None:
    for text in ('"' * 300_000, '"\n' * 100_000, "[1,\n" * 100_000, "[ " * 200_000, '{"a":' * 100_000, "]" * 300_000):
        began = time.process_time()
        with pytest.raises(BrokenAnswerError):
            list(read_rows(text))
        assert time.process_time() - began < 2
