"""A CDX server may go on by key, by page, or not at all: all that it lists is found."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from crawler.cdx.resume import LIMIT, is_full, without_key
from tests.command import value
from tests.test_cdx import about_host, backfilled
from tests.web_archives import HOST, Answer, listed, memento, serving

ROWS = [(f"2019050110{number:02d}00", f"http://{HOST}/tin-{number}") for number in range(8)]


def asked_for(path: str, name: str) -> str:
    return parse_qs(urlsplit(path).query).get(name, [""])[0]


def by_key(path: str, *, part: int) -> bytes:
    """Rows from the one that the key names, and the key of the next part."""
    start = int(asked_for(path, "resumeKey") or 0)
    found = json.loads(listed(*ROWS[start : start + part]))
    return json.dumps(found + ([[], [str(start + part)]] if start + part < len(ROWS) else [])).encode()


def without_newest(path: str) -> bytes:
    """Pages of the Wayback Machine: the newest captures are not among them."""
    return b"1\n" if "showNumPages" in path else listed(*(ROWS[:-2] if "page=" in path else ROWS))


LISTS: dict[str, Callable[[str], tuple[int, bytes]]] = {
    "it knows no pages": lambda path: (400, b"Bad Request") if "showNumPages" in path else (200, listed(*ROWS)),
    "it knows neither": lambda path: (400, b"Bad Request") if "&show" in path else (200, listed(*ROWS)),
    "its pages lack the newest": lambda path: (200, without_newest(path)),
    "it goes on by key": lambda path: (200, by_key(path, part=3)),
    "its key goes round in circles": lambda path: (
        200, by_key(path.replace("resumeKey", "x"), part=3) if "showResumeKey" in path else listed(*ROWS)
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_all_that_is_listed_is_found_however_a_server_divides_it(tmp_path: Path, name: str) -> None:
    def answer(path: str, _: int) -> Answer:
        if "/cdx" not in path:
            return memento(path)
        status, body = LISTS[name](path) if about_host(path) else (200, b"[]")
        return status, {}, body

    with serving(answer) as asked:
        assert backfilled(asked.cdx, tmp_path) == (0, "")
    assert value(tmp_path, "SELECT count(*) FROM captures") == len(ROWS)


@pytest.mark.parametrize(
    ("text", "rest", "key"),
    [
        (
            '[["timestamp"],\n["2019"],\n[],\n["vn%2Cx%29%2F+2019%21"]]\n',
            '[["timestamp"],\n["2019"]]',
            "vn%2Cx%29%2F+2019%21",
        ),
        ('[[], ["k"]]', "[]", "k"),
        ("vn,x)/ 2019\n\nvn%2Cx%21\n", "vn,x)/ 2019", "vn%2Cx%21"),
        ('[["timestamp"],\n["2019"]]\n', '[["timestamp"],\n["2019"]]\n', None),
        ('{"timestamp": "2019"}\n\n{"timestamp": "2020"}\n', '{"timestamp": "2019"}\n\n{"timestamp": "2020"}\n', None),
        ("[]", "[]", None),
    ],
)
def test_a_resume_key_stands_behind_an_empty_row_or_line(text: str, rest: str, key: str | None) -> None:
    assert without_key(text) == (rest, key)


def test_as_many_rows_as_asked_for_without_a_key_are_not_the_end() -> None:
    line = '{"timestamp": "2019"}\n'
    assert is_full(line * LIMIT)
    assert not is_full(line * (LIMIT // 2))
