"""What stands inside an article's element and is no part of it: other news, share bars, ratings, comments."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from crawler.extract.markup.block import hrefs
from crawler.extract.markup.blocks import Block
from crawler.extract.markup.tree import SHUT_NAMES, Inherited, Named, climb, hides, hints, select, text_of
from crawler.extract.zones.junk_lines import (
    JUNK_LINE,
    RELATED,
    Says,
    begins_comments,
    ends_with_files,
    leads_on,
    names_files,
    what_it_says,
)
from crawler.extract.zones.region import masses_of
from crawler.extract.zones.teaser_rows import MOST, is_row, teaser_rows
from crawler.extract.zones.widgets import begins_widget, maybe_widget, without_foot

__all__ = ["JUNK_LINE", "RELATED", "Pruner", "leads_within"]

JUNK_HINT = Named(
    r"\b(?:related?|share|sharing|social|addthis|ratings?|comments?|print|zoom|font-?size|breadcrumbs?|tags?)\b"
    r"|\b(?:toolbar|pagination|pager|other-(?:news|assets|articles)|readmore|newsletter|advert\w*|banner|fb-like)\b"
    r"|related-|-related|relatednews|share-?(?:bar|box|link)|social-|zalo-|tin-?lien-?quan|tinlienquan|tin-?khac"
    r"|binh-?luan|danh-?gia|box-?(?:news-)?other|news-?other|otherposts|entry-tags|comment-?(?:box|form|list)"
    r"|font-?resize|text-?size|popup|leftcenterright|\b(?:ez-|lwp)?toc\b|ez-toc|table-of-contents|pagenav|nav-links"
    r"|\b(?:post|article|entry)-(?:navigation|meta|info)\b|\b(?:sr-only|visually-hidden|screen-reader-text|actions)\b"
    r"|\bauthor-(?:box|bio|avatar|card|desc(?:ription)?)\b|\babout-?(?:the-?)?author\b"
    r"|\b(?:no-?print|hidden-print|d-print-none|print-?footer)\b"
    rf"|{SHUT_NAMES}"
)
"""Names of such elements; one that holds most of the text is none, whatever its name."""
LOOKS = re.compile(r"\bhas-[\w-]+")
"""Classes that say how an element looks or what it has, not what it is: `has-medium-font-size`.

Source: WordPress' block editor, which names sizes and colours of paragraphs so.
"""
ATTACH_HINT = Named(r"attach|dinh-?kem|tep-|file-?(?:list|dinh)|download")
PAGE_FOOT = Named(r"\b(?:footer|page-?footer|site-?footer|chan-?trang|copyright)\b")
OWN_FOOT = Named(r"(?:entry|article|post|news|card|modal|quote)-?footer")
LONGEST_BAR, MAX_TOOLS = 110, 8
LONGEST_TOOL = 25
"""Characters of a button whose words nobody knows, in a row with others."""
STUB = 12
"""Characters of an answer or a button."""
JUNK_TAGS = frozenset(("nav", "menu", "marquee"))
ASKED = frozenset((None, "", "text", "email", "tel", "url", "search", "password"))
"""Types of `<input>` into which a reader types."""
LONGEST_FORM = 400
"""Characters of a form's labels and buttons."""
MOST_HEADINGS = 8
"""Headings of other articles below which it is asked whether they are all that follows."""


def _is_named_junk(element: HtmlElement) -> bool:
    """Return True if an element's name, tag or style says that it is no part of an article."""
    names = hints(element)
    if JUNK_HINT.says(names) and not ATTACH_HINT.says(names) and JUNK_HINT.says(LOOKS.sub("", names)):
        return True
    if (element.get("type") or "").startswith("Related"):
        return True  # Boxes that VCCorp's editor puts between paragraphs. Source: pages of the new wards of Hà Nội.
    foot = (PAGE_FOOT.says(names) and not OWN_FOOT.says(names)) or (element.tag == "footer" and _is_page_s(element))
    return foot or element.tag in JUNK_TAGS or hides(element)


