"""Breadth over programs: pages of one folder and one parameter may be articles by one name, documents by another."""

from __future__ import annotations

from crawler.learn.addresses.groups import find_groups
from crawler.learn.addresses.rules import content_rules
from crawler.learn.choose import next_address
from crawler.learn.sample.book import Book
from crawler.learn.survey import bare_portal
from crawler.urls import address, canonical_url
from tests.test_learn_looks import page_at
from tests.test_learn_unseen import HOST, article_at, list_at

NEWS = [f"/Pages/chi-tiet-tin.aspx?ItemID=4{number:02}" for number in range(30)]
DOCUMENTS = [f"/Pages/chi-tiet-van-ban.aspx?ItemID=9{number:02}" for number in range(5)]


def fetched(first: dict[str, str], count: int) -> tuple[Book, list[str]]:
    """Return what so many requests learn of a portal whose home page has these links, and what was asked for."""
    book, asked = Book(bare_portal(HOST)), ["/"]
    book.add(list_at("/", first))
    while len(asked) <= count:
        url = next_address(book, budget=60, asked=frozenset(asked))
        assert url is not None
        local = url.removeprefix(HOST)
        asked.append(local)
        is_document = "van-ban" in local
        book.add(page_at(local, {}, "document") if is_document else article_at(local, first[local]))
    return book, asked


def test_each_program_is_looked_at_though_one_has_more_links() -> None:
    links = {local: f"Bài viết thứ {local[-2:]} của xã Tân Lộc" for local in NEWS}
    links |= {local: f"Văn bản thứ {local[-2:]} của xã Tân Lộc" for local in DOCUMENTS}
    book, asked = fetched(links, 10)
    assert sum(local in DOCUMENTS for local in asked) >= 3
    kinds = {learned.rule.kind for learned in content_rules(find_groups(book, []))}
    assert kinds == {"article", "document"}


def test_a_number_of_one_program_is_not_that_of_another() -> None:
    news = [(f"/Pages/chi-tiet.aspx?ItemID={number}&Muc={number % 3}", number) for number in range(410, 440)]
    again = [(f"/pages/Chi-Tiet.aspx?Muc={number % 3}&ItemID={number}", number) for number in range(410, 420)]
    documents = [(f"/Pages/van-ban.aspx?ItemID={number}", number) for number in range(410, 420)]
    book = Book(bare_portal(HOST))
    book.add(list_at("/", {local: f"Bài viết thứ {number} của xã Tân Lộc" for local, number in (*news, *again)}))
    for local, number in (*news, *again):
        book.add(article_at(local, f"Bài viết thứ {number} của xã Tân Lộc"))
    for local, _ in documents:
        book.add(page_at(local, {}, "document"))
    rules = tuple(learned.rule for learned in content_rules(find_groups(book, [])))
    portal = book.portal.model_copy(update={"addresses": rules})
    kinds = {address(HOST + local, portal).kind for local, _ in documents}
    names = {canonical_url(HOST + local, portal) for local in ("/pages/Chi-Tiet.aspx?ItemID=7", news[0][0])}
    assert kinds == {"document"}
    assert names == {f"{HOST}/Pages/chi-tiet.aspx?ItemID=7", f"{HOST}/Pages/chi-tiet.aspx?ItemID=410"}
    unknown = canonical_url(f"{HOST}/Pages/hoi-dap.aspx?ItemID=410", portal)
    assert unknown == f"{HOST}/Pages/hoi-dap.aspx?ItemID=410"


def test_names_that_each_page_has_of_its_own_are_no_programs() -> None:
    slugs = {f"/tin/bai-viet-thu-{number}.aspx?CateID={number % 3}": f"Bài viết thứ {number}" for number in range(20)}
    other = {f"/hoi-dap/cau-hoi.aspx?ItemID={number}": f"Bài viết khác thứ {number}" for number in range(20)}
    _, asked = fetched(slugs | other, 10)
    assert 4 <= sum(local in slugs for local in asked) <= 6
