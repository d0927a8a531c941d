"""What a CDX server said -> captures, number of pages, list of indexes. Pure; what it says is not trusted."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date

from crawler.archive.foreign.dates import utc_of
from crawler.archive.foreign.normal import is_address, plain_url
from crawler.cdx.captures import CdxRow

NAMES = {"original": "url", "mimetype": "mime", "statuscode": "status"}
WAYBACK_COLUMNS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")
WORTH = ("200", "301", "302", "303", "307", "308", "404", "410", "-", "")
"""Statuses that say something of a page; `-` is a revisit, whose payload the archive knows."""
MAX_PAGES = 10_000
MAX_WRONG = 50
"""Lines that are no CDX, after which the rest is not read."""
MAX_DIGITS = 15
MAX_RECORD = 64 << 20
"""Bytes of a gzip member."""
SHOWN = 60
DECODER = json.JSONDecoder()
BETWEEN = re.compile(r"[\s,]*")
OPENS = re.compile(r"\[(?=\s{0,9}[\[{])")
"""An array of rows begins; the rows are read one by one."""
WARC_NAME = re.compile(r"(?:[\w=+-][\w.=+-]*/)*[\w=+-][\w.=+-]*", re.ASCII)
INDEX = re.compile(r"CC-MAIN-[\w-]{1,40}", re.ASCII)


class BrokenAnswerError(ValueError):
    """Raised when an answer is no CDX, or is cut off; the caller should ask again, or give the server up."""


def read_rows(text: str, now: str = "9999") -> Iterator[CdxRow]:
    """Yield the captures of an answer: JSON lines (pywb, Common Crawl), or an array with a head (Wayback).

    Captures later than `now`, and addresses that are none, are left out.
    Raises: BrokenAnswerError at the end, if anything of it was no CDX.
    """
    names: tuple[str, ...] = ()
    wrong = 0
    for value in _values(text):
        if isinstance(value, list) and not names:
            is_head = "timestamp" in value
            names = tuple(str(name) for name in value) if is_head else WAYBACK_COLUMNS
            if is_head or not value:
                continue
        named = dict(zip(names, value, strict=False)) if isinstance(value, list) else value
        if not isinstance(named, dict) or "timestamp" not in named:
            wrong += 1
            if wrong > MAX_WRONG:
                break
            continue
        row = _row({NAMES.get(str(name), str(name)): str(value) for name, value in named.items()})
        if row is not None and row.status in WORTH and row.at <= now:
            yield row
    if wrong:
        raise BrokenAnswerError(f"is no CDX: {shown(text)}")


def _values(text: str) -> Iterator[object]:
    """Yield the JSON values of a text, those of an array of rows one by one; None where something is no JSON."""
    at = depth = 0
    while (at := _after(text, at)) < len(text):
        if text[at] == "]" or OPENS.match(text, at):
            depth += 1 if text[at] == "[" else -1
            at += 1
            continue
        try:
            value, at = DECODER.raw_decode(text, at)
        except (ValueError, RecursionError):
            value, at = None, text.find("\n", at) + 1 or len(text)
        yield value
    if depth:
        yield None  # cut off


def _after(text: str, at: int) -> int:
    found = BETWEEN.match(text, at)
    return found.end() if found else at


def _row(named: dict[str, str]) -> CdxRow | None:
    at = utc_of(named["timestamp"])
    url = plain_url(named.get("url", ""))
    if at is None or not is_address(url):
        return None
    offset, length = _number(named.get("offset", "")), _number(named.get("length", ""))
    name = named.get("filename", "")
    return CdxRow(url, at, named.get("status", ""), named.get("digest", "")[:200], name[:1000], offset, length)


def _number(value: str) -> int:
    return int(value) if value.isascii() and value.isdecimal() and len(value) <= MAX_DIGITS else 0


def has_record(row: CdxRow) -> bool:
    """Return True if a row of Common Crawl says where its record lies."""
    return WARC_NAME.fullmatch(row.filename) is not None and 0 < row.length <= MAX_RECORD


def number_of_pages(text: str) -> int | None:
    """Return how many pages a server has for a question; None if it has none and has answered at once.

    Raises: BrokenAnswerError for a number that cannot be meant.
    """
    found = text.strip()
    if len(found) > 200:
        return None
    try:
        value: object = json.loads(found)
    except (ValueError, RecursionError):
        return None
    pages = value.get("pages") if isinstance(value, dict) else value
    if not isinstance(pages, int) or isinstance(pages, bool):
        return None
    if not 0 <= pages <= MAX_PAGES:
        raise BrokenAnswerError(f"speaks of {str(pages)[:20]} pages")
    return pages


def says_nothing_is_there(text: str) -> bool:
    """Return True if an answer with status 404 means that there are no captures, and not that there is no server."""
    return len(text) < 2_000 and text.lstrip().startswith("{") and "no captures" in text.lower()


def read_collections(text: str, since: date | None, until: date | None) -> list[str]:
    """Return the names of the indexes of Common Crawl that may hold captures of these days, oldest first.

    Raises: BrokenAnswerError.
    """
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    known = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    named = [one for one in known if INDEX.fullmatch(str(one.get("id")))]
    if not named:
        raise BrokenAnswerError(f"is no list of indexes: {shown(text)}")
    first, last = str(since or ""), str(until or "9999")
    return [
        str(one["id"])
        for one in reversed(named)
        if str(one.get("to") or "9999")[:10] >= first and str(one.get("from") or "")[:10] <= last
    ]


def shown(text: str) -> str:
    """Return how a text begins, on one line and safe for a terminal."""
    begins = " ".join(text[: 4 * SHOWN].split())[:SHOWN]
    return "".join(char if char.isprintable() else "?" for char in begins) or "(nothing)"
