"""Which address is the page: `canonical_url`, and what kind of page an address leads to. Pure, and idempotent.

An address is first cleaned (scheme and host of the portal, aliases resolved, `tidy`), then given to the portal file's
rules. Where none speaks of it, what only says how a page is shown is dropped as well (`tidy.SHOWN`). Print views keep
an address of their own: they are other pages (kind `copy`), which name their original.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from crawler.items import Capture, Link, UrlKind
from crawler.portals import AddressRule, Portal
from crawler.postback import page_of, split_posted, with_posted
from crawler.script_links import SCRIPT_CALL, script_target
from crawler.session_ids import IN_PATH, without_session
from crawler.tidy import tidy_path, tidy_query, without_default

DOWNLOAD_CALL = SCRIPT_CALL
"""What a `javascript:` address must look like to lead somewhere."""
MAX_URL = 2_000
"""Characters; longer addresses are not followed."""
MAX_ROUNDS = 10


class Address(NamedTuple):
    """What is known of an address before it is fetched."""

    url: str
    kind: UrlKind | None
    """None if no rule of the portal file speaks of it."""
    page: int | None
    """Page number of a listing (group `page` of the rule); None elsewhere."""


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def resolve(base: str, href: str) -> str | None:
    """Return `href` as an absolute http(s) address without fragment and session, or None if it is none."""
    href = script_target(href.strip())
    try:
        absolute = urljoin(base, href).split("#", 1)[0]
        absolute.encode()  # half a surrogate pair is no text, and no address
        parts = urlsplit(absolute)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return None
    return without_session(absolute) if usable and len(absolute) <= MAX_URL else None


def _rewrite(path: str, portal: Portal) -> str:
    """Replace the prefixes that the portal file names, until none is left."""
    for rewrite in portal.rewrites:
        if (path + "/").startswith(rewrite.prefix):
            rest = path[len(rewrite.prefix) :].lstrip("/")
            return _rewrite(rewrite.by.rstrip("/") + "/" + rest, portal)
    return path


def _local_path(path: str, portal: Portal) -> str:
    """Return the path of an address on the portal, tidy and rewritten; either may make the other possible."""
    tidied = tidy_path(path)
    for _ in range(MAX_ROUNDS):
        rewritten = _rewrite(tidied, portal)
        if rewritten == tidied:
            break
        tidied = tidy_path(rewritten)
    return tidied


def _netloc(url: str) -> str:
    """Return host and port, lower-cased, the scheme's own port left out."""
    parts = urlsplit(url)
    return _host_and_port(parts.scheme, parts.netloc)


@lru_cache(maxsize=1024)
def _host_and_port(scheme: str, netloc: str) -> str:
    parts = urlsplit(f"//{netloc}")
    host = (parts.hostname or "").rstrip(".")
    host = f"[{host}]" if ":" in host else host
    default = {"http": 80, "https": 443}.get(scheme)
    return host if parts.port in (None, default) else f"{host}:{parts.port}"


@lru_cache(maxsize=64)
def _hosts(portal: Portal) -> frozenset[str]:
    return portal.hosts


def is_on(portal: Portal, url: str) -> bool:
    """Return True if the address lies on one of the portal's hosts."""
    try:
        return _netloc(url) in _hosts(portal)
    except ValueError:
        return False


def _apply(rule: AddressRule, match: re.Match[str], path: str, query: str) -> str:
    """Return path and query of the canonical address under `rule`."""
    if rule.canonical is not None:
        return rule.canonical.format(**{key: value or "" for key, value in match.groupdict().items()})
    cleaned = tidy_query(query, keep=_compiled(rule.keep)) if rule.keep else query
    return f"{path}?{cleaned}" if cleaned else path


@lru_cache(maxsize=4096)
def address(url: str, portal: Portal) -> Address:
    """Return canonical address, kind and page number of an absolute `url`.

    Addresses on other hosts are cleaned alone, and have no kind.
    """
    url, posted = split_posted(url)
    if posted:
        found = address(url, portal)
        return Address(with_posted(found.url, posted), found.kind, page_of(posted))
    parts = urlsplit(url)
    on_portal = is_on(portal, url)
    base = portal.url.rstrip("/") if on_portal else f"{parts.scheme}://{_netloc(url)}"
    path = _local_path(parts.path, portal) if on_portal else IN_PATH.sub("", parts.path) or "/"
    query = tidy_query(parts.query)
    path = path if query or not on_portal else without_default(path)
    local = f"{path}?{query}" if query else path
    if not on_portal:
        return Address(base + local, None, None)
    for rule in portal.addresses:
        match = _compiled(rule.match).search(local)
        if match:
            page = match.groupdict().get("page")
            return Address(base + _apply(rule, match, path, query), rule.kind, int(page) if page else None)
    query = tidy_query(query, shown=False)
    return Address(base + (f"{path}?{query}" if query else path), None, None)


def canonical_url(url: str, portal: Portal) -> str:
    """Return the one address that stands for the page at `url`."""
    return address(url, portal).url


def capture_url(capture: Capture, portal: Portal) -> str:
    """Return the one address that stands for the page in a capture: what was posted to get it is part of its name."""
    return canonical_url(with_posted(capture.requested_url, capture.postback), portal)


def is_ignored(url: str, portal: Portal) -> bool:
    """Return True if the portal file says never to fetch this canonical address."""
    parts = urlsplit(url)
    local = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return any(search(local) for search in _ignoring(portal))


@lru_cache(maxsize=64)
def _ignoring(portal: Portal) -> tuple[Callable[[str], object], ...]:
    return tuple(re.compile(pattern).search for pattern in portal.ignore)


@lru_cache(maxsize=8192)
def link(url: str, portal: Portal, kind: UrlKind | None = None) -> Link | None:
    """Return a `Link` for an absolute address, or None if it is off the portal, ignored, or of no known kind.

    `kind` is used where the portal file's rules say nothing.
    """
    if not is_on(portal, url) or split_posted(url)[1]:
        return None
    found = address(url, portal)
    known = found.kind or kind
    if known is None or is_ignored(url, portal) or (found.url != url and is_ignored(found.url, portal)):
        return None
    return Link(url=found.url, fetch_url=without_session(url), kind=known)
