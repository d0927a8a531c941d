"""What the learner makes of addresses and links, part by part."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crawler.address_rules import AddressRule
from crawler.extract import extract
from crawler.items import Article, Capture, Listing, ListingItem, Page
from crawler.learn.addresses.groups import Group, find_groups
from crawler.learn.addresses.pagers import Pager, page_of
from crawler.learn.addresses.patterns import choice, path_pattern, quoted
from crawler.learn.links.shapes import shape_of
from crawler.learn.links.traps import is_foreign, is_trap
from crawler.learn.places.dated_place import dated_place
from crawler.learn.places.selectors import byline_selector, names_nothing, title_selector
from crawler.learn.sample.book import Book, Entry
from crawler.learn.sample.naming import level_of, portal_id
from crawler.learn.sample.observe import Observed, Seen
from crawler.learn.sample.sessions import session_keys
from crawler.learn.survey import bare_portal
from crawler.learn.write import comment, pattern_value, text_value
from crawler.portals import Select
from tests.learn_sites import DAYS
from tests.page_captures import page_capture

NEWS = bare_portal("http://a.vn/").model_copy(update={"addresses": (AddressRule(kind="article", match="tin="),)})


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_can_be_written_into_a_portal_file(text: str) -> None:
    assert tomllib.loads(f"a = {text_value(text)}\nb = {pattern_value(text)}  # {comment(text)}") == {
        "a": text,
        "b": text,
    }


@given(st.lists(st.text(min_size=1), min_size=1, max_size=5))
@example(["\\="])
def test_a_choice_matches_its_words_and_nothing_longer(words: list[str]) -> None:
    for word in words:
        assert re.fullmatch(choice(words), word)
        assert re.fullmatch(quoted(word), word)
        assert not re.fullmatch(choice(words), max(words, key=len) + "x")


def test_years_and_months_of_addresses_are_open_though_all_articles_seen_are_of_one_month() -> None:
    entries = [Entry(local, local) for local in (f"/tin/2021/10/bai-viet-{name}/" for name in "abcd")]
    rule = path_pattern(Group(shape_of(entries[0].local), "article", entries, 4, 4), None)
    assert all(re.match(rule, path) for path in ("/tin/2021/10/bai-viet-a", "/tin/2022/1/bai-viet-moi"))
    assert not re.match(rule, "/anh/2021/10/bai-viet-a")
    numbered = [Entry(local, local) for local in (f"/muc/12/bai-viet-{name}" for name in "abcd")]
    assert "/muc/12/" in path_pattern(Group(shape_of("/muc/12/bai-viet-a"), "article", numbered, 4, 4), None)


@pytest.mark.parametrize(
    ("local", "other"),
    [
        ("/tin-tuc/mot-bai-viet-920730", "/dang-doan-the/bai-khac-1"),
        ("/portal/Pages/2024-5-17/A.aspx", "/portal/Pages/2021-06-28/B.aspx"),
        ("/a?p_p_id=101_INSTANCE_abcd&_101_INSTANCE_abcd_cur=2", "/b?p_p_id=x&_101_INSTANCE_wxyz_cur=3"),
    ],
)
def test_addresses_of_one_kind_have_one_shape(local: str, other: str) -> None:
    assert shape_of(local) == shape_of(other)


@pytest.mark.parametrize(
    ("local", "pager", "found"),
    [
        ("/tin-tuc?page=3", Pager("key", "page"), ("/tin-tuc", 3)),
        ("/?cn=85&gd=6&p=2", Pager("key", "p"), ("/?cn=85&gd=6", 2)),
        ("/tin-tuc/trang-12", Pager("path", "/trang-#"), ("/tin-tuc", 12)),
        ("/tin-tuc-2.html", Pager("path", "-#.html"), ("/tin-tuc", 2)),
        ("/page/4", Pager("path", "/page/#"), ("/", 4)),
        ("/tin-tuc", Pager("key", "page"), None),
    ],
)
def test_a_numbered_page_leads_back_to_its_list(local: str, pager: Pager, found: tuple[str, int] | None) -> None:
    assert page_of(local, [pager]) == found


@pytest.mark.parametrize(
    "local",
    [
        "/vi/news/savefile/Tin/bai-1.html", "/bm/print/8074", "/tag/covid", "/2024/05", "/wp-login.php", "/tim-kiem",
        "/lich-cong-tac/tuan-46-2026", "/lich/2026-11-03", "/lich-10-2026.html", "/calendar/-/2026",
        "/tin?sort=views", "/lich?month=2021-09", "/bai?print=1", "/a.pdf", "/bai?replytocom=5",
        "/index.php?title=Tin&action=edit", "/index.php?title=Tin&oldid=12", "/doku.php?id=tin&do=revisions",
    ],
)  # fmt: skip
def test_traps_are_known_by_their_address(local: str) -> None:
    assert is_trap(f"http://a.vn{local}", local)


@pytest.mark.parametrize(
    "local",
    [
        "/tin-tuc/in-an-tai-lieu-tuyen-truyen-1234.html", "/?cn=85&gd=6&tc=52353", "/lich-su-hinh-thanh",
        "/lich-cong-tac", "/lich-cong-tac/lich-lam-viec-cua-thuong-truc-123.html", "/lich-cong-tac-l1.html",
        "/News/Lists/TongHop/View_Detail.aspx?ItemID=192", "/2024/05/17/mot-bai", "/Default.aspx?ArticleId=7",
        "/index.php?module=tin&action=view&id=7", "/index.php?do=detail&id=7",
    ],
)  # fmt: skip
def test_pages_are_no_traps(local: str) -> None:
    assert not is_trap(f"http://a.vn{local}", local)
    assert not is_foreign(local)


def page_with(*urls: str) -> Observed:
    links = tuple(Seen(url, "x", in_menu=False, in_aside=False) for url in urls)
    return Observed(asked="http://a.vn/", status=200, page=Page(url="http://a.vn/", kind="other"), links=links)


def test_what_stands_beside_lists_that_were_read_is_no_article() -> None:
    book = Book(bare_portal("http://a.vn/"))
    items = tuple(ListingItem(url=f"http://a.vn/tin/bai-{n}", fetch_url=f"http://a.vn/tin/bai-{n}") for n in range(5))
    lists = [f"http://a.vn/category/{name}" for name in ("kinh-te", "van-hoa", "thong-bao")]
    for url in [one.url for one in items] + lists[:2]:
        listing = Listing(section=None, items=items) if url in lists else None
        article = None if listing else Article(url=url, title="Bài", published_at="2021-01-22")
        page = Page(url=url, kind="listing" if listing else "article", listing=listing, article=article)
        book.add(Observed(asked=url, status=200, page=page))
    book.add(
        Observed(asked="http://a.vn/map.xml", status=200, page=page_with().page, listed=(*lists, "http://a.vn/x/y"))
    )
    group = find_groups(book, [])[0]
    assert {entry.local for entry in group.members} == {*(f"/tin/bai-{n}" for n in range(5)), "/x/y"}
    assert not re.match(path_pattern(group, None), "/category/thong-bao")


def test_a_session_id_changes_with_the_page_and_with_nothing_else() -> None:
    pages = [
        page_with(*(f"http://a.vn/ds?loai={kind}&sid={session}&v=20240517" for kind in (1, 2, 3)))
        for session in ("a1b2c3d4e5", "f6a7b8c9d0", "0a9b8c7d6e")
    ]
    assert session_keys(pages) == {"sid"}


@pytest.mark.parametrize(
    ("name", "level"),
    [("Quận Long Biên", "district"), ("Phường Phúc Lợi", "ward"), ("Xã Sơn Linh", "commune"), ("Báo Mới", "other"),
     ("Tỉnh Sơn La", "province"), ("Trang tin xã hội", "other")],
)  # fmt: skip
def test_the_level_is_told_by_the_name(name: str, level: str) -> None:
    assert level_of(name) == level


@given(st.from_regex(r"https?://[a-z0-9.-]{1,40}(:\d{1,5})?/", fullmatch=True))
def test_every_host_gives_an_id_that_a_portal_file_can_have(url: str) -> None:
    assert re.fullmatch(r"[a-z0-9][a-z0-9_]*", portal_id(url))


def test_the_id_is_the_host_without_what_all_hosts_have() -> None:
    assert portal_id("https://longbien.hanoi.gov.vn/") == "longbien_hanoi"
    assert portal_id("http://www.sapa.laocai.gov.vn/") == "sapa_laocai"


def article(number: int, title: str) -> Capture:
    """A page of a home-made portal: one name in every head, tables, nothing that says what is a title."""
    text = "Ủy ban nhân dân xã họp phiên thường kỳ và bàn việc của tháng sau. " * 6
    body = (
        f"<html><head><title>Xã Bến Mẫu</title></head><body><table><tr><td>Menu</td></tr><tr><td><table>"
        f"<tr><td><b>{title}</b></td></tr><tr><td>Ngày đăng: {number:02d}/05/2024 08:30</td></tr>"
        f"<tr><td>{text}</td></tr></table></td></tr></table></body></html>"
    )
    return page_capture(f"http://a.vn/?tin={number}", body, "2024-06-01T00:00:00Z")


def test_the_place_of_titles_is_learned_where_no_page_names_itself() -> None:
    told = [article(day, f"Hội nghị tổng kết công tác dân vận lần thứ {day}") for day in range(1, 9)]
    read = [(capture, extract(capture, NEWS)) for capture in told]
    assert names_nothing(read)
    found = title_selector(read)
    assert found is not None
    with_place = NEWS.model_copy(update={"select": Select(title=found[0])})
    page = extract(article(9, "Triển lãm mở cửa đến ngày 15/3/2024"), with_place)
    assert page.article is not None
    assert page.article.title == "Triển lãm mở cửa đến ngày 15/3/2024"
    assert page.article.published_at == "2024-05-09T08:30:00+07:00"


def with_byline(title: str, line: str, counter: str) -> Capture:
    body = (
        f"<html><head><title>{title}</title></head><body><div id=main><h1>{title}</h1><div><span>{line}</span>"
        f"<ul><li>{counter}</li><li><a href=/in>In ra</a></li></ul></div>"
        f"<div>{'Ủy ban nhân dân xã họp phiên thường kỳ và bàn việc của tháng sau. ' * 6}</div></div></body></html>"
    )
    return page_capture("http://a.vn/?tin=1", body, "2024-06-01T00:00:00Z")


def test_a_day_that_could_be_a_clock_is_read_where_all_other_pages_have_their_time() -> None:
    title = "Hội nghị tổng kết công tác dân vận lần thứ %d"
    told = [with_byline(title % day, f"0{day}/05/2024 08:30", f"Đã xem: {day}12") for day in range(1, 9)]
    lone = with_byline(title % 9, "Thứ năm - 09/05/2024", "Đã xem: 345")
    alone = extract(lone, NEWS).article
    assert alone is not None
    assert alone.published_at is None
    found = byline_selector([(capture, extract(capture, NEWS)) for capture in told])
    assert found is not None
    article = extract(lone, NEWS.model_copy(update={"select": Select(byline=found[0])})).article
    assert article is not None
    assert (article.published_at, article.published_precision, article.views) == ("2024-05-09", "day", 345)


def with_clock(day: int, *, clock: bool) -> Capture:
    title = f"Hội nghị tổng kết công tác dân vận lần thứ {day}"
    shown = date(2024, 5, 1 if clock else day)
    line = f"{DAYS[shown.weekday()]}, {shown:%d/%m/%Y}, 14:22 (GMT+7)"
    body = (
        f"<html><head><title>{title}</title></head><body><div><div>{line}</div><h2>{title}</h2>"
        f"<p>{'Ủy ban nhân dân xã họp phiên thường kỳ và bàn việc của tháng sau. ' * 6}</p></div></body></html>"
    )
    return page_capture(f"http://a.vn/?tin={day}", body, "2024-05-01T09:00:00Z")


def test_a_line_that_shows_another_day_on_each_page_is_no_clock() -> None:
    for clock in (True, False):
        told = [with_clock(day, clock=clock) for day in range(2, 10)]
        read = [(capture, extract(capture, NEWS)) for capture in told]
        assert [page.article.published_at for _, page in read if page.article] == [None] * 8
        found = dated_place(read, NEWS)
        assert (found is None) == clock
    assert found is not None
    article = extract(told[0], NEWS.model_copy(update={"select": Select(byline=found[0])})).article
    assert article is not None
    assert article.published_at == "2024-05-02T14:22:00+07:00"


def test_a_line_below_texts_of_any_length_is_known_by_its_looks_where_no_other_has_them() -> None:
    def page(number: int, line: str) -> Capture:
        title = f"Hội nghị tổng kết công tác dân vận lần thứ {number}"
        text = "<p>Ủy ban nhân dân xã họp phiên thường kỳ và bàn việc của tháng sau, có đông đủ đại biểu.</p>" * number
        foot = (
            f"<p align=right><font color=#666666 size=1>{line}</font></p><p align=right><font size=1>Bản in</font></p>"
        )
        body = f"<html><head><title>{title}</title></head><body><div><h2>{title}</h2>{text}{foot}</div></body></html>"
        return page_capture(f"http://a.vn/?tin={number}", body, "2024-06-01T00:00:00Z")

    told = [page(number, f"Thứ năm, 09/05/2024 08:3{number} - Đã xem: {number}12") for number in range(3, 9)]
    found = byline_selector([(capture, extract(capture, NEWS)) for capture in told])
    assert found is not None
    assert found[0] == 'font[color="#666666"][size="1"]'
    lone = page(9, "Thứ năm, 09/05/2024")
    days = [
        article and article.published_at
        for article in (
            extract(lone, one).article for one in (NEWS, NEWS.model_copy(update={"select": Select(byline=found[0])}))
        )
    ]
    assert days == [None, "2024-05-09"]


def with_foot(day: int, line: str) -> Capture:
    title = f"Lễ hội làng Nghĩa Trung năm thứ {day}"
    lists = "".join(f"<ul><li><a href='/l{number}'>Mục {number}</a></li></ul>" for number in range(9))
    body = (
        f"<html><head><title>{title}</title></head><body><div><h1>{title}</h1>"
        f"<p>{'Ủy ban nhân dân xã họp phiên thường kỳ và bàn việc của tháng sau. ' * 6}</p></div>"
        f"<div>{lists}</div><div id='foot'><p id='last'>{line}</p><p>Phường Hoa Lư</p></div></body></html>"
    )
    return page_capture(f"http://a.vn/?tin={day}", body, "2024-12-01T09:00:00Z")


LAST_CHANGE = "Trang này được sửa đổi lần cuối vào ngày {} tháng 10 năm 2024, 17:51."


def place_of_day(lines: Iterable[str]) -> tuple[str, str] | None:
    told = [with_foot(number, line) for number, line in enumerate(lines, start=2)]
    return dated_place([(capture, extract(capture, NEWS)) for capture in told], NEWS)


def test_a_foot_that_shows_another_day_on_each_page_says_when_the_page_was_changed() -> None:
    found = place_of_day(LAST_CHANGE.format(day) for day in range(2, 10))
    assert found is not None
    assert found[0] == "#last"
    portal = NEWS.model_copy(update={"select": Select(byline=found[0])})
    article = extract(with_foot(2, LAST_CHANGE.format(2)), portal).article
    assert article is not None
    assert (article.published_at, article.updated_at) == (None, "2024-10-02T17:51:00+07:00")


def test_a_foot_that_shows_one_day_on_all_pages_may_mean_the_portal() -> None:
    assert place_of_day([LAST_CHANGE.format(1)] * 8) is None


def test_a_day_without_a_label_in_a_foot_is_no_day_of_the_page() -> None:
    assert place_of_day(f"{day:02d}/10/2024 17:51" for day in range(2, 10)) is None
