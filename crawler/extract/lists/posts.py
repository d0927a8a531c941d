"""Lists of posts that a publishing system gives to machines as JSON, a hundred on a page: WordPress REST.

Source: https://developer.wordpress.org/rest-api/reference/posts/ (`link` of each post; `X-WP-TotalPages`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from crawler.items import Capture, Link
from crawler.portals import Portal
from crawler.urls import canonical_url, is_on, link, resolve

BEGINS = re.compile(rb"\s*\[\s*\{")
MAX_BODY = 16 * 1024 * 1024
"""Bytes; a list that is larger is not read."""
MAX_POSTS = 1_000
LAST_PAGE = "x-wp-totalpages"
MOST_PAGES = 10_000
"""A server that says there are more is not believed."""
API = re.compile(rb"""<link\s[^>]*\brel=["']https://api\.w\.org/["'][^>]*>""", re.I)
HREF = re.compile(rb"""\bhref=["']([^"'<>\s]{1,500})["']""", re.I)
NUMBER = re.compile(r"[0-9]{1,6}")
QUERY = "per_page=100&_fields=link"


def posts_address(head: bytes, base: str) -> str | None:
    """Return where the posts are listed, from the first bytes of a page that names the interface; else None."""
    named = API.search(head)
    href = HREF.search(named[0]) if named else None
    root = resolve(base, href[1].decode("utf-8", "replace").replace("&amp;", "&")) if href else None
    if root is None:
        return None
    return f"{root}wp/v2/posts{'&' if '?' in root else '?'}{QUERY}" if root.endswith("/") else None


def is_post_list(capture: Capture) -> bool:
    """Return True for a JSON list whose entries have addresses, with the count of its pages in a header."""
    return (
        capture.header(LAST_PAGE) is not None
        and BEGINS.match(capture.body) is not None
        and b'"link"' in capture.body
        and len(capture.body) <= MAX_BODY
    )


def read_posts(capture: Capture, portal: Portal) -> tuple[Link, ...]:
    """Return the posts of a page in its order, each address once."""
    found: dict[str, Link] = {}
    for text in _addresses(capture.body):
        url = resolve(capture.requested_url, text)
        entry = link(url, portal) if url else None
        if entry is not None:
            found.setdefault(entry.url, entry)
    return tuple(found.values())


def _addresses(body: bytes) -> Iterator[str]:
    try:
        posts = json.loads(body)
    except (ValueError, RecursionError):
        return
    for post in posts[:MAX_POSTS] if isinstance(posts, list) else ():
        address = post.get("link") if isinstance(post, dict) else None
        if isinstance(address, str):
            yield address


def next_page(capture: Capture) -> str | None:
    """Return the address of the page after this one, None for the last."""
    parts = urlsplit(capture.requested_url)
    query = dict(parse_qsl(parts.query))
    page, last = _number(query.get("page", "1")), _number(capture.header(LAST_PAGE) or "")
    if not 0 < page < min(last, MOST_PAGES):
        return None
    return urlunsplit(parts._replace(query=urlencode(query | {"page": str(page + 1)}, safe="/")))


def _number(text: str) -> int:
    """Return a number of a page; 0 for what is none."""
    return int(text) if NUMBER.fullmatch(text) else 0


def next_link(capture: Capture, portal: Portal) -> Link | None:
    """Return the link to the page after this one.

    What a portal file forbids on the whole (`/wp-json/`) is no matter here: it names the list, and so its pages.
    """
    url = next_page(capture)
    if url is None or not is_on(portal, url):
        return None
    return Link(url=canonical_url(url, portal), fetch_url=url, kind="other")
