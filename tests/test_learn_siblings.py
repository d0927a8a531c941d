"""A list that looks like an article is told by its siblings: what one program gives in a menu is lists, or none is."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from crawler.address_rules import AddressRule
from crawler.learn.addresses.rules import Learned
from crawler.learn.lists.found import find_lists
from crawler.learn.sample.book import Book
from crawler.learn.sample.observe import Observed
from crawler.learn.survey import bare_portal
from tests.test_learn_unseen import HOST, article_at, list_at

ARTICLES = [Learned(AddressRule(kind="article", match=r"^/Tin\.aspx\?id="), "")]
ODD = "/DanhSach.aspx?cid=9"


def links_of(cid: int) -> dict[str, str]:
    return {f"/Tin.aspx?id={cid}0{number}": f"Xã họp phiên thường kỳ tháng {number}" for number in range(5)}


def found(read_as: Observed, others: list[int], content: list[Learned]) -> list[str]:
    """Return the lists of a portal with so many lists, and a page of the same program that is read as an article."""
    book = Book(bare_portal(HOST))
    menu = {f"/DanhSach.aspx?cid={cid}": f"Mục {cid}" for cid in (*others, 9)}
    book.add(list_at("/", menu))
    for cid in others:
        book.add(list_at(f"/DanhSach.aspx?cid={cid}", menu | links_of(cid)))
    book.add(replace(read_as, links=list_at(ODD, menu | links_of(9)).links))
    return [one.local for one in find_lists(book, [], content)]


@pytest.mark.parametrize(("others", "is_list"), [([1, 2, 4], True), ([1, 2], False)])
def test_one_page_of_a_program_is_a_list_where_its_others_are(others: list[int], is_list: bool) -> None:
    assert (ODD in found(article_at(ODD, "Công tác Đảng"), others, ARTICLES)) is is_list


def test_a_program_that_gives_articles_too_is_judged_page_by_page() -> None:
    both = [Learned(AddressRule(kind="article", match=rf"^{re.escape(ODD)}"), ""), *ARTICLES]
    assert ODD not in found(article_at(ODD, "Công tác Đảng"), [1, 2, 4], both)
