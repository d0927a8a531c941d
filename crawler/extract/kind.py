"""What a page is that is no content: challenges, home pages, copies, soft 404s, closed portals."""

from __future__ import annotations

import re
from itertools import islice
from typing import Literal
from urllib.parse import urlsplit

from crawler.extract.sheet import Sheet
from crawler.items import Capture
from crawler.portals import Portal
from crawler.urls import canonical_url

Failure = Literal["closed", "soft_404"]
CHALLENGE = re.compile(
    rb"\bD1N=[0-9a-f]|cdn-cgi/challenge-platform|cf-browser-verification|cf_chl_opt|_Incapsula_Resource"
    rb"|<title>\s*(?:Just a moment|Attention Required)|g-recaptcha|h-captcha|Checking your browser"
    rb"|document\.cookie\s*=[^;]{0,200};?[^<]{0,200}location\.(?:reload|href)"
)
CHALLENGE_HEAD = 8_192
"""Bytes in which a challenge shows itself."""
SMALL = 3_000
"""Bytes under which a page with a captcha is nothing but the captcha."""
HOME_PATHS = re.compile(
    r"^/(?:(?:vi(?:-vn|_vn)?|en|web/guest|portal/pages|pages)/?)?"
    r"(?:(?:index|default|home|trang-?chu)(?:\.html?|\.aspx?|\.php|\.jsp)?)?$",
    re.I,
)
NOT_FOUND = re.compile(
    r"khong tim thay (?:noi dung|trang|bai viet|du lieu|tai nguyen|duong dan|thong tin)"
    r"|(?:trang|bai viet|noi dung|duong dan|tin)(?: \w+){0,4} khong (?:con )?ton tai"
    r"|(?:page|resource|content|article)(?: \w+){0,3} not (?:be )?found|404 not found|error 404|loi 404"
    r"|(?:bai viet|noi dung|tin)(?: \w+){0,3} da bi (?:xoa|go)|^\W*khong tim thay\W*$|^\W*not found\W*$"
)
CLOSED = re.compile(
    r"(?:da |tam )?(?:dung|ngung) (?:hoat dong|cung cap)|dang (?:bao tri|nang cap)|tam ngung phuc vu"
    r"|under (?:maintenance|construction)|service unavailable|domain (?:is )?for sale|website .{0,40}bi khoa"
    r"|server error in\b|^\W*(?:runtime|internal server) error\W*$|requested url was rejected|bad gateway"
    r"|khong co quyen truy cap|^\W*access (?:is )?denied\W*$"
)
"""A portal that was shut down, parked, is broken or being repaired, or lets nobody in: no removal of the page."""
LONGEST_NOTE = 300
MAX_NOTES = 60


def is_challenge(capture: Capture) -> bool:
    """Return True if the server asks for proof of a browser instead of giving the page."""
    head = capture.body[:CHALLENGE_HEAD]
    if len(capture.body) < SMALL or capture.status in (403, 429, 503):
        return bool(CHALLENGE.search(head))
    match = CHALLENGE.search(head) if b"challenge-platform" in head else None
    return match is not None and b"challenge-platform" in match[0]


def is_home(url: str, portal: Portal) -> bool:
    """Return True if the address is the portal's home page."""
    canonical = canonical_url(url, portal)
    parts = urlsplit(canonical)
    return canonical.startswith(portal.url) and not parts.query and bool(HOME_PATHS.match(parts.path))


def _notes(sheet: Sheet) -> list[str]:
    """Return the page's short lines outside its menus, folded: where a failure is announced."""
    short = (block for block in sheet.blocks if len(block.text) <= LONGEST_NOTE and block.link_share < 0.5)
    outside = (block.folded for block in short if not sheet.in_chrome(block.element))
    return list(islice(outside, MAX_NOTES))


def _has_prose(sheet: Sheet) -> bool:
    """Return True if the page has running text outside its menus and notes."""
    prose = [block for block in sheet.blocks if block.is_prose and not sheet.in_chrome(block.element)]
    if any(len(block.text) > LONGEST_NOTE for block in prose):
        return True
    found = 0
    for block in prose:
        if not (NOT_FOUND.search(block.folded) or CLOSED.search(block.folded)):
            found += len(block.text)
        if found >= LONGEST_NOTE:
            return True
    return False


def failure(sheet: Sheet) -> Failure | None:
    """Return what a page that came with status 200 says instead of content, where it says little else."""
    if _has_prose(sheet):
        return None
    notes = _notes(sheet)
    found: Failure | None = None
    if any(CLOSED.search(note) for note in notes):
        found = "closed"
    elif any(NOT_FOUND.search(note) for note in notes):
        found = "soft_404"
    return found
