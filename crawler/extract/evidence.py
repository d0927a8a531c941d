"""What a page's structured data says of its times, title and author: JSON-LD, meta elements, microdata, `<time>`.

These confirm the byline, fill in for it, or cast doubt on it; `settle` weighs them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, cast

from lxml import etree
from lxml.html import HtmlElement

from crawler.extract.markup.tree import Named, Parsed, climb, hints, text_of
from crawler.extract.printed.dates import Moment, find_dates
from crawler.extract.printed.machine_dates import read_figures, read_machine_date
from crawler.extract.text import clean, fold

MICRODATA = etree.XPath("//@itemprop[.='datePublished']/..")
TIME_HINT = re.compile(r"publish|entry-date|post-date|date-?time")
NOT_OWN = re.compile(r"updated|modified|comment|related")
OWN = re.compile(r"(?:^|\s)published(?:\s|$)")
"""`entry-date published updated`: one time that is both, since nothing was changed."""
ANOTHERS = Named(
    r"(?:^|\s)(?:wp-block-\w+-)?comment(?:s|list|-?(?:list|body|meta\w*|content|item)|s-(?:area|list|section))?(?:\s|$)"
    r"|related|latest|recent"
)
"""What holds the times of comments and of other articles."""
LEVELS = 8
PUBLISHED_META = frozenset(
    ("article:published_time", "og:article:published_time", "pubdate", "publishdate", "datepublished", "dc.date.issued")
)
MODIFIED_META = frozenset(("article:modified_time", "og:updated_time", "lastmod", "datemodified"))
ARTICLE_TYPES = re.compile(r"Article|BlogPosting|Report", re.I)
HATOM = re.compile(r"(?:^|\s)(?:dt-)?published(?:\s|$)")
MAX_NODES = 2_000
MAX_SCRIPT = 1_000_000
"""Characters of one JSON-LD script that are read."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What structured data says; the texts are cleaned."""

    published: tuple[tuple[str, str, Moment], ...] = ()
    """Method (`json-ld`, `meta`, `time`), raw text, moment."""
    modified: tuple[str, Moment] | None = None
    """Raw text and moment."""
    shown: tuple[Moment, ...] = ()
    """Moments, to the minute, that the article's own `<time>` elements print."""
    is_zone_doubtful: bool = False
    """True if such an element prints no time of day, and tells machines one on the clock of another zone."""
    titles: tuple[str, ...] = ()
    author: str | None = None
    section: str | None = None
    og_type: str | None = None
    site_name: str | None = None
    is_unlisted: bool = False
    """True if the page asks search engines to leave it out: forms, results, lists that programs make."""


