"""Copies of all pages under the code of another language, and sections whose names look like such a code."""

from __future__ import annotations

import re

import pytest

from crawler.items import Page
from crawler.learn.addresses.twins import of_unproven_twins
from crawler.learn.choose import next_address
from crawler.learn.findings import learn
from crawler.learn.links.languages import CODES, Switches, pictured
from crawler.learn.sample.book import Book
from crawler.learn.sample.observe import Observed, Seen, observe
from crawler.learn.survey import bare_portal
from tests.page_captures import page_capture

HOST = "http://a.vn"
Links = list[tuple[str, str, str]]
TITLE = "Sở Nội vụ tập huấn công tác văn thư cho cán bộ các xã"


def codes_of(*pages: tuple[str, Links]) -> set[str]:
    """The codes that pages, each with its links, show to be languages."""
    switches = Switches()
    for own, links in pages:
        switches.note(own, links)
    return set(switches.codes)


@pytest.mark.parametrize(
    ("own", "link", "code"),
    [
        ("/tin?id=7", ("/it/tin?id=7", "", "it_IT"), "it"), ("/", ("/de", "Deutsch", ""), "de"),
        ("/", ("/it/notizie", "Tiếng Ý", ""), "it"), ("/vi/tin", ("/es-ES/tin", "", "es"), "es"),
        ("/", ("/portal/en/Pages/default.aspx", "English", ""), "en"),
        ("/index.php/tin", ("/index.php/th/tin", "Tiếng Thái", ""), "th"),
    ],
)  # fmt: skip
def test_a_link_that_names_its_language_leads_to_copies(own: str, link: tuple[str, str, str], code: str) -> None:
    assert codes_of((own, [link])) == {code}


def test_two_pages_that_lead_to_themselves_under_a_code_tell_a_language() -> None:
    pages: list[tuple[str, Links]] = [(own, [(f"/hu{own}", "HU", "")]) for own in ("/tin", "/vi/bai-7.html")]
    assert codes_of(pages[0]) == set()
    assert codes_of(pages[0], ("/vi/bai-7.html", [("/hu/bai-7.html", "", "")])) == {"hu"}


@pytest.mark.parametrize(
    "links",
    [
        [("/so", "Sở", "")], [("/so/tin", "Tin", ""), ("/so/bai", "Bài", "")], [("/so/tieng-anh", "Tiếng Anh", "")],
        [("/so/tin", TITLE, "")], [("/xa/tin", "Tin", "")],
    ],
)  # fmt: skip
def test_a_section_of_two_letters_is_no_language(links: Links) -> None:
    assert not codes_of(("/", links), ("/tin", links), ("/bai", links))


def test_articles_linked_under_a_code_make_it_a_section_whatever_else_is_said() -> None:
    assert not codes_of(("/", [("/to", "", "to"), ("/to/bai-7", TITLE, "")]))


def test_flags_and_attributes_name_languages() -> None:
    assert pictured("/theme/images/language/it_IT.png") == "it"
    assert not pictured("/theme/icons/it.png")
    body = '<a href="/it/x"><img src="/flags/it.gif"></a><a href="/de/x" hreflang="de">D</a><a href="/y">Y</a>'
    seen = observe(
        page_capture(f"{HOST}/x", f"<html><body>{body}</body></html>", "2024-05-14T09:00:00Z"), bare_portal(HOST)
    )
    assert [link.language for link in seen.links] == ["it", "de", ""]
    assert "vi" not in CODES


def switched(*, named: bool) -> Book:
    """A portal each page of which leads to itself under `/it`."""
    book, names = Book(bare_portal(HOST)), ("/tin", "/van-ban", "/lien-he")
    for own in names:
        links = [Seen(HOST + to, to, in_menu=True, in_aside=False) for to in names]
        links.append(Seen(f"{HOST}/it{own}", "", in_menu=False, in_aside=False, language="it" if named else ""))
        page = Page(url=HOST + own, kind="other", title=own)
        book.add(Observed(asked=HOST + own, status=200, page=page, links=tuple(links)))
    return book


@pytest.mark.parametrize("named", [True, False])
def test_copies_are_neither_asked_for_nor_crawled(*, named: bool) -> None:
    book = switched(named=named)
    assert set(book.entries) == {"/tin", "/van-ban", "/lien-he"}
    patterns = [pattern for pattern, _ in learn(book, book.observed[0]).ignore]
    assert any(re.search(pattern, "/it/tin/bai-moi") for pattern in patterns)
    assert not any(re.search(pattern, "/it-va-vien-thong/bai-moi") for pattern in patterns)


def test_what_one_page_alone_leads_to_so_waits() -> None:
    book = Book(bare_portal(HOST))
    links = (Seen(f"{HOST}/hu/tin", "", in_menu=False, in_aside=False),)
    page = Page(url=f"{HOST}/tin", kind="other", title="Tin")
    book.add(Observed(asked=f"{HOST}/tin", status=200, page=page, links=links))
    assert "/hu/tin" in book.entries
    assert next_address(book, budget=60, asked=frozenset({"/tin"})) is None
    assert not list(of_unproven_twins(book))
