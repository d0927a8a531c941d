"""What class, id and role of an element say of its place on a page: menu, side list, footer. One bit for each.

Names repeat on every page of a portal, so what they say is remembered; an element has a mark by itself or through what
it stands in.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from lxml.html import HtmlElement

from crawler.extract.text import fold

CHROME, ASIDE, MENU, FOOTER, CRUMBS = 1, 2, 4, 8, 16
PAGE = frozenset(("body", "html"))
"""What holds all of a page."""
CHROME_TAGS = frozenset(("nav", "footer", "aside", "head", "menu"))
CHROME_WORDS = re.compile(r"\b(?:footer|navigation|navbar|breadcrumbs?|(?:main|top|mega|left|right)-?menu|menubar)\b")
ASIDE_WORDS = re.compile(
    r"related|lien-?quan|other-(?:news|assets)|tin-?khac|comment|binh-?luan|visitor|thong-?ke|tooltip|popup|modal"
    r"|(?:^|\s)aside(?:\s|$)|\b(?:latest|most|hot|popular)-?(?:news|read|viewed|posts)\b|(?:xem|doc)-nhieu"
)
"""Lists of other articles, comments, counters of visitors."""
MENU_WORDS = re.compile(r"menu|navbar|\bnavigation\b")
CRUMB_WORDS = re.compile(r"breadcrumb|\bcrumbs?\b")
FOOTER_WORDS = re.compile(r"\b(?:footer|foot|chan-?trang|copyright|page-?footer)\b|footer")
LISTS = frozenset(("ul", "ol", "menu", "nav", "div", "section", "header", "table"))
"""Elements that can hold the entries of a menu."""
LONGEST = 400
"""Characters of names that are remembered."""
BY_TAG = (
    {"nav": CHROME | ASIDE | MENU, "footer": CHROME | ASIDE | FOOTER}
    | dict.fromkeys(CHROME_TAGS - {"nav", "footer"}, CHROME | ASIDE)
    | {"marquee": ASIDE}
)


def _read(tag: str, class_: str | None, id_: str | None, itemprop: str | None) -> int:
    """Return the marks that an element with these names has by itself; the page (`navbar-fixed`) none."""
    if tag in PAGE:
        return 0
    names = _fold_names(class_, id_, itemprop)
    chrome = CHROME if CHROME_WORDS.search(names) else 0
    aside = ASIDE if chrome or ASIDE_WORDS.search(names) else 0
    footer = FOOTER if FOOTER_WORDS.search(names) else 0
    menu = MENU if MENU_WORDS.search(names) else 0
    crumbs = CRUMBS if CRUMB_WORDS.search(names) else 0
    return BY_TAG.get(tag, 0) | chrome | aside | footer | menu | crumbs


def _fold_names(class_: str | None, id_: str | None, itemprop: str | None) -> str:
    return fold(f"{class_ or ''} {id_ or ''} {itemprop or ''}")


_read_again = lru_cache(maxsize=16_384)(_read)
_folded_again = lru_cache(maxsize=16_384)(_fold_names)


def own_marks(element: HtmlElement, tag: str) -> int:
    """Return the marks that an element of this tag has by itself."""
    get = element.get
    class_, id_, itemprop = get("class"), get("id"), get("itemprop")
    role = MENU if tag in LISTS and get("role") == "menubar" else 0
    if class_ is None and id_ is None and itemprop is None:
        return BY_TAG.get(tag, 0) | role
    short = len(class_ or "") + len(id_ or "") + len(itemprop or "") <= LONGEST
    return (_read_again if short else _read)(tag, class_, id_, itemprop) | role


def fold_names(class_: str | None, id_: str | None, itemprop: str | None) -> str:
    """Return class, id and itemprop folded, blank-separated."""
    short = len(class_ or "") + len(id_ or "") + len(itemprop or "") <= LONGEST
    return (_folded_again if short else _fold_names)(class_, id_, itemprop)


class Marked:
    """Tells whether an element has a mark by itself or through an ancestor; `known` is filled as it is asked."""

    def __init__(self, known: dict[HtmlElement, int], mark: int) -> None:
        self._known = known
        self._mark = mark

    def __call__(self, element: HtmlElement) -> bool:
        """Return True if the element or one of its ancestors has the mark by itself."""
        found = self._known.get(element)
        return bool((all_marks(element, self._known) if found is None else found) & self._mark)


def all_marks(element: HtmlElement, known: dict[HtmlElement, int]) -> int:
    """Return the marks of an element and its ancestors together, and remember them."""
    path: list[HtmlElement] = []
    step: Any = element
    while step is not None and step not in known:
        path.append(step)
        step = step.getparent()
    marks = known[step] if step is not None else 0
    for one in reversed(path):
        known[one] = marks = marks | own_marks(one, str(one.tag))
    return marks
