"""Pages that lead on: lists with their pager, sitemaps and feeds, menus and footers."""

from __future__ import annotations

import pytest

from crawler.extract import extract
from crawler.items import Capture, Page
from crawler.portals import find_portal

PORTAL, _ = find_portal("longbien", None)
HOST = "http://longbien.hanoi.gov.vn"
CUR = "p_p_id=101_INSTANCE_abcdefghijkl&amp;_101_INSTANCE_abcdefghijkl_cur="


def read(body: str, url: str, mime: str = "text/html") -> Page:
    """Return the page that is read in a body."""
    return extract(
        Capture(
            portal_id="longbien",
            crawl_id="c1",
            requested_url=url,
            fetched_at="2026-11-23T02:39:18Z",
            status=200,
            body=body.encode(),
            mime=mime,
        ),
        PORTAL,
    )


def rows(first: int, last: int) -> str:
    """Return rows of a list, each with a picture and a title that link to the same article."""
    return "".join(
        f'<div class="row"><a href="/tin-tuc/-/view_content/{n}-tin-so-{n}.html"><img src="/image/a?img_id={n}"></a>'
        f'<h3><a href="/tin-tuc/-/view_content/{n}-tin-so-{n}.html">Tin số {n}</a></h3>'
        f"<span>({n:02d}/09/2021)</span></div>"
        for n in range(first, last + 1)
    )


SIDE = '<div class="box"><h4>Tin đọc nhiều</h4><ul>' + "".join(
    f'<li><a href="/tin-tuc/-/view_content/{n}-tin-cu-{n}.html">Tin cũ {n}</a></li>' for n in range(50, 62)
)
MENU = """<nav><ul><li><a href="/tin-tuc">Tin tức</a></li>
<li><a href="/dang-doan-the"> Đảng
 đoàn thể</a></li></ul></nav>"""
FOOTER = """<footer><p>Bản quyền Cổng TTĐT: Quận Mẫu - TP Hà Nội.<br>Địa chỉ: Số 01, phố Mẫu, Quận Mẫu, TP Hà Nội.</p>
<p>Tel: (024) 39990123, Fax: 39990124<br>
Email: <a href="mailto:vanthu@mau.example">vanthu@mau.example</a></p></footer>"""


def page_of(content: str) -> str:
    """Return a whole page with menu, side box and footer around a content."""
    body = f"{MENU}<div>{content}</div>{SIDE}</ul></div>{FOOTER}"
    return f"<html><head><title>Tin tức</title></head><body>{body}</body></html>"


def test_a_list_has_its_rows_in_page_order_and_none_of_the_side_box() -> None:
    pager = f'<div class="pages">Trang 1 / 30 <a href="/tin-tuc?{CUR}2">Tiếp theo</a></div>'
    page = read(page_of(f"<div>{rows(1, 10)}{pager}</div>"), f"{HOST}/tin-tuc")
    assert page.listing is not None
    assert page.kind == "listing"
    assert [item.title for item in page.listing.items] == [f"Tin số {n}" for n in range(1, 11)]
    assert page.listing.items[0].published_raw == "01/09/2021"
    assert (page.listing.page, page.listing.pages_declared) == (1, 30)
    assert page.listing.next_url == f"{HOST}/tin-tuc?_101_INSTANCE_abcdefghijkl_cur=2&p_p_id=101_INSTANCE_abcdefghijkl"


def test_the_last_page_of_a_list_has_no_next_and_may_have_one_row() -> None:
    pager = f'<div class="pages"><a href="/tin-tuc?{CUR}2">Trước</a> <b>3</b> Trang 3 của 3</div>'
    page = read(page_of(f"<div>{rows(1, 1)}{pager}</div>"), f"{HOST}/tin-tuc?{CUR}3".replace("&amp;", "&"))
    assert page.listing is not None
    assert [item.title for item in page.listing.items] == ["Tin số 1"]
    assert (page.listing.page, page.listing.pages_declared, page.listing.next_url) == (3, 3, None)


