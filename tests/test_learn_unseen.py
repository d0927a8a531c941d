"""What portals of unforeseen builds taught the learner: routers, calendars, page sizes, copies, days like clocks."""

from __future__ import annotations

import re
from datetime import date

import pytest

from crawler.extract import extract
from crawler.items import Article, Capture, Listing, ListingItem, Page
from crawler.learn.addresses.groups import Group, find_groups
from crawler.learn.addresses.pagers import find_pagers, page_of
from crawler.learn.addresses.patterns import path_pattern
from crawler.learn.addresses.rules import content_rules
from crawler.learn.links.shapes import shape_of
from crawler.learn.links.traps import is_foreign, is_trap
from crawler.learn.lists.found import find_lists
from crawler.learn.places.from_links import read_anew
from crawler.learn.sample.book import Book, Entry
from crawler.learn.sample.observe import Observed, Seen, observe
from crawler.learn.survey import bare_portal
from crawler.urls import address
from tests.learn_sites import DAYS
from tests.page_captures import page_capture

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


@pytest.mark.parametrize("words", ["← Các bài cũ hơn", "Những tin đã qua", "", "Bài viết cũ hơn »"])
@pytest.mark.parametrize("page", ["page/{}/", "?paged={}"])
def test_older_posts_lead_to_pages_of_the_same_list_whatever_they_are_called(words: str, page: str) -> None:
    book = Book(bare_portal(HOST))
    for name in ("kinh-te", "van-hoa"):
        own = f"/category/{name}/"
        book.add(list_at(own, {own + page.format(2): words}))
        book.add(list_at(own + page.format(2), {own: "Các bài mới hơn →", own + page.format(3): words}))
    pagers = find_pagers(book)
    assert len(pagers) == 1
    assert page_of(f"/category/kinh-te{page.format(7).removesuffix('/') if page[0] == '?' else '/page/7'}", pagers)
    assert all("page" not in one.local for one in find_lists(book, pagers))


STEPS = [("", {"page/2/": "Next »"}), ("page/2/", {"": "« Previous", "page/3/": "Next »"}), ("page/3/", {})]


@pytest.mark.parametrize("read", [2, 3])
def test_one_list_that_says_no_numbers_is_counted_by_the_steps_from_its_first_page(read: int) -> None:
    book = Book(bare_portal(HOST))
    for own, steps in STEPS[:read]:
        book.add(list_at(f"/blog/{own}", {f"/blog/{to}": words for to, words in steps.items()}))
    pagers = find_pagers(book)
    assert [(pager.style, pager.name) for pager in pagers] == [("path", "/page/#")]
    assert [one.local for one in find_lists(book, pagers)] == ["/blog"]


def test_lists_that_lead_from_one_to_the_other_count_nothing() -> None:
    book = Book(bare_portal(HOST))
    for own, onward in (("/nam/2024", "/nam/2023"), ("/nam/2023", "/nam/2022"), ("/nam/2022", "/nam/2024")):
        book.add(list_at(own, {onward: "Older"}))
    assert not find_pagers(book)


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
    return page_capture(f"{HOST}/bai/hoi-nghi-{number}", body, "2024-05-14T09:00:00Z")


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
    read, _ = read_anew(book, captures)
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
    capture = page_capture(f"{HOST}/bai/1", body, "2024-12-14T09:00:00Z")
    article = extract(capture, bare_portal(HOST)).article
    assert article is not None
    assert (article.published_at, article.views) == ("2024-09-22T14:22:00+07:00", 405)


def bare_page(number: int) -> Capture:
    """An article of a page without headings, names and labels, under a banner that repeats the name in the head."""
    body = (
        "<html><head><title>Huyện Tây Giang</title></head><body><table><tr><td>HUYỆN TÂY GIANG</td></tr></table>"
        f"<table><tr><td><div>{TITLES[number]}</div><div>Ngày {number + 1}/5/2020, 16:32 (Lượt xem: 49{number})</div>"
        f'<div>{TEXT}</div><p>{TEXT}</p></td></tr></table><a href="?khac=2">2</a><a href="?khac=3">3</a></body></html>'
    )
    return page_capture(f"{HOST}/news/detail/{number}/bai.html", body, "2024-05-14T09:00:00Z")


TITLES = [f"Đồng chí Lương Bảo Trâm thăm và làm việc tại xã thứ {number}" for number in range(8)]


def test_titles_that_nothing_names_are_known_by_the_links_to_them() -> None:
    book = Book(bare_portal(HOST))
    book.add(list_at("/news/list/1", {f"/news/detail/{number}/bai.html": TITLES[number] for number in range(8)}))
    captures = {capture.requested_url: capture for capture in map(bare_page, range(8))}
    for capture in captures.values():
        book.add(observe(capture, book.portal))
    assert not [one.text for one in book.entries.values() if one.observed and one.observed.page.title == one.text]
    read, places = read_anew(book, captures)
    articles = [one.page.article for one in read.observed if one.page.article is not None]
    assert [one.title for one in articles] == TITLES
    assert [one.published_at for one in articles] == [f"2020-05-0{n}T16:32:00+07:00" for n in range(1, 9)]
    assert places.title is not None
    assert not find_pagers(read), "numbers under an article are no pages of a list"


