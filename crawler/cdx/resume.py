"""Long lists of a Wayback-like CDX server come in parts: each ends with the key at which the next one begins."""

from __future__ import annotations

import json
import re

LIMIT = 20_000
"""Rows of a part."""
TAIL = 8_000
"""Characters at the end of an answer, in which its key lies."""
IN_JSON = re.compile(r',?\s*\[\s*\]\s*,\s*\[\s*("(?:[^"\\]|\\.)*")\s*\]\s*\]\s*$')
"""The last row, behind an empty one."""
IN_TEXT = re.compile(r"(?:^|\n)[ \t]*\r?\n([^\s\[{]\S*)\s*$")
"""The last line, behind an empty one."""


def without_key(text: str) -> tuple[str, str | None]:
    """Return an answer without its resume key, and the key, if it has one."""
    begin = max(0, len(text) - TAIL)
    tail = text[begin:]
    if found := IN_JSON.search(tail):
        return text[:begin] + tail[: found.start()] + "]", str(json.loads(found[1], strict=False))
    if found := IN_TEXT.search(tail):
        return text[:begin] + tail[: found.start()], found[1]
    return text, None


def is_full(text: str) -> bool:
    """Return True if an answer may have been cut at the limit: without a key, nobody knows what comes behind it."""
    return text.count("\n") >= LIMIT - 1 or text.count("[") + text.count("{") >= LIMIT
