"""The sample portal over real sockets: headers, counters, control interface and faults."""

from __future__ import annotations

import gzip
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException, HTTPResponse, IncompleteRead
from math import floor
from urllib.parse import urlsplit

import pytest

from crawler.demo.client import DemoPortal, DemoPortalError
from crawler.demo.faults import KINDS
from crawler.portals import parse_portal


@pytest.fixture(scope="module")
def shared_portal() -> Iterator[DemoPortal]:
    with DemoPortal(articles=60) as portal:
        yield portal


@pytest.fixture
def portal(shared_portal: DemoPortal) -> Iterator[DemoPortal]:
    """A running sample portal, its switches put back after each test."""
    yield shared_portal
    shared_portal.control("reopen")
    shared_portal.control("clear_faults")
    shared_portal.control("latency", seconds=0)
    shared_portal.control("crawl_delay", seconds=None)
    shared_portal.control("gzip", on=True)


def fetch(portal: DemoPortal, address: str = "/", **headers: str) -> tuple[HTTPResponse, bytes]:
    """Return response and body; `address` is absolute or a path of the main host."""
    parts = urlsplit(address if "://" in address else portal.url.rstrip("/") + address)
    connection = HTTPConnection(parts.netloc, timeout=10)
    try:
        connection.request("GET", f"{parts.path}?{parts.query}" if parts.query else parts.path, headers=headers)
        response = connection.getresponse()
        return response, response.read()
    finally:
        connection.close()


def counted_article(portal: DemoPortal) -> dict[str, object]:
    return next(fact for fact in portal.articles() if fact["byline"] == "full" and fact["coding"] == "utf-8")


def test_the_portal_file_fits_the_running_portal(portal: DemoPortal) -> None:
    found = parse_portal(portal.portal_text(), origin="test")
    assert found.url == portal.url
    assert f"http://{found.aliases[0]}/" == portal.alias


def test_headers_repeat_cookies_and_name_the_software(portal: DemoPortal) -> None:
    response, _ = fetch(portal)
    cookies = response.headers.get_all("Set-Cookie") or []
    assert len(cookies) == 3
    assert "Liferay" in response.headers["Liferay-Portal"]


def test_pages_are_gzipped_for_those_who_accept_it_until_a_test_switches_it_off(portal: DemoPortal) -> None:
    response, body = fetch(portal, "/gioi-thieu", **{"Accept-Encoding": "gzip"})
    assert response.headers["Content-Encoding"] == "gzip"
    assert b"</html>" in gzip.decompress(body)
    assert fetch(portal, "/gioi-thieu")[0].headers["Content-Encoding"] is None
    portal.control("gzip", on=False)
    assert fetch(portal, "/gioi-thieu", **{"Accept-Encoding": "gzip"})[0].headers["Content-Encoding"] is None


def test_a_file_already_held_is_answered_304_by_tag_and_by_time(portal: DemoPortal) -> None:
    url = next(fact["attachments"][0]["url"] for fact in portal.documents())
    response, body = fetch(portal, url)
    assert len(body) > 1000
    for name, known in (("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified")):
        again, nothing = fetch(portal, url, **{name: response.headers[known]})
        assert (again.status, nothing) == (304, b"")


def test_the_counter_shows_its_base_then_one_more_for_each_of_our_requests_and_more_as_the_clock_goes(
    portal: DemoPortal,
) -> None:
    article = counted_article(portal)
    shown = []
    mirror = f"{portal.alias}web/guest/tin-tuc/-/view_content/1-{article['slug']}.html"
    for address in (article["url"], mirror, article["url"]):
        fetch(portal, str(address))
        shown.append(portal.control("article", article=article["id"])["views"])
    assert shown == [shown[0], shown[0] + 1, shown[0] + 2]
    portal.control("advance", hours=1000)
    _, body = fetch(portal, str(article["url"]))
    now = portal.control("article", article=article["id"])
    assert f"Lượt xem: {now['views']}".encode() in body
    growth = now["views"] - shown[0] - 3
    assert floor(0.02 * 1000) <= growth <= floor(2.5 * 1000)


