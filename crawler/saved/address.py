"""Which address a saved page has, and which portal it belongs to, where the caller does not say."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from pydantic import ValidationError

from crawler.portals import Portal, find_portal, iter_portals, read_portal_file
from crawler.urls import is_on, resolve

NO_HOST = "http://saved-page.invalid/"
NOWHERE = NO_HOST + "page"
"""Address of pages that have none (RFC 6761: no such host can be). Nothing can be read in it; the address of the file
would tell folders and days of our own disk as if the portal had named them."""
SAMPLE = 1 << 18
TAG = re.compile(rb"<(link|meta|base)\b([^<>]{0,3000})>", re.I)
ATTRIBUTE = re.compile(rb"""([a-z:-]{2,20})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.I)
SAVED_FROM = re.compile(rb"<!--\s*saved from url=\(\d{1,6}\)(\S{8,2000})\s*-->", re.I)
NOT_IN_ID = re.compile(r"[^a-z0-9]+")


def stated_address(body: bytes, base: str | None = None) -> str | None:
    """Return the address that a page gives as its own: `rel=canonical`, else `og:url`, else what the browser noted.

    Many portals name their home page as the canonical address of every page: one that leads deeper is believed
    before it. `base` is where relative addresses start from.
    """
    head = body[:SAMPLE]
    found = [address for address in _stated(head, base) if address]
    return next((address for address in found if not _is_root(address)), next(iter(found), None))


def _stated(head: bytes, base: str | None) -> list[str | None]:
    tags = [(tag[1].lower(), _attributes(tag[2])) for tag in TAG.finditer(head)]
    canonical = [
        a.get("href", "") for name, a in tags if name == b"link" and "canonical" in a.get("rel", "").lower().split()
    ]
    shared = [a.get("content", "") for name, a in tags if name == b"meta" and a.get("property", "").lower() == "og:url"]
    noted = [match[1].decode("utf-8", "replace") for match in SAVED_FROM.finditer(head)]
    return [_absolute(address, base) for address in (*canonical[:1], *shared[:1], *noted[:1])]


def _attributes(text: bytes) -> dict[str, str]:
    """Return the attributes of a tag, names lower-cased."""
    found = ((match[1], match[2] or match[3] or match[4] or b"") for match in ATTRIBUTE.finditer(text))
    return {name.decode().lower(): unescape(value.decode("utf-8", "replace")).strip() for name, value in found}


def _absolute(address: str, base: str | None) -> str | None:
    try:
        return resolve("", urljoin(base or "", address)) if address else None
    except ValueError:
        return None


def _is_root(address: str) -> bool:
    parts = urlsplit(address)
    return parts.path in ("", "/") and not parts.query


class Portals:
    """The portals that saved pages can belong to."""

    def __init__(self, archive: Path | None) -> None:
        self._known = [portal for portal, _ in iter_portals(archive)]

    def of(self, url: str) -> Portal:
        """Return the known portal that has the address's host, else one that is nothing but this host."""
        return next((portal for portal in self._known if is_on(portal, url)), None) or made_up(url)

    def knows(self, portal: Portal) -> bool:
        """Return True if the portal comes from a portal file."""
        return portal in self._known


def chosen_portal(name: str, archive: Path | None) -> Portal:
    """Return the portal of an id, of an address on one of its hosts, or of a portal file.

    Raises: PortalFileError if there is none, or the file is wrong.
    """
    path = Path(name)
    return (read_portal_file(path) if path.suffix == ".toml" else find_portal(name, archive))[0]


def made_up(url: str) -> Portal:
    """Return a portal of which only the host is known."""
    parts = urlsplit(url)
    name = parts.netloc.rpartition("@")[2].lower()
    id_ = NOT_IN_ID.sub("_", name).strip("_") or "unknown"
    try:
        return Portal(id=id_, name=name, level="other", url=f"{parts.scheme}://{name}/")
    except ValidationError:
        return Portal(id="unknown", name="unknown", level="other", url=NO_HOST)
