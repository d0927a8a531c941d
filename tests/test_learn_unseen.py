"""What portals of unforeseen builds taught the learner: routers, calendars, page sizes, copies, days like clocks."""

from __future__ import annotations

import re
from datetime import date

import pytest

from crawler.extract import extract
from crawler.items import Article, Capture, Listing, Page
from crawler.learn.book import Book
from crawler.learn.dated_place import read_dated
from crawler.learn.groups import find_groups
from crawler.learn.observe import Observed, Seen, observe
from crawler.learn.pagers import find_pagers
from crawler.learn.rules import content_rules
from crawler.learn.survey import bare_portal
from crawler.learn.traps import is_foreign, is_trap
from tests.learn_sites import DAYS

HOST = "http://a.vn"
TEXT = "Ủy ban nhân dân xã họp phiên thường kỳ và bàn việc của tháng sau. " * 6


def list_at(local: str, links: dict[str, str]) -> Observed:
    """A page of a list: address -> words of its links."""
    seen = tuple(Seen(HOST + to, text, in_menu=False, in_aside=False) for to, text in links.items())
    page = Page(url=HOST + local, kind="listing", listing=Listing(section=None))
    return Observed(asked=HOST + local, status=200, page=page, links=seen)


def article_at(local: str, title: str) -> Observed:
    article = Article(url=HOST + local, title=title, text=f"{title}. {TEXT}", published_at="2021-01-22")
    seen = (Seen(HOST + "/", "Trang chủ", in_menu=True, in_aside=False),)
    return Observed(
        asked=HOST + local, status=200, page=Page(url=HOST + local, kind="article", article=article), links=seen
    )


def test_days_of_a_calendar_are_no_pages_of_a_list_though_one_program_gives_both() -> None:
    book = Book(bare_portal(HOST))
    days = {f"/index.php?act=viec&d={day}&w=48": str(day) for day in range(1, 31)}
    for number in (1, 2, 3):
        own = f"/index.php?act=list&cat={number}"
        book.add(list_at(own, days | {f"{own}&p={page}": str(page) for page in (2, 3)}))
    assert {pager.name for pager in find_pagers(book)} == {"p"}


def test_how_many_rows_to_show_is_no_page() -> None:
    book = Book(bare_portal(HOST))
    for number in (1, 2, 3):
        own = f"/tin.jsp?loai={number}"
        sizes = {f"{own}&co={size}": str(size) for size in (10, 20, 50)}
        book.add(list_at(own, sizes | {f"{own}&trang={page}": str(page) for page in (2, 3)}))
    assert {pager.name for pager in find_pagers(book)} == {"trang"}


@pytest.mark.parametrize(
    "local",
    [
        "/index.php?act=print&id=7", "/?do=login", "/index.php?act=lich", "/xem.php?m=11&y=2026", "/amp/tin/bai-7.html",
        "/tin/bai-7?amp=1",
    ],
)  # fmt: skip
def test_forms_copies_and_calendars_of_a_router_are_traps(local: str) -> None:
    assert is_trap(HOST + local, local)


@pytest.mark.parametrize(
    "local", ["/index.php?act=view&id=7", "/xem.php?m=11&id=2026", "/?page=tin&p=2", "/tin?y=2026"]
)
def test_pages_of_a_router_are_no_traps(local: str) -> None:
    assert not is_trap(HOST + local, local)
    assert not is_foreign(local)


@pytest.mark.parametrize("local", ["/tin/bai-7?ngonngu=en", "/tin/bai-7?l=en", "/tin/bai-7?culture=en-US"])
def test_a_copy_in_another_language_is_known_by_its_parameter(local: str) -> None:
    assert is_foreign(local) or is_trap(HOST + local, local)


def test_a_copy_under_a_parameter_does_not_prove_that_an_article_is_the_same_in_all_sections() -> None:
    book = Book(bare_portal(HOST))
    for number in range(8):
        for mark in ("", "?kieu=rong"):
            local = f"/{('tin-tuc', 'thong-bao')[number % 2]}/bai-viet-so-{number}-60{number}5{mark}"
            book.add(article_at(local, f"Bài viết thứ {number} của xã"))
    rules = [learned.rule for learned in content_rules(find_groups(book, []))]
    assert all(rule.canonical is None for rule in rules)
    assert re.search(rules[0].match, "/tin-tuc/mot-bai-khac-7001")


def page_of_day(number: int, *, shown: date) -> Capture:
    title = f"Hội nghị tổng kết công tác dân vận lần thứ {number}"
    body = (
        f"<html><head><title>{title}</title></head><body><p>{DAYS[1]}, 14/05/2024</p><div><h1>{title}</h1>"
        f"<div>{DAYS[shown.weekday()]}, {shown:%d/%m/%Y}</div><p>{TEXT}</p></div></body></html>"
    )
    return Capture(
        portal_id="a", crawl_id="a", requested_url=f"{HOST}/bai/hoi-nghi-{number}", fetched_at="2024-05-14T09:00:00Z",
        status=200, body=body.encode(), mime="text/html",
    )  # fmt: skip


@pytest.mark.parametrize("is_clock", [True, False])
def test_articles_that_show_a_weekday_and_a_day_alone_are_dated_unless_all_show_the_same(*, is_clock: bool) -> None:
    book = Book(bare_portal(HOST))
    days = [date(2024, 5, 14) if is_clock else date(2024, 1 + number % 4, 3 + number) for number in range(8)]
    captures = {one.requested_url: one for number, day in enumerate(days) for one in [page_of_day(number, shown=day)]}
    for capture in captures.values():
        seen = observe(capture, book.portal)
        article = Article(url=capture.requested_url, title=seen.page.title or "")
        book.add(
            Observed(
                asked=seen.asked,
                status=200,
                page=Page(url=seen.asked, kind="article", title=seen.page.title, article=article),
            )
        )
    read = read_dated(book, captures)
    dated = [
        one.page.article.published_at for one in read.observed if one.page.article and one.page.article.published_at
    ]
    assert dated == ([] if is_clock else [day.isoformat() for day in days])


def test_an_eye_before_a_count_that_its_words_repeat_does_not_hide_the_time() -> None:
    title = "Xã ra quân làm thủy lợi đầu năm"
    line = '<span>22/09/2024 14:22</span> <i class="fa fa-eye"></i> 405 lượt xem <a href="#">In bài</a>'
    body = (
        f"<html><head><title>{title}</title></head><body><div><h1>{title}</h1><div>{line}</div><p>{TEXT}</p></div>"
        "</body></html>"
    )
    capture = Capture(
        portal_id="a", crawl_id="a", requested_url=f"{HOST}/bai/1", fetched_at="2024-12-14T09:00:00Z", status=200,
        body=body.encode(), mime="text/html",
    )  # fmt: skip
    article = extract(capture, bare_portal(HOST)).article
    assert article is not None
    assert (article.published_at, article.views) == ("2024-09-22T14:22:00+07:00", 405)
