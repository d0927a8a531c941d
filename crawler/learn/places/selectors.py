"""Where titles and bylines stand, learned from articles that were read, for pages on which nothing else says it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import islice

from lxml.html import HtmlElement

from crawler.extract.encodings.decode import decode
from crawler.extract.markup.tree import climb, parse, text_of
from crawler.items import Capture, Page

FEWEST = 3
SHARE = 0.9
"""Share of the articles with a title whose title must stand in one place."""
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,40}")
MAX_ELEMENTS = 20_000
HOLDERS = ("h1", "h2", "h3", "h4", "div", "p", "td", "center", "span", "font", "b", "strong")
LINES = (*HOLDERS, "i", "em", "small", "time", "ul", "ol", "li", "label", "tr", "table")
LOOKS = ("class", "align", "bgcolor", "color", "face", "size")
"""What tells the elements of one kind apart, on portals without ids: `<font color="#666666" size="1">`."""
VALUE = re.compile(r"[\w #.,-]{1,60}")
BESIDE = 120
"""Characters that may stand beside the time and the counter: a name, buttons."""
HEAD = re.compile(rb"<title[^>]{0,100}>([^<]{0,500})", re.I)


def title_selector(read: Iterable[tuple[Capture, Page]]) -> tuple[str, str] | None:
    """Return the CSS selector of the place where titles stand, and the evidence; None if there is no such place.

    What stands over several articles is the name of their section: where that was read, no place is believed.
    """
    articles = [(capture, page.article) for capture, page in read if page.article is not None]
    titled = [(capture, one.title, one.text) for capture, one in articles if one.title]
    texts: dict[str, set[str]] = defaultdict(set)
    for _, title, text in titled:
        texts[title].add(text)
    own = [(capture, title) for capture, title, _ in titled if len(texts[title]) == 1]
    if len(own) < SHARE * len(titled):
        return None
    return _place((places_of(capture, title) for capture, title in own), "titles")


def byline_selector(read: Iterable[tuple[Capture, Page]]) -> tuple[str, str] | None:
    """Return the CSS selector of the place where bylines stand (time and counter), and the evidence; None if none does.

    What stands there on pages whose line could be a clock as well (`Thứ bảy - 13/10/2018`) is no clock.
    """
    articles = [(capture, page.article) for capture, page in read if page.article is not None]
    timed = [(capture, one) for capture, one in articles if one.published_raw and one.published_method == "byline"]
    counted = [(capture, one) for capture, one in timed if one.views_raw]
    # Where most have a counter, the place is the element that holds both: a selector tells all of the byline.
    whole = counted if len(counted) >= max(FEWEST, len(timed) / 2) else timed
    said = ((capture, [one.published_raw, one.views_raw]) for capture, one in whole)
    return _place((_holders(capture, list(filter(None, raw))) for capture, raw in said), "bylines")


def _place(found: Iterable[set[str]], what: str) -> tuple[str, str] | None:
    """Return the selector that (nearly) all pages share, and the evidence."""
    sets = list(found)
    places = Counter(selector for places in sets for selector in places)
    if not places:
        return None
    selector, count = max(places.items(), key=lambda item: (item[1], -len(item[0])))
    enough = len(sets) >= FEWEST and count >= SHARE * len(sets)
    return (selector, f"{count} of {len(sets)} {what} that were read stand there") if enough else None


def names_nothing(read: Iterable[tuple[Capture, Page]]) -> bool:
    """Return True if all articles bear one and the same name in their head, so that nothing confirms their titles."""
    heads = [HEAD.search(capture.body[:50_000]) for capture, page in read if page.article is not None]
    return len(heads) >= FEWEST and len({match[1].strip() if match else b"" for match in heads}) == 1


def places_of(capture: Capture, title: str) -> set[str]:
    """Return the selectors of the innermost elements of a page that say just its title."""
    found = set()
    for element in _elements(capture, HOLDERS):
        within = any(one.tag in HOLDERS and text_of(one) == title for one in element)
        if element.get("href") is None and text_of(element) == title and not within:
            found |= paths_of(element)
    return found


def _holders(capture: Capture, lines: list[str]) -> set[str]:
    """Return the selectors of the innermost elements of a page that hold all of these lines, and little else."""
    wanted = [_glued(line) for line in lines]
    longest = sum(map(len, wanted)) + BESIDE
    found: dict[HtmlElement, None] = {}
    for element in _elements(capture, LINES):
        text = _glued(text_of(element))
        if len(text) <= longest and all(line in text for line in wanted):
            found.pop(element.getparent(), None)
            found[element] = None
    return {path for element in found for path in (*paths_of(element), *_looks_of(element))}


def _looks_of(element: HtmlElement) -> set[str]:
    """Return the selectors of an element by what it and its parent look like, where nothing else on the page does.

    A line below the text has another place on each page, for it is counted from the top.
    """
    own, parent = _look(element), element.getparent()
    if not own or parent is None:
        return set()
    alike = [one for one in islice(element.getroottree().iter(element.tag), MAX_ELEMENTS) if _look(one) == own]
    above = _look(parent)
    beside = [one for one in alike if (up := one.getparent()) is not None and _look(up) == above]
    return {f"{above} > {own}"} if above and len(alike) > len(beside) == 1 else {own} if len(alike) == 1 else set()


def _look(element: HtmlElement) -> str:
    """Return the selector of all elements with the same attributes of looks; "" where there are none, or odd ones."""
    held = [(name, element.get(name)) for name in LOOKS if element.get(name)]
    odd = any(not VALUE.fullmatch(value or "") for _, value in held)
    return "" if odd or not held else element.tag + "".join(f'[{name}="{value}"]' for name, value in held)


def _elements(capture: Capture, tags: tuple[str, ...]) -> Iterable[HtmlElement]:
    root = parse(decode(capture.body, capture.header("content-type") or capture.mime).text).root
    return islice(root.iter(*tags), MAX_ELEMENTS)


def _glued(text: str) -> str:
    """Return a text without white space: where it stands between elements is not said alike everywhere."""
    return "".join(text.split())


def paths_of(element: HtmlElement) -> set[str]:
    """Return the selectors of an element: from the nearest element with an id, each step by its place among its kind.

    An id with a digit may be that of the page (`print_112`), and no other page has it: then also from the next one
    without.
    """
    steps: list[str] = []
    found: set[str] = set()
    for step in climb(element):
        own = step.get("id") or ""
        if step.tag in ("body", "html"):
            return found | {" > ".join(("body", *reversed(steps)))}
        if NAME.fullmatch(own):
            found.add(" > ".join((f"#{own}", *reversed(steps))))
            if not any(map(str.isdecimal, own)):
                return found
        before = sum(1 for one in step.itersiblings(preceding=True) if one.tag == step.tag)
        steps.append(f"{step.tag}:nth-of-type({before + 1})")
    return found or {" > ".join(reversed(steps))}