def _json_nodes(scripts: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """Yield the objects of all JSON-LD scripts, at any depth; broken scripts are passed over."""
    for script in scripts:
        try:
            queue: list[Any] = [json.loads(script[:MAX_SCRIPT], strict=False)]
        except (ValueError, RecursionError):
            continue
        for _ in range(MAX_NODES):
            if not queue:
                break
            node = queue.pop()
            if isinstance(node, list):
                queue.extend(node)
            elif isinstance(node, dict):
                yield node
                queue.extend(value for value in node.values() if isinstance(value, dict | list))


def _is_article(node: dict[str, Any]) -> bool:
    return bool(ARTICLE_TYPES.search(str(node.get("@type", ""))))


def _meta(root: HtmlElement) -> dict[str, str]:
    """Return the page's meta elements: folded name or property -> first content that is not blank."""
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        name = (element.get("property") or element.get("name") or "").strip().lower()
        content = clean(element.get("content") or "")
        if name and content:
            found.setdefault(name, content)
    return found


def _dated(method: str, raw: object) -> list[tuple[str, str, Moment]]:
    text = raw.strip() if isinstance(raw, str) else ""
    moment = read_machine_date(text)
    return [(method, text, moment)] if moment else []


def _microdata(root: HtmlElement) -> list[tuple[str, str, Moment]]:
    """Return the one time that microdata gives; a page of teasers gives many, and none is its own.

    `<span itemprop="datePublished" class="hidden">` holds its value as text: `tree.parse` keeps it in `content`.
    Source: HTML Living Standard, 5.2.4.
    """
    found = []
    for element in cast("list[HtmlElement]", MICRODATA(root))[:20]:
        found += _dated("meta", element.get("content") or element.get("datetime"))
    return found if len({moment for _, _, moment in found}) == 1 else []


def _is_own(element: HtmlElement) -> bool:
    """Return True for a `<time>` that may be the article's: not of a change, of a comment, or of another article."""
    named = hints(element)
    if NOT_OWN.search(named) and not OWN.search(named):
        return False
    above = islice(climb(element), 1, 1 + LEVELS)
    return not any(ANOTHERS(step) for step in above if step.tag not in ("body", "html"))


def _clocks(own: list[HtmlElement]) -> tuple[tuple[Moment, ...], bool]:
    """Return the moments that `<time>` elements print, and whether one prints none beside the clock of another zone.

    Themes of WordPress print and tell a time on one clock: at `+00:00` nobody set the zone of the portal, and what the
    figures are is not known. `Z` is a time that a program has turned into UTC.
    """
    shown: list[Moment] = []
    doubtful = False
    for element in own:
        raw = element.get("datetime") or ""
        clocks = [mention.moment for mention in find_dates(text_of(element)) if mention.moment.time is not None]
        shown += clocks
        doubtful |= not clocks and raw[-1:].isdigit() and read_figures(raw) is not None
    return tuple(shown), doubtful


def _own_times(root: HtmlElement) -> list[HtmlElement]:
    """Return the `<time>` elements that may be the article's."""
    times = [cast("HtmlElement", one) for one in root.iter("time") if one.get("datetime") is not None]
    return [one for one in times[:50] if _is_own(one)]


def _times(root: HtmlElement, own: list[HtmlElement]) -> list[tuple[str, str, Moment]]:
    """Return the one time that `<time>` elements give: those named for it, else the only one of the page.

    `<abbr class="published" title="2024-07-29T02:52:00+07:00">` is how it was said before HTML 5 (hAtom).
    """
    named = [one for one in own if one.get("pubdate") is not None or TIME_HINT.search(hints(one))]
    named = named or [cast("HtmlElement", one) for one in root.iter("abbr") if HATOM.search(hints(one))][:50]
    found = [entry for one in named or own for entry in _dated("time", one.get("datetime") or one.get("title"))]
    return found[:1] if len({moment for _, _, moment in found}) == 1 else []


def _own_articles(nodes: list[dict[str, Any]], og_title: str, root: HtmlElement) -> list[dict[str, Any]]:
    """Return the article nodes that describe the page itself: the only one, else those that bear its name."""
    if len({str(node.get("datePublished")) for node in nodes}) <= 1:
        return nodes
    known = [fold(name) for name in (og_title, clean(root.findtext(".//title") or "")) if name]
    headlines = [(node, fold(clean(str(node.get("headline") or node.get("name") or "")))) for node in nodes]
    return [node for node, headline in headlines if headline and any(name.startswith(headline) for name in known)]


def _author(node: dict[str, Any]) -> str | None:
    """Return the person named as an article's author; organisations sign for themselves everywhere and are left out."""
    author = node.get("author")
    author = author[0] if isinstance(author, list) and author else author
    if isinstance(author, dict) and author.get("@type") == "Person" and isinstance(author.get("name"), str):
        return clean(author["name"]) or None
    return None


def gather(parsed: Parsed) -> Evidence:
    """Return what the page's structured data says."""
    meta = _meta(parsed.root)
    nodes = [node for node in _json_nodes(parsed.json_ld) if _is_article(node)]
    articles = _own_articles(nodes, meta.get("og:title", ""), parsed.root)
    published = [entry for node in articles for entry in _dated("json-ld", node.get("datePublished"))]
    published += [entry for name in sorted(PUBLISHED_META & meta.keys()) for entry in _dated("meta", meta[name])]
    published += _microdata(parsed.root)
    own = _own_times(parsed.root)
    published += _times(parsed.root, own)
    shown, is_doubtful = _clocks(own)
    modified = [entry for node in articles for entry in _dated("json-ld", node.get("dateModified"))]
    modified += [entry for name in sorted(MODIFIED_META & meta.keys()) for entry in _dated("meta", meta[name])]
    headlines = [clean(str(node.get("headline") or "")) for node in articles]
    titles = [*headlines, meta.get("og:title", ""), meta.get("twitter:title", "")]
    return Evidence(
        published=tuple(published),
        modified=modified[0][1:] if modified else None,
        shown=shown,
        is_zone_doubtful=is_doubtful,
        titles=tuple(dict.fromkeys(title for title in titles if title)),
        author=next((name for node in articles if (name := _author(node))), None),
        section=meta.get("article:section"),
        og_type=meta.get("og:type"),
        site_name=meta.get("og:site_name"),
        is_unlisted="noindex" in meta.get("robots", "").lower(),
    )
