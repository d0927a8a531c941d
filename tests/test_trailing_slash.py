"""Portals whose server redirects every address to the same with a slash at its end, or without, whatever links say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from crawler.items import Capture
from crawler.learn.findings import learn
from crawler.learn.sample.observe import observe
from crawler.learn.survey import Survey
from crawler.learn.write import portal_text
from crawler.portals import parse_portal
from crawler.tidy import with_slash
from crawler.urls import address, canonical_url, is_ignored, spelling

HOST = "https://xavidu.gov.vn"
TEXT = "Sáng nay, Ủy ban nhân dân xã tổ chức lễ ra quân làm sạch đường làng ngõ xóm, hơn trăm hộ dân tham gia. "
Server = Callable[[str], tuple[int, str]]
"""Address -> status, and where it leads or what it shows."""


def page(path: str) -> tuple[int, str]:
    number = path.strip("/").rpartition("-")[2]
    if not number.isdigit():
        return 200, "".join(
            f'<h3><a href="/tin/ra-quan-dot-{at}">Xã Ví Dụ ra quân đợt {at}</a></h3>' for at in range(9)
        )
    head = f"<title>Xã Ví Dụ ra quân đợt {number}</title>"
    return 200, f"{head}<h1>Xã Ví Dụ ra quân đợt {number}</h1><p>Ngày đăng: 0{number}/05/2024 08:1{number}</p>" + (
        f"<p>{TEXT * 3}</p>" * 3 + '<a href="/">Trang chủ</a>'
    )


def wants(way: bool) -> Server:
    def answer(path: str) -> tuple[int, str]:
        wanted = with_slash(HOST + path, way)
        return page(path) if wanted == HOST + path else (301, wanted)

    return answer


def sends_round(path: str) -> tuple[int, str]:
    return page(path) if path == "/" else (301, with_slash(HOST + path, not path.endswith("/")))


def surveyed(server: Server, link_end: str) -> tuple[Survey, list[str]]:
    survey, asked = Survey(f"{HOST}/", 60), []
    while (url := survey.next_url()) is not None:
        status, said = server(url.removeprefix(HOST)) if "/sitemap" not in url else (404, "")
        asked.append(url)
        headers = (("location", said),) if status == 301 else (("content-type", "text/html; charset=utf-8"),)
        body = f"<html><body>{said}</body></html>".replace('">Xã', f'{link_end}">Xã').encode()
        capture = Capture(
            portal_id="x", crawl_id="probe", requested_url=url, fetched_at="2024-06-01T00:00:00Z", status=status,
            headers=headers, body=body, mime="text/html", payload_bytes=len(body),
        )  # fmt: skip
        survey.add(observe(capture, survey.portal))
    return survey, asked


@pytest.mark.parametrize(("way", "link_end"), [(True, ""), (False, "/")])
def test_pages_are_read_where_the_server_sends_us_and_then_asked_for_so_at_once(way: bool, link_end: str) -> None:
    survey, asked = surveyed(wants(way), link_end)
    assert survey.home is not None
    found = replace(learn(survey.book, survey.home), trailing_slash=survey.slashes.learned)
    portal = parse_portal(portal_text(found), origin="test")
    assert portal.trailing_slash is way
    assert sum(entry.is_dated for entry in survey.book.entries.values()) == 9
    odd = [url for url in asked if "/tin/" in url and with_slash(url, way) != url]
    assert len(odd) == 2
    assert not survey.failures
    assert spelling(odd[0], "article", portal) == with_slash(odd[0], way)
    assert spelling(f"{HOST}/tin/anh.jpg", "attachment", portal) == f"{HOST}/tin/anh.jpg"


def test_where_all_links_end_with_a_slash_canonical_addresses_do_so_and_open() -> None:
    survey, _ = surveyed(lambda path: page(path) if path.endswith("/") else (404, ""), "/")
    assert survey.home is not None
    found = replace(learn(survey.book, survey.home), trailing_slash=survey.slashes.learned)
    portal = parse_portal(portal_text(found), origin="test")
    for asked in (
        f"{HOST}/tin/ra-quan-dot-3",
        f"{HOST}/tin/ra-quan-dot-3/",
        f"{HOST}//tin/ra-quan-dot-3/?utm_source=x",
    ):
        assert address(asked, portal)[:2] == (f"{HOST}/tin/ra-quan-dot-3/", "article")
    assert canonical_url(f"{HOST}/tin/anh.jpg", portal) == f"{HOST}/tin/anh.jpg"
    assert is_ignored(f"{HOST}/lich/", portal.model_copy(update={"ignore": (r"^/lich(?:\?|$)",)}))


def test_where_either_is_answered_nothing_is_learned() -> None:
    survey, _ = surveyed(page, "")
    assert survey.slashes.learned is None


def test_a_server_that_sends_us_round_in_circles_is_left_alone() -> None:
    survey, asked = surveyed(sends_round, "")
    assert survey.slashes.learned is None
    assert len(asked) <= 2 * 9 + 3
    assert len(survey.failures) >= 9


@pytest.mark.parametrize("url", [f"{HOST}/", HOST, f"{HOST}/a/b.html", f"{HOST}/tin?id=3"])
def test_home_pages_files_and_queries_stay_as_they_are(url: str) -> None:
    assert with_slash(url, True) == with_slash(url, False) == url
