"""Rows of a list that a portal gives to its own script as JSON -> the HTML that the script would make of them.

`{"html": "<li>…</li>", "next": "/ajax?page=3"}`, `{"data": [{"title": "…", "url": "/tin/…"}], "hasMore": true}`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import escape
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from crawler.items import Capture
from crawler.portals import Portal
from crawler.urls import address

BEGINS = re.compile(rb"\s*[\[{]")
MAX_BODY = 4 * 1024 * 1024
MAX_VALUES = 5_000
LINKS = re.compile(r"<a\s[^>]*href", re.I)
TARGET = re.compile(r"(?:https?://|/(?!/))\S+")
NEXT = re.compile(r"next(?:_?(?:page|url|link|page_?url))?|more_?url|load_?more", re.I)
GOES_ON = re.compile(r"(?:has_?)?(?:more|next)(?:_?(?:page|items|data))?", re.I)
PAGE = re.compile(r"(?:p|page|trang|page_?(?:index|no|num(?:ber)?))", re.I)
SHORTEST_TITLE = 15


def html_of_rows(capture: Capture, portal: Portal) -> bytes | None:
    """Return the rows of a list that came as JSON as HTML; None for what is no such list."""
    if not BEGINS.match(capture.body) or len(capture.body) > MAX_BODY:
        return None
    if address(capture.requested_url, portal).kind != "listing":
        return None
    try:
        values = list(_values("", json.loads(capture.body)))
    except (ValueError, RecursionError):
        return None
    rows = [value for _, value in values if isinstance(value, str) and LINKS.search(value)]
    rows += [row for _, value in values if isinstance(value, dict) and (row := _row(value))]
    following = _next(capture.requested_url, values) if rows else None
    button = f'<a data-next-url="{escape(following)}">Xem thêm</a>' if following else ""
    return f"<html><body><div>{''.join(rows)}</div>{button}</body></html>".encode("utf-8", "replace")


def _values(key: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Yield the values of a JSON text in its order, with the names that they have."""
    queue: list[tuple[str, Any]] = [(key, value)]
    for _ in range(MAX_VALUES):
        if not queue:
            return
        name, one = queue.pop()
        yield name, one
        if isinstance(one, dict):
            queue += reversed(one.items())
        elif isinstance(one, list):
            queue += [(name, item) for item in reversed(one)]


def _row(entry: dict[str, Any]) -> str | None:
    """Return the link of an entry that has an address and a title."""
    texts = [value for value in entry.values() if isinstance(value, str)]
    target = next((text for text in texts if TARGET.fullmatch(text)), None)
    title = next((text for text in texts if len(text) >= SHORTEST_TITLE and " " in text and "<" not in text), None)
    return f'<div><a href="{escape(target)}">{escape(title)}</a></div>' if target and title else None


def _next(url: str, values: list[tuple[str, Any]]) -> str | None:
    """Return where the next rows are: as the answer says, or under the next number where it says that it goes on."""
    for key, value in values:
        if isinstance(value, str) and NEXT.fullmatch(key) and TARGET.fullmatch(value):
            return value
    goes_on = any(value is True and GOES_ON.fullmatch(key) for key, value in values)
    parts = urlsplit(url)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    at = next((at for at, (key, value) in enumerate(pairs) if PAGE.fullmatch(key) and value.isdecimal()), None)
    if not goes_on or at is None:
        return None
    pairs[at] = (pairs[at][0], str(int(pairs[at][1]) + 1))
    return urlunsplit(parts._replace(query=urlencode(pairs)))
