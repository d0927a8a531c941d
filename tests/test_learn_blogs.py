"""Portals made with blog systems are learned by `kho crawl URL` alone: every article, at the price of few lists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from crawler.address_rules import AddressRule
from crawler.learn.addresses.pagers import Pager, page_of
from crawler.learn.addresses.rules import Learned
from crawler.learn.lists.found import FoundList
from crawler.learn.lists.rules import needless_pages
from tests.command import kho, rows
from tests.learn_blocks import numbered, parted
from tests.learn_blogs import arrowed, filed, glued, slashed
from tests.learn_sites import SECTIONS, Build, make_news, served

ARTICLES = "SELECT title, published_at FROM articles"


def crawled(build: Build, archive: Path) -> None:
    with served(build) as url:
        done = kho("crawl", url, "--archive", archive, "--no-attachments")
    assert done.returncode == 0, done.stderr[-2000:]
    truth = {(one.title, one.published_at) for one in build.news}
    assert {(row["title"], row["published_at"]) for row in rows(archive, ARTICLES)} == truth
    assert not [path for path in build.asked if build.is_trap(path)]


def requests(archive: Path) -> int:
    return int(rows(archive, "SELECT sum(requests) AS all_of FROM crawls WHERE kind = 'crawl'")[0]["all_of"])


def test_numbers_glued_to_the_names_of_lists_are_pages_and_no_articles(tmp_path: Path) -> None:
    build = glued(make_news(60))
    crawled(build, tmp_path)
    portal = next((tmp_path / "portals").glob("*.toml")).read_text("utf-8")
    sections = [line for line in portal.splitlines() if line.startswith("  { name =")]
    assert len(sections) == 5
    assert requests(tmp_path) <= 1.4 * 60


def test_a_sitemap_with_slashes_is_used_and_archives_and_authors_in_it_are_no_articles(tmp_path: Path) -> None:
    crawled(slashed(make_news(60)), tmp_path)
    assert requests(tmp_path) <= 1.1 * 60


def test_feeds_that_an_index_of_sitemaps_lists_beside_the_sitemap_are_not_asked_for(tmp_path: Path) -> None:
    build = slashed(make_news(60), "/tat-ca.xml")
    crawled(build, tmp_path)
    assert sum(path.startswith("/tac-gia/") for path in build.asked) <= 4
    assert requests(tmp_path) <= 1.1 * 60


def test_lists_paged_by_arrows_have_their_own_names_and_their_pages_are_read_once(tmp_path: Path) -> None:
    crawled(arrowed(make_news(61), mapped=False), tmp_path)
    portal = next((tmp_path / "portals").glob("*.toml")).read_text("utf-8")
    assert all(f'{{ name = "{name}", path' in portal for _, name in SECTIONS)
    assert requests(tmp_path) <= 1.7 * 61


def test_lists_paged_by_arrows_are_not_read_where_a_sitemap_says_all(tmp_path: Path) -> None:
    crawled(arrowed(make_news(61), mapped=True), tmp_path)
    assert requests(tmp_path) <= 1.2 * 61


def test_lists_with_addresses_like_those_of_articles_are_none_and_numbered_pages_no_lists_of_their_own(
    tmp_path: Path,
) -> None:
    crawled(filed(make_news(120)), tmp_path)
    portal = next((tmp_path / "portals").glob("*.toml")).read_text("utf-8")
    assert "/page/2/" not in portal
    assert requests(tmp_path) <= 1.3 * 120


def test_a_home_page_whose_list_holds_more_than_the_sections_that_were_seen_is_read_to_its_end(tmp_path: Path) -> None:
    crawled(numbered(make_news(120)), tmp_path)
    assert requests(tmp_path) <= 1.4 * 120


def test_sections_linked_as_key_words_and_pages_in_a_sitemap_of_their_own_are_no_articles(tmp_path: Path) -> None:
    crawled(parted(make_news(60)), tmp_path)
    assert requests(tmp_path) <= 1.2 * 60


@pytest.mark.parametrize("name", ["/tin2.html", "/tin12.html"])
def test_a_number_is_glued_only_to_lists_that_were_seen(name: str) -> None:
    pager = Pager("path", "#.html", 1, 2, frozenset(), frozenset({"/tin"}))
    assert page_of(name, [pager]) == ("/tin", int(name[4:-5]))
    assert page_of(name.replace("tin", "bai"), [pager]) is None


@pytest.mark.parametrize(
    ("address", "is_kept_out"),
    [("/page/2", True), ("/page/2?x=1", True), ("/page/hai", False), ("/tin/page/2", False), ("/tin/bai-2", False)],
)
def test_numbered_pages_of_lists_that_are_not_read_are_no_articles(address: str, is_kept_out: bool) -> None:
    home, articles = FoundList("/", "Trang chủ", "home", 0, 12), AddressRule(kind="article", match=r"^/[^/?]+/[^/?]+$")
    found = needless_pages([home], [Pager("path", "/page/#")], ["/page/2", "/tin/bai-2"], [Learned(articles, "")])
    assert any(re.search(pattern, address) for pattern, _ in found) is is_kept_out


def test_numbered_pages_that_no_rule_takes_for_articles_need_none() -> None:
    home, articles = FoundList("/", "Trang chủ", "home", 0, 12), AddressRule(kind="article", match=r"^/tin/[^/?]+$")
    assert needless_pages([home], [Pager("path", "/page/#")], ["/page/2"], [Learned(articles, "")]) == ()
