"""What `kho probe` says of a site that is broken, blocks it, or asks to log in: one line each, with the address."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.command import kho
from tests.learn_paths import nukeviet
from tests.learn_sites import MISSING, Build, Page, html, make_news, served, with_more
from tests.raw_sites import NOT_THERE, raw_site, response

LINKS = "".join(f'<a href="/tin/{at}">Xã Ví Dụ ra quân đợt {at}</a>' for at in range(50))
HOME = f"<html><body><h1>Xã Ví Dụ</h1>{LINKS}</body></html>"
PACKED = gzip.compress(HOME.encode())
CHALLENGE = "<script>document.cookie='D1N=abc; path=/';window.location.reload(true);</script>"

HOMES: dict[str, bytes] = {
    "truncated: ": response(HOME[:400], length=9_000),
    "truncated:": response(PACKED[:60], "Content-Encoding: gzip"),
    "bad_coding:": response(PACKED[:40] + b"\xff" * 60 + PACKED[100:], "Content-Encoding: gzip"),
    "connection_lost:": b"",
    "bad_response:": b"SSH-2.0-OpenSSH_9.2\r\n",
    "http_5xx: the home page answers 503": response("bảo trì", status="503 Busy"),
    "http_429: the home page answers 429": response("chậm lại", "Retry-After: 600", status="429 Slow"),
    "http_4xx: the home page answers 401": response("", "WWW-Authenticate: Basic", status="401 Who"),
}  # fmt: skip


@pytest.mark.parametrize("says", sorted(HOMES))
def test_each_way_to_fail_is_told_by_its_own_name(says: str) -> None:
    with raw_site(lambda path: NOT_THERE if path == "/robots.txt" else HOMES[says]) as (url, asked):
        done = kho("probe", url)
    assert done.returncode == 3
    assert done.stderr.startswith(f"kho: {url}: ")
    assert says.strip() in done.stderr
    assert "twisted" not in done.stderr
    assert done.stderr.count("\n") == 1
    assert asked == {"/robots.txt": 1, "/": 1}


def test_a_page_that_is_labelled_as_packed_and_is_not_is_read() -> None:
    body = HOME.replace("</html>", "").replace("</body>", "")
    with raw_site(lambda path: response(body, "Content-Encoding: gzip") if path == "/" else NOT_THERE) as (url, _):
        done = kho("probe", url, "--sample", "8")
    assert "bad_coding" not in done.stderr
    assert "1 pages" in done.stderr


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("http://khong-co-xa-nay.invalid/", "dns: no server is known"),
        ("http://127.0.0.1:9/", "refused: the server refuses the connection"),
    ],
)
def test_a_host_that_is_not_there_is_told_apart_from_one_that_refuses(url: str, says: str) -> None:
    done = kho("probe", url)
    assert (done.returncode, done.stderr) == (3, done.stderr)
    assert done.stderr.startswith(f"kho: {url}: the home page could not be read: {says}")


def test_a_server_without_tls_is_told_so() -> None:
    with raw_site(lambda _: NOT_THERE) as (url, _):
        done = kho("probe", url.replace("http:", "https:"))
    assert (done.returncode, "tls: no secure connection" in done.stderr) == (3, True)


def test_a_robots_txt_that_the_server_cannot_give_forbids_all() -> None:
    with raw_site(lambda _: response("", status="503 Busy")) as (url, asked):
        done = kho("probe", url)
    assert (done.returncode, "robots_unreachable: robots.txt cannot be read" in done.stderr) == (3, True)
    assert "(it answers 503)" in done.stderr
    assert set(asked) == {"/robots.txt"}


def news_site(change: Callable[[str, int], Page | None]) -> Build:
    """A portal that answers otherwise where `change`, by path and how many pages came before, says so."""
    build = nukeviet(make_news(100))
    plain = build.answer

    def answer(path: str, query: dict[str, str], form: dict[str, str]) -> Page:
        if "sitemap" in path:
            return MISSING
        return change(path, build.asked.total()) or plain(path, query, form)

    build.answer = answer
    return build


def probed(build: Build, *more: str) -> tuple[Any, dict[str, int]]:
    with served(build) as url:
        done = kho("probe", url, "--json", *more)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout), build.asked


@pytest.mark.parametrize(
    ("page", "code"),
    [((200, "text/html", CHALLENGE), "challenge:"), ((403, "text/html", "không"), "http_4xx: answers 403"),
     ((429, "text/html", "chậm"), "http_429:"), ((503, "text/html", "bận"), "http_5xx: answers 503")],
)  # fmt: skip
def test_a_block_in_the_middle_ends_the_sample_is_told_and_lowers_the_grade(page: Page, code: str) -> None:
    report, asked = probed(news_site(lambda _, before: page if before > 30 else None))
    assert report["grade"] == "C"
    assert "ended early: 5 addresses in a row gave no page" in report["reason"]
    assert code in report["reason"]
    assert len(report["not_fetched"]) == 5
    assert all(why.startswith(code) for why in report["not_fetched"].values())
    assert sum(asked.values()) <= 36


def test_one_page_that_is_not_for_us_costs_no_grade_and_is_told() -> None:
    report, _ = probed(news_site(lambda path, _: (403, "text/html", "") if path.endswith("/lien-he.html") else None))
    assert report["grade"] == "A"
    (told,) = report["not_fetched"].items()
    assert told[0].endswith("/lien-he.html")
    assert "answers 403" in told[1]


def test_a_server_that_asks_for_a_long_rest_gets_it() -> None:
    def answer(path: str) -> bytes:
        if path == "/":
            return response(HOME)
        return response("", "Retry-After: 900", status="429 Slow") if path.startswith("/tin/") else NOT_THERE

    with raw_site(answer) as (url, asked):
        done = kho("probe", url, timeout=60)
    assert (done.returncode, sum(path.startswith("/tin/") for path in asked)) == (3, 1)
    assert "/tin/" in done.stderr
    assert "http_429" in done.stderr


def test_what_robots_txt_forbids_and_what_is_too_large_stands_in_the_report_with_its_address() -> None:
    def change(path: str, _: int) -> Page | None:
        if path == "/robots.txt":
            return 200, "text/plain", "User-agent: *\nDisallow: /vi/news/kinh-te/\n"
        return html("x" * 9_000_000) if path.endswith("/lien-he.html") else None

    report, _ = probed(news_site(change))
    told = {url: why.partition(":")[0] for url, why in report["not_fetched"].items()}
    assert "too_large" in {why for url, why in told.items() if url.endswith("/lien-he.html")}
    assert {why for url, why in told.items() if "/kinh-te/" in url} == {"robots_disallowed"}


FORM = '<form><input name="u"><input type="password" name="p"><button>Đăng nhập</button></form>'
MENU = "".join(f'<li><a href="/chuyen-muc-{at}">Chuyên mục số {at}</a></li>' for at in range(14))
MENU = f"<div class='menu'><ul>{MENU}</ul></div>"


def wall(path: str) -> Page:
    """Every address gives the form, under a menu."""
    return html(MENU + f"<h1>Phần mềm quản lý văn bản</h1>{FORM}", "Quản lý văn bản") if "." not in path else MISSING


def sends_to_form(path: str) -> Page:
    """A welcome page with a menu, all entries of which lead to the form."""
    if path in ("/", "/dang-nhap"):
        return html(MENU + (FORM if path != "/" else "<p>Chào mừng cán bộ</p>"), "Hệ thống một cửa")
    return MISSING if "." in path else (302, "text/html", f"/dang-nhap?ReturnUrl={path}")


def home_sends_to_form(path: str) -> Page:
    return (302, "text/html", "/Account/Login?ReturnUrl=/") if path == "/" else wall(path)


@pytest.mark.parametrize("site", [wall, sends_to_form, home_sends_to_form])
def test_a_log_in_with_a_menu_around_it_is_told_as_one(site: Callable[[str], Page]) -> None:
    with served(Build([], answer=lambda path, *_: site(path))) as url:
        done = kho("probe", url)
    assert done.returncode == 3
    assert "the site asks to log in" in done.stderr
    assert "not public" in done.stderr


def test_a_portal_with_a_log_in_box_beside_every_page_is_a_portal() -> None:
    report, _ = probed(with_more(nukeviet(make_news(60)), f"<div>{FORM}</div>"))
    assert report["grade"] == "A"


def test_a_site_without_news_is_not_taken_for_a_log_in_by_a_box_beside_its_pages() -> None:
    def answer(path: str, *_: Any) -> Page:
        if "." in path:
            return MISSING
        return html(MENU + f"<h1>Trang {path}</h1><p>{'Lời giới thiệu. ' * (7 * int(path[-1:] or 0) % 40)}</p>{FORM}")

    with served(Build([], answer=lambda path, *_: answer(path if path[-1:].isdigit() else path + "3"))) as url:
        done = kho("probe", url)
    assert (done.returncode, "log in" in done.stderr) == (3, False)


@pytest.mark.parametrize("sample", ["5", "10"])
def test_a_sample_that_is_too_small_is_to_blame_and_not_the_site(sample: str) -> None:
    with served(nukeviet(make_news(60))) as url:
        done = kho("probe", url, "--sample", sample)
    assert done.returncode == 3
    assert f"a sample of {sample} requests is too small to learn from: give it at least --sample 30" in done.stderr


def test_a_small_site_is_not_told_that_the_sample_was_too_small() -> None:
    pages = {"/": html('<a href="/a">Giới thiệu</a>'), "/a": html('<a href="/">Trang chủ</a>')}
    with served(Build([], answer=lambda path, *_: pages.get(path, MISSING))) as url:
        done = kho("probe", url, "--sample", "10")
    assert (done.returncode, "too small" in done.stderr) == (3, False)


def test_lists_are_fetched_twice_too() -> None:
    report, _ = probed(nukeviet(make_news(60)))
    assert (report["stable"], report["fetched_twice"]) == (2, 2)
    assert (report["lists_stable"], report["lists_twice"]) == (1, 1)


def endless(path: str) -> Page:
    """Each of a few pages links to addresses that send on to the next, and that to the next."""
    name, _, number = path.strip("/").partition("-")
    if name == "di":
        return 302, "text/html", f"/di-{int(number) + 1}"
    return html("".join(f'<a href="/di-{1000 * at}">Bài viết {at} của xã</a>' for at in range(1, 5)) + MENU, "Xã")


def test_redirects_that_never_arrive_cost_a_bounded_part_of_the_sample_and_are_told() -> None:
    build = Build([], answer=lambda path, *_: MISSING if "." in path else endless(path))
    with served(build) as url:
        done = kho("probe", url)
    assert done.returncode == 3
    assert sum(path.startswith("/di-") for path in build.asked) <= 4 + 13


def test_redirects_that_arrive_are_followed() -> None:
    """Each link to an article leads over three addresses to its page."""
    build = nukeviet(make_news(60))
    plain = build.answer

    def answer(path: str, query: dict[str, str], form: dict[str, str]) -> Page:
        if path.startswith("/qua-"):
            step, _, rest = path.removeprefix("/qua-").partition("/")
            return 302, "text/html", f"/qua-{int(step) + 1}/{rest}" if int(step) < 3 else f"/{rest}"
        status, mime, text = plain(path, query, form)
        return status, mime, re.sub(r'href="/(vi/news/[^"]*\.html)"', r'href="/qua-1/\1"', text)

    build.answer = answer
    report, _ = probed(build)
    assert report["articles"] >= 5
    assert report["not_fetched"] == {}


FRAMES = {
    "one": '<iframe src="/trangchu.htm" width="100%" height="2000"></iframe>',
    "several": '<frameset rows="90,*"><frame src="/tren.htm" name="a"><frame name=b src=trangchu.htm></frameset>',
    "beside one that nobody sees": "<iframe src='/dem.htm' width=1 height=1></iframe><iframe src='trangchu.htm'>",
}


@pytest.mark.parametrize("name", sorted(FRAMES))
def test_a_home_page_in_frames_is_read_where_they_lead(name: str) -> None:
    build = nukeviet(make_news(60))
    plain = build.answer

    def answer(path: str, query: dict[str, str], form: dict[str, str]) -> Page:
        pages = {"/": html(FRAMES[name], "Phường Bến Mẫu"), "/tren.htm": html("<h1>Phường Bến Mẫu</h1>")}
        return pages.get(path) or plain("/" if path == "/trangchu.htm" else path, query, form)

    build.answer = answer
    report, asked = probed(build)
    assert (report["grade"], report["lists"]) == ("A", 6)
    assert "/dem.htm" not in asked


def test_a_frame_with_another_site_is_named_and_not_followed() -> None:
    page = html('<iframe src="http://xa-khac.invalid/tin"></iframe>')
    with served(Build([], answer=lambda path, *_: page if path == "/" else MISSING)) as url:
        done = kho("probe", url)
    assert (done.returncode, "in a frame, http://xa-khac.invalid/tin" in done.stderr) == (3, True)
