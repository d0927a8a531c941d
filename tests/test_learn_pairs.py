"""Two addresses under one title: what the sample fetches to know whether they are one page, and what it believes."""

from __future__ import annotations

import pytest

from crawler.items import Article, Page
from crawler.learn.addresses.groups import find_groups
from crawler.learn.addresses.pairs import MOST, PAGES, of_unproven_pairs
from crawler.learn.addresses.rules import content_rules
from crawler.learn.sample.book import Book
from crawler.learn.sample.observe import Observed, Seen
from crawler.learn.survey import bare_portal
from crawler.urls import canonical_url

HOST = "http://a.vn"
TEXT = "Ủy ban nhân dân huyện họp phiên thường kỳ và bàn việc của quý sau. " * 6
SECTIONS = ("tin-tuc", "kinh-te", "van-hoa")


def title_of(number: int) -> str:
    return f"Bài viết có tên đủ dài thứ {number:02} của huyện nhà"


def by_program(number: int, page: str) -> str:
    return f"/{page}?_9_action=view&_9_id={7000 + number}&_9_name=bai-viet-co-ten-du-dai-thu-{number:02}"


def by_path(number: int) -> str:
    return f"/hoi-dong/-/xuat-ban/noi-dung/bai-viet-co-ten-du-dai-thu-{number:02}"


def article_at(local: str, title: str, text: str = TEXT) -> Observed:
    article = Article(url=HOST + local, title=title, text=f"{title}. {text}", published_at="2021-01-22")
    links = (Seen(f"{HOST}/", "Trang chủ", in_menu=True, in_aside=False),)
    page = Page(url=HOST + local, kind="article", title=title, article=article)
    return Observed(asked=HOST + local, status=200, page=page, links=links)


def linking(links: dict[str, str]) -> Observed:
    seen = tuple(Seen(HOST + to, text, in_menu=False, in_aside=False) for to, text in links.items())
    return Observed(asked=f"{HOST}/", status=200, page=Page(url=f"{HOST}/", kind="home", title="Huyện"), links=seen)


def mixed(featured: dict[int, bool]) -> Book:
    """Articles by a program under three sections and by a path under a fourth; some are featured on the home page.

    `featured`: number -> whether both addresses were fetched.
    """
    book = Book(bare_portal(HOST))
    own = {number: by_program(number, SECTIONS[number % 3]) for number in range(12)}
    own |= {number: by_path(number) for number in range(12, 20)}
    home = {by_program(number, "trang-chu"): number for number in featured}
    book.add(linking({to: title_of(number) for to, number in (home | {to: n for n, to in own.items()}).items()}))
    for number in range(3, 20):
        if featured.get(number, True):
            book.add(article_at(own[number], title_of(number)))
    for to, number in home.items():
        if featured[number]:
            book.add(article_at(to, title_of(number)))
    return book


def names_of(book: Book, *locals_: str) -> set[str]:
    """The canonical addresses of some under the rules that a sample gives."""
    rules = tuple(learned.rule for learned in content_rules(find_groups(book, [])))
    portal = book.portal.model_copy(update={"addresses": rules})
    return {canonical_url(HOST + local, portal) for local in locals_}


def test_one_article_fetched_by_program_and_by_path_proves_that_its_name_is_in_both() -> None:
    book = mixed({4: True, 14: True})
    assert len(names_of(book, by_program(90, "trang-chu"), by_program(90, "kinh-te"), by_path(90))) == 1
    assert len(names_of(book, by_path(90), by_path(91), by_program(92, "kinh-te"))) == 3


def test_one_title_alone_proves_nothing() -> None:
    book = mixed({4: True, 14: False})
    assert len(names_of(book, by_program(90, "trang-chu"), by_program(90, "kinh-te"))) == 1
    assert len(names_of(book, by_program(90, "trang-chu"), by_path(90))) == 2


def test_two_articles_of_one_title_stay_two() -> None:
    book = mixed({4: False, 14: False})
    for number, own in ((4, by_program(4, SECTIONS[1])), (14, by_path(14))):
        book.add(article_at(own, title_of(number)))
        book.add(article_at(by_program(number, "trang-chu"), title_of(number), "Một việc khác của tháng này. " * 9))
    assert len(names_of(book, by_program(4, "trang-chu"), by_program(4, SECTIONS[1]))) == 2
    assert len(names_of(book, by_program(14, "trang-chu"), by_path(14))) == 2


def test_the_parameter_that_others_have_too_names_the_pages() -> None:
    """Those of a fourth section say no number: once they are featured, only the name is in both addresses."""
    book = Book(bare_portal(HOST))
    for number in range(12):
        book.add(article_at(by_program(number, SECTIONS[number % 3]), title_of(number)))
    book.add(article_at(by_program(4, "trang-chu"), title_of(4)))
    without_number = [
        by_program(number, "nong-nghiep").replace(f"_9_id={7000 + number}&", "") for number in range(20, 26)
    ]
    for number, local in enumerate(without_number, 20):
        book.add(article_at(local, title_of(number)))
    assert len(names_of(book, without_number[2], by_program(22, "trang-chu"))) == 1


def sample(pages: int, titles: int) -> Book:
    """A sample of so many pages, with so many titles under which two addresses are known."""
    book = Book(bare_portal(HOST))
    book.add(linking({to: title_of(n) for n in range(titles) for to in (by_path(n), by_program(n, "trang-chu"))}))
    for number in range(pages - 1):
        book.add(article_at(f"/khac/bai-{number}", f"Một bài khác hẳn, bài thứ {number} của năm"))
    return book


def test_few_pairs_are_fetched_once_other_pages_were_read() -> None:
    assert not list(of_unproven_pairs(sample(PAGES - 1, titles=3)))
    book, asked = sample(PAGES, titles=9), []
    while (entry := next(of_unproven_pairs(book), None)) is not None:
        asked.append(entry.local)
        book.add(article_at(entry.local, entry.text))
    assert len(asked) == 4, "two pairs of the same shapes"
    assert {asked[0], asked[1]} == {by_path(0), by_program(0, "trang-chu")}, "the second half follows the first"
    assert len(asked) <= 2 * MOST


@pytest.mark.parametrize("words", ["Xem tiếp", "Bài viết"])
def test_short_words_make_no_pairs(words: str) -> None:
    book = sample(PAGES, titles=0)
    book.add(linking({by_path(1): words, by_program(1, "trang-chu"): words}))
    assert not list(of_unproven_pairs(book))
