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

from crawler.address_rules import AddressRule
from crawler.items import Capture, Link, UrlKind
from crawler.portals import Portal
from crawler.postback import page_of, split_posted, with_posted
from crawler.routes import meant_by, routed, unrouted
from crawler.script_links import SCRIPT_CALL, script_target
from crawler.session_ids import IN_PATH, without_session
from crawler.tidy import tidy_path, tidy_query, with_slash, without_default
from crawler.ways_back import without_way_back

DOWNLOAD_CALL = SCRIPT_CALL
"""What a `javascript:` address must look like to lead somewhere."""
MAX_URL = 2_000
"""Characters; longer addresses are not followed."""
MAX_ROUNDS = 10
PAGES = ("article", "listing", "document")
CLOSED = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|\([^()]*\)")
"""What of a pattern is held together: escaped signs, sets, groups without others in them."""


class Address(NamedTuple):
    """What is known of an address before it is fetched."""

    url: str
    kind: UrlKind | None
    """None if no rule of the portal file speaks of it."""
    page: int | None
    """Page number of a listing: group `page` of the rule, or `index` where the second page is called 1; else None."""
    dated: bool = False
    """True if an article shows a day or a counter there, and other pages do not."""
    month: str | None = None
    """Month of an archive that is a list, `2024-05` (groups `year` and `month` of the rule); None elsewhere."""


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def resolve(base: str, href: str) -> str | None:
    """Return `href` as an absolute http(s) address without fragment, session and way back, or None if it is none."""
    href = script_target(href.strip().replace("&amp;", "&"))  # some systems escape their addresses twice
    try:
        absolute = without_way_back(without_session(urljoin(base, href).split("#", 1)[0]))
        absolute.encode()  # half a surrogate pair is no text, and no address
        parts = urlsplit(absolute)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return None
    return absolute if usable and len(absolute) <= MAX_URL else None


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


class _Known(NamedTuple):
    """What a portal's file says of addresses, ready to be asked."""

    base: str
    """How the canonical addresses begin, without the slash behind it."""
    start: str
    """The same, with it."""
    hosts: frozenset[str]
    rules: tuple[tuple[Callable[[str], re.Match[str] | None], AddressRule], ...]
    ignoring: tuple[Callable[[str], re.Match[str] | None], ...]


def _finder(pattern: str) -> Callable[[str], re.Match[str] | None]:
    """Return what searches for a pattern; one that can only fit at the beginning is not tried further on."""
    compiled = re.compile(pattern)
    anchored = pattern.startswith("^") and "|" not in CLOSED.sub("", pattern)
    return compiled.match if anchored else compiled.search


@lru_cache(maxsize=64)
def _known(portal: Portal) -> _Known:
    base = portal.url.rstrip("/")
    rules = tuple((_finder(rule.match), rule) for rule in portal.addresses)
    return _Known(base, f"{base}/", portal.hosts, rules, tuple(map(_finder, portal.ignore)))


def _on_base(url: str, known: _Known) -> tuple[str, str] | None:
    """Return path and query of an address that begins as the canonical ones do; None for any other, and odd ones."""
    if not url.startswith(known.start) or "#" in url or not url.isprintable():
        return None
    path, _, query = url[len(known.base) :].partition("?")
    return path, query


def is_on(portal: Portal, url: str) -> bool:
    """Return True if the address lies on one of the portal's hosts."""
    known = _known(portal)
    if url.startswith(known.start):
        return True
    try:
        return _netloc(url) in known.hosts
    except ValueError:
        return False


def _apply(rule: AddressRule, match: re.Match[str], path: str, query: str) -> str:
    """Return path and query of the canonical address under `rule`."""
    if rule.canonical is not None:
        return rule.canonical.format(**{key: value or "" for key, value in match.groupdict().items()})
    cleaned = tidy_query(query, keep=_compiled(rule.keep)) if rule.keep else query
    return f"{path}?{cleaned}" if cleaned else path


def local_under(rule: AddressRule, local: str) -> str | None:
    """Return what one rule alone makes of a tidy path and query; None if it does not speak of them."""
    match = _finder(rule.match)(local)
    path, _, query = local.partition("?")
    return _apply(rule, match, path, query) if match else None


