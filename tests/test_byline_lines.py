"""Lines under a title as portals and their themes print them, one a line in tests/bylines.txt, and what a person reads.

`HTML ¦ published ¦ views ¦ author ¦ source`: `-` for nothing, `*` for what is not asked, `2021-04-05*` for the day
whatever the time. The page was captured on 23 November 2026.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.test_byline_variants import TEXT, TITLE, read

LINES = (Path(__file__).parent / "bylines.txt").read_text(encoding="utf-8").splitlines()
FIELDS = ("published_at", "views", "author", "source")


def spelled(value: object) -> str:
    """Return a value as the table writes it: without zone, and without seconds that are none."""
    return "-" if value is None else str(value).replace("T", " ").removesuffix("+07:00").removesuffix(":00")


def agrees(expected: str, found: object) -> bool:
    said = str(found) if isinstance(found, str) and not found[:1].isdigit() else spelled(found)
    return expected == "*" or said == expected or (expected.endswith("*") and said.startswith(expected.rstrip("* ")))


@pytest.mark.parametrize("line", LINES, ids=range(len(LINES)))
def test_a_line_under_a_title_is_read_as_a_person_reads_it(line: str) -> None:
    html, *expected = line.split(" ¦ ")
    page = f"<html><head><title>{TITLE}</title></head><body><div><h1>{TITLE}</h1>{html}{TEXT}</div></body></html>"
    article = read(page).article
    assert article is not None
    found = [getattr(article, field) for field in FIELDS]
    assert [one for one in zip(FIELDS, expected, found, strict=True) if not agrees(one[1], one[2])] == []
