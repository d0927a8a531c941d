"""What a tool read, held against what is true: counts for each field.

A value that is not there although the page has it was *abstained*; one that differs, or that the page does not have, is
*wrong*. `published_day` compares the day; `published_minute` the whole moment, where the page gives a time of day.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

UNKNOWN = "?"
"""A truth that nobody wrote down; the field is not compared on that page."""
FIELDS = ("kind", "title", "published_day", "published_minute", "views", "author", "section", "attachments", "document")


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What is true of a page, or what a tool says of it. None: the page has no such thing."""

    kind: str | None = UNKNOWN
    title: str | None = UNKNOWN
    published_at: str | None = UNKNOWN
    views: int | str | None = UNKNOWN
    author: str | None = UNKNOWN
    section: str | None = UNKNOWN
    attachments: Any = UNKNOWN
    document: Any = UNKNOWN
    """Tuple of (column, value)."""
    body: str | None = UNKNOWN
    """Lead and text."""

    def value(self, name: str) -> Any:
        """Return a field in the form in which it is compared."""
        if name in ("published_day", "published_minute"):
            return _moment(self.published_at, minute=name == "published_minute")
        value = getattr(self, name)
        return _folded(value) if isinstance(value, str) and value is not UNKNOWN else value


def _moment(text: str | None, *, minute: bool) -> str | None:
    """Return the day, or the minute if the text has a time of day."""
    if text is None or text == UNKNOWN:
        return text
    if not minute:
        return text[:10]
    return text[:16] if len(text) > 10 else None


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


@dataclass
class Score:
    """Counts of one field over pages."""

    right: int = 0
    wrong: int = 0
    """Another value, or a value where there is none."""
    invented: int = 0
    """Those of `wrong` where there is no value."""
    abstained: int = 0
    empty: int = 0
    """Rightly nothing."""
    missed: list[str] = field(default_factory=list)
    """Names of the pages that were read wrongly."""

    def add(self, page: str, true: Any, read: Any) -> None:
        """Count one page."""
        nothing = (None, "", ())
        if read in nothing and true in nothing:
            self.empty += 1
        elif read in nothing:
            self.abstained += 1
        elif read == true:
            self.right += 1
        else:
            self.wrong += 1
            self.invented += true in nothing
            self.missed.append(page)

    @property
    def pages(self) -> int:
        """Return how many pages were compared."""
        return self.right + self.wrong + self.abstained + self.empty

    @property
    def exact(self) -> float:
        """Return the share of pages that are read as they are, rightly empty ones included."""
        return _share(self.right + self.empty, self.pages)

    @property
    def precision(self) -> float:
        """Return the share of the values read that are true."""
        return _share(self.right, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Return the share of the values there are that were read rightly."""
        return _share(self.right, self.pages - self.empty - self.invented)


@dataclass
class BodyScore:
    """Words of bodies: sums of each page's shares."""

    pages: int = 0
    precision_sum: float = 0.0
    recall_sum: float = 0.0
    lossy: list[str] = field(default_factory=list)
    """Names of the pages whose body is not word for word the true one."""

    def add(self, page: str, true: str, read: str) -> None:
        """Count one page."""
        wanted, found = Counter(_folded(true).split()), Counter(_folded(read).split())
        common = (wanted & found).total()
        self.pages += 1
        self.precision_sum += _share(common, found.total())
        self.recall_sum += _share(common, wanted.total())
        if wanted != found:
            self.lossy.append(page)

    @property
    def precision(self) -> float:
        """Return the mean share of words read that belong to the body."""
        return _share(self.precision_sum, self.pages)

    @property
    def recall(self) -> float:
        """Return the mean share of the body's words that were read."""
        return _share(self.recall_sum, self.pages)

    @property
    def f1(self) -> float:
        """Return the harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 1.0


@dataclass
class Card:
    """All scores of one tool over one set of pages."""

    fields: dict[str, Score] = field(default_factory=dict)
    body: BodyScore = field(default_factory=BodyScore)

    def add(self, page: str, true: Answer, read: Answer) -> None:
        """Count one page; fields that the tool does not know, or nobody wrote down, are left out."""
        for name in FIELDS:
            wanted, found = true.value(name), read.value(name)
            if UNKNOWN not in (wanted, found):
                self.fields.setdefault(name, Score()).add(page, wanted, found)
        if true.body and read.body is not UNKNOWN and true.body is not UNKNOWN:
            self.body.add(page, true.body, read.body or "")


def score(pages: Iterable[tuple[str, Answer, Answer]]) -> Card:
    """Return the scores over (name, true, read)."""
    card = Card()
    for name, true, read in pages:
        card.add(name, true, read)
    return card
