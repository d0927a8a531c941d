"""What a page's structured data says of its times, title and author: JSON-LD, meta elements, microdata, `<time>`.

These confirm the byline, fill in for it, or cast doubt on it; `settle` weighs them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple, cast

from lxml import etree
from lxml.html import HtmlElement

from crawler.extract.markup.tree import Parsed, hints
from crawler.extract.printed.dates import Moment
from crawler.extract.printed.machine_dates import read_machine_date
from crawler.extract.text import clean, fold

MICRODATA = etree.XPath("//@itemprop[.='datePublished']/..")
PUBLISHED_META = frozenset(
    ("article:published_time", "og:article:published_time", "pubdate", "publishdate", "datepublished", "dc.date.issued")
)
MODIFIED_META = frozenset(("article:modified_time", "og:updated_time", "lastmod", "datemodified"))
ARTICLE_TYPES = re.compile(r"Article|BlogPosting|Report", re.I)
HATOM = re.compile(r"(?:^|\s)(?:dt-)?published(?:\s|$)")
OTHERS = frozenset(("itemListElement", "hasPart", "mentions", "citation", "isBasedOn", "comment", "review"))
"""Properties whose values are other works than the page's own."""
APART = re.compile(r"\s+[-–—|»]\s+|\s*\|\s*")
"""What stands between a title and the portal's name."""
ALIKE = 0.75
"""Share of the words of two names that are in both, from which they name the same."""
MOST_TIMES = 50
Stands = Callable[[str], bool]
MAX_NODES = 2_000
MAX_SCRIPT = 1_000_000
"""Characters of one JSON-LD script that are read."""


class Placed(NamedTuple):
    """A time for machines in the body: microdata (`meta`), `<time>`, `<abbr>` (`time`)."""

    element: HtmlElement
    method: str
    raw: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What structured data says; the texts are cleaned."""

    published: tuple[tuple[str, str, Moment], ...] = ()
    """Method (`json-ld`, `meta`, `time`), raw text, moment."""
    modified: tuple[str, Moment] | None = None
    """Raw text and moment."""
    placed: tuple[Placed, ...] = ()
    """What elements in the body say; whose times they are, their place tells: see `own_times`."""
    shown: tuple[Moment, ...] = ()
    """Moments, to the minute, that the article's own `<time>` elements print."""
    is_zone_doubtful: bool = False
    """True if such an element prints no time of day, and tells machines one on the clock of another zone; or if the
    portal is known for zones that nobody set."""
    titles: tuple[str, ...] = ()
    author: str | None = None
    section: str | None = None
    og_type: str | None = None
    site_name: str | None = None
    is_unlisted: bool = False
    """True if the page asks search engines to leave it out: forms, results, lists that programs make."""

    @property
    def raws(self) -> list[str]:
        """Return all times of publication as they are told to machines."""
        return [raw for _, raw, _ in self.published] + [one.raw for one in self.placed]


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
                queue.extend(
                    value for key, value in node.items() if key not in OTHERS and isinstance(value, dict | list)
                )


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


def dated(method: str, raw: object) -> list[tuple[str, str, Moment]]:
    """Return what a time for machines says, with method and raw text; nothing if it is none."""
    text = raw.strip() if isinstance(raw, str) else ""
    moment = read_machine_date(text)
    return [(method, text, moment)] if moment else []


def _placed(root: HtmlElement) -> Iterator[Placed]:
    """Yield the elements of the body that tell machines a time of publication.

    `<span itemprop="datePublished" class="hidden">` holds its value as text: `tree.parse` keeps it in `content`.
    `<abbr class="published" title="2024-07-29T02:52:00+07:00">` is how it was said before HTML 5 (hAtom).
    Source: HTML Living Standard, 5.2.4.
    """
    for element in cast("list[HtmlElement]", MICRODATA(root))[:20]:
        yield Placed(element, "meta", element.get("content") or element.get("datetime") or "")
    for one in islice(cast("Iterator[HtmlElement]", root.iter("time")), MOST_TIMES):
        if one.get("datetime") is not None:
            yield Placed(one, "time", one.get("datetime") or "")
    for one in islice(cast("Iterator[HtmlElement]", root.iter("abbr")), MOST_TIMES):
        if HATOM.search(hints(one)):
            yield Placed(one, "time", one.get("title") or "")