def test_a_clock_that_stands_still_adds_no_views(portal: DemoPortal) -> None:
    article = counted_article(portal)
    fetch(portal, str(article["url"]))
    first = portal.control("article", article=article["id"])["views"]
    time.sleep(0.3)
    assert portal.control("article", article=article["id"])["views"] == first


def test_publishing_editing_and_deleting_show_in_the_truth(portal: DemoPortal) -> None:
    (new,) = portal.control("publish", count=1, section="/dang-doan-the")["articles"]
    portal.control("edit", article=new, what="title")
    before = portal.articles()[new]
    assert before["title"].endswith("(sửa lần 1)")
    assert before["reachable"]
    for how, status in (("410", 410), ("soft_404", 200), ("redirect_home", 302), ("404", 404)):
        portal.control("delete", article=new, how=how)
        assert fetch(portal, before["url"])[0].status == status
    after = portal.articles()[new]
    assert after["deleted"]
    assert not after["reachable"]


@pytest.mark.parametrize(
    "operation",
    [
        {"op": "no_such_thing"},
        {"op": "edit", "article": 1, "what": "colour"},
        {"op": "delete", "article": 999_999},
        {"op": "publish", "section": "nowhere"},
        {"op": "fault", "kind": "plague", "match": "."},
        {"op": "fault", "kind": "500", "match": "("},
        {"op": "advance"},
    ],
)
def test_an_operation_that_makes_no_sense_is_refused_with_a_reason(
    portal: DemoPortal, operation: dict[str, object]
) -> None:
    with pytest.raises(DemoPortalError, match=r"\w"):
        portal.control(**operation)  # type: ignore[arg-type]


def test_a_closed_portal_answers_503_everywhere_or_one_parked_page_and_opens_again(portal: DemoPortal) -> None:
    portal.control("close")
    assert {fetch(portal, path)[0].status for path in ("/", "/robots.txt", "/tin-tuc")} == {503}
    portal.control("close", mode="parked")
    assert len({fetch(portal, path)[1] for path in ("/", "/tin-tuc")}) == 1
    portal.control("reopen")
    assert fetch(portal, "/robots.txt")[1].startswith(b"User-agent")


def test_robots_disallows_the_traps_and_names_a_crawl_delay_when_told(portal: DemoPortal) -> None:
    text = fetch(portal, "/robots.txt")[1].decode()
    assert "Disallow: /lich-cong-tac" in text
    assert "Disallow: /c/portal/" in text
    assert f"Sitemap: {portal.url}sitemap.xml" in text
    assert "Crawl-delay" not in text
    portal.control("crawl_delay", seconds=3)
    assert b"Crawl-delay: 3\n" in fetch(portal, "/robots.txt")[1]


def test_the_calendar_leads_on_without_end(portal: DemoPortal) -> None:
    assert b"month=2022-01" in fetch(portal, "/lich-cong-tac?month=2021-12")[1]
    assert b"month=2121-01" in fetch(portal, "/lich-cong-tac?month=2120-12")[1]


@pytest.mark.parametrize(("kind", "status"), [("500", 500), ("404", 404), ("429", 429), ("redirect_home", 302)])
def test_a_fault_of_a_status_strikes_as_often_as_asked_and_only_where_asked(
    portal: DemoPortal, kind: str, status: int
) -> None:
    portal.control("fault", kind=kind, match="/tin-tuc$", times=2)
    assert fetch(portal, "/gioi-thieu")[0].status == 200
    statuses = [fetch(portal, "/tin-tuc")[0].status for _ in range(3)]
    assert statuses == [status, status, 200]


def test_429_says_when_to_come_back(portal: DemoPortal) -> None:
    portal.control("fault", kind="429", match=".", retry_after=7)
    assert fetch(portal)[0].headers["Retry-After"] == "7"


def test_a_redirect_home_names_the_home_page(portal: DemoPortal) -> None:
    portal.control("fault", kind="redirect_home", match="/tin-tuc")
    assert fetch(portal, "/tin-tuc")[0].headers["Location"] == portal.url


