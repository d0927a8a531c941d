"""What a page calls itself (`<title>`, Open Graph, JSON-LD), the portal's own name taken out: it is no page's title."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple
from urllib.parse import unquote

from crawler.extract.sections import known_names
from crawler.extract.sheet import Sheet
from crawler.extract.text import fold

_SITE = r"(?:chao mung den voi |welcome to )?(?:cong|trang) (?:ttdt|tt dt|thong tin|giao tiep|dien tu|web)\b.{0,90}"
SITE = re.compile(rf"^{_SITE}$")
GENERIC = re.compile(
    rf"^(?:{_SITE}"
    r"|(?:trang chu|home|chi tiet(?: tin| bai viet)?|noi dung(?: bai viet| chi tiet)?|tin tuc|bai viet|detail"
    r"|untitled.{0,20}|index|portal|default|trung uong|tin tuc (?:-|va) su kien|van ban|news|xem tin|view))$"
)
"""Folded names that say nothing of one page."""
SEPARATORS = re.compile(r"\s+[-–—|»>:•]\s+|\s*\|\s*")
TELLING = 25
"""Characters from which the beginning of a text is telling."""
FIRST = 6
MARKED = re.compile(r"\w[-_:]\w")
"""What joins the words of a name for machines."""


class Names(NamedTuple):
    """What the page calls itself, folded."""

    head: str
    """The text of `<title>`: the title, and often the portal's name behind it; empty if it says nothing of the page."""
    structured: frozenset[str]
    site: frozenset[str]
    """Names of the portal."""

    def agreement(self, text: str) -> int:
        """Return how well a block's text agrees with these: 6 the same, 5 the beginning, 2 a part, 0 not."""
        folded = fold(text)
        if folded in self.structured or folded == self.head:
            return 6
        if self.head.startswith(folded) and not self.head[len(folded) : len(folded) + 1].isalnum():
            return 5
        if self._is_cut(folded):
            return 5
        return 2 if len(folded) > 15 and folded in self.head else 0

    def may_agree(self, text: str) -> bool:
        """Return False if a text cannot agree by 5 or more, after a look at its first letters alone."""
        first = fold(text[:FIRST])
        return self.head.startswith(first) or any(name.startswith(first) for name in self.structured)

    def _is_cut(self, folded: str) -> bool:
        """Return True if a name is the beginning of the text, cut off with dots."""
        names = (self.head, *self.structured)
        stems = (name.rstrip(".… ") for name in names if name.endswith(("...", "…")))
        return any(len(stem) >= TELLING and folded.startswith(stem) for stem in stems)

    def prefix_of(self, text: str) -> int:
        """Return the length of the name that a longer text begins with, 0 if it begins with none."""
        folded = fold(text)
        lengths = [
            len(name) for name in (self.head, *self.structured) if len(name) >= TELLING and folded.startswith(name)
        ]
        return max((length for length in lengths if length < len(text)), default=0)


def page_names(sheet: Sheet) -> Names:
    """Return what the page calls itself."""
    site = {fold(sheet.portal.name), *sheet.home_names, fold(sheet.evidence.site_name or "")} - {""}
    structured = {_own_part(fold(title), site) for title in sheet.evidence.titles}
    head = _own_part(fold(sheet.head_title), site)
    return Names("" if _is_id(head, sheet.base) else head, frozenset(structured - {""}), frozenset(site))


def _is_id(head: str, url: str) -> bool:
    """Return True for a name that ends the page's address as well, such as `tin_tuc:ra-quan [Phường X]`: no title."""
    name = head.partition(" [")[0]
    return bool(MARKED.search(name)) and " " not in name and fold(unquote(url)).endswith(name)


def _own_part(name: str, site: set[str]) -> str:
    """Return a name without the parts at its ends that are the portal's or say nothing; empty if all are."""
    start, end = _span(name, lambda part: part in site or bool(GENERIC.match(part)))
    return name[start:end].strip()


def _span(name: str, is_foreign: Callable[[str], bool]) -> tuple[int, int]:
    """Return where a folded name stands without the foreign parts at its ends."""
    cuts = [(0, 0), *(match.span() for match in SEPARATORS.finditer(name)), (len(name), len(name))]
    parts = [(left[1], right[0]) for left, right in pairwise(cuts)]
    own = [(start, end) for start, end in parts if not is_foreign(name[start:end])]
    return (own[0][0], own[-1][1]) if own else (0, 0)


def list_name(sheet: Sheet) -> str | None:
    """Return what a list calls itself: `<title>` without the portal's name, else a heading that the menu has too."""
    site = {fold(sheet.portal.name), *sheet.home_names, fold(sheet.evidence.site_name or "")}
    head = sheet.head_title
    start, end = _span(fold(head), lambda part: part in site or bool(SITE.match(part)))
    if head[start:end].strip():
        return head[start:end].strip()
    known = known_names(sheet)
    headings = (block for block in sheet.blocks if block.kind == "heading" and not sheet.in_aside(block.element))
    return next((block.text for block in headings if fold(block.text) in known), None)
