"""What a capture is, before any article is read in it: statuses, redirects, files, challenges, hostile input."""

from __future__ import annotations

import random
import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.extract import extract
from crawler.items import Capture
from crawler.portals import Portal, find_portal

PORTAL, _ = find_portal("longbien", None)
GENERIC = Portal(id="generic", name="Generic", level="other", url="https://mau.example/")
HOST = "http://longbien.hanoi.gov.vn"
ARTICLE = f"{HOST}/tin-tuc/-/asset_publisher/abc/content/tin-mau"
CHALLENGE = (
    b'<html><body><script>document.cookie="D1N=0a1b2c3d4e5f60718293a4b5c6d7e8f9"+"; expires=Fri, 31-Dec-2099 23:59:59'
    b' GMT; path=/";window.location.reload(true);</script></body></html>'
)
HEAD = (
    b"<html><head><title>Bai viet thu nghiem</title></head><body><h1>Bai viet thu nghiem</h1>"
    b"<div>Ngay dang 28/09/2021 | 14:44</div>"
)


def capture(body: bytes = b"", url: str = ARTICLE, *, status: int = 200, mime: str | None = "text/html") -> Capture:
    """Return a capture without headers."""
    return Capture(
        portal_id="longbien",
        crawl_id="c1",
        requested_url=url,
        fetched_at="2026-11-23T02:39:18Z",
        status=status,
        body=body,
        mime=mime,
    )


@pytest.mark.parametrize(
    ("status", "removed"), [(404, "not_found"), (410, "gone"), (500, None), (503, None), (429, None), (403, None)]
)
def test_an_error_is_a_removal_only_where_the_status_says_so(status: int, removed: str | None) -> None:
    page = extract(capture(b"<html><body>Error</body></html>", status=status), PORTAL)
    assert (page.kind, page.removed, page.article) == ("error", removed, None)


def test_not_modified_says_nothing_of_the_page() -> None:
    page = extract(capture(status=304), PORTAL)
    assert (page.kind, page.removed, page.problems) == ("other", None, ())


def test_a_redirect_on_the_portal_is_a_link() -> None:
    moved = replace(capture(status=301), headers=(("location", "/dang-doan-the/-/view_content/1-tin-moi.html"),))
    page = extract(moved, PORTAL)
    assert page.redirect is not None
    assert (page.redirect.kind, page.removed) == ("article", None)


def test_a_redirect_of_a_deep_page_to_the_home_page_looks_like_a_removal() -> None:
    page = extract(replace(capture(status=302), headers=(("location", f"{HOST}/"),)), PORTAL)
    assert page.removed == "redirected_home"


def test_a_redirect_off_the_portal_is_not_followed() -> None:
    page = extract(replace(capture(status=302), headers=(("location", "https://other.example/"),)), PORTAL)
    assert (page.redirect, page.removed) == (None, None)


@pytest.mark.parametrize("status", [200, 403, 503])
def test_a_challenge_is_named_and_is_no_removal(status: int) -> None:
    page = extract(capture(CHALLENGE, status=status), PORTAL)
    assert (page.kind, page.removed, [problem.code for problem in page.problems]) == ("challenge", None, ["challenge"])


def test_an_article_that_talks_of_captchas_is_no_challenge() -> None:
    words = (
        "Cán bộ hướng dẫn người dân nhập mã g-recaptcha khi nộp hồ sơ trực tuyến tại bộ phận một cửa của phường. " * 40
    )
    page = extract(capture(HEAD + f"<p>{words}</p>".encode()), PORTAL)
    assert page.kind == "article"


@pytest.mark.parametrize(
    ("body", "mime", "found"),
    [
        (b"%PDF-1.4 abc", "application/pdf", "application/pdf"),
        (b"%PDF-1.4 abc", "text/html", "application/pdf"),
        (b"\x89PNG....", None, "image/png"),
        (b"anything", "application/msword", "application/msword"),
    ],
)
def test_a_file_is_a_payload_whatever_the_server_calls_it(body: bytes, mime: str | None, found: str) -> None:
    page = extract(capture(body, f"{HOST}/documents/1/a.pdf", mime=mime), PORTAL)
    assert page.payload is not None
    assert (page.payload.mime, page.payload.bytes, page.article) == (found, len(body), None)


def test_a_page_cut_off_in_the_middle_is_no_article() -> None:
    page = extract(replace(capture(HEAD + b"<p>Nua chung"), truncated=True), PORTAL)
    assert (page.kind, page.article, [problem.code for problem in page.problems]) == (
        "error",
        None,
        ["payload_truncated"],
    )


def test_a_page_that_came_whole_under_a_wrong_length_is_read() -> None:
    body = HEAD + b"<p>Mot doan van ban chay dai hon sau muoi ky tu de duoc coi la noi dung.</p></body></html>"
    page = extract(replace(capture(body), truncated=True), PORTAL)
    assert page.article is not None
    assert page.article.published_at == "2021-09-28T14:44:00+07:00"
    assert "payload_truncated" in [problem.code for problem in page.problems]


