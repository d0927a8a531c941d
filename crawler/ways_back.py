"""Parameters of Liferay that say where its visitor came from or how long lists are: part of links, of no page's name.

Source: Liferay's `redirect`, `inheritRedirect`, `<portlet>_redirect`, `<portlet>_backURL` and, from 7.0, `p_l_back_url`
and `p_l_back_url_title` of render addresses; its lists put the whole address of the list into each link "read more".

So it is with `<portlet>_delta` of its search containers, how many rows a page of a list has: without it pages 2 and
after are cut like page 1, which is asked for without it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit, urlunsplit

NAMES = r"inheritRedirect|p_l_back_url(?:_title)?|refererPlid|_\w+_(?:redirect|backURL|delta)"
ALWAYS = re.compile(rf"(?:{NAMES})=")
"""No other system has these."""
BARE = "redirect="
"""Others have this one, and may send on to what it names."""
OF_PORTLET = re.compile(r"/-/|[?&]p_p_id=")
"""What an address of Liferay's has besides, if a page of its own stands there."""
MARKS = ("edirect", "p_l_back_url", "refererPlid", "_backURL", "_delta=")


def without_way_back(url: str) -> str:
    """Return an address to fetch without the parameters that only say where to go back to; most have none."""
    return _without(url) if "?" in url and any(mark in url for mark in MARKS) else url


@lru_cache(maxsize=8_192)
def _without(url: str) -> str:
    parts = urlsplit(url)
    pairs = parts.query.split("&")
    kept = [pair for pair in pairs if not ALWAYS.match(pair)]
    if len(kept) < len(pairs) or OF_PORTLET.search(url.partition(BARE)[0]):
        kept = [pair for pair in kept if not pair.startswith(BARE)]
    return url if len(kept) == len(pairs) else urlunsplit((*parts[:3], "&".join(kept), parts.fragment))
