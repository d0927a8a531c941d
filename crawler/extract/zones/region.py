"""Where on a page the article is: the smallest element that holds title, byline and the mass of running text."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, takewhile
from typing import Any

from lxml.html import HtmlElement

from crawler.extract.attachments import FILE
from crawler.extract.footer import is_site_foot
from crawler.extract.markup.blocks import Block
from crawler.extract.markup.tree import Named, climb, common_ancestor, is_within, select
from crawler.extract.sheet import Sheet
from crawler.extract.text import fold

ENOUGH = 0.5
"""Share of the page's running text that the article's element must hold."""
CONTAINER = Named(
    r"asset-full-content|article-?detail|news-?detail|detail-?(?:news|content)|post-?content|hentry|itemdetail"
)
LITTLE, NEAR = 400, 4
MOST_LINKS, ALL_LINK = 6, 0.9
"""Lines of links (edit, older, newer) that may stand between title and text, and the share that makes them such."""
MAX_PROSE_BLOCKS = 5_000
SIDE = Named(r"(?<![a-z])side-?(?:bar|panel|pane|column)(?![a-z])")
"""Names of a box beside the text that is none of it, however little it holds: who runs the site."""
BOXES = frozenset(("div", "td", "section", "aside"))
FEWEST_LINKED = 5
"""Lines with a link from which a box beside the text, most of whose lines are such, is a side column.

As many, one after the other, are a list of other articles.
"""


def masses_of(blocks: Iterable[Block]) -> dict[HtmlElement, int]:
    """Return element -> characters of the blocks in it and below it; elements without any are left out.

    Level by level upwards: what neighbours stand in is climbed once for all of them.
    """
    masses: dict[HtmlElement, int] = {}
    level: dict[HtmlElement, int] = {}
    for block in blocks:
        level[block.element] = level.get(block.element, 0) + len(block.text)
    while level:
        above: dict[HtmlElement, int] = {}
        for element, size in level.items():
            masses[element] = masses.get(element, 0) + size
            parent: Any = element.getparent()
            if parent is not None:
                above[parent] = above.get(parent, 0) + size
        level = above
    return masses


def _masses(sheet: Sheet, blocks: list[Block]) -> tuple[dict[HtmlElement, int], int]:
    """Return characters of running text under each element, and in all."""
    own = [block for block in blocks[:MAX_PROSE_BLOCKS] if not sheet.in_aside(block.element)]
    return masses_of(own), sum(len(block.text) for block in own)


def find_region(sheet: Sheet, title: Block, last: Block) -> HtmlElement:
    """Return the element that holds the article whose title is `title` and whose byline ends with `last`.

    Of several elements that a portal file selects, that with the title; where none holds it, the first below it.
    """
    chosen = select(sheet.root, sheet.portal.select.article)
    under = sheet.blocks[title.order + 1 :] if chosen else []
    held = (element for element in chosen if is_within(title.element, element))
    first = (element for block in under for element in chosen if is_within(block.element, element))
    for element in chain(held, first):
        return element
    start = common_ancestor(title.element, last.element)
    following = (block for block in sheet.blocks[last.order + 1 :] if block.is_prose)
    prose = [block for block in following if not is_site_foot(fold(block.text[:120]))]
    masses, total = _masses(sheet, prose)
    if total < LITTLE:
        # What little there is stands near the title; the rest is the portal's. Nothing near: a notice of one line.
        prose = [block for block in _near(sheet, last) if block.is_prose and block in prose]
        masses, total = _masses(sheet, prose)
    near, near_total = _masses(sheet, _without_far_tables(sheet, title, last, prose))
    best = start
    for step in climb(start):
        if step.tag in ("html", "body") and best is not start:
            # The page's header may hold the title and no text: then the text is the neighbour that holds most of it.
            empty = bool(total) and not masses.get(best)
            return next((child for child in step if empty and masses.get(child, 0) >= ENOUGH * total), best)
        best = step
        mass = masses.get(step, 0)
        most = mass >= ENOUGH * total or near.get(step, 0) >= ENOUGH * near_total > 0
        if mass and (most or step.tag == "article" or CONTAINER(step)) and not _introduces(step, masses):
            return step
        if not total and _holds_more(sheet, step, last):
            return step
    return best


def _introduces(element: HtmlElement, masses: dict[HtmlElement, int]) -> bool:
    """Return True for the `<header>` of an article, whose lead may be longer than the text that follows it."""
    parent: Any = element.getparent()
    outer = parent is not None and parent.tag not in ("html", "body")
    return element.tag == "header" and outer and masses.get(parent, 0) > masses.get(element, 0)


def _without_far_tables(sheet: Sheet, title: Block, last: Block, prose: list[Block]) -> list[Block]:
    """Return the running text without tables of other parts of the page: prices and programmes outweigh a short text.

    They stand in another column of a page laid out by tables, or behind a list of other articles.
    """
    if not any(block.kind == "table" for block in prose):
        return prose
    end = _end_of_text(sheet, last)
    return [one for one in prose if one.kind != "table" or not (one.order > end or _is_beside(title, one))]


def _is_beside(title: Block, block: Block) -> bool:
    """Return True for a block in another cell of a row than the title."""
    return str(common_ancestor(title.element, block.element).tag) == "tr"


def _end_of_text(sheet: Sheet, last: Block) -> int:
    """Return the number of the block with which a list of other articles begins below the title; the page's last."""
    run = 0
    for block in sheet.blocks[last.order + 1 :]:
        run = run + 1 if block.link_share > 0.5 else 0
        if run == FEWEST_LINKED:
            return block.order - run + 1
    return len(sheet.blocks)


