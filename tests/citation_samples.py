"""Sentences in the manner of local news, with the documents that a person reads in them, and traps without any.

The article is of 1 December 2025, on the portal of a district of Hà Nội (quận Long Biên). In tests/citations/ stand
`sentences.txt` (under each sentence its citations: number ; key ; day ; issuer, with `-` for none) and `traps.txt`:
scales, scores, plates, standards, telephones, programmes by nickname.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent / "citations"


class Cited(NamedTuple):
    """A citation as a person reads it."""

    number: str | None
    key: str
    issued_on: str | None
    issuer: str | None


def _lines(name: str) -> list[str]:
    return (FOLDER / name).read_text(encoding="utf-8").rstrip().split("\n")


def _sentences() -> Iterator[tuple[str, tuple[Cited, ...]]]:
    sentence, cited = "", list[Cited]()
    for line in [*_lines("sentences.txt"), ""]:
        if line.startswith("    "):
            number, key, day, issuer = (None if part == "-" else part for part in line.strip().split(" ; "))
            cited.append(Cited(number, key or "", day, issuer))
            continue
        if sentence:
            yield sentence, tuple(cited)
        sentence, cited = line, []


SENTENCES = tuple(_sentences())
TRAPS = tuple(_lines("traps.txt"))
