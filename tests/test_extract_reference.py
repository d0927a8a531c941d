"""Real pages and bylines, where the reference material lies beside the checkout: `../shared`."""

from __future__ import annotations

import csv
import json
from typing import Any
from urllib.parse import urlsplit

import pytest

from crawler.extract import extract
from crawler.extract.byline import read_byline, read_line
from crawler.extract.printed.dates import find_dates
from crawler.items import Capture, Page
from crawler.portals import Portal
from tests.conftest import SHARED

pytestmark = pytest.mark.skipif(not (SHARED / "real" / "truth.json").exists(), reason="no reference material here")


def truth(name: str) -> dict[str, Any]:
    """Return what a person read in a saved page."""
    pages: list[dict[str, Any]] = json.loads((SHARED / "real" / "truth.json").read_text(encoding="utf-8"))["pages"]
    return next(page for page in pages if page["file"] == name)


def read(name: str, url: str | None = None) -> Page:
    """Return the page that is read in a saved page of a portal of which only the host is known."""
    url = url or truth(name)["url"]
    portal = Portal(id="real", name="Real", level="other", url=f"https://{urlsplit(url).hostname}/")
    capture = Capture(
        portal_id="real",
        crawl_id="c1",
        requested_url=url,
        fetched_at="2026-11-23T02:39:18Z",
        status=200,
        body=(SHARED / "real" / name).read_bytes(),
        mime="text/html",
    )
    return extract(capture, portal)


def test_the_saved_article_is_read_whole() -> None:
    expected, page = truth("vnexpress-2025-10-22-fundus.html"), read("vnexpress-2025-10-22-fundus.html")
    article = page.article
    assert article is not None
    assert (article.title, article.author, article.section) == (
        expected["title"],
        expected["author"],
        expected["section"],
    )
    assert (article.published_at, article.published_precision) == (expected["published"], "minute")
    assert (article.views, article.views_status) == (None, "absent")
    assert article.summary == expected["sapo"]
    assert len(article.text.split("\n\n")) == expected["paragraphs"]
    assert [a.label for a in article.attachments if a.role == "picture"] == expected["captions"]
    assert article.text.startswith(expected["body_first80"])
    assert article.text.endswith(expected["body_last80"])


@pytest.mark.parametrize("url", ["https://dantri.com.vn/", "https://dantri.com.vn/trangchu.htm"])
def test_the_saved_home_page_is_no_article(url: str) -> None:
    page = read("dantri-home-vccorp.html", url)
    assert page.kind != "article"
    assert page.article is None


@pytest.mark.parametrize("name", ["vbpl-toanvan-32801.html", "vbpl-thuoctinh-32801.html"])
def test_the_saved_legal_pages_are_documents_without_a_time_of_publication(name: str) -> None:
    page, expected = read(name), truth(name)
    assert (page.kind, page.article, page.title) == ("document", None, expected["title"])
    assert page.document is not None
    assert page.document.number is None
    assert page.document.issued_on == expected["doc"]["ngay_ban_hanh"]
    assert page.document.effective_on == expected["doc"]["ngay_hieu_luc"]
    assert page.document.status == expected["doc"]["tinh_trang"]
    assert page.document.issuer in (None, expected["doc"]["co_quan_ban_hanh"])
    assert page.document.signer in (None, expected["doc"]["nguoi_ky"])


def test_the_saved_attributes_are_all_read() -> None:
    document, expected = read("vbpl-thuoctinh-32801.html").document, truth("vbpl-thuoctinh-32801.html")
    assert document is not None
    assert (document.type, document.abstract) == (expected["doc"]["loai"], expected["doc"]["trich_yeu"])
    assert (document.issuer, document.signer) == (expected["doc"]["co_quan_ban_hanh"], expected["doc"]["nguoi_ky"])
    assert [one.label for one in document.attachments] == [one["label"] for one in expected["attachments"]]


def byline_rows(kind: str) -> list[tuple[str, str]]:
    """Return raw text and value of the byline rows of a kind."""
    with (SHARED / "domain" / "bylines.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(row["raw"].replace("\\n", "\n"), row["value"]) for row in rows if row["kind"] == kind]


def test_no_reference_date_is_read_wrongly() -> None:
    read_ones = 0
    for raw, value in byline_rows("date"):
        for mention in find_dates(raw):
            read_ones += 1
            assert value.startswith(mention.moment.iso[:16])
    assert read_ones >= 40


def test_every_reference_view_count_is_read_and_no_other_counter_is() -> None:
    for raw, value in byline_rows("views"):
        assert [str(views.value) for views in read_byline([read_line(raw)]).views] == [value.split(" ")[0]]
    for kind in ("visitor-counter", "other", "source", "docnumber"):
        assert [raw for raw, _ in byline_rows(kind) if read_byline([read_line(raw)]).views] == []


def test_no_trap_bears_a_label_of_publication_and_only_the_masthead_clock_needs_its_place_to_be_known() -> None:
    traps = [raw for kind in ("other", "docnumber") for raw, _ in byline_rows(kind)]
    bylines = {raw: read_byline([read_line(raw)]) for raw in traps}
    assert [raw for raw in traps if bylines[raw].published or bylines[raw].updated] == []
    assert [raw for raw in traps if bylines[raw].bare] == ["Thứ hai, 05/01/2026 - 08:27"]
