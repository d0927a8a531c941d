"""Addresses that stand in a script call: `javascript:downloadfile('label','path')`, `javascript:window.open("/a.pdf")`.

`__doPostBack` and the like name no address: they are none.
"""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

SCRIPT_CALL = re.compile(r"^javascript:(?!\s*(?:void|__doPostBack)\b)[\w\s.=(,]{1,80}(?:'[^']*'|\"[^\"]*\")", re.I)
ARGUMENT = re.compile(r"'([^']*)'|\"([^\"]*)\"")
ADDRESS = re.compile(r"^(?:https?://|/|\.{1,2}/|~/)\S", re.I)
PLACE = re.compile(r"^[^\s/][^<>]*/[^<>]*\.\w{2,5}(?:\?|$)|^[^<>/?]+\.(?:aspx|php|jsp|ashx|html?)\?", re.I)
FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|odt|ods|rtf|zip|rar|7z)$", re.I)
SAFE = "/:@!$&'()*+,;=~-._"
MAX_CALL = 3_000


def _addresses(arguments: list[str]) -> list[str]:
    """Return the arguments that are addresses; a lone file name is one where nothing else is."""
    found = [text for text in arguments if ADDRESS.match(text) or PLACE.match(text)]
    return found or [text for text in arguments if FILE.search(text)]


def script_target(href: str) -> str:
    """Return the address in a script call, quoted as an address must be; `href` itself if it is no such call."""
    if href[:11].lower() != "javascript:" or len(href) > MAX_CALL or not SCRIPT_CALL.match(href):
        return href
    arguments = [(one or other).replace("\\/", "/").strip() for one, other in ARGUMENT.findall(href)]
    found = _addresses(arguments)
    files = [text for text in found if FILE.search(text)]
    if not found:
        return href
    path, mark, query = (files or found)[0].removeprefix("~").partition("?")
    return quote(unquote(path), safe=SAFE) + mark + query.replace(" ", "%20")
