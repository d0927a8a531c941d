"""Address -> key of a CDXJ index: host reversed, then path and query, as replay programs look it up.

The same keys as those of the Internet Archive's `surt`, for addresses as portals have them; that library is under the
AGPL and stays outside. Source: measured against surt 0.3.1.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

WWW = re.compile(r"^www\d*\.")
PORTS = {"http": 80, "https": 443}
SLASHES = re.compile(r"/+")


def surt(url: str) -> str:
    """Return `vn,gov,longbien)/tin-tuc?a=1&b=2` for `http://www.longbien.gov.vn/tin-tuc?b=2&a=1`.

    What is no web address, or none that can be read, is its own key.
    """
    try:
        parts = urlsplit(url.lower())
        port = parts.port
    except ValueError:
        return url
    if parts.scheme not in PORTS or parts.hostname is None:
        return url
    key = ",".join(reversed(WWW.sub("", parts.hostname).split(".")))
    if port is not None and port != PORTS[parts.scheme]:
        key += f":{port}"
    query = "&".join(sorted(parts.query.split("&")))
    path = SLASHES.sub("/", parts.path).rstrip("/") or "/"
    return f"{key}){path}" + (f"?{query}" if query else "")


def stamp(date: str) -> str:
    """Return `20261123023918` for `2026-11-23T02:39:18.123Z`."""
    return "".join(char for char in date[:19] if char.isdigit())
