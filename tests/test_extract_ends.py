"""A page that goes on behind `</html>`: nothing of it is lost, as browsers lose nothing of it."""

from __future__ import annotations

import pytest

from crawler.extract.markup.ends import without_early_ends
from crawler.extract.markup.tree import parse, text_of

HEAD = "<!DOCTYPE html><html><head><title>UBND xã Bình Minh</title></head>"
PAGES = {
    "a head that closes the page": f"{HEAD}</html><body><p>Tin một</p><p>Tin hai</p></body></html>",
    "twice, as parts of a template do": f"{HEAD}</html></html><body><p>Tin một</p><p>Tin hai</p></body></html>",
    "a banner that is a document of its own": f"{HEAD}<body><p>Tin một</p></body></html><div><p>Tin hai</p></div>",
    "two documents": f"{HEAD}<body><p>Tin một</p></body></html>\n<html><body><p>Tin hai</p></body></html>",
    "in capitals, with a blank": f"{HEAD}<BODY><p>Tin một</p></BODY ></HTML >\n<P>Tin hai</P>",
    "in an element that is still open": f"{HEAD}<body><div><p>Tin một</p></body></html><p>Tin hai</p></div></html>",
}


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_what_follows_the_end_tag_is_read(page: str) -> None:
    body = parse(page).root.find("body")
    assert [text_of(one) for one in body.iter("p")] == ["Tin một", "Tin hai"]


def test_an_element_that_was_open_goes_on() -> None:
    page = parse(f"{HEAD}<body><div id='bai'><p>Tin một</p></body></html><p>Tin hai</p></div></html>")
    assert text_of(page.root.get_element_by_id("bai")) == "Tin một Tin hai"


@pytest.mark.parametrize("behind", ["", "\n", "\n<!-- 0.12 giây, 31 truy vấn -->\n", "</html>"])
def test_a_page_that_ends_there_stays_as_it_is(behind: str) -> None:
    page = f"{HEAD}<body><p>Tin một</p></body></html>{behind}".encode()
    assert without_early_ends(page) is page
