"""Posts that a publishing system lists for machines as JSON (WordPress REST) stand in for a missing sitemap."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.address_rules import AddressRule
from crawler.extract import extract
from crawler.extract.lists.posts import is_post_list, next_page, posts_address, read_posts
from crawler.items import Capture
from crawler.portals import Portal
from tests.builds.messages import MISSING, Reply, Request
from tests.builds.score import score
from tests.builds.wordpress import WordPressBuild
from tests.command import kho

PORTAL = Portal(
    id="x", name="X", level="ward", url="https://x.gov.vn/", ignore=("^/wp-json",),
    addresses=(AddressRule(kind="article", match=r"^/tin/"),),
)  # fmt: skip
LIST = "https://x.gov.vn/wp-json/wp/v2/posts?per_page=100&_fields=link"


class WithoutSitemap(WordPressBuild):
    """WordPress as it was before 5.5, or whose sitemaps are switched off."""

    robots = "User-agent: *\nDisallow: /wp-admin/\n"

    def answer(self, request: Request) -> Reply:
        """Return what WordPress does, but no sitemap."""
        return MISSING if "sitemap" in request.path else super().answer(request)


def capture(body: bytes, pages: str | None = "3", url: str = LIST) -> Capture:
    """One page of a list as a server gives it."""
    headers = (("content-type", "application/json"), *((("x-wp-totalpages", pages),) if pages is not None else ()))
    return Capture(
        portal_id="x", crawl_id="c", requested_url=url, fetched_at="2026-01-05T02:00:00.000Z", status=200,
        headers=headers, body=body, mime="application/json",
    )  # fmt: skip


def listed(*links: object) -> bytes:
    """The body of such a page."""
    return json.dumps([{"link": link} for link in links]).encode()


def test_its_posts_and_the_page_after_it_are_links_whatever_else_is_ignored() -> None:
    page = extract(capture(listed("https://x.gov.vn/tin/1/", "/tin/2/", 7, "https://elsewhere.vn/tin/3/")), PORTAL)
    assert [(one.kind, one.url) for one in page.links[:2]] == [
        ("article", "https://x.gov.vn/tin/1"), ("article", "https://x.gov.vn/tin/2"),
    ]  # fmt: skip
    (more,) = page.links[2:]
    assert (more.kind, more.fetch_url) == ("other", LIST + "&page=2")
    assert page.kind == "other"
    assert not page.problems


@pytest.mark.parametrize(
    ("url", "pages", "after"),
    [
        (LIST, "1", None),
        (LIST + "&page=2", "3", LIST + "&page=3"),
        (LIST + "&page=3", "3", None),
        (LIST + "&page=0", "3", None),
        (LIST + "&page=x", "3", None),
        (LIST, "-1", None),
        (LIST, "９", None),
        (LIST, "99999999999", None),
        ("https://x.gov.vn/?rest_route=/wp/v2/posts&per_page=100", "2",
         "https://x.gov.vn/?rest_route=/wp/v2/posts&per_page=100&page=2"),
    ],
)  # fmt: skip
def test_the_page_after_it_is_named_by_the_count_in_the_header(url: str, pages: str, after: str | None) -> None:
    assert next_page(capture(listed("/tin/1/"), pages, url)) == after


@pytest.mark.parametrize(
    ("head", "found"),
    [
        (b"<link rel='https://api.w.org/' href='https://x.gov.vn/wp-json/' />", LIST),
        (b'<LINK href="/wp-json/" rel="https://api.w.org/">', LIST),
        (b'<link rel="https://api.w.org/" href="https://x.gov.vn/index.php?rest_route=/">',
         "https://x.gov.vn/index.php?rest_route=/wp/v2/posts&per_page=100&_fields=link"),
        (b'<link rel="https://api.w.org/" href="javascript:alert(1)">', None),
        (b'<link rel="https://api.w.org/">', None),
        (b'<link rel="canonical" href="https://x.gov.vn/wp-json/">', None),
    ],
)  # fmt: skip
def test_a_page_names_where_the_posts_are_listed(head: bytes, found: str | None) -> None:
    assert posts_address(b"<html><head>" + head, "https://x.gov.vn/") == found


@pytest.mark.parametrize("body", [b"[{", b'[{"link": ', b"[" * 100_000, b'[{"link": null}]', b'{"link": "/tin/1/"}'])
def test_what_is_broken_lists_nothing(body: bytes) -> None:
    assert not read_posts(capture(body), PORTAL)
    assert extract(capture(body), PORTAL).kind == "other"


@given(st.binary(max_size=200))
def test_no_body_breaks_the_reader(body: bytes) -> None:
    assert isinstance(read_posts(capture(b'[{"link":' + body), PORTAL), tuple)


def test_json_without_the_count_of_pages_is_a_file_like_any_other() -> None:
    assert not is_post_list(capture(listed("/tin/1/"), None))


def test_a_portal_without_a_sitemap_is_crawled_by_it(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    with WithoutSitemap(articles=120) as build:
        done = kho("crawl", build.base + "/", "--archive", archive, timeout=900)
        assert done.returncode == 0, done.stderr[-3000:]
        found = score(build, archive)
        asked = [path for _, path in build.asked if "/wp-json/" in path]
    (file,) = (archive / "portals").glob("*.toml")
    assert tomllib.loads(file.read_text(encoding="utf-8"))["sitemaps"] == [LIST.removeprefix("https://x.gov.vn")]
    assert found.found >= 0.99
    assert found.requests_per_article <= 1.3
    assert len(asked) == 2, "two pages, which the crawl takes from the probe"
