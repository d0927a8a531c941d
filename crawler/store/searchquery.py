"""What a person typed -> FTS5 expressions. Never raises: the user's text reaches SQLite as quoted words alone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from crawler.fold import fold, has_marks
from crawler.store.spelling import phrase_spellings

CHUNK = re.compile(r'"([^"]*)"|(\S+)')
MAX_WORDS = 40
"""Words of a query that are looked at; FTS5 refuses expressions that are too deep."""

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A query that was read: phrases (quoted text, or what stands between two spaces: `206/KH-UBND`)."""

    phrases: tuple[Phrase, ...]
    """Lower-case words as typed, NFC."""
    marked: bool
    """True if the person typed at least one Vietnamese mark, and so wants `dân` before `dàn`."""

    @property
    def folded(self) -> tuple[Phrase, ...]:
        """The phrases without marks."""
        return tuple(tuple(map(fold, phrase)) for phrase in self.phrases)


def _words(text: str) -> list[str]:
    """Return the words of a text, as the tokenizer of FTS5 cuts them: letters, digits and their marks."""
    separated = "".join(c if unicodedata.category(c)[0] in "LNM" else " " for c in text)
    # A mark alone is no word for FTS5.
    return [word for word in separated.split() if any(unicodedata.category(c)[0] in "LN" for c in word)]


def read_query(text: str) -> Query:
    """Return what a person asks for; no phrases if there is no word in it."""
    clean = unicodedata.normalize("NFC", text).lower()
    phrases: list[Phrase] = []
    left = MAX_WORDS
    for quoted, bare in CHUNK.findall(clean):
        words = _words(quoted or bare)[:left]
        left -= len(words)
        if words:
            phrases.append(tuple(words))
    return Query(phrases=tuple(phrases), marked=has_marks(" ".join(word for phrase in phrases for word in phrase)))


def match_phrase(phrases: tuple[Phrase, ...]) -> str:
    """Return the expression for all words as one phrase, in any of their spellings."""
    return _any_spelling(tuple(word for phrase in phrases for word in phrase))


def match_all(phrases: tuple[Phrase, ...]) -> str:
    """Return the expression for all phrases, anywhere in the row, in any of their spellings."""
    return " AND ".join(map(_any_spelling, phrases))


def match_any(names: Iterable[str]) -> str:
    """Return the expression for at least one of some names, each as a phrase, in any of its spellings."""
    return " OR ".join(_any_spelling(tuple(_words(name.lower()))) for name in names)


def _any_spelling(phrase: Phrase) -> str:
    quoted = (f'"{" ".join(words)}"' for words in phrase_spellings(phrase))
    return f"({' OR '.join(quoted)})"
