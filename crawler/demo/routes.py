"""Address -> reply: which page of the sample portal an address asks for."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote

from crawler.demo import feeds, files, listing, pages
from crawler.demo.addresses import id_from_entry, page_number
from crawler.demo.documents import FIRST_ID, document_count, make_document
from crawler.demo.frame import STATIC_PAGES
from crawler.demo.organisation import MIRROR_PREFIX, article_sections, document_sections
from crawler.demo.replies import Reply, html_reply
from crawler.demo.state import SamplePortal

SLUG_IN_PATH = re.compile(
    r"^(?:/en)?(/[\w-]*)?/-/(?:asset_publisher/\w+/content/|view_content/\d+-)(?P<slug>[\w-]+?)(?:\.html)?$"
)
DOCUMENT = re.compile(r"/-/van-ban/(\d{1,9})$")
UUID = re.compile(r"/([ad][0-9a-f]{7}-[0-9a-f-]{27})$")
NUMBER = re.compile(r"[0-9]{1,12}")
PICTURE = re.compile(r"^/documents/\d+/30/anh-(\d{1,12})\.png$")


class Asked(NamedTuple):
    """A request's address, taken apart."""

    path: str
    """Without `/web/guest`."""
    query: str
    mirror: bool
    """True if asked on the second host."""

    def parameter(self, name: str) -> str | None:
        """Return the first value of a query parameter."""
        return next((value for key, value in parse_qsl(self.query) if key == name), None)


def asked(uri: str, *, mirror: bool) -> Asked:
    """Return a request's path and query taken apart."""
    path, _, query = uri.partition("?")
    path = unquote(path)
    if path == MIRROR_PREFIX or path.startswith(MIRROR_PREFIX + "/"):
        path = path.removeprefix(MIRROR_PREFIX) or "/"
    return Asked(path, query, mirror)


def answer(portal: SamplePortal, ask: Asked) -> Reply:
    """Return the portal's answer to an address."""
    reply = _machine(portal, ask) or _file(portal, ask) or _article(portal, ask) or _page(portal, ask)
    return reply or pages.failure_page(portal, 404, mirror=ask.mirror)


def _machine(portal: SamplePortal, ask: Asked) -> Reply | None:
    if ask.path == "/robots.txt":
        return feeds.robots(portal)
    if ask.path.startswith("/sitemap"):
        return feeds.sitemap(portal, ask.path)
    return feeds.rss(portal) if ask.path == "/rss" else None


def _file(portal: SamplePortal, ask: Asked) -> Reply | None:
    """Return an attached file, a picture of an article, or what the theme is made of."""
    picture = PICTURE.match(ask.path)
    image = picture[1] if picture else ask.parameter("img_id") if ask.path == "/image/journal/article" else None
    if image and NUMBER.fullmatch(image):
        data, format_ = files.picture_bytes(portal.world.seed, int(image))
        return Reply(200, files.MEDIA[format_], data, kind="picture")
    match = UUID.search(ask.path) if ask.path.startswith("/documents/") else None
    uuid = match[1] if match else ask.parameter("uuid") if ask.path == "/c/document_library/get_file" else None
    found = files.file_bytes(portal.world, uuid) if uuid else None
    if found:
        return Reply(200, files.MEDIA[found[1]], found[0], kind="attachment")
    return _theme(portal, ask.path)


def _theme(portal: SamplePortal, path: str) -> Reply | None:
    if not path.startswith(("/benmau-theme/", "/html/")):
        return None
    if path.endswith((".png", ".jpg", ".ico", ".gif")):
        data, format_ = files.picture_bytes(portal.world.seed, sum(path.encode()))
        return Reply(200, files.MEDIA[format_], data, kind="theme")
    kind = "text/css" if path.endswith(".css") else "text/javascript"
    return Reply(200, kind, b"/* */\n", kind="theme")


def _article(portal: SamplePortal, ask: Asked) -> Reply | None:
    """Return an article's page, whichever of its addresses was asked for."""
    in_path = SLUG_IN_PATH.match(ask.path)
    slug = ask.parameter("_101_urlTitle") or (in_path["slug"] if in_path else None)
    entry = ask.parameter("_101_assetEntryId")
    if slug is None and entry is None:
        return None
    id_ = portal.find(slug) if slug else id_from_entry(int(entry)) if entry and NUMBER.fullmatch(entry) else None
    if id_ is None or not 0 <= id_ < portal.catalogue.total:
        return pages.failure_page(portal, 404, mirror=ask.mirror)
    if id_ in portal.removals:
        return pages.removed_page(portal, portal.removals[id_], mirror=ask.mirror)
    page = (in_path[1] if in_path else ask.path) or "/"
    return pages.article_page(portal, id_, page=page, mirror=ask.mirror)


def _page(portal: SamplePortal, ask: Asked) -> Reply | None:
    document = DOCUMENT.search(ask.path)
    if document:
        return _document(portal, int(document[1]) - FIRST_ID, ask)
    path = ask.path.rstrip("/")
    if not path:
        return pages.home_page(portal, mirror=ask.mirror)
    for index, section in enumerate(article_sections()):
        if section.path == path:
            return listing.article_list(portal, index, page_number(ask.query), mirror=ask.mirror)
    for index, section in enumerate(document_sections()):
        if section.path == path:
            return listing.document_list(portal, index, page_number(ask.query), mirror=ask.mirror)
    return _static(portal, path, ask)


def _document(portal: SamplePortal, id_: int, ask: Asked) -> Reply | None:
    if not 0 <= id_ < document_count(portal.world):
        return None
    return pages.document_page(portal, make_document(portal.world, id_), mirror=ask.mirror)


def _static(portal: SamplePortal, path: str, ask: Asked) -> Reply | None:
    if path == "/lich-cong-tac":
        return feeds.calendar(portal, ask.query, mirror=ask.mirror)
    if path == "/c/portal/login":
        return html_reply(
            "<!DOCTYPE html><html><body><form><input type='password' /></form></body></html>", kind="login"
        )
    titles = {address: name for name, address in (*STATIC_PAGES, ("Tìm kiếm", "/tim-kiem"), ("English", "/en"))}
    return pages.static_page(portal, titles[path], mirror=ask.mirror) if path in titles else None
