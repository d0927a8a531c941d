"""Boxes that link to articles below a page of their own: addresses of which a path alone differs."""

from __future__ import annotations

import re

from crawler.learn.addresses.groups import find_groups
from crawler.learn.addresses.rules import content_rules
from crawler.learn.lists.box_addresses import without_boxes
from crawler.learn.sample.book import Book
from crawler.learn.survey import bare_portal
from tests.test_learn_liferay import HOST, article_at, boxed, page_at

SECTIONS = ("tin-tuc", "kinh-te", "van-hoa")
ARTICLES = 15


def book_with_box(*numbers: int, page: str = "trang-chu") -> Book:
    """Articles under three sections; some of them, and some that no section was seen to have, in a box."""
    book = Book(bare_portal(HOST))
    for number in range(ARTICLES):
        path = f"/{SECTIONS[number % 3]}/-/xuat-ban/x{number % 3}/noi-dung/bai-viet-so-{number}"
        book.add(article_at(path, f"Bài viết thứ {number} của huyện nhà"))
    for number in numbers:
        path = f"/{page}/-/xuat-ban/h0p/noi-dung/bai-viet-so-{number}"
        book.add(article_at(path, f"Bài viết thứ {number} của huyện nhà"))
    return book


def canonical(book: Book) -> set[str | None]:
    groups, _ = without_boxes(find_groups(book, []), book)
    return {learned.rule.canonical for learned in content_rules(groups)}


def test_addresses_of_a_box_are_left_alone_and_articles_keep_those_of_their_sections() -> None:
    book = book_with_box(1, 2, 6)
    groups, patterns = without_boxes(find_groups(book, []), book)
    assert [len(group.members) for group in groups] == [ARTICLES]
    assert canonical(book) == {None}
    (pattern,) = patterns
    assert re.search(pattern, "/trang-chu/-/xuat-ban/h0p/noi-dung/bai-khac")
    assert re.search(pattern, "/trang-chu/-/xuat-ban/h0p/noi-dung/bai-khac?viewMode=view")
    assert not re.search(pattern, "/trang-chu/-/xuat-ban/h0p/noi-dung/muc/bai-khac")
    assert not re.search(pattern, "/kinh-te/-/xuat-ban/x1/noi-dung/bai-viet-so-1")


def test_a_box_with_an_article_that_was_met_nowhere_else_is_read() -> None:
    book = book_with_box(1, 2, 60)
    _, patterns = without_boxes(find_groups(book, []), book)
    assert patterns == ()


def test_a_box_that_holds_as_much_as_the_sections_is_no_box() -> None:
    book = book_with_box(*range(ARTICLES))
    assert without_boxes(find_groups(book, []), book)[1] == ()


def test_one_article_in_a_box_proves_too_little() -> None:
    book = book_with_box(1)
    assert without_boxes(find_groups(book, []), book)[1] == ()


def test_no_list_is_kept_out_with_a_box() -> None:
    book = Book(bare_portal(HOST))
    for number in range(ARTICLES):
        book.add(article_at(f"/{SECTIONS[number % 3]}/bai-viet-so-{number}", f"Bài viết thứ {number} của huyện nhà"))
    for number in (1, 2, 6):
        book.add(article_at(f"/tin-moi/bai-viet-so-{number}", f"Bài viết thứ {number} của huyện nhà"))
    assert without_boxes(find_groups(book, []), book)[1] != ()
    book.add(page_at("/tin-moi/trang-2", "Tin mới", {}, "listing"))
    assert without_boxes(find_groups(book, []), book)[1] == ()


def test_a_section_whose_articles_all_stand_in_another_one_too_is_read() -> None:
    book = book_with_box(1, 2, 6, page="tin-khan")
    rows = {f"/tin-khan/-/xuat-ban/h0p/noi-dung/bai-viet-so-{number}": f"Bài viết thứ {number}" for number in (1, 2, 6)}
    book.add(boxed("/tin-khan", "Tin khẩn", rows))
    assert without_boxes(find_groups(book, []), book)[1] == ()
