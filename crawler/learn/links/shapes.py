"""Addresses that look alike: path and query taken apart, and the shape in which they are compared."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

EXTENSION = re.compile(r"\.(?:html?|aspx?|php|jsp|do|cpx|shtml)$", re.I)
DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
GUID = re.compile(r"\{?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}?", re.I)
INSTANCE = re.compile(r"INSTANCE_[A-Za-z0-9]+")
MARK = re.compile(r"-([a-z]{1,3})\d{2,}$")
"""A number with letters that say what kind of page it is: `…-a1120`, where lists are `…-c12` and copies `…-in1120`."""
TAIL_ID = re.compile(r"[-._]\d{2,}$")
MAX_SEGMENTS = 12


class Parts(NamedTuple):
    """Path and query of an address, taken apart."""

    segments: tuple[str, ...]
    """Percent-encoded, as in the address; the last without its extension."""
    extension: str
    """`.html`, or empty."""
    pairs: tuple[tuple[str, str], ...]
    """Names with Liferay's instances made alike, and decoded values."""


class Shape(NamedTuple):
    """What addresses of one kind have in common before anything is known of them."""

    kinds: tuple[str, ...]
    """Of each segment: `day` `num` `guid` `text`; of the last `text:a` where its number has letters before it."""
    extension: str
    keys: tuple[str, ...]


def local_of(url: str) -> str:
    """Return path and query of an address."""
    parts = urlsplit(url)
    return f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"


def pairs_of(local: str) -> list[str]:
    """Return the parameters of path and query, each with its value, as they are written: `cur=2`."""
    return [pair for pair in local.partition("?")[2].split("&") if pair]


def plain_key(key: str) -> str:
    """Return a parameter's name with Liferay's instance ids made alike."""
    return INSTANCE.sub("INSTANCE_*", key)


@lru_cache(maxsize=65_536)
def parts_of(local: str) -> Parts:
    """Return path and query taken apart."""
    path, _, query = local.partition("?")
    segments = [segment for segment in path.split("/") if segment][:MAX_SEGMENTS]
    match = EXTENSION.search(segments[-1]) if segments else None
    if match:
        segments[-1] = segments[-1][: match.start()]
    pairs = tuple((plain_key(key), value) for key, value in parse_qsl(query, keep_blank_values=True))
    return Parts(tuple(segments), match[0] if match else "", pairs)


def kind_of(segment: str) -> str:
    """Return which kind of text a segment of a path is."""
    if segment.isdecimal():
        return "num"
    if DAY.fullmatch(segment):
        return "day"
    return "guid" if GUID.fullmatch(segment) else "text"


@lru_cache(maxsize=65_536)
def shape_of(local: str) -> Shape:
    """Return the shape of an address."""
    parts = parts_of(local)
    kinds = [kind_of(segment) for segment in parts.segments]
    mark = MARK.search(parts.segments[-1]) if kinds and kinds[-1] == "text" else None
    if mark:
        kinds[-1] = f"text:{mark[1]}"
    return Shape(tuple(kinds), parts.extension.lower(), tuple(sorted({key for key, _ in parts.pairs})))


def has_tail_id(local: str) -> bool:
    """Return True if the last segment ends with a number of its own: `…-920730`."""
    segments = parts_of(local).segments
    return bool(segments) and bool(TAIL_ID.search(unquote(segments[-1])))
