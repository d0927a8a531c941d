"""What WordPress says of its posts to machines: RSS, sitemaps and `/wp-json/wp/v2/posts`."""

# ruff: noqa: E501 - templates keep the lines that the page has

from __future__ import annotations

import json
from collections.abc import Callable
from email.utils import format_datetime
from html import escape

from tests.builds.markup import pages
from tests.builds.messages import Reply, Request
from tests.builds.server import Build
from tests.builds.world import Article

XML = "application/xml; charset=utf-8"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
MOST = 100
"""Posts of one page of the REST interface."""


def feed(build: Build) -> Reply:
    """Return the ten newest posts as RSS 2.0."""
    items = "".join(
        f"<item><title>{escape(a.title)}</title><link>{build.base}{build.address(a)}</link>"
        f"<pubDate>{format_datetime(a.when)}</pubDate></item>"
        for a in build.world.articles[:10]
        if not a.day_only
    )
    body = f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Thị xã Bình Lãng</title>{items}</channel></rss>'
    return Reply("listing", body, "application/rss+xml; charset=utf-8")


def sitemap_index(build: Build) -> Reply:
    """Return the index of sitemaps."""
    one = f"<sitemap><loc>{build.base}/wp-sitemap-posts-post-1.xml</loc></sitemap>"
    return Reply("listing", f'<?xml version="1.0"?><sitemapindex xmlns="{SITEMAP}">{one}</sitemapindex>', XML)


def sitemap_posts(build: Build) -> Reply:
    """Return the sitemap of all posts."""
    rows = "".join(f"<url><loc>{build.base}{build.address(a)}</loc></url>" for a in build.world.articles)
    return Reply("listing", f'<?xml version="1.0"?><urlset xmlns="{SITEMAP}">{rows}</urlset>', XML)


def posts(build: Build, request: Request, content: Callable[[Article], str]) -> Reply:
    """Return a page of posts as JSON; the number of posts and of pages is in the headers, as WordPress does."""
    size = min(MOST, max(1, request.number("per_page", 10)))
    page, last = request.number("page"), pages(len(build.world.articles), size)
    if not 1 <= page <= last:
        error = {"code": "rest_post_invalid_page_number", "data": {"status": 400}}
        return Reply("other", json.dumps(error), "application/json", 400)
    shown = [_post(build, a, content(a)) for a in build.world.articles[(page - 1) * size : page * size]]
    headers = (("X-WP-Total", str(len(build.world.articles))), ("X-WP-TotalPages", str(last)))
    return Reply("listing", json.dumps(shown, ensure_ascii=False), "application/json; charset=UTF-8", headers=headers)


def _post(build: Build, article: Article, content: str) -> dict[str, object]:
    return {
        "id": article.number,
        "date": article.when.replace(tzinfo=None).isoformat(),
        "link": build.base + build.address(article),
        "slug": f"{article.slug}-{article.number}",
        "title": {"rendered": escape(article.title)},
        "content": {"rendered": content, "protected": False},
        "categories": [article.section.number],
    }
