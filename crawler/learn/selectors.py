"""Where the titles of articles stand, learned from those that were read, for pages on which nothing else says it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import islice

from lxml.html import HtmlElement

from crawler.extract.decode import decode
from crawler.extract.tree import climb, parse, text_of
from crawler.items import Capture, Page

FEWEST = 3
SHARE = 0.9
"""Share of the articles with a title whose title must stand in one place."""
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,40}")
MAX_ELEMENTS = 20_000
HOLDERS = ("h1", "h2", "h3", "h4", "div", "p", "td", "center")
HEAD = re.compile(rb"<title[^>]{0,100}>([^<]{0,500})", re.I)


def title_selector(read: Iterable[tuple[Capture, Page]]) -> tuple[str, str] | None:
    """Return the CSS selector of the place where titles stand, and the evidence; None if there is no such place."""
    places: Counter[str] = Counter()
    titled = 0
    for capture, page in read:
        if page.article is not None and page.article.title:
            titled += 1
            places.update(_places(capture, page.article.title))
    if not places:
        return None
    selector, count = max(places.items(), key=lambda item: (item[1], -len(item[0])))
    enough = titled >= FEWEST and count >= SHARE * titled
    return (selector, f"{count} of {titled} titles that were read stand there") if enough else None


def names_nothing(read: Iterable[tuple[Capture, Page]]) -> bool:
    """Return True if all articles bear one and the same name in their head, so that nothing confirms their titles."""
    heads = [HEAD.search(capture.body[:50_000]) for capture, page in read if page.article is not None]
    return len(heads) >= FEWEST and len({match[1].strip() if match else b"" for match in heads}) == 1


def _places(capture: Capture, title: str) -> set[str]:
    """Return the selectors of the innermost elements of a page that say just its title."""
    root = parse(decode(capture.body, capture.header("content-type") or capture.mime).text).root
    found = set()
    for element in islice(root.iter(*HOLDERS), MAX_ELEMENTS):
        within = any(one.tag in HOLDERS and text_of(one) == title for one in element)
        if element.get("href") is None and text_of(element) == title and not within:
            found.add(_path(element))
    return found


def _path(element: HtmlElement) -> str:
    """Return the selector of an element: from the nearest element with an id, each step by its place among its kind."""
    steps: list[str] = []
    for step in climb(element):
        if step.tag in ("body", "html"):
            steps.append("body")
            break
        if NAME.fullmatch(step.get("id") or ""):
            steps.append(f"#{step.get('id')}")
            break
        before = sum(1 for one in step.itersiblings(preceding=True) if one.tag == step.tag)
        steps.append(f"{step.tag}:nth-of-type({before + 1})")
    return " > ".join(reversed(steps))
