"""Two spellings of one Vietnamese word: `Uỷ` and `Ủy`, `hoà` and `hòa`, `kĩ` and `kỹ`. For searching only.

Source: only open syllables in oa, oe, uy move their mark, and uy not after q; i and y are one word's after h, k, l, m,
s, t, qu.
"""

from __future__ import annotations

import re
from itertools import product

OLD = ["oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"]
NEW = ["òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"]
MOVED = dict(zip(OLD + NEW, NEW + OLD, strict=True))
I_LETTERS, Y_LETTERS = "iìíỉĩị", "yỳýỷỹỵ"
SWAPPED = dict(zip(I_LETTERS + Y_LETTERS, Y_LETTERS + I_LETTERS, strict=True))
I_OR_Y = re.compile(rf"(h|k|l|m|s|t|qu)[{I_LETTERS}{Y_LETTERS}]")
MAX_SPELLINGS = 32
"""Of one phrase; past that, the phrase is searched as it was typed."""


def spellings(syllable: str) -> tuple[str, ...]:
    """Return the spellings of one lower-case syllable, the given one first."""
    if I_OR_Y.fullmatch(syllable):
        return syllable, syllable[:-1] + SWAPPED[syllable[-1]]
    tail = syllable[-2:]
    if tail in MOVED and not syllable.startswith("q"):
        return syllable, syllable[:-2] + MOVED[tail]
    return (syllable,)


def phrase_spellings(syllables: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return the spellings of a phrase of lower-case syllables, the given one first."""
    choices = [spellings(syllable) for syllable in syllables]
    count = 1
    for choice in choices:
        count *= len(choice)
    return [syllables] if count > MAX_SPELLINGS else list(product(*choices))
