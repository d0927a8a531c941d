"""Lists that go on behind a button: `Xem thêm` and the address that its script would ask for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crawler.address_rules import AddressRule
from crawler.extract import extract
from crawler.items import Page
from crawler.learn.survey import bare_portal
from crawler.portals import Section
from tests.command import kho, rows
from tests.learn_buttons import buttons, link_of
from tests.learn_sites import make_news, served
from tests.page_captures import page_capture

TITLES = [f"Bài viết thứ {number} về việc của xã" for number in range(6)]


def test_a_portal_of_buttons_and_days_like_clocks_is_crawled_by_its_address_alone(tmp_path: Path) -> None:
    build = buttons(make_news(60))
    with served(build) as url:
        done = kho("crawl", url, "--archive", tmp_path, "--no-attachments")
    assert done.returncode == 0, done.stderr[-2000:]
    stored = {
        (row["url"].removeprefix(url.rstrip("/")), row["title"], row["published_at"])
        for row in rows(tmp_path, "SELECT * FROM articles")
    }
    assert stored == {(link_of(one), one.title, f"{one.moment:%Y-%m-%d}") for one in build.news}
    assert not [path for path in build.asked if build.is_trap(path)]
    assert rows(tmp_path, "SELECT requests FROM crawls")[0]["requests"] <= 1.3 * 60


def page_of(body: str, path: str, mime: str = "text/html") -> Page:
    more = AddressRule(kind="listing", match=r"^/nap(?=.*[?&]page=(?P<page>\d+))\?", keep="^(?:muc|page)$")
    portal = bare_portal("http://a.vn/").model_copy(
        update={
            "sections": (Section(name="Tin tức", path="/tin"),),
            "addresses": (
                more,
                AddressRule(kind="listing", match="^/tin$"),
                AddressRule(kind="article", match=r"^/bai/"),
            ),
        }
    )
    capture = page_capture(f"http://a.vn{path}", body, "2024-05-14T09:00:00Z", mime)
    return extract(capture, portal)


ROWS = "".join(f'<div><a href="/bai/{number}">{title}</a></div>' for number, title in enumerate(TITLES))


def next_of(page: Page) -> str | None:
    assert page.listing is not None
    assert [item.title for item in page.listing.items] == TITLES
    return page.listing.next_fetch_url


@pytest.mark.parametrize(
    "button",
    [
        '<a data-next-url="/nap?muc=1&amp;page=2" href="#">Tiếp</a>',
        '<a href="javascript:void(0)" data-href="nap?muc=1&amp;page=2">Xem thêm</a>',
        '<button type="button" data-url="/nap?muc=1&amp;page=2">Xem thêm tin</button>',
        '<div id="load-more" hx-get="/nap?muc=1&amp;page=2"></div>',
    ],
)
def test_what_the_script_of_a_button_asks_for_is_the_next_page(button: str) -> None:
    page = page_of(f"<html><body><h1>Tin tức</h1><div>{ROWS}</div>{button}</body></html>", "/tin")
    assert next_of(page) == "http://a.vn/nap?muc=1&page=2"


@pytest.mark.parametrize(
    "button",
    [
        '<a href="/gioi-thieu" data-url="/nap?muc=1&amp;page=2">Xem thêm</a>',
        '<a href="#" data-url="/nap?muc=1&amp;page=2">Chia sẻ</a>',
        '<a href="#" data-url="xem-them">Xem thêm</a>',
    ],
)
def test_other_attributes_are_no_page(button: str) -> None:
    assert next_of(page_of(f"<html><body><h1>Tin tức</h1><div>{ROWS}</div>{button}</body></html>", "/tin")) is None


@pytest.mark.parametrize(
    ("answer", "following"),
    [
        ({"html": ROWS, "more": True}, "http://a.vn/nap?muc=1&page=3"),
        ({"html": ROWS, "more": False}, None),
        ({"data": {"content": ROWS, "next_page_url": "/nap?muc=1&page=3"}}, "http://a.vn/nap?muc=1&page=3"),
        ([{"title": title, "link": f"/bai/{number}"} for number, title in enumerate(TITLES)], None),
    ],
)
def test_rows_that_come_as_json_are_a_page_of_the_list(answer: object, following: str | None) -> None:
    assert next_of(page_of(json.dumps(answer), "/nap?muc=1&page=2", "application/json")) == following


def test_json_at_other_addresses_is_a_file_as_before() -> None:
    assert page_of(json.dumps({"html": ROWS}), "/api/tin", "application/json").payload is not None
