"""What a page is that is no content: challenges, home pages, copies, soft 404s, closed portals."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import islice
from typing import Literal
from urllib.parse import urlsplit

from crawler.extract.markup.blocks import Block
from crawler.extract.settle import is_plausible
from crawler.extract.sheet import Sheet
from crawler.extract.zones.title import find_title
from crawler.extract.zones.zone import Zone, read_zone
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
HOME_QUERY = re.compile(r"(?:(?:lang|language|locale|hl|culture|ngonngu)=(?:[a-z]{2}(?:[_-][a-z]{2})?)?)?", re.I)
"""What the address of a home page may ask for: its language."""
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
    r"|error establishing a database connection|\b(?:mysqli?|pg|oci|sqlsrv)_p?connect\(|\bsqlstate\[|\borg\.hibernate\."
    r"|\b(?:fatal|parse) error\W.{0,300} on line \d|fatal error\W+uncaught\b|account (?:has been |is )?suspended"
    r"|(?:website|trang web|ten mien|hosting)(?: \w+){0,4} (?:da |bi )?(?:het han|tam khoa)\b"
)
"""A portal that was shut down, parked, is broken or being repaired, or lets nobody in: no removal of the page."""
ANNOUNCED = re.compile(
    rf"\W*(?:(?:rat tiec|xin loi|thong bao)\W+)?(?:{NOT_FOUND.pattern}|ban khong co quyen truy cap)"
    r"(?:\W*$|[.,!]|\W+(?:hoac|hay|nua|do|vi|vui long|ban|tren (?:he thong|may chu|website|cong|trang|server))\b)"
)
"""A failure told to the reader, and no more: `không tìm thấy thông tin phần mộ` is news."""
CLOCK = timedelta(days=1)
"""Days before the fetch that a page's clock may be behind."""
SHORTEST_TEXT = 20
"""Characters under which a line between byline and text is no text."""
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
    asks = HOME_QUERY.fullmatch(parts.query) is None
    return canonical.startswith(portal.url) and not asks and bool(HOME_PATHS.match(parts.path))


def _notes(sheet: Sheet) -> list[Block]:
    """Return the page's short lines outside its menus: where a failure is announced."""
    short = (block for block in sheet.blocks if len(block.text) <= LONGEST_NOTE and block.link_share < 0.5)
    return list(islice((block for block in short if not sheet.in_chrome(block.element)), MAX_NOTES))


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
    closed = [note for note in notes if CLOSED.search(note.folded)]
    missing = [note for note in notes if NOT_FOUND.search(note.folded)]
    if not (closed or missing) or _is_news(sheet, [*closed, *missing]):
        return None
    return "closed" if closed else "soft_404"


def _is_news(sheet: Sheet, notes: list[Block]) -> bool:
    """Return True where the words of a failure are news: `Đường tỉnh 550 đang nâng cấp` under a title with its byline.

    Boxes and counters stand behind what an error page says, a byline before it. A page that shows the title and byline
    of an article, and then nothing but that it was removed, is no news.
    """
    title = find_title(sheet)
    if title is None or title.block is None:
        return False
    zone, at = read_zone(sheet, title, title.block), title.block.order
    below = [note for note in notes if note.order > at]
    if any(note.order <= zone.last.order or _is_all(sheet, note, zone) for note in below):
        return False
    return _is_signed(sheet, zone, at, sure=any(note.order == at for note in notes))


def _is_all(sheet: Sheet, note: Block, zone: Zone) -> bool:
    """Return True for an announcement to the reader that stands where the text of the article would."""
    between = sheet.blocks[zone.last.order + 1 : note.order]
    return bool(ANNOUNCED.match(note.folded)) and all(len(block.text) < SHORTEST_TEXT for block in between)


def _is_signed(sheet: Sheet, zone: Zone, at: int, *, sure: bool) -> bool:
    """Return True if a time of publication is labelled beside the title, or a day that is no clock's right under it.

    `sure` asks for the label: the title itself may be the announcement.
    """
    if any(is_plausible(moment, sheet.fetched_at) for moment, _ in zone.byline.published):
        return True
    under = bool(zone.blocks) and min(block.order for block in zone.blocks) == at + 1
    days = [moment.day for moment, _ in (*zone.byline.bare, *zone.byline.updated)]
    return not sure and under and any(day < sheet.fetched_at.date() - CLOCK for day in days)
