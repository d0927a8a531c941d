"""What one page says, as plain facts to be held side by side: with a portal file, and without."""

from __future__ import annotations

from typing import Any

from crawler.archive.captures import decoded
from crawler.extract.encodings.decode import decode
from crawler.extract.markup.tree import parse, select
from crawler.items import Capture, Page
from crawler.portals import Portal

FIELDS = ("section", "published_at", "views", "author", "summary", "text")


def bare(portal: Portal) -> Portal:
    """Return the portal without anything that its file says of its pages."""
    return Portal(id=portal.id, name=portal.name, level=portal.level, url=portal.url, aliases=portal.aliases)


def matches(capture: Capture, portal: Portal) -> dict[str, int]:
    """Return key of each selector of the file -> how many elements of the page it finds."""
    body = decoded(capture).body
    root = parse(decode(body, capture.header("content-type") or capture.mime).text).root
    return {key: len(select(root, selector)) for key, selector in portal.select.by_key()}


def page_facts(page: Page) -> dict[str, Any]:
    """Return what a person compares: kind, address, the fields of an article, counts of files and links."""
    found: dict[str, Any] = {"kind": page.kind, "url": page.url, "title": page.title}
    article = page.article
    if article is not None:
        found |= {name: getattr(article, name) for name in FIELDS} | {"title": article.title}
        found["attachments"] = len(article.attachments)
    if page.document is not None:
        found |= {"title": page.document.number, "summary": page.document.abstract}
    found["links"] = len(page.links)
    found["problems"] = [f"{one.code} {one.field or ''}: {one.message}" for one in page.problems]
    return found
