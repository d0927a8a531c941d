"""Text in TCVN3 or VNI is recognised and converted where it is certain; where it is not, that is said, nothing more.

Certain means: the lines in question have none of the letters that only Unicode text has, at least 40 words, nearly all
words with marks are syllables after the conversion and few are before. The name of a font (`.VnTime`, `VNI-Times`)
makes fewer words enough. Lines that read as Vietnamese already stay as they are, whatever stands around them.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, partial
from typing import Literal, NamedTuple

from crawler.extract.encodings.legacy_tables import TCVN3, TCVN3_ALONE, VNI_LETTER, from_tcvn3, from_vni
from crawler.extract.encodings.syllables import OWN_LETTERS, is_syllable

Encoding = Literal["tcvn3", "vni"]
ENCODINGS: tuple[Encoding, ...] = ("tcvn3", "vni")
WORD = re.compile("[A-Za-z\u00a1-\u00ff]+")
HIGH = re.compile("[\u00a1-\u00ff]")
FONTS: dict[Encoding, re.Pattern[str]] = {
    "tcvn3": re.compile(r"(?:[A-Z]{6}\+)?\.?Vn[A-Z]"),
    "vni": re.compile(r"(?:[A-Z]{6}\+)?VNI[- ]", re.I),
}
CAPITAL_FONT = re.compile(r"(?:[A-Z]{6}\+)?\.?Vn[A-Z]\w*H(?![a-z])")
CAPITAL_WORD = re.compile(r"[A-Z][\u00a8-\u00fe]+[A-Z]|[A-Z]{2,}[\u00a8-\u00fe]")
MAX_CHARACTERS = 3_000_000
"""In lines without a letter of Unicode's own; more is no text of Vietnamese."""
SOFT_HYPHEN = "\u00ad"
ENOUGH_WORDS, ENOUGH_MARKED = 40, 15
"""Words of the text, and words with marks among them, from which on statistics are believed."""
ENOUGH_WITH_FONT = 3
RIGHT, WRONG = 0.95, 0.6
"""Share of syllables from which on a text is in the encoding, and up to which it is not in another."""
SUSPECT_SHARE, SUSPECT_MARKED = 0.7, 5


class Converted(NamedTuple):
    """Lines after the conversion, as many as before."""

    lines: list[str]
    encoding: Encoding | None
    """What some or all of the lines were in; None if none was converted."""
    garbled: bool = False
    """True if lines seem to be in a legacy encoding and were left as they are."""
    case_lossy: bool = False
    """True if capital fonts were used, which do not tell capitals from small letters."""


class _Votes(NamedTuple):
    """Words with marks, and how many of them are syllables as they stand and in each encoding."""

    words: int
    marked: int
    plain: float
    legacy: dict[Encoding, float]


def is_legacy_font(name: str) -> bool:
    """Return True if a font shows one of the encodings."""
    return any(pattern.match(name) for pattern in FONTS.values())


@lru_cache(maxsize=20_000)
def _becomes_syllable(word: str, encoding: Encoding) -> bool:
    """Return True if all of a word's marks are of the encoding and it then is a syllable."""
    if encoding == "tcvn3":
        return all(char in TCVN3 or char.isascii() for char in word) and is_syllable(from_tcvn3(word))
    return VNI_LETTER.sub("", word).isascii() and is_syllable(from_vni(word))


def _count(lines: Iterable[str]) -> _Votes:
    words = Counter(word for line in lines for word in WORD.findall(line))
    marked = {word: count for word, count in words.items() if not word.isascii() and word not in TCVN3_ALONE}
    legacy = {code: _share(marked, partial(_becomes_syllable, encoding=code)) for code in ENCODINGS}
    return _Votes(words.total(), sum(marked.values()), _share(marked, is_syllable), legacy)


def _share(words: dict[str, int], is_right: Callable[[str], bool]) -> float:
    """Return the share of the words (word -> how often) that are right."""
    return sum(count for word, count in words.items() if is_right(word)) / max(1, sum(words.values()))


def convert(lines: Sequence[str], fonts: Iterable[str] = ()) -> Converted:
    """Return the lines in Unicode, NFC, as far as that is certain. `fonts`: names of those the text is shown in."""
    lines = [unicodedata.normalize("NFC", line) for line in lines]
    suspects = [place for place, line in enumerate(lines) if HIGH.search(line) and not OWN_LETTERS.search(line)]
    if not suspects or sum(len(lines[place]) for place in suspects) > MAX_CHARACTERS:
        return Converted(list(lines), None, garbled=bool(suspects))
    votes = _count(lines[place] for place in suspects)
    if votes.plain < RIGHT and any(OWN_LETTERS.search(line) for line in lines):
        suspects = [place for place in suspects if _count([lines[place]]).plain <= WRONG]
        votes = _count(lines[place] for place in suspects)
    names = list(fonts)
    encoding = max(ENCODINGS, key=lambda code: votes.legacy[code])
    if not _is_certain(votes, encoding, names):
        return Converted(list(lines), None, garbled=_is_suspect(votes, encoding, names))
    text = "".join(lines[place] for place in suspects)
    if encoding == "tcvn3" and SOFT_HYPHEN not in text and votes.words >= ENOUGH_WORDS:
        return Converted(list(lines), None, garbled=True)  # Every text of that length has a `ư`: they were lost.
    return _convert_lines(lines, encoding, names)


def _is_certain(votes: _Votes, encoding: Encoding, fonts: list[str]) -> bool:
    right = votes.legacy[encoding]
    others = max(votes.plain, *(votes.legacy[code] for code in ENCODINGS if code != encoding))
    if right < RIGHT or others >= right:
        return False
    if any(FONTS[encoding].match(name) for name in fonts):
        return votes.marked >= ENOUGH_WITH_FONT
    return votes.words >= ENOUGH_WORDS and votes.marked >= ENOUGH_MARKED and others <= WRONG


def _is_suspect(votes: _Votes, encoding: Encoding, fonts: list[str]) -> bool:
    """Return True if text that reads badly would read better in the encoding, or its font is of the encoding."""
    named = any(FONTS[encoding].match(name) for name in fonts)
    enough = votes.marked >= (ENOUGH_WITH_FONT if named else SUSPECT_MARKED)
    return enough and votes.plain <= WRONG and votes.legacy[encoding] >= max(SUSPECT_SHARE, votes.plain + 0.1)


def _convert_lines(lines: Sequence[str], encoding: Encoding, fonts: list[str]) -> Converted:
    """Return the lines converted: all if no line is in Unicode, else those that read better for it."""
    mixed = any(OWN_LETTERS.search(line) for line in lines)
    made, doubtful, capital_word = [], False, False
    for line in lines:
        if OWN_LETTERS.search(line) or not HIGH.search(line):
            made.append(line)
            continue
        votes = _count([line])
        better = votes.legacy[encoding] > votes.plain
        doubtful = doubtful or (mixed and 0 < votes.plain == votes.legacy[encoding])
        is_legacy = better or not mixed
        capital_word = capital_word or (is_legacy and bool(CAPITAL_WORD.search(line)))
        made.append(_converted(line, encoding) if is_legacy else line)
    capitals = capital_word or any(CAPITAL_FONT.match(name) for name in fonts)
    return Converted(made, encoding, garbled=doubtful, case_lossy=capitals and encoding == "tcvn3")


def _converted(line: str, encoding: Encoding) -> str:
    if encoding == "vni":
        return unicodedata.normalize("NFC", from_vni(line))
    return WORD.sub(lambda word: word[0] if word[0] in TCVN3_ALONE else from_tcvn3(word[0]), line)
