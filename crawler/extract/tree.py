"""Text -> one lxml tree with scripts and styles taken out, and small ways to look at it. Nothing here recurses.

libxml2 stops at 256 levels of nesting (`huge_tree` is off), so every walk up or down is bounded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple, cast

from cssselect import HTMLTranslator, SelectorError
from lxml import etree, html
from lxml.html import HtmlElement

from crawler.extract.text import clean, fold

NOT_TEXT = ("script", "style", "template", "svg", "select", "textarea", "noscript", "button")
JSON_LD = etree.XPath("//script[contains(@type,'ld+json')]/text()")
COUNT = etree.XPath("count(//*)")
EMPTY = "<html><body></body></html>"


class Parsed(NamedTuple):
    """A page as a tree, and the structured data that was in its scripts."""

    root: HtmlElement
    json_ld: tuple[str, ...]
    too_deep: bool
    """True if the page nests deeper, or has longer texts, than the parser goes: something of it is missing."""
    elements: int


def parse(text: str) -> Parsed:
    """Return the tree of a page; an empty page gives an empty body."""
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=False)
    source = text.replace("\x00", "").encode("utf-8", "replace")
    try:
        root = html.document_fromstring(source, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        root = html.document_fromstring(EMPTY)
    too_deep = any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)
    json_ld = tuple(str(script) for script in cast("list[str]", JSON_LD(root)))
    etree.strip_elements(root, *NOT_TEXT, with_tail=False)
    for frame in list(root.iter("iframe", "object")):
        frame.text = None
        frame[:] = []
    return Parsed(root, json_ld, too_deep, int(cast("float", COUNT(root))))


@lru_cache(maxsize=256)
def _css(selector: str) -> etree.XPath | None:
    try:
        return etree.XPath(HTMLTranslator().css_to_xpath(selector))
    except (SelectorError, etree.XPathError):
        return None


def select(root: HtmlElement, selector: str | None) -> list[HtmlElement]:
    """Return the elements that a portal file's CSS selector finds, in page order; none for no or a broken selector."""
    path = _css(selector) if selector else None
    found = path(root) if path is not None else []
    return [element for element in cast("list[object]", found) if isinstance(element, HtmlElement)]


def text_of(element: HtmlElement) -> str:
    """Return an element's own text, cleaned."""
    return clean(" ".join(str(part) for part in element.itertext()))


def hints(element: HtmlElement) -> str:
    """Return class, id and itemprop of an element, folded, blank-separated."""
    attributes = element.attrib
    if not attributes:
        return ""
    words = f"{attributes.get('class', '')} {attributes.get('id', '')} {attributes.get('itemprop', '')}"
    return fold(words)


def climb(element: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the element and its ancestors, innermost first."""
    current: HtmlElement | None = element
    while current is not None:
        yield current
        current = cast("HtmlElement | None", current.getparent())


class Inherited:
    """A property that an element has by itself or through an ancestor, remembered for each element asked about."""

    def __init__(self, own: Callable[[HtmlElement], bool]) -> None:
        self._own = own
        self._known: dict[HtmlElement, bool] = {}

    def __call__(self, element: HtmlElement) -> bool:
        """Return True if the element or one of its ancestors has the property by itself."""
        path = []
        verdict = False
        for step in climb(element):
            if step in self._known:
                verdict = self._known[step]
                break
            path.append(step)
        for step in reversed(path):
            verdict = verdict or self._own(step)
            self._known[step] = verdict
        return verdict


def is_within(element: HtmlElement, ancestor: HtmlElement) -> bool:
    """Return True if `element` is `ancestor` or lies in it."""
    return any(step is ancestor for step in climb(element))


def common_ancestor(first: HtmlElement, second: HtmlElement) -> HtmlElement:
    """Return the innermost element that holds both (of one tree)."""
    above = set(climb(first))
    return next(step for step in climb(second) if step in above)


def child_towards(ancestor: HtmlElement, element: HtmlElement) -> HtmlElement:
    """Return the child of `ancestor` through which `element` is reached; `element` itself if there is none."""
    below = element
    for step in climb(element):
        if step is ancestor:
            return below
        below = step
    return element