def test_a_reset_breaks_the_connection_without_an_answer(portal: DemoPortal) -> None:
    portal.control("fault", kind="reset", match="/tin-tuc")
    with pytest.raises((ConnectionResetError, HTTPException)):
        fetch(portal, "/tin-tuc")
    assert fetch(portal, "/tin-tuc")[0].status == 200


def test_a_slow_answer_pauses_in_the_middle_and_comes_whole(portal: DemoPortal) -> None:
    portal.control("fault", kind="slow", match="/tin-tuc", seconds=0.6)
    begun = time.monotonic()
    _, body = fetch(portal, "/tin-tuc")
    assert time.monotonic() - begun >= 0.6
    assert body.rstrip().endswith(b"</html>")


def test_a_client_that_leaves_a_slow_answer_does_no_harm(portal: DemoPortal) -> None:
    portal.control("fault", kind="slow", match="/tin-tuc", seconds=0.3)
    host, port = urlsplit(portal.url).hostname, urlsplit(portal.url).port
    with socket.create_connection((host or "", port or 0)) as impatient:
        impatient.sendall(b"GET /tin-tuc HTTP/1.1\r\nHost: x\r\n\r\n")
        impatient.recv(100)
    time.sleep(0.5)
    assert fetch(portal, "/tin-tuc")[0].status == 200
    assert portal.control("stats", clear=True)["requests"] > 0


@pytest.mark.parametrize("kind", ["truncated", "wrong_length"])
def test_a_body_shorter_than_announced_breaks_off(portal: DemoPortal, kind: str) -> None:
    portal.control("fault", kind=kind, match="/tin-tuc")
    with pytest.raises((IncompleteRead, HTTPException)):
        fetch(portal, "/tin-tuc")


def test_a_body_longer_than_announced_is_sent_whole(portal: DemoPortal) -> None:
    portal.control("fault", kind="wrong_length", match="/gioi-thieu", delta=-500)
    with socket.create_connection((urlsplit(portal.url).hostname or "", urlsplit(portal.url).port or 0)) as plain:
        plain.sendall(b"GET /gioi-thieu HTTP/1.0\r\nHost: x\r\n\r\n")
        data = b"".join(iter(lambda: plain.recv(65_536), b""))
    head, _, body = data.partition(b"\r\n\r\n")
    (announced,) = [int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-le")]
    assert len(body) == announced + 500


def test_a_soft_404_and_a_challenge_say_200(portal: DemoPortal) -> None:
    portal.control("fault", kind="soft_404", match="/tin-tuc")
    response, body = fetch(portal, "/tin-tuc")
    assert response.status == 200
    assert "Không tìm thấy nội dung".encode() in body
    portal.control("fault", kind="challenge", match="/tin-tuc")
    response, body = fetch(portal, "/tin-tuc")
    assert response.status == 200
    assert b"D1N" in body
    assert len(body) < 300


def test_a_fault_that_serves_no_page_counts_no_view(portal: DemoPortal) -> None:
    article = counted_article(portal)
    before = portal.control("article", article=article["id"])["requests"]
    for kind in KINDS:
        if kind not in ("reset", "slow", "truncated", "wrong_length"):
            portal.control("fault", kind=kind, match="urlTitle")
            fetch(portal, str(article["url"]))
    assert portal.control("article", article=article["id"])["requests"] == before


def test_statistics_tell_kinds_times_and_how_many_requests_ran_at_once(portal: DemoPortal) -> None:
    portal.control("stats", clear=True)
    portal.control("latency", seconds=0.3)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: fetch(portal, "/gioi-thieu"), range(4)))
    found = portal.control("stats")
    assert found["kinds"] == {"static": 4}
    assert found["max_concurrent"] == 4
    assert [entry[2] for entry in found["times"]] == ["/gioi-thieu"] * 4


def test_a_port_in_use_is_one_clear_line_and_the_server_ends_on_request() -> None:
    with DemoPortal(articles=1) as first:
        with pytest.raises(DemoPortalError, match="did not start"):
            DemoPortal(articles=1, port=urlsplit(first.url).port or 0).start()
        url = urlsplit(first.url)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((url.hostname or "", url.port or 0))
