"""Sections of a portal: the entries of its menus, the heading printed above an article, and the topic of a name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache, partial
from typing import cast

from lxml.html import HtmlElement

from crawler.extract.crumbs import printed_path
from crawler.extract.links import link_reader
from crawler.extract.markup.blocks import Block
from crawler.extract.markup.tree import Named, hints, select, text_of
from crawler.extract.sheet import Sheet
from crawler.extract.taxonomy import topic_of
from crawler.extract.text import clean, fold, undouble
from crawler.items import SectionLink
from crawler.portals import Portal
from crawler.urls import address

HEADING_HINT = Named(
    r"portlet-title|box-title|block-title|cat(?:egory)?-?(?:title|name|links?)|(?:post|entry|news)-?cat(?:egory)?\b"
    r"|section-?title|title-?(?:cat|box|block)|component-?heading|chuyen-?muc"
)
NOT_SECTION = re.compile(
    r"\d{1,2}[/:]\d{2}|^(?:trang chu|home|chi tiet(?: tin)?|noi dung|detail|xem chi tiet|trang thong tin.*)$"
)
LABEL = re.compile(r"\W*(?:chuyen muc|danh muc|muc|category)\s*[:：]\s*(?=\S|$)")
BEFORE_LINK = re.compile(
    r"(?<![a-z])(?:chuyen muc|danh muc|categor(?:y|ies)|(?:posted|filed) (?:in|under)|dang trong)\W*$"
)
"""What ends right before the link to an article's section in its byline, folded."""
SECTION_PROPERTY = "articlesection"
"""Source: schema.org, `Article`."""
INLINE = frozenset(("span", "b", "strong", "font", "a", "em"))
LONGEST, MOST_WORDS = 120, 4
REACH = 4
"""Blocks above the title in which its section may be printed."""


def find_sections(sheet: Sheet) -> tuple[SectionLink, ...]:
    """Return the portal's sections as its menus name them, each address once, in menu order."""
    found: dict[str, SectionLink] = {}
    read = link_reader(sheet.portal)
    for element, url in sheet.menu:
        entry = read(url)
        if entry is None or entry.kind != "listing" or entry.url in found:
            continue
        name = text_of(element)
        if name and address(url, sheet.portal).page is None:
            found[entry.url] = SectionLink(name=name[:LONGEST], url=entry.url, topic=_topic(name, sheet))
    return tuple(found.values())


def _topic(name: str, sheet: Sheet) -> str | None:
    """Return the topic that the portal file gives a section, else the one its name suggests."""
    return _given(sheet.portal).get(fold(name)) or topic_of(name)


@lru_cache(maxsize=64)
def _given(portal: Portal) -> dict[str, str | None]:
    """Return the topics of the portal file's sections by folded name."""
    return {fold(section.name): section.topic for section in reversed(portal.sections)}


def known_names(sheet: Sheet) -> set[str]:
    """Return the names of the portal's sections, folded: those of its file and those of the menus."""
    return _given(sheet.portal).keys() | sheet.menu_names


def is_known_name(folded: str, sheet: Sheet) -> bool:
    """Return True if a folded text is one of `known_names`; most are told apart without making them."""
    return folded in _given(sheet.portal) or (folded in sheet.menu_text and folded in sheet.menu_names)


def printed_section(sheet: Sheet, title: Block | None) -> str | None:
    """Return the section of an article: the heading printed above its title, else the last link of the breadcrumb."""
    for element in select(sheet.root, sheet.portal.select.section)[:1]:
        return undouble(text_of(element))[:LONGEST] or None
    if title is not None:
        above = reversed(sheet.blocks[max(0, title.order - REACH) : title.order])
        candidates = [one for one in above if 2 < len(one.text) <= LONGEST and not sheet.in_menu(one.element)]
        for block in candidates:
            if HEADING_HINT.says(_near_hints(block)) and not NOT_SECTION.search(fold(block.text)):
                return undouble(block.text)
            if (said := unlabelled(block.text)) not in ("", block.text):
                return undouble(said)
        names = known_names(sheet) if candidates else set()
        for block in candidates[:2]:
            if fold(undouble(block.text)) in names and block.kind == "heading":
                return undouble(block.text)
        for block in candidates[:1]:
            if _is_topic(block) and block.order == title.order - 1:
                return undouble(block.text)
            if block.folded in _given(sheet.portal) and not block.link_chars:
                return block.text
    return printed_path(sheet, title, partial(is_known_name, sheet=sheet))


def unlabelled(text: str) -> str:
    """Return the name of a section without the label before it: `Chuyên mục: Kinh tế`."""
    label = LABEL.match(fold(text[:20]))
    return text[label.end() :].strip() if label else text


def labelled_section(blocks: Iterable[Block]) -> str | None:
    """Return the section to which a link in the byline leads behind a label: `01/02/2024 • Chuyên mục: Tin tức`."""
    for block in blocks:
        before = ""
        for piece in block.pieces if block.link_chars else ():
            if isinstance(piece, str):
                before += piece
            elif piece[0].tag == "a" and piece[1] and BEFORE_LINK.search(fold(before[-40:])):
                name = clean(text_of(piece[0]))
                return name if 1 < len(name) <= LONGEST and not NOT_SECTION.search(fold(name)) else None
    return None


def told_section(blocks: Iterable[Block]) -> str | None:
    """Return the one section that the byline tells machines, and prints: `<meta property="articleSection" content=…>`.

    As RDFa or as microdata. Of two, or of several in one value, none is known to be the article's section.
    """
    told = [(one, block) for block in blocks for one in cast("Iterable[HtmlElement]", block.element.iter())]
    said = [(clean(one.get("content") or text_of(one)), block) for one, block in told if _tells_section(one)]
    names = {name for name, block in said if 1 < len(name) <= LONGEST and fold(name) in block.folded}
    return names.pop() if len(names) == len({name for name, _ in said}) == 1 else None


def _tells_section(element: HtmlElement) -> bool:
    return schema_property(element) == SECTION_PROPERTY


def schema_property(element: HtmlElement) -> str:
    """Return the property of schema.org, in small letters, that an element gives as RDFa or as microdata."""
    return (element.get("property") or element.get("itemprop") or "").lower()


def _is_topic(block: Block) -> bool:
    """Return True for a heading that is short, as slogans are not, and names what sections are about."""
    return block.kind == "heading" and len(block.text.split()) <= MOST_WORDS and topic_of(block.text) is not None


def own_hints(block: Block) -> str:
    """Return the hints of a block's element, and those of the one inline element that holds its whole text."""
    own, inner = hints(block.element), block.element[0] if len(block.element) else None
    if inner is None or inner.tag not in INLINE or (block.element.text or "").strip():
        return own
    whole = len(text_of(cast("HtmlElement", inner))) == len(block.text)
    return f"{own} {hints(cast('HtmlElement', inner))}" if whole else own


def _near_hints(block: Block) -> str:
    parent = block.element.getparent()
    return own_hints(block) + " " + (hints(cast("HtmlElement", parent)) if parent is not None else "")
