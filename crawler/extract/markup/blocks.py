"""A tree -> its blocks of text in page order: paragraphs, headings, list items, captions, tables. One walk.

A `<br>` ends a paragraph unless the line was only wrapped in mid-sentence. A table of data is one block, its rows on
lines, its cells joined by ` | `; a table that only arranges the page is looked through. A `<nav>` is one block.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal, NamedTuple, cast

from lxml import etree
from lxml.html import HtmlElement

from crawler.extract.markup.block import PROSE, Block, BlockKind, Edge, Piece, is_link
from crawler.extract.markup.marks import all_marks, own_marks
from crawler.extract.markup.tables import SEPARATOR, data_rows
from crawler.extract.markup.wraps import is_wrap
from crawler.extract.text import clean

__all__ = [
    "BLOCK_TAGS",
    "KINDS",
    "PROSE",
    "SEPARATOR",
    "Block",
    "BlockKind",
    "Piece",
    "Survey",
    "blocks_of",
    "is_link",
    "is_wrap",
    "survey",
]

KINDS: dict[str, BlockKind] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    **dict.fromkeys(("li", "dd", "dt"), "item"),
    **dict.fromkeys(("figcaption", "caption"), "caption"),
}
BLOCK_TAGS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt"),
        *("fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr"),
        *(
            "html",
            "legend",
            "li",
            "main",
            "marquee",
            "nav",
            "ol",
            "p",
            "pre",
            "section",
            "summary",
            "table",
            "tbody",
            "td",
        ),
        *("tfoot", "th", "thead", "title", "tr", "ul"),
    )
)
Role = Literal["block", "link", "bold", "italic", "break", "picture", "area"]
ROLES: dict[str, Role] = {
    **dict.fromkeys(BLOCK_TAGS, "block"), "a": "link", "b": "bold", "strong": "bold", "i": "italic", "em": "italic",
    "br": "break", "img": "picture", "area": "area",
}  # fmt: skip
"""What an element is to the walk; half of all elements are nothing to it."""
INLINE = frozenset(("link", "bold", "italic"))
"""Inline elements that are kept track of: their ends are pieces of a block."""
WHOLE = frozenset(("table", "nav"))
"""Elements that can be one block."""
ALL_TEXT = etree.XPath("string()", smart_strings=False)
TEXT_TAGS = ("p", "table", "form", "h1", "h2", "h3", "article")
PLACES = frozenset(("block", "link", "area"))
"""Elements whose place on the page is asked for. Others without children are passed over."""
MAX_BLOCKS = 50_000


class Survey(NamedTuple):
    """What one walk over a page finds."""

    blocks: list[Block]
    marks: dict[HtmlElement, int]
    """Elements of `PLACES` and what they stand in -> their marks, tables of data left out.

    It keeps lxml from making an element's object twice.
    """
    pictures: list[tuple[int, HtmlElement]]
    """Pictures in page order, each with the number of the block that it stands before or in."""


class Walk:
    """One pass over a tree."""

    def __init__(self) -> None:
        self.found = Survey([], {}, [])
        self._context: list[HtmlElement] = []
        self._inline: list[HtmlElement] = []
        self._pieces: list[Piece] = []
        self._has_edges = self._wrapped = False
        self._links = self._bolds = self._link_depth = self._bold_depth = self._pre_depth = 0

    def run(self, root: HtmlElement) -> Survey:
        """Return what is found under `root`, in page order."""
        marks = self.found.marks
        above = [all_marks(root, marks)]
        steps = etree.iterwalk(root, events=("start", "end"))
        for event, element in cast("Iterable[tuple[str, Any]]", steps):
            tag: str = element.tag
            role = ROLES.get(tag)
            if event == "end":
                above.pop()
                if role is not None:
                    self._leave(element, tag, role)
                text = element.tail if element is not root else None
            else:
                mark = above[-1]
                if role in PLACES or len(element):
                    marks[element] = mark = mark | own_marks(element, tag)
                above.append(mark)
                if tag in WHOLE and self._take_whole(element, tag):
                    steps.skip_subtree()
                    continue
                if role is not None:
                    self._enter(element, tag, role)
                text = element.text
            if text and (self._pieces or self._pre_depth or not text.isspace()):
                self._add(text)
        self._flush()
        return self.found

    def _enter(self, element: HtmlElement, tag: str, role: Role) -> None:
        if role == "block":
            if self._pieces:
                self._flush()
            self._wrapped = False
            self._context.append(element)
            self._pre_depth += tag == "pre"
        elif role in INLINE:
            self._open_inline(element, role)
        elif role == "break":
            self._break()
        elif role == "picture":
            self.found.pictures.append((len(self.found.blocks), element))

    def _leave(self, element: HtmlElement, tag: str, role: Role) -> None:
        if role == "block":
            if self._pieces:
                self._flush()
            self._wrapped = False
            self._context.pop()
            self._pre_depth -= tag == "pre"
        elif role in INLINE:
            self._close_inline(element, role)

    def _open_inline(self, element: HtmlElement, role: Role) -> None:
        self._link_depth += role == "link" and is_link(element)
        self._bold_depth += role == "bold"
        self._inline.append(element)
        self._add_edge((element, True))

    def _close_inline(self, element: HtmlElement, role: Role) -> None:
        self._link_depth -= role == "link" and is_link(element)
        self._bold_depth -= role == "bold"
        self._inline.pop()
        self._add_edge((element, False))

    def _add_edge(self, edge: Edge) -> None:
        self._pieces.append(edge)
        self._has_edges = True

    def _add(self, text: str) -> None:
        if self._pre_depth and "\n" in text:
            self._add_lines(text)
        elif text.isspace():
            if self._pieces:
                self._pieces.append(" ")
        else:
            self._pieces.append(text)
            if self._link_depth:
                self._links += len(text.strip())
            if self._bold_depth:
                self._bolds += len(text.strip())

    def _add_lines(self, text: str) -> None:
        """Add text as it is typed in `<pre>`: its lines are lines."""
        first, *others = text.split("\n")
        self._add(first)
        for line in others:
            self._break()
            self._add(line)

    def _break(self) -> None:
        """End the paragraph at a `<br>`; whether it was only a wrap is seen when the next line is known."""
        self._wrapped = self._flush()

    def _flush(self) -> bool:
        """Close the block in hand; return True if there was text in it."""
        wrapped, self._wrapped = self._wrapped, False
        pieces = self._pieces
        if not pieces:
            return False
        texts = [piece for piece in pieces if piece.__class__ is str] if self._has_edges else pieces
        raw = "".join(cast("list[str]", texts))
        text = clean(raw)
        links, bolds = self._links, self._bolds
        if links and len(raw.strip()) != len(text):
            links = _linked(pieces)
        self._links = self._bolds = 0
        self._pieces = [(element, True) for element in self._inline]
        self._has_edges = bool(self._pieces)
        if text and self._context and len(self.found.blocks) < MAX_BLOCKS:
            self._append(text, pieces, links, bolds, wrapped=wrapped)
        return bool(text)

    def _append(self, text: str, pieces: list[Piece], links: int, bolds: int, *, wrapped: bool) -> None:
        """Add a block, or its text to the block before it if only a wrap parts them."""
        blocks, element = self.found.blocks, self._context[-1]
        last = blocks[-1] if wrapped and blocks else None
        if last is not None and last.element is element and is_wrap(last.text, text):
            last.text = f"{last.text} {text}"
            last.link_chars += links
            last.bold_chars += bolds + 1
            last.pieces += [" ", *pieces]
            return
        blocks.append(Block(text, element, self._kind(element), len(blocks), links, bolds, pieces))

    def _kind(self, element: HtmlElement) -> BlockKind:
        """Return the kind of a block from its element or, for a `<p>` in a list item or caption, its parent."""
        own = KINDS.get(str(element.tag))
        parent = self._context[-2] if own is None and len(self._context) > 1 else None
        return own or (KINDS.get(str(parent.tag)) if parent is not None else None) or "paragraph"

    def _take_whole(self, element: HtmlElement, tag: str) -> bool:
        """Add a table of data or a menu as one block; return False for one that must be looked into."""
        rows = data_rows(element) if tag == "table" else None
        if rows is None and (tag == "table" or next(element.iter(*TEXT_TAGS), None) is not None):
            return False
        self._flush()
        self._context.append(element)
        text = "\n".join(SEPARATOR.join(row) for row in rows) if rows else clean(str(ALL_TEXT(element)))
        if not text:
            return True
        links = (
            sum(len(clean(str(ALL_TEXT(link)))) for link in element.iter("a") if is_link(link)) if rows else len(text)
        )
        blocks = self.found.blocks
        blocks.append(Block(text, element, "table" if rows else "paragraph", len(blocks), links, rows=rows))
        if not rows:
            self.found.marks.update(dict.fromkeys(element.iter("a"), self.found.marks[element]))
        return True


def _linked(pieces: list[Piece]) -> int:
    """Return the characters of a text's links as they are once it is cleaned: marks typed apart are none."""
    depth = found = 0
    for piece in pieces:
        if isinstance(piece, str):
            found += len(clean(piece)) if depth else 0
        elif piece[0].tag == "a" and is_link(piece[0]):
            depth += 1 if piece[1] else -1
    return found


def survey(root: HtmlElement) -> Survey:
    """Return the blocks of a tree or element, the marks of its elements, and its pictures."""
    return Walk().run(root)


def blocks_of(root: HtmlElement) -> list[Block]:
    """Return the blocks of a tree or element in page order."""
    return survey(root).blocks
