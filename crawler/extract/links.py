"""Addresses worth fetching: one XPath over the tree that is parsed anyway."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import urlsplit

from crawler.extract.attachments import FILE, FILE_PATH
from crawler.extract.sheet import Sheet
from crawler.items import Attachment, Link, UrlKind
from crawler.urls import link


@lru_cache(maxsize=8_192)
def _hint(url: str) -> UrlKind | None:
    """Return the kind that an address shows by itself, for portals whose file says nothing of it."""
    path = urlsplit(url).path
    return "attachment" if FILE.search(path) or FILE_PATH.search(path) else None


def find_links(
    sheet: Sheet, attachments: Iterable[Attachment] = (), rows: Iterable[tuple[str, UrlKind]] = ()
) -> tuple[Link, ...]:
    """Return the page's links in page order, each canonical address once; attachments and listed rows among them.

    `rows` are absolute addresses of listed items and their kind, for portals whose file has no rule for them.
    """
    found: dict[str, Link] = {}
    known: dict[str, UrlKind] = dict(rows)
    urls: list[tuple[str, UrlKind | None]] = [(url, known.get(url) or _hint(url)) for _, url in sheet.anchors]
    urls += [(attachment.fetch_url, "attachment") for attachment in attachments]
    for url, kind in urls:
        entry = link(url, sheet.portal, kind)
        if entry is not None:
            found.setdefault(entry.url, entry)
    return tuple(found.values())