def test_sections_that_are_numbers_are_no_pages_of_what_stands_above_them() -> None:
    book = Book(bare_portal(HOST))
    menu = {f"/news/list/{number}": name for number, name in enumerate(("Tin tức", "Kinh tế", "Thông báo"), 1)}
    for own in menu:
        seen = list_at(own, {f"{own}/{page}": str(page) for page in (1, 2, 3)})
        framed = tuple(Seen(HOST + to, text, in_menu=True, in_aside=True) for to, text in menu.items())
        items = tuple(
            ListingItem(url=f"{HOST}/bai/{own[-1]}{n}", fetch_url=f"{HOST}/bai/{own[-1]}{n}") for n in range(5)
        )
        page = Page(url=HOST + own, kind="listing", listing=Listing(section=None, items=items))
        book.add(Observed(asked=seen.asked, status=200, page=page, links=(*framed, *seen.links)))
    lists = find_lists(book, find_pagers(book))
    assert {(one.local, one.name, one.pages) for one in lists} == {(own, name, 3) for own, name in menu.items()}


@pytest.mark.parametrize(
    ("head", "target"),
    [
        ('<meta http-equiv="refresh" content="0; url=/Default.aspx?page=home">', f"{HOST}/Default.aspx?page=home"),
        ("<META HTTP-EQUIV=Refresh CONTENT='3;URL=trang-chu.html'>", f"{HOST}/trang-chu.html"),
        ("<script>window.location.href = '/vi/';</script>", f"{HOST}/vi/"),
        ('<script>location.replace("http://b.vn/")</script>', "http://b.vn/"),
        ('<meta http-equiv="refresh" content="300">', None),
        ('<meta http-equiv="refresh" content="600; url=/">', None),
        ("<script>window.location.reload(true)</script>", None),
        ('<meta name="robots" content="index"><script>var locations = "/a/";</script>', None),
    ],
)
def test_a_home_page_that_only_sends_on_is_followed(head: str, target: str | None) -> None:
    capture = page_capture(f"{HOST}/", f"<html><head>{head}</head><body></body></html>", "2024-05-14T09:00:00Z")
    assert observe(capture, bare_portal(HOST)).location == target


@pytest.mark.parametrize(
    ("tail", "published"), [("<span>(19/10/2022)</span>", "2022-10-19"), ("ngày (19/10/2022)", None)]
)
def test_a_day_behind_a_title_is_its_own_only_in_an_element_of_its_own(tail: str, published: str | None) -> None:
    title = "Xã ra quân làm thủy lợi đầu năm ở ba thôn"
    body = f"<html><body><div><h2>{title} {tail}</h2><p>{TEXT}</p><p>{TEXT}</p></div></body></html>"
    capture = page_capture(f"{HOST}/bai/1", body, "2024-12-14T09:00:00Z")
    article = extract(capture, bare_portal(HOST)).article
    assert article is not None
    assert article.published_at == published
    assert (article.title == title) == (published is not None)


def test_an_address_of_two_spellings_keeps_its_section_where_both_have_it() -> None:
    book, sections = Book(bare_portal(HOST)), ("tin-tuc", "thong-bao", "kinh-te")
    for number in range(9):
        short = f"/{sections[number % 3]}/bai-viet-cua-xa-110{number}5"
        for local in (short, f"/1227/27461/5400{number % 3}/29390{number % 3}{short}"):
            book.add(article_at(local, f"Bài viết thứ {number} của xã"))
    rules = [learned.rule for learned in content_rules(find_groups(book, []))]
    portal = book.portal.model_copy(update={"addresses": tuple(rules)})
    for local in ("/kinh-te/mot-bai-moi-77001", "/1227/27461/54009/293909/kinh-te/mot-bai-moi-77001"):
        assert address(HOST + local, portal).url == f"{HOST}/kinh-te/mot-bai-moi-77001"


@pytest.mark.parametrize(("first", "mark"), [(12, "-"), (12, "-a"), (60012, "-"), (60012, "-a")])
def test_numbers_that_count_from_one_have_one_digit_too(first: int, mark: str) -> None:
    entries = [Entry(local, local) for local in (f"/tin/bai-viet{mark}{first + n}.html" for n in range(5))]
    pattern = path_pattern(Group(shape_of(entries[0].local), "article", entries, 5, 5, tail_id=mark == "-"), None)
    assert re.match(pattern, f"/tin/bai-khac{mark}77.html")
    assert bool(re.match(pattern, f"/tin/bai-khac{mark}7.html")) == (first < 1000)


@pytest.mark.parametrize(
    ("local", "foreign"),
    [
        ("/tabid/36/language/en-US/Default.aspx", True),
        ("/Tin/tabid/36/language/vi-VN/Default.aspx", False),
        ("/chuyen-muc/language/12.html", False),
    ],
)
def test_the_language_of_dotnetnuke_stands_in_the_path(local: str, *, foreign: bool) -> None:
    assert is_foreign(local) == foreign


def test_what_the_frames_of_a_home_page_show_is_linked_from_it() -> None:
    frames = '<frame src="menu.asp" name="m"><frameset rows="80,*"><frame src="/tin/main.asp"></frameset>'
    body = f"<html><head><title>Xã</title></head><frameset cols='200,*'>{frames}</frameset></html>"
    seen = observe(page_capture(f"{HOST}/", body, "2024-05-14T09:00:00Z"), bare_portal(HOST))
    assert [link.url for link in seen.links] == [f"{HOST}/menu.asp", f"{HOST}/tin/main.asp"]
