"""Every string that was collected from real portals, put into a page of its family and read by the whole extractor.

The strings lie beside the checkout (`../shared/domain/bylines.tsv`); each row says what a person reads in it.
"""

from __future__ import annotations

import csv
import json
import re
from html import escape
from typing import NamedTuple

import pytest

from crawler.extract import extract
from crawler.extract.byline import read_line
from crawler.items import Capture, Page
from crawler.portals import Portal
from tests.conftest import SHARED

pytestmark = pytest.mark.skipif(not (SHARED / "domain" / "bylines.tsv").exists(), reason="no reference material here")

TITLE = "Hội nghị triển khai nhiệm vụ trọng tâm công tác cải cách hành chính"
LEAD = "Ủy ban nhân dân phường tổ chức hội nghị triển khai nhiệm vụ trọng tâm và các giải pháp của năm với các đơn vị."
TEXT = "".join(
    f"<p>Đoạn {number}: các đại biểu thảo luận, thống nhất nhiều giải pháp nâng cao chất lượng phục vụ người dân.</p>"
    for number in ("một", "hai", "ba")
)
MEANINGS = {"issue date": "issued_on", "effective date": "effective_on"}
ABOVE_TITLE = ("ABOVE", "clock", "heading above")


class Row(NamedTuple):
    """One string and what a person reads in it."""

    url: str
    raw: str
    kind: str
    value: str

    @property
    def moment(self) -> str | None:
        """Return the day or minute that the value begins with."""
        match = re.match(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?)?", self.value)
        return re.sub(r"T00:00(?::00)?$", "", match[0]) if match else None


def rows(*kinds: str) -> list[Row]:
    """Return the rows of some kinds."""
    if not (SHARED / "domain" / "bylines.tsv").exists():
        return []
    with (SHARED / "domain" / "bylines.tsv").open(encoding="utf-8", newline="") as file:
        found = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        made = [
            Row(row["url"], row["raw"].replace("\\n", "\n").replace("\\r", ""), row["kind"], row["value"])
            for row in found
        ]
    return [row for row in made if row.kind in kinds]


def page(row: Row, article: str, *, title: str = TITLE, head: str = "", url: str | None = None) -> Page:
    """Return what is read in a page with `article` in it, under the row's address."""
    menu = "<div class='menu'><a href='/'>Trang chủ</a></div>"
    related = (
        "<div class='lienquan'><h3>Tin liên quan</h3><ul><li><a href='/a'>Tin khác</a> (20/11/2026)</li></ul></div>"
    )
    footer = "<div class='footer'>Giấy phép số 12/GP-TTĐT ngày 15/01/2016</div>"
    html = (
        f"<html><head><title>{escape(title)} - Cổng thông tin điện tử</title>{head}</head><body>{menu}"
        f"<div class='main'>{article}</div>{related}{footer}</body></html>"
    )
    address = url or row.url
    portal = Portal(id="real", name="Real", level="other", url=re.match(r"https?://[^/]+", address)[0] + "/")  # type: ignore[index]
    return extract(
        Capture(
            portal_id="real",
            crawl_id="c1",
            requested_url=address,
            fetched_at="2026-11-23T02:39:18Z",
            status=200,
            body=html.encode(),
            mime="text/html",
        ),
        portal,
    )


def shown(text: str) -> str:
    """Return a string as an element of the page."""
    return f"<div>{escape(text, quote=False)}</div>"


def article_of(row: Row) -> tuple[str, str]:
    """Return the article's markup and the page's head, with the string where its family prints it."""
    heading = f"<h1>{TITLE}</h1>"
    if row.raw.startswith(('"datePublished"', '"name"')):
        node = "{" + f'"@type": "NewsArticle", "headline": "{TITLE}", '
        node += row.raw if "datePub" in row.raw else '"author": {"@type": "Person", ' + row.raw + "}"
        return heading + TEXT, f'<script type="application/ld+json">{node}}}</script>'
    if row.raw.startswith("<meta"):
        return heading + TEXT, row.raw
    if "related-news row" in row.value:
        return (
            f"{heading}{TEXT}<div><h3>Tin liên quan</h3><ul><li><a href='/b'>Tin khác</a> {row.raw}</li></ul></div>",
            "",
        )
    if row.raw.startswith(("-", "/")):
        return heading + TEXT, ""
    if "ABOVE" in row.value:
        return shown(row.raw) + heading + TEXT, ""
    if "glued to the sapo" in row.value:
        return f"{heading}<div>{row.raw} {LEAD}</div>{TEXT}", ""
    return f"{heading}{shown(row.raw)}<p><b>{LEAD}</b></p>{TEXT}", ""


