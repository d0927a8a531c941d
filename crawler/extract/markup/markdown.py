"""The kept blocks of an article -> Markdown: CommonMark with the tables of GitHub's dialect.

Headings, nested lists, tables, quotes, links, pictures with their captions, bold and italic words. Its plain text is
the article's text, the captions aside. Nothing of the page is copied unescaped (`inline`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple, cast

from lxml.html import HtmlElement

from crawler.extract.markup.blocks import Block
from crawler.extract.markup.inline import Resolve, address, escape, inline
from crawler.extract.text import clean
from crawler.items import Attachment

CLOSING = re.compile(r"(?<!\\)((?:\\\\)*)#$")
"""A sign at the end that is not escaped."""
MAX_START = 999_999_999
MAX_COLUMNS = 100
DEEPEST = 20
"""Levels of lists or quotes that are told apart."""


class Place(NamedTuple):
    """The quotes and list items that a block stands in."""

    quotes: int = 0
    items: tuple[HtmlElement, ...] = ()
    """Innermost last."""


class Line(NamedTuple):
    """A block as Markdown, and how it is set off from the one before."""

    text: str
    quotes: int
    is_item: bool


class Writer:
    """Writes the blocks of one article."""

    def __init__(self, region: HtmlElement, resolve: Resolve) -> None:
        self._resolve = resolve
        self._places: dict[HtmlElement, Place] = {region: Place()}
        self._indents: dict[HtmlElement, int] = {}
        self._counts: dict[HtmlElement, int] = {}
        self._signs: dict[HtmlElement, int] = {}

    def place(self, element: HtmlElement) -> Place:
        """Return where an element stands within the article."""
        path: list[HtmlElement] = []
        step: HtmlElement | None = element
        while step is not None and step not in self._places:
            path.append(step)
            step = cast("HtmlElement | None", step.getparent())
        found = self._places[step] if step is not None else Place()
        for one in reversed(path):
            if one.tag == "blockquote" and found.quotes < DEEPEST:
                found = Place(found.quotes + 1, found.items)
            elif one.tag == "li" and len(found.items) < DEEPEST:
                found = Place(found.quotes, (*found.items, one))
            self._places[one] = found
        return found

    def block(self, block: Block) -> Line:
        """Return one block."""
        place = self.place(block.element)
        if block.rows:
            return self._line(table(block.rows), place, "")
        text = inline(block, self._resolve)
        if block.kind == "heading" and str(block.element.tag)[1:].isdigit():
            return self._line(f"{'#' * int(str(block.element.tag)[1:])} {_end_escaped(text)}", place, "")
        marker = self._marker(place.items[-1]) if place.items and place.items[-1] not in self._indents else ""
        return self._line(text, place, marker)

    def picture(self, picture: Attachment, element: HtmlElement) -> Line:
        """Return a picture, its caption as its description."""
        text = f"![{escape(clean(picture.label or ''))}]({address(picture.fetch_url)})"
        return self._line(text, self.place(element), "")

    def _line(self, text: str, place: Place, marker: str) -> Line:
        """Return Markdown behind its marker, all its lines indented and quoted as their place asks."""
        known = [self._indents[item] for item in place.items if item in self._indents]
        indent = known[-1] if known else 0
        if marker:
            self._indents[place.items[-1]] = indent + len(marker)
        first, rest = "> " * place.quotes + " " * indent, "> " * place.quotes + " " * (indent + len(marker))
        return Line(first + marker + text.replace("\n", "\n" + rest), place.quotes, bool(marker))

    def _marker(self, item: HtmlElement) -> str:
        """Return the marker of a list item; lists that follow each other directly get different signs."""
        parent = cast("HtmlElement | None", item.getparent())
        holder = parent if parent is not None else item
        sign = self._signs.setdefault(holder, len(self._signs)) % 2
        if holder.tag != "ol":
            return "-+"[sign] + " "
        number = self._counts.get(holder, _start(holder))
        self._counts[holder] = min(number + 1, MAX_START)
        return f"{number}{'.)'[sign]} "


def _start(holder: HtmlElement) -> int:
    start = holder.get("start") or "1"
    return int(start) if start.isascii() and start.isdigit() and len(start) < 9 else 1


def _end_escaped(text: str) -> str:
    """Return a heading's text whose last sign does not close the heading."""
    return CLOSING.sub(r"\1\\#", text)


def table(rows: list[list[str]]) -> str:
    """Return a table; its first row is the heading, as there is no table without one."""
    width = min(MAX_COLUMNS, max(map(len, rows)))
    lines = [f"| {' | '.join([escape(cell) for cell in row[:width]] + [''] * (width - len(row)))} |" for row in rows]
    return "\n".join([lines[0], f"|{' --- |' * width}", *lines[1:]])


def _joined(lines: Iterable[Line]) -> Iterator[str]:
    """Yield the lines and what parts them: items of a list stand close, paragraphs of a quote stay in it."""
    last: Line | None = None
    for line in lines:
        if last is not None:
            quotes = "> " * min(last.quotes, line.quotes)
            yield "\n" if last.is_item and line.is_item else f"\n{quotes.rstrip()}\n"
        yield line.text
        last = line


def write_markdown(
    region: HtmlElement, blocks: list[Block], pictures: Iterable[tuple[int, HtmlElement, Attachment]], resolve: Resolve
) -> str:
    """Return the Markdown of kept blocks; `pictures` come with the number of the block that they stand before."""
    writer = Writer(region, resolve)
    waiting = list(pictures)[::-1]
    lines: list[Line] = []
    for block in blocks:
        while waiting and waiting[-1][0] <= block.order:
            _, element, picture = waiting.pop()
            lines.append(writer.picture(picture, element))
        lines.append(writer.block(block))
    lines += [writer.picture(picture, element) for _, element, picture in reversed(waiting)]
    return "".join(_joined(lines))