def _near(sheet: Sheet, last: Block) -> list[Block]:
    """Return the first blocks below title and byline; behind links to neighbours, where such come first."""
    following = sheet.blocks[last.order + 1 : last.order + 1 + NEAR + MOST_LINKS]
    skipped = len(list(takewhile(lambda block: block.link_share > ALL_LINK, following[:MOST_LINKS])))
    files = any(FILE.search(one.get("href") or "") for block in following[:skipped] for one in block.element.iter("a"))
    return following[:NEAR] if files else following[skipped : skipped + NEAR]


def _holds_more(sheet: Sheet, element: HtmlElement, last: Block) -> bool:
    """Return True if the block after the byline lies in `element`: all there is, on a page without running text."""
    following = sheet.blocks[last.order + 1 : last.order + 2]
    return bool(following) and is_within(following[0].element, element)


def region_blocks(sheet: Sheet, region: HtmlElement, start: int = 0) -> list[Block]:
    """Return the blocks of a region from the one numbered `start` on, in order."""
    members = set(region.iter())
    found: list[Block] = []
    for block in sheet.blocks[start:]:
        if block.element in members:
            found.append(block)
        elif found:
            # Blocks are in page order: behind the region there are no more of it.
            break
    return found


def without_columns(sheet: Sheet, region: HtmlElement, blocks: list[Block]) -> list[Block]:
    """Return the blocks of a region without the side columns beside its running text.

    Where the title spans all columns of a page, the region holds them all: new posts, months, sections, each a list of
    links, or a calendar.
    """
    prose = [block for block in blocks if block.is_prose and not sheet.in_aside(block.element)]
    if not prose:
        return blocks
    text = common_ancestor(prose[0].element, prose[-1].element)
    path = list(takewhile(lambda step: step is not region, climb(text)))
    beside = {box for step in path for box in _siblings(step) if box.tag in BOXES}
    held: dict[HtmlElement, list[Block]] = {}
    for block in blocks if beside else ():
        box = next((step for step in climb(block.element) if step in beside), None)
        if box is not None:
            held.setdefault(box, []).append(block)
    dropped = {block.order for box, own in held.items() if SIDE(box) or _is_column(own) for block in own}
    return [block for block in blocks if block.order not in dropped] if dropped else blocks


def _siblings(element: HtmlElement) -> Iterable[HtmlElement]:
    return [*element.itersiblings(preceding=True), *element.itersiblings()]


def _is_column(blocks: list[Block]) -> bool:
    calendars = sum(block.is_calendar for block in blocks)
    linked = sum(block.link_chars > 0 and not block.is_calendar for block in blocks)
    return (linked >= FEWEST_LINKED or calendars > 0) and 2 * (linked + calendars) > len(blocks)