def is_other_meaning(row: Row) -> bool:
    return any(word in row.value for word in ("issue date", "effective date", "gazette", "null", "relative"))


@pytest.mark.parametrize(
    "row", [row for row in rows("date") if not is_other_meaning(row)], ids=lambda row: row.raw[:40]
)
def test_every_date_is_the_time_of_publication_that_a_person_reads(row: Row) -> None:
    if "title line" in row.value:
        read = page(row, f"<h1>{row.raw}</h1>{TEXT}", title=row.raw.split(" (")[0])
    else:
        article, head = article_of(row)
        # The print view of a newspaper is a copy, whatever it shows.
        read = page(row, article, head=head, url=row.url.replace("/print/", "/tin/"))
    assert read.article is not None, read.problems
    expected = row.moment or ""
    found = read.article.published_at or ""
    by_address = row.raw.startswith(("-", "/"))
    assert found == expected[:10] if by_address or len(expected) == 10 else found.startswith(expected), read.problems
    assert read.article.published_method in (("address",) if by_address else ("byline", "json-ld", "meta", "updated"))
    assert read.article.title in (TITLE, row.raw.split(" (")[0])


@pytest.mark.parametrize("row", [row for row in rows("date") if is_other_meaning(row)], ids=lambda row: row.raw[:40])
def test_a_date_of_issue_effect_gazette_or_long_ago_is_no_time_of_publication(row: Row) -> None:
    article, head = article_of(row)
    read = page(row, f"{article}<p>Lượt xem: 12</p>", head=head, url="https://mau.example/tin/mau.html")
    assert read.article is None or read.article.published_at is None
    assert [meaning for meaning, _ in read_line(row.raw).dates] in ([], ["other"])


@pytest.mark.parametrize("row", [row for row in rows("date") if "date" in row.value], ids=lambda row: row.raw[:40])
def test_a_document_takes_each_date_for_what_its_label_says(row: Row) -> None:
    field = next((name for words, name in MEANINGS.items() if words in row.value), None)
    if field is None or "header" in row.value or not row.raw.startswith("Ngày"):
        pytest.skip("no labelled date of a document")
    label = re.match(r"\D+", row.raw)
    assert label is not None
    cells = {
        "Số ký hiệu": "101/2015/QH13",
        "Cơ quan ban hành": "Quốc hội",
        "Trích yếu": "Về tố tụng",
        label[0].strip(" :"): "",
    }
    lines = "".join(
        f"<tr><td>{name}</td><td>{value or row.raw[len(label[0]) :]}</td></tr>" for name, value in cells.items()
    )
    read = page(row, f"<table>{lines}</table>")
    assert read.document is not None
    assert getattr(read.document, field) == row.moment


def test_a_placeholder_is_no_date_of_effect() -> None:
    row = next(row for row in rows("date") if row.value.startswith("null"))
    cells = "".join(
        f"<tr><td>{name}</td><td>{value}</td></tr>"
        for name, value in (
            ("Số ký hiệu", "571/QĐ-TTg"),
            ("Cơ quan ban hành", "Thủ tướng Chính phủ"),
            ("Ngày ban hành", "12/03/2025"),
            ("Ngày có hiệu lực", "Đã biết"),
        )
    )
    document = page(row, f"<table>{cells}</table>").document
    assert document is not None
    assert (document.issued_on, document.effective_on, document.issuer) == ("2025-03-12", None, "Thủ tướng Chính phủ")


@pytest.mark.parametrize("row", rows("views"), ids=lambda row: row.raw[:40])
def test_every_view_count_is_read(row: Row) -> None:
    read = page(row, article_of(row)[0])
    assert read.article is not None
    assert read.article.views == int(row.value.split(" ")[0])
    assert read.article.title == TITLE


