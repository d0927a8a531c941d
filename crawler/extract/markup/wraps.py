"""Line breaks that only the width of a page made: in mid-sentence, or in the middle of a number."""

from __future__ import annotations

import re

SENTENCE_END = re.compile(r"[.:;!?…)\]\"”’/]$")
CUT_NUMBER = re.compile(r"\d\s?/$|\d\s?[/-]\s?[^\W\d_]{1,6}[-/]$")


def is_wrap(before: str, after: str) -> bool:
    """Return True if a line break between two texts falls in mid-sentence: no end before it, a small letter after.

    Also where it cuts a number or a date in two: `206/KH-` and `UBND`.
    """
    if before[-1:] in "/-" and CUT_NUMBER.search(before, max(0, len(before) - 16)):
        return after[:1].isalnum()
    return not SENTENCE_END.search(before) and after[:1].islower()
