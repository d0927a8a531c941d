"""What stands inside an article's element and is no part of it: other news, share bars, ratings, comments."""

from __future__ import annotations

import re
from collections import Counter

from lxml.html import HtmlElement

from crawler.extract.blocks import Block
from crawler.extract.region import is_prose
from crawler.extract.text import fold
from crawler.extract.tree import Inherited, climb, hints, select

JUNK_HINT = re.compile(
    r"\b(?:related?|share|sharing|social|addthis|ratings?|comments?|print|zoom|font-?size|breadcrumbs?|tags?)\b"
    r"|\b(?:toolbar|pagination|pager|other-(?:news|assets|articles)|readmore|newsletter|advert\w*|banner|fb-like)\b"
    r"|related-|-related|relatednews|share-?(?:bar|box|link)|social-|zalo-|tin-?lien-?quan|tinlienquan|tin-?khac"
    r"|binh-?luan|danh-?gia|box-?(?:news-)?other|news-?other|otherposts|entry-tags|comment-?(?:box|form|list)"
    r"|font-?resize|text-?size|popup|leftcenterright"
)
ATTACH_HINT = re.compile(r"attach|dinh-?kem|tep-|file-?(?:list|dinh)|download")
RELATED = re.compile(
    r"^\W*(?:(?:cac |nhung |mot so |xem them )?(?:tin|bai|thong tin|noi dung|van ban)(?: (?:bai|tuc|viet))?"
    r" (?:lien quan|khac|cung (?:chuyen muc|muc|loai)|moi hon|cu hon|da dua|moi nhat|moi|(?:doc|xem) nhieu|noi bat"
    r"|tuong tu)|xem them|doc them|related (?:news|articles|assets|posts|content)|other news|more news"
    r"|y kien ban doc|binh luan|cung chuyen muc)\b.{0,25}$"
)
"""Headings of lists that follow an article, folded."""
ATTACHMENTS = re.compile(r"^\W*(?:(?:(?:tep|tap)(?: tin)?|file|tai lieu|van ban) dinh kem|dinh kem|attachments?)\W*$")
JUNK_LINE = re.compile(
    r"^\W*(?:leftcenterrightdel|loading\W*|in trang|in bai(?: viet)?|ban in|print|gui email|gui (?:bai|tin)(?: viet)?"
    r"|email|chia se\W*|share|tweet|facebook|zalo|like|binh chon|danh gia.{0,60}|\d{1,3}\s*%|[\d.]+/5.{0,30}"
    r"|(?:viet |gui )?binh luan|quay lai|ve trang truoc|tro (?:lai|ve).{0,20}|(?:len )?dau trang|xem (?:tiep|nhanh)"
    r"|(?:co chu|kich thuoc chu)\W*|a ?[-+]|[-+]|(?:tu khoa|tags?)\W.{0,200}|he thong dang tai.{0,40}"
    r"|vui long cho.{0,40}|copy link.{0,30}|luu bai viet|nghe doc bai.{0,30})\W*$"
)
MAX_JUNK_LINE = 260


def _is_hidden(element: HtmlElement) -> bool:
    style = element.get("style")
    return style is not None and "display:none" in style.replace(" ", "").lower()


class Pruner:
    """Decides, block by block, what of a region is no part of its article."""

    def __init__(self, region: HtmlElement, blocks: list[Block], drop: tuple[str, ...] = ()) -> None:
        self._region = region
        self._blocks = blocks
        prose = [block for block in blocks if is_prose(block)]
        self._limit = sum(len(block.text) for block in prose) / 2
        self._masses: Counter[HtmlElement] = Counter()
        for block in prose:
            self._masses.update(dict.fromkeys(climb(block.element), len(block.text)))
        self._taken = set(climb(blocks[0].element)) if blocks else set()
        self._dropped = {element for selector in drop for element in select(region, selector)}
        self._related: set[HtmlElement] = set()
        self._marked = Inherited(self._is_junk_itself)

    def is_junk(self, element: HtmlElement) -> bool:
        """Return True if the element lies in a part of the region that is no part of the article."""
        return self._marked(element) or element in self._related

    def _is_junk_itself(self, element: HtmlElement) -> bool:
        """Return True if an element is named or hidden like junk; never for one that holds most of the text."""
        if element is self._region:
            return False
        if element in self._dropped:
            return True
        named = hints(element)
        marked = bool(named) and bool(JUNK_HINT.search(named)) and not ATTACH_HINT.search(named)
        return (marked or _is_hidden(element)) and self._masses[element] <= self._limit

    def _box(self, heading: Block) -> set[HtmlElement]:
        """Return all elements of the largest element around a heading that holds none of the text before it."""
        box = heading.element
        for step in climb(heading.element):
            if step is self._region or step in self._taken:
                break
            box = step
        return set(box.iter())

    def kept(self) -> list[Block]:
        """Return the blocks of the region that belong to the article."""
        kept: list[Block] = []
        box: set[HtmlElement] | None = None
        for block in self._blocks:
            if self.is_junk(block.element):
                continue
            folded = fold(block.text) if len(block.text) <= MAX_JUNK_LINE and block.kind != "table" else ""
            related = bool(folded) and bool(RELATED.match(folded))
            if related or (folded and ATTACHMENTS.match(folded)):
                box = self._box(block)
                self._related |= box if related else set()
            elif box is not None and (block.element in box or block.link_share > 0.5 or _is_row(block)):
                continue
            elif not (folded and JUNK_LINE.match(folded)):
                box = None
                kept.append(block)
                self._taken.update(climb(block.element))
        return kept


def _is_row(block: Block) -> bool:
    """Return True for a line of a list of links: mostly link, the rest a date or a size."""
    return block.link_share > 0.3 and len(block.text) - block.link_chars < 40
