"""Blogs that lead to older articles by `Previous` alone, or by the months of an archive and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from crawler.address_rules import AddressRule
from crawler.extract import extract
from crawler.learn.addresses.archives import month_pattern
from crawler.learn.addresses.pagers import Pager, find_pagers, page_of
from crawler.learn.addresses.rules import Learned
from crawler.learn.lists.found import FoundList, find_lists
from crawler.learn.lists.months import LOOKED_AT, find_months, month_rules
from crawler.learn.lists.rules import list_rules
from crawler.learn.sample.book import Book
from crawler.learn.survey import bare_portal
from crawler.urls import address
from tests.command import kho, rows
from tests.learn_archives import monthly, spread, turned
from tests.learn_sites import Build, News, make_news, served
from tests.page_captures import page_capture
from tests.test_learn_blogs import requests
from tests.test_learn_unseen import HOST, article_at, list_at

ARTICLES = "SELECT title, published_at FROM articles"


MONTHS = [f"/tin/2024/{month:02}" for month in range(1, 13)]
ARTICLE = [Learned(AddressRule(kind="article", match=r"^/bai-\d+"), "")]


def opened(asked: list[str], beyond: str = "", known: tuple[str, ...] = ()) -> list[Learned]:
    """Return the rules of months where two were read: each leads to an article, and to what lies beyond."""
    home = list_at("/", dict.fromkeys([*MONTHS, *known], "Tin cũ"))
    book = Book(bare_portal(HOST))
    book.add(home)
    book = book.emptied(months=find_months(book, home, is_over=True))
    for seen in (home, *(list_at(local, {f"/bai-{at}": "Xã họp", beyond: ""}) for at, local in enumerate(asked))):
        book.add(seen)
    return month_rules(book, home, ARTICLE)


def test_months_with_articles_that_stand_in_no_other_list_are_lists() -> None:
    first, found = opened(MONTHS[:2])
    assert re.search(first.rule.match, "/")
    assert all(re.search(found.rule.match, local) for local in ("/tin/2024/03", "/tin/2031/12/page/2"))
    assert not re.search(found.rule.match, "/tin/2024/03/le-hoi")


@pytest.mark.parametrize("known", [("/bai-0", "/bai-1")])
def test_months_are_none_whose_articles_other_pages_lead_to(known: tuple[str, ...]) -> None:
    assert not opened(MONTHS[:2], known=known)


def test_months_are_none_that_lead_on_to_others_without_end() -> None:
    assert not opened(MONTHS[:2], beyond="/tin/2025/01")


@pytest.mark.parametrize(
    ("path", "found"), [("/archive", True), ("", True), ("/lich", False), ("/calendar", False), ("/tags", False)]
)
def test_months_of_calendars_and_key_words_are_not_looked_at(path: str, *, found: bool) -> None:
    book = Book(bare_portal(HOST))
    home = list_at("/", {f"{path}/2024/{month:02}/": f"Tháng {month}" for month in range(1, 9)})
    book.add(home)
    assert (find_months(book, home, is_over=True) is not None) is found


@pytest.mark.parametrize(("other", "found"), [("/bai-7", True), ("/tin-tuc", False)])
def test_months_are_looked_at_before_the_sample_is_over_only_where_no_list_was_met(other: str, *, found: bool) -> None:
    book, home = Book(bare_portal(HOST)), list_at("/", dict.fromkeys(MONTHS, "Tin cũ"))
    assert find_months(book, home, is_over=False) is None
    for seen in (home, *(article_at(f"/bai-{at}", "Xã họp") for at in range(20))):
        book.add(seen)
    book.add(article_at(other, "Xã họp") if found else list_at(other, {}))
    assert (find_months(book, home, is_over=False) is not None) is found


def crawled(build: Build, archive: Path) -> None:
    with served(build) as url:
        done = kho("crawl", url, "--archive", archive, "--no-attachments")
    assert done.returncode == 0, done.stderr[-2000:]
    truth = {(one.title, one.published_at[:10]) for one in build.news}
    assert {(row["title"], row["published_at"]) for row in rows(archive, ARTICLES)} == truth
    assert not [path for path in build.asked if build.is_trap(path)]


@pytest.mark.parametrize(
    ("under", "name"), [("/archive", "{month}/{slug}.html"), ("/archive", "/{slug}.html"), ("", "{month}/{slug}/")]
)
def test_months_are_lists_where_nothing_else_leads_to_older_articles(tmp_path: Path, under: str, name: str) -> None:
    crawled(monthly(spread(make_news(61)), under, name), tmp_path)
    assert requests(tmp_path) <= 1.3 * 61


def test_months_are_left_alone_where_the_pages_of_the_home_page_lead_to_all_articles(tmp_path: Path) -> None:
    build = turned(spread(make_news(31)))
    crawled(replace(build, is_trap=lambda _: False), tmp_path)
    asked = [path for path in build.asked if build.is_trap(path)]
    assert len(asked) <= 2 * LOOKED_AT  # The sample alone looks at them, and asks for some of its pages twice.
    assert requests(tmp_path) <= 1.2 * 31


@pytest.mark.parametrize("made", [turned, partial(monthly, under="/archive", name="{month}/{slug}.html")])
def test_the_next_crawl_goes_on_behind_the_home_page_as_far_as_something_is_new(
    tmp_path: Path, made: Callable[[list[News]], Build]
) -> None:
    news = spread(make_news(61))
    build = made(news[25:])
    with served(build) as url:
        for answer in (build.answer, made(news).answer, made(news).answer):
            build.answer = answer
            assert kho("crawl", url, "--archive", tmp_path, "--no-attachments").returncode == 0
    assert len(rows(tmp_path, ARTICLES)) == 61
    spent = [row["requests"] for row in rows(tmp_path, "SELECT requests FROM crawls ORDER BY id")]
    assert spent[1] <= 25 + 8
    assert spent[2] <= 3
    assert not rows(tmp_path, "SELECT name FROM sections")


def test_previous_alone_leads_from_the_newest_articles_to_older_ones_and_pages_may_count_from_nought(
    tmp_path: Path,
) -> None:
    crawled(turned(spread(make_news(61))), tmp_path)
    pages = rows(tmp_path, "SELECT page, next_url_id IS NULL AS is_last FROM listings ORDER BY page")
    assert [(row["page"], bool(row["is_last"])) for row in pages] == [(at, at == 7) for at in range(1, 8)]
    assert requests(tmp_path) <= 1.2 * 61


TURNED = {
    "/": {"/index1.html": "« Previous"},
    "/index1.html": {"/index2.html": "« Previous", "/": "Next »"},
    "/index2.html": {"/index3.html": "« Previous", "/index1.html": "Next »"},
}


def test_what_is_older_is_told_by_the_page_that_the_whole_site_leads_to() -> None:
    book = Book(bare_portal(HOST))
    for own, steps in TURNED.items():
        book.add(list_at(own, steps))
    (pager,) = find_pagers(book)
    assert (pager.style, pager.name, pager.step) == ("path", "/index#.html", 0)
    assert page_of("/index1.html", [pager]) == ("/", 2)
    assert [one.local for one in find_lists(book, [pager])] == ["/"]


def test_pages_counted_from_nought_have_their_numbers_from_one_and_the_first_of_them_is_the_list() -> None:
    news = FoundList("/tin.html", "Tin tức", "listing", 10, None)
    rules = tuple(one.rule for one in list_rules([news], [Pager("path", "/index#.html", 0, 2)]))
    portal = bare_portal(HOST).model_copy(update={"addresses": rules})
    assert [address(f"{HOST}/tin{end}.html", portal).page for end in ("", "/index1", "/index11")] == [None, 2, 12]
    assert address(f"{HOST}/tin/index0.html", portal).url == f"{HOST}/tin.html"


@pytest.mark.parametrize(("number", "onward"), [(1, "/muc/index2.html"), (3, None)])
def test_the_link_called_next_is_not_the_next_page_where_its_number_is_less(number: int, onward: str | None) -> None:
    rule = AddressRule(kind="listing", match=r"^/muc/(?:index(?P<index>\d+)\.html)?$")
    portal = bare_portal(HOST).model_copy(update={"addresses": (rule, AddressRule(kind="article", match="^/bai-"))})
    rows_ = "".join(f"<li><a href='/bai-{at}'>Xã ra quân làm thủy lợi đợt {at}</a></li>" for at in range(5))
    older = f"<a href='/muc/index{number + 1}.html'>« Previous</a>" if onward else ""
    body = f"<ul>{rows_}</ul><div>{older} <a href='/muc/index{number - 1}.html'>Next »</a></div>"
    page = extract(page_capture(f"{HOST}/muc/index{number}.html", body, "2024-12-14T09:00:00Z"), portal)
    assert page.listing is not None
    assert (page.listing.page, page.listing.next_url) == (number + 1, HOST + onward if onward else None)


@pytest.mark.parametrize(("path", "onward"), [("/", "/2024/11"), ("/2024/11", "/2024/09"), ("/2024/03", None)])
def test_a_month_leads_to_the_one_before_it_and_the_home_page_to_the_newest(path: str, onward: str | None) -> None:
    months = AddressRule(kind="listing", match=month_pattern(""))
    rules = (AddressRule(kind="listing", match=r"^/$"), months, AddressRule(kind="article", match="^/bai-"))
    portal = bare_portal(HOST).model_copy(update={"addresses": rules})
    rows_ = "".join(f"<li><a href='/bai-{at}'>Xã ra quân làm thủy lợi đợt {at}</a></li>" for at in range(5))
    beside = "".join(f"<li><a href='/2024/{month}'>{month}/2024</a></li>" for month in ("09", "11", "03"))
    body = f"<ul>{rows_}</ul><aside><ul>{beside}</ul></aside>"
    page = extract(page_capture(HOST + path, body, "2024-12-14T09:00:00Z"), portal)
    assert page.listing is not None
    assert (page.listing.section, len(page.listing.items)) == (None, 5)
    assert page.listing.next_url == (HOST + onward if onward else None)