@pytest.mark.parametrize("row", rows("visitor-counter", "docnumber", "other"), ids=lambda row: row.raw[:40])
@pytest.mark.parametrize("place", ["header", "above", "under", "body", "tail", "title"])
def test_no_trap_is_taken_wherever_it_stands(row: Row, place: str) -> None:
    if place in ("above", "under") and "masthead" in row.value:
        pytest.skip("a masthead stands in the head of the page")
    if row.raw.startswith(("<meta", "javascript")):
        read = page(
            row,
            f"<h1>{TITLE}</h1>{shown('Ngày đăng: 02/03/2020')}{TEXT}",
            head=row.raw,
            url="https://mau.example/t.html",
        )
        assert read.article is not None
        assert (read.article.published_at, read.article.views) == ("2020-03-02", None)
        return
    trap, heading = shown(row.raw), f"<h1>{TITLE}</h1>"
    places = {
        "header": (f"{heading}{TEXT}", f"</head><body><div class='top'>{row.raw}</div>"),
        "above": (f"{trap}{heading}{TEXT}", ""),
        "under": (f"{heading}{trap}{TEXT}", ""),
        "body": (f"{heading}{TEXT}<p>{row.raw}</p>{TEXT}", ""),
        "tail": (f"{heading}{TEXT}{trap}", ""),
        "title": (f"<h1>{row.raw}</h1>{TEXT}", ""),
    }
    article, head = places[place]
    title = row.raw if place == "title" else TITLE
    html = page(row, article, title=title, head=head, url="https://mau.example/tin/mau.html")
    assert html.article is None or (html.article.published_at, html.article.views) == (None, None), json.dumps(row)


SOURCES = {
    "Đình Bá (Ảnh sưu tầm)": ("author", "tail"),
    "Tác giả: quantritrangbang quantritrangbang": ("author", "tail"),
    "Nguyễn Thu Hoài": ("author", "right"),
    "Thúy Hoa": ("author", "tail"),
    "VĂN HÀO - TRẦN HỮU 30/04/2016 11:39": ("author", "under"),
    "Thanh Sự": ("author", "tail"),
    "ThS. Lê Thị Huyền\nKhoa Nhà nước và pháp luật": ("author", "two"),
    "Các Website khác - 25/05/2006": ("source", "under"),
    "Tác giả: Tô Thị Kim Xuân": ("author", "under"),
    "Thanh Hải": ("author", "tail"),
    "HNP - Sáng 4/12,": ("source", "dateline"),
}


@pytest.mark.parametrize("row", [row for row in rows("source") if row.raw in SOURCES], ids=lambda row: row.raw[:40])
def test_authors_and_sources_are_read_as_printed(row: Row) -> None:
    role, place = SOURCES[row.raw]
    heading, byline = f"<h1>{TITLE}</h1>", shown("Ngày đăng: 02/03/2020 10:20")
    lines = "<br>".join(row.raw.split("\n"))
    places = {
        "tail": f"{heading}{byline}{TEXT}{shown(row.raw)}",
        "right": f"{heading}{byline}{TEXT}<p style='text-align: right'><b>{row.raw}</b></p>",
        "two": f"{heading}{byline}{TEXT}<p style='text-align: right'>{lines}</p>",
        "under": f"{heading}{shown(row.raw)}{TEXT}",
        "dateline": f"{heading}{byline}<p>{row.raw} Hội đồng nhân dân Thành phố khai mạc kỳ họp thứ bảy.</p>{TEXT}",
    }
    read = page(row, places[place], url="https://mau.example/tin/mau.html")
    assert read.article is not None
    expected = row.value.split(" (")[0].replace("Khoa", "Khoa")
    assert getattr(read.article, role) == expected


def test_an_agency_glued_to_an_author_is_told_apart() -> None:
    row = next(row for row in rows("source") if row.raw.startswith('"name"'))
    article, head = article_of(row)
    read = page(row, article, head=head).article
    assert read is not None
    assert f"{read.author}/{read.source}" == row.value.split(" (")[0]
