"""Addresses that no sample enters, and copies that it leaves alone once it has seen what they are."""

from __future__ import annotations

import pytest

from crawler.items import Article, Page
from crawler.learn.addresses.tools import tool_entries
from crawler.learn.choose import next_address
from crawler.learn.findings import learn
from crawler.learn.links.traps import TOOL_TEXT, is_trap
from crawler.learn.links.wikis import IS_SPACE, NAME_SPACES
from crawler.learn.sample.book import Book
from crawler.learn.sample.observe import Observed, Seen
from crawler.learn.survey import Survey, bare_portal
from crawler.session_ids import without_session

HOST = "http://a.vn"


@pytest.mark.parametrize(
    ("local", "trap"),
    [
        ("/index.php?language=vi&nv=news", True),
        ("/index.php?language=en&nv=news", True),
        ("/tin.aspx?langid=1033&id=5", True),
        ("/in.php?id=120", True),
        ("/tin/in.aspx?id=120", True),
        ("/tin/tin.php?id=120", False),
        ("/index.php?nv=news&op=savefile/Tin/Bai-5", True),
        ("/index.php?nv=news&op=print/Tin/Bai-5", True),
        ("/index.php?nv=search", True),
        ("/Tin/tabid/65/articleType/ArchiveView/month/6/year/2021/Default.aspx", True),
        ("/Tin/tabid/65/articleType/AuthorView/authorID/2/Default.aspx", True),
        ("/Tin/tabid/65/articleType/ArticleView/articleId/1239/bai.aspx", False),
        ("/Tin/tabid/65/ctl/ChiTiet/mid/438/nid/13920/Default.aspx", False),
        ("/Tin/tabid/65/ctl/Details/mid/438/ItemID/9/Default.aspx", False),
        ("/Home/tabid/36/ctl/Terms/Default.aspx", True),
        ("/archive/2024", True),
        ("/archive/2024/11", True),
        ("/archives/2024/11.html", True),
        ("/archive/2024/11/index.html", True),
        ("/archive/2024/11/page/2", True),
        ("/archive/2024/11/ra-quan-7.html", False),
        ("/archive/2024/ra-quan-7", False),
        ("/Home/tabid/36/ctl/Login/Default.aspx", True),
        ("/Tin/tabid/65/ctl/EditItem/mid/438/Default.aspx", True),
        ("/vi/banners/click/?id=5", True),
        ("/portal/_layouts/15/viewlsts.aspx", True),
        ("/portal/Lists/LichCongTac/calendar.aspx", True),
        ("/portal/Lists/TinTuc/AllItems.aspx", False),
        ("/_layouts/15/TinTuc/ChiTiet.aspx?id=5", False),
        ("/portal/Pages/Gioi-thieu.aspx?SPSLanguage=en-US", True),
    ],
)
def test_copies_archives_and_choices_of_a_language_are_traps(local: str, *, trap: bool) -> None:
    assert is_trap(HOST + local, local) == trap


@pytest.mark.parametrize("own", ["language=vi", "lang=vi-VN", "langid=1066", "ngonngu=vi"])
def test_the_own_language_is_no_trap_where_nearly_all_addresses_name_it(own: str) -> None:
    everywhere, switched = Book(bare_portal(HOST)), Book(bare_portal(HOST))
    everywhere.add(page("/", {f"/tin.aspx?id={number}&{own}": "Xã ra quân" for number in range(8)}))
    assert "/tin.aspx?id=3&" + own in everywhere.entries
    foreign = own.partition("=")[0] + "=en"
    assert everywhere.entry(f"{HOST}/tin.aspx?id=3&{foreign}") is None
    switched.add(page("/", {f"/tin.aspx?id={number}": "Xã ra quân" for number in range(8)} | {f"/?{own}": "VN"}))
    assert f"/?{own}" not in switched.entries


@pytest.mark.parametrize("words", ["ban de in", "xem ban in", "trang in", "dang cho in", "ban in an", "so luu but"])
def test_words_of_links_to_copies_and_guest_books(words: str) -> None:
    assert TOOL_TEXT.match(words)


@pytest.mark.parametrize(
    ("query", "left"),
    [("?tin=5&SID=738201946", "?tin=5"), ("?sid=1234", "?sid=1234"), ("?sid=0382019461", "?sid=0382019461")],
)
def test_the_number_of_a_session_of_active_server_pages_is_taken_out(query: str, left: str) -> None:
    assert without_session(f"{HOST}/doctin.asp{query}") == f"{HOST}/doctin.asp{left}"


