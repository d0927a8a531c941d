"""Why a site cannot be learned: said in one sentence, with what to do, instead of a bad portal file."""

from __future__ import annotations

from collections.abc import Iterable

from crawler.extract.text import fold
from crawler.learn.addresses.groups import Group
from crawler.learn.findings import Findings
from crawler.learn.sample.book import Book, Entry
from crawler.learn.sample.forwarding import framed
from crawler.learn.sample.goods import CART, FEWEST_OFFERS, GOODS
from crawler.learn.sample.observe import MAX_READ, Observed
from crawler.told import status_told

LITTLE_TEXT = 400
"""Characters of a page that a browser must fill first."""
FEWEST_ARTICLES = 2
FEW_LINKS = 5
"""Links of a page that announces the end of a portal, to its successor perhaps; news of closures have more around."""
MANY, ALIKE = 10, 0.8
"""Undated pages of one kind of address that may be articles, and the share of those fetched that must look so."""
GOODS_PAGES, CART_PAGES = 0.3, 0.5
"""Shares of pages that sell something: where few others are dated, and whatever their counters say."""
OFFER_PAGES = 0.5
"""Share of pages that show goods with prices, where few tell a time, whatever their counters say."""
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
    if home.status >= 400:
        code, _, said = status_told(home.status).partition(": ")
        return f"{code}: the home page {said}"
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
    frames = framed(home.asked, home.head, elsewhere=True)
    if frames and not home.links:
        return f"the home page only shows another site in a frame, {frames[0]}: give that address"
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
    return refuse_kind(book, found) or refuse_few(book, found)


def _articles(book: Book, found: Findings) -> tuple[list[Entry], list[Entry]]:
    """Return what looks like articles, and those of them of which something more speaks for it."""
    articles = [entry for entry in book.entries.values() if entry.kind == "article"]
    return articles, [entry for entry in articles if entry.is_dated] or _undated(book, articles, found.groups)


def refuse_kind(book: Book, found: Findings) -> str | None:
    """Return what kind of site the sample shows instead of a portal: a shop, a program; None if it does not."""
    dated, pages = _articles(book, found)[1], book.pages
    heads = [fold(seen.head.decode("utf-8", "replace")) for seen in pages]
    offers = [seen.offers >= FEWEST_OFFERS for seen in pages]
    carts = sum(bool(CART.search(head)) for head in heads)
    goods = sum(offer or bool(GOODS.search(head)) for head, offer in zip(heads, offers, strict=True))
    told = len(dated) + sum(entry.kind == "document" for entry in book.entries.values())
    sells = goods >= GOODS_PAGES * len(pages) and told * 3 < len(pages)
    shows = sum(offers) >= OFFER_PAGES * len(pages) and sum(map(_is_timed, dated)) * 3 < len(pages)
    if pages and (sells or shows or carts >= CART_PAGES * len(pages)):
        return f"{goods} of {len(pages)} pages sell something: a shop, not a portal"
    if sum(map(needs_browser, pages)) * 2 > len(pages):
        return "most pages hold scripts instead of text: their content comes by script"
    return None


def _is_timed(entry: Entry) -> bool:
    article = entry.observed.page.article if entry.observed is not None else None
    return article is not None and article.published_at is not None


def refuse_few(book: Book, found: Findings) -> str | None:
    """Return what the sample has too little of to be learned from; None if it has enough."""
    articles, dated = _articles(book, found)
    documents = sum(entry.kind == "document" for entry in book.entries.values())
    if len(dated) + documents < FEWEST_ARTICLES:
        return (
            f"of {len(book.pages)} pages {len(articles)} look like articles and {len(dated)} carry a date or a counter"
        )
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
