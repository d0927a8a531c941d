"""What a page's structured data says of its times, title and author: JSON-LD, meta elements, microdata, `<time>`.

These confirm the byline, fill in for it, or cast doubt on it; `settle` weighs them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, cast

from lxml import etree
from lxml.html import HtmlElement

from crawler.extract.dates import Moment, read_machine_date
from crawler.extract.text import clean
from crawler.extract.tree import Parsed

META = etree.XPath("//meta[@content]")
MICRODATA = etree.XPath("//*[@itemprop='datePublished']")
TIMES = etree.XPath("//time[@datetime][@pubdate or contains(@class,'publish') or contains(@class,'entry-date')]")
PUBLISHED_META = frozenset(
    ("article:published_time", "og:article:published_time", "pubdate", "publishdate", "datepublished", "dc.date.issued")
)
MODIFIED_META = frozenset(("article:modified_time", "og:updated_time", "lastmod", "datemodified"))
ARTICLE_TYPES = re.compile(r"Article|BlogPosting|Report", re.I)
MAX_NODES = 2_000
MAX_SCRIPT = 1_000_000
"""Characters of one JSON-LD script that are read."""
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What structured data says; the texts are cleaned."""

    published: tuple[tuple[str, str, Moment], ...] = ()
    """Method (`json-ld`, `meta`, `time`), raw text, moment."""
    modified: Moment | None = None
    titles: tuple[str, ...] = ()
    author: str | None = None
    section: str | None = None
    og_type: str | None = None


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
    for element in cast("list[HtmlElement]", META(root)):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").strip().lower()
        content = clean(element.get("content") or "")
        if name and content:
            found.setdefault(name, content)
    return found


def _dated(method: str, raw: object) -> list[tuple[str, str, Moment]]:
    text = raw.strip() if isinstance(raw, str) else ""
    moment = read_machine_date(text)
    return [(method, text, moment)] if moment else []


def _microdata(root: HtmlElement) -> list[tuple[str, str, Moment]]:
    found = []
    for element in cast("list[HtmlElement]", MICRODATA(root))[:20]:
        found += _dated("meta", element.get("content") or element.get("datetime"))
    return found


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
    articles = [node for node in _json_nodes(parsed.json_ld) if _is_article(node)]
    published = [entry for node in articles for entry in _dated("json-ld", node.get("datePublished"))]
    published += [entry for name in sorted(PUBLISHED_META & meta.keys()) for entry in _dated("meta", meta[name])]
    published += _microdata(parsed.root)
    times = cast("list[HtmlElement]", TIMES(parsed.root))
    published += _dated("time", times[0].get("datetime")) if len(times) == 1 else []
    modified = [entry for node in articles for entry in _dated("json-ld", node.get("dateModified"))]
    modified += [entry for name in sorted(MODIFIED_META & meta.keys()) for entry in _dated("meta", meta[name])]
    headlines = [clean(str(node.get("headline") or "")) for node in articles]
    titles = [*headlines, meta.get("og:title", ""), meta.get("twitter:title", "")]
    return Evidence(
        published=tuple(published),
        modified=modified[0][2] if modified else None,
        titles=tuple(dict.fromkeys(title for title in titles if title)),
        author=next((name for node in articles if (name := _author(node))), None),
        section=meta.get("article:section"),
        og_type=meta.get("og:type"),
    )


@dataclass(frozen=True, slots=True)
class Settled:
    """The time of publication after all evidence was weighed."""

    moment: Moment | None
    raw: str | None = None
    method: str | None = None
    conflict: str | None = None
    """What disagreed by more than a day, where the moment is None because of it."""


def apart(first: Moment, second: Moment) -> bool:
    """Return True if two moments cannot be the same publication: more than a day lies between them."""
    if first.time is not None and second.time is not None:
        return abs(first.time - second.time) > DAY
    return abs(first.day - second.day) > DAY


def _refined(byline: Moment, others: tuple[tuple[str, str, Moment], ...]) -> Moment:
    """Return the byline's moment, made more precise by structured data that agrees with it."""
    for _, _, moment in others:
        if moment.time is None or moment.day != byline.day:
            continue
        if byline.time is None and moment.without_midnight().time is not None:
            return moment
        if byline.time is not None and byline.time.second == 0 and moment.time.replace(second=0) == byline.time:
            return moment
    return byline


def is_plausible(moment: Moment, fetched: date) -> bool:
    """Return True for a year between 1990 and the one after the fetch."""
    return moment.day.year <= fetched.year + 1


def settle(byline: Moment | None, raw: str | None, evidence: Evidence, fetched_at: datetime) -> Settled:
    """Weigh byline against structured data; a disagreement of more than a day gives no moment and says so."""
    others = tuple(entry for entry in evidence.published if _is_credible(entry[2], fetched_at))
    candidates = [*([("byline", raw or "", byline)] if byline else []), *others]
    if not candidates:
        return Settled(None)
    method, printed, first = candidates[0]
    for other_method, other_raw, other in candidates[1:]:
        if apart(first, other):
            return Settled(None, printed, None, f"{method} {printed!r} against {other_method} {other_raw!r}")
    return Settled(_refined(first, others) if byline else first.without_midnight(), printed, method)


def _is_credible(moment: Moment, fetched_at: datetime) -> bool:
    """Return False for a time out of range, or that of the fetch: the server's clock is no publication."""
    if not is_plausible(moment, fetched_at.date()):
        return False
    return moment.time is None or abs(moment.time - fetched_at) > timedelta(minutes=2)
