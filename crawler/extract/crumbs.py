"""The path to a page that it prints above its title: `Trang chủ › Tin tức › Văn hóa`, whatever its element is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import chain
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

from crawler.extract.markup.block import Block
from crawler.extract.markup.tree import text_of
from crawler.extract.sheet import Sheet
from crawler.extract.text import clean, fold
from crawler.urls import address, resolve

NAMED = etree.XPath("(//@class | //@id)[contains(.,'breadcrumb')]/..")
LINKS = etree.XPath(".//a[@href]")
HOME = re.compile(r"^(?:trang (?:chu|nhat)|home|home ?page|tin tuc chung)$")
STEP = re.compile(r"\s*(?:[>»›→/\\]|->|=>){1,2}\s*")
"""What stands between two steps of a path; bars and dots stand between the entries of a menu."""
EDGES = " >»›→/\\-=|:"
LONGEST, MOST_LINKS = 120, 12
REACH = 6
"""Blocks above the title in which a path without a name may stand."""


def printed_path(sheet: Sheet, title: Block | None, is_section: Callable[[str], bool]) -> str | None:
    """Return the path without the home page and the article itself, joined by ` > `; None if none is printed.

    Its last step may be no link; it is one where `is_section` says so of its folded name, and else the article's name.
    """
    links, text = _named(sheet)
    if not links and title is not None:
        above = reversed(sheet.blocks[max(0, title.order - REACH) : title.order])
        links, text = next(((steps, block.text) for block in above if (steps := _steps(block, sheet))), ([], ""))
    own = fold(title.text) if title is not None else ""
    names = _names(links, sheet, own)
    last = text_of(links[-1]) if links else ""
    rest = text.rpartition(last)[2].strip(EDGES) if last else ""
    if rest and fold(rest) != own and is_section(fold(rest)):
        names[rest] = None
    return " > ".join(names) or None


def _named(sheet: Sheet) -> tuple[list[HtmlElement], str]:
    """Return the links of the elements named for a path, and the text of the first with links."""
    found = [(cast("list[HtmlElement]", LINKS(one)), one) for one in cast("list[HtmlElement]", NAMED(sheet.root))]
    links = list(dict.fromkeys(chain.from_iterable(inside for inside, _ in found)))[:MOST_LINKS]
    return links, next((text_of(one) for inside, one in found if inside), "")


def _names(links: Iterable[HtmlElement], sheet: Sheet, own: str) -> dict[str, None]:
    """Return the names of the steps between the home page and the article, each once."""
    names = (clean(text_of(link)) for link in links if not _leads_here(link, sheet))
    return dict.fromkeys(
        name for name in names if name and fold(name) != own and not HOME.match(fold(name)) and len(name) <= LONGEST
    )


def _leads_here(link: HtmlElement, sheet: Sheet) -> bool:
    """Return True for a link to the page itself: the article's own entry, by whatever name."""
    target = resolve(sheet.base, link.get("href") or "")
    return target is not None and address(target, sheet.portal).url == address(sheet.base, sheet.portal).url


def _steps(block: Block, sheet: Sheet) -> list[HtmlElement]:
    """Return the links of a line that begins with the home page and goes on in steps; none for any other line."""
    if not block.link_chars or sheet.in_menu(block.element) or len(block.text) > REACH * LONGEST:
        return []
    links: list[HtmlElement] = []
    between = ""
    for piece in block.pieces:
        if isinstance(piece, str):
            between += piece
        elif piece[0].tag == "a" and piece[1]:
            if not STEP.fullmatch(between) if links else clean(between):
                return []
            links.append(piece[0])
        elif piece[0].tag == "a":
            between = ""
    return links if links and HOME.match(fold(text_of(links[0]))) else []
