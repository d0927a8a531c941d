"""Pages that only a posted form can reach (ASP.NET: `javascript:__doPostBack('target','argument')`), and their names.

Such a page has the address of the page before it. In the frontier it is told apart by what was posted, as CDXJ indexes
do it (`__wb_method=POST&…`): target, argument and the number of the page, but never the form's state, which is large
and another one each time. The number is needed because "next" and the links of a Repeater post the same on each page.
Source: https://github.com/webrecorder/cdxj-indexer (postquery), ASP.NET's WebForms.js.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode

MARK = "__wb_method=POST&"
PAGE = "__kho_page"
POSTED = re.compile(r"[?&](?=__wb_method=POST&__EVENT)")


@dataclass(frozen=True, slots=True, kw_only=True)
class PostForm:
    """A page's form, filled in as a browser would to get the next page of a list. It is never stored."""

    url: str
    """Absolute address that it is posted to."""
    fields: tuple[tuple[str, str], ...]
    """Names and values in page order."""


def posted_part(target: str, argument: str, page: int) -> str:
    """Return what is posted to reach page number `page` of a list, in its one spelling."""
    return MARK + urlencode([("__EVENTARGUMENT", argument), ("__EVENTTARGET", target), (PAGE, str(page))])


def with_posted(url: str, posted: str) -> str:
    """Return the name of the page that `url` answers to a post; `url` itself where nothing is posted."""
    if not posted:
        return url
    return f"{url}{'&' if '?' in url else '?'}{posted}"


def split_posted(url: str) -> tuple[str, str]:
    """Return the address, and what is posted to it; the second is empty for pages that need no post."""
    match = POSTED.search(url) if MARK in url else None
    return (url[: match.start()], url[match.end() :]) if match else (url, "")


def page_of(posted: str) -> int | None:
    """Return the number of the page that a post reaches, None where nothing is posted."""
    found = parse_qs(posted).get(PAGE, [""])[0]
    return int(found) if re.fullmatch(r"[0-9]{1,6}", found) else None