def test_a_pager_of_numbers_alone_declares_its_highest_number() -> None:
    links = " ".join(f'<a href="/tin-tuc?{CUR}{n}">{n}</a>' for n in (2, 3, 7))
    page = read(page_of(f"<div>{rows(1, 10)}<p>{links}</p></div>"), f"{HOST}/tin-tuc")
    assert page.listing is not None
    assert (page.listing.pages_declared, (page.listing.next_fetch_url or "")[-5:]) == (7, "cur=2")


@pytest.mark.parametrize(
    ("last", "pages"),
    [("", None), (f'<a href="/tin-tuc?{CUR}9">Trang cuối</a>', 9), (f'<a href="/tin-tuc?{CUR}1">1</a>', 3)],
)
def test_a_pager_of_steps_alone_does_not_say_how_many_pages_there_are(last: str, pages: int | None) -> None:
    steps = f'<a href="/tin-tuc?{CUR}1">Trước</a> {last} <a href="/tin-tuc?{CUR}3">Sau</a>'
    page = read(page_of(f"<div>{rows(1, 10)}<p>{steps}</p></div>"), f"{HOST}/tin-tuc?{CUR}2".replace("&amp;", "&"))
    assert page.listing is not None
    assert (page.listing.pages_declared, (page.listing.next_fetch_url or "")[-5:]) == (pages, "cur=3")


@pytest.mark.parametrize(
    ("shut", "following"),
    [("pagination-next is-invisible", 0), ("disabled", 0), ("pagination-next", 3)],
)
def test_a_step_of_a_pager_that_cannot_be_taken_is_no_link(shut: str, following: int) -> None:
    pager = (
        f'<div class="pagination"><a href="/tin-tuc?{CUR}1">1</a> <a href="/tin-tuc?{CUR}2">2</a>'
        f'<div class="{shut}"><a href="/tin-tuc?{CUR}3">Sau</a></div></div>'
    )
    page = read(page_of(rows(1, 3) + pager), f"{HOST}/tin-tuc?{CUR}2".replace("&amp;", "&"))
    assert page.listing is not None
    assert (page.listing.next_fetch_url or "0")[-1] == str(following)
    assert page.listing.pages_declared == (following or 2)
    assert any("cur=3" in one.url for one in page.links) == bool(following)


def test_numbers_linked_right_behind_how_many_pages_there_are_are_no_digits_of_it() -> None:
    links = f'<span class="current">1</span><a href="/tin-tuc?{CUR}2">2</a>'
    pager = f'<div class="pagenavi"><span class="pages">Trang 1 trên 2</span>{links}</div>'
    page = read(page_of(f"<div>{rows(1, 10)}{pager}</div>"), f"{HOST}/tin-tuc")
    assert page.listing is not None
    assert (page.listing.page, page.listing.pages_declared) == (1, 2)


@pytest.mark.parametrize(
    ("own", "step", "pages"),
    [("", 10, (1, 4)), ("?page=0", 10, (1, 4)), ("?page=20", 10, (3, 4)), ("", 1, (1, 4)), ("?page=2", 1, (3, 4))],
)
def test_a_pager_whose_addresses_count_rows_or_begin_with_zero_is_read_by_its_words(
    own: str, step: int, pages: tuple[int, int]
) -> None:
    shown = pages[0]
    links = "".join(
        f"<b>{n}</b>" if n == shown else f'<a href="/tin-tuc?page={step * (n - 1)}">{n}</a>' for n in range(1, 5)
    )
    page = read(page_of(f"<div>{rows(1, 10)}<div class='pages'>{links}</div></div>"), f"{HOST}/tin-tuc{own}")
    assert page.listing is not None
    assert (page.listing.page, page.listing.pages_declared) == pages


def test_a_page_of_no_section_without_rows_is_no_list() -> None:
    page = read("<html><body><h1>Liên hệ</h1><p>Địa chỉ của quận.</p></body></html>", f"{HOST}/lien-he")
    assert (page.kind, page.listing) == ("other", None)


def test_the_list_of_a_document_section_is_a_document_list() -> None:
    table = "".join(
        f'<tr><td><a href="/van-ban-chi-dao/-/van-ban/{n}">{n}/KH-UBND</a></td><td>0{n}/09/2021</td>'
        f'<td><a href="/van-ban-chi-dao/-/van-ban/{n}">Kế hoạch số {n} của quận</a></td></tr>'
        for n in range(1, 6)
    )
    page = read(page_of(f"<table>{table}</table>"), f"{HOST}/van-ban-chi-dao")
    assert page.listing is not None
    assert page.kind == "document_list"
    assert [item.title for item in page.listing.items] == [f"Kế hoạch số {n} của quận" for n in range(1, 6)]


