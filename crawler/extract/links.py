"""Addresses worth fetching: one XPath over the tree that is parsed anyway."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from urllib.parse import urlsplit

from crawler.extract.attachments import FILE, FILE_PATH
from crawler.extract.sheet import Sheet
from crawler.items import Attachment, Link, UrlKind
from crawler.portals import Portal
from crawler.urls import link

PAGE_FILE = re.compile(r"(?:/index)?(?:/|\.[a-z]{3,5})$", re.I)
TYPED = ".txt"


def _hint(url: str) -> UrlKind | None:
    """Return the kind that an address shows by itself, for portals whose file says nothing of it."""
    path = urlsplit(url).path
    return "attachment" if FILE.search(path) or FILE_PATH.search(path) else None


def _sources(sheet: Sheet, urls: Iterable[str]) -> set[str]:
    """Return addresses of files with the page's own text as it was typed: `/_sources/tin/a.rst.txt` for `/tin/a/`."""
    typed = [url for url in urls if url.lower().endswith(TYPED)] if TYPED in "\n".join(urls).lower() else []
    own = PAGE_FILE.sub("", urlsplit(sheet.base).path) if typed else ""
    return {url for url in typed if own and f"{own}." in urlsplit(url).path}


@lru_cache(maxsize=8)
def link_reader(portal: Portal) -> Callable[[str], Link | None]:
    """Return what tells of each absolute address whether it is worth fetching; a portal's menus are on all its pages.

    The answers of a portal are remembered apart, so that each is found by its address alone.
    """

    @lru_cache(maxsize=8_192)
    def read(url: str) -> Link | None:
        found = link(url, portal)
        return found if found is not None or (kind := _hint(url)) is None else link(url, portal, kind)

    return read


def find_links(
    sheet: Sheet,
    attachments: Iterable[Attachment] = (),
    rows: Iterable[tuple[str, UrlKind]] = (),
    *,
    buttons: bool = True,
) -> tuple[Link, ...]:
    """Return the page's links in page order, each canonical address once; attachments and listed rows among them.

    `rows` are absolute addresses of listed items and their kind, for portals whose file has no rule for them. Without
    `buttons`, those that bring more rows of a list are not looked for: it takes a look at the whole source.
    """
    portal, read = sheet.portal, link_reader(sheet.portal)
    known: dict[str, UrlKind] = dict(rows)
    urls = dict.fromkeys([anchor.url for anchor in (sheet.anchors + sheet.more if buttons else sheet.anchors)])
    sources = _sources(sheet, urls)
    entries = [link(url, portal, known[url]) if url in known else read(url) for url in urls if url not in sources]
    entries += [link(attachment.fetch_url, portal, "attachment") for attachment in attachments]
    found: dict[str, Link] = {}
    for entry in entries:
        if entry is not None:
            found.setdefault(entry.url, entry)
    return tuple(found.values())