@lru_cache(maxsize=4096)
def address(url: str, portal: Portal) -> Address:
    """Return canonical address, kind and page number of an absolute `url`.

    Addresses on other hosts are cleaned alone, and have no kind.
    """
    url, posted = split_posted(url)
    if posted:
        found = address(url, portal)
        return Address(with_posted(found.url, posted), found.kind, page_of(posted), found.dated)
    known = _known(portal)
    local = _on_base(url, known)
    if local is not None:
        return _by_rules(*local, known, portal)
    parts = urlsplit(url)
    if is_on(portal, url):
        return _by_rules(parts.path, parts.query, known, portal)
    path, query = IN_PATH.sub("", parts.path) or "/", tidy_query(parts.query)
    return Address(f"{parts.scheme}://{_netloc(url)}{path}{'?' if query else ''}{query}", None, None)


def _by_rules(path: str, query: str, known: _Known, portal: Portal) -> Address:
    """Return what the first rule that speaks of it makes of an address on the portal."""
    path, query = _local_path(path, portal), tidy_query(query)
    path = path if query else without_default(path)
    means = routed(path, query, portal.route)
    meant, rest = means or (path, query)
    local = f"{meant}?{rest}" if rest else meant
    for search, rule in known.rules:
        match = search(local)
        if match:
            found = _apply(rule, match, meant, rest)
            # What a rule writes is a meaning, too, whatever address it was read from.
            told = portal.route if means or rule.canonical else None
            url = known.base + (unrouted(found, told) if told else found)
            url = url if rule.kind == "attachment" else _ended(url, portal)
            return Address(url, rule.kind, _page_number(match), rule.dated, _month(match))
    query = tidy_query(query, shown=False)
    return Address(_ended(known.base + (f"{path}?{query}" if query else path), portal), None, None)


def _ended(url: str, portal: Portal) -> str:
    """Return the canonical address of a page as the portal ends it: so it opens where nothing redirects, too."""
    return with_slash(url, True) if portal.trailing_slash else url


def _page_number(match: re.Match[str]) -> int | None:
    """Return the number of a list's page, the first being 1, whatever the portal counts from."""
    said = match.groupdict()
    if said.get("index"):
        return int(said["index"]) + 1
    return int(said["page"]) if said.get("page") else None


def _month(match: re.Match[str]) -> str | None:
    said = match.groupdict()
    return f"{said['year']}-{said['month']}" if said.get("year") and said.get("month") else None


def canonical_url(url: str, portal: Portal) -> str:
    """Return the one address that stands for the page at `url`."""
    return address(url, portal).url


def capture_url(capture: Capture, portal: Portal) -> str:
    """Return the one address that stands for the page in a capture: what was posted to get it is part of its name."""
    return canonical_url(with_posted(capture.requested_url, capture.postback), portal)


def spelled_plainly(url: str, portal: Portal) -> str:
    """Return an address to fetch without session and, on the portal's own host, without prefixes that name the same."""
    url = without_session(url)
    known = _known(portal)
    local = _on_base(url, known) if portal.rewrites else None
    path = _rewrite(local[0], portal) if local is not None else ""
    if local is None or path == local[0]:
        return url
    return f"{known.base}{path}?{local[1]}" if local[1] else known.base + path


def is_ignored(url: str, portal: Portal) -> bool:
    """Return True if the portal file says never to fetch this canonical address."""
    known = _known(portal)
    if url.startswith(known.start) and "#" not in url:
        local = url[len(known.base) :].rstrip("?")
    else:
        parts = urlsplit(url)
        local = f"{parts.path}?{parts.query}" if parts.query else parts.path
    local = meant_by(local, portal.route)
    # As rules see it, and as the portal ends it.
    bare = local.rstrip("/") if portal.trailing_slash else local
    for search in known.ignoring:  # noqa: SIM110 (a third of the time of `any`, for each new link of each page)
        if search(local) or (bare is not local and search(bare)):
            return True
    return False


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
    return Link(url=found.url, fetch_url=spelled_plainly(url, portal), kind=known)


def spelling(fetch_url: str, kind: UrlKind, portal: Portal) -> str:
    """Return the address to ask for: as it was linked, but with or without a slash at its end as the server wants."""
    lists = (*portal.sitemaps, *portal.feeds)
    if portal.trailing_slash is None or kind not in PAGES or urlsplit(fetch_url).path in lists:
        return fetch_url
    return with_slash(fetch_url, portal.trailing_slash)