def test_menus_give_the_sections_as_printed_with_their_topic() -> None:
    page = read(page_of(rows(1, 3)), f"{HOST}/")
    assert [(section.name, section.url, section.topic) for section in page.sections] == [
        ("Tin tức", f"{HOST}/tin-tuc", "news"),
        ("Đảng đoàn thể", f"{HOST}/dang-doan-the", "party"),
    ]


def test_the_footer_gives_the_body_that_runs_the_portal() -> None:
    organisation = read(page_of(""), f"{HOST}/").organisation
    assert organisation is not None
    assert organisation.organisation == "Quận Mẫu - TP Hà Nội"
    assert organisation.address == "Số 01, phố Mẫu, Quận Mẫu, TP Hà Nội"
    assert (organisation.tel, organisation.fax) == ("(024) 39990123", "39990124")
    assert organisation.email == "vanthu@mau.example"


def test_links_are_canonical_once_each_and_junk_is_left_out() -> None:
    body = """<html><body><a href="/tin-tuc">1</a><a href="/tin-tuc?x=1">same</a><a href="#top">2</a>
    <a href="javascript:;">3</a><a href="mailto:a@b.example">4</a><a rel="nofollow" href="/dang-doan-the">5</a>
    <a href="https://other.example/tin-tuc">6</a>
    <a href="javascript:downloadfile('a b.pdf','/documents/1/a b.pdf');">7</a></body></html>"""
    page = read(body, f"{HOST}/gioi-thieu")
    assert [(link.url, link.kind) for link in page.links] == [
        (f"{HOST}/tin-tuc", "listing"),
        (f"{HOST}/dang-doan-the", "listing"),
        (f"{HOST}/documents/1/a%20b.pdf", "attachment"),
    ]


def test_a_sitemap_and_an_index_of_sitemaps_are_links() -> None:
    urls = "".join(f"<url><loc>{HOST}/tin-tuc/-/view_content/{n}-tin-{n}.html</loc></url>" for n in (1, 2))
    plain = read(
        f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>',
        f"{HOST}/sitemap.xml",
        "text/xml",
    )
    assert [link.kind for link in plain.links] == ["article", "article"]
    index = read(
        f"<sitemapindex><sitemap><loc>{HOST}/sitemap-1.xml</loc></sitemap></sitemapindex>",
        f"{HOST}/sitemap.xml",
        "text/xml",
    )
    assert [link.url for link in index.links] == [f"{HOST}/sitemap-1.xml"]


def test_a_feed_is_links_to_its_items_alone() -> None:
    item = f"<item><link>{HOST}/tin-tuc/-/view_content/1-tin.html</link></item>"
    body = f"<rss><channel><link>{HOST}/tin-tuc</link>{item}</channel></rss>"
    assert [link.kind for link in read(body, f"{HOST}/rss", "application/rss+xml").links] == ["article"]


def test_news_beside_a_table_of_documents_are_no_rows_of_it() -> None:
    documents = "".join(
        f"<tr><td>{number}/QĐ-UBND</td><td>04/11/2021</td><td>Về việc kiểm tra an toàn hồ đập năm {number}</td>"
        f'<td><a href="/tep/{number}.pdf">Tải</a></td></tr>'
        for number in range(10, 20)
    )
    news = "".join(
        f'<tr><td><a href="/tin-tuc/-/view_content/{n}-tin-so-{n}.html">Đoàn giám sát làm việc với xã {n}</a></td></tr>'
        for n in range(5)
    )
    page = read(
        "<table><tr><th>Số ký hiệu</th><th>Ngày ban hành</th><th>Trích yếu</th><th>Tải về</th></tr>"
        f"{documents}</table><div><table>{news}</table></div>",
        f"{HOST}/van-ban-chi-dao",
    )
    assert page.kind == "document_list"
    assert [document.number for document in page.documents] == [f"{number}/QĐ-UBND" for number in range(10, 20)]
    assert page.listing is not None
    assert page.listing.items == ()
