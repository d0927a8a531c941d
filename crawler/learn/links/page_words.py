"""The words of links that lead to other pages of a list: numbers, `sau`, `cuối`."""

from __future__ import annotations

import re

from crawler.extract.lists.listing import NEXT
from crawler.extract.text import fold

NUMBER = re.compile(r"^\W*(?:trang\s*|page\s*)?(\d{1,5})\W*$")
LAST = re.compile(r"^\W*(?:trang )?(?:cuoi(?: cung)?|last(?: page)?)\W*$|^(?:[»⟫]|>>|››)$")
PREVIOUS = re.compile(
    r"^\W*(?:(?:trang )?(?:truoc(?: do)?|prev(?:ious)?(?: page)?|dau(?: tien)?|first(?: page)?)"
    r"|(?:xem )?(?:cac |nhung )?(?:tin (?:tuc )?|bai (?:viet |dang )?|muc )?moi hon"
    r"|newer(?: (?:posts?|entries|articles|news|stories))?)\W*$|^[‹«<⟨←]$"
)
SHORT = 24
"""Characters of a link's words up to which they may say a page."""


def says_page(text: str) -> bool:
    """Return True for words that lead to another page of a list, and name none."""
    word = fold(text) if len(text) <= SHORT else ""
    return any(form.match(word) for form in (NEXT, LAST, PREVIOUS, NUMBER))
