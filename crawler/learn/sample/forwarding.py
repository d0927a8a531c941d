"""A home page that is none: it only sends browsers on, by a `<meta>` or a line of script, or shows others in frames."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urlsplit

from crawler.items import Capture
from crawler.urls import resolve

META = re.compile(rb"<meta\b(?=[^>]{0,200}http-equiv\s*=\s*[\"']?refresh)[^>]{0,600}>", re.I)
CONTENT = re.compile(rb"content\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.I)
TARGET = re.compile(r"\s*(\d{1,2})(?:\.\d+)?\s*[;,]\s*(?:url\s*=)?\s*[\"']?([^\"'\s]+)", re.I)
SCRIPT = re.compile(
    rb"(?<![\w.])(?:(?:window|document|self|top|parent)\.)?location(?:\.href)?\s*"
    rb"(?:=|\.(?:replace|assign)\s*\()\s*[\"']([^\"'<>\s]{1,500})[\"']"
)
FRAME = re.compile(rb"<i?frame\b[^>]{0,800}>", re.I)
SOURCE = re.compile(rb"\ssrc\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.I)
UNSEEN = re.compile(rb"\s(?:width|height)\s*=\s*[\"']?[01](?!\d|%)|display\s*:\s*none|visibility\s*:\s*hidden", re.I)
"""A frame that nobody sees: for counting, for a log-in behind the scenes."""
HEAD = 20_000
LATEST = 10
"""Seconds after which a page may send on; later ones reload themselves for the sake of news."""


def sent_on(capture: Capture) -> str | None:
    """Return the absolute address that a page sends browsers on to; None for a page that stays."""
    head = capture.body[:HEAD]
    text = _meta_target(head)
    if text is None and (script := SCRIPT.search(head)) is not None:
        text = script[1].decode("utf-8", "replace")
    target = resolve(capture.requested_url, unescape(text)) if text else None
    return target if target != capture.requested_url else None


def framed(url: str, body: bytes, *, elsewhere: bool = False) -> tuple[str, ...]:
    """Return the absolute addresses on the page's own host that it shows in frames; or those on other hosts."""
    found = [target for tag in FRAME.findall(body[:HEAD]) if (target := _framed(url, tag)) is not None]
    return tuple(dict.fromkeys(one for one in found if (_site(one) != _site(url)) is elsewhere and one != url))


def _framed(url: str, tag: bytes) -> str | None:
    source = SOURCE.search(tag) if not UNSEEN.search(tag) else None
    text = next((one for one in source.groups() if one is not None), b"") if source is not None else b""
    return resolve(url, unescape(text.decode("utf-8", "replace")).strip()) if text else None


def _site(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _meta_target(head: bytes) -> str | None:
    meta = META.search(head)
    content = CONTENT.search(meta[0]) if meta is not None else None
    value = next((one for one in content.groups() if one is not None), b"") if content is not None else b""
    target = TARGET.match(unescape(value.decode("utf-8", "replace")))
    return target[2] if target is not None and int(target[1]) <= LATEST else None
