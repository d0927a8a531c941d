"""What Liferay puts into its addresses besides the name of a page, and what the learner makes of it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from crawler.address_rules import AddressRule, Rewrite
from crawler.items import Article, Listing, ListingItem, Page
from crawler.learn.addresses.groups import find_groups
from crawler.learn.addresses.rules import content_rules, ignored_doubles
from crawler.learn.addresses.twins import of_unproven_twins, twin_prefixes
from crawler.learn.findings import learn
from crawler.learn.links.traps import is_foreign, is_trap
from crawler.learn.lists.found import find_lists, plain_pages
from crawler.learn.sample.book import Book
from crawler.learn.sample.observe import Observed, Seen
from crawler.learn.survey import bare_portal
from crawler.urls import canonical_url, link, resolve

HOST = "http://a.vn"
TEXT = "Ủy ban nhân dân huyện họp phiên thường kỳ và bàn việc của quý sau. " * 6
BOX = {f"/tin/-/noi-dung/bai-{n}": f"Bài được đọc nhiều thứ {n} của huyện" for n in range(5)}


def page_at(local: str, title: str, links: dict[str, str], kind: str = "other", **found: object) -> Observed:
    """A page that links to addresses with words."""
    seen = tuple(Seen(HOST + to, text, in_menu=len(text) < 20, in_aside=False) for to, text in links.items())
    page = Page(url=HOST + local, kind=kind, title=title, **found)  # type: ignore[arg-type]
    return Observed(asked=HOST + local, status=200, page=page, links=seen)


def article_at(local: str, title: str, canonical: str | None = None) -> Observed:
    article = Article(url=HOST + local, title=title, text=f"{title}. {TEXT}", published_at="2021-01-22")
    seen = page_at(local, title, {"/": "Trang chủ"}, "article", article=article)
    return replace(seen, canonical=canonical)


@pytest.mark.parametrize(
    ("href", "asked"),
    [
        ("/t/-/publisher/x/a?inheritRedirect=false&redirect=http%3A%2F%2Fa.vn%2Ft", "/t/-/publisher/x/a"),
        ("/t/-/news/7?redirect=%2Ft", "/t/-/news/7"),
        ("/t?p_p_id=101&_101_urlTitle=a&_101_redirect=%2Ft", "/t?p_p_id=101&_101_urlTitle=a"),
        ("/t?p_p_id=x&_x_delta=75&_x_cur=2", "/t?p_p_id=x&_x_cur=2"),
        ("/t/a?p_l_back_url=%2Ft&p_l_back_url_title=T", "/t/a"),
        ("/di.php?redirect=http%3A%2F%2Fb.vn", "/di.php?redirect=http%3A%2F%2Fb.vn"),
        (f"/t/-/a/b?redirect={'x' * 3000}", "/t/-/a/b"),
    ],
)  # fmt: skip
def test_pages_are_asked_for_without_the_way_back(href: str, asked: str) -> None:
    assert resolve(f"{HOST}/", href) == HOST + asked


@pytest.mark.parametrize(
    ("local", "expected"),
    [
        ("/t?_8_month=10&_8_year=2026&p_p_id=8", True), ("/t?_lich_WAR_x_day=3&p_p_id=lich_WAR_x", True),
        ("/t?_vb_year=2024&_vb_cur=2&p_p_id=vb", False), ("/t?_tin_holiday=1", False),
    ],
)  # fmt: skip
def test_days_of_a_portlet_are_a_calendar_s(local: str, *, expected: bool) -> None:
    assert is_trap(HOST + local, local) == expected


def test_a_language_may_name_its_country_too() -> None:
    assert is_foreign("/en_US/tin")
    assert not is_foreign("/vi_VN/tin")


def twice(prefix: str, *, alike: bool) -> Book:
    """A portal whose switch of language leads from each page to the same with a prefix."""
    book = Book(bare_portal(HOST))
    menu = {"/tin": "Tin tức", "/lien-he": "Liên hệ", "/gioi-thieu": "Giới thiệu", "/van-ban": "Văn bản"}
    for local, name in menu.items():
        book.add(page_at(local, name, menu | {prefix + local: "Tiếng Việt"}))
    for local in ("/tin", "/lien-he"):
        title = menu[local] if alike else "News"
        book.add(page_at(prefix + local, title, menu | {prefix + local: "Tiếng Việt"}))
    return book


@pytest.mark.parametrize("prefix", ["/vi", "/vi_VN", "/web/guest"])
def test_a_prefix_that_changes_nothing_is_found_by_pages_fetched_both_ways(prefix: str) -> None:
    assert twin_prefixes(twice(prefix, alike=True)) == [Rewrite(prefix=f"{prefix}/", by="/")]
    assert not twin_prefixes(twice(prefix, alike=False))


def test_a_prefix_of_all_addresses_stays() -> None:
    book = Book(bare_portal(HOST))
    menu = {f"/vi/{name}": name for name in ("tin", "lien-he", "van-ban", "hoi-dap")}
    for local in ("/", "/vi", *menu):
        book.add(page_at(local, "Huyện", menu))
    assert not twin_prefixes(book)
    assert not list(of_unproven_twins(book))


def test_a_page_is_asked_for_without_a_prefix_that_changes_nothing() -> None:
    rules = (AddressRule(kind="listing", match="^/tin"),)
    portal = bare_portal(HOST).model_copy(update={"addresses": rules, "rewrites": (Rewrite(prefix="/vi/"),)})
    found = link(f"{HOST}/vi/tin?page=2", portal)
    assert found is not None
    assert (found.url, found.fetch_url) == (f"{HOST}/tin?page=2", f"{HOST}/tin?page=2")


def read_most(*, known: bool) -> Book:
    """Articles under sections, three of which a box links by a program; `known` if their pages name their address."""
    book = Book(bare_portal(HOST))
    for number in range(12):
        path = f"/{('tin-tuc', 'kinh-te', 'van-hoa')[number % 3]}/-/xuat-ban/x{number % 3}/noi-dung/bai-so-{number}"
        book.add(article_at(path, f"Bài viết thứ {number} của huyện nhà"))
    for number in (1, 2, 30, 31):
        program = f"/trang-chu?_1_struts_action=view&_1_urlTitle=bai-so-{number}&p_p_id=1"
        named = f"{HOST}/tin-tuc/-/xuat-ban/x0/noi-dung/bai-so-{number}" if known else None
        book.add(article_at(program, f"Bài viết thứ {number} của huyện nhà", named))
    return book


def test_addresses_of_a_box_are_left_alone_where_their_pages_have_others() -> None:
    groups = find_groups(read_most(known=True), [])
    rules = [learned.rule for learned in content_rules(groups)]
    assert [rule.canonical for rule in rules] == [None]
    pattern = ignored_doubles(groups)
    assert pattern is not None
    assert re.search(pattern, "/trang-chu?_1_struts_action=view&_1_urlTitle=bai-khac&p_p_id=1")
    assert not re.search(pattern, "/trang-chu?_1_cur=2&p_p_id=1")


def test_addresses_of_a_box_are_read_where_some_of_their_pages_may_have_no_other() -> None:
    groups = find_groups(read_most(known=False), [])
    assert ignored_doubles(groups) is None
    rules = [learned.rule for learned in content_rules(groups)]
    assert any("_1_urlTitle" in rule.match for rule in rules)
    assert all(rule.canonical is None or "{part" in rule.canonical for rule in rules), "no address is made up"


def test_a_box_that_links_most_articles_by_a_program_of_any_page_leaves_none_of_them_twice() -> None:
    book = Book(bare_portal(HOST))
    slugs = ("ra-quan-ve-sinh", "hop-to-dan-pho", "khai-giang-nam-hoc", "thu-tien-rac", "tiem-vac-xin", "hoi-khoe")
    for number in range(12):
        title, slug = f"Bài viết thứ {number} của huyện nhà", f"{slugs[number % 6]}-{number}"
        section = ("tin-tuc", "kinh-te", "van-hoa")[number % 3]
        if number < 9:
            book.add(article_at(f"/{section}/-/view_content/{124_000 + number}-{slug}.html", title))
        for page in ("trang-chu", section):
            program = f"/{page}?p_p_id=101&_101_assetEntryId={124_000 + number}&_101_urlTitle={slug}"
            book.add(article_at(program, title))
    rules = [learned.rule for learned in content_rules(find_groups(book, []))]
    portal = bare_portal(HOST).model_copy(update={"addresses": tuple(rules)})
    names = {canonical_url(entry.fetch_url, portal) for entry in book.entries.values() if entry.kind == "article"}
    assert len(names) == 12


def boxed(local: str, title: str, rows: dict[str, str]) -> Observed:
    items = tuple(ListingItem(url=HOST + to, fetch_url=HOST + to, title=text) for to, text in rows.items())
    menu = {f"/{name}": name for name in ("tin", "lien-he", "co-cau", "dia-ly")}
    return page_at(local, title, menu | rows | BOX, "listing", listing=Listing(section=None, items=items))


def test_pages_beside_one_box_are_no_lists() -> None:
    book = Book(bare_portal(HOST))
    own = {f"/tin/-/noi-dung/moi-{n}": f"Bài mới thứ {n} trong mục tin tức của huyện" for n in range(6)}
    book.add(boxed("/tin", "tin", own))
    for name in ("lien-he", "co-cau", "dia-ly"):
        book.add(boxed(f"/{name}", name, BOX))
    for local, title in (BOX | own).items():
        book.add(replace(article_at(local, title), links=book.pages[1].links))
    lists = find_lists(book, [])
    assert {one.local for one in lists} == {"/tin"}
    (plain,) = plain_pages(book, lists)
    assert all(re.search(plain.rule.match, f"/{name}") for name in ("lien-he", "co-cau", "dia-ly"))


def test_prefixes_are_written_down_with_their_evidence() -> None:
    book = twice("/vi", alike=True)
    again = Book(book.portal.model_copy(update={"rewrites": tuple(twin_prefixes(book))}))
    for seen in book.observed:
        again.add(seen)
    assert set(again.entries) == {"/tin", "/lien-he", "/gioi-thieu", "/van-ban"}
    assert learn(again, again.observed[0]).rewrites == (("/vi/", "pages fetched with and without it are the same"),)
