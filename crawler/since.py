"""`--since DATE`: what lists date before a day is left out, and paging ends where a whole page is older."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from crawler.extract.printed.dates import read_date
from crawler.items import ListingItem, Page


def _is_older(item: ListingItem, day: date) -> bool:
    """Return True only if the row carries a date and it lies before `day`; rows without one are kept."""
    found = read_date(item.published_raw) if item.published_raw else None
    return found is not None and found.day < day


def published_since(page: Page, day: date) -> Page:
    """Return a page without the articles that are older, as far as lists date them.

    Links from other pages say nothing of an article's day and are left out: the lists name all that is new. Where a
    whole list page is older, its next page is left out, too.
    """
    listing = page.listing
    if listing is None or not listing.items:
        return replace(page, links=tuple(link for link in page.links if link.kind != "article"))
    kept = tuple(item for item in listing.items if not _is_older(item, day))
    wanted = {item.url for item in kept}
    if not kept:
        listing = replace(listing, next_url=None, next_fetch_url=None)
    dropped = {page.listing.next_url} if page.listing and not kept else set()
    links = (link for link in page.links if link.url not in dropped)
    return replace(
        page,
        links=tuple(link for link in links if link.kind != "article" or link.url in wanted),
        listing=replace(listing, items=kept),
    )
