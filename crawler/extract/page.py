"""One capture -> one `Page`: what the status says, then what the body is, then the reader for that kind."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace

from crawler.extract.encodings.decode import Decoded, decode
from crawler.extract.encodings.escaped import unescape_twice
from crawler.extract.encodings.legacy import Converted
from crawler.extract.encodings.legacy_page import convert_page
from crawler.extract.file_text import read_file
from crawler.extract.html_page import read_html
from crawler.extract.kind import is_challenge, is_home
from crawler.extract.lists.json_rows import html_of_rows
from crawler.extract.lists.posts import is_post_list, next_link, read_posts
from crawler.extract.lists.sitemap import is_feed, read_feed
from crawler.extract.markup.tree import parse
from crawler.extract.sheet import Sheet
from crawler.extract.unread import why_other
from crawler.items import Capture, Page, Payload, Problem
from crawler.portals import Portal
from crawler.urls import capture_url, link, resolve

MAX_PAGE = 20_000_000
"""Bytes; larger pages are not parsed."""
MAX_ELEMENTS = 200_000
HTML_MIMES = frozenset(("text/html", "application/xhtml+xml", "text/plain", "application/octet-stream"))
MARKUP = re.compile(rb"<(?:!doctype\s+html|html|head|body|title|div|p|table|script|meta)\b", re.I)
MAGIC = (
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
    (b"\xd0\xcf\x11\xe0", "application/msword"),
    (b"{\\rtf", "application/rtf"),
    (b"Rar!", "application/vnd.rar"),
    (b"\x89PNG", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
)
"""First bytes of files that servers now and then call HTML."""
REMOVED = {404: "not_found", 410: "gone"}
SNIFFED = 4_096
NO_TEXT = re.compile("[\x00-\x08\x0e-\x1f]")
"""Signs that texts do not have; of chance bytes one in nine is such."""
NO_TEXT_SHARE = 20


def _by_status(capture: Capture, portal: Portal, url: str) -> Page | None:
    """Return the page of a capture whose status says all: not modified, redirects, errors."""
    status = capture.status
    if status == 304 or status < 200:
        return Page(url=url, kind="other")
    if 300 <= status < 400:
        return _redirect(capture, portal, url)
    if status >= 400:
        return Page(url=url, kind="error", removed=REMOVED.get(status))
    return None


def _redirect(capture: Capture, portal: Portal, url: str) -> Page:
    """Return the page of a redirect; a deep page sent to the home page looks removed."""
    target = resolve(capture.requested_url, capture.header("location") or "")
    if target is None:
        return Page(url=url, kind="error" if capture.status != 300 else "other")
    home = is_home(target, portal) and not is_home(capture.requested_url, portal)
    return Page(
        url=url, kind="other", redirect=link(target, portal, "other"), removed="redirected_home" if home else None
    )


def _mime(capture: Capture) -> str:
    """Return what the body is: what the server says, unless its first bytes are those of a known file."""
    found = next((mime for magic, mime in MAGIC if capture.body.startswith(magic)), None)
    declared = capture.mime or ""
    if found and declared in (*HTML_MIMES, ""):
        return found
    return declared or ("text/html" if MARKUP.search(capture.body[:SNIFFED]) else "application/octet-stream")


def _is_html(capture: Capture, mime: str) -> bool:
    if mime in ("text/html", "application/xhtml+xml"):
        return True
    return mime in HTML_MIMES and bool(MARKUP.search(capture.body[:SNIFFED]))


def _payload(capture: Capture, mime: str, url: str) -> Page:
    """Return the page of a captured file, with its text."""
    body = capture.body
    read = read_file(body, mime, whole=not capture.truncated)
    payload = Payload(
        mime=mime,
        bytes=len(body),
        sha256=hashlib.sha256(body).hexdigest(),
        text=read.text,
        text_status=read.status,
    )
    return Page(url=url, kind="other", payload=payload, problems=(*_truncation(capture), *read.problems))


def _truncation(capture: Capture) -> tuple[Problem, ...]:
    return (
        (Problem(code="payload_truncated", message="fewer or more bytes came than announced"),)
        if capture.truncated
        else ()
    )


def _is_cut(capture: Capture) -> bool:
    """Return True if a truncated page misses its end; a wrong length alone takes nothing away."""
    return capture.truncated and b"</html>" not in capture.body[-2_000:].lower()


def read_page(capture: Capture, portal: Portal) -> Page:
    """Return all that can be read in one capture."""
    url = capture_url(capture, portal)
    if is_challenge(capture):
        problem = Problem(code="challenge", message="the server asks for proof of a browser")
        return Page(url=url, kind="challenge", problems=(problem,))
    told = _by_status(capture, portal, url)
    if told is not None:
        return told
    mime = _mime(capture)
    if is_feed(capture.body):
        return Page(url=url, kind="other", links=read_feed(capture, portal), problems=_truncation(capture))
    if is_post_list(capture):
        more = next_link(capture, portal)
        links = (*read_posts(capture, portal), *((more,) if more is not None else ()))
        return Page(url=url, kind="other", links=links, problems=_truncation(capture))
    rows = html_of_rows(capture, portal)
    if rows is not None:
        return _read_text(replace(capture, body=rows), portal, url)
    if not _is_html(capture, mime):
        return _payload(capture, mime, url)
    if len(capture.body) > MAX_PAGE:
        problem = Problem(code="page_too_large", message=f"{len(capture.body)} bytes; at most {MAX_PAGE} are read")
        return Page(url=url, kind="other", problems=(problem,))
    if _is_cut(capture):
        return Page(url=url, kind="error", problems=_truncation(capture))
    return _read_text(capture, portal, url)


def _text_problems(decoded: Decoded, converted: Converted) -> list[Problem]:
    """Return what is wrong with the letters of a page."""
    problems = []
    if decoded.lossy:
        problems.append(Problem(code="decoding_lossy", message=f"bytes that are not {decoded.encoding}"))
    if decoded.garbled:
        problems.append(Problem(code="text_garbled", message="UTF-8 that seems to be encoded twice"))
    if converted.garbled:
        problems.append(Problem(code="text_garbled", message="words that seem to be in TCVN3 or VNI"))
    if converted.case_lossy:
        problems.append(Problem(code="case_lost", message="TCVN3 with fonts of capitals"))
    return problems


def _unreadable(text: str) -> str | None:
    """Return why a body is no page, whatever the server said of it; None for a page."""
    head, middle = text[:SNIFFED].strip() or text.strip()[:SNIFFED], len(text) // 2
    if not head:
        return "the body is empty"
    samples = (head, text[middle : middle + SNIFFED])
    chance = any(NO_TEXT_SHARE * len(NO_TEXT.findall(sample)) > len(sample) for sample in samples)
    return "bytes that are no text" if chance else None


def _read_text(capture: Capture, portal: Portal, url: str) -> Page:
    """Return the page of an HTML body."""
    decoded = decode(capture.body, capture.header("content-type") or capture.mime)
    is_text = decoded.is_body and MARKUP.search(capture.body[:SNIFFED])
    if not is_text and (reason := _unreadable(decoded.text)) is not None:
        problem = Problem(code="page_unreadable", message=reason)
        return Page(url=url, kind="other", problems=(*_truncation(capture), problem))
    unescaped = unescape_twice(decoded.text)
    source, converted = convert_page(unescaped.text)
    parsed = parse(capture.body if decoded.is_body and source is decoded.text else source)
    if parsed.elements > MAX_ELEMENTS:
        problem = Problem(code="page_too_large", message=f"{parsed.elements} elements; at most {MAX_ELEMENTS} are read")
        return Page(url=url, kind="other", problems=(problem,))
    problems = [*_truncation(capture), *_text_problems(decoded, converted)]
    if unescaped.garbled:
        problems.append(Problem(code="text_garbled", message="entities that seem to be escaped twice"))
    if parsed.too_deep:
        problems.append(
            Problem(
                code="page_too_deep",
                message="tags nest deeper than 256 levels or a text is too long; the rest was not read",
            )
        )
    sheet = Sheet(capture, portal, parsed)
    page = read_html(sheet, url, tuple(problems))
    silent = page.kind == "other" and not page.problems
    return replace(page, problems=why_other(source, sheet)) if silent else page
