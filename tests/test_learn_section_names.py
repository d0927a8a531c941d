"""What a section is called: as menus say, without the number of its articles that some print behind the name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crawler.items import Listing
from crawler.learn.lists.found import find_lists
from crawler.learn.sample.book import Book
from crawler.learn.survey import bare_portal
from tests.test_learn_unseen import HOST, list_at


@pytest.mark.parametrize(
    ("linked", "headed", "name"),
    [
        ("Tin tức (17)", None, "Tin tức"),
        ("Tin tức [17]", "Tin tức", "Tin tức"),
        ("Tin tức 17", "Tin tức", "Tin tức"),
        ("Tin tức 17", "TIN TỨC", "Tin tức"),
        ("Tổ dân phố 17", "Tổ dân phố 17", "Tổ dân phố 17"),
        ("Tổ dân phố 17", None, "Tổ dân phố 17"),
        ("Khóa XII", "Khóa", "Khóa XII"),
    ],
)
def test_a_number_behind_the_name_of_a_section_counts_its_articles(linked: str, headed: str | None, name: str) -> None:
    book = Book(bare_portal(HOST))
    seen = list_at("/muc/7", {"/bai/1": "Xã Tân Lộc họp phiên thường kỳ"})
    book.add(list_at("/", {"/muc/7": linked}))
    book.add(replace(seen, page=replace(seen.page, listing=Listing(section=headed))))
    assert [one.name for one in find_lists(book, []) if one.local == "/muc/7"] == [name]
