"""Articles that are linked by addresses of two builds: what proves that one is written as the other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.items import Article, Page
from crawler.learn.addresses.groups import find_groups
from crawler.learn.addresses.rules import content_rules
from crawler.learn.sample.book import Book
from crawler.learn.sample.observe import Observed, Seen
from crawler.learn.survey import bare_portal
from crawler.portals import Portal
from crawler.urls import address, canonical_url

HOST = "http://a.vn"
TEXT = "Ủy ban nhân dân huyện họp phiên thường kỳ và bàn việc của quý sau. " * 6
LISTS = ("Tin-noi-chinh", "Kinh-te", "Van-hoa-xa-hoi")
WORDS = ("mot", "hai", "ba", "bon", "nam", "sau", "bay")
Build = Callable[[int, int], str]
"""Section and number within it -> address."""


def slug(section: int, number: int) -> str:
    return f"bai-viet-{WORDS[number % 7]}-cua-{LISTS[section].lower()}"


def by_list(section: int, number: int) -> str:
    return f"/Pages/{LISTS[section]}.aspx?ItemID={number}"


def by_program(section: int, number: int) -> str:
    return f"/Tin/Chi-tiet.aspx?ItemID={number}&l={LISTS[section]}"


def by_path(section: int, number: int) -> str:
    return f"/1310/{41020 + 3 * section}/{55301 + section}/{id_of(section, number)}/{slug(section, number)}.aspx"


def by_default(section: int, number: int) -> str:
    named = f"id={id_of(section, number)}&pageid=41000&sid=1310&title={slug(section, number)}"
    return f"/Default.aspx?catid={55301 + section}&{named}"


def id_of(section: int, number: int) -> int:
    return 41800 + 100 * section + number


def article_at(local: str, section: int, number: int) -> Observed:
    title = f"Bài viết thứ {number} của mục {LISTS[section]}"
    article = Article(url=HOST + local, title=title, text=f"{title}. {TEXT}", published_at="2021-01-22")
    links = (Seen(f"{HOST}/", "Trang chủ", in_menu=True, in_aside=False),)
    return Observed(asked=HOST + local, status=200, page=Page(url=HOST + local, kind="article", article=article),
                    links=links)  # fmt: skip


def sample(main: Build, other: Build, boxed: Iterable[tuple[int, int]], numbers: range = range(3, 9)) -> Book:
    """Articles in three sections; some of them were fetched by another build of addresses, too."""
    book = Book(bare_portal(HOST))
    for section in range(len(LISTS)):
        for number in numbers:
            book.add(article_at(main(section, number), section, number))
    for section, number in boxed:
        book.add(article_at(other(section, number), section, number))
    return book


def portal_of(book: Book) -> Portal:
    rules = tuple(learned.rule for learned in content_rules(find_groups(book, [])))
    return book.portal.model_copy(update={"addresses": rules})


def names_of(portal: Portal, *locals_: str) -> set[str]:
    return {canonical_url(HOST + local, portal) for local in locals_}


BOXED = ((0, 3), (0, 4), (1, 5), (2, 3))
LISTED = portal_of(sample(by_list, by_program, BOXED))
MANY = tuple((section, number) for section in range(3) for number in range(3, 7))
"""More than a box holds, so that both addresses are read."""
PATHED = portal_of(sample(by_path, by_default, MANY))


def test_a_parameter_may_be_the_name_of_a_page_in_the_other_address() -> None:
    assert names_of(LISTED, by_program(1, 90), by_list(1, 90)) == {HOST + by_list(1, 90)}


def test_one_number_in_two_lists_is_two_articles_by_either_address() -> None:
    assert len(names_of(LISTED, *(build(section, 90) for build in (by_program, by_list) for section in range(3)))) == 3


def test_an_address_that_says_no_more_than_the_other_is_the_name_of_both() -> None:
    assert names_of(PATHED, by_path(1, 90), by_default(1, 90)) == {HOST + by_default(1, 90)}


def test_two_ids_are_two_articles_whatever_else_is_alike() -> None:
    path, default = by_path(1, 20), by_default(1, 20)
    other_id = [local.replace("41920", "41921") for local in (path, default)]
    assert len(names_of(PATHED, path, default, *other_id)) == 2


def test_a_site_that_the_sample_did_not_show_keeps_its_addresses() -> None:
    other_site = by_default(1, 90).replace("1310", "1311")
    assert len(names_of(PATHED, other_site, by_path(1, 90), by_default(1, 90))) == 2


def test_a_value_that_paths_write_otherwise_keeps_its_address_and_is_an_article_still() -> None:
    odd = f"{HOST}/Tin/Chi-tiet.aspx?ItemID=5&l=a%2Fb"
    assert address(odd, LISTED)[:2] == (odd, "article")


@pytest.mark.parametrize("boxed", [(), ((0, 3),)])
def test_less_than_two_pages_met_both_ways_prove_nothing(boxed: tuple[tuple[int, int], ...]) -> None:
    portal = portal_of(sample(by_list, by_program, (*boxed, (0, 70), (1, 71), (2, 72))))
    assert len(names_of(portal, by_program(1, 90), by_list(1, 90))) == 2


def test_one_article_that_is_another_by_the_other_address_disproves_it() -> None:
    book = sample(by_list, by_program, BOXED)
    book.add(article_at(by_program(2, 5), 1, 3))
    assert len(names_of(portal_of(book), by_program(1, 90), by_list(1, 90))) == 2


def test_a_number_without_its_list_is_no_name_where_the_numbers_of_lists_begin_anew() -> None:
    def of_one_list(_: int, number: int) -> str:
        return f"/tin/xem.aspx?so={number}"

    def of_all(section: int, number: int) -> str:
        return f"/{LISTS[section]}/{number}/noi-dung.html"

    portal = portal_of(sample(of_all, of_one_list, ((0, 3), (0, 4), (0, 5)), range(3, 9)))
    assert len(names_of(portal, *(of_all(section, 5) for section in range(3)))) == 3
    few = sample(of_all, of_one_list, (), range(0))
    for section in range(len(LISTS)):
        for number in range(10 + 10 * section, 16 + 10 * section):
            few.add(article_at(of_all(section, number), section, number))
    for number in (11, 12, 13):
        few.add(article_at(of_one_list(0, number), 0, number))
    assert len(names_of(portal_of(few), *(of_all(section, 12) for section in range(3)))) == 3, "seen in one list alone"


def test_a_title_goes_with_the_id_that_every_article_has_alone() -> None:
    def with_title(section: int, number: int) -> str:
        return f"/tin/{id_of(section, number)}/{slug(section, number)}-{'abcdefghi'[number]}.html"

    def by_id(section: int, number: int) -> str:
        return f"/xem.aspx?id={id_of(section, number)}&kieu=tin"

    portal = portal_of(sample(with_title, by_id, MANY))
    assert len(names_of(portal, with_title(1, 8), by_id(1, 8))) == 1
    assert len(names_of(portal, with_title(1, 8), with_title(1, 8).replace("41908", "41909"))) == 2


def test_an_id_never_goes_with_a_title() -> None:
    def with_id(section: int, number: int) -> str:
        return f"/tin/{id_of(section, number)}/{slug(section, number)}-{'abcdefghi'[number]}.html"

    def by_title(section: int, number: int) -> str:
        return f"/xem.aspx?bai={slug(section, number)}-{'abcdefghi'[number]}&kieu=tin"

    portal = portal_of(sample(with_id, by_title, MANY))
    assert len(names_of(portal, with_id(1, 8), with_id(1, 8).replace("41908", "41909"))) == 2


ODD = st.text(st.sampled_from("aZ09-_.~%/?&=+ ấ(;:@*"), max_size=6)


@given(ODD, ODD, st.sampled_from([LISTED, PATHED]))
def test_canonical_addresses_stay_what_they_are(one: str, other: str, portal: Portal) -> None:
    for local in (
        f"/Tin/Chi-tiet.aspx?ItemID={one}&l={other}", f"/Tin/Chi-tiet.aspx?ItemID={one}&l={LISTS[1]}{other}",
        f"/Pages/{one}.aspx?ItemID={other}", f"/1310/41020/55301/{one}/{other}.aspx",
        f"/1310/41020/55301/41881/{one}.aspx?{other}", f"/Default.aspx?catid=55301&id={one}&title={other}&sid=1310",
    ):  # fmt: skip
        found = address(HOST + local, portal)
        again = address(found.url, portal)
        assert again.url == found.url
        assert found.kind is None or again.kind == found.kind


def test_the_rules_say_what_they_ask_for() -> None:
    first = next(rule for rule in LISTED.addresses if rule.canonical is not None)
    assert first.canonical == "/Pages/{part1}.aspx?ItemID={by_ItemID}"
    assert re.search(first.match, by_program(2, 90))


def in_its_list(section: int, number: int) -> str:
    return f"/Pages/Chi-tiet.aspx?ItemID={number}&l={LISTS[section]}"


def test_a_rule_that_matches_other_addresses_too_takes_none_of_their_names_away() -> None:
    portal = portal_of(sample(by_list, in_its_list, [(section, number + 20) for section, number in MANY]))
    assert len(names_of(portal, *(in_its_list(section, 25) for section in range(3)))) == 3


def with_list(section: int, number: int) -> str:
    return f"/ChiTiet.aspx?MaCM={section + 1}&MaTin={id_of(section, number)}"


def without_list(section: int, number: int) -> str:
    return f"/ChiTiet.aspx?MaTin={id_of(section, number)}"


def test_a_program_asked_for_a_page_without_its_list_needs_no_list() -> None:
    portal = portal_of(sample(with_list, without_list, [(0, 3), (2, 90)]))
    assert len(names_of(portal, with_list(1, 91), without_list(1, 91))) == 1


def test_it_does_where_lists_count_from_one() -> None:
    def with_own_numbers(section: int, number: int) -> str:
        return f"/ChiTiet.aspx?MaCM={section + 1}&MaTin={7000 + number}"

    portal = portal_of(sample(with_own_numbers, without_list, [(0, 3), (2, 90)]))
    assert len(names_of(portal, *(with_own_numbers(section, 5) for section in range(3)))) == 3
