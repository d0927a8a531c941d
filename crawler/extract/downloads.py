"""Files whose address does not end like a file's: downloads by id, viewers around a file, calls of scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

from lxml.html import HtmlElement

from crawler.urls import resolve

ENDINGS = "pdf|docx?|xlsx?|pptx?|odt|ods|odp|rtf|zip|rar|7z|txt|csv|mp3|mp4"
FILE = re.compile(rf"\.(?:{ENDINGS})$", re.I)
FILE_NAME = re.compile(rf"^[^<>|?*\n]{{0,150}}[^\W_][^<>|?*\n]{{0,100}}\.(?:{ENDINGS})(?:\s*\([^()]{{1,40}}\))?$", re.I)
"""`KH 12.pdf`, `12-KH.signed.pdf (1,2 MB)`: the text of a link that names a file."""
ACTION = re.compile(
    r"(?:^|[-_.])(?:download|dowload|getfile|get_file|viewfile|taifile|taive|tai-(?:file|ve|xuong))|"
    r"(?:download|getfile|file)(?:handler)?(?:\.\w{2,5})?$",
    re.I,
)
"""The last part of a path that hands out files: `download.aspx`, `GetFile.ashx`, `tai-ve`."""
SCRIPT = re.compile(r"\.(?:html?|php|jsp)$", re.I)
YES = frozenset(("1", "true", "yes"))
VIEWER = re.compile(
    r"/viewer\.html?$|/(?:g?view|op/(?:view|embed)\.aspx|wopiframe\.aspx)$|/(?:pdf-?viewer|viewerjs)(?:/|$)", re.I
)
"""Addresses of programs that show a file in a frame."""
MAX_QUERY, MAX_CLICK = 20, 1_000


def _pairs(query: str) -> list[tuple[str, str]]:
    return parse_qsl(query)[:MAX_QUERY]


def named_in_query(url: str) -> str | None:
    """Return the value in an address that ends like a file's: `Download.ashx?f=vb/09cd.pdf`."""
    return next((value for _, value in _pairs(urlsplit(url).query) if FILE.search(value)), None)


def is_download(url: str) -> bool:
    """Return True if an address hands out a file by its id or name; a bare `/download` may be a page of links."""
    parts = urlsplit(url)
    pairs = _pairs(parts.query)
    if any((name.lower() == "download" and value.lower() in YES) or name == "fileticket" for name, value in pairs):
        return True
    *before, last = parts.path.rstrip("/").split("/")
    if not ACTION.search(last):
        return named_in_query(url) is not None and not SCRIPT.search(last)
    return bool(pairs) or bool(before and re.search(r"\d", before[-1]))


def is_viewer(url: str) -> bool:
    """Return True for the address of a program that shows a file."""
    return bool(VIEWER.search(urlsplit(url).path))


def viewed_file(url: str) -> str | None:
    """Return the file that a viewer shows; None for a viewer without one, `url` itself for any other address."""
    if not is_viewer(url):
        return url
    inner = next((value for _, value in _pairs(urlsplit(url).query) if FILE.search(urlsplit(value).path)), None)
    return resolve(url, inner) if inner else None


def is_file_name(text: str | None) -> bool:
    """Return True for the text of a link that is the name of a file."""
    return text is not None and bool(FILE_NAME.match(text))


def clicks(element: HtmlElement) -> Iterator[str]:
    """Yield the calls that a click on an element makes, as `javascript:` addresses."""
    for call in (element.get("onclick") or "")[:MAX_CLICK].split(";"):
        if call.strip():
            yield f"javascript:{call.strip()}"