def _asks(form: HtmlElement) -> bool:
    """Return True for a form that readers fill in: its labels are no text, whatever they are called."""
    typed = next(form.iter("textarea"), None) is not None or any(one.get("type") in ASKED for one in form.iter("input"))
    return typed and len(text_of(form)) <= LONGEST_FORM


def _is_page_s(footer: HtmlElement) -> bool:
    """Return True for a `<footer>` that is no article's own."""
    return all(step.tag not in ("article", "main", "section") for step in climb(footer))


class _Junk:
    """Tells of each element of a region whether it is named or hidden like junk; never one that holds most of the text.

    It is apart from `Pruner`, so that nothing points back: a page is freed with its last reader, not by the collector.
    """

    def __init__(self, region: HtmlElement, blocks: list[Block], drop: tuple[str, ...]) -> None:
        self._region = region
        prose = [block for block in blocks if block.is_prose]
        self._limit = sum(len(block.text) for block in prose) / 2
        self._masses = masses_of(prose)
        self._around = set(climb(region))
        self._dropped = {element for selector in drop for element in select(region, selector)}

    def __call__(self, element: HtmlElement) -> bool:
        """Return True if the element is junk by itself."""
        if element is self._region:
            return False
        if element.tag == "form" and element not in self._around and element not in self._masses and _asks(element):
            return True
        return element in self._dropped or (_is_named_junk(element) and not self.holds_most(element))

    def holds_most(self, element: HtmlElement) -> bool:
        """Return True if most of the region's running text is in an element."""
        return self._masses.get(element, 0) > self._limit


class Pruner:
    """Decides, block by block, what of a region is no part of its article."""

    def __init__(self, region: HtmlElement, blocks: list[Block], drop: tuple[str, ...] = ()) -> None:
        self._region = region
        self._blocks = blocks
        self._taken = set(climb(blocks[0].element)) if blocks else set()
        self._related: set[HtmlElement] = set()
        self._junk = _Junk(region, blocks, drop)
        self._marked = Inherited(self._junk)
        self._headings = 0

    def is_junk(self, element: HtmlElement) -> bool:
        """Return True if the element lies in a part of the region that is no part of the article."""
        return self._marked(element) or element in self._related

    def _box(self, heading: Block, *, begins: bool) -> set[HtmlElement]:
        """Return all elements of the largest element around a heading that holds none of the text before it.

        Where no text was before it (`begins`), nor most of what follows.
        """
        box: HtmlElement | None = None
        for step in climb(heading.element):
            if step is self._region or step in self._taken or (begins and self._junk.holds_most(step)):
                break
            box = step
        return set(box.iter()) if box is not None else set()

    def kept(self) -> list[Block]:
        """Return the blocks of the region that belong to the article."""
        kept: list[Block] = []
        box: set[HtmlElement] | None = None
        buttons: list[int] = []
        heading: Block | None = None
        for at, block in enumerate(self._blocks):
            if self.is_junk(block.element):
                heading = block
                continue
            if heading is not None:
                # An element named for other news that holds nothing but their heading: they follow it.
                box, heading = (set() if what_it_says(heading.text) == "related" else box), None
            if kept and begins_comments(block.text, is_heading=block.kind == "heading"):
                break
            says = _says(block, kept[-1] if kept else None)
            if self._heads_the_rest(at, block, says):
                break
            if says in ("related", "attachments"):
                box = self._box(block, begins=not any(one.is_prose for one in kept))
                self._related |= box if says == "related" else set()
            elif box is not None and (block.element in box or block.link_share > 0.5 or is_row(block)):
                continue
            elif says is None and not _is_form(block):
                box = None
                kept.append(block)
                self._taken.update(climb(block.element))
            else:
                buttons.append(len(kept))
        kept = _without_stubs(kept, buttons)
        return without_files(without_foot(kept))

    def _heads_the_rest(self, at: int, block: Block, says: Says | None) -> bool:
        """Return True for the heading of a box of the page, or of other articles with summaries, to the very end."""
        if says != "related" or self._headings >= MOST_HEADINGS:
            return maybe_widget(block) and begins_widget(block, self._blocks[at + 1 :])
        self._headings += 1
        behind = (one for one in self._blocks[at + 1 : at + 1 + MOST] if not self._marked(one.element))
        rows = teaser_rows(one for one in behind if what_it_says(one.text) is None)
        apart = {one.element for one in rows} - self._taken
        self._related.update(part for element in apart for part in element.iter())
        return bool(rows)