def page(local: str, links: dict[str, str]) -> Observed:
    seen = tuple(Seen(HOST + to, text, in_menu=False, in_aside=False) for to, text in links.items())
    article = Article(url=HOST + local, title=local, text="Xã họp." * 40, published_at="2021-01-22")
    return Observed(
        asked=HOST + local, status=200, page=Page(url=HOST + local, kind="article", article=article), links=seen
    )


def test_a_link_that_each_article_has_to_itself_and_calls_alike_is_not_followed_any_more() -> None:
    book = Book(bare_portal(HOST))
    for number in range(3):
        book.add(page(f"/bai?id={number}", {f"/zz?id={number}": "Dạng gọn", "/bai?id=9": "Xã ra quân làm thủy lợi"}))
    asked = frozenset(f"/bai?id={number}" for number in range(3))
    assert {entry.local for tools in tool_entries(book).values() for entry in tools} == {
        f"/zz?id={n}" for n in range(3)
    }
    assert next_address(book, budget=60, asked=asked) == f"{HOST}/bai?id=9"
    assert next_address(book, budget=60, asked=asked | {"/bai?id=9"}) is None


def test_rows_of_one_list_that_all_say_the_same_are_no_copies() -> None:
    book = Book(bare_portal(HOST))
    book.add(page("/tin-tuc", {f"/bai?id={number}": "Xem chi tiết" for number in range(10)}))
    assert tool_entries(book) == {}


def test_the_feed_of_comments_is_not_asked_for() -> None:
    survey = Survey(f"{HOST}/", budget=20)
    survey.add_feeds([f"{HOST}/comments/feed/", f"{HOST}/feed/"])
    survey.add(Observed(asked=f"{HOST}/", status=200, page=Page(url=f"{HOST}/", kind="home")))
    asked = [survey.next_url() for _ in range(3)]
    assert f"{HOST}/feed/" in asked
    assert f"{HOST}/comments/feed/" not in asked


@pytest.mark.parametrize(
    ("local", "trap"),
    [
        ("/wiki/Special:RecentChanges", True),
        ("/index.php/%C4%90%E1%BA%B7c_bi%E1%BB%87t:Li%C3%AAn_k%E1%BA%BFt_%C4%91%E1%BA%BFn_%C4%91%C3%A2y/Tin", True),
        ("/index.php?title=%C4%90%E1%BA%B7c_bi%E1%BB%87t%3ANh%E1%BA%ADt_tr%C3%ACnh&page=Tin", True),
        ("/index.php?page=Tin&title=Talk%3ATin", True),
        ("/wiki/Th%E1%BA%A3o_lu%E1%BA%ADn:Tin", True),
        ("/wiki/Th%E1%BA%A3o_lu%E1%BA%ADn_Th%C3%A0nh_vi%C3%AAn:An", True),
        ("/wiki/File_talk:Anh-5.png", True),
        ("/wiki/Th%E1%BB%83_lo%E1%BA%A1i:Th%C3%B4ng_b%C3%A1o", False),
        ("/wiki/Category:News", False),
        ("/wiki/Th%C3%B4ng_b%C3%A1o:_l%E1%BB%8Bch_ti%E1%BA%BFp_d%C3%A2n", False),
        ("/wiki/Special_forces", False),
        ("/doku.php?id=user:gioi-thieu", False),
    ],
)
def test_the_pages_of_a_wiki_for_its_writers_are_traps_and_its_categories_are_not(local: str, *, trap: bool) -> None:
    assert is_trap(HOST + local, local) == trap
    assert bool(IS_SPACE.search(local)) == trap


@pytest.mark.parametrize("linked", ["/wiki/Special:RecentChanges", "/tin-tuc"])
def test_a_portal_file_speaks_of_a_wiki_where_one_was_met(linked: str) -> None:
    book = Book(bare_portal(HOST))
    links = (Seen(HOST + linked, "Thay đổi gần đây", in_menu=True, in_aside=False),)
    home = Observed(asked=f"{HOST}/", status=200, page=Page(url=f"{HOST}/", kind="home"), links=links)
    book.add(home)
    patterns = [pattern for pattern, _ in learn(book, home).ignore]
    assert (NAME_SPACES in patterns) == ("Special" in linked)
