"""Session ids in addresses: they say who asks, never what for. Known by name, or by a short name and their look.

So do some parameters of SharePoint: in which frame a page opens, for which screen, and to where it leads back. It gives
the same page without them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit, urlunsplit

IN_PATH = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?#;]*|/\([A-Z]\([A-Za-z0-9_-]{16,}\)\)(?=/|$)", re.I)
"""`;jsessionid=…` of servlets, `/(S(…))` of ASP.NET without cookies."""
NAMES = re.compile(
    r"(?:jsessionid|phpsessid|aspsessionid\w*|asp\.net_sessionid|session_?id|sess_?id|cfid|cftoken|zenid|oscsid|p_auth)",
    re.I,
)
SHORT_NAMES = re.compile(r"(?:sid|s|session|sess)", re.I)
"""Names that may be those of other things too, such as a section's."""
OF_ASP = re.compile(r"[1-9]\d{8}")
"""How `sid` looks where it is the session's number. Source: `Session.SessionID` of Active Server Pages, of 9 digits."""
LOOKS_RANDOM = re.compile(r"(?=.*\d)(?=.*[a-z])(?:[0-9a-f]{10,64}|[0-9a-z]{20,64})", re.I)


FRAMES: dict[str, re.Pattern[str]] = {
    "isdlg": re.compile(r"[01]"), "source": re.compile(r"(?:/|%2f|https?(?::|%3a))", re.I),
    "contenttypeid": re.compile(r"0x01", re.I), "initialtabid": re.compile(r"ribbon", re.I),
    "visibilitycontext": re.compile(r"wss", re.I), "mobile": re.compile(r"[01]$"),
}  # fmt: skip
"""Parameters that SharePoint adds to addresses of its own pages, and how their values begin.

Source: SharePoint's dialog framework (`IsDlg=1`), its forms (`Source`, the page to go back to; `ContentTypeId`) and its
ribbon (`InitialTabId=Ribbon.Read`, `VisibilityContext=WSSTabPersistence`); its pages for phones (`?Mobile=1`, and
`?Mobile=0` for those who come from them): "Overview of Mobile Pages and the Redirection System", SharePoint Foundation.
"""
NAMED = re.compile(rf"[?&](?:{NAMES.pattern}|{SHORT_NAMES.pattern}|{'|'.join(FRAMES)})(?=[=&#]|$)", re.I)


def is_session(key: str, value: str | None) -> bool:
    """Return True for a parameter that carries the id of a session, or says in which frame SharePoint shows a page."""
    frame = FRAMES.get(key.lower())
    framed = frame is not None and value is not None and frame.match(value) is not None
    if framed or NAMES.fullmatch(key):
        return True
    random = SHORT_NAMES.fullmatch(key) and LOOKS_RANDOM.fullmatch(value or "")
    return bool(random or (key.lower() == "sid" and OF_ASP.fullmatch(value or "")))


def without_session(url: str) -> str:
    """Return an address to fetch without the session that the page it was found on had; as it is where it has none."""
    query = url.find("?")
    if ";" in url or "(" in url or (query >= 0 and (NAMED.search(url, query) or "/" not in url[8:query])):
        return _without(url)
    return url


@lru_cache(maxsize=8_192)
def _without(url: str) -> str:
    parts = urlsplit(url)
    kept = [part for part in parts.query.split("&") if not is_session(*_halves(part))]
    path = IN_PATH.sub("", parts.path) or "/"
    if path == parts.path and len(kept) == parts.query.count("&") + 1:
        return url
    return urlunsplit((parts.scheme, parts.netloc, path, "&".join(kept), parts.fragment))


def _halves(part: str) -> tuple[str, str | None]:
    key, equals, value = part.partition("=")
    return key, value if equals else None
