"""Other looks of the same page, and what it is that names a page: learned from links, or known of SharePoint."""

from __future__ import annotations

import re

import pytest

from crawler.address_rules import AddressRule
from crawler.extract import extract
from crawler.items import Article, Capture, Page
from crawler.learn.addresses.groups import find_groups
from crawler.learn.addresses.pagers import find_pagers
from crawler.learn.addresses.rules import content_rules
from crawler.learn.findings import Findings
from crawler.learn.links.looks import Looks
from crawler.learn.links.traps import is_trap
from crawler.learn.lists.found import find_lists
from crawler.learn.lists.rules import list_rules
from crawler.learn.lists.views import look_patterns
from crawler.learn.sample.book import Book
from crawler.learn.sample.observe import Observed, Seen
from crawler.learn.survey import bare_portal
from crawler.learn.verdict.refusals import refuse_sample
from crawler.urls import address, resolve
from tests.page_captures import page_capture

HOST = "http://a.vn"
TEXT = "Ủy ban nhân dân xã họp phiên thường kỳ và bàn việc của tháng sau. " * 4


def page_at(local: str, links: dict[str, str], kind: str = "other") -> Observed:
    """A page, and the words of its links by their addresses."""
    seen = tuple(Seen(HOST + to, text, in_menu=False, in_aside=False) for to, text in links.items())
    return Observed(asked=HOST + local, status=200, page=Page(url=HOST + local, kind=kind), links=seen)  # type: ignore[arg-type]


def test_what_every_page_adds_to_its_own_address_is_another_look_of_it_and_is_left() -> None:
    book = Book(bare_portal(HOST))
    book.add(page_at("/", {"/index.php?kieu=1": "Chữ to", "/bai.php?so=1": "Một bài viết của xã Tân Lộc"}))
    for number in range(1, 5):
        own = f"/bai.php?so={number}"
        book.add(page_at(own, {f"{own}&kieu=1": "Chữ to", f"{own}&mau=den": "Nền tối"}))
    assert not [local for local in book.entries if "kieu" in local or "mau" in local]
    assert {"/bai.php?kieu=1&so=4", "/index.php?kieu=1"} <= set(book.traps)
    assert set(look_patterns(book.looks)) == {"[?&]kieu=", "[?&]mau="}
    assert book.entry(f"{HOST}/bai.php?so=77&kieu=1") is None


def test_of_two_parameters_that_pages_add_the_one_that_is_always_the_same_makes_the_look() -> None:
    looks = Looks()
    for number in range(4):
        looks.note(f"/tin/{number}", f"/tin/{number}?khung=rong&ve=ma{number}", "Máy tính")
        looks.note(f"/tin/{number}", f"/tin/{number}?page=2", "2")
    assert looks.settle() == {"khung=rong"}


def test_all_rows_of_a_list_are_no_other_look() -> None:
    looks = Looks()
    for path in ("/a", "/b", "/c"):
        looks.note(path, f"{path}?xem=tat-ca", "Xem tất cả")
    assert not looks.settle()


@pytest.mark.parametrize("words", ["2", "Xem tiếp", "Trang sau »", "", "Tin cũ hơn"])
def test_what_leads_to_more_rows_is_no_other_look(words: str) -> None:
    looks = Looks()
    for number in range(6):
        looks.note(f"/muc.php?so={number}", f"/muc.php?so={number}&tiep=2", words)
    assert not looks.settle()


def test_a_parameter_that_other_addresses_need_is_no_other_look() -> None:
    looks = Looks()
    for number in range(4):
        looks.note(f"/{number}", f"/{number}?ban=vi", "Tiếng Việt")
        looks.note(f"/{number}", f"/tin/{number}?ban=vi", f"Bài viết số {number} của xã")
    assert not looks.settle()


def test_of_several_values_those_that_name_something_stay() -> None:
    looks = Looks()
    for number in range(4):
        looks.note(f"/bai?so={number}", f"/bai?so={number}&xem=to", "Chữ to")
        looks.note(f"/bai?so={number}", f"/anh?xem=album-{number}", "Ảnh hội nghị")
    looks.settle()
    assert list(look_patterns(looks)) == ["[?&]xem=(?:to)(?:&|$)"]


def article_at(local: str, title: str) -> Observed:
    article = Article(url=HOST + local, title=title, text=f"{title}. {TEXT}", published_at="2021-01-22")
    home = (Seen(HOST + "/", "Trang chủ", in_menu=True, in_aside=False),)
    page = Page(url=HOST + local, kind="article", article=article)
    return Observed(asked=HOST + local, status=200, page=page, links=home)


