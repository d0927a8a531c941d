"""What class, id and role of an element say of its place on a page: menu, side list, footer. One bit for each.

Names repeat on every page of a portal, so what they say is remembered; an element has a mark by itself or through what
it stands in.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import cast

from lxml.html import HtmlElement

from crawler.extract.text import fold

CHROME, ASIDE, MENU, FOOTER = 1, 2, 4, 8
CHROME_TAGS = frozenset(("nav", "footer", "aside", "head", "menu"))
CHROME_WORDS = re.compile(r"\b(?:footer|navigation|navbar|breadcrumbs?|(?:main|top|mega|left|right)-?menu|menubar)\b")
ASIDE_WORDS = re.compile(
    r"related|lien-?quan|other-(?:news|assets)|tin-?khac|comment|binh-?luan|visitor|thong-?ke|tooltip|popup|modal"
)
"""Lists of other articles, comments, counters of visitors."""
MENU_WORDS = re.compile(r"menu|navbar|\bnavigation\b")
FOOTER_WORDS = re.compile(r"\b(?:footer|foot|chan-?trang|copyright|page-?footer)\b|footer")
LONGEST = 400
"""Characters of names that are remembered."""
BY_TAG = {"nav": CHROME | ASIDE | MENU, "footer": CHROME | ASIDE | FOOTER} | dict.fromkeys(
    CHROME_TAGS - {"nav", "footer"}, CHROME | ASIDE
)


def _read(tag: str, names: str) -> int:
    """Return the marks that an element with these names, folded, has by itself; the page (`navbar-fixed`) none."""
    if tag in ("body", "html"):
        return 0
    chrome = CHROME if CHROME_WORDS.search(names) else 0
    aside = ASIDE if chrome or ASIDE_WORDS.search(names) else 0
    footer = FOOTER if FOOTER_WORDS.search(names) else 0
    menu = MENU if MENU_WORDS.search(names) else 0
    return BY_TAG.get(tag, 0) | chrome | aside | footer | menu


_remembered = lru_cache(maxsize=16_384)(_read)


def own_marks(element: HtmlElement, tag: str) -> int:
    """Return the marks that an element of this tag has by itself."""
    get = element.get
    class_, id_, itemprop = get("class"), get("id"), get("itemprop")
    role = MENU if get("role") == "menubar" else 0
    if class_ is None and id_ is None and itemprop is None:
        return BY_TAG.get(tag, 0) | role
    names = fold_names(class_, id_, itemprop)
    return (_remembered if len(names) <= LONGEST else _read)(tag, names) | role


def _fold_names(class_: str | None, id_: str | None, itemprop: str | None) -> str:
    return fold(f"{class_ or ''} {id_ or ''} {itemprop or ''}")


_folded = lru_cache(maxsize=16_384)(_fold_names)


def fold_names(class_: str | None, id_: str | None, itemprop: str | None) -> str:
    """Return class, id and itemprop folded, blank-separated."""
    short = len(class_ or "") + len(id_ or "") + len(itemprop or "") <= LONGEST
    return (_folded if short else _fold_names)(class_, id_, itemprop)


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
    step: HtmlElement | None = element
    while step is not None and step not in known:
        path.append(step)
        step = cast("HtmlElement | None", step.getparent())
    marks = known[step] if step is not None else 0
    for one in reversed(path):
        known[one] = marks = marks | own_marks(one, str(one.tag))
    return marks
