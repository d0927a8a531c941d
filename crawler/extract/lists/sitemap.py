"""Sitemaps, sitemap indexes, RSS and Atom -> links. No entity is expanded, nothing fetched, sizes are bounded."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from crawler.extract.text import clean
from crawler.items import Capture, Link, UrlKind
from crawler.portals import Portal
from crawler.urls import link, resolve

ROOT = re.compile(rb"<(?:\w+:)?(urlset|sitemapindex|rss|feed|RDF)[\s>]")
MAX_LINKS = 50_000
"""The sitemap protocol allows no more in one file."""


def is_feed(body: bytes) -> bool:
    """Return True if the body is a sitemap, an index of sitemaps, or a feed."""
    return body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(
        (b"<?xml", b"<urlset", b"<sitemapindex", b"<rss", b"<feed")
    ) and bool(ROOT.search(body[:4_096]))


def _addresses(root: etree._Element) -> Iterator[tuple[str, UrlKind | None]]:
    """Yield each address that the file lists, and the kind that its place in the file gives it."""
    kind: UrlKind | None = "other" if etree.QName(root).localname == "sitemapindex" else None
    for element in root.iter("{*}loc", "{*}link"):
        parent = element.getparent()
        within = etree.QName(parent).localname if parent is not None else ""
        text = clean(element.text or "") or element.get("href") or ""
        if text and within in ("url", "sitemap", "item", "entry"):
            yield text, kind


def read_feed(capture: Capture, portal: Portal) -> tuple[Link, ...]:
    """Return the links of a sitemap or feed in its order, each address once; what is broken is passed over."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(capture.body, parser)
    except (etree.XMLSyntaxError, ValueError):
        return ()
    found: dict[str, Link] = {}
    for text, kind in _addresses(root) if root is not None else ():
        url = resolve(capture.requested_url, text)
        entry = link(url, portal, kind) if url else None
        if entry is not None:
            found.setdefault(entry.url, entry)
        if len(found) >= MAX_LINKS:
            break
    return tuple(found.values())
