"""Is this text, or what is left of it when a file does not say which letters its glyphs are?"""

from __future__ import annotations

import re
import unicodedata

from crawler.extract.encodings.syllables import score

SAMPLE = 200_000
"""Characters that are looked at."""
NO_LETTERS = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f\x80-\x9f]")
PLAIN_WORD = re.compile(r"[(\[“\"'‘]*[^\W_]+(?:[-–/.,'’:+&@_=?#%]+[^\W_]+)*[)\]”\"'’.,;:!?…%]*")
STUMP = re.compile(r"(?<![\w.,/'’-])[b-df-hj-np-tvwzđ]{1,3}(?![\w./)'’-])")
"""A small word without a vowel: what is left of `của` or `công` where letters with marks have no map."""
MOST_STUMPS = 0.15
MOST_NO_LETTERS = 0.03
FEWEST_PLAIN = 0.55
ENOUGH_WORDS = 20
ENOUGH_MARKED, RIGHT = 20, 0.5
FOREIGN = re.compile(r"[^\W\d_a-zA-Z\u00c0-\u024f\u0300-\u036f\u1e00-\u1eff]")
"""Letters of other scripts: Chinese, Lao, Khmer, Cyrillic."""


def is_garbled(text: str) -> bool:
    """Return True if a text of some length is no language: unmapped glyphs, letters and signs at random.

    `text` is as the reader found it, control characters included.
    """
    sample = unicodedata.normalize("NFC", text[:SAMPLE])
    if len(NO_LETTERS.findall(sample)) > MOST_NO_LETTERS * len(sample):
        return True
    words = sample.split()
    if len(words) < ENOUGH_WORDS or len(FOREIGN.findall(sample)) * 5 > len(sample):
        return False
    words = [word for word in words if any(map(str.isalnum, word))]
    plain = sum(bool(PLAIN_WORD.fullmatch(word)) for word in words)
    if plain < FEWEST_PLAIN * len(words):
        return True
    found = score(sample)
    stumps = len(STUMP.findall(sample)) if found.marked * 5 < found.words else 0
    if stumps >= ENOUGH_WORDS and stumps > MOST_STUMPS * len(words):
        return True
    return found.marked >= ENOUGH_MARKED and found.marked * 5 > found.words and found.share < RIGHT
