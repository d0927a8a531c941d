"""A tree -> its blocks of text in page order: paragraphs, headings, list items, captions, tables. One walk.

A `<br>` ends a paragraph unless the line was only wrapped in mid-sentence. A table of data is one block, its rows on
lines, its cells joined by ` | `; a table that only arranges the page is looked through.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, cast

from lxml import etree
from lxml.html import HtmlElement

from crawler.extract.text import clean

BlockKind = Literal["paragraph", "heading", "item", "caption", "table"]
KINDS: dict[str, BlockKind] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    **dict.fromkeys(("li", "dd", "dt"), "item"),
    **dict.fromkeys(("figcaption", "caption"), "caption"),
}
BLOCK_TAGS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt"),
        *(
            "fieldset",
            "figcaption",
            "figure",
            "footer",
            "form",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "header",
            "hr",
            "html",
        ),
        *("legend", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th"),
        *("thead", "title", "tr", "ul"),
    )
)
BOLD = frozenset(("b", "strong"))
SENTENCE_END = re.compile(r"[.:;!?…)\]\"”’/]$")
MAX_BLOCKS = 50_000
MAX_CELL = 1_200
"""Characters; a longer cell holds a page, not a datum."""
SEPARATOR = " | "
OWN_ROWS = etree.XPath("./tr | ./tbody/tr | ./thead/tr | ./tfoot/tr")
OWN_CELLS = etree.XPath("./td | ./th")
NESTED = etree.XPath("boolean(.//table | .//form | .//ul | .//h1 | .//h2)")


@dataclass(slots=True)
class Block:
    """One block of text. Only `Walk` changes it, while it is being built."""

    text: str
    element: HtmlElement
    """The innermost block element around the text."""
    kind: BlockKind
    order: int
    link_chars: int = 0
    bold_chars: int = 0

    @property
    def link_share(self) -> float:
        """Return the share of the text that is link text, 0 to 1."""
        return min(1.0, self.link_chars / max(1, len(self.text)))

    @property
    def is_bold(self) -> bool:
        """Return True if (nearly) all of the text is bold."""
        return self.bold_chars >= 0.95 * len(self.text)


class Walk:
    """One pass over a tree; `blocks` is what it found."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._context: list[HtmlElement] = []
        self._pieces: list[str] = []
        self._links = self._bolds = 0
        self._link_depth = self._bold_depth = 0
        self._wrapped = False

    def run(self, root: HtmlElement) -> list[Block]:
        """Return the blocks of `root` in page order."""
        steps = etree.iterwalk(root, events=("start", "end"))
        for event, node in steps:
            element = cast("HtmlElement", node)
            if event == "start":
                if element.tag == "table" and self._take_table(element):
                    steps.skip_subtree()
                    self._context.append(element)
                else:
                    self._enter(element)
            else:
                self._leave(element, is_root=element is root)
        self._flush()
        return self.blocks

    def _enter(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag in BLOCK_TAGS:
            self._flush()
            self._context.append(element)
        elif tag == "br":
            self._break()
        elif tag == "a":
            self._link_depth += 1
        elif tag in BOLD:
            self._bold_depth += 1
        if element.text:
            self._add(element.text)

    def _leave(self, element: HtmlElement, *, is_root: bool) -> None:
        tag = element.tag
        if tag in BLOCK_TAGS:
            self._flush()
            if self._context:
                self._context.pop()
        elif tag == "a":
            self._link_depth -= 1
        elif tag in BOLD:
            self._bold_depth -= 1
        if element.tail and not is_root:
            self._add(element.tail)

    def _add(self, text: str) -> None:
        self._pieces.append(text)
        if self._link_depth:
            self._links += len(text.strip())
        if self._bold_depth:
            self._bolds += len(text.strip())

    def _break(self) -> None:
        """End the paragraph at a `<br>`; whether it was only a wrap is seen when the next line is known."""
        before = len(self.blocks)
        self._flush()
        self._wrapped = self._wrapped if len(self.blocks) == before else True

    def _flush(self) -> None:
        """Close the block in hand, if there is text in it."""
        wrapped, self._wrapped = self._wrapped, False
        text = clean("".join(self._pieces)) if self._pieces else ""
        links, bolds = self._links, self._bolds
        self._pieces, self._links, self._bolds = [], 0, 0
        if not text or len(self.blocks) >= MAX_BLOCKS:
            return
        element = self._context[-1] if self._context else None
        if element is None:
            return
        last = self.blocks[-1] if self.blocks else None
        if wrapped and last is not None and last.element is element and is_wrap(last.text, text):
            last.text = f"{last.text} {text}"
            last.link_chars += links
            last.bold_chars += bolds + 1
            return
        self.blocks.append(Block(text, element, self._kind(element), len(self.blocks), links, bolds))

    def _kind(self, element: HtmlElement) -> BlockKind:
        """Return the kind of a block from its element or, for a `<p>` in a list item or caption, its parent."""
        own = KINDS.get(str(element.tag))
        parent = self._context[-2] if own is None and len(self._context) > 1 else None
        return own or (KINDS.get(str(parent.tag)) if parent is not None else None) or "paragraph"

    def _take_table(self, table: HtmlElement) -> bool:
        """Add a table of data as one block; return False for a table that only arranges the page."""
        rows = data_rows(table)
        if rows is None:
            return False
        self._flush()
        text = "\n".join(SEPARATOR.join(row) for row in rows)
        links = sum(len("".join(link.itertext()).strip()) for link in table.iter("a"))
        self.blocks.append(Block(text, table, "table", len(self.blocks), links))
        return True


def is_wrap(before: str, after: str) -> bool:
    """Return True if a line break between two texts falls in mid-sentence: no end before it, a small letter after."""
    return not SENTENCE_END.search(before) and after[:1].islower()


def data_rows(table: HtmlElement) -> list[list[str]] | None:
    """Return the cells of a table of data, row by row, no blank rows; None if the table only arranges the page."""
    if NESTED(table):
        return None
    rows = []
    for row in cast("list[HtmlElement]", OWN_ROWS(table)):
        cells = [clean(" ".join(cell.itertext())) for cell in cast("list[HtmlElement]", OWN_CELLS(row))]
        if any(cells):
            rows.append(cells)
    wide = sum(len(row) > 1 for row in rows)
    if len(rows) < 2 or wide * 2 < len(rows) or any(len(cell) > MAX_CELL for row in rows for cell in row):
        return None
    return rows


def blocks_of(root: HtmlElement) -> list[Block]:
    """Return the blocks of a tree or element in page order."""
    return Walk().run(root)
