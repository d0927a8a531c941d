"""Other orders of the same rows, and other looks that are not known yet: what a sample leaves, or leaves for later."""

from __future__ import annotations

import re

import pytest

from crawler.items import Page
from crawler.learn.addresses.pagers import find_pagers
from crawler.learn.choose import next_address
from crawler.learn.links.looks import Looks
from crawler.learn.links.traps import TOOL_TEXT, is_trap
from crawler.learn.lists.views import look_patterns, order_pattern
from crawler.learn.sample.book import Book
from crawler.learn.sample.observe import Observed, Seen
from crawler.learn.survey import bare_portal

HOST = "http://a.vn"


def page_at(local: str, links: dict[str, str], kind: str = "other") -> Observed:
    """A page, and the words of its links by their addresses."""
    seen = tuple(Seen(HOST + to, text, in_menu=False, in_aside=False) for to, text in links.items())
    return Observed(asked=HOST + local, status=200, page=Page(url=HOST + local, kind=kind), links=seen)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "query",
    [
        "_hoso_WAR_hoso_orderByCol=ten", "31_INSTANCE_aB3_orderByType=giam", "order_by=ten", "News_sort=ten",
        "sidx=ten", "filter_order_Dir=a", "luoi-SortField=Ten", "tinOrderBy=Ten", "ds_sapxep=ten", "xep-theo=ten",
        "c=ngay.desc", "chieu=ASC", "kieu=tang-dan", "a=ten%3Aasc",
    ],
)  # fmt: skip
def test_an_order_is_known_by_its_name_behind_that_of_a_program_or_by_its_value(query: str) -> None:
    local = f"/muc?{query}"
    assert is_trap(HOST + local, local)
    assert re.search(order_pattern(()), local)


@pytest.mark.parametrize(
    "query",
    ["record=5", "border=1", "resort=bien", "_x_urlTitle=giam-dan-so-ho-ngheo", "ten=mo-ta-desc-2", "_x_cur=2"],
)
def test_other_parameters_are_no_orders(query: str) -> None:
    local = f"/muc?{query}"
    assert not is_trap(HOST + local, local)
    assert not re.search(order_pattern(()), local)


def test_the_order_that_a_pager_carries_leads_on_and_others_do_not() -> None:
    book = Book(bare_portal(HOST))
    links = {
        "/muc?_v_orderByCol=ten&_v_cur=1": "Tên", "/muc?_v_orderByCol=ngay&_v_cur=2": "2",
        "/muc?_v_orderByCol=ngay&_v_cur=3": "3",
    }  # fmt: skip
    book.add(page_at("/muc", links, "listing"))
    assert set(book.entries) == {"/muc", "/muc?_v_cur=2&_v_orderByCol=ngay", "/muc?_v_cur=3&_v_orderByCol=ngay"}
    assert [(pager.name, pager.companions) for pager in find_pagers(book)] == [("_v_cur", {"_v_orderByCol"})]
    kept_out = re.compile(order_pattern(book.carried))
    assert kept_out.search("/muc?_v_cur=1&_v_orderByCol=ten")
    assert not kept_out.search("/muc?_v_cur=2&_v_orderByCol=ngay")


def test_what_may_be_another_look_waits_for_more_pages() -> None:
    book = Book(bare_portal(HOST))
    book.add(page_at("/", {"/bai.1": "Bài viết thứ nhất của xã Tân Lộc", "/bai.2": "Bài viết thứ hai của xã Tân Lộc"}))
    book.add(page_at("/bai.1", {"/bai.1?nen=toi": "Nền tối", "/bai.2": "Bài viết thứ hai của xã Tân Lộc"}, "article"))
    assert next_address(book, budget=60, asked=frozenset({"/", "/bai.1"})) == f"{HOST}/bai.2"
    assert next_address(book, budget=60, asked=frozenset({"/", "/bai.1", "/bai.2"})) == f"{HOST}/bai.1?nen=toi"


def test_a_parameter_of_many_values_names_pages_and_need_not_wait() -> None:
    looks = Looks()
    for number in range(6):
        looks.note("/tin/default.aspx", f"/tin/default.aspx?ItemID={number}", f"Bài viết thứ {number} của xã")
        looks.note("/", f"/?trang-con={number % 2}", "Trang con")
    assert not looks.may_be("/tin/default.aspx?ItemID=3")
    assert not looks.may_be("/?trang-con=1")


def test_portlets_in_their_usual_state_are_no_other_look() -> None:
    looks = Looks()
    for number in range(4):
        looks.note(f"/tin/{number}", f"/tin/{number}?p_p_state=pop_up", "Bản in")
    looks.settle()
    (pattern,) = look_patterns(looks)
    assert re.search(pattern, "/tin/1?p_p_state=pop_up")
    assert not re.search(pattern, "/tin?p_p_id=x&p_p_state=normal")


@pytest.mark.parametrize("local", ["/index.php?nv_redirect=Lw&nvvithemever=d", "/index.php?nv=users&nv_redirect=L2Fi"])
def test_switches_and_forms_of_nukeviet_lead_nowhere(local: str) -> None:
    assert is_trap(HOST + local, local)


@pytest.mark.parametrize(("words", "tool"), [("20 muc moi trang", True), ("50 / trang", True), ("trang 5", False)])
def test_how_many_rows_a_page_shows_is_a_tool(words: str, tool: bool) -> None:
    assert bool(TOOL_TEXT.match(words)) == tool
