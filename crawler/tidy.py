"""Path and query of an address without what never names a page: one spelling for each page. Pure, and idempotent.

Kept: every parameter that may be a page's name (`ItemID=`, `tc=`, `ArticleId=`, `NewsId=`, `id=` …), trailing ids,
letter case.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from urllib.parse import quote, unquote, unquote_plus, urlencode

from crawler.session_ids import IN_PATH, is_session

TRACKING = re.compile(
    r"^(?:utm_\w+|fbclid|gclid|gclsrc|dclid|msclkid|yclid|igshid|twclid|zarsrc|zalo\w*|_ga|_gl|mc_[ce]id|fb_\w+|ref_src|spm"
    r"|doasuserid)$",
    re.I,
)
"""Parameters that never name a page: who sent us. Who we are (`session_ids`) is taken out as well."""
SHOWN = re.compile(
    r"^(?:p_p_col_\w+|p_p_mode|p_p_lifecycle|p_p_auth|\w*_viewMode|\w*_redirect|redirect|inheritRedirect"
    r"|\w*_backURL|p_l_back_url(?:_title)?|refererPlid|p_r_p_\w*resetCur|\w*_resetCur|\w*_delta"
    r"|return_?url|ret_?url|back_?url|font-?size|zoom|theme|_|rnd|rand|random|nocache|no_cache|cachebuster|timestamp|devicechannel)$",
    re.I,
)
"""Parameters that say how a page is shown, where to go back to, or keep it out of caches."""
NORMAL_STATE = frozenset(("normal", "maximized"))
DEFAULT_DOCUMENT = re.compile(r"^/(?:index|default)\.(?:html?|php|aspx?|jsp)$", re.I)
PLAIN = re.compile(r"/[A-Za-z0-9_~/-][A-Za-z0-9._~!$'()*+,:@&=/-]*(?<!/)", re.A)
"""Paths that are tidy as they stand, nearly all, if no segment is empty, hidden or a session."""
ODD = ("//", "/.", "/(")
PLAIN_TEXT = re.compile(r"[A-Za-z0-9_.~-]*", re.A)
"""Names and values that are the same decoded and encoded."""
FEWEST_SLASHES = 3
"""Slashes of an absolute address that has a path."""
SAFE_IN_PATH = "/:@!$&'()*+,;=~-._"


@lru_cache(maxsize=4_096)
def tidy_path(path: str) -> str:
    """Return a path in its one spelling: NFC, percent-encoded, no empty or dot segments."""
    if PLAIN.fullmatch(path) and not any(odd in path for odd in ODD):
        return path
    path = unquote(IN_PATH.sub("", path), errors="surrogateescape")
    path = IN_PATH.sub("", unicodedata.normalize("NFC", path))
    segments: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            segments = segments[:-1]
        elif segment not in ("", "."):
            segments.append(segment)
    return quote("/" + "/".join(segments), safe=SAFE_IN_PATH, errors="surrogateescape")


def with_slash(url: str, wanted: bool) -> str:
    """Return an address with a slash at its end, or without; home pages, files and those with a query stay."""
    bare = url.rstrip("/")
    name = bare.rpartition("/")[2]
    if "?" in url or "." in name or bare.count("/") < FEWEST_SLASHES:
        return url
    return f"{bare}/" if wanted else bare


def without_default(path: str) -> str:
    """Return `/` for the home page by the name of its file; below it and before a query such a name is kept.

    It may be part of a rewritten path, which leads nowhere without it.
    Source: DotNetNuke's `/tabid/121/language/vi-VN/Default.aspx`, Joomla's `/index.php/tin-tuc`.
    """
    return "/" if DEFAULT_DOCUMENT.match(path) else path


@lru_cache(maxsize=4_096)
def _naming(part: str) -> tuple[str, str | None] | None:
    """Return name and value of one parameter, decoded, NFC; None if it names no page: empty, tracking, a session.

    The value is None where there is no `=`. Most of a portal's parameters are the same in all of its addresses.
    """
    raw_key, equals, raw_value = part.partition("=")
    key, value = _decoded(raw_key), _decoded(raw_value) if equals else None
    names = part and value != "" and not (TRACKING.match(key) or is_session(key, value))
    return (key, value) if names else None


def _decoded(text: str) -> str:
    if PLAIN_TEXT.fullmatch(text):
        return text
    return unicodedata.normalize("NFC", unquote_plus(text, errors="surrogateescape"))


def _is_shown(key: str, value: str | None) -> bool:
    """Return True for a parameter that only says how a page is shown."""
    return bool(SHOWN.match(key)) or (key.lower() == "p_p_state" and value in NORMAL_STATE)


def tidy_query(query: str, *, keep: re.Pattern[str] | None = None, shown: bool = True) -> str:
    """Return a query in its one spelling: sorted, without tracking, sessions and empty values.

    `keep` finds the names that stay; with `shown` false, parameters that say how the page is shown go too.
    """
    if not query:
        return ""
    named = [pair for part in query.split("&") if (pair := _naming(part)) is not None]
    wanted = [pair for pair in named if keep is None or keep.search(pair[0])]
    if not shown:
        wanted = [(key, value) for key, value in wanted if not _is_shown(key, value)]
    return "&".join(_encoded(key, value) for key, value in sorted(set(wanted), key=_order))


@lru_cache(maxsize=4_096)
def _encoded(key: str, value: str | None) -> str:
    if PLAIN_TEXT.fullmatch(key) and PLAIN_TEXT.fullmatch(value or ""):
        return key if value is None else f"{key}={value}"
    part = urlencode([(key, value or "")], errors="surrogateescape")
    return part if value is not None else part.removesuffix("=")


def _order(pair: tuple[str, str | None]) -> tuple[str, str]:
    return pair[0], pair[1] or ""