def _is_alike(headline: str, name: str) -> bool:
    """Return True if a headline says what the page calls itself: one begins with the other, or most words are shared.

    Search engines want headlines short, and portals put their name behind a title.
    """
    if name.startswith(headline) or headline.startswith(name.rstrip(".… ")):
        return True
    words, parts = set(headline.split()), [set(part.split()) for part in APART.split(name)]
    return any(2 * len(words & part) > ALIKE * (len(words) + len(part)) for part in parts)


def _own_articles(nodes: list[dict[str, Any]], names: list[str], stands: Stands) -> list[dict[str, Any]]:
    """Return the article nodes that describe the page itself: those that bear its name; the only one also if nameless.

    Pages of some portals are all called the same: there the headline stands on the page, and `stands` tells.
    """
    alone = len({str(node.get("datePublished")) for node in nodes}) <= 1
    headlines = [(node, fold(clean(str(node.get("headline") or node.get("name") or "")))) for node in nodes]
    if not alone:
        return [node for node, said in headlines if said and any(name.startswith(said) for name in names)]
    return [node for node, said in headlines if not said or any(_is_alike(said, one) for one in names) or stands(said)]


def _author(node: dict[str, Any]) -> str | None:
    """Return the person named as an article's author; organisations sign for themselves everywhere and are left out."""
    author = node.get("author")
    author = author[0] if isinstance(author, list) and author else author
    if isinstance(author, dict) and author.get("@type") == "Person" and isinstance(author.get("name"), str):
        return clean(author["name"]) or None
    return None


def _section(articles: list[dict[str, Any]]) -> str | None:
    """Return the one section that the nodes of an article name; of two, none is known to be the article's."""
    named = [node.get("articleSection") for node in articles]
    told = [one for value in named for one in (value if isinstance(value, list) else [value]) if one]
    names = {clean(one) for one in told if isinstance(one, str)}
    return (names.pop() or None) if len(names) == 1 else None


def gather(parsed: Parsed, stands: Stands) -> Evidence:
    """Return what the page's structured data says; `stands` tells whether a folded headline stands on the page."""
    meta = _meta(parsed.root)
    nodes = [node for node in _json_nodes(parsed.json_ld) if _is_article(node)]
    names = [fold(name) for name in (meta.get("og:title"), clean(parsed.root.findtext(".//title") or "")) if name]
    articles = _own_articles(nodes, names, stands)
    published = [entry for node in articles for entry in dated("json-ld", node.get("datePublished"))]
    published += [entry for name in sorted(PUBLISHED_META & meta.keys()) for entry in dated("meta", meta[name])]
    modified = [entry for node in articles for entry in dated("json-ld", node.get("dateModified"))]
    modified += [entry for name in sorted(MODIFIED_META & meta.keys()) for entry in dated("meta", meta[name])]
    headlines = [clean(str(node.get("headline") or "")) for node in articles]
    titles = [*headlines, meta.get("og:title", ""), meta.get("twitter:title", "")]
    return Evidence(
        published=tuple(published),
        modified=modified[0][1:] if modified else None,
        placed=tuple(_placed(parsed.root)),
        titles=tuple(dict.fromkeys(title for title in titles if title)),
        author=next((name for node in articles if (name := _author(node))), None),
        section=meta.get("article:section") or _section(articles),
        og_type=meta.get("og:type"),
        site_name=meta.get("og:site_name"),
        is_unlisted="noindex" in meta.get("robots", "").lower(),
    )
