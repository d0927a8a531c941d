"""The place in a text where a query is answered, as one line with the matches marked."""

from __future__ import annotations

import re
from typing import NamedTuple

from crawler.fold import fold
from crawler.store.searchquery import Phrase, Query
from crawler.store.spelling import phrase_spellings

AROUND = 80
"""Characters shown before and after the first match."""
WHITE = re.compile(r"\s+")


class Snippet(NamedTuple):
    """A piece of a text on one line."""

    text: str
    marks: tuple[tuple[int, int], ...]
    """Start and end of each match in `text`, in characters."""


def _pattern(phrases: tuple[Phrase, ...]) -> re.Pattern[str]:
    """Return what finds any of the folded phrases in folded text."""
    spelled = (words for phrase in phrases for words in phrase_spellings(phrase))
    found = "|".join(r"[\W_]+".join(map(re.escape, words)) for words in spelled)
    return re.compile(rf"(?<![^\W_])(?:{found})(?![^\W_])")


def make_snippet(text: str, query: Query) -> Snippet:
    """Return the piece of `text` around the first match of the query; its beginning if the match lies elsewhere."""
    flat = WHITE.sub(" ", text).strip()
    folded, phrases = fold(flat), query.folded
    whole = (tuple(word for phrase in phrases for word in phrase),)
    first = _pattern(whole).search(folded) or _pattern(phrases).search(folded)
    start, end = _window(flat, first.start() if first else 0, first.end() if first else 0)
    head = "… " if start else ""
    shown = head + flat[start:end] + (" …" if end < len(flat) else "")
    shift = len(head) - start
    marks = [(m.start() + shift, m.end() + shift) for m in _pattern(phrases).finditer(folded, start, end)]
    return Snippet(shown, tuple(marks))


def _window(text: str, first: int, last: int) -> tuple[int, int]:
    """Return start and end of the piece shown, at spaces."""
    start, end = max(first - AROUND, 0), min(last + AROUND, len(text))
    if start:
        start = text.find(" ", start, first) + 1 or first
    if end < len(text):
        end = max(text.rfind(" ", last, end), last) if " " in text[last:end] else end
    return start, end
