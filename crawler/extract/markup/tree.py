"""Text -> one lxml tree with scripts and styles taken out, and small ways to look at it. Nothing here recurses.

libxml2 stops at 256 levels of nesting (`huge_tree` is off), so every walk up or down is bounded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple, cast

from lxml import etree, html
from lxml.html import HtmlElement

from crawler.extract.markup.ends import without_early_ends
from crawler.extract.markup.marks import LONGEST, fold_names
from crawler.extract.text import clean
from crawler.selectors import compiled

NOT_TEXT = ("script", "style", "template", "svg", "select", "textarea", "noscript", "button")
TEXTS = etree.XPath("descendant::text()", smart_strings=False)
COUNT = etree.XPath("count(//*)")
SMALL_SOURCE = 100_000
"""Bytes of a source up to which its elements are not counted; the parser makes at most two for each sign `<`."""
ALL_TEXT = etree.XPath("string()", smart_strings=False)
PLACE_SIGN = re.compile(r"\W*(?:[¶#§⚓]|\U0001f517)\W*")
"""What a heading shows beside its words, that links to the heading itself: `Giới thiệu ¶`."""
STYLES = etree.XPath("descendant::*/@style | descendant::*/@hidden")
CLASSES = etree.XPath("descendant::*/@class[contains(., 'hid') or contains(., 'd-none')]")
SHUT_NAMES = r"(?:^|\s)(?:hidden|hide|d-none)(?=\s|$)(?!.*[:-](?:block|flex|inline|table|grid))"
"""Classes by which frameworks hide an element on all screens; `d-none d-md-block` is shown on some.

Source: Bootstrap 2 `.hide`, 3 `.hidden`, 4 and 5 `.d-none`; Tailwind `hidden`; NukeViet's theme has all three.
"""
SHUT_SIGNS = (b"hidden", b"hide", b"d-none")
AROUND_SIGN = frozenset(b"\"' \t\r\n")
HIDES = ("none", "NONE", "idden")
"""What a style has of which an element may be hidden."""
HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])"
    r"|(?:left|top|text-indent|margin-left|margin-top)\s*:\s*-(?:\d{4,}|[5-9]\d\d)",
    re.I,
)
NO_SIZE = re.compile(r"(?:^|[;\s])(?:max-)?(?:height|width)\s*:\s*[01](?:px)?\s*(?:;|!|$)", re.I)
INLINE = frozenset(("a", "b", "em", "font", "i", "label", "small", "span", "strong", "u"))
BLOCKS = ("p", "div", "table", "ul", "ol", "h1", "h2", "h3", "article", "section")
LONGEST_FALLBACK = 200
NAMELESS = (None, None, None)
EYES = etree.XPath("//svg[contains(@class, 'eye') or use[contains(@href, 'eye') or contains(@*, 'eye')]]")
ICONS = etree.XPath("//*[contains(@class, 'material-icons') or contains(@class, 'material-symbols')][not(*)]")
EYE_WORDS = frozenset(("visibility", "remove_red_eye", "preview"))
HEAD_TAGS = frozenset(("title", "base", "link", "meta", "style", "script", "noscript", "template", "object", "bgsound"))
EMPTY = "<html><body></body></html>"
ELEMENTS = etree.ElementDefaultClassLookup(element=HtmlElement)
"""One class for all elements: lxml.html's own lookup calls Python for each of them."""
MAKER = etree.HTMLParser(huge_tree=False)
MAKER.set_element_class_lookup(ELEMENTS)
"""It makes single elements, and is never given anything to parse."""


class Parsed(NamedTuple):
    """A page as a tree, and the structured data that was in its scripts."""

    root: HtmlElement
    json_ld: tuple[str, ...]
    too_deep: bool
    """True if the page nests deeper, or has longer texts, than the parser goes: something of it is missing."""
    links: list[tuple[HtmlElement, str]]
    """Elements `<a>` and `<area>` with their `href`, `<frame>` with its `src`, in page order."""
    elements: int
    """How many there are; 0 for a page too small to be counted."""