def canonical(book: Book, local: str) -> str:
    rules = tuple(learned.rule for learned in content_rules(find_groups(book, [])))
    return address(HOST + local, book.portal.model_copy(update={"addresses": rules})).url.removeprefix(HOST)


def test_numbers_that_begin_anew_in_each_list_name_an_article_only_with_the_list() -> None:
    book = Book(bare_portal(HOST))
    for name in ("TinXa", "KinhTe", "VanHoa"):
        for number in range(1, 6):
            for mark in ("", "&khung=1"):
                book.add(article_at(f"/Lists/{name}/Xem.aspx?ID={number}{mark}", f"Bài viết {number} của {name}"))
    found = {canonical(book, f"/Lists/{name}/Xem.aspx?ID=4&khung=1") for name in ("TinXa", "KinhTe")}
    assert len(found) == 2
    assert canonical(book, "/Lists/TinXa/Xem.aspx?ID=4&khung=1") == canonical(book, "/Lists/TinXa/Xem.aspx?ID=4")


def test_programs_with_one_parameter_are_told_apart_by_their_names() -> None:
    book = Book(bare_portal(HOST))
    for number in range(1, 7):
        book.add(article_at(f"/tin.php?id=1{number}", f"Bài viết {number} của xã Tân Lộc"))
        book.add(page_at(f"/vanban.php?id=2{number}", {"/": "Trang chủ"}, "document"))
    groups = {group.label: group for group in find_groups(book, [])}
    assert {one.local.partition("?")[0] for one in groups["article"].members} == {"/tin.php"}
    rules = [
        (learned.rule.kind, re.search(learned.rule.match, "/vanban.php?id=99"))
        for learned in content_rules(list(groups.values()))
    ]
    assert [kind for kind, found in rules if found] == ["document"]


def test_a_number_met_under_several_paths_of_one_article_names_it_alone() -> None:
    book = Book(bare_portal(HOST))
    for number in range(1, 9):
        for name in ("noi-bat", ("kinh-te", "van-hoa")[number % 2]):
            book.add(article_at(f"/{name}/xem.aspx?id=70{number}", f"Bài viết {number} của xã Tân Lộc"))
    assert canonical(book, "/noi-bat/xem.aspx?id=704") == canonical(book, "/kinh-te/xem.aspx?id=704")


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("/Pages/bai.aspx?IsDlg=1", "/Pages/bai.aspx"),
        ("/L/Xem.aspx?ID=7&Source=%2FPages%2Fdefault%2Easpx&ContentTypeId=0x0100C1", "/L/Xem.aspx?ID=7"),
        ("/L/Xem.aspx?InitialTabId=Ribbon.Read&VisibilityContext=WSSTabPersistence&ID=7", "/L/Xem.aspx?ID=7"),
        ("/L/Xem.aspx?ID=7&Mobile=1", "/L/Xem.aspx?ID=7"),
        ("/tin?mobile=0912", "/tin?mobile=0912"),
        ("/tin?source=bao-tinh", "/tin?source=bao-tinh"),
        ("/tin?ContentTypeId=12", "/tin?ContentTypeId=12"),
    ],
)
def test_what_sharepoint_adds_for_its_frames_is_not_asked_for(asked: str, kept: str) -> None:
    assert resolve(HOST, asked) == HOST + kept
    assert address(HOST + asked, bare_portal(HOST)).url == HOST + kept


def test_the_way_back_through_a_list_of_sharepoint_leads_nowhere_new() -> None:
    assert is_trap(f"{HOST}/L/AllItems.aspx", "/L/AllItems.aspx?PageFirstRow=1&Paged=TRUE&PagedPrev=TRUE&p_ID=9")
    assert not is_trap(f"{HOST}/L/AllItems.aspx", "/L/AllItems.aspx?PageFirstRow=31&Paged=TRUE&p_ID=9")


def test_lists_that_lead_on_from_their_last_row_are_paged_by_it() -> None:
    book = Book(bare_portal(HOST))
    for name, rows in (("TinXa", (59, 37, 15)), ("KinhTe", (83, 61, 42))):
        own = f"/{name}/Ds.aspx"
        for row, ahead in zip(("", *rows), rows, strict=False):
            asked = f"{own}?Paged=TRUE&p_ID={row}" if row else own
            book.add(page_at(asked, {f"{own}?Paged=TRUE&p_ID={ahead}": "Tiếp theo"}, "listing"))
    lists = find_lists(book, find_pagers(book))
    assert {one.local for one in lists} == {"/TinXa/Ds.aspx", "/KinhTe/Ds.aspx"}
    rules = list_rules(lists, find_pagers(book))
    portal = book.portal.model_copy(update={"addresses": tuple(one.rule for one in rules)})
    pages = {address(f"{HOST}/TinXa/Ds.aspx{tail}", portal).url for tail in ("", "?p_ID=37", "?p_ID=15&Paged=TRUE")}
    assert len(pages) == 3