def without_files(kept: list[Block]) -> list[Block]:
    """Return the blocks without the rows of files at their end."""
    end = len(kept)
    while end and _is_files_row(kept[end - 1], kept[max(0, end - 2) : end - 1]):
        end -= 1
    return kept[:end]


def _is_files_row(block: Block, before: list[Block]) -> bool:
    """Return True for a row of files at the end; one typed into the element of the text before it is text."""
    typed = any(one.element is block.element for one in before)
    return not typed and ends_with_files(block.text, block.link_chars)


def _says(block: Block, last: Block | None) -> Says | None:
    """Return what a block is that is no text; a line that names files is text where it stands among paragraphs."""
    if block.kind == "table":
        return None
    apart = last is None or (
        block.element is not last.element and block.element.getparent() is not last.element.getparent()
    )
    if (apart and names_files(block.text, block.link_chars)) or leads_on(block.text, block.link_chars):
        return "junk"
    leads = leads_within(block) or _is_named_button(block) or (len(block.text) <= LONGEST_BAR and _is_toolbar(block))
    return what_it_says(block.text) or ("junk" if leads else None)


def leads_within(block: Block) -> bool:
    """Return True for a line of links to places of the page itself: `Skip to content`, a table of contents."""
    if block.kind == "heading" or block.link_share <= 0.9:
        return False
    places = hrefs(block)
    return bool(places) and all(place.startswith("#") and len(place) > 1 for place in places)


def _is_named_button(block: Block) -> bool:
    """Return True for one short link and nothing beside it, that leads nowhere and is named for what it does.

    `<a class="article-share-link"><span class="fa fa-share">Teilen</span></a>`: its words may be of any language.
    """
    if block.kind == "heading" or len(block.text) > LONGEST_TOOL:
        return False
    links = [piece[0] for piece in block.pieces if not isinstance(piece, str) and piece[0].tag == "a" and piece[1]]
    if len(links) != 1 or len(text_of(links[0])) != len(block.text):
        return False
    place = (links[0].get("href") or "#").strip().lower()
    return place.startswith(("#", "javascript:")) and JUNK_HINT.says(hints(links[0]))


def _is_toolbar(block: Block) -> bool:
    """Return True for a line of short links most of which are known as buttons: `Bản in Gửi mail Lưu trang`.

    A button may be an `<a>` that leads nowhere: a script gives it its work.
    """
    if block.is_plain or sum(map(len, _anchored(block))) <= 0.7 * len(block.text):
        return False
    links = [text_of(one) for one in block.element.iter("a")][:MAX_TOOLS]
    known = sum(what_it_says(text) == "junk" for text in links)
    return known > 1 and 2 * known > len(links) and all(len(text) <= LONGEST_TOOL for text in links)


def _is_form(block: Block) -> bool:
    """Return True for the labels of a form that stand in one line: `Họ và tên`, `Email`, `Mã xác nhận`."""
    if len(block.text) > LONGEST_BAR or block.element.find("label") is None:
        return False
    labels = "".join(text_of(one) for one in block.element.iterchildren("label"))
    return labels.replace(" ", "") == block.text.replace(" ", "")


def _anchored(block: Block) -> Iterator[str]:
    """Yield the texts of a block that stand in an `<a>`, whether it leads anywhere or not."""
    depth = 0
    for piece in block.pieces:
        if isinstance(piece, str):
            if depth:
                yield piece.strip()
        elif piece[0].tag == "a":
            depth += 1 if piece[1] else -1


def _without_stubs(kept: list[Block], buttons: list[int]) -> list[Block]:
    """Return the blocks without single words at the end that stand behind a button: `Có`, `Không`."""
    end = len(kept)
    while (
        end and kept[end - 1].kind == "paragraph" and len(kept[end - 1].text) <= STUB and " " not in kept[end - 1].text
    ):
        end -= 1
    return kept[: next((at for at in buttons if at >= end > 0), len(kept))]