def parse(text: str | bytes) -> Parsed:
    """Return the tree of a page, given as text or in UTF-8; an empty page gives an empty body."""
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=False, collect_ids=False
    )
    parser.set_element_class_lookup(ELEMENTS)
    source = (text if isinstance(text, bytes) else text.encode("utf-8", "replace")).replace(b"\x00", b"")
    try:
        root = cast("HtmlElement | None", etree.fromstring(without_early_ends(source), parser))
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        root = html.document_fromstring(EMPTY)
    _leave_head(root)
    too_deep = any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)
    scripts = (script for script in root.iter("script") if "ld+json" in script.get("type", ""))
    json_ld = tuple(script.text for script in scripts if script.text)
    if next(root.iter("svg"), None) is not None:
        _keep_eyes(root)
    if b"material-" in source:
        _empty_icons(root)
    etree.strip_elements(root, *NOT_TEXT, with_tail=False)
    for frame in list(root.iter("iframe", "object")):
        _empty(cast("HtmlElement", frame))
    for data in [one for one in root.iter("xml") if next(one.iter(*BLOCKS), None) is None]:
        _empty(data)  # Word's settings, pasted with a text; one left open holds the rest of the page.
    for player in list(root.iter("audio", "video", "canvas")):
        # What stands in them is for browsers that cannot play them; a player left open holds the rest of the page.
        if len(str(ALL_TEXT(player))) <= LONGEST_FALLBACK:
            _empty(cast("HtmlElement", player))
    for hidden in _may_be_hidden(root, source):
        if hidden.tag in INLINE and is_hidden(hidden) and next(hidden.iter(*BLOCKS), None) is None:
            if hidden.get("itemprop") and hidden.get("content") is None:
                hidden.set("content", text_of(hidden))  # What it tells machines is not lost with what nobody sees.
            _empty(hidden)
    links = _find_links(root)
    elements = int(cast("float", COUNT(root))) if len(source) > SMALL_SOURCE else 0
    return Parsed(root, json_ld, too_deep, links, elements)


def _leave_head(root: HtmlElement) -> None:
    """Move what the head holds of the body to its place.

    A page may leave out `<head>` and `<body>`; before `<main>`, `<nav>` and the like libxml2 does not see where the
    body begins.
    """
    head = root.find("head")
    first = next((one for one in head if one.tag not in HEAD_TAGS), None) if head is not None else None
    if head is None or first is None:
        return
    body = cast("HtmlElement | None", root.find("body"))
    if body is None:
        body = cast("HtmlElement", etree.SubElement(root, "body"))
    outside = (first, *first.itersiblings())
    outside[-1].tail = (outside[-1].tail or "") + (body.text or "")
    body.text = None
    for element in reversed(outside):
        body.insert(0, element)


def _find_links(root: HtmlElement) -> list[tuple[HtmlElement, str]]:
    """Return the links of a page and what its frames show; signs that link to a place of the page are emptied."""
    found: list[tuple[HtmlElement, str]] = []
    for element in cast("Iterator[HtmlElement]", root.iter("a", "area", "frame")):
        href = element.get("src" if element.tag == "frame" else "href")
        if href is not None:
            found.append((element, href))
    for element, href in found:
        if href[:1] == "#" and PLACE_SIGN.fullmatch(str(ALL_TEXT(element))):
            _empty(element)
    return found


def _may_be_hidden(root: HtmlElement, source: bytes) -> list[HtmlElement]:
    """Return the elements whose own style, attribute or class may hide them."""
    values = cast("list[Any]", STYLES(root))
    styled = [one.getparent() for one in values if one.attrname == "hidden" or any(sign in one for sign in HIDES)]
    classes = cast("list[Any]", CLASSES(root)) if any(_is_class(name, source) for name in SHUT_SIGNS) else []
    return styled + [one.getparent() for one in classes]


def _is_class(name: bytes, source: bytes) -> bool:
    """Return True if a name may be a class in a page: quickly False for most, where `type="hidden"` is all there is."""
    at = source.find(name)
    while at > 0:
        after = at + len(name)
        apart = source[at - 1] in AROUND_SIGN and after < len(source) and source[after] in AROUND_SIGN
        if apart and source[max(0, at - 6) : at - 1].lower() != b"type=":
            return True
        at = source.find(name, after)
    return False


def _keep_eyes(root: HtmlElement) -> None:
    """Make drawings that are called an eye empty elements of that name; others are dropped with all they hold."""
    for drawing in cast("list[HtmlElement]", EYES(root)):
        drawing.set("class", "eye")
        drawing.tag = "i"
        _empty(drawing)


