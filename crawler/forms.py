"""The filled-in forms that lead to list pages which no address leads to, until those pages are fetched.

They live as long as the crawl: a form's state is large, goes out of date, and can be had again. A crawl that was killed
walks such a list again from its first page (`crawler.store.frontier`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from crawler.items import Capture, Page
from crawler.postback import PostForm

MAX_FORMS = 1_000
MAX_CHARS = 64_000_000
"""Of all forms together; beyond that the oldest are forgotten."""
COOKIE = re.compile(r"\s*([!#$%&'*+.^_`|~0-9A-Za-z-]{1,200})=([^;\s,]{0,4000})")
MAX_COOKIES = 20


@dataclass(frozen=True, slots=True)
class Filled:
    """A form to be posted."""

    form: PostForm
    cookies: tuple[tuple[str, str], ...]
    """What the server gave with this page, or with one before it in the same list: some keep the list's state there."""

    @property
    def body(self) -> bytes:
        """Return the body of the request, `application/x-www-form-urlencoded`."""
        return urlencode(self.form.fields).encode("ascii")

    @property
    def cookie(self) -> str:
        """Return the value of the `Cookie` header; empty if the server gave none."""
        return "; ".join(f"{name}={value}" for name, value in self.cookies)

    @property
    def size(self) -> int:
        """Return the characters that it holds."""
        return sum(len(name) + len(value) for name, value in self.form.fields)


class Forms:
    """Forms by the name of the page that they lead to."""

    def __init__(self) -> None:
        self._held: dict[str, Filled] = {}
        self._chars = 0

    def learn(self, capture: Capture, page: Page) -> None:
        """Keep the form that a list page leads on with, if it does."""
        listing = page.listing
        if listing is None or listing.next_form is None or listing.next_url is None:
            return
        before = self._held.get(page.url)
        same_host = urlsplit(listing.next_form.url).netloc == urlsplit(capture.requested_url).netloc
        cookies = dict(before.cookies if before else ()) | _cookies(capture) if same_host else {}
        self.drop(listing.next_url)
        filled = Filled(listing.next_form, tuple(cookies.items())[:MAX_COOKIES])
        self._held[listing.next_url] = filled
        self._chars += filled.size
        while self._chars > MAX_CHARS or len(self._held) > MAX_FORMS:
            self.drop(next(iter(self._held)))

    def get(self, url: str) -> Filled | None:
        """Return the form that leads to a page, if it is held."""
        return self._held.get(url)

    def drop(self, url: str) -> None:
        """Forget the form that leads to a page: the page is there."""
        filled = self._held.pop(url, None)
        if filled is not None:
            self._chars -= filled.size


def _cookies(capture: Capture) -> dict[str, str]:
    found = (COOKIE.match(value) for name, value in capture.headers if name == "set-cookie")
    return {match[1]: match[2] for match in found if match}
