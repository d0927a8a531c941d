"""Which of the portal file's sections a list is, and which an article is of whose page prints no name of one.

A link to the section's list that stands alone above the title (`<a href="danhmuc.php?cm=3">Đời sống</a>`), what the
structured data says, the one link that a publishing system marks as that to the category, or the address:
`/news/thong-bao/12.html` is below the list `/news/thong-bao/`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import cast
from urllib.parse import SplitResult, urlsplit

from lxml.html import HtmlElement

from crawler.extract.markup.blocks import Block
from crawler.extract.markup.tree import climb, text_of
from crawler.extract.sheet import Sheet
from crawler.portals import Portal, Section
from crawler.urls import address, canonical_url

NUMBERED = re.compile(r"[/_.-]{0,2}(?:trang|currentpage|pages?|pg?)?[/_.=-]{0,2}\d{1,6}(?:[/.].{0,40})?", re.I)
"""What may stand behind the path of a list on its numbered pages: `/trang-2`, `-p2.html`, `/currentpage/2/x.aspx`."""
REACH = 3
"""Blocks above the title in which such a link may stand."""
LONGEST = 120
EXTENSION = re.compile(r"\.(?:html?|aspx?|php|jsp|do|cpx|shtml)$", re.I)
MAX_LINKS = 40


def declared_section(sheet: Sheet, title: Block | None) -> str | None:
    """Return the name of an article's section, or None if nothing tells one."""
    linked = _linked(sheet, title) if title is not None and sheet.portal.sections else None
    return linked or (sheet.evidence.section or "")[:LONGEST] or _categorised(sheet, title) or _below(sheet)


def section_of_list(sheet: Sheet) -> Section | None:
    """Return the declared section whose list, or a numbered page of it, this page is; None for other lists."""
    own = urlsplit(canonical_url(sheet.base, sheet.portal))
    numbered = address(sheet.base, sheet.portal).page is not None
    best: tuple[int, Section] | None = None
    for section in sheet.portal.sections:
        listed = urlsplit(canonical_url(sheet.portal.url.rstrip("/") + section.path, sheet.portal))
        size = _fit(own, listed, numbered=numbered)
        if size is not None and (best is None or size > best[0]):
            best = size, section
    return best[1] if best is not None else None


def _fit(own: SplitResult, listed: SplitResult, *, numbered: bool) -> int | None:
    """Return how much of an address a list's address says, in characters; None if it is not of that list."""
    if not set(listed.query.split("&")) <= {*own.query.split("&"), ""}:
        return None
    if own.path == listed.path:
        return len(listed.path) + len(listed.query)
    stem = EXTENSION.sub("", listed.path)
    for base in (stem, stem.rpartition("/")[0]):
        if numbered and len(base) > 1 and own.path.startswith(base) and NUMBERED.fullmatch(own.path[len(base) :]):
            return len(base)
    return None


def _linked(sheet: Sheet, title: Block) -> str | None:
    """Return the name of the section to whose list the one such link above the title leads.

    Where several stand together they are a menu.
    """
    sections, around = _by_url(sheet.portal), set(climb(title.element))
    for block in reversed(sheet.blocks[max(0, title.order - REACH) : title.order]):
        if block.link_share < 0.9 or len(block.text) > LONGEST:
            continue
        shared = next(step for step in climb(block.element) if step in around)
        anchors = cast("list[HtmlElement]", shared.xpath(".//a[@href]"))[:MAX_LINKS]
        near = {anchor.element: anchor.url for anchor in sheet.anchors if anchor.element in set(anchors)}
        names = {name for url in near.values() if (name := sections.get(canonical_url(url, sheet.portal)))}
        return names.pop() if len(names) == 1 and len(anchors) < MAX_LINKS else None
    return None


def _categorised(sheet: Sheet, title: Block | None) -> str | None:
    """Return the one category to which links marked so lead; None if there are two, for one of them is the section.

    Source: WordPress, `get_the_category_list()`: `<a rel="category tag">`; its block of a post's terms:
    `<div class="taxonomy-category wp-block-post-terms"><a rel="tag">`.
    """
    marked = (one.element for one in sheet.anchors if _is_category(one.element))
    own = {step for step in climb(title.element) if step.tag == "article"} if title is not None else set()
    names = {name for element in marked if _is_own(element, own, sheet) and (name := text_of(element))}
    return names.pop()[:LONGEST] if len(names) == 1 else None


def _is_own(element: HtmlElement, own: set[HtmlElement], sheet: Sheet) -> bool:
    """Return True unless a link stands beside the article; the footer of its own `<article>` is part of that."""
    return not sheet.in_aside(element) or (sheet.in_footer(element) and not own.isdisjoint(climb(element)))


def _is_category(element: HtmlElement) -> bool:
    rel = (element.get("rel") or "").split()
    if "category" in rel or "tag" not in rel:
        return "category" in rel
    around = element.getparent()
    return around is not None and "taxonomy-category" in (around.get("class") or "").split()


def _below(sheet: Sheet) -> str | None:
    """Return the name of the section below whose list the article's address is; the deepest, if several are."""
    path = urlsplit(canonical_url(sheet.base, sheet.portal)).path
    above = [(at, name) for at, name in _by_path(sheet.portal) if path.startswith(at) and path != at]
    return max(above, default=("", None), key=lambda one: len(one[0]))[1]


@lru_cache(maxsize=64)
def _by_url(portal: Portal) -> dict[str, str]:
    """Return the names of the portal file's sections by the canonical address of their lists."""
    return {canonical_url(portal.url.rstrip("/") + one.path, portal): one.name for one in portal.sections}


@lru_cache(maxsize=64)
def _by_path(portal: Portal) -> tuple[tuple[str, str], ...]:
    """Return path, with a slash at its end, and name of the sections whose lists have a path of their own."""
    parts = [(urlsplit(url), name) for url, name in _by_url(portal).items()]
    return tuple((part.path.rstrip("/") + "/", name) for part, name in parts if not part.query and part.path != "/")