def capture_of(local: str, middle: str) -> Capture:
    body = f"<html><head><title>Huyện Tây Giang</title></head><body>{middle}</body></html>"
    return page_capture(HOST + local, body, "2024-05-14T09:00:00Z")


def test_what_new_documents_are_about_does_not_hide_the_list_beside_them() -> None:
    rows = "".join(f"<tr><td><a href='/b?so={n}'>Bài viết thứ {n} của xã Tân Lộc</a></td></tr>" for n in range(7))
    under = "".join(f"<p><a href='/vb?so={n}'>1{n}/QĐ-UBND</a><br>{TEXT}</p>" for n in range(5))
    middle = f"<table><tr><td><table>{rows}</table></td><td>{under}</td></tr></table>"
    assert extract(capture_of("/muc?so=1", middle), bare_portal(HOST)).kind == "listing"
    text = "".join(f"<p>{TEXT}</p>" for n in range(5))
    assert extract(capture_of("/muc?so=1", middle.replace(under, text)), bare_portal(HOST)).kind != "listing"


def test_an_arrow_that_is_a_picture_leads_to_the_next_page() -> None:
    rows = "".join(f"<tr><td><a href='/b?so={n}'>Bài viết thứ {n} của xã Tân Lộc</a></td></tr>" for n in range(7))
    arrow = "<a href='/muc.aspx?p_ID=31'><img src='next.gif' alt='Tiếp theo'></a>"
    portal = bare_portal(HOST).model_copy(update={"addresses": (AddressRule(kind="article", match=r"^/b\?"),)})
    page = extract(capture_of("/muc.aspx", f"<table>{rows}</table>{arrow}"), portal)
    assert page.kind == "listing"
    assert page.listing is not None
    assert page.listing.next_fetch_url == f"{HOST}/muc.aspx?p_ID=31"


def test_a_portal_whose_news_are_not_read_is_refused_though_its_documents_are() -> None:
    book = Book(bare_portal(HOST))
    titles = {f"/bai.php?so={n}": f"Bài viết thứ {n} của xã Tân Lộc" for n in range(5)}
    book.add(page_at("/muc.php", titles, "listing"))
    for local in titles:
        book.add(page_at(local, {"/": "Trang chủ"}))
    for number in range(4):
        book.add(page_at(f"/vb.php?so={number}", {"/": "Trang chủ"}, "document"))
    found = Findings(id="a", name="a", level="other", platform=None, url=HOST, groups=tuple(find_groups(book, [])))
    assert "could not be read" in (refuse_sample(book, found) or "")


@pytest.mark.parametrize("words", ["Chữ to", "Nền tối"])
def test_a_bar_of_buttons_may_have_one_that_nobody_knows(words: str) -> None:
    bar = f"<p><a href='/in'>In bài này</a> | <a href='/gui'>Gửi cho bạn bè</a> | <a href='?k=1'>{words}</a></p>"
    title = "Xã ra quân làm thủy lợi đầu năm ở ba thôn"
    body = f"<h1>{title}</h1><p>Ngày đăng: 12/03/2020</p><p>{TEXT}</p><p>{TEXT}</p>{bar}"
    article = extract(capture_of("/bai/1", f"<div>{body}</div>"), bare_portal(HOST)).article
    assert article is not None
    assert words not in article.text


def test_a_table_of_bullets_and_links_is_no_table_of_data() -> None:
    title = "Xã ra quân làm thủy lợi đầu năm ở ba thôn"
    rows = "".join(
        f"<tr><td><img src=a.gif></td><td><a href='/b/{n}'>Bài viết thứ {n} của xã</a> (0{n}/03/2020)</td></tr>"
        for n in range(1, 6)
    )
    body = f"<h1>{title}</h1><p>{TEXT}</p><p>{TEXT}</p><p>Ngày đăng: 12/03/2020 15:31</p><p>CÁC TIN KHÁC</p>"
    article = extract(capture_of("/bai/1", f"<div>{body}<table>{rows}</table></div>"), bare_portal(HOST)).article
    assert article is not None
    assert "Bài viết thứ" not in article.text
    assert article.published_at == "2020-03-12T15:31:00+07:00"


def test_rules_of_looks_are_regular_expressions() -> None:
    looks = Looks()
    for number in range(3):
        looks.note(f"/b/{number}", f"/b/{number}?x.y=(a", "Chữ to")
    looks.settle()
    assert all(re.search(pattern, "/b/9?x.y=(a") for pattern in look_patterns(looks))
