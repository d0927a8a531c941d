"""What stands in the text of nearly every article with the same words is the portal's, not the article's: left out.

Only what has an element with a name of its own: a closing phrase that is typed like any paragraph stays.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from lxml.html import HtmlElement

from crawler.extract.encodings.decode import decode
from crawler.extract.markup.tree import climb, parse, select, text_of
from crawler.items import Capture, Page

FEWEST = 8
SHARE = 0.8
"""Share of the articles that must have it."""
FEWEST_WORDS, LONGEST = 2, 400
HOLDERS = ("p", "div", "span", "section", "aside", "ul", "h3", "h4", "td")
NAME = re.compile(r"-?[A-Za-z_][A-Za-z0-9_-]{1,40}")


def repeated_parts(read: Iterable[tuple[Capture, Page]]) -> tuple[tuple[str, str], ...]:
    """Return CSS selectors of what repeats in the articles' texts, each with the evidence."""
    articles = [
        (capture, page.article.text) for capture, page in read if page.article is not None and page.article.text
    ]
    counts = Counter(line for _, text in articles for line in set(text.split("\n\n")))
    repeated = {
        line for line, count in counts.items()
        if count >= max(FEWEST, SHARE * len(articles)) and len(line.split()) >= FEWEST_WORDS and len(line) <= LONGEST
    }  # fmt: skip
    return tuple(_selectors(articles, repeated)) if repeated else ()


def _selectors(articles: list[tuple[Capture, str]], repeated: set[str]) -> Iterator[tuple[str, str]]:
    """Yield the selectors that find nothing but repeated lines on all pages, one for each set of lines."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    roots = [parse(decode(one.body, one.header("content-type") or one.mime).text).root for one, _ in articles]
    for root in roots:
        for selector, line in set(_said(root, repeated)):
            found[selector][line] += 1
    taken: set[str] = set()
    for selector, lines in sorted(found.items(), key=lambda one: (-one[1].total(), one[0])):
        elsewhere = any(text_of(one) not in repeated for root in roots for one in select(root, selector))
        if not elsewhere and not set(lines) <= taken:
            taken |= set(lines)
            yield selector, f"says the same in {lines.total()} of {len(articles)} articles"


def _said(root: HtmlElement, repeated: set[str]) -> Iterator[tuple[str, str]]:
    """Yield selector and line of the elements of a page that say a repeated line."""
    for element in root.iter(*HOLDERS):
        line = text_of(element)
        if line in repeated:
            yield from ((selector, line) for selector in _named(element))


def _named(element: HtmlElement) -> list[str]:
    """Return selectors by id and class of an element, or of the one around it that says the same."""
    text = text_of(element)
    for step in climb(element):
        if step.tag in ("body", "html") or text_of(step) != text:
            break
        names = [f"#{step.get('id')}"] if NAME.fullmatch(step.get("id") or "") else []
        names += [f"{step.tag}.{name}" for name in (step.get("class") or "").split() if NAME.fullmatch(name)]
        if names:
            return names
    return []