def _empty_icons(root: HtmlElement) -> None:
    """Empty the icons that a font draws of a word: `<span class="material-icons">visibility</span>` is an eye."""
    for icon in cast("list[HtmlElement]", ICONS(root)):
        if (icon.text or "").strip() in EYE_WORDS:
            icon.set("class", "eye")
        _empty(icon)


def _empty(element: HtmlElement) -> None:
    """Take an element's content out; its attributes may say something."""
    element.text = None
    element[:] = []


def hides(element: HtmlElement) -> bool:
    """Return True if an element is not shown by its own style: hidden, of no size, or far off the screen."""
    style = element.get("style")
    if style is None:
        return element.get("hidden") is not None
    if HIDING.search(style):
        return True
    return "overflow" in style and bool(NO_SIZE.search(style))


def small_page() -> tuple[HtmlElement, HtmlElement]:
    """Return a new page, and the empty article in it."""
    page = cast("HtmlElement", MAKER.makeelement("html"))
    article = etree.SubElement(etree.SubElement(page, "body"), "article")
    return page, cast("HtmlElement", article)


@lru_cache(maxsize=256)
def _css(selector: str) -> etree.XPath | None:
    try:
        return compiled(selector)
    except ValueError:
        return None


def select(root: HtmlElement, selector: str | None) -> list[HtmlElement]:
    """Return the elements that a portal file's CSS selector finds, in page order; none for no or a broken selector."""
    path = _css(selector) if selector else None
    found = path(root) if path is not None else []
    return [element for element in cast("list[object]", found) if isinstance(element, HtmlElement)]


def text_of(element: HtmlElement) -> str:
    """Return an element's own text, cleaned; its pieces are held apart by blanks."""
    return clean(" ".join(cast("list[str]", TEXTS(element))) if len(element) else element.text or "")


def hints(element: HtmlElement) -> str:
    """Return class, id and itemprop of an element, folded, blank-separated; empty if it has none of them."""
    get = element.get
    names = get("class"), get("id"), get("itemprop")
    return fold_names(*names) if names != NAMELESS else ""


class Named:
    """Tells whether class, id or itemprop of an element say something; pages of a portal repeat these names."""

    def __init__(self, words: str) -> None:
        search = re.compile(words).search
        self._says: Callable[[str], bool] = lambda names: search(names) is not None
        self._says_again = lru_cache(maxsize=4_096)(self._says)

    def __call__(self, element: HtmlElement) -> bool:
        """Return True if the names of an element say it."""
        return self.says(hints(element))

    def says(self, names: str) -> bool:
        """Return True if names, as `hints` gives them, say it."""
        return bool(names) and (self._says_again if len(names) <= LONGEST else self._says)(names)


SHUT = Named(SHUT_NAMES)


def is_hidden(element: HtmlElement) -> bool:
    """Return True if an element is not shown, by its own style or by a class that hides on all screens."""
    return hides(element) or SHUT(element)


def climb(element: HtmlElement) -> Iterator[HtmlElement]:
    """Return the element and its ancestors, innermost first."""
    return chain((element,), cast("Iterator[HtmlElement]", element.iterancestors()))


class Inherited:
    """A property that an element has by itself or through an ancestor, remembered for each element asked about."""

    def __init__(self, own: Callable[[HtmlElement], bool]) -> None:
        self._own = own
        self._known: dict[HtmlElement, bool] = {}

    def __call__(self, element: HtmlElement) -> bool:
        """Return True if the element or one of its ancestors has the property by itself."""
        known = self._known
        verdict = known.get(element)
        if verdict is not None:
            return verdict
        path = []
        step: Any = element
        while step is not None and (verdict := known.get(step)) is None:
            path.append(step)
            step = step.getparent()
        verdict = bool(verdict)
        for step in reversed(path):
            verdict = verdict or self._own(step)
            known[step] = verdict
        return verdict


def is_within(element: HtmlElement, ancestor: HtmlElement) -> bool:
    """Return True if `element` is `ancestor` or lies in it."""
    return any(step is ancestor for step in climb(element))


def common_ancestor(first: HtmlElement, second: HtmlElement) -> HtmlElement:
    """Return the innermost element that holds both (of one tree)."""
    above = set(climb(first))
    return next(step for step in climb(second) if step in above)
