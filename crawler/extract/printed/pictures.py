"""Small pictures that stand in a line as characters: clocks, calendars and eyes, of Unicode or of icon fonts.

Source: Unicode 16, blocks Miscellaneous Technical to Symbols and Pictographs Extended-A; Font Awesome's private use.
"""

from __future__ import annotations

import re

from crawler.extract.printed.counters import EYE

PICTURE = re.compile("[\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\uf000-\uf8ff\ufe0f\U0001f300-\U0001faff]")
FIRST = "\u2300"
EYES = frozenset("\U0001f440\U0001f441\uf06e")
"""Eyes, an eye, and the eye of Font Awesome."""


def without_pictures(text: str) -> str:
    """Return a line of the same length with blanks for pictures, and `EYE` for eyes."""
    if not text or max(text) < FIRST:
        return text
    return PICTURE.sub(lambda match: EYE if match[0] in EYES else " ", text)
