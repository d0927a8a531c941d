"""Entities that were escaped twice: `H&amp;#7897;i ngh&amp;#7883;` for `H&#7897;i ngh&#7883;`. Undone where certain.

Editors write letters as entities, and programs that print a title or a lead escape it once more. Certain means: the
word around one is a syllable of Vietnamese once its entities are letters; no lesson on HTML has such words.
"""

from __future__ import annotations

import html
import re
import unicodedata
from itertools import islice
from typing import NamedTuple

from crawler.extract.encodings.syllables import is_syllable

_LETTER = r"&amp;(?:#\d{3,4}|#[xX][0-9a-fA-F]{2,4}|[AEIOUYaeiouy](?:grave|acute|circ|tilde));"
LETTER = re.compile(_LETTER)
WORD = re.compile(rf"(?:{_LETTER}[^\W\d_]{{0,6}}){{1,6}}")
BEFORE = re.compile(r"[^\W\d_]*$")
LONGEST = 6
"""Letters of a syllable that may stand before its first entity."""
MOST_WORDS = 2_000
PUNCTUATION = re.compile(r"&amp;((?:nbsp|quot|[lr][sd]quo|ndash|mdash|hellip|#39|#160|#34|#82\d\d);)")
VIETNAMESE = re.compile(
    "[\u00c0-\u00c3\u00c8-\u00ca\u00cc\u00cd\u00d2-\u00d5\u00d9\u00da\u00dd]|[\u0300\u0301\u0303\u0309\u0323ĂĐĨŨƠƯ\u1ea0-\u1ef9]"
)


class Unescaped(NamedTuple):
    """A text after the repair."""

    text: str
    garbled: bool
    """True if there are such entities of Vietnamese letters, and nothing is certain."""


def unescape_twice(source: str) -> Unescaped:
    """Return a page's source with such entities undone, all of them if one is certain.

    `H&amp;#272;ND` is no syllable.
    """
    if not LETTER.search(source):
        return Unescaped(source, garbled=False)
    made = [_word(match) for match in islice(WORD.finditer(source), MOST_WORDS)]
    words = [word for word in made if len(word) > 1]
    if any(is_syllable(word) for word in words):
        return Unescaped(PUNCTUATION.sub(r"&\1", LETTER.sub(_undone, source)), garbled=False)
    return Unescaped(source, garbled=any(VIETNAMESE.search(word.upper()) for word in words))


def _word(match: re.Match[str]) -> str:
    """Return the word that a run of entities and letters is in, with its letters."""
    lead = BEFORE.findall(match.string[max(0, match.start() - LONGEST) : match.start()])[0]
    return unicodedata.normalize("NFC", lead + _letters(match[0]))


def _undone(match: re.Match[str]) -> str:
    """Return the letter that is meant, if it is one of Vietnamese; else the entity."""
    letter = _letters(match[0])
    return letter if VIETNAMESE.fullmatch(letter.upper()) else match[0]


def _letters(text: str) -> str:
    return html.unescape(text.replace("&amp;", "&"))
