"""Why a site cannot be learned: said in one sentence, with what to do, instead of a bad portal file."""

from __future__ import annotations

import re
from collections.abc import Iterable

from crawler.extract.text import fold
from crawler.learn.book import Book, Entry
from crawler.learn.findings import Findings
from crawler.learn.groups import Group
from crawler.learn.observe import MAX_READ, Observed

LITTLE_TEXT = 400
"""Characters of a page that a browser must fill first."""
FEWEST_ARTICLES = 2
FEW_LINKS = 5
"""Links of a page that announces the end of a portal, to its successor perhaps; news of closures have more around."""
MANY, ALIKE = 10, 0.8
"""Undated pages of one kind of address that may be articles, and the share of those fetched that must look so."""
_CART = r"gio hang|them vao gio|mua ngay|add to cart"
CART = re.compile(rf"\b(?:{_CART})\b")
GOODS = re.compile(rf"\b(?:{_CART}|checkout|\d[\d.,]* ?(?:vnd|₫|đ))(?:\b|$)")
GOODS_PAGES, CART_PAGES = 0.3, 0.5
"""Shares of pages that sell something: where few others are dated, and whatever their counters say."""
TITLE, FEWEST_UNREAD = 25, 3
"""Characters of a link that may be an article's title; pages so linked from which news are missed if none is read."""


def refuse_home(home: Observed, book: Book) -> str | None:
    """Return why the home page shows that nothing can be learned; None if it does not.

    A home page of a word and two links is poor, but no program in scripts, where they or a sitemap led to articles.
    """
    page = home.page
    if page.kind == "challenge":
        return "the server asks for proof of a browser (a challenge page); ask whoever runs it to let Kho in"
    if home.size > MAX_READ:
        return f"the home page has {home.size / 1e6:.0f} MB: no portal's page"
    if home.status in (401, 403):
        return f"the server answers {home.status}: it does not let us in"
    if home.status >= 400:
        return f"the home page answers {home.status}"
    if page.payload is not None:
        return f"the home page is a file ({page.payload.mime})"
    came = [one for one in book.entries.values() if one.kind == "article" and one.is_dated]
    return _refuse_look(home, leads_on=len(came) >= FEWEST_ARTICLES)


def _refuse_look(home: Observed, *, leads_on: bool) -> str | None:
    if home.has_password and len(home.links) < 10 and home.text_chars < 2 * LITTLE_TEXT:
        return "the home page is a log-in form: what lies behind it is not public"
    if needs_browser(home) and not leads_on:
        return (
            f"the page holds {home.text_chars} characters of text, {len(home.links)} links and {home.scripts} scripts:"
            " its content comes by script, and there is no browser here that fills it (Debian: make browser)"
        )
    if home.says_closed and len(home.links) < FEW_LINKS:
        return "the portal says that it is closed or under repair"
    if home.location is not None:
        return f"the home page only sends on, and on again, the last time to {home.location}"
    return None if home.links else "the home page links to nothing"


def needs_browser(seen: Observed) -> bool:
    """Return True for a page with little text and few links of its own, and scripts to bring them."""
    return seen.text_chars < LITTLE_TEXT and len(seen.links) < 5 and seen.scripts > 0


def _undated(book: Book, articles: list[Entry], groups: Iterable[Group]) -> list[Entry]:
    """Return what speaks for articles on a portal that prints no dates.

    They are in its feed, say when they were changed, or are many pages of one kind of address and nothing else there.
    """
    fed = {book.local(url) for seen in book.observed if not seen.is_map for url in seen.listed}
    alike = [one for one in groups if one.label == "article" and one.agreed >= max(MANY, ALIKE * one.fetched)]
    many = {entry.local for group in alike for entry in group.members}
    return [entry for entry in articles if entry.local in fed | many or entry.is_updated]


def refuse_sample(book: Book, found: Findings) -> str | None:
    """Return why the sample makes no portal; None if it does."""
    articles = [entry for entry in book.entries.values() if entry.kind == "article"]
    dated = [entry for entry in articles if entry.is_dated] or _undated(book, articles, found.groups)
    documents = sum(entry.kind == "document" for entry in book.entries.values())
    pages = book.pages
    heads = [fold(seen.head.decode("utf-8", "replace")) for seen in pages]
    goods, carts = (sum(bool(words.search(head)) for head in heads) for words in (GOODS, CART))
    sells = goods >= GOODS_PAGES * len(pages) and len(dated) * 3 < len(pages)
    if pages and (sells or carts >= CART_PAGES * len(pages)):
        return f"{goods} of {len(pages)} pages sell something: a shop, not a portal"
    if sum(map(needs_browser, pages)) * 2 > len(pages):
        return "most pages hold scripts instead of text: their content comes by script"
    if len(dated) + documents < FEWEST_ARTICLES:
        return f"of {len(pages)} pages {len(articles)} look like articles and {len(dated)} carry a date or a counter"
    if not any(group.label in ("article", "document") for group in found.groups):
        return "no rule could be found that tells the addresses of articles from others"
    unread = _unread(book)
    if not any(group.label == "article" for group in found.groups) and len(unread) >= max(FEWEST_UNREAD, documents / 2):
        return (
            f"{len(unread)} pages, linked with titles as articles are, could not be read, such as {unread[0].fetch_url}"
        )
    return None


def _unread(book: Book) -> list[Entry]:
    """Return the pages outside of menus that links give titles as long as an article's, and that say nothing to us."""
    plain = [one for one in book.read if one.kind == "other" and one.observed is not None and one.observed.links]
    return [one for one in plain if len(one.text) >= TITLE and not (book.is_frame(one) or one.is_tool)]
