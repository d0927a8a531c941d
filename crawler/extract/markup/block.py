"""One block of a page's text: a paragraph, a heading, an item of a list, a caption, a table."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from lxml.html import HtmlElement

from crawler.extract.markup.calendars import is_month
from crawler.extract.text import fold

BlockKind = Literal["paragraph", "heading", "item", "caption", "table"]
PROSE = 60
"""Characters from which a block without links counts as running text."""
Edge = tuple[HtmlElement, bool]
"""Where an inline element begins (True) or ends (False) among the pieces of a block."""
Piece = str | Edge


def is_link(anchor: HtmlElement) -> bool:
    """Return True for an `<a>` that leads somewhere; `<a name="_GoBack">` only names a place of the text."""
    get = anchor.get
    return get("href") is not None or get("onclick") is not None


@dataclass(slots=True, eq=False)
class Block:
    """One block of text. Only `Walk` changes it, while it is being built."""

    text: str
    element: HtmlElement
    """The innermost block element around the text."""
    kind: BlockKind
    order: int
    link_chars: int = 0
    bold_chars: int = 0
    pieces: list[Piece] = field(default_factory=list)
    """The text as it stands in the tree, with the edges of its inline elements; empty for tables.

    An element that goes on behind a `<br>` opens again there, and one that goes on after the block is left open.
    """
    rows: list[list[str]] | None = None
    """The cells of a table."""
    spelled: str | None = None
    """The text with its inline elements held apart, once `lines.spelled_out` was asked for it."""
    _folded: str | None = None
    _prose: bool | None = None

    @property
    def folded(self) -> str:
        """Return the text folded; made once."""
        if self._folded is None:
            self._folded = fold(self.text)
        return self._folded

    @property
    def link_share(self) -> float:
        """Return the share of the text that is link text, 0 to 1."""
        return min(1.0, self.link_chars / max(1, len(self.text))) if self.link_chars else 0.0

    @property
    def is_prose(self) -> bool:
        """Return True for running text; a name for machines, however long, has no blanks. Found out once."""
        if self._prose is None:
            long = len(self.text) >= PROSE and self.link_share < 0.5
            self._prose = long and " " in self.text and self.element.tag != "title" and not self.is_calendar
        return self._prose

    @property
    def is_calendar(self) -> bool:
        """Return True for the days of a month in a table."""
        return self.rows is not None and is_month(self.rows)

    @property
    def is_plain(self) -> bool:
        """Return True if the text stands in the tree in one piece."""
        return len(self.pieces) == 1 or sum(piece.__class__ is str for piece in self.pieces) == 1

    @property
    def is_bold(self) -> bool:
        """Return True if (nearly) all of the text is bold."""
        return self.bold_chars >= 0.95 * len(self.text)


def hrefs(block: Block) -> set[str]:
    """Return what the links in a block lead to, as they are written; empty where an `<a>` says nothing."""
    inline = {piece[0] for piece in block.pieces if not isinstance(piece, str)}
    return {one.get("href") or "" for one in inline if one.tag == "a"}
