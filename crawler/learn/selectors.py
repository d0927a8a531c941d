"""Where titles and bylines stand, learned from articles that were read, for pages on which nothing else says it."""

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
LINE_HOLDERS = (*HOLDERS, "span", "i", "em", "font", "small", "time", "b", "strong", "li", "label")
HEAD = re.compile(rb"<title[^>]{0,100}>([^<]{0,500})", re.I)


def title_selector(read: Iterable[tuple[Capture, Page]]) -> tuple[str, str] | None:
    """Return the CSS selector of the place where titles stand, and the evidence; None if there is no such place."""
    titles = ((capture, page.article.title) for capture, page in read if page.article is not None)
    return _place((_places(capture, title, HOLDERS) for capture, title in titles if title), "titles")


def byline_selector(read: Iterable[tuple[Capture, Page]]) -> tuple[str, str] | None:
    """Return the CSS selector of the place where times of publication stand, and the evidence; None if there is none.

    What stands there on pages whose line could be a clock as well (`Thứ bảy - 13/10/2018`) is no clock.
    """
    articles = ((capture, page.article) for capture, page in read if page.article is not None)
    lines = ((capture, one.published_raw) for capture, one in articles if one.published_method == "byline")
    return _place((_places(capture, line, LINE_HOLDERS) for capture, line in lines if line), "lines with a time")


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


def _places(capture: Capture, said: str, holders: tuple[str, ...]) -> set[str]:
    """Return the selectors of the innermost elements of a page that say just this."""
    root = parse(decode(capture.body, capture.header("content-type") or capture.mime).text).root
    found, wanted = set(), _glued(said)
    for element in islice(root.iter(*holders), MAX_ELEMENTS):
        within = any(one.tag in holders and _glued(text_of(one)) == wanted for one in element)
        if element.get("href") is None and not within and _glued(text_of(element)) == wanted:
            found.add(_path(element))
    return found


def _glued(text: str) -> str:
    """Return a text without white space: where it stands between elements is not said alike everywhere."""
    return "".join(text.split())


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