HOSTILE = {
    "empty": (b"", None),
    "binary called HTML": (random.Random(1).randbytes(50_000), None),
    "20 MB": (b"<p>a b c d</p>" * 1_500_000, "page_too_large"),
    "many elements": (HEAD + b"<i>a</i>" * 250_000, "page_too_large"),
    "100,000 nested tags": (HEAD + b"<div>" * 100_000 + b"x", "page_too_deep"),
    "title of 1 MB": (b"<html><head><title>" + b"a" * 1_000_000 + b"</title></head><body>x</body></html>", None),
    "many related headings": (HEAD + b"<h3>Tin lien quan</h3><p class='related'>x</p>" * 20_000, None),
    "many rows": (HEAD + b"<li><a href='/a?_101_urlTitle=x'>abc</a> 28/09/2021</li>" * 20_000, None),
    "nested JSON": (b"<script type='application/ld+json'>" + b"[" * 100_000 + b"</script>" + HEAD, None),
    "many labels": (HEAD + b"<table>" + b"<tr><td>So ky hieu</td><td>1/QD</td></tr>" * 20_000 + b"</table>", None),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_end_in_bounded_time_with_a_page(name: str) -> None:
    body, problem = HOSTILE[name]
    for url, portal in ((ARTICLE, PORTAL), (f"{HOST}/tin-tuc", PORTAL), ("https://mau.example/x", GENERIC)):
        begun = time.process_time()
        page = extract(capture(body, url), portal)
        codes = [one.code for one in page.problems]
        assert "extraction_crashed" not in codes
        assert problem is None or problem in codes
        assert time.process_time() - begun < 20


BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
    b'<!ENTITY %c "%s">' % (name, b"&%c;" % (name - 1) * 10) for name in range(ord("b"), ord("k"))
)


def test_entities_of_a_sitemap_are_not_expanded() -> None:
    body = BOMB + b"]><urlset><url><loc>http://longbien.hanoi.gov.vn/&j;</loc></url></urlset>"
    page = extract(capture(body, f"{HOST}/sitemap.xml", mime="text/xml"), PORTAL)
    assert [link.url for link in page.links if "a" * 20 in link.url] == []


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=400),
        st.text(max_size=400).map(str.encode),
        st.lists(
            st.sampled_from([b"<p>", b"</div>", b"<table><tr><td>", b"<br>", b"a", HEAD, b"<h3>Tin khac</h3>"])
        ).map(b"".join),
    ),
    st.sampled_from([200, 204, 206, 301, 304, 404]),
    st.sampled_from([None, "text/html", "text/xml", "text/plain", "image/png"]),
    st.sampled_from(
        [
            ARTICLE,
            f"{HOST}/",
            f"{HOST}/tin-tuc",
            f"{HOST}/van-ban-chi-dao/-/van-ban/1",
            "http://[",
            "",
            "not an address",
        ]
    ),
)
def test_no_bytes_make_extract_raise(body: bytes, status: int, mime: str | None, url: str) -> None:
    page = extract(capture(body, url, status=status, mime=mime), PORTAL)
    crashed = [problem for problem in page.problems if problem.code == "extraction_crashed"]
    assert not crashed or url == "http://["


def test_the_same_capture_gives_the_same_page() -> None:
    one = capture(HEAD + b"<p>Mot doan van ban chay dai hon sau muoi ky tu de duoc coi la noi dung.</p></body></html>")
    assert extract(one, PORTAL) == extract(one, PORTAL)


def kind_of_page(path: str, title: str, under: str) -> str:
    """The kind of a page with this title, something under it, and a paragraph, where only the host is known."""
    body = (
        f"<html><head><meta charset=utf-8><title>{title}</title></head><body><h1>{title}</h1>{under}"
        f"<p>{'Phường ra quân dọn vệ sinh các tuyến phố. ' * 4}</p></body></html>"
    )
    return extract(capture(body.encode(), GENERIC.url.rstrip("/") + path), GENERIC).kind


@pytest.mark.parametrize(
    ("path", "title", "kind"),
    [
        ("/archives/12/ra-quan-1", "ra-quan-1", "other"),
        ("/archives/12/IMG_2031/", "img_2031", "other"),
        ("/archives/12/ra-quan-1", "Ra quân 1", "article"),
        ("/archives/12/ra-quan", "ra-quan", "article"),
    ],
)
def test_a_page_called_like_the_picture_it_shows_is_about_the_picture(path: str, title: str, kind: str) -> None:
    pictures = "<img src='/tai-len/2021/ra-quan-1.png'><img src='/tai-len/img_2031.JPG'>"
    assert kind_of_page(path, title, f"<p>Đăng ngày 28/09/2021</p>{pictures}") == kind


@pytest.mark.parametrize(
    ("path", "title", "kind"),
    [
        ("/lib/exe/detail.php?id=tin:bai&media=tin:anh-5.png", "anh-5.png", "other"),
        ("/wiki/Tệp:Ảnh_năm.jpg", "Tệp:Ảnh năm.jpg", "other"),
        ("/_detail/tin/mau-don.pdf?id=tin:bai", "mau-don.pdf", "other"),
        ("/tin-tuc/12-qd-ubnd-pdf", "12-QD-UBND.pdf", "article"),
        ("/tin-tuc/xem?anh=anh-5.png", "Bài viết thử nghiệm", "article"),
    ],
)
def test_a_page_called_like_the_file_that_its_address_names_is_about_the_file(path: str, title: str, kind: str) -> None:
    assert kind_of_page(path, title, "<div>Ngày đăng 28/09/2021 14:44</div>") == kind
