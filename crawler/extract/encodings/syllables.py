"""Is this Vietnamese? A word is, or is not, a syllable that the language can have: onset, rime, at most one tone.

By this a legacy encoding is told from text that is right, with certainty: in the wrong encoding few words are
syllables, in the right one (nearly) all are. The list of rimes is generous; it decides about encodings, never
about spelling.
Source: the 6 tones, 28 onsets and rimes of standard orthography, as in any grammar of Vietnamese.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import NamedTuple

ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
RIMES = (
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en eng eo ep et "
    "ê êch êm ên êng ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu o oa oac oach oai oam oan "
    "oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oem oen oeo oet oi om on ong ooc oong op ot ô ôc ôi ôm ôn "
    "ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uên uênh uêch uêt ui um un ung uôc uôi uôm uôn uông uôt uơ "
    "up ut uy uya uych uyên uyêt uynh uyt uyu uyp ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu "
    "y ych yêm yên yêng yêt yêu ynh yt ă â"
)
TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))
CHECKED = ("c", "ch", "p", "t")
"""Final consonants that only go with the tones sắc and nặng."""
WORD = re.compile(r"[^\W\d_]+")
ABBREVIATION = re.compile("[A-ZĐ]+")
"""`HĐND`, `NĐ`: says nothing about the encoding of the words around it."""
OWN_LETTERS = re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")
"""Letters that only Vietnamese Unicode text has (not French, not the legacy encodings)."""


class Score(NamedTuple):
    """How Vietnamese the words of a text are."""

    words: int
    """Runs of letters."""
    marked: int
    """Of these: with a letter beyond ASCII."""
    valid: int
    """Of the marked ones: syllables of Vietnamese."""

    @property
    def share(self) -> float:
        """Return the share of syllables among the marked words, 0 to 1; 0 if there are none."""
        return self.valid / self.marked if self.marked else 0.0


@cache
def _toneless() -> frozenset[str]:
    return frozenset(onset + rime for onset in ("", *ONSETS.split()) for rime in RIMES.split())


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """Return True if an NFC word is a syllable Vietnamese can have, in any case."""
    if len(word) > 7:
        return False
    decomposed = unicodedata.normalize("NFD", word.lower())
    bare = unicodedata.normalize("NFC", decomposed.translate(TONES))
    tones = len(decomposed) - len(decomposed.translate(TONES))
    if tones > 1 or bare not in _toneless():
        return False
    if tones == 1 and bare.endswith(CHECKED):
        return "\u0301" in decomposed or "\u0323" in decomposed
    return True


def score(text: str) -> Score:
    """Return the score of an NFC text."""
    words = WORD.findall(text)
    marked = [word for word in words if not word.isascii() and not ABBREVIATION.fullmatch(word)]
    return Score(len(words), len(marked), sum(map(is_syllable, marked)))


def is_vietnamese(text: str) -> bool:
    """Return True if a text of some length reads as Vietnamese with its marks: no junk of a machine that cannot."""
    found = score(text)
    return found.words >= 20 and found.marked >= 0.4 * found.words and found.share >= 0.9
