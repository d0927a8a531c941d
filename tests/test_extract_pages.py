"""Whole pages of many portals, saved in tests/pages/<case>.html, against what a person reads in them (<case>.json)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from crawler.extract import extract
from crawler.items import Capture
from crawler.portals import Portal, Select

PAGES = sorted((Path(__file__).parent / "pages").glob("*.html"))


def generic_portal(url: str) -> Portal:
    """Return a portal of which only the host is known."""
    return Portal(id="generic", name="Generic", level="other", url=f"https://{urlsplit(url).hostname}/")


def capture_of(body: bytes, url: str, **more: Any) -> Capture:
    """Return the capture of an HTML page that came well."""
    facts = {"status": 200, "mime": "text/html", "fetched_at": "2026-11-23T02:39:18Z"} | more
    return Capture(portal_id="generic", crawl_id="c1", requested_url=url, body=body, **facts)


def test_every_saved_page_has_its_expectations() -> None:
    assert [page.stem for page in PAGES if not page.with_suffix(".json").exists()] == []
    assert len(PAGES) >= 12


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_saved_page_is_read_as_a_person_reads_it(path: Path) -> None:
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    page = extract(capture_of(path.read_bytes(), expected["url"]), generic_portal(expected["url"]))
    assert page.kind == expected["kind"]
    assert page.removed == expected.get("removed")
    assert [problem.code for problem in page.problems] == expected.get("problems", [])
    for part in ("article", "document"):
        if part in expected:
            found, wanted = getattr(page, part), expected[part]
            assert (found is None) == (wanted is None)
            assert {name: getattr(found, name) for name in wanted or {}} == (wanted or {})
    if "attachments" in expected:
        owner = page.article or page.document
        assert owner is not None
        shown = [[one.label, one.filename, one.role] for one in owner.attachments]
        assert shown == expected["attachments"]


def test_the_section_between_title_and_byline_hides_neither_date_nor_views() -> None:
    url = "https://phuongmau.gov.vn/tin/hoi-nghi"
    text = "Sáng nay, phường Mẫu tổ chức hội nghị tổng kết công tác năm với sự tham dự của đông đủ cán bộ trong phường."
    html = (
        "<title>Phường Mẫu tổ chức hội nghị</title><h1>Phường Mẫu tổ chức hội nghị</h1>"
        f"<div>Chuyên mục: Tin tức | 20/11/2023 07:05 | Lượt xem: 12</div><p>{text}</p><p>{text}</p>"
    )
    article = extract(capture_of(html.encode(), url), generic_portal(url)).article
    assert article is not None
    assert (article.published_at, article.views, article.author) == ("2023-11-20T07:05:00+07:00", 12, None)


def test_a_day_without_a_time_is_a_clock_unless_the_portal_file_says_that_it_is_the_byline() -> None:
    url = "https://phuongmau.gov.vn/tin/hoi-nghi"
    text = "Sáng nay, phường Mẫu tổ chức hội nghị tổng kết công tác năm với sự tham dự của đông đủ cán bộ trong phường."
    title = "Phường Mẫu tổ chức hội nghị"
    html = f"<title>{title}</title><h1>{title}</h1><p class=day>Thứ bảy - 13/10/2018</p>{f'<p>{text}</p>' * 5}"
    portal = generic_portal(url)
    told = portal.model_copy(update={"select": Select(byline=".day")})
    read = [extract(capture_of(html.encode(), url), one).article for one in (portal, told)]
    assert [article and article.published_at for article in read] == [None, "2018-10-13"]


def test_where_the_byline_has_no_element_of_its_own_a_selector_may_name_the_one_around_the_text() -> None:
    url = "https://phuongmau.gov.vn/tin/hoi-nghi"
    text = "Sáng nay, phường Mẫu tổ chức hội nghị tổng kết công tác năm, sẽ gửi báo cáo trước ngày 22/12/2018."
    title = "Phường Mẫu tổ chức hội nghị"
    own = f"<h3>{title}</h3> Thứ bảy - 13/10/2018<br>{f'{text}<br><br>' * 5}<p>Số lần xem: 370</p>"
    boxes = "<div><h4>Thăm dò ý kiến</h4><p>Bạn thấy giao diện của trang này thế nào, xin cho biết ý kiến?</p></div>"
    html = f"<title>{title}</title><div><div id=tin>{own}</div>{boxes * 3}</div>"
    portal = generic_portal(url).model_copy(update={"select": Select(byline="#tin")})
    article = extract(capture_of(html.encode(), url), portal).article
    assert article is not None
    assert (article.published_at, article.views) == ("2018-10-13", 370)
    assert article.text == "\n\n".join([text] * 5)


@pytest.mark.parametrize("body", [b"", b" \n\n ", bytes(range(256)) * 40, b"\x00\x01\x02" * 2_000])
def test_a_body_that_is_no_text_is_no_page_whatever_the_server_said(body: bytes) -> None:
    url = "https://mau.example/tin/1.html"
    page = extract(capture_of(body, url), generic_portal(url))
    assert (page.kind, [problem.code for problem in page.problems]) == ("other", ["page_unreadable"])
